"""Comparisons in two columns, in counsel's order, then what makes each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from respondeat.aspect import Item
from respondeat.compare import Comparison, Differing
from respondeat.compare_causes import KINDS, Causes, counted, wrapped
from respondeat.compare_cells import cells, head, result

__all__ = ["lines"]

_COLUMN = 46
_NONE = "–"
_LEGEND = (
    "; <- is followed by what makes the difference, by the numbers below, and by what else it takes"
    " to come back where that is more or less"
)

_SECTIONS = {
    "FACTS: what is taken to be said": ("fact",),
    "TRACKS: who is reached, in which capacity": ("track",),
    "STEPS": ("link",),
    "ACCUSATIONS, DEMANDS, PROCEEDINGS": ("accusation", "demand", "proceeding"),
    "SCOPE": ("scope",),
    "CRIMES that the acts as alleged would fit": ("crime",),
    "VENUES": ("venue",),
}
_ELEMENTS = "the claims for or against {} elements of rules, modes and crimes differ too"


class _Row(NamedTuple):
    """What both columns say of some items, and why they differ."""

    left: str
    right: str
    why: str


def lines(found: Comparison) -> Iterator[str]:
    """Yield a comparison; the last lines name both readings.

    What is the same for several items, and differs for the same reason, is one row.
    """
    names = tuple(one.reading.name for one in found.evidence)
    label = found.evidence[0].label(found.incident)
    yield from wrapped(f"{found.incident} ({label}) under two readings", "")
    kinds = Counter(kind for kind, *_ in dict.fromkeys(one.what.item for one in found.differences))
    many = counted({KINDS.get(kind, kind): n for kind, n in sorted(kinds.items())})
    yield from wrapped(f"differ: {many or 'nothing'}{_LEGEND if many else ''}", "")
    causes = Causes(found)
    columns = tuple(cells(one) for one in found.traces)
    for heading, names_of in _SECTIONS.items():
        rows = _rows(found, names_of, columns, causes)
        if rows:
            yield ""
            yield heading
            if any(_NONE not in (row.left, row.right) for row in rows):
                yield from _columns(*(f"{name}:" for name in names))
            yield from _printed(found, rows)
        if "crime" in names_of and kinds["element"]:
            yield f"  {_ELEMENTS.format(kinds['element'])}: --json names them"
    yield from _law(found, names, causes)
    yield ""
    yield "WHAT MAKES THE DIFFERENCE"
    yield from causes.lines()
    yield ""
    for side, one in zip(("left", "right"), found.evidence, strict=True):
        yield f"{side} reading: {one.reading.name} ({one.reading.summary}); record {one.head[:12]}"


def _rows(
    found: Comparison,
    kinds: tuple[str, ...],
    columns: tuple[dict[Item, str], ...],
    causes: Causes,
) -> dict[_Row, list[Item]]:
    by_item: dict[Item, list[Differing]] = {}
    for one in found.differences:
        if one.what.item[0] in kinds:
            by_item.setdefault(one.what.item, []).append(one)
    order = {item: n for n, item in enumerate(dict.fromkeys([*columns[0], *columns[1]]))}
    first: dict[str, int] = {}
    for item in sorted(by_item, key=order.__getitem__):  # a property begins where its first does
        first.setdefault(item[1], order[item])
    rows: dict[_Row, list[Item]] = {}
    for item in sorted(by_item, key=lambda item: (first[item[1]], order[item])):
        left, right = (column.get(item, _NONE) for column in columns)
        why = causes.why(by_item[item])
        if item[0] == "link" and item[1].startswith("perpetrator ") and _NONE in (left, right):
            continue  # the statement stands among the facts
        rows.setdefault(_Row(left, right, why), []).append(item)
    if kinds == ("fact",):
        return rows
    # what one side does not ask at all comes last, and of that what does not apply
    return dict(sorted(rows.items(), key=lambda pair: (_NONE in pair[0][:2], _outside(pair[0]))))


def _outside(row: _Row) -> bool:
    return any(cell.startswith("outside") for cell in row[:2])


def _printed(found: Comparison, rows: dict[_Row, list[Item]]) -> Iterator[str]:
    names = tuple(one.reading.name for one in found.evidence)
    whys = [row.why for row in rows]
    before = None
    for (row, items), after in zip(rows.items(), [*whys[1:], ""], strict=True):
        above = head(items, found.traces)
        if _NONE in (row.left, row.right):  # the other column would be empty
            side = int(row.left == _NONE)
            if before != side:
                yield f"    only {names[side]}:"
            before = side
            said = (above, (row.left, row.right)[side])
            yield from wrapped("; ".join(filter(None, said)), "      ")
        else:
            before = None
            yield from wrapped(above, "  ")
            yield from _columns(row.left, row.right)
        if row.why != after:
            before = None
            yield from wrapped(f"<- {row.why}", "          ")


def _law(found: Comparison, names: tuple[str, ...], causes: Causes) -> Iterator[str]:
    """Yield what positions would change of results that only one side asks for."""
    alone = {one.what.item for one in found.differences if one.left is None or one.right is None}
    heading = ["", "THE SAME CLAIMS UNDER THE OTHER'S POSITIONS"]
    for side in (0, 1):
        rows: dict[tuple[str, str, str], list[Item]] = {}
        for one in found.law[side]:
            if one.what.item[0] == "scope" and one.what.item in alone:
                key = result(one.own), result(one.other), causes.sets(one.parts)
                rows.setdefault(key, []).append(one.what.item)
        for (own, other, why), items in rows.items():
            yield from heading
            heading = []
            yield from wrapped(head(items, found.traces), "  ")
            text = (
                f"claims of {names[side]}: {own}; under the positions of {names[1 - side]}: {other}"
            )
            yield from wrapped(text, "    ")
            yield from wrapped(f"<- {why}", "        ")


def _columns(left: str, right: str) -> Iterator[str]:
    sides = (wrap(one, _COLUMN, break_on_hyphens=False) for one in (left, right))
    for one, other in zip_longest(*sides, fillvalue=""):
        yield f"    {one:{_COLUMN}} | {other}"
