"""Wanted: which rows of an assessment are asked for, and where and when each incident stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from respondeat.applicability import TESTS
from respondeat.around import around, larger
from respondeat.case import Occasion
from respondeat.engine import Table
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.ontology import ontology
from respondeat.period import Period
from respondeat.scope import RESULTS
from respondeat.territory import specific

__all__ = ["EVERYTHING", "NAMES", "Wanted", "area_of", "month_of", "place_of"]

NAMES = "incident actor provision instrument place area month result reason".split()
"""What rows can be asked for by."""

_MONTH = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_KINDS = {"incident": "Occurrence", "actor": "Actor", "place": "Place", "area": "Place"}


class Wanted(NamedTuple):
    """The values asked for by name; a name that is not among them asks for all.

    >>> Wanted.of(["month=2017-04", "month=2017-05"]).fits("month", "2017-05")
    True
    """

    values: tuple[tuple[str, frozenset[str]], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[str]) -> Wanted:
        """Read NAME=VALUE; of one name several values are alternatives."""
        found: dict[str, set[str]] = {}
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if name not in NAMES or not equals or not value:
                raise UsageError(f"{pair!r}: write NAME=VALUE; the names are {', '.join(NAMES)}")
            found.setdefault(name, set()).add(value)
        return cls(tuple((name, frozenset(values)) for name, values in sorted(found.items())))

    def refuse_unknown(self, evidence: Evidence) -> None:
        """Raise ``UsageError`` where a value is none that rows can have: it would find nothing."""
        words = {"result": RESULTS, "reason": TESTS[:-1]}
        asked = ((name, one) for name, values in self.values for one in sorted(values))
        for name, value in asked:
            if name == "month":
                if not _MONTH.fullmatch(value):
                    raise UsageError(f"{name}={value}: write a month as 2017-04, or a year as 2017")
            elif name in words:
                if value not in words[name]:
                    raise UsageError(f"{name}={value}: there are {', '.join(words[name])}")
            elif not evidence.kinds(value):
                raise UsageError(f"{name}={value}: nothing here is called so")
            if wider := _KINDS.get(name):
                kinds = sorted(one.removeprefix("resp:") for one in evidence.kinds(value))
                if not any(ontology().is_a(kind, wider) for kind in kinds):
                    raise UsageError(f"{name}={value}: this is no {name}, but {', '.join(kinds)}")

    def get(self, name: str) -> frozenset[str] | None:
        """Return the values of a name, or ``None`` for any."""
        return dict(self.values).get(name)

    def fits(self, name: str, *values: str) -> bool:
        """Say whether one of the values is asked for."""
        asked = self.get(name)
        return asked is None or not asked.isdisjoint(values)

    def incidents(self, table: Table) -> Table:
        """Return the incidents asked for by their names."""
        asked = self.get("incident")
        return table if asked is None else table.filter(table.incident.isin(sorted(asked)))

    def month(self, month: str) -> bool:
        """Say whether a month is asked for: 2017 asks for all that surely lie in that year."""
        return self.fits("month", month, month[:4])

    def place(self, evidence: Evidence, occasion: Occasion) -> bool:
        """Say whether an occurrence surely lies in a place that is asked for, on whatever day."""
        ways = [around(evidence, one.value, ()) for one in occasion.affirmed("occurredAt")]
        return self.fits("place", *(one for each in ways for one, way in each.items() if way.sure))

    def __str__(self) -> str:
        """Write what is asked for, as it was given."""
        return ", ".join(f"{name}={one}" for name, each in self.values for one in sorted(each))


EVERYTHING = Wanted()
"""All rows."""


def month_of(days: Iterable[Period]) -> str:
    """Return the month in which days surely lie, else their year, else ''.

    >>> month_of([Period.from_edtf("2017-04-04")]), month_of([Period.from_edtf("2017")])
    ('2017-04', '2017')
    """
    points = [point for day in days for point in (day.earliest_start, day.latest_end)]
    if not points or None in points:
        return ""
    months = {str(point)[:7] for point in points}
    years = {month[:4] for month in months}
    return months.pop() if len(months) == 1 else years.pop() if len(years) == 1 else ""


def place_of(evidence: Evidence, occasion: Occasion) -> str:
    """Return the places of an occurrence, the most specific alone."""
    return "; ".join(sorted({one.value for one in specific(occasion, evidence)}))


def area_of(evidence: Evidence, occasion: Occasion) -> str:
    """Return the nearest administrative area that each place surely lies in, or is.

    A claim with a date puts it there on some days only, and does not count.
    """
    areas: set[str] = set()
    for place in specific(occasion, evidence):
        here = [place.value]
        seen = set(here)
        while here:
            found = sorted(one for one in here if evidence.is_a(one, "AdministrativeArea"))
            if found:
                areas.add(found[0])
                break
            here = [up for one in here for up, way in larger(evidence, one, ()) if way.sure]
            here = [one for one in dict.fromkeys(here) if one not in seen]
            seen.update(here)
    return "; ".join(sorted(areas))
