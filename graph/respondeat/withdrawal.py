"""Withdrawal: which smallest sets of origins, taken away, break every path.

A step falls when *all* its origins are withdrawn; a step without origins is an assumption and
never falls. Paths are counted as they stand: what a withdrawal would *add*, by lifting an
exception or ending a contest, is not seen here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from respondeat.cut import Ahead, Flow, Origins, Sets, SpentError, named
from respondeat.errors import UsageError

__all__ = ["BUDGET", "MOST", "Smallest", "Step", "Withdrawals", "smallest", "withdrawals"]

MOST = 3
"""The size up to which all sets are listed."""

BUDGET = 5_000_000
"""Sets handled before a search is given up. A number of sets and not of seconds, so that the
same record and reading give the same answer on every machine."""


_PATHS = 6
"""Paths looked up beforehand, against which sets are tried before they are carried on."""


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

    sets: Sets
    whole_to: int
    at_least: int | None
    paths: bool = True

    @property
    def sole(self) -> tuple[str, ...]:
        """The origins whose withdrawal alone breaks every path."""
        return tuple(one[0] for one in self.sets if len(one) == 1)


class Smallest(NamedTuple):
    """The size of a smallest set that breaks every path, and one such set.

    Where ``origins`` is ``None`` the size is only a lower bound; where both are, no set of any
    size breaks every path.
    """

    size: int | None
    origins: tuple[str, ...] | None


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
    if _endures(ahead, start, goal):
        return Withdrawals((), most, None)
    if not ahead:
        return Withdrawals((), most, 0, paths=False)
    apart = _apart(ahead, start, goal, most)
    if len(apart) > most:
        return Withdrawals((), most, len(apart))
    paths = _pool(ahead, start, goal, most, apart)

    def listed(size: int, sole: Origins) -> Sets:
        flow = Flow(ahead, start, goal, most=size, paths=paths, apart=len(apart), sole=sole)
        return flow.sets(budget)

    sole: Sets = ()
    try:
        if len(apart) == 1:
            sole = listed(1, frozenset())
    except SpentError:
        return Withdrawals((), 0, 1)
    alone = frozenset(name for (name,) in sole)
    whole = max(1, len(apart) - 1)
    for size in range(most, whole, -1):
        try:
            sets = sole + listed(size, alone)
        except SpentError:
            continue
        return Withdrawals(sets, size, len(sets[0]) if sets else size + 1)
    return Withdrawals(sole, whole, 1 if sole else whole + 1)


def smallest(steps: Iterable[Step], start: str, goal: str, *, rounds: int = 1000) -> Smallest:
    """Return a smallest set of any size, exactly.

    A solver proposes a smallest set that hits every path found so far; a search of the graph finds
    a path that it misses, until there is none, or for so many ``rounds``; a round may take long
    where many origins are needed. Raise ``UsageError`` where the solver, python-sat, is missing.
    """
    try:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF
    except ImportError as error:
        raise UsageError(
            "the exact size needs python-sat: `pip install 'respondeat[solve]'` brings it"
        ) from error
    ahead = _pruned(steps, start, goal)
    if _endures(ahead, start, goal):
        return Smallest(None, None)
    number = {name: place for place, name in enumerate(sorted(named(ahead)), 1)}
    formula = WCNF()
    formula.extend([[-one] for one in number.values()], weights=[1] * len(number))
    falls: dict[Origins, int] = {}
    chosen: frozenset[str] = frozenset()
    with RC2(formula) as solver:
        for _ in range(rounds):
            path = _path(ahead, start, goal, _standing(chosen))
            if path is None:
                return Smallest(len(chosen), tuple(sorted(chosen)))
            hit = sorted({one for one in path if one}, key=sorted)
            for one in hit:
                if one not in falls:
                    falls[one] = len(number) + len(falls) + 1
                    for name in sorted(one):
                        solver.add_clause([-falls[one], number[name]])
            solver.add_clause([falls[one] for one in hit])
            model = set(solver.compute())
            chosen = frozenset(name for name, place in number.items() if place in model)
    return Smallest(len(chosen), None)


def _pruned(steps: Iterable[Step], start: str, goal: str) -> Ahead:
    """Return the steps on some path from start to goal, in a fixed order."""
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
    ahead: Ahead = {}
    for (source, target), origins in between.items():
        ahead.setdefault(source, []).append((target, origins))
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
                if target not in came:
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


def _standing(withdrawn: frozenset[str]) -> Callable[[Origins], bool]:
    return lambda origins: not origins or not origins <= withdrawn


def _endures(ahead: Ahead, start: str, goal: str) -> bool:
    """Say whether a path of assumptions alone stands."""
    return start == goal or _path(ahead, start, goal, lambda origins: not origins) is not None


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


def _pool(ahead: Ahead, start: str, goal: str, most: int, apart: list[Origins]) -> list[Origins]:
    """Return the origins of more paths: each new one misses what meets most of those before."""
    found, shunned = list(apart), set[str]()
    for _ in range(_PATHS):
        missed, chosen = list(found), set[str]()
        while missed and len(chosen) < most:
            counts = Counter(name for one in missed for name in sorted(one - shunned))
            if not counts:
                break
            name = max(counts, key=lambda one: (counts[one], one))
            chosen.add(name)
            missed = [one for one in missed if name not in one]
        path = _path(ahead, start, goal, chosen.isdisjoint)
        if path is None:
            shunned |= chosen
        else:
            found.append(frozenset().union(*path))
    return found
