"""Classes: what no test can tell apart gets one number, so that each test runs once for it.

Tests only compare the days of an occurrence with days that claims of the context give: all days
between two neighbours of those come out alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Generic, TypeVar

from respondeat.period import Period

__all__ = ["Classes", "Ranks"]

_Example = TypeVar("_Example")


class Classes(Generic[_Example]):
    """Numbers for what is alike, each with the first example of it.

    >>> classes = Classes(len)
    >>> [classes.number(word) for word in ("a", "bb", "c")], classes.examples
    ([0, 1, 0], ['a', 'bb'])
    """

    def __init__(self, key: Callable[[_Example], Hashable]) -> None:
        """Take what returns all that tests can tell of an example."""
        self._key = key
        self._numbers: dict[Hashable, int] = {}
        self.examples: list[_Example] = []

    def number(self, example: _Example) -> int:
        """Return the number of what the example is alike to."""
        key = self._key(example)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.examples)
            self.examples.append(example)
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.examples)


class Ranks:
    """Where days stand among those that tests compare them with.

    >>> ranks = Ranks([Period.from_edtf("2017-05-04/..")])
    >>> one, other = (Period.from_edtf(text) for text in ("2017-05-03", "2017-04"))
    >>> ranks.of([one]) == ranks.of([other])
    True
    """

    def __init__(self, periods: Iterable[Period]) -> None:
        """Take every period that the days of an occurrence are laid beside."""
        self._points = sorted({point for period in periods for point in period if point})
        self._ranks: dict[date | None, int] = {None: -1}

    def of(self, days: Iterable[Period]) -> frozenset[tuple[int, ...]]:
        """Return all that the comparisons can tell of days that compete."""
        return frozenset(tuple(map(self._rank, day)) for day in days)

    def _rank(self, point: date | None) -> int:
        found = self._ranks.get(point)
        if found is None:
            assert point is not None
            place = bisect_left(self._points, point)
            found = 2 * place + (self._points[place : place + 1] == [point])
            self._ranks[point] = found
        return found
