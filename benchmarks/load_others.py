"""The load of UCDP GED beside rdflib and morph-kgc, which make the very same triples.

``python benchmarks/load_others.py [PYTHON]``, with the events of UCDP GED in ``RESPONDEAT_DATA``.
PYTHON is that of an environment of its own with ``morph-kgc``, which pins old libraries, and
``berkeleydb`` (Debian: ``libdb5.3-dev``), without which rdflib has no index on disk: without
PYTHON only rdflib's add loop into memory is measured.

Aims: six times faster than rdflib's add loop, from the file to an index on disk; ten times faster
than morph-kgc from the file to RDF. rdflib's loop is in ``_rdflib.py``; morph-kgc is given
``ged.rml.ttl`` in two ways, of which the first is the fastest that was found: DuckDB makes the
columns once with ``ged.sql``; or the same SQL stands as views over the CSV, all of it work of
morph-kgc, which reads a view again for each of its rules. That the triples are the same is checked
before anything is timed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import _rdflib
import polars as pl
import pyoxigraph as ox
import rdflib
from load_dataset import cut, enlarged

from respondeat.dataset import Dataset
from respondeat.ingest import ingest
from respondeat.project import claims_to_turtle
from respondeat.shape import claim_rows, entity_rows
from respondeat.source import frames
from respondeat.transcribe import Transcriber

HERE = Path(__file__).parent
COPIES, RUNS = 9, 3
COMPARED, LOOPED, MAPPED = 2_000, 60_000, 100_000
"""Rows whose triples are compared, and rows that rdflib and morph-kgc are given."""
SIZES = 5_000, 20_000
"""Rows that rdflib is given besides: does its cost of a triple fall with their number?"""
MORPH = """
import os, re, resource, runpy, sys, time
import duckdb, morph_kgc
def worked():
    found = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    own = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
    return sum(one.ru_utime + one.ru_stime for one in found), max(own, found[1].ru_maxrss)
os.chdir(sys.argv[1])
start, before = time.perf_counter(), worked()[0]
sql = open("ged.sql").read()
if sys.argv[2] == "views":  # the connection that morph-kgc uses
    duckdb.execute(sql.replace("CREATE TABLE", "CREATE VIEW"))
    duckdb.execute("CREATE OR REPLACE MACRO id_of(text) AS slug(text)")
else:
    with duckdb.connect() as connection:
        connection.execute(sql)
        for name in ("events", "offices"):
            connection.execute(f"COPY {name} TO '{name}.parquet'")
sys.argv = ["morph_kgc", "config.ini"]
runpy.run_module("morph_kgc", run_name="__main__")
work, peak = worked()
print(time.perf_counter() - start, work - before, peak)
"""
CONFIG = """[CONFIGURATION]
logging_level=ERROR
number_of_processes={}
output_dir=out
[ged]
mappings=ged.rml.ttl
"""


class Took(NamedTuple):
    """Seconds on the clock and of CPU; the peak of memory in KiB where it was taken."""

    wall: float
    cpu: float
    peak: float = 0

    def __str__(self) -> str:
        """Write both, which differ where others use the machine or both cores work."""
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of CPU)"


def main() -> None:
    """Compare the triples, then the time; print each figure beside its aim."""
    other = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        big = enlarged(here, COPIES)
        for part in (Dataset.named("ucdp-ged").folder / "sample.csv", cut(here, big, COMPARED)):
            compare(here, part, other)
        loops(here, big, other)
        if other:
            mapped(here, cut(here, big, MAPPED), other)
        else:
            print("morph-kgc and rdflib on disk were not measured: name the Python of both")
        print(f"load of the machine: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")


def compare(here: Path, part: Path, other: str | None) -> None:
    """Compare the triples that each makes of a part; the sample has rows for every rule."""
    ours = set(triples(written(part, here / "ours.ttl"), ox.RdfFormat.TURTLE))
    graph = rdflib.Graph()
    _rdflib.Adder(graph).add(part)
    graph.serialize(here / "theirs.nt", "nt", encoding="utf-8")
    found = {"rdflib": set(triples(here / "theirs.nt", ox.RdfFormat.N_TRIPLES))}
    for way in ("once", "views") if other else ():
        morph(here, part, str(other), way)
        files = (here / "morph" / "out").glob("*.nt")
        made = {one for path in files for one in triples(path, ox.RdfFormat.N_TRIPLES)}
        found[f"morph-kgc, {way}"] = made
    for name, theirs in found.items():
        missing, more = ours - theirs, theirs - ours
        same = f"the same {len(ours):,} triples" if not missing | more else "other triples"
        print(f"{part.name}: {name} makes {same}")
        for mark, wrong in (("-", missing), ("+", more)):
            for one in sorted(map(str, wrong))[:3]:
                print(f"{mark} {len(wrong):,}, as {one}")


def loops(here: Path, big: Path, other: str | None) -> None:
    """Compare a load with rdflib's add loop, into memory and into its own store on disk."""
    stores = {"Memory": sys.executable} | ({"BerkeleyDB": other} if other else {})
    ways: dict[str, Callable[[], Took]] = {"load": partial(loaded, here, cut(here, big, LOOPED))}
    for name, python in stores.items():
        ways[name] = partial(looped, here, cut(here, big, LOOPED), name, python)
    took = turns(ways)
    many = {rows: amount(here, cut(here, big, rows)) for rows in (LOOPED, *SIZES)}
    print(f"{LOOPED:,} rows, {many[LOOPED]:,} triples: load {took['load']}, durable and indexed")
    for name, python in stores.items():
        print(f"  rdflib, add loop, {name}: {took[name]}: {ratio(took[name], took['load'])}")
        cost = {LOOPED: took[name]} | {
            rows: looped(here, cut(here, big, rows), name, python) for rows in SIZES
        }
        each = (f"{1e6 * cost[n].cpu / many[n]:.0f} us of {n:,} rows" for n in sorted(cost))
        print(f"    CPU a triple: {', '.join(each)}")
    print("  the aim is 6 from the file to an index on disk")


def mapped(here: Path, part: Path, other: str) -> None:
    """Compare mapping and writing RDF with morph-kgc."""
    took = turns(
        {
            "ours": partial(turtle, here, part),
            "once": partial(morph, here, part, other, "once"),
        }
    )
    took["views"] = morph(here, part, other, "views")  # one run, as it is long
    print(f"mapping and RDF of {MAPPED:,} rows: {took['ours']}; the aim is 10")
    for way, what in (("once", "columns made once"), ("views", "views over the CSV")):
        print(
            f"  morph-kgc without its start, {what}: {took[way]}, {took[way].peak / 2**20:.2f} GiB"
            f" at most in a process: {ratio(took[way], took['ours'])}"
        )


def turns(ways: dict[str, Callable[[], Took]]) -> dict[str, Took]:
    """Run every way in turn, and return the medians."""
    found: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            found[name].append(way())
    return {
        name: Took(*map(statistics.median, zip(*took, strict=True))) for name, took in found.items()
    }


def ratio(theirs: Took, ours: Took) -> str:
    """Write how many times as long they took."""
    return f"{theirs.wall / ours.wall:.1f}x, of CPU {theirs.cpu / ours.cpu:.1f}x"


def clocked(work: Callable[[], object]) -> Took:
    """Return what one call in this process takes."""
    start, worked = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - start, time.process_time() - worked)


def loaded(here: Path, part: Path) -> Took:
    """Load a part into a workspace."""
    shutil.rmtree(here / "w", ignore_errors=True)
    return clocked(lambda: ingest(here / "w", Dataset.named("ucdp-ged"), part, by="a benchmark"))


def looped(here: Path, part: Path, store: str, python: str) -> Took:
    """Add a part to a store of rdflib, in a process of its own."""
    place = here / "store"
    shutil.rmtree(place, ignore_errors=True)
    script = HERE / "_rdflib.py"
    words = [python, str(script), str(part), store, str(place)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return Took(*map(float, done.stdout.split()))


def turtle(here: Path, part: Path) -> Took:
    """Map a part and write its Turtle, without a record."""
    return clocked(lambda: written(part, here / "ours.ttl"))


def written(part: Path, path: Path) -> Path:
    """Map a file and write its Turtle to the disk."""
    dataset, first = Dataset.named("ucdp-ged"), 1
    transcriber = Transcriber(dataset.mapping, "ucdp-ged", "actor:ucdp", {})
    with path.open("wb") as file:
        for frame in frames(part, dataset.layout):
            done = transcriber.transcribe(frame, first)
            rows = entity_rows(done.entities, dataset), claim_rows(done.table, "ucdp-ged")
            file.write(claims_to_turtle(pl.concat(rows)))
            first += len(frame)
        file.flush()
        os.fsync(file.fileno())
    return path


def morph(here: Path, part: Path, python: str, way: str) -> Took:
    """Map a part with morph-kgc, and write its N-Triples, in a process of its own."""
    place, views = here / "morph", way == "views"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copy(HERE / "ged.sql", place)
    mapping = (HERE / "ged.rml.ttl").read_text()
    for name in ("events", "offices"):
        mapping = mapping.replace(f"'{name}.parquet'", name) if views else mapping
    (place / "ged.rml.ttl").write_text(mapping)
    (place / "events.csv").symlink_to(part.resolve())
    (place / "config.ini").write_text(CONFIG.format(1 if views else 2))
    done = subprocess.run(
        [python, "-c", MORPH, str(place), way], check=True, capture_output=True, text=True
    )
    return Took(*map(float, done.stdout.split()[-3:]))


def amount(here: Path, part: Path) -> int:
    """Count the triples that a part makes."""
    return len(set(triples(written(part, here / "ours.ttl"), ox.RdfFormat.TURTLE)))


def triples(path: Path, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    """Yield what a file says."""
    return ox.parse(path=path, format=form)


if __name__ == "__main__":
    main()
