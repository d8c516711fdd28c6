"""Cold start: the whole process, from the shell's point of view.

The yardstick is a ten-line script that opens the same store with pyoxigraph and asks the same
question. Aim: at most 1.5 times as long. The same script with the standard library that any command
line of this kind imports shows how much of the rest is the program's own.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from _measure import QUESTION, compare, process, workspace

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


def main() -> None:
    """Compare the command line with the script."""
    program = Path(sys.executable).parent / "respondeat"
    with tempfile.TemporaryDirectory() as scratch:
        place = workspace(Path(scratch, "workspace"))
        generation = json.loads((place / "index" / "index.json").read_text())["generation"]
        store = place / "index" / str(generation)
        question, script = Path(scratch, "killed.rq"), Path(scratch, "script.py")
        question.write_text(QUESTION)
        script.write_text(SCRIPT)
        furnished = Path(scratch, "furnished.py")
        furnished.write_text(IMPORTS + SCRIPT)
        compare(
            "cold start",
            {
                "ten lines of pyoxigraph": lambda: process(sys.executable, script, store, question),
                "the same, and the imports": lambda: process(
                    sys.executable, furnished, store, question
                ),
                "respondeat ask": lambda: process(program, "-w", place, "ask", question),
                "respondeat --help": lambda: process(program, "--help"),
                "python -c pass": lambda: process(sys.executable, "-c", "pass"),
            },
            runs=15,
        )


if __name__ == "__main__":
    main()
