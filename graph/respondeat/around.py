"""Around: the other names of something, and the places around a place, with whose word it is.

What the registry fixes is structure; that a place lies in another, or is the same under another
name, is somebody's word: the claims go with whatever rests on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from respondeat.evidence import Evidence
from respondeat.identity import held, joining
from respondeat.once import once
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["Way", "around", "larger", "linking", "names"]


class Way(NamedTuple):
    """How a place is reached: the claims on which that rests, and whether it surely holds."""

    links: tuple[Said, ...]
    sure: bool


@once
def around(evidence: Evidence, place: str, days: tuple[Period, ...]) -> dict[str, Way]:
    """Return every place that contains this one, itself included, with the way to each.

    >>> from respondeat.index import MemoryIndex
    >>> around(Evidence(MemoryIndex()), "place:a", ())
    {'place:a': Way(links=(), sure=True)}
    """
    return _reached(place, lambda here: larger(evidence, here, days))


@once
def names(evidence: Evidence, entity: str, days: tuple[Period, ...]) -> dict[str, Way]:
    """Return every name that something is said to have, its own included, with the way to each."""
    return _reached(entity, lambda here: _names(evidence, here, days))


@once
def linking(evidence: Evidence, start: str) -> list[Said]:
    """Return every claim, of whatever day and stance, on which it may depend what is reached.

    Where none of them has a date, the same is reached on all days.
    """
    return [
        said
        for here in around(evidence, start, ())
        for said in (
            *joining(here, evidence.said, evidence.bearing),
            *evidence.said(here, "liesIn"),
        )
    ]


def _reached(start: str, steps: Callable[[str], Iterable[tuple[str, Way]]]) -> dict[str, Way]:
    found = {start: Way((), True)}
    for sure in (True, False):  # a way that surely holds comes before one that may
        waiting = list(found)
        while waiting:
            here = waiting.pop()
            for other, way in steps(here):
                if other not in found and (way.sure or not sure):
                    links, firm = found[here]
                    found[other] = Way((*links, *way.links), firm and way.sure)
                    waiting.append(other)
    return found


def _names(evidence: Evidence, entity: str, days: tuple[Period, ...]) -> Iterator[tuple[str, Way]]:
    for one in evidence.identities(entity, days):
        yield one.other, Way(one.said, one.sure)


def larger(evidence: Evidence, place: str, days: tuple[Period, ...]) -> Iterator[tuple[str, Way]]:
    """Yield the places that contain a place by one step, or are its other names."""
    for larger in evidence.links("resp:within", place):
        yield larger, Way((), True)
    yield from _names(evidence, place, days)
    for said in evidence.affirmed(place, "liesIn"):
        if held(said, days) is not False:
            denied = any(
                other.stance == "denies" and other.value == said.value
                for other in evidence.said(place, "liesIn")
            )
            yield said.value, Way((said,), not denied and bool(held(said, days)))
