"""Assess: the scope of every provision over every incident, for everybody concerned, at once.

The same seven tests and results as `scope`, worked out once for all that no test can tell apart
and joined by an engine. Scope is never a finding of breach.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from respondeat.applicability import TESTS
from respondeat.classes import Classes
from respondeat.engine import Engine, Table
from respondeat.evidence import Evidence
from respondeat.occasions import PARTS, Occasions
from respondeat.said import Said
from respondeat.scope import regulating
from respondeat.sorting import Law, Sorting
from respondeat.tested import Tested
from respondeat.verdict import STRADDLES
from respondeat.wanted import EVERYTHING, Wanted, area_of, month_of, place_of

__all__ = ["COLUMNS", "Assessment"]

COLUMNS = (
    *("incident", "actor", "named", "provision", "instrument"),
    *TESTS,
    *("result", "reason", "month", "place", "area", "reading"),
)
"""The columns of an assessment."""

_SORTS = tuple("day where deed war aim cast grouped".split())
"""All that tests can tell of an incident: the rows of one sort of incidents are the same."""

_JOINED = {
    "clocks": ("clock",),
    "grounds": ("spot", "lines"),
    "wars": ("war", "classed"),
    "deeds": ("deed",),
    "aims": ("aim", "alias"),
    "bonds": ("sort", "bond"),
}
"""The outcomes of tests, and the classes by which they are found, besides the provision."""

_ASKED = ("number", "asked", "around", "answers")
"""The classes by which contested questions are found that decide a test."""

_WORDS = frozenset(COLUMNS)


class Assessment:
    """Occasions whose tests were run; the engine puts the rows together when they are asked for.

    ``singly`` is how many incidents were read one by one.
    """

    def __init__(
        self, engine: Engine, evidence: Evidence, read: Occasions, wanted: Wanted = EVERYTHING
    ) -> None:
        """Sort the occasions and run the tests on each class of them."""
        self._engine, self._wanted, self._reading = engine, wanted, evidence.reading.name
        occasions = engine.stored(wanted.incidents(read.table))
        self._law = Law(evidence, tuple(_provisions(evidence, wanted)))
        self._sorting = Sorting(self._law, self._texts(occasions))
        self._incidents = engine.stored(self._sorted(occasions))
        singly = self._incidents.semi_join(read.singly, [("incident", "about")])
        ((self.singly,),) = engine.rows(singly.agg(many=lambda t: t.count()))
        tested = Tested(self._sorting)
        casts, duties = tested.casts(wanted.get("actor"))
        self._casts = self._small("cast duty sort answers actor named", casts)
        self._duties = self._small("duty number", duties)
        met = self._incidents.select("day", "where").distinct()
        met = met.inner_join(self._days, "day").inner_join(self._wheres, "where")
        pairs = engine.rows(met.select("spot", "lines").distinct())
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
        self._questions = self._small(
            " ".join((*(f"q_{name}" for name in _ASKED), "raises")), questions
        )

    def rows(self, *, whole: bool = False) -> Table:
        """Return the rows that are not outside, or with ``whole`` all of them."""
        judged = self._engine.stored(self._judged(whole))
        return self._incidents.inner_join(judged, list(_SORTS)).select(*COLUMNS)

    def incidents(self) -> int:
        """Return how many incidents and sets are assessed."""
        ((many,),) = self._engine.rows(self._incidents.agg(many=lambda t: t.count()))
        return int(many)

    def decisions(self) -> list[Said]:
        """Return the claims on who is who, and what lies where, that the incidents meet."""
        return self._sorting.decisions(self._met)

    def counted(self) -> list[tuple[str, str, int]]:
        """Return result, deciding test and number of all rows, those outside too."""
        many = self._incidents.group_by(list(_SORTS)).agg(many=lambda t: t.count())
        many = self._engine.stored(many)
        judged = self._engine.stored(self._judged(True).select(*_SORTS, "result", "reason"))
        found = many.inner_join(judged, list(_SORTS)).group_by(["result", "reason"])
        counts = found.agg(many=lambda t: t.many.sum())
        return [(result, reason, int(many)) for result, reason, many in self._engine.rows(counts)]

    def _judged(self, whole: bool) -> Table:
        """Return the verdict on each sort of incidents, actor concerned and provision."""
        found = self._incidents.select(*_SORTS).distinct()
        found = found.inner_join(self._days, "day").inner_join(self._wheres, "where")
        found = found.inner_join(self._casts, "cast").inner_join(self._duties, "duty")
        for name, keys in _JOINED.items():
            table = self._outcomes[name]
            table = table if whole else table.filter(table[f"{name}_reach"] == 1)
            found = found.inner_join(table, [*keys, "number"])
        asked = self._questions
        found = found.left_join(asked, [found[name] == asked[f"q_{name}"] for name in _ASKED])
        straddles = found.clocks_straddles + found.grounds_straddles
        verdict = (straddles > 0).ifelse(found.grouped, 0) * STRADDLES + found.raises.fill_null(0)
        for name in _JOINED:
            verdict = verdict + found[f"{name}_adds"]
        found = found.mutate(verdict=verdict).select(*_SORTS, "number", "actor", "named", "verdict")
        verdicts = self._small(
            " ".join(("verdict", *TESTS, "result", "reason")), self._wanted_verdicts(whole)
        )
        provisions = self._small(
            "number provision instrument reading",
            ((number, *pair, self._reading) for number, pair in enumerate(self._law.provisions)),
        )
        return found.inner_join(verdicts, "verdict").inner_join(provisions, "number")

    def _wanted_verdicts(self, whole: bool) -> Iterable[tuple[Any, ...]]:
        for row in self._verdicts:
            *_, result, reason = row
            asked = self._wanted.fits("result", result) and self._wanted.fits("reason", reason)
            if asked and (whole or result != "outside"):
                yield row

    def _sorted(self, occasions: Table) -> Table:
        """Return the incidents with the classes of their texts, as far as they are wanted."""
        evidence, wanted, sorting = self._law.evidence, self._wanted, self._sorting
        days = Classes[tuple[int, ...]](tuple)
        dates = [
            (text, days.number(classes), month)
            for text, occasion, classes in sorting.dates()
            if wanted.month(month := month_of(occasion.days))
        ]
        wheres = Classes[tuple[int, ...]](tuple)
        places = [
            (text, wheres.number(classes), place_of(evidence, occasion), area)
            for text, occasion, classes in sorting.places()
            if wanted.place(evidence, occasion)
            and wanted.fits("area", *(area := area_of(evidence, occasion)).split("; "))
        ]
        self._days = self._numbered("day " + " ".join(sorting.days), days)
        self._wheres = self._numbered("where spot around", wheres)
        found = occasions.inner_join(self._small("dates day month", dates), "dates")
        found = found.inner_join(self._small("places where place area", places), "places")
        for part, name, rows in sorting.others():
            found = found.inner_join(self._small(f"{part} {name}", rows), part)
        self._met = self._texts(found) if wanted.values else None
        return found.drop(*PARTS)

    def _texts(self, table: Table) -> dict[str, dict[str, None]]:
        """Return the texts of each part that occur in a table, in its order."""
        rows = self._engine.rows
        return {
            part: dict.fromkeys(text for (text,) in rows(table.select(part).distinct()))
            for part in PARTS
        }

    def _numbered(self, columns: str, classes: Classes[tuple[int, ...]]) -> Table:
        rows = ((number, *each) for number, each in enumerate(classes.examples))
        return self._small(columns, rows)

    def _small(self, columns: str, rows: Iterable[tuple[Any, ...]]) -> Table:
        names = columns.split()
        schema = {
            name: "string" if name in PARTS else "words" if name in _WORDS else "int64"
            for name in names
        }
        return self._engine.small(schema, rows)


def _provisions(evidence: Evidence, wanted: Wanted) -> Iterable[tuple[str, str]]:
    for provision in regulating(evidence):
        instrument = evidence.links("resp:provisionOf", provision)[0]
        if wanted.fits("provision", provision) and wanted.fits("instrument", instrument):
            yield provision, instrument
