"""A dataset of 390,000 events: from the file to a durable record and an index that answers.

The events of UCDP GED (from ``RESPONDEAT_DATA``) are repeated with shifted ids and dates. Aims: no
more than ten seconds above the store's own loader on finished Turtle; 16 triples and 45 bytes of
Parquet a row; a peak below 2.5 GB that doubling the rows does not raise; a correction by rows in
less than 100 ms; the same file again at the cost of its hash. ``load_others.py`` compares with
rdflib and morph-kgc.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from respondeat.add import add
from respondeat.dataset import Dataset
from respondeat.ingest import ingest
from respondeat.workspace import Workspace

COPIES = 33
ONE = """
import re, sys
from pathlib import Path
from respondeat.dataset import Dataset
from respondeat.ingest import ingest
ingest(Path(sys.argv[1]), Dataset.named("ucdp-ged"), Path(sys.argv[2]), by="a benchmark")
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""The peak is the process's own: ``ru_maxrss`` also counts that of the one that started it."""


def main() -> None:
    """Measure, and print each figure beside its aim."""
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        big, double = enlarged(here, COPIES), enlarged(here, 2 * COPIES)
        rows = pl.scan_csv(big, infer_schema=False).select(pl.len()).collect().item()
        whole_load(here, big, rows)
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
        turtle = b"".join(workspace.turtle())
        start = time.perf_counter()
        store = ox.Store(str(here / "store"))
        store.bulk_load(turtle, format=ox.RdfFormat.TURTLE)
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
    found = [timed(partial(correct, day)) for day in range(3, 20)]
    middle, late = statistics.median(found), max(found)
    print(f"a correction by rows: {1000 * middle:.0f} ms, slowest {1000 * late:.0f} ms (aim 100)")


def cut(here: Path, big: Path, rows: int) -> Path:
    """Write the first rows to a file of their own."""
    path = here / f"part-{rows}.csv"
    pl.read_csv(big, infer_schema=False, n_rows=rows).write_csv(path)
    return path


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
