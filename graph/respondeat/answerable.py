"""Answerable: who bears an obligation for an actor, as far as sources say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from respondeat.identity import identities, joining
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["answerable", "leading"]

_Look = Callable[[str, str], list[Said]]


def answerable(
    actor: str,
    days: tuple[Period, ...],
    said: _Look,
    bearing: _Look,
    kinds: Callable[[str], Iterable[str]],
    sure: bool = False,
) -> dict[str, list[Said]]:
    """Return an actor, its State and that State's government, each with the claims leading there.

    Each under every name that it is said to have; with ``sure`` only those that are surely its
    own on the days. ``said`` gives claims by what they are about and a property, ``bearing`` by a
    property and its value. Links that surely did not hold on any of the days are left out.
    """
    found: dict[str, list[Said]] = {actor: []}
    waiting = [actor]
    while waiting:
        here = waiting.pop()
        steps: list[tuple[tuple[Said, ...], str]] = [
            ((link,), target)
            for link, target in _links(here, said, bearing)
            if (
                link.period == Period()
                or not days
                or any(one.within(link.period) is not False for one in days)
            )
        ]
        names = identities(here, days, said, bearing, kinds)
        steps += [(one.said, one.other) for one in names if one.sure or not sure]
        for claims, target in steps:
            if target not in found:
                found[target] = [*found[here], *claims]
                waiting.append(target)
    return found


def leading(
    actor: str, said: _Look, bearing: _Look, kinds: Callable[[str], Iterable[str]]
) -> list[Said]:
    """Return every claim on which it may depend where an actor leads, on whatever day."""
    everyone = answerable(actor, (), said, bearing, kinds)
    found = [link for one in everyone for link, _ in _links(one, said, bearing)]
    return found + [link for one in everyone for link in joining(one, said, bearing)]


def _links(here: str, said: _Look, bearing: _Look) -> list[tuple[Said, str]]:
    links = [(s, s.value) for name in ("organOf", "governs") for s in said(here, name)]
    links += [(s, s.about) for s in bearing("governs", here)]
    return [(link, target) for link, target in links if link.stance == "affirms"]
