"""Chains: which steps lead from an incident to an actor while every one of them could hold.

A step held during windows of days. A chain stands where its windows have a day in common, so a
link that ended before the next began leads nowhere, whatever each of them does by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from respondeat.period import Period

__all__ = ["ALWAYS", "MOST", "Chains", "Edge", "Ways", "Window", "meet", "window"]

Window = tuple[date, date]
"""The first and the last day on which something may have held."""

ALWAYS: tuple[Window, ...] = ((date.min, date.max),)

MOST = 100
"""Chains listed for one actor; where there are more, the output says so."""

_TRIES = 50_000
"""Steps tried before the search for more chains is given up."""


class Edge(NamedTuple):
    """One step, and the windows in which it may have held."""

    id: str
    source: str
    target: str
    windows: tuple[Window, ...]


class Chains(NamedTuple):
    """Chains as lists of step ids, the shortest steps first, and whether that is all of them."""

    chains: tuple[tuple[str, ...], ...]
    whole: bool


def window(period: Period) -> Window:
    """Return the days on which something of that period may have held.

    >>> window(Period.from_edtf("2017-05/.."))
    (datetime.date(2017, 5, 1), datetime.date(9999, 12, 31))
    """
    return period.earliest_start or date.min, period.latest_end or date.max


def meet(some: Sequence[Window], others: Sequence[Window]) -> tuple[Window, ...]:
    """Return the days that two groups of windows share, as few windows as possible.

    >>> [tuple(day.day for day in one) for one in meet(
    ...     [(date(2017, 1, 1), date(2017, 1, 9))], [(date(2017, 1, 5), date(2017, 2, 1))])]
    [(5, 9)]
    """
    if some is ALWAYS:
        return tuple(others)
    if others is ALWAYS:
        return tuple(some)
    if len(some) == len(others) == 1:  # nearly always, and this runs for every step
        (a, b), (c, d) = some[0], others[0]
        first, last = max(a, c), min(b, d)
        return ((first, last),) if first <= last else ()
    shared = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return _joined(one for one in shared if one[0] <= one[1])


class Ways:
    """The ways from one start within some days, to whatever goal is asked for.

    >>> ends = (("i", "a"), ("a", "i"), ("a", "g"))
    >>> ways = Ways([Edge(a + b, a, b, ALWAYS) for a, b in ends], "i", ALWAYS)
    >>> ways.chains("g")
    Chains(chains=(('ia', 'ag'),), whole=True)
    """

    def __init__(self, edges: Iterable[Edge], start: str, days: tuple[Window, ...]) -> None:
        """Keep of each step the days on which it can be reached from the start, if there are."""
        self._start, self._days = start, days
        forth = defaultdict(list)
        for edge in edges:
            forth[edge.source].append((edge.target, edge))
        ahead = _spread(forth, start, days)
        self._back: dict[str, list[tuple[str, Edge]]] = defaultdict(list)
        for source, left in ahead.items():
            for target, edge in forth.get(source, ()):
                if held := meet(left, edge.windows):
                    self._back[target].append((source, edge._replace(windows=held)))

    def live(self, goal: str) -> list[Edge]:
        """Return the steps that some walk to a goal takes within the days, by their ids."""
        found = (
            edge
            for node, left in _spread(self._back, goal, self._days).items()
            for _, edge in self._back.get(node, ())
            if meet(edge.windows, left)
        )
        return sorted(found, key=lambda edge: edge.id)

    def chains(self, goal: str, most: int = MOST) -> Chains:
        """Return the chains to a goal that no actor stands on twice."""
        kept = self.live(goal)
        ahead: dict[str, list[Edge]] = defaultdict(list)
        far = _distances(kept, goal)
        for edge in sorted(kept, key=lambda edge: (far[edge.target], edge.id)):
            ahead[edge.source].append(edge)
        found: list[tuple[str, ...]] = []
        for tries, chain in enumerate(_search(ahead, self._start, goal, self._days)):
            if chain:
                found.append(chain)
            if len(found) > most or tries > _TRIES:
                return Chains(_ordered(found[:most]), whole=False)
        return Chains(_ordered(found), whole=True)


def _search(
    ahead: dict[str, list[Edge]], start: str, goal: str, days: tuple[Window, ...]
) -> Iterator[tuple[str, ...] | None]:
    """Yield each chain, and ``None`` for each step that was tried on the way."""
    path: list[Edge] = []
    seen = {start}
    frames = [(iter(ahead[start]), days)]
    while frames:
        steps, left = frames[-1]
        edge = next(steps, None)
        if edge is None:
            frames.pop()
            if path:
                seen.discard(path.pop().target)
            continue
        shared = meet(left, edge.windows)
        if edge.target in seen or not shared:
            yield None
        elif edge.target == goal:
            yield (*(step.id for step in path), edge.id)
        else:
            yield None
            path.append(edge)
            seen.add(edge.target)
            frames.append((iter(ahead[edge.target]), shared))


def _spread(
    ahead: dict[str, list[tuple[str, Edge]]], start: str, days: tuple[Window, ...]
) -> dict[str, tuple[Window, ...]]:
    """Return for every actor within reach the days on which it is within reach."""
    reached = {start: days}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for target, edge in ahead.get(here, ()):
            shared = meet(reached[here], edge.windows)
            before = reached.get(target, ())
            after = _joined((*before, *shared)) if before else shared
            if after != before:
                reached[target] = after
                waiting.append(target)
    return reached


def _distances(edges: Iterable[Edge], goal: str) -> dict[str, int]:
    back: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        back[edge.target].append(edge.source)
    found, level, depth = {goal: 0}, [goal], 0
    while level:
        level = sorted({one for node in level for one in back[node]} - found.keys())
        depth += 1
        found.update(dict.fromkeys(level, depth))
    return found


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    every = sorted(windows)
    if len(every) < 2:
        return tuple(every)
    found: list[Window] = []
    for first, last in every:
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def _ordered(found: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(found, key=lambda chain: (len(chain), chain)))
