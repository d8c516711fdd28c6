"""Timing: interleaved runs, medians, one small table."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from respondeat.files import folder
from respondeat.load import load

QUESTION = """
PREFIX resp: <https://w3id.org/respondeat/ontology#>
PREFIX says: <https://w3id.org/respondeat/says#>
PREFIX set: <https://w3id.org/respondeat/set/>
SELECT ?claim ?asserter ?document ?lower ?upper WHERE {
  VALUES ?set { set:idlib-killings-2017-2018 }
  ?claim resp:about ?set ; says:killed ?killed ;
         resp:asserter ?asserter ; resp:inDocument ?document .
  OPTIONAL { ?killed resp:lower ?lower }
  OPTIONAL { ?killed resp:upper ?upper }
}
"""
"""Who says how many were killed: the question that every script asks."""


def workspace(place: Path) -> Path:
    """Build a workspace from the bundled corpus."""
    load(place, [folder("corpus")], by="a benchmark")
    return place


def processor() -> float:
    """Return the seconds that cores worked for commands that have ended: a clock for `process`.

    It is steadier than time where other programs run.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def process(*words: str | Path, clock: Callable[[], float] = time.perf_counter) -> float:
    """Run a command to its end and return the seconds it took; compiled modules are kept."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = clock()
    subprocess.run([*map(str, words)], check=True, stdout=subprocess.DEVNULL, env=kept)
    return clock() - start


def call(function: Callable[[], object], times: int = 1) -> float:
    """Call a function so many times and return the seconds one call took."""
    start = time.perf_counter()
    for _ in range(times):
        function()
    return (time.perf_counter() - start) / times


def compare(title: str, ways: Mapping[str, Callable[[], float]], runs: int = 7) -> None:
    """Run every way in turn, ``runs`` times; print medians and ratios to the first way."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()  # once, so that no way pays for a cold disk
    for _ in range(runs):
        for name, way in ways.items():
            seconds[name].append(way())
    first = statistics.median(next(iter(seconds.values())))
    cores = os.cpu_count()
    print(f"\n{title}  ({runs} interleaved runs, {cores} cores, Python {sys.version.split()[0]})")
    print(f"  {'':44} {'median':>10} {'fastest':>10} {'slowest':>10} {'ratio':>7}")
    for name, found in seconds.items():
        median = statistics.median(found)
        cells = " ".join(f"{1000 * value:8.2f}ms" for value in (median, min(found), max(found)))
        print(f"  {name:44} {cells} {median / first:6.2f}x")


def each(title: str, ways: Mapping[str, Callable[[str], object]], things: Sequence[str]) -> None:
    """Call every way on each thing; print medians, 95th percentiles and the ratio.

    Another way begins with each thing: the first to come reads it from the disk for the others.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(things[0])
    names = list(ways)
    for number, thing in enumerate(things):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            seconds[name].append(call(partial(ways[name], thing)))
    least = statistics.median(next(iter(seconds.values())))
    print(f"\n{title}  ({len(things)} things, interleaved)")
    print(f"  {'':44} {'median':>10} {'95 %':>10} {'slowest':>10} {'ratio':>7}")
    for name, found in seconds.items():
        middle, late = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        cells = " ".join(f"{1000 * value:8.2f}ms" for value in (middle, late, max(found)))
        print(f"  {name:44} {cells} {middle / least:6.2f}x")
