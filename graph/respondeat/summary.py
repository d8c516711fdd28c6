"""Summaries: a workspace assessed whole, its rows in a file, and what they come to in numbers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from types import MappingProxyType
from typing import Any, NamedTuple

from respondeat.applicability import TESTS
from respondeat.assess import Assessment
from respondeat.current import current
from respondeat.engine import ENDINGS, Engine
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.occasions import occasions
from respondeat.period import Period
from respondeat.progress import Progress
from respondeat.proposal import Decision
from respondeat.reading import Reading
from respondeat.said import Said
from respondeat.saying import dated, span
from respondeat.scope import RESULTS
from respondeat.wanted import EVERYTHING, Wanted

__all__ = ["Summary", "assess", "lines"]

_BY = ("actor", "month", "area")
_MOST = 15
"""Lines of each count that are printed."""

_LONGEST = 120
"""Characters that are printed of the reason for a decision."""

_NONE = {"month": "(no month is sure)", "area": "(no area is registered)"}


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Decided(NamedTuple):
    """What somebody decided on who is who: of what days, when and why."""

    about: str
    value: str
    days: str
    stance: str
    asserter: str
    published: str
    claim: str
    why: str | None

    def __str__(self) -> str:
        """Write the decision as a person reads it, and how its reason begins."""
        made = Decision(self.claim, self.stance, self.asserter, self.published)
        days = f", {self.days}" if self.days else ""
        what = f"{self.about} identicalTo {self.value}{days}: {made.text}"
        return f"{what}: {shorten(self.why, _LONGEST, placeholder=' ...')}" if self.why else what


class Summary(NamedTuple):
    """How many rows an assessment has, by result, by the first false test, and by who and where.

    ``by`` counts rows that are not outside, by result. ``singly`` is how many incidents were read
    one by one, the others in classes. ``decisions`` are the claims on who is who that the
    incidents meet, ``placed`` how many put their places into others, by whose word; ``labels`` are
    the names of actors and areas that have one.
    """

    reading: str
    wanted: str
    incidents: int
    singly: int
    results: dict[str, int]
    deciding: dict[str, int]
    by: dict[str, dict[str, dict[str, int]]]
    decisions: tuple[Decided, ...] = ()
    placed: Mapping[str, int] = _NOTHING
    labels: Mapping[str, str] = _NOTHING

    def json(self) -> dict[str, Any]:
        """Return the object that ``assess --json`` prints."""
        decisions = [one._asdict() for one in self.decisions]
        maps = {"placed": dict(self.placed), "labels": dict(self.labels)}
        return {**self._asdict(), "decisions": decisions, **maps}


def assess(
    folder: Path,
    *,
    reading: Reading | None = None,
    wanted: Wanted = EVERYTHING,
    engine: str = "duckdb",
    out: Path | None = None,
    whole: bool = False,
) -> Summary:
    """Assess every incident of a workspace; ``out`` is a file for the rows that are not outside.

    With ``whole`` the file has all rows. Raise ``UsageError`` where the engine is not installed.
    """
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise UsageError(f"{out.name!r}: write a name that ends in {' or '.join(ENDINGS)}")
    with (
        Progress("of 5 steps") as progress,
        Engine.named(engine) as running,
        tempfile.TemporaryDirectory() as scratch,
    ):
        evidence = Evidence.opened(folder, reading)
        wanted.refuse_unknown(evidence)
        rows = current(running, folder / "record", evidence.reading.known)
        progress.at(1)
        read = occasions(running, evidence, rows)
        progress.at(2)
        made = Assessment(running, evidence, read, wanted)
        progress.at(3)
        parquet = out is not None and out.suffix.lower() == ".parquet"
        table = out if out is not None and parquet else Path(scratch, "rows.parquet")
        running.write(made.rows(whole=whole), table)
        if out is not None and not parquet:
            running.write(running.parquet([table]), out)
        progress.at(4)
        return _counted(running, made, table, evidence, str(wanted))


def _counted(
    engine: Engine, made: Assessment, path: Path, evidence: Evidence, wanted: str
) -> Summary:
    counted = made.counted()
    results = {name: sum(many for result, _, many in counted if result == name) for name in RESULTS}
    deciding = {
        test: sum(many for _, reason, many in counted if reason == test) for test in TESTS[:-1]
    }
    rows = engine.parquet([path])
    rows = rows.filter(rows.result != "outside")
    by: dict[str, dict[str, dict[str, int]]] = {}
    for name in _BY:
        found = engine.rows(rows.group_by([name, "result"]).agg(many=lambda t: t.count()))
        by[name] = {}
        for value, result, many in sorted(found, key=lambda one: (one[0], RESULTS.index(one[1]))):
            by[name].setdefault(value, {})[result] = many
    met = made.decisions()
    placed = Counter(
        f"{one.asserter} ({dated(evidence, one)}, {one.document})"
        + ("" if one.stance == "affirms" else f", who {one.stance} it")
        for one in met
        if one.property == "resp:liesIn"
    )
    names = {one for name in ("actor", "area") for each in by[name] for one in each.split("; ")}
    labels = {one: label for one in sorted(names - {""}) if (label := evidence.label(one)) != one}
    return Summary(
        evidence.reading.name,
        wanted,
        made.incidents(),
        made.singly,
        results,
        deciding,
        by,
        tuple(_decided(evidence, one) for one in met if one.property == "resp:identicalTo"),
        dict(placed.most_common()),
        labels,
    )


def _decided(evidence: Evidence, one: Said) -> Decided:
    return Decided(
        one.about,
        one.value,
        "" if one.period == Period() else span(one.period),
        one.stance,
        one.asserter,
        dated(evidence, one),
        one.claim,
        one.original,
    )


def lines(found: Summary, out: Path | None = None) -> Iterator[str]:
    """Yield the lines of a summary; ``out`` is where the rows were written to."""
    many = f"{found.incidents:,} incident{'' if found.incidents == 1 else 's'}"
    yield f"Scope of every provision over {many}, for everybody concerned"
    yield "(in scope: it applied there and then to the conduct as alleged; never a finding)"
    if found.wanted:
        yield f"only {found.wanted}"
    yield ""
    yield from _count("rows by result", found.results)
    yield from _count("outside, by the first test that is false", found.deciding)
    for name in _BY:
        counts = {one or _NONE.get(name, "?"): results for one, results in found.by[name].items()}
        largest = sorted(counts, key=lambda one: (-sum(counts[one].values()), one))[:_MOST]
        shown = sorted(largest) if name == "month" else largest
        left = len(counts) - len(shown)
        rest = f" (the {_MOST} largest; {left:,} more are in the JSON)" if left else ""
        yield f"not outside, by {name}{rest}"
        for one in shown:
            parts = ", ".join(f"{many:,} {result}" for result, many in counts[one].items())
            yield f"  {_called(found, one)}: {parts}"
        yield from ("",) if shown else ("  none", "")
    if found.decisions:
        yield "decisions on who is who that these incidents meet"
        yield from (f"  {one}" for one in found.decisions[:_MOST])
        if (left := len(found.decisions) - _MOST) > 0:
            yield f"  ({left:,} more are in the JSON)"
        yield ""
    yield from _count("what lies where is on the word of", found.placed) if found.placed else ()
    if found.singly:
        yield f"read one by one: {found.singly:,} of the incidents"
    if out is not None:
        yield f"rows: {out}"


def _called(found: Summary, text: str) -> str:
    """Write the ids of a value with the names that they have."""
    names = text.split("; ")
    return "; ".join(
        f"{found.labels[one]} ({one})" if one in found.labels else one for one in names
    )


def _count(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield title
    shown = {name: many for name, many in counts.items() if many}
    yield from (f"  {name}: {many:,}" for name, many in shown.items()) if shown else ("  none",)
    yield ""
