"""A dataset of 390,000 events: from the file to a durable record and an index that answers.

The events of UCDP GED (from ``RESPONDEAT_DATA``) are repeated with shifted ids and dates. Aims: no
more than ten seconds above the store's own loader on finished Turtle; six times faster than adding
triples with rdflib; ten times faster than morph-kgc at mapping and writing; 16 triples and 45 bytes
of Parquet a row; a peak below 2.5 GB that doubling the rows does not raise; a correction by rows in
less than 100 ms; the same file again at the cost of its hash.

``python benchmarks/load_dataset.py [MORPH]``: MORPH is the Python of an environment with morph-kgc,
which pins old libraries and so needs one of its own; without it that comparison is left out.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import rdflib

from respondeat.add import add
from respondeat.dataset import Dataset
from respondeat.ingest import ingest
from respondeat.project import claims_to_turtle
from respondeat.source import frames
from respondeat.terms import BASE
from respondeat.transcribe import Transcriber
from respondeat.workspace import Workspace

COPIES = 33
LOOPED, MAPPED = 20_000, 100_000
"""Rows that rdflib and morph-kgc are given."""
ONE = """
import resource, sys
from pathlib import Path
from respondeat.dataset import Dataset
from respondeat.ingest import ingest
ingest(Path(sys.argv[1]), Dataset.named("ucdp-ged"), Path(sys.argv[2]), by="a benchmark")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MORPH = """
import sys, time, morph_kgc
start = time.perf_counter()
morph_kgc.materialize_set(sys.argv[1])
print(time.perf_counter() - start)
"""
RML = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix resp: <https://w3id.org/respondeat/> .
<#event> rml:logicalSource [ rml:source "FILE" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://w3id.org/respondeat/claim/ucdp-ged.{id}" ] ;
"""
FIELDS = (
    "type_of_violence side_a_new_id side_b_new_id date_start date_end where_coordinates latitude"
    " longitude conflict_new_id low best high deaths_a deaths_civilians"
).split()


def main() -> None:
    """Measure, and print each figure beside its aim."""
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        big, double = enlarged(here, COPIES), enlarged(here, 2 * COPIES)
        rows = pl.scan_csv(big, infer_schema=False).select(pl.len()).collect().item()
        whole_load(here, big, rows)
        others(here, big)
        memory(here, big, double)


def enlarged(place: Path, copies: int) -> Path:
    """Write the events so many times, each time under other ids and a year earlier."""
    data = Path(os.environ["RESPONDEAT_DATA"]) / "ucdp" / "ged-syria-2016-2017.csv"
    frame = pl.read_csv(data, infer_schema=False)
    days = ("date_start", "date_end")
    path = place / f"ged-{copies}.csv"
    with path.open("wb") as file:
        for copy in range(copies):
            shifted = frame.with_columns(
                (pl.col("id").cast(pl.Int64) + copy * 1_000_000).cast(pl.String),
                *(
                    (pl.col(day).str.to_date() - pl.duration(days=365 * (copy % 30))).cast(
                        pl.String
                    )
                    for day in days
                ),
            )
            shifted.write_csv(file, include_header=copy == 0)
    return path


def whole_load(here: Path, big: Path, rows: int) -> None:
    """Compare a load with the store's own loader on the same Turtle, five times in turn."""
    dataset, ours, theirs = Dataset.named("ucdp-ged"), [], []
    place = here / "w"
    for _ in range(5):
        shutil.rmtree(place, ignore_errors=True)
        start = time.perf_counter()
        ingest(place, dataset, big, by="a benchmark")
        ours.append(time.perf_counter() - start)
        workspace = Workspace(place)
        turtle = list(workspace.turtle())
        start = time.perf_counter()
        store = ox.Store(str(here / "store"))
        for chunk in turtle:
            store.bulk_load(chunk, format=ox.RdfFormat.TURTLE)
        store.flush()
        theirs.append(time.perf_counter() - start)
        del store, turtle
        shutil.rmtree(here / "store")
    workspace = Workspace(place)
    declared = sum(1 for _ in ox.parse(next(workspace.turtle()), ox.RdfFormat.TURTLE))
    triples = len(workspace.index()) - declared
    parquet = sum(path.stat().st_size for path in place.glob("record/entry/*/claims-*.parquet"))
    mine, bulk = statistics.median(ours), statistics.median(theirs)
    print(f"{rows:,} rows, {triples:,} triples: {triples / rows:.1f} a row (aim 16)")
    print(f"Parquet: {parquet:,} bytes, {parquet / rows:.1f} a row (aim 45)")
    print(f"load {mine:.1f} s, bulk_load {bulk:.1f} s: {mine - bulk:.1f} s more (aim 10)")
    start = time.perf_counter()
    with big.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    once = time.perf_counter() - start
    again = timed(lambda: ingest(place, dataset, big, by="a benchmark"))
    print(f"the same file again {again:.2f} s, its hash {once:.2f} s")
    corrections(place)


def corrections(place: Path) -> None:
    """Correct one event at a time, by rows."""

    def correct(day: int) -> None:
        row = {"key": "214797", "about": "incident:ged-214797", "property": "occurredDuring"}
        add(place, "ucdp-ged", [{**row, "edtf": f"2016-01-{day:02}"}], by="a benchmark", why="w")

    correct(2)
    found = [timed(lambda day=day: correct(day)) for day in range(3, 20)]  # type: ignore[misc]
    middle, late = statistics.median(found), max(found)
    print(f"a correction by rows: {1000 * middle:.0f} ms, slowest {1000 * late:.0f} ms (aim 100)")


def others(here: Path, big: Path) -> None:
    """Compare with rdflib's add loop and with morph-kgc, each on a part that it can finish."""
    dataset = Dataset.named("ucdp-ged")
    part = cut(here, big, LOOPED)
    mine = timed(lambda: ingest(here / "part", dataset, part, by="a benchmark"))
    start = time.perf_counter()
    many = len(looped(part))
    slow = time.perf_counter() - start
    print(
        f"{LOOPED:,} rows: load {mine:.2f} s; an rdflib add loop of {many:,} triples into memory"
        f" {slow:.2f} s: {slow / mine:.1f}x (aim 6)"
    )
    if len(sys.argv) < 2:
        print("morph-kgc was not measured: name the Python of its environment")
        return
    part = cut(here, big, MAPPED)
    mapping = here / "mapping.ttl"
    maps = " ;\n".join(
        f"rr:predicateObjectMap [ rr:predicate resp:{name} ;"
        f' rr:objectMap [ rml:reference "{name}" ] ]'
        for name in FIELDS
    )
    mapping.write_text(RML.replace("FILE", str(part)) + maps + " .\n")
    (here / "config.ini").write_text(f"[source]\nmappings={mapping}\n")
    done = subprocess.run(
        [sys.argv[1], "-c", MORPH, str(here / "config.ini")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    theirs = float(done.stdout.split()[-1])
    ours = timed(lambda: written(dataset, part))
    print(
        f"mapping and Turtle of {MAPPED:,} rows: {ours:.2f} s, morph-kgc {theirs:.2f} s without"
        f" its start: {theirs / ours:.0f}x (aim 10)"
    )


def cut(here: Path, big: Path, rows: int) -> Path:
    """Write the first rows to a file of their own."""
    path = here / f"part-{rows}.csv"
    pl.read_csv(big, infer_schema=False, n_rows=rows).write_csv(path)
    return path


def looped(path: Path) -> rdflib.Graph:
    """Say much the same of each row with rdflib, as a short script would."""
    graph, base = rdflib.Graph(), BASE
    resp = rdflib.Namespace(f"{base}ontology#")
    says = rdflib.Namespace(f"{base}says#")
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            claim = rdflib.URIRef(f"{base}claim/ucdp-ged.{row['id']}")
            about = rdflib.URIRef(f"{base}incident/ged-{row['id']}")
            day = "/".join((row["date_start"], row["date_end"]))
            many = "/".join((row["low"], row["best"], row["high"]))
            graph.add((about, rdflib.RDF.type, resp.Incident))
            graph.add((claim, rdflib.RDF.type, resp.Claim))
            graph.add((claim, resp.asserter, rdflib.URIRef(f"{base}actor/ucdp")))
            graph.add((claim, resp.inDocument, rdflib.URIRef(f"{base}document/ucdp-ged")))
            graph.add((claim, resp.about, about))
            graph.add((claim, resp.verification, rdflib.Literal("read")))
            graph.add((claim, resp.relays, rdflib.Literal(row["source_office"])))
            graph.add((claim, says.incidentType, rdflib.Literal(row["type_of_violence"])))
            for side in ("side_a_new_id", "side_b_new_id"):
                graph.add((claim, says.involved, rdflib.URIRef(f"{base}actor/ucdp-{row[side]}")))
            graph.add((claim, says.occurredDuring, rdflib.URIRef(f"{base}period/{day}")))
            graph.add((claim, says.occurredAt, rdflib.Literal(row["where_coordinates"])))
            graph.add((claim, says.killed, rdflib.URIRef(f"{base}quantity/{many}")))
            conflict = rdflib.URIRef(f"{base}conflict/ucdp-{row['conflict_new_id']}")
            graph.add((claim, says.partOfConflict, conflict))
    return graph


def written(dataset: Dataset, path: Path) -> int:
    """Map a file and write its Turtle, without a record."""
    from respondeat.shape import claim_rows, entity_rows

    transcriber, size, first = Transcriber(dataset.mapping, "ucdp-ged", "actor:ucdp", {}), 0, 1
    for frame in frames(path, dataset.layout):
        done = transcriber.transcribe(frame, first)
        rows = entity_rows(done.entities, dataset), claim_rows(done.table, "ucdp-ged")
        size += len(claims_to_turtle(pl.concat(rows)))
        first += len(frame)
    return size


def memory(here: Path, big: Path, double: Path) -> None:
    """Print the peak of one process for the rows, and for twice as many."""
    for path in (big, double):
        done = subprocess.run(
            [sys.executable, "-c", ONE, str(here / "memory"), str(path)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        print(f"peak memory on {path.name}: {int(done.stdout) / 2**20:.2f} GiB (aim 2.5 GB, flat)")
        shutil.rmtree(here / "memory")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
