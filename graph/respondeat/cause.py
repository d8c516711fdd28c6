"""Causes: which parts of two readings make a difference, found by exchanging them.

A set of parts is a cause from the left where exchanging them in the left reading gives what the
right one gives, and none of them can be left out; from the right the same the other way round.
Where one part alone does it, all that do are named; else one set is named, since others may do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.aspect import Item
from respondeat.swap import Bench, State

__all__ = ["Difference", "Sets", "differences", "minimal", "narrowed"]

Sets = tuple[tuple[str, ...], ...]
"""Sets of parts, each sorted; none where no set as small as is looked for was found."""

MOST = 12
"""Parts that a set is looked for among when no part alone and not all that are needed suffice."""


class Difference(NamedTuple):
    """One aspect of an item in which two traces differ; ``None`` is the item as a whole.

    The aspect is the whole where one side has no such item.
    """

    item: Item
    aspect: str | None

    def value(self, bench: Bench, state: State) -> Any:
        """Return what the aspect is in a state."""
        found = bench.items(state).get(self.item)
        return found.get(self.aspect) if found and self.aspect else found


def differences(bench: Bench, one: State, other: State) -> list[Difference]:
    """Return in what two states differ, sorted.

    Where an item is there in both, each of its aspects is by itself.
    """
    here, there = bench.items(one), bench.items(other)
    found: list[Difference] = []
    for item in sorted({*here, *there}):
        left, right = here.get(item), there.get(item)
        if left is None or right is None:
            found.append(Difference(item, None))
        elif left != right:
            found += [
                Difference(item, name)
                for name in sorted({*left, *right})
                if left.get(name) != right.get(name)
            ]
    return found


def minimal(bench: Bench, what: Difference, base: State, full: State, among: Iterable[str]) -> Sets:
    """Return the smallest sets of parts found whose exchange in ``base`` does what ``full`` does.

    >>> minimal(None, Difference(("scope", "x"), None), frozenset(), frozenset(), ())
    ()
    """
    names = sorted(among)
    if not names:
        return ()
    target = what.value(bench, base ^ full)

    def does(found: Iterable[str]) -> bool:
        return bool(what.value(bench, base ^ frozenset(found)) == target)

    if alone := tuple((name,) for name in names if does((name,))):
        return alone
    needed = [n for n in names if what.value(bench, base ^ full ^ {n}) != target]
    if needed and does(needed):
        return (tuple(needed),)
    before = what.value(bench, base)
    kept = [n for n in names if n in needed or what.value(bench, base ^ {n}) != before]
    if len(kept) > MOST or not does(kept):
        return ()
    for name in list(kept):
        without = [n for n in kept if n != name]
        if does(without):
            kept = without
    return (tuple(kept),)


def narrowed(
    bench: Bench, what: Difference, base: State, sets: Sets, part: str, names: Iterable[str]
) -> Sets:
    """Return the sets with a part on one property, or for one word, in place of the whole part.

    ``names`` are tried in their order, and the first that does as much as the whole is taken: each
    costs a look at the whole record. Where none does, the whole stays.
    """
    found: list[tuple[str, ...]] = []
    among = [f"{part}:{name}" for name in names]
    for one in sets:
        rest = base ^ (frozenset(one) - {part})
        target = what.value(bench, rest ^ {part}) if part in one else None
        better = (n for n in among if what.value(bench, rest ^ {n}) == target)
        chosen = next(better, part) if part in one else part
        found.append(tuple(sorted(chosen if name == part else name for name in one)))
    return tuple(found)
