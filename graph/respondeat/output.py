"""Output: data to standard output, as lines for people or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from respondeat.table import Table, display

if TYPE_CHECKING:
    from respondeat.reading import Reading

__all__ = ["lines", "reading_line", "say", "show"]


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
        say(table.text(_width()))
    else:
        say("(no rows)")
    return 0


def reading_line(reading: Reading) -> int:
    """Print the reading that an answer was given under, which is its last line."""
    say(f"\nreading: {reading.name} ({display(reading.summary)})")
    return 0


def _width() -> int:
    if sys.stdout.isatty():
        import shutil  # 4 ms that a pipe need not wait for

        return max(60, shutil.get_terminal_size().columns)
    return max(60, int(os.environ.get("COLUMNS") or 120))
