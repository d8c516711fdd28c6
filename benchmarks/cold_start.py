"""Cold start: the whole process, from the shell's point of view.

The yardstick is a ten-line script that opens the same store with pyoxigraph, asks the same question
and prints the rows. Aim: at most 1.5 times as long. Two more tell what the difference is made of:
the script with its rows written by `csv`, and with the standard library that any command line of
this kind imports.
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from _measure import QUESTION, compare, process, processor, workspace

SCRIPT = """
import sys
import pyoxigraph as ox

store = ox.Store.read_only(sys.argv[1])
with open(sys.argv[2]) as file:
    found = store.query(file.read())
print(*(variable.value for variable in found.variables), sep="\\t")
for row in found:
    print(*("" if cell is None else cell.value for cell in row), sep="\\t")
"""

IMPORTS = "import argparse, hashlib, json, pathlib, re, typing"

CSV = """
import csv
import sys
import pyoxigraph as ox

store = ox.Store.read_only(sys.argv[1])
with open(sys.argv[2]) as file:
    found = store.query(file.read())
lines = csv.writer(sys.stdout, delimiter="\\t")
lines.writerow(variable.value for variable in found.variables)
for row in found:
    lines.writerow("" if cell is None else cell.value for cell in row)
"""


def main() -> None:
    """Compare the command line with the script, by the clock and by the work of the cores."""
    program = Path(sys.executable).parent / "respondeat"
    with tempfile.TemporaryDirectory() as scratch:
        place = workspace(Path(scratch, "workspace"))
        generation = json.loads((place / "index" / "index.json").read_text())["generation"]
        store = place / "index" / str(generation)
        question = Path(scratch, "killed.rq")
        question.write_text(QUESTION)

        def script(text: str) -> tuple[str | Path, ...]:
            path = Path(scratch, f"{hash(text)}.py")
            path.write_text(text)
            return sys.executable, path, store, question

        ways: dict[str, tuple[str | Path, ...]] = {
            "ten lines of pyoxigraph": script(SCRIPT),
            "the same, rows through csv": script(CSV),
            "the same, and the imports": script(IMPORTS + SCRIPT),
            "respondeat ask": (program, "-w", place, "ask", question),
            "respondeat --help": (program, "--help"),
            "python -c pass": (sys.executable, "-c", "pass"),
        }
        for title, clock in (("", perf_counter), (", work of the cores", processor)):
            timed = {name: partial(process, *words, clock=clock) for name, words in ways.items()}
            compare(f"cold start{title}", timed, runs=31)


if __name__ == "__main__":
    main()
