"""Apart: how many of some things can be chosen so that no two of them are joined."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TypeVar

__all__ = ["most_apart"]

Name = TypeVar("Name")

_BRANCHES = 1000
"""How often a choice is tried both ways before it is settled without looking."""


def most_apart(joined: Mapping[Name, Set[Name]]) -> int:
    """Return the size of the largest choice of names of which no two are joined.

    ``joined`` holds every name with those that it is joined to, both ways. One more name never
    makes the choice smaller: whatever could be chosen still can. Where the names are so entangled
    that the search is cut short, what is returned can be reached, and more might be.

    >>> most_apart({"a": {"c"}, "b": {"c"}, "c": {"a", "b"}})
    2
    """
    return _Search().most({name: set(others) for name, others in joined.items()})


class _Search:
    """A search that branches only so often."""

    def __init__(self) -> None:
        self._left = _BRANCHES

    def most(self, joined: dict[Name, set[Name]]) -> int:
        """Return the size of the largest choice; ``joined`` is used up."""
        count = 0
        while joined:
            if (free := next((name for name in joined if not joined[name]), None)) is not None:
                count += 1
                del joined[free]
            elif (needless := _needless(joined)) is not None:
                _drop(joined, [needless])
            else:
                return count + sum(self._branch(part) for part in _parts(joined))
        return count

    def _branch(self, joined: dict[Name, set[Name]]) -> int:
        """Leave out the name that is joined to most, or choose it, whichever gives more."""
        name = max(joined, key=lambda one: len(joined[one]))
        others = {one: set(found) for one, found in joined.items()}
        _drop(joined, [name])
        least = self.most(joined)
        if self._left <= 0:
            return least
        self._left -= 1
        _drop(others, [name, *others[name]])
        return max(least, 1 + self.most(others))


def _needless(joined: Mapping[Name, set[Name]]) -> Name | None:
    """Return a name that another can stand in for: it is joined to it and to all of its own."""
    return next(
        (
            name
            for name, others in joined.items()
            if any(joined[other] - {name} <= others for other in others)
        ),
        None,
    )


def _drop(joined: dict[Name, set[Name]], names: list[Name]) -> None:
    for name in names:
        for other in joined.pop(name):
            if other in joined:
                joined[other].discard(name)


def _parts(joined: dict[Name, set[Name]]) -> list[dict[Name, set[Name]]]:
    """Return the parts that no name joins."""
    found, seen = [], set[Name]()
    for start in joined:
        part: dict[Name, set[Name]] = {}
        waiting = [start]
        while waiting:
            if (name := waiting.pop()) not in seen:
                seen.add(name)
                part[name] = joined[name]
                waiting += joined[name]
        if part:
            found.append(part)
    return found
