"""Assessing 390,000 events whole: every event, both sides, every provision.

The events are those of UCDP GED on Syria (``RESPONDEAT_DATA``), or as many invented ones, 33
times over with other ids and shifted dates, as a load lays them down: one claim an event, some
nine rows. Aims: the rows that are not outside in 5 s, once the process is warm, and at least 20
times as fast as one SPARQL query over an index of the same claims. That query answers the four
tests of time, territory, person and matter alone, in the forms that these data need; it is asked
of fewer events, in the same run, and its answers are compared row by row.

``python benchmarks/assess.py [COPIES]``: 33 copies are 387,981 events.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import polars as pl
from _measure import workspace

from respondeat.assess import Assessment
from respondeat.claim import COLUMNS as CLAIM
from respondeat.engine import Engine
from respondeat.evidence import Evidence
from respondeat.index import MemoryIndex
from respondeat.occasions import occasions
from respondeat.period import POINTS
from respondeat.standing import standing
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

COPIES, EVENTS, RUNS = 33, 11_757, 2
KNOWN = {"118": "actor:syrian-government", "234": "actor:isil"}
"""UCDP actors that a reviewer would put as one with an actor of the corpus."""

AREAS = "aleppo daraa hama homs idlib latakia quneitra rif-dimashq".split()
"""Governorates that the corpus registers; other events lie in Syria."""


class Event(NamedTuple):
    """One event, with what bears on scope."""

    type: str
    sides: tuple[str, ...]
    conflict: str
    place: str
    points: tuple[date, date, date, date]
    low: float
    best: float
    high: float


def events() -> list[Event]:
    """Return the events of GED, or invented ones where there is no GED."""
    path = Path(os.environ.get("RESPONDEAT_DATA", "")) / "ucdp" / "ged-syria-2016-2017.csv"
    if not path.is_file():
        return [invented(random.Random(number)) for number in range(EVENTS)]
    with path.open(encoding="utf-8") as file:
        return [event(row) for row in csv.DictReader(file)]


def event(row: dict[str, str]) -> Event:
    """Return one row of GED as an event."""
    sides = [row["side_a_new_id"]]
    if row["type_of_violence"] != "3":
        sides.append(row["side_b_new_id"])
    first, last = (date.fromisoformat(row[name][:10]) for name in ("date_start", "date_end"))
    exact = row["date_prec"] == "1"
    points = (first, first, last, last) if exact else (first, last, first, last)
    area = row["adm_1"].removesuffix(" Governorate").lower().replace(" ", "-")
    within = f"place:{area}-governorate" if area in AREAS else "place:syria"
    spot = crc32(row["where_coordinates"].encode()) % 2000
    return Event(
        "type:killing" if row["type_of_violence"] == "3" else "type:hostilities",
        tuple(KNOWN.get(side, f"actor:ucdp-{side}") for side in sides),
        "conflict:syria-government-opposition"
        if row["conflict_new_id"] == "299"
        else f"conflict:ucdp-{row['conflict_new_id']}",
        f"place:spot-{spot}-{within.removeprefix('place:')}",
        points,
        *(float(row[name]) for name in ("low", "best", "high")),
    )


def invented(chance: random.Random) -> Event:
    """Return one invented event."""
    day = date(2016, 1, 1) + timedelta(days=chance.randrange(730))
    side = [*KNOWN.values(), *(f"actor:ucdp-{number}" for number in range(77))]
    area = chance.choice([*(f"{area}-governorate" for area in AREAS), "syria"])
    killed = float(chance.randrange(60))
    return Event(
        chance.choice(["type:killing", "type:hostilities"]),
        tuple(chance.sample(side[: chance.choice([3, 79])], 2)),
        chance.choice(["conflict:syria-government-opposition", "conflict:ucdp-1"]),
        f"place:spot-{chance.randrange(1500)}-{area}",
        (day, day, day + timedelta(days=chance.choice([0, 0, 0, 6])), day + timedelta(days=6)),
        killed, killed, killed + 3,
    )  # fmt: skip


def claims(number: int, one: Event) -> Iterator[dict[str, Any]]:
    """Yield the rows of one event: a claim with many values, and what a registry holds of it."""
    about = f"incident:ged-{number}"
    shared = {"key": str(number), "about": about, "stance": "affirms", "document": "ged"}
    said = {**shared, "asserter": "actor:ucdp", "verification": "read"}
    points = dict(zip(POINTS, one.points, strict=True))
    yield {**said, "property": "resp:occurredDuring", **points}
    yield {**said, "property": "resp:occurredAt", "place": one.place}
    yield {**said, "property": "resp:incidentType", "value": one.type}
    yield {**said, "property": "resp:partOfConflict", "value": one.conflict}
    role = "involved" if len(one.sides) == 2 else "perpetrator"
    for side in one.sides:
        yield {**said, "property": f"resp:{role}", "value": side}
    if role == "perpetrator":
        yield {**said, "property": "resp:target", "value": "target:civilians"}
    yield {**said, "property": "resp:killed", "lower": one.low, "best": one.best, "upper": one.high}
    registered = {**shared, "document": "ged-entities", "asserter": "actor:editor"}
    yield {**registered, "property": "rdf:type", "value": "resp:Incident"}
    yield {**registered, "property": "skos:prefLabel", "value": about, "language": "en"}


def enlarged(found: list[Event], copies: int) -> pl.LazyFrame:
    """Return the rows of all events so many times, each time with other ids and dates."""
    kinds = {
        "str": pl.String(),
        "int": pl.Int64(),
        "float": pl.Float64(),
        "date": pl.Date(),
        "list": pl.List(pl.String()),
    }
    schema = {name: kinds[kind] for name, kind in CLAIM.items()}
    rows = [row for number, one in enumerate(found) for row in claims(number, one)]
    base = pl.DataFrame(rows, schema=schema).lazy()
    return pl.concat(
        base.with_columns(
            pl.col("about") + f"-{copy}",
            pl.col("key") + f"-{copy}",
            *(pl.col(point).dt.offset_by(f"{61 * (copy - copies // 2)}d") for point in POINTS),
        )
        for copy in range(copies)
    )


def registry(found: list[Event]) -> bytes:
    """Return where the places of the events lie, as a registry says it."""
    places = sorted({one.place for one in found})
    lines = (
        f"{place} a resp:Place ; resp:within place:{place.split('-', 2)[2]} .\n" for place in places
    )
    return (TERMS.turtle_prefixes() + "".join(lines)).encode()


def main() -> None:
    """Assess all events whole, several times in one process, and a part of them by SPARQL."""
    copies = int(sys.argv[1]) if sys.argv[1:] else COPIES
    found = events()
    with tempfile.TemporaryDirectory() as scratch:
        folder = workspace(Path(scratch, "workspace"))
        table = Path(scratch, "ged.parquet")
        enlarged(found, copies).sink_parquet(table)
        print(f"{copies * len(found):,} events, {table.stat().st_size / 2**20:.0f} MiB of Parquet")
        index = MemoryIndex()
        index.load([*Workspace(folder).turtle(), registry(found)])
        evidence = Evidence(index)
        seconds = [whole(evidence, folder, table, Path(scratch)) for _ in range(RUNS + 1)]
        print(f"  the first time {seconds[0][0]:.1f} s")
        for place, what in enumerate(("the rows that are not outside", "and all counts")):
            times = [one[place] for one in seconds[1:]]
            median = statistics.median(times)
            print(f"  {what}: median {median:.2f} s ({min(times):.2f} to {max(times):.2f})")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def whole(evidence: Evidence, folder: Path, table: Path, scratch: Path) -> tuple[float, float]:
    """Assess every event, and return the seconds to the rows as a file, and to all counts."""
    start = time.perf_counter()
    with Engine.named("duckdb") as engine:
        rows = standing(engine, folder / "record").union(engine.parquet([table]))
        made = Assessment(engine, evidence, occasions(engine, evidence, rows))
        if VERBOSE:
            print("   tested", time.perf_counter() - start, time.process_time())
        out = scratch / "rows.parquet"
        engine.write(made.rows(), out)
        first = time.perf_counter() - start
        if VERBOSE:
            print(
                "   written",
                first,
                out.stat().st_size / 2**20,
                pl.scan_parquet(out).select(pl.len()).collect().item(),
                time.process_time(),
            )
        made.counted()
        return first, time.perf_counter() - start


VERBOSE = True
if __name__ == "__main__":
    main()
