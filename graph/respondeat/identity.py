"""Identity: which other names are said to be of one and the same, on whose word, and how surely.

An identity holds on the days that its claim is dated for, or always where it has no date. One
that somebody denies, or that may not hold on the day, is possible and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from respondeat.kindred import kindred
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["Identity", "held", "identities", "joining"]

_Look = Callable[[str, str], list[Said]]


class Identity(NamedTuple):
    """Another name of one entity, with the claims for and against, of those days."""

    other: str
    said: tuple[Said, ...]
    against: tuple[Said, ...]
    sure: bool


def identities(
    entity: str,
    days: tuple[Period, ...],
    said: _Look,
    bearing: _Look,
    kinds: Callable[[str], Iterable[str]],
) -> Iterator[Identity]:
    """Yield the other names that claims give an entity, whichever of the two they are about.

    ``said`` and ``bearing`` give the claims of all stances by what they are about and by their
    value. Claims that surely speak of other days count for nothing, nor do those that join what
    is never one.
    """
    found: dict[str, list[Said]] = {}
    for one in joining(entity, said, bearing):
        other = one.value if one.about == entity else one.about
        if other != entity and held(one, days) is not False:
            found.setdefault(other, []).append(one)
    for other in sorted(found):
        affirmed = tuple(one for one in found[other] if one.stance == "affirms")
        against = tuple(one for one in found[other] if one.stance == "denies")
        if affirmed and kindred(kinds(entity), kinds(other)):
            sure = not against and any(held(one, days) for one in affirmed)
            yield Identity(other, affirmed, against, sure)


def joining(entity: str, said: _Look, bearing: _Look) -> list[Said]:
    """Return the claims of all stances that join an entity to others, whichever they are about."""
    return [*said(entity, "identicalTo"), *bearing("identicalTo", entity)]


def held(one: Said, days: tuple[Period, ...]) -> bool | None:
    """Say whether what a claim says held on each of the days, on none, or perhaps.

    >>> one = Said("claim:d.k", "affirms", "actor:a", "actor:b", "resp:identicalTo", "actor:c")
    >>> held(one, ()), held(one._replace(period=Period.from_edtf("2018/..")), ())
    (True, None)
    """
    if one.period == Period():
        return True
    found = {day.within(one.period) for day in days}
    return found.pop() if len(found) == 1 else None
