"""Withdrawal: which smallest sets of origins, taken away, break every path.

A step falls when *all* its origins are withdrawn; a step without origins is an assumption and
never falls. This is a data-flow problem (Kildall, POPL 1973): each node carries the family of the
smallest sets that cut it off from the start. Steps in a row unite families, steps side by side
multiply them; a set beyond the size asked for is dropped, since it can only grow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import reduce
from heapq import heappop, heappush
from itertools import combinations, takewhile
from typing import NamedTuple

from respondeat.errors import UsageError

__all__ = ["BUDGET", "MOST", "Step", "Withdrawals", "smallest", "withdrawals"]

MOST = 3
"""The size up to which all sets are listed."""

BUDGET = 10_000_000
"""Sets handled before a search is given up. A number of sets and not of seconds, so that the
same record and reading give the same answer on every machine."""

Origins = frozenset[str]
Cut = frozenset[int]
Family = frozenset[Cut]
Sets = tuple[tuple[str, ...], ...]
Ahead = dict[str, list[tuple[str, list[Origins]]]]

_NEVER: Family = frozenset()
_ALWAYS: Family = frozenset({frozenset()})


class Step(NamedTuple):
    """One step of a path, and the origins that all have to be withdrawn before it falls."""

    id: str
    source: str
    target: str
    origins: Origins


class Withdrawals(NamedTuple):
    """The smallest sets whose withdrawal breaks every path, and how far the list is whole.

    ``sets`` are all inclusion-minimal sets of at most ``whole_to`` origins, by size and name. No
    set of fewer than ``at_least`` origins breaks every path; it is ``None`` where no set of any
    size does, because a path of assumptions stands whatever is withdrawn. ``paths`` is false
    where there is no path to break.
    """

    sets: tuple[tuple[str, ...], ...]
    whole_to: int
    at_least: int | None
    paths: bool = True

    @property
    def sole(self) -> tuple[str, ...]:
        """The origins whose withdrawal alone breaks every path."""
        return tuple(one[0] for one in self.sets if len(one) == 1)


def withdrawals(
    steps: Iterable[Step], start: str, goal: str, *, most: int = MOST, budget: int = BUDGET
) -> Withdrawals:
    """Return all inclusion-minimal sets of at most ``most`` origins that break every path.

    Where listing them would take more than ``budget``, the list stops at a smaller size, whole.

    >>> def step(source, target, *origins):
    ...     return Step(f"{source}-{target}", source, target, frozenset(origins))
    >>> steps = [step("i", "a", "x", "y"), step("i", "b", "z"), step("a", "g"), step("b", "g", "x")]
    >>> withdrawals(steps, "i", "g").sets
    (('x', 'y'),)
    """
    ahead = _pruned(steps, start, goal)
    if start == goal or _path(ahead, start, goal, lambda one: not one) is not None:
        return Withdrawals((), most, None)
    if not ahead:
        return Withdrawals((), most, 0, paths=False)
    apart = _apart(ahead, start, goal, most)
    if len(apart) > most:
        return Withdrawals((), most, len(apart))
    sole: Sets = ()
    try:
        # first what breaks all alone: no larger minimal set holds such an origin
        if len(apart) == 1:
            sole = _Flow(ahead, start, goal, 1, apart, frozenset()).sets(budget)
    except _SpentError:
        return Withdrawals((), 0, 1)
    alone = frozenset(name for (name,) in sole)
    for size in range(most, max(1, len(apart) - 1), -1):
        try:
            more = _Flow(ahead, start, goal, size, apart, alone).sets(budget)
        except _SpentError:
            continue
        sets = sole + more
        return Withdrawals(sets, size, len(sets[0]) if sets else size + 1)
    whole = max(1, len(apart) - 1)
    return Withdrawals(sole, whole, 1 if sole else whole + 1)


def smallest(
    steps: Iterable[Step], start: str, goal: str, *, rounds: int = 1000
) -> tuple[int | None, tuple[str, ...] | None]:
    """Return the exact size of a smallest set of any size, and one such set.

    A solver proposes a smallest set that hits every path found so far; a search of the graph finds
    a path that it misses, until there is none. After ``rounds`` the size is a lower bound, and the
    set ``None``; both are ``None`` where no set breaks every path. Raise ``UsageError`` where the
    solver is not installed.
    """
    try:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF
    except ImportError as error:
        raise UsageError(
            "the exact size needs python-sat: `pip install 'respondeat[solve]'` brings it"
        ) from error
    ahead = _pruned(steps, start, goal)
    if start == goal or _path(ahead, start, goal, lambda one: not one) is not None:
        return None, None
    names = sorted(_names(ahead))
    number = {name: place for place, name in enumerate(names, 1)}
    formula = WCNF()
    formula.extend([[-one] for one in number.values()], weights=[1] * len(number))
    falls: dict[Origins, int] = {}
    chosen: frozenset[str] = frozenset()
    with RC2(formula) as solver:
        for _ in range(rounds):
            missed = _path(ahead, start, goal, lambda one: not one or not one <= chosen)
            if missed is None:
                return len(chosen), tuple(sorted(chosen))
            clause = []
            for origins in sorted({one for one in missed if one}, key=sorted):
                if origins not in falls:
                    falls[origins] = len(number) + len(falls) + 1
                    for name in sorted(origins):
                        solver.add_clause([-falls[origins], number[name]])
                clause.append(falls[origins])
            solver.add_clause(clause)
            model = set(solver.compute())
            chosen = frozenset(name for name in names if number[name] in model)
    return len(chosen), None


def _pruned(steps: Iterable[Step], start: str, goal: str) -> Ahead:
    """Return the steps on some path from start to goal, by source and target, in a fixed order."""
    kept = sorted(
        (one for one in steps if one.target not in (one.source, start) and one.source != goal),
        key=lambda one: (one.source, one.target, one.id),
    )
    forth: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for one in kept:
        forth[one.source].append(one.target)
        back[one.target].append(one.source)
    inside = _reached(forth, start) & _reached(back, goal)
    between: dict[tuple[str, str], list[Origins]] = defaultdict(list)
    for one in kept:
        if one.source in inside and one.target in inside:
            between[one.source, one.target].append(one.origins)
    ahead: Ahead = defaultdict(list)
    for (source, target), origins in between.items():
        ahead[source].append((target, origins))
    return ahead


def _reached(ahead: dict[str, list[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for node in ahead.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _path(
    ahead: Ahead, start: str, goal: str, stands: Callable[[Origins], bool]
) -> list[Origins] | None:
    """Return the origins of each step of a shortest path over steps that stand, if there is one."""
    came: dict[str, tuple[str, Origins]] = {}
    level = [start]
    while level and goal not in came:
        after = []
        for node in level:
            for target, found in ahead.get(node, ()):
                if target not in came and target != start:
                    one = next(filter(stands, found), None)
                    if one is not None:
                        came[target] = (node, one)
                        after.append(target)
        level = after
    if goal not in came:
        return None
    path, here = [], goal
    while here != start:
        here, origins = came[here]
        path.append(origins)
    return path


def _apart(ahead: Ahead, start: str, goal: str, most: int) -> list[Origins]:
    """Return the origins of paths that share none: every set that breaks all takes one of each."""
    found: list[Origins] = []
    used: set[str] = set()
    while len(found) <= most:
        path = _path(ahead, start, goal, used.isdisjoint)
        if path is None:
            break
        found.append(frozenset().union(*path))
        used |= found[-1]
    return found


class _SpentError(Exception):
    """The budget is spent."""


class _Flow:
    """The families of sets of at most ``most`` origins that cut each node off from the start."""

    large = 64
    """A family of more sets is worth a look for those that break all."""

    def __init__(
        self, ahead: Ahead, start: str, goal: str, most: int, apart: list[Origins], sole: Origins
    ) -> None:
        self.most, self.spare = most, most - len(apart)
        self.names = sorted(_names(ahead))
        number = {name: place for place, name in enumerate(self.names)}
        self.side = {number[name]: place for place, one in enumerate(apart) for name in one}
        place = {node: place for place, node in enumerate(_order(ahead, start))}
        self.goal = place[goal]
        self.ahead: list[dict[int, Cut | None]] = [{} for _ in place]
        for source, edges in ahead.items():
            for target, found in edges:
                # steps side by side fall together: when the origins of all of them do
                all_of = frozenset(name for one in found for name in one)
                stays = len(all_of) > most or not all(found) or not sole.isdisjoint(all_of)
                falls = None if stays else frozenset(number[name] for name in all_of)
                self.ahead[place[source]][place[target]] = falls
        self.last = [max(edges, default=len(place)) for edges in self.ahead]
        self.final: set[Cut] = set()
        self.parts: dict[Cut, tuple[Cut, ...]] = {}
        self.left = 0

    def sets(self, budget: int) -> Sets:
        """Return the minimal sets, by size and name; raise ``_SpentError`` beyond the budget."""
        self.left = budget
        families: dict[int, Family] = {}
        changed: dict[int, list[int]] = {0: []}
        waiting, border = [0], list[int]()
        top, large = -1, self.large
        while waiting:
            node = heappop(waiting)
            if node > top:
                if border and len(families[top]) > large:
                    large = self.large + 2 * self._settle(families, border, top)
                border.append(node)
                top = node
            before = families.get(node)
            ways = [self._either(families[one], self.ahead[one][node]) for one in changed.pop(node)]
            family = (
                reduce(self._both, sorted(ways, key=len), before or _ALWAYS) if node else _NEVER
            )
            if family == before:
                continue
            families[node] = family
            for target in self.ahead[node]:
                if families.get(target) == _NEVER:
                    continue
                if target not in changed:
                    changed[target] = []
                    heappush(waiting, target)
                changed[target].append(node)
        found = self._minimal(self.final | families[self.goal])
        named = (tuple(self.names[name] for name in sorted(one)) for one in found)
        return tuple(sorted(named, key=lambda one: (len(one), one)))

    def _settle(self, families: dict[int, Family], border: list[int], top: int) -> int:
        """Put aside the sets that cut off the whole border; return the largest family left.

        The nodes so far are settled over the paths that stay among them, and every path leaves
        them over the border: such a set breaks all, and nothing need carry it further.
        """
        border[:] = [node for node in border if self.last[node] > top]
        ordered = sorted((families[node] for node in border), key=len)
        self.final |= frozenset.intersection(*ordered)
        for node in border:
            self._spend(len(families[node]))
            families[node] = frozenset(
                one for one in families[node] if not self._within(one, self.final)
            )
        return max(len(families[node]) for node in border)

    def _either(self, family: Family, falls: Cut | None) -> Family:
        """Return the sets that cut a node off or fell the step that leaves it."""
        self._spend(len(family))
        if falls is None or not self._useful(falls) or self._within(falls, family):
            return family
        return frozenset([falls, *(one for one in family if not falls <= one)])

    def _both(self, one: Family, other: Family) -> Family:
        """Return the smallest sets that hold a set of each family."""
        common = one & other
        left, right = one - common, other - common
        found = {each for each in left if self._within(each, right)}
        found |= {each for each in right if self._within(each, left)}
        # only sets below the size can grow, and large ones only where they overlap
        short = sorted((each for each in right - found if len(each) < self.most), key=len)
        holding = defaultdict(list)
        for each in short:
            for name in each:
                holding[name].append(each)
        for each in left - found:
            room = self.most - len(each)
            if room:
                near = [*takewhile(lambda more: len(more) <= room, short)]
                near += [more for name in each for more in holding[name] if len(more) > room]
                self._spend(len(near))
                found |= {
                    whole
                    for more in near
                    if len(whole := each | more) <= self.most and self._useful(whole)
                }
        self._spend(len(one) + len(other))
        return common | self._minimal(found | common)

    def _spend(self, sets: int) -> None:
        self.left -= sets
        if self.left < 0:
            raise _SpentError

    def _useful(self, one: Cut) -> bool:
        """Say whether a set can still grow to meet each of the paths apart within the size."""
        sides = {self.side[name] for name in one if name in self.side}
        return len(one) - len(sides) <= self.spare

    def _within(self, one: Cut, family: Family | set[Cut]) -> bool:
        """Say whether a set holds one of a family."""
        return one in family or not family.isdisjoint(self._parts(one))

    def _minimal(self, family: Family | set[Cut]) -> Family:
        return frozenset(one for one in family if family.isdisjoint(self._parts(one)))

    def _parts(self, one: Cut) -> tuple[Cut, ...]:
        """Return the smaller sets within a set."""
        found = self.parts.get(one)
        if found is None:
            sizes = range(1, len(one))
            found = self.parts[one] = tuple(
                frozenset(part) for size in sizes for part in combinations(one, size)
            )
        return found


def _names(ahead: Ahead) -> set[str]:
    return {name for edges in ahead.values() for _, found in edges for one in found for name in one}


def _order(ahead: Ahead, start: str) -> list[str]:
    """Return the nodes by their distance from the start."""
    found, seen = [start], {start}
    for node in found:
        for target, _ in ahead.get(node, ()):
            if target not in seen:
                seen.add(target)
                found.append(target)
    return found
