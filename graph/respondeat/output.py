"""Output: data to standard output, as lines for people or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from respondeat.files import folder
from respondeat.table import Table, display

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from respondeat.reading import Reading

__all__ = ["EVERY_CLAIM", "lines", "reading_line", "say", "show", "width"]

EVERY_CLAIM = "every-claim"
"""The reading of an answer that names no other."""


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")


def lines(found: Iterable[str]) -> None:
    """Print lines."""
    for line in found:
        say(line)


def show(table: Table, as_json: bool) -> int:
    """Print a table, and return the exit code of a command that did what it was asked."""
    if as_json:
        lines(table.json_lines())
    elif table.rows:
        say(table.text(max(60, width(120))))
    else:
        say("(no rows)")
    return 0


def reading_line(reading: Reading | None = None) -> int:
    """Print the reading that an answer was given under, which is its last line.

    Without one that is the bundled `EVERY_CLAIM`, whose summary is a line of its file.
    """
    if reading:
        name, summary = reading.name, reading.summary
    else:  # an answer need not wait for a parser of TOML
        name, text = EVERY_CLAIM, (folder("readings") / f"{EVERY_CLAIM}.toml").read_text("utf-8")
        summary = text.partition('summary = "')[2].partition('"')[0]
    say(f"\nreading: {name} ({display(summary)})")
    return 0


def width(otherwise: int) -> int:
    """Return how wide the screen is: what COLUMNS says, else the terminal, else ``otherwise``.

    `shutil` knows it too, and is slow to come with the compression that it brings.
    """
    said = os.environ.get("COLUMNS", "")[:9]
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or otherwise
    except (AttributeError, ValueError, OSError):
        return otherwise
