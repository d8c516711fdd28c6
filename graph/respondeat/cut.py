"""Cut: the smallest sets of origins that cut a node off from the start, for every node at once.

A data-flow problem (Kildall, POPL 1973): each node carries the family of the smallest sets that
cut it off. Steps in a row unite families, steps side by side multiply them; a set beyond the size
asked for is dropped, since it can only grow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import reduce
from heapq import heappop, heappush
from itertools import combinations

__all__ = ["Ahead", "Flow", "Origins", "Sets", "SpentError", "named"]

Origins = frozenset[str]
Ahead = dict[str, list[tuple[str, list[Origins]]]]
"""From each node to each next one: the origins of every step between them."""
Sets = tuple[tuple[str, ...], ...]
Cut = frozenset[int]
Family = frozenset[Cut]

_NEVER: Family = frozenset()
_ALWAYS: Family = frozenset({frozenset()})


class SpentError(Exception):
    """The budget is spent before every set is known."""


class Flow:
    """The families of sets of at most ``most`` origins, from the start to the goal.

    ``paths`` are the origins of some paths, of which every set must meet each; the first
    ``apart`` of them share none. ``sole`` are origins that break all alone, which no larger
    minimal set holds.
    """

    large = 16
    """From this size on a family is searched for sets that break all paths."""

    def __init__(
        self,
        ahead: Ahead,
        start: str,
        goal: str,
        *,
        most: int,
        paths: list[Origins],
        apart: int,
        sole: Origins,
    ) -> None:
        """Give nodes and origins numbers; what no set of the size can fell has ``None``."""
        self.most, self.spare = most, most - apart
        self.names = sorted(named(ahead))
        number = {name: place for place, name in enumerate(self.names)}
        self.side = {number[n]: place for place, one in enumerate(paths[:apart]) for n in one}
        self.meets = [sum(1 << i for i, one in enumerate(paths) if n in one) for n in self.names]
        self.every = (1 << len(paths)) - 1
        self.closing: dict[int, bool] = {}
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
        self.families: dict[int, Family] = {}
        self.final: set[Cut] = set()
        self.parts: dict[Cut, tuple[Cut, ...]] = {}
        self.left = 0

    def sets(self, budget: int) -> Sets:
        """Return the minimal sets, by size and name; raise ``SpentError`` beyond the budget."""
        self.left = budget
        changed: dict[int, list[int]] = {0: []}
        waiting, border = [0], list[int]()
        top, large = -1, self.large
        while waiting:
            node = heappop(waiting)
            if node > top:
                if border and len(self.families[top]) > large:
                    large = self.large + 2 * self._settle(border, top)
                border.append(node)
                top = node
            before = self.families.get(node)
            ways = [
                self._either(self.families[one], self.ahead[one][node]) for one in changed.pop(node)
            ]
            family = reduce(self._both, sorted(ways, key=len), before or _ALWAYS)
            if node == 0:
                family = _NEVER
            if family == before:
                continue
            self.families[node] = family
            for target in self.ahead[node]:
                if self.families.get(target) != _NEVER:
                    if target not in changed:
                        changed[target] = []
                        heappush(waiting, target)
                    changed[target].append(node)
        found = self._minimal(self.final | self.families[self.goal])
        return tuple(
            sorted(
                (tuple(self.names[name] for name in sorted(one)) for one in found),
                key=lambda one: (len(one), one),
            )
        )

    def _settle(self, border: list[int], top: int) -> int:
        """Put aside the sets that cut off the whole border; return the largest family left.

        The nodes up to ``top`` are settled over the paths that stay among them, and every path
        leaves them over the border: such a set breaks all, and nothing need carry it further.
        """
        border[:] = [node for node in border if self.last[node] > top]
        self.final |= frozenset.intersection(
            *sorted((self.families[node] for node in border), key=len)
        )
        for node in border:
            self._spend(len(self.families[node]))
            self.families[node] = frozenset(
                one for one in self.families[node] if not self._holds(one, self.final)
            )
        return max(len(self.families[node]) for node in border)

    def _either(self, family: Family, falls: Cut | None) -> Family:
        """Return the sets that cut a node off or fell the step that leaves it."""
        self._spend(len(family))
        if falls is None or not self._useful(falls) or self._holds(falls, family):
            return family
        return frozenset([falls, *(one for one in family if not falls <= one)])

    def _both(self, one: Family, other: Family) -> Family:
        """Return the smallest sets that hold a set of each family."""
        if one == _ALWAYS:
            return other
        self._spend(len(one) + len(other))
        common = one & other
        left, right = one - common, other - common
        if not left or not right:
            return common
        found = {each for each in left if self._holds(each, right)}
        found |= {each for each in right if self._holds(each, left)}
        # only what is below the size can grow, and what is large only where it overlaps
        short = sorted((each for each in right - found if len(each) < self.most), key=len)
        holding = defaultdict(list)
        for each in short:
            for name in each:
                holding[name].append(each)
        for each in left - found:
            room = self.most - len(each)
            if not room:
                continue
            near = short[: bisect_right(short, room, key=len)]
            near += [more for name in each for more in holding[name] if len(more) > room]
            self._spend(len(near))
            found |= {
                whole
                for more in near
                if len(whole := each | more) <= self.most and self._useful(whole)
            }
        return common | self._minimal(found, common)

    def _spend(self, sets: int) -> None:
        self.left -= sets
        if self.left < 0:
            raise SpentError

    def _useful(self, one: Cut) -> bool:
        """Say whether a set can still grow to meet each of the paths within the size."""
        missed = self.every
        for name in one:
            missed &= ~self.meets[name]
        room = self.most - len(one)
        if not missed or not room:
            return not missed
        if room == 1:
            if missed not in self.closing:
                self.closing[missed] = any(missed & ~each == 0 for each in self.meets)
            return self.closing[missed]
        sides = {self.side[name] for name in one if name in self.side}
        return len(one) - len(sides) <= self.spare

    def _holds(self, one: Cut, family: Family | set[Cut]) -> bool:
        """Say whether a set is, or holds, one of a family."""
        return one in family or not family.isdisjoint(self._parts(one))

    def _minimal(self, found: Family | set[Cut], smallest: Family = _NEVER) -> Family:
        """Leave out the sets that hold another one, or one of a family of smallest sets."""
        return frozenset(
            one
            for one in found
            if found.isdisjoint(self._parts(one)) and smallest.isdisjoint(self._parts(one))
        )

    def _parts(self, one: Cut) -> tuple[Cut, ...]:
        """Return the smaller sets within a set; they are asked for again and again."""
        found = self.parts.get(one)
        if found is None:
            sizes = range(1, len(one))
            found = self.parts[one] = tuple(
                frozenset(part) for size in sizes for part in combinations(one, size)
            )
        return found


def named(ahead: Ahead) -> set[str]:
    """Return every origin of a step."""
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
