"""Comparisons in two columns, in counsel's order, then what makes each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import Any, NamedTuple

from respondeat.aspect import Item
from respondeat.cause import Sets
from respondeat.compare import Comparison, Differing
from respondeat.compare_cells import cells, head, result
from respondeat.evidence import Evidence
from respondeat.refusal import Refusal, clause
from respondeat.swap import CONVENTIONS, POLICY

__all__ = ["lines"]

_WIDTH, _COLUMN, _NAMED = 100, 46, 8
_NONE = "–"
_PROPERTIES = 5
"""Properties that stand for the policy as a whole, where claims on so few make the difference."""

_SECTIONS = {
    "FACTS: what is taken to be said": ("fact",),
    "TRACKS: who is reached, in which capacity": ("track",),
    "STEPS": ("link",),
    "ACCUSATIONS, DEMANDS, PROCEEDINGS": ("accusation", "demand", "proceeding"),
    "SCOPE": ("scope",),
    "CRIMES that the acts as alleged would fit": ("crime",),
    "VENUES": ("venue",),
}
_KINDS = {"scope": "scope result", "link": "step"}
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
    yield from _wrapped(f"{found.incident} ({label}) under two readings", "")
    kinds = Counter(kind for kind, *_ in dict.fromkeys(one.what.item for one in found.differences))
    many = _counted({_KINDS.get(kind, kind): n for kind, n in sorted(kinds.items())})
    yield from _wrapped(f"differ: {many or 'nothing'}", "")
    causes = _Causes(found)
    columns = tuple(cells(one) for one in found.traces)
    for heading, names_of in _SECTIONS.items():
        rows = _rows(found, names_of, columns, causes)
        if rows:
            yield ""
            yield heading
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
    causes: _Causes,
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
            yield from _wrapped("; ".join(filter(None, said)), "      ")
        else:
            before = None
            yield from _wrapped(above, "  ")
            yield from _columns(row.left, row.right)
        if row.why != after:
            before = None
            yield from _wrapped(f"<- {row.why}", "          ")


def _law(found: Comparison, names: tuple[str, ...], causes: _Causes) -> Iterator[str]:
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
            yield from _wrapped(head(items, found.traces), "  ")
            text = f"claims of {names[side]}: {own}; under the positions of {names[1 - side]}: {other}"
            yield from _wrapped(text, "    ")
            yield from _wrapped(f"<- {why}", "        ")


class _Causes:
    """The parts that make differences, numbered as they come up."""

    def __init__(self, found: Comparison) -> None:
        self._found = found
        self._numbers: dict[str, int] = {}
        self._rests: dict[str, dict[str, int]] = {}
        self._policies: set[tuple[int, int]] = set()
        self._refused = [(n, one) for n in (0, 1) for one in found.refused[n]]

    def why(self, ones: Iterable[Differing]) -> str:
        """Return what makes one item differ, by the numbers of the parts."""
        ones = list(ones)
        ways = [self._ways(one) for one in ones]
        many = _KINDS.get(ones[0].what.item[0], ones[0].what.item[0])
        for name in {name for pair in ways for sets in pair for one in sets for name in one}:
            kinds = self._rests.setdefault(name, {})
            kinds[many] = kinds.get(many, 0) + 1
        names = [one.reading.name for one in self._found.evidence]
        texts = dict.fromkeys(
            self.sets(left)
            if left == right
            else f"from {names[0]} to {names[1]} {self.sets(left)}; back {self.sets(right)}"
            for left, right in ways
        )
        return "; ".join(texts)

    def sets(self, sets: Sets) -> str:
        """Return sets of parts by their numbers."""
        if not sets:
            return "several parts together, not isolated"
        for name in (name for one in sets for name in one):
            self._numbers.setdefault(name, len(self._numbers) + 1)
        if len(sets) > 1:
            return " or ".join(f"[{self._numbers[one[0]]}]" for one in sets) + ", either alone"
        return " and ".join(f"[{number}]" for number in sorted(map(self._numbers.get, sets[0])))

    def lines(self) -> Iterator[str]:
        """Yield each part with what both readings hold, and what rests on it."""
        for name, number in self._numbers.items():
            rests = _counted(self._rests.get(name, {}))
            title = f"[{number}] {self._title(name)}"
            yield from _wrapped(f"{title} ({rests})" if rests else title, "  ")
            for line in self._held(name):
                yield from _wrapped(line, "      ")
        for line in self._clauses():
            yield from _wrapped(line, "  ")
        if not self._found.differences:
            yield "  there is no difference"
        if self._found.idle:
            yield from _wrapped(f"differ and change nothing here: {', '.join(self._found.idle)}", "  ")

    def _ways(self, one: Differing) -> tuple[Sets, Sets]:
        return self._on_properties(one, one.from_left), self._on_properties(one, one.from_right)

    def _on_properties(self, one: Differing, sets: Sets) -> Sets:
        """Return the policy by the properties of the claims that a difference names."""
        on = {r.property.partition(":")[2] for _, r in self._refused if r.claim in one.claims}
        if not on or len(on) > _PROPERTIES:
            return sets
        return tuple(
            tuple(
                new
                for name in parts
                for new in ([f"{POLICY}:{p}" for p in sorted(on)] if name == POLICY else [name])
            )
            for parts in sets
        )

    def _title(self, name: str) -> str:
        kind, _, on = name.partition(":")
        if kind == POLICY:
            return f"whose claims on {on} are taken" if on else "whose claims are taken"
        if kind == CONVENTIONS:
            return f"what {on} means" if on else "what vague words mean"
        return f"{self._found.evidence[0].label(name)} ({name})" if on else name

    def _held(self, name: str) -> Iterator[str]:
        """Yield what both readings hold, or for the policy which claims one leaves out, and why."""
        kind, _, on = name.partition(":")
        if kind == POLICY:
            yield from self._left_out(on)
            return
        (part,) = (one for one in self._found.parts if one.id in (name, kind))
        for evidence, value in zip(self._found.evidence, (part.left, part.right), strict=True):
            if kind == CONVENTIONS and on:
                value = value.get(on)
            yield f"{evidence.reading.name}: {_holding(evidence, value)}"

    def _left_out(self, on: str) -> Iterator[str]:
        groups: dict[tuple[int, int, str], list[Refusal]] = {}
        for side, one in self._refused:
            if on in ("", one.property.partition(":")[2]):
                groups.setdefault((side, one.policy or 0, one.why), []).append(one)
        for (side, number, why), ones in sorted(groups.items()):
            voices = sorted({voice for one in ones for voice in one.voices})
            claims = [one.claim for one in ones]
            more = [f"and {len(claims) - _NAMED} more"] if len(claims) > _NAMED else []
            by = f", policy {number}" if number else ""
            self._policies |= {(side, number)} if number else set()
            yield (
                f"{self._found.evidence[side].reading.name} leaves out{by} ({why}):"
                f" {', '.join(voices)} [{', '.join([*claims[:_NAMED], *more])}]"
            )

    def _clauses(self) -> Iterator[str]:
        for side, number in sorted(self._policies):
            reading = self._found.evidence[side].reading
            yield f"{reading.name}, policy {number}: {clause(reading.policies[number - 1])}"


def _holding(evidence: Evidence, value: Any) -> str:
    if value is None:
        return "left open"
    if isinstance(value, tuple):
        return " to ".join(f"{bound:g}" for bound in value)
    return f"{evidence.label(value)} ({value})" if isinstance(value, str) else str(value)


def _counted(many: dict[str, int]) -> str:
    """Write how many of each kind.

    >>> _counted({"fact": 1, "scope result": 2})
    '1 fact, 2 scope results'
    """
    return ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in many.items())


def _columns(left: str, right: str) -> Iterator[str]:
    sides = (wrap(one, _COLUMN, break_on_hyphens=False) for one in (left, right))
    for one, other in zip_longest(*sides, fillvalue=""):
        yield f"    {one:{_COLUMN}} | {other}"


def _wrapped(text: str, before: str) -> Iterator[str]:
    yield from wrap(
        text,
        _WIDTH,
        initial_indent=before,
        subsequent_indent=before + "  ",
        break_on_hyphens=False,
    )
