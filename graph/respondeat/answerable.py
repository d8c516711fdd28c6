"""Answerable: who bears an obligation for an actor, as far as sources say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from respondeat.identity import identities
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["answerable"]

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
        links = [(s, s.value) for name in ("organOf", "governs") for s in said(here, name)]
        links += [(s, s.about) for s in bearing("governs", here)]
        steps: list[tuple[tuple[Said, ...], str]] = [
            ((link,), target)
            for link, target in links
            if link.stance == "affirms"
            and (
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
