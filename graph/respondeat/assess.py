"""Assess: the scope of every provision over every incident, for everybody concerned, at once.

The same seven tests and results as `scope`, worked out once for all that no test can tell apart
and joined by an engine. Scope is never a finding of breach.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from respondeat.applicability import TESTS
from respondeat.engine import Engine
from respondeat.evidence import Evidence
from respondeat.occasions import PARTS, Occasions
from respondeat.scope import regulating
from respondeat.sorting import Law, Sorting
from respondeat.tested import Tested
from respondeat.verdict import STRADDLES
from respondeat.wanted import Wanted, area_of, month_of, place_of

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

__all__ = ["COLUMNS", "Assessment"]

COLUMNS = (
    *("incident", "actor", "named", "provision", "instrument"),
    *TESTS,
    *("result", "reason", "month", "place", "area", "reading"),
)
"""The columns of an assessment."""

_CASE = tuple("clock lines classed alias spot deed war aim grouped".split())
_JOINED = {
    "clocks": ("clock",),
    "grounds": ("spot", "lines"),
    "wars": ("war", "classed"),
    "deeds": ("deed",),
    "aims": ("aim", "alias"),
    "bonds": ("sort", "bond"),
}
"""The outcomes of tests, and the classes by which they are found, besides the provision."""

_TEXTS = frozenset((*PARTS, *COLUMNS))


class Assessment:
    """Occasions whose tests were run; the engine puts the rows together when they are asked for."""

    def __init__(
        self, engine: Engine, evidence: Evidence, read: Occasions, wanted: Wanted = Wanted()
    ) -> None:
        """Sort the occasions and run the tests on each class of them."""
        self._engine, self._wanted, self._reading = engine, wanted, evidence.reading.name
        occasions = engine.stored(wanted.incidents(read.table))
        self._law = Law(evidence, tuple(_provisions(evidence, wanted)))
        self._sorting = Sorting(
            self._law,
            {
                part: [text for (text,) in engine.rows(occasions.select(part).distinct())]
                for part in PARTS
            },
        )
        self._incidents = engine.stored(self._sorted(occasions))
        tested = Tested(self._sorting)
        casts, duties = tested.casts(wanted.get("actor"))
        self._casts = self._small("cast duty sort answers actor named", casts)
        self._duties = self._small("duty number", duties)
        pairs = engine.rows(self._incidents.select("spot", "lines").distinct())
        outcomes = {
            "clocks": tested.clocks(),
            "grounds": tested.grounds(pairs),
            "wars": tested.wars(),
            "deeds": tested.deeds(),
            "aims": tested.aims(),
            "bonds": tested.bonds(),
        }
        self._outcomes = {
            name: self._small(
                " ".join((*_JOINED[name], f"number {name}_adds {name}_reach {name}_straddles")),
                rows,
            )
            for name, rows in outcomes.items()
        }
        questions, self._verdicts = tested.overrulings()
        self._questions = self._small("q_number q_asked q_around q_answers raises", questions)

    def rows(self, *, whole: bool = False) -> Table:
        """Return the rows that are not outside, or with ``whole`` all of them."""
        incidents = self._incidents.mutate(
            case=self._packed(self._incidents, _CASE),
            who=self._packed(self._incidents, ("cast", "bond")),
        )
        kept = incidents.select(
            "incident", "case", "who", "asked", "around", "month", "place", "area"
        )
        six, persons = (
            self._engine.stored(made(whole)) for made in (self._impersonal, self._personal)
        )
        found = self._judged(kept, six, persons, whole)
        provisions = self._small(
            "number provision instrument",
            ((number, *pair) for number, pair in enumerate(self._law.provisions)),
        )
        found = found.inner_join(provisions, "number")
        return found.mutate(reading=self._literal(found)).select(*COLUMNS)

    def counted(self) -> list[tuple[str, str, int]]:
        """Return result, deciding test and number of all rows, those outside too."""
        groups = self._incidents.group_by([*_CASE, "cast", "bond", "asked", "around"])
        alike = groups.agg(many=lambda t: t.count())
        alike = alike.mutate(
            case=self._packed(alike, _CASE), who=self._packed(alike, ("cast", "bond"))
        ).select("case", "who", "asked", "around", "many")
        six, persons = (
            self._engine.stored(made(True)) for made in (self._impersonal, self._personal)
        )
        judged = self._judged(alike, six, persons, True)
        counts = judged.group_by(["result", "reason"]).agg(many=judged.many.sum())
        return [(result, reason, int(many)) for result, reason, many in self._engine.rows(counts)]

    def _judged(self, incidents: Table, six: Table, persons: Table, whole: bool) -> Table:
        """Put what every test adds together and look the verdict up."""
        found = incidents.inner_join(six, "case").inner_join(persons, ["who", "number"])
        asked = self._questions
        found = found.left_join(
            asked,
            [
                found.number == asked.q_number,
                found.asked == asked.q_asked,
                found.around == asked.q_around,
                found.answers == asked.q_answers,
            ],
        )
        verdicts = self._small(
            " ".join(("verdict", *TESTS, "result", "reason")),
            (
                row
                for row in self._verdicts
                if (whole or row[-2] != "outside")
                and self._wanted.fits("result", row[-2])
                and self._wanted.fits("reason", row[-1])
            ),
        )
        found = found.mutate(verdict=found.adds + found.bonds_adds + found.raises.fill_null(0))
        return found.inner_join(verdicts, "verdict")

    def _impersonal(self, whole: bool) -> Table:
        """Return case, provision and what the six tests add that no actor changes."""
        found = self._incidents.select(*_CASE).distinct()
        found = found.mutate(case=self._packed(found, _CASE))
        for name, keys in _JOINED.items():
            if name != "bonds":
                number = () if name == "clocks" else ("number",)
                found = found.inner_join(self._outcome(name, whole), [*keys, *number])
        straddles = (found.clocks_straddles + found.grounds_straddles > 0).ifelse(found.grouped, 0)
        adds = straddles * STRADDLES
        for name in _JOINED:
            if name != "bonds":
                adds = adds + found[f"{name}_adds"]
        return found.mutate(adds=adds).select("case", "number", "adds")

    def _personal(self, whole: bool) -> Table:
        """Return who acted on such days, each actor concerned, and what the test of it adds."""
        found = self._incidents.select("cast", "bond").distinct()
        found = found.mutate(who=self._packed(found, ("cast", "bond")))
        found = found.inner_join(self._casts, "cast").inner_join(self._duties, "duty")
        found = found.inner_join(self._outcome("bonds", whole), ["sort", "bond", "number"])
        return found.select("who", "number", "actor", "named", "answers", "bonds_adds")

    def _outcome(self, name: str, whole: bool) -> Table:
        table = self._outcomes[name]
        return table if whole else table.filter(table[f"{name}_reach"] == 1)

    def _sorted(self, occasions: Table) -> Table:
        """Return the incidents with the classes of their texts, as far as they are wanted."""
        evidence, wanted = self._law.evidence, self._wanted
        days = (
            (text, *classes, month_of(occasion.days))
            for text, occasion, classes in self._sorting.dates()
        )
        places = (
            (text, *classes, place_of(evidence, occasion), area_of(evidence, occasion))
            for text, occasion, classes in self._sorting.places()
            if wanted.place(evidence, occasion)
        )
        found = occasions.inner_join(
            self._small(
                f"dates {' '.join(self._sorting.days)} month",
                (row for row in days if wanted.month(row[-1])),
            ),
            "dates",
        ).inner_join(
            self._small(
                "places spot around place area",
                (row for row in places if wanted.fits("area", *row[-1].split("; "))),
            ),
            "places",
        )
        for part, name, rows in self._sorting.others():
            found = found.inner_join(self._small(f"{part} {name}", rows), part)
        return found.drop(*PARTS)

    def _packed(self, table: Table, names: Iterable[str]) -> IntegerValue:
        """Return one number for several classes."""
        first, *others = names
        packed = table[first]
        for name in others:
            packed = packed * self._sorting.size(name) + table[name]
        return packed

    def _small(self, columns: str, rows: Iterable[tuple[Any, ...]]) -> Table:
        names = columns.split()
        schema = {name: "string" if name in _TEXTS else "int64" for name in names}
        return self._engine.small(schema, rows)

    def _literal(self, table: Table) -> Any:
        return table.incident.isnull().ifelse("", self._reading)


def _provisions(evidence: Evidence, wanted: Wanted) -> Iterable[tuple[str, str]]:
    for provision in regulating(evidence):
        instrument = evidence.links("resp:provisionOf", provision)[0]
        if wanted.fits("provision", provision) and wanted.fits("instrument", instrument):
            yield provision, instrument
