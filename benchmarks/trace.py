"""Tracing one incident among 400,000.

Beside the bundled corpus stands one invented data set: incidents with about nine claims each (date,
place, kind, weapon, target, perpetrator, conflict, killed, now and then a denial), and 500 units
with dated organs and chains of command. The yardstick is one SPARQL query, by hand, for the claims
about one incident. Aims: the first call in half a second, any later one in 10 ms.

``python benchmarks/trace.py [FOLDER]``: the index (3 GB, made in two to three minutes) is kept in
FOLDER and used again, else it is thrown away.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from _measure import call, compare, each, process, workspace

from respondeat.claim import Row, blank, to_table
from respondeat.document import Document
from respondeat.evidence import Evidence
from respondeat.index import FolderIndex
from respondeat.period import OPEN_END
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.scope import assess_scope
from respondeat.terms import TERMS
from respondeat.trace import trace_incident
from respondeat.workspace import Workspace

INCIDENTS, UNITS, BATCH = 400_000, 500, 20_000
CHOICES = {
    "incidentType": ["type:airstrike", "type:shelling", "type:chemical-attack", "type:massacre"],
    "weapon": ["weapon:barrel-bomb", "weapon:cluster-munition", "weapon:sarin", "weapon:rocket"],
    "target": ["target:civilians", "target:school", "target:healthcare-facility"],
    "occurredAt": [
        *("place:idlib-governorate", "place:khan-shaykhun", "place:idlib-agreed-lines"),
        *("place:hama-governorate", "place:aleppo-governorate", "place:eastern-ghouta"),
    ],
}
QUERY = """
PREFIX resp: <https://w3id.org/respondeat/ontology#>
SELECT ?claim ?property ?value WHERE {{ ?claim resp:about <{}> ; ?property ?value }}
"""
COLD = """
import sys
from pathlib import Path
from respondeat.evidence import Evidence
from respondeat.index import FolderIndex
from respondeat.trace import trace_incident
trace_incident(Evidence(FolderIndex(Path(sys.argv[1]))), sys.argv[2])
"""


def main() -> None:
    """Compare the first call and later ones with one query by hand."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if sys.argv[1:] else scratch, "index")
        if not folder.exists():
            print(f"making an index of {INCIDENTS:,} incidents: 2 to 3 minutes", flush=True)
            start, index = time.perf_counter(), FolderIndex(folder, build=True)
            index.load(ahead(turtle(Path(scratch, "workspace"))))
            print(f"{len(index):,} triples in {time.perf_counter() - start:.0f} s")
            del index
        measure(folder)


def measure(folder: Path) -> None:
    """Measure on a finished index; every way has evidence of its own, for it keeps claims."""
    store = ox.Store.read_only(str(folder))
    numbers = random.Random(3).sample(range(INCIDENTS), 200)
    names = [f"incident:invented-{number}" for number in numbers]

    def by_hand(name: str) -> list[Any]:
        found = store.query(QUERY.format(TERMS.expand(name)))
        assert isinstance(found, ox.QuerySolutions)
        return [[term.value for term in row] for row in found]

    def fresh() -> Evidence:
        return Evidence(FolderIndex(folder))

    one, two, three, four = (fresh() for _ in range(4))
    assert len({claim for claim, *_ in by_hand(names[0])}) == len(one.occurrence(names[0]))
    compare(
        "trace, the first call",
        {
            "the claims by hand": lambda: call(lambda: by_hand(names[0])),
            "the context: Evidence": lambda: call(fresh),
            "Evidence and trace": lambda: call(lambda: trace_incident(fresh(), names[0])),
            "Evidence and trace, in a new process": lambda: process(
                sys.executable, "-c", COLD, folder, names[0]
            ),
        },
    )
    each(
        "trace, later calls",
        {
            "the claims by hand": by_hand,
            "Evidence.occurrence": one.occurrence,
            "scope": lambda name: assess_scope(two, name),
            "trace": lambda name: trace_incident(three, name),
            "trace, and its JSON": lambda name: trace_incident(four, name).json(),
        },
        names,
    )


def ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield chunks while the next one is made: the store loads without holding Python up."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, chunks, b"")
        while chunk := waiting.result():
            waiting = pool.submit(next, chunks, b"")
            yield chunk


def turtle(folder: Path) -> Iterator[bytes]:
    """Yield the corpus and the invented data set, through the projector that a load uses."""
    yield from Workspace(workspace(folder)).turtle()
    metadata = {"title": "Invented incidents", "publisher": "actor:snhr", "verification": "read"}
    yield document_to_turtle(Document("invented", metadata), "")
    chance = random.Random(2)
    yield claims_to_turtle(to_table(units(chance)))
    for first in range(0, INCIDENTS, BATCH):
        rows = (
            row
            for number in range(first, min(first + BATCH, INCIDENTS))
            for row in incident(number, chance)
        )
        yield claims_to_turtle(to_table(rows))


def units(chance: random.Random) -> Iterator[Row]:
    """Yield units in a chain of command, each eight under one, most of them organs of a State."""
    for number in range(UNITS):
        unit = f"actor:unit-{number}"
        yield from registered(unit, "MilitaryUnit")
        start = date(2011, 3, 15) + timedelta(days=chance.randrange(1500))
        above = f"actor:unit-{number // 8}" if number else "actor:syrian-armed-forces"
        yield claim(f"{number}-commands", above, "commands", unit, dated(start, OPEN_END))
        if number % 5:
            state = "actor:syria" if number % 3 else "actor:russia"
            yield claim(f"{number}-organ", unit, "organOf", state, dated(start, OPEN_END))
    yield claim("governs", "actor:unit-0", "governs", "actor:syria", dated(start, OPEN_END))


def incident(number: int, chance: random.Random) -> Iterator[Row]:
    """Yield what is said of one incident."""
    about, key = f"incident:invented-{number}", f"{number}"
    day = date(2012, 1, 1) + timedelta(days=chance.randrange(3000))
    unit, killed = f"actor:unit-{chance.randrange(UNITS)}", chance.randrange(60)
    yield from registered(about, "Incident")
    yield claim(f"{key}-by", about, "perpetrator", unit)
    yield claim(f"{key}-day", about, "occurredDuring", None, dated(day, day))
    yield claim(f"{key}-war", about, "partOfConflict", "conflict:syria-government-opposition")
    many = {"lower": killed, "upper": killed, "unit": "unit:person", "stated": str(killed)}
    yield claim(f"{key}-killed", about, "killed", None, many)
    for name, values in CHOICES.items():
        value = chance.choice(values)
        place = {"place": value} if name == "occurredAt" else {}
        yield claim(f"{key}-{name}", about, name, None if place else value, place)
    if number % 10 == 0:
        denied = {"stance": "denies", "asserter": "actor:syrian-command"}
        yield claim(f"{key}-not", about, "perpetrator", unit, denied)


def claim(
    key: str, about: str, name: str, value: str | None, more: dict[str, Any] | None = None
) -> Row:
    """Return one claim of the data set."""
    said = {"document": "invented", "key": key, "stance": "affirms", "asserter": "actor:snhr"}
    what = {"about": about, "property": f"resp:{name}", "value": value, "verification": "read"}
    return {**NOTHING, **said, **what, **(more or {})}


def registered(about: str, kind: str) -> Iterator[Row]:
    """Yield an entity's kind and label, as a registry gives them."""
    for name, value in (("rdf:type", f"resp:{kind}"), ("skos:prefLabel", about)):
        said = {"document": "invented-entities", "key": about, "about": about, "language": "en"}
        yield {**NOTHING, **said, "property": name, "value": value}


def dated(first: date, last: date) -> dict[str, Any]:
    """Return the columns of a time that is known to the day."""
    points = {"earliest_start": first, "latest_start": first}
    edtf = str(first) if first == last else f"{first}/.."
    return {**points, "earliest_end": last, "latest_end": last, "edtf": edtf}


NOTHING = blank()

if __name__ == "__main__":
    main()
