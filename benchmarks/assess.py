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
import pyoxigraph as ox
from _measure import workspace

from respondeat.assess import Assessment
from respondeat.claim import to_table
from respondeat.current import current
from respondeat.document import Document
from respondeat.engine import Engine
from respondeat.evidence import Evidence
from respondeat.index import MemoryIndex
from respondeat.occasions import occasions
from respondeat.period import POINTS
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.scope import owing, regulating
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

COPIES, EVENTS, RUNS, PART = 33, 11_757, 5, 2_000
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
    schema = to_table().schema
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
        table, part = Path(scratch, "ged.parquet"), Path(scratch, "part.parquet")
        enlarged(found, copies).sink_parquet(table)
        enlarged(found[:PART], 1).sink_parquet(part)
        many = copies * len(found)
        print(f"{many:,} events, {table.stat().st_size / 2**20:.0f} MiB of Parquet", flush=True)
        index = MemoryIndex()
        index.load([*Workspace(folder).turtle(), registry(found)])
        evidence = Evidence(index)
        seconds = [whole(evidence, folder, table, Path(scratch)) for _ in range(RUNS + 1)]
        print(f"  the first time {seconds[0][0]:.1f} s")
        for place, what in enumerate(("rows not outside, as Parquet", "and counts", "CPU of both")):
            times = [one[place] for one in seconds[1:]]
            median = statistics.median(times)
            print(f"  {what}: median {median:.2f} s ({min(times):.2f} to {max(times):.2f})")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
        middle = statistics.median(one[0] for one in seconds[1:])
        beside(index, folder, part, many, middle)


def whole(evidence: Evidence, folder: Path, table: Path, scratch: Path) -> tuple[float, ...]:
    """Assess every event; return the seconds to the rows as a file, to counts, and of CPU."""
    start, used = time.perf_counter(), time.process_time()
    with Engine.named("duckdb") as engine:
        rows = current(engine, folder / "record").union(engine.parquet([table]))
        made = Assessment(engine, evidence, occasions(engine, evidence, rows))
        engine.write(made.rows(), scratch / "rows.parquet")
        written = time.perf_counter() - start
        made.counted()
        return written, time.perf_counter() - start, time.process_time() - used


def beside(index: MemoryIndex, folder: Path, part: Path, many: int, middle: float) -> None:
    """Ask for four tests of a part by SPARQL, compare each row, and print the ratio."""
    metadata = {"publisher": "actor:ucdp"}
    index.load([document_to_turtle(Document("ged", metadata), "")])
    index.load([claims_to_turtle(pl.read_parquet(part))])
    times = []
    for _ in range(3):
        start = time.perf_counter()
        answer = index.query(TERMS.sparql_prefixes() + QUERY)
        assert isinstance(answer, ox.QuerySolutions)
        found = {tuple(_word(cell) for cell in row) for row in answer}
        times.append(time.perf_counter() - start)
    seconds = statistics.median(times)
    evidence = Evidence(index)
    with Engine.named("duckdb") as engine:
        claimed = current(engine, folder / "record").union(engine.parquet([part]))
        made = Assessment(engine, evidence, occasions(engine, evidence, claimed))
        every = made.rows(whole=True)
        every = every.filter(
            every.incident.startswith("incident:ged-") & (every.named != "addressed")
        )
        names = ["incident", "actor", "provision", "time", "territory", "person", "matter"]
        left = _left_out(evidence)
        expected = {row for row in engine.rows(every.select(*names)) if row[2] not in left}
    same = "identical" if found == expected else f"{len(found ^ expected):,} rows DIFFER"
    events = len({row[0] for row in found})
    scaled = seconds * many / events
    print(
        f"  four tests by SPARQL, {events:,} events, {len(found):,} rows: {seconds:.2f} s, {same}"
    )
    print(f"  for all {many:,} events: {scaled:.0f} s, {scaled / middle:.0f} times as long")


def _left_out(evidence: Evidence) -> set[str]:
    """Return what the query leaves out: provisions in zones, and what names who owes it."""
    return {
        one
        for one in regulating(evidence)
        if owing(evidence, one)
        or any(evidence.is_a(area.value, "Zone") for area in evidence.said(one, "appliesIn"))
    }


def _word(term: Any) -> str:
    return TERMS.compact(str(term.value))


# Written for these data: one date and place an event, no competing claims, undated organs. What
# can be said of a day, a place or an actor by itself is worked out once for all events of it.
QUERY = """
SELECT ?incident ?actor ?provision ?time ?territory ?person
  (IF(BOUND(?does), "true", "unknown") AS ?matter)
WHERE {
  { SELECT ?provision WHERE { ?provision resp:provisionOf ?instrument
      FILTER EXISTS { ?m resp:about ?provision ; says:matter ?any }
      FILTER NOT EXISTS { ?a resp:about ?provision ; says:appliesIn ?zone . ?zone a resp:Zone }
      FILTER NOT EXISTS { ?k resp:about ?provision ; says:addressee ?owes .
        ?l resp:about ?provision ; says:provisionKind ?kind
        FILTER(?kind IN (kind:undertaking, kind:obligation)) } } }
  { SELECT ?day ?provision (IF(MIN(?t) = MAX(?t), MIN(?t), "unknown") AS ?time) WHERE {
      { SELECT DISTINCT ?day WHERE { ?c resp:inDocument doc:ged ; says:occurredDuring ?day } }
      ?day resp:earliestStart ?es ; resp:latestEnd ?le .
      { ?provision resp:provisionOf ?i . ?o resp:about ?provision ; says:operative ?clock }
      UNION { ?provision resp:provisionOf ?i . ?o resp:about ?i ; says:inForce ?clock
        FILTER NOT EXISTS { ?x resp:about ?provision ; says:operative ?y } }
      OPTIONAL { ?clock resp:earliestStart ?c1 } OPTIONAL { ?clock resp:latestStart ?c2 }
      OPTIONAL { ?clock resp:earliestEnd ?c3 } OPTIONAL { ?clock resp:latestEnd ?c4 }
      BIND(IF(COALESCE(?le < ?c1, false) || COALESCE(?c4 < ?es, false), "false",
        IF(COALESCE(?c2 <= ?es, false) && COALESCE(?le <= ?c3, false), "true", "unknown")) AS ?t)
    } GROUP BY ?day ?provision }
  { SELECT ?place ?provision (MIN(?in) AS ?territory) WHERE {
      { SELECT DISTINCT ?place WHERE { ?c resp:inDocument doc:ged ; says:occurredAt ?place } }
      ?provision resp:provisionOf ?instrument .
      ?a resp:about ?provision ; says:appliesIn|denies:appliesIn ?area
      BIND(EXISTS { ?a denies:appliesIn ?area } AS ?bars)
      BIND(?area = place:world || EXISTS { ?place resp:within* ?area } AS ?inside)
      BIND(IF(!?inside, "unknown", IF(?bars, "false", "true")) AS ?in)
    } GROUP BY ?place ?provision }
  { SELECT ?actor ?day ?provision
      (IF(MAX(?yes) && !MAX(?no), "true", IF(MAX(?no) && !MAX(?yes), "false", "unknown"))
        AS ?person)
    WHERE {
      { SELECT DISTINCT ?actor ?day WHERE {
          ?c resp:inDocument doc:ged ; says:involved|says:perpetrator ?actor ;
            says:occurredDuring ?day } }
      ?day resp:earliestStart ?es ; resp:latestEnd ?le .
      ?provision resp:provisionOf ?instrument
      BIND(EXISTS { ?q resp:about ?provision ; says:addressee|denies:addressee|questions:addressee
        ?whom } AS ?own)
      BIND(IF(?own, ?provision, ?instrument) AS ?about)
      OPTIONAL {
        ?actor (^resp:about/says:organOf|^resp:about/says:governs|^says:governs/resp:about)*
          ?bearer .
        { ?b resp:about ?about ; says:addressee|says:party|says:bound ?bearer BIND(true AS ?pro) }
        UNION
        { ?b resp:about ?about ; denies:addressee|denies:party|denies:bound ?bearer
          BIND(false AS ?pro) }
        OPTIONAL { ?b resp:qualifierPeriod ?held
          OPTIONAL { ?held resp:latestStart ?h2 } OPTIONAL { ?held resp:earliestEnd ?h3 } }
      }
      BIND(!BOUND(?held) || (COALESCE(?h2 <= ?es, false) && COALESCE(?le <= ?h3, false)) AS ?on)
      BIND(COALESCE(?pro && ?on, false) AS ?yes) BIND(COALESCE(!?pro && ?on, false) AS ?no)
    } GROUP BY ?actor ?day ?provision }
  ?c resp:inDocument doc:ged ; resp:about ?incident ; says:occurredDuring ?day ;
    says:occurredAt ?place ; says:involved|says:perpetrator ?actor .
  OPTIONAL {
    { SELECT DISTINCT ?c ?provision (true AS ?does) WHERE {
        { ?m says:matter type:non-assistance ; resp:about ?provision . ?c resp:inDocument doc:ged }
        UNION
        { ?c resp:inDocument doc:ged ; says:incidentType|says:weapon|says:target ?kind .
          ?kind skos:broader* ?wide . ?m says:matter ?wide ; resp:about ?provision } } } }
}
"""

if __name__ == "__main__":
    main()
