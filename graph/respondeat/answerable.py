"""Answerable: who bears an obligation for an actor, as far as sources say."""

from __future__ import annotations

from collections.abc import Callable

from respondeat.period import Period
from respondeat.said import Said

__all__ = ["answerable", "leading"]

_Look = Callable[[str, str], list[Said]]


def answerable(
    actor: str, days: tuple[Period, ...], affirmed: _Look, bearing: _Look
) -> dict[str, list[Said]]:
    """Return an actor, its State and that State's government, each with the claims leading there.

    ``affirmed`` gives claims by what they are about and a property, ``bearing`` by a property and
    its value. Links that surely did not hold on any of the days are left out.
    """
    found: dict[str, list[Said]] = {actor: []}
    waiting = [actor]
    while waiting:
        here = waiting.pop()
        for said, target in _steps(here, affirmed, bearing):
            held = (
                said.period == Period()
                or not days
                or any(one.within(said.period) is not False for one in days)
            )
            if held and target not in found:
                found[target] = [*found[here], said]
                waiting.append(target)
    return found


def leading(actor: str, affirmed: _Look, bearing: _Look) -> list[Said]:
    """Return every claim that may lead from an actor to others, on whatever day."""
    everyone = answerable(actor, (), affirmed, bearing)
    return [said for one in everyone for said, _ in _steps(one, affirmed, bearing)]


def _steps(here: str, affirmed: _Look, bearing: _Look) -> list[tuple[Said, str]]:
    steps = [(s, s.value) for name in ("organOf", "governs") for s in affirmed(here, name)]
    return steps + [(s, s.about) for s in bearing("governs", here) if s.stance == "affirms"]
