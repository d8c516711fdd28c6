"""Summaries: a workspace assessed whole, its rows in a file, and what they come to in numbers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.applicability import TESTS
from respondeat.assess import Assessment
from respondeat.current import current
from respondeat.engine import ENDINGS, Engine
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.occasions import occasions
from respondeat.reading import Reading
from respondeat.scope import RESULTS
from respondeat.wanted import EVERYTHING, Wanted

__all__ = ["Summary", "assess", "lines"]

_BY = ("actor", "month", "area")
_MOST = 15
"""Lines of each count that are printed."""

_NONE = {"month": "(no month is sure)", "area": "(no area is registered)"}


class Summary(NamedTuple):
    """How many rows an assessment has, by result, by the first false test, and by who and where.

    ``by`` counts rows that are not outside, by result. ``singly`` is how many incidents were read
    one by one, the others in classes.
    """

    reading: str
    wanted: str
    incidents: int
    singly: int
    results: dict[str, int]
    deciding: dict[str, int]
    by: dict[str, dict[str, dict[str, int]]]

    def json(self) -> dict[str, Any]:
        """Return the object that ``assess --json`` prints."""
        return self._asdict()


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
    with Engine.named(engine) as running, tempfile.TemporaryDirectory() as scratch:
        evidence = Evidence.opened(folder, reading)
        wanted.refuse_unknown(evidence)
        rows = current(running, folder / "record", evidence.reading.known)
        made = Assessment(running, evidence, occasions(running, evidence, rows), wanted)
        parquet = out is not None and out.suffix.lower() == ".parquet"
        table = out if out is not None and parquet else Path(scratch, "rows.parquet")
        running.write(made.rows(whole=whole), table)
        if out is not None and not parquet:
            running.write(running.parquet([table]), out)
        return _counted(running, made, table, evidence.reading.name, str(wanted))


def _counted(engine: Engine, made: Assessment, path: Path, reading: str, wanted: str) -> Summary:
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
    return Summary(reading, wanted, made.incidents(), made.singly, results, deciding, by)


def lines(found: Summary, out: Path | None = None) -> Iterator[str]:
    """Yield the lines of a summary; ``out`` is where the rows were written to."""
    yield f"Scope of every provision over {found.incidents:,} incidents, for everybody concerned"
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
            yield f"  {one}: {parts}"
        yield ""
    if found.singly:
        yield f"read one by one: {found.singly:,} of the incidents"
    if out is not None:
        yield f"rows: {out}"


def _count(title: str, counts: dict[str, int]) -> Iterator[str]:
    yield title
    for name, many in counts.items():
        if many:
            yield f"  {name}: {many:,}"
    yield ""
