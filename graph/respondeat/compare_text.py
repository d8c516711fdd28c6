"""Comparisons in two columns, in counsel's order, then what makes each difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from respondeat.aspect import Item, fact_item
from respondeat.compare import Comparison, Differing
from respondeat.cause import Sets
from respondeat.finding import Independence, Track
from respondeat.refusal import Refusal, clause
from respondeat.saying import said_by
from respondeat.trace import Trace

__all__ = ["lines"]

_WIDTH = 100
_COLUMN = 46
_SENSES = {
    "denied-by-party": "denied by the party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "the method of a source is challenged",
}
_CLAIMS = 6
"""Claims that are named where one is as good as the other; --json names all."""


def lines(found: Comparison) -> Iterator[str]:
    """Yield a comparison; the last lines name both readings."""
    page = _Page(found)
    label = found.evidence[0].label(found.incident)
    yield from _wrapped(f"{found.incident} ({label}) under two readings", "")
    yield from _columns(*(f"{side}: {name}" for side, name in page.sides()))
    if not found.differences:
        yield ""
        yield "no difference"
    for heading, section in (
        ("FACTS: what is taken to be said", page.facts()),
        ("TRACKS: who is reached, and by which steps", page.tracks()),
        ("INVOKED: accusations, demands, proceedings", page.invoked()),
        ("SCOPE", page.scope()),
        ("CRIMES that the acts as alleged would fit", page.crimes()),
        ("VENUES", page.venues()),
        ("THE SAME CLAIMS UNDER THE OTHER'S POSITIONS", page.law()),
        ("WHAT MAKES THE DIFFERENCE", page.causes()),
    ):
        body = list(section)
        if body:
            yield ""
            yield heading
            yield from body
    yield ""
    for side, one in zip(("left", "right"), found.evidence, strict=True):
        reading = one.reading
        yield f"{side} reading: {reading.name} ({reading.summary}); record {one.head[:12]}"


class _Page:
    """What the sections of one comparison share: the numbers of the causes."""

    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.names = tuple(one.reading.name for one in found.evidence)
        self.numbers: dict[str, int] = {}
        self.bearing: dict[str, set[str]] = {}
        self.rests: dict[str, dict[str, int]] = {}
        self.refused = {one.claim: (n, one) for n in (0, 1) for one in found.refused[n]}

    def sides(self) -> Iterator[tuple[str, str]]:
        yield from zip(("LEFT", "RIGHT"), self.names, strict=True)

    def facts(self) -> Iterator[str]:
        texts = [
            {fact_item(trace.evidence, one): _fact(one) for one in trace.facts} if trace else {}
            for trace in self.found.traces
        ]
        order = {item: n for n, item in enumerate(dict.fromkeys([*texts[0], *texts[1]]))}
        rows = self._rows("fact", "facts", lambda item: tuple(t.get(item, "–") for t in texts))
        ranked = {key: min(order[one] for one in items) for key, items in rows.items()}
        by_property: dict[str, int] = {}
        for key, items in rows.items():
            name = items[0][1]
            by_property[name] = min(ranked[key], by_property.get(name, ranked[key]))
        keys = sorted(rows, key=lambda key: (by_property[rows[key][0][1]], ranked[key]))
        yield from self._printed((key, "") for key in keys)

    def tracks(self) -> Iterator[str]:
        tracks = [
            {("track", one.track, one.actor): _track(trace, one) for one in trace.tracks}
            if trace
            else {}
            for trace in self.found.traces
        ]
        rows = self._rows(
            "track", "tracks", lambda item: tuple(t.get(item, "not reached") for t in tracks)
        )
        yield from self._printed((key, _entities(self, items)) for key, items in rows.items())
        links = self._rows("link", "steps", lambda item: self._link(item))
        for key, items in links.items():
            if not key[0][0] and not key[0][1]:
                yield from self._printed([(key, items[0][1])])
        for side, other in ((0, 1), (1, 0)):
            alone = [key for key in links if key[0][side] and not key[0][other]]
            for key in alone:
                yield from _wrapped(f"steps only under {self.names[side]}:", "  ")
                for item in links[key]:
                    yield from _wrapped(self._step(item, side), "    ")
                yield from _wrapped(f"<- {key[1]}", "      ")

    def invoked(self) -> Iterator[str]:
        for kind in ("accusation", "demand", "proceeding"):
            rows = self._rows(kind, f"{kind}s", lambda item: self._invocation(item))
            for key, items in rows.items():
                yield from self._printed([(key, ", ".join(one[1] for one in items))])

    def scope(self) -> Iterator[str]:
        rows = self._rows("scope", "scope results", self._scope)
        for key in sorted(rows, key=lambda key: ("not asked" in key[0], key)):
            yield from self._printed([(key, _provisions(rows[key]))])

    def crimes(self) -> Iterator[str]:
        cells = [
            {("crime", one.forum, one.crime): _crime(trace, one) for one in trace.crimes}
            if trace
            else {}
            for trace in self.found.traces
        ]
        rows = self._rows(
            "crime", "crimes", lambda item: tuple(t.get(item, "not alleged") for t in cells)
        )
        for key, items in rows.items():
            names = [f"{crime} ({forum})" for _, forum, crime in items]
            yield from self._printed([(key, ", ".join(names))])
        many = sum(one.what.item[0] == "element" for one in self.found.differences)
        if many:
            yield from _wrapped(
                f"the claims for or against {many} elements of rules, modes and crimes differ"
                " (--json names each)",
                "  ",
            )

    def venues(self) -> Iterator[str]:
        cells = [
            {("venue", one.venue, one.crime or one.actor or one.track): _venue(one)
             for one in trace.venues} if trace else {}
            for trace in self.found.traces
        ]
        rows = self._rows(
            "venue", "venues", lambda item: tuple(t.get(item, "not asked") for t in cells)
        )
        for key, items in rows.items():
            by_venue: dict[str, list[str]] = {}
            for _, venue, about in items:
                by_venue.setdefault(venue, []).append(about)
            head = "; ".join(f"{venue}, {', '.join(about)}" for venue, about in by_venue.items())
            yield from self._printed([(key, head)])

    def law(self) -> Iterator[str]:
        """Yield what is hidden above, since one side asks it of nobody."""
        shown = {
            one.what for one in self.found.differences if one.left is not None is not one.right
        }
        for side, found in enumerate(self.found.law):
            rows: dict[tuple[str, str, str], list[Item]] = {}
            for one in found:
                if one.what.item[0] == "scope" and one.what not in shown:
                    pair = _result(one.own), _result(one.other)
                    rows.setdefault((*pair, self._parts(one.parts)), []).append(one.what.item)
                    self._count(one.parts, "scope results on one side's claims")
            for (own, other, parts), items in rows.items():
                yield from _wrapped(_provisions(items), "  ")
                yield from _wrapped(
                    f"on the claims of {self.names[side]}: {own}; with the positions of"
                    f" {self.names[1 - side]}: {other}",
                    "    ",
                )
                yield from _wrapped(f"<- {parts}", "      ")

    def causes(self) -> Iterator[str]:
        for name, number in self.numbers.items():
            rests = ", ".join(f"{n} {what}" for what, n in self.rests[name].items())
            yield from _wrapped(f"[{number}] {self._cause(name)}: {rests}", "  ")
            for line in self._detail(name):
                yield from _wrapped(line, "      ")
        if self.found.idle:
            yield from _wrapped(
                "differ, and change nothing here: " + ", ".join(self.found.idle), "  "
            )

    # causes

    def _rows(self, kind: str, many: str, cells: Any) -> dict[Any, list[Item]]:
        """Group the items of a kind that differ by their cells and causes, in their order."""
        by_item: dict[Item, list[Differing]] = {}
        for one in self.found.differences:
            if one.what.item[0] == kind:
                by_item.setdefault(one.what.item, []).append(one)
        rows: dict[Any, list[Item]] = {}
        for item, ones in by_item.items():
            causes = dict.fromkeys(self._causes(one) for one in ones)
            for part in {name for one in ones for sets in _both(self, one) for name in _flat(sets)}:
                kinds = self.rests.setdefault(part, {})
                kinds[many] = kinds.get(many, 0) + 1
            rows.setdefault((cells(item), "; ".join(causes)), []).append(item)
        return rows

    def _printed(self, rows: Iterable[tuple[Any, str]]) -> Iterator[str]:
        waiting: list[tuple[Any, str]] = [*rows, (None, "")]
        for (key, head), (after, _) in zip(waiting, waiting[1:], strict=False):
            if head:
                yield from _wrapped(head, "  ")
            yield from _columns(*key[0])
            if after is None or after[1] != key[1]:
                yield from _wrapped(f"<- {key[1]}", "      ")

    def _causes(self, one: Differing) -> str:
        left, right = _both(self, one)
        for sets in (left, right):
            for name in _flat(sets):
                self.bearing.setdefault(name, set())
                self.bearing[name] |= {
                    c for c in one.claims if _about(name, self.refused[c][1])
                }
        if left == right:
            return self._parts(left)
        return (
            f"from left to right {self._parts(left)}; from right to left {self._parts(right)}"
        )

    def _parts(self, sets: Sets) -> str:
        for name in _flat(sets):
            self.numbers.setdefault(name, len(self.numbers) + 1)
        if not sets:
            return "not isolated: several parts together"
        alike = [" and ".join(f"[{self.numbers[name]}]" for name in one) for one in sets]
        joint = " together" if any(len(one) > 1 for one in sets) else ""
        either = ", either alone" if len(sets) > 1 else ""
        return " or ".join(alike) + joint + either

    def _count(self, sets: Sets, what: str) -> None:
        for name in set(_flat(sets)):
            kinds = self.rests.setdefault(name, {})
            kinds[what] = kinds.get(what, 0) + 1
