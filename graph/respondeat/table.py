"""A table of answers, as aligned text for people or JSON lines for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from typing import Any

__all__ = ["FORMULA", "Table", "display", "wrapped"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would run as a formula."""

# a right-to-left name is isolated so that it cannot reorder the words around it
_ISOLATE = "\u2068{}\u2069"
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
_CONTROLS = {ord(c): f"<U+{ord(c):04X}>" for c in _DIRECTIONS}


class Table:  # noqa: PLW1641  (its rows can change: no hash)
    """Named columns and rows; ``None`` is an empty cell.

    >>> print(Table(("who", "killed"), [("actor:snhr", 1109)]).text(40))
    who         killed
    ----------  ------
    actor:snhr    1109
    """

    def __init__(self, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Take the names of the columns, and the rows."""
        self.columns, self.rows = columns, rows

    def __eq__(self, other: object) -> bool:
        """Say whether another table has the same columns and rows."""
        return isinstance(other, Table) and vars(self) == vars(other)

    def __repr__(self) -> str:
        """Write both out."""
        return f"Table(columns={self.columns!r}, rows={self.rows!r})"

    def json_lines(self) -> Iterable[str]:
        """Yield one JSON object a row."""
        for row in self.rows:
            yield json.dumps(dict(zip(self.columns, row, strict=True)), ensure_ascii=False)

    def text(self, width: int = 100) -> str:
        """Return aligned columns that wrap to ``width``; numbers stand right."""
        cells = [[display(cell) for cell in row] for row in self.rows]
        numeric = [
            bool(self.rows)
            and all(isinstance(row[i], int | float) or row[i] is None for row in self.rows)
            for i in range(len(self.columns))
        ]
        widths = _widths([list(self.columns), *cells], width)
        lines = [self.columns, ["-" * size for size in widths]]
        return "\n".join(
            line for row in [*lines, *cells] for line in _lines(list(row), widths, numeric)
        )


def display(cell: Any) -> str:
    r"""Write a cell for a screen: control characters made visible, right-to-left text isolated.

    >>> display("a\u202eb")
    'a<U+202E>b'
    """
    if cell is None:
        return ""
    text = str(cell)
    if text.isascii() and text.isprintable():
        return text
    import unicodedata

    text = text.translate(_CONTROLS)
    text = "".join(c if c == " " or c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return _ISOLATE.format(text)
    return text


def _widths(rows: list[list[str]], total: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > total and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: list[str], widths: list[int], numeric: list[bool]) -> Iterable[str]:
    columns = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    for i in range(max(map(len, columns))):
        parts = [cell[i] if i < len(cell) else "" for cell in columns]
        yield "  ".join(
            part.rjust(size) if right else part.ljust(size)
            for part, size, right in zip(parts, widths, numeric, strict=True)
        ).rstrip()


def wrapped(cell: str, size: int) -> list[str]:
    """Return the lines of a cell, as `textwrap` has them, which is slow to come and seldom needed.

    >>> wrapped("two words", 20), wrapped("two words", 5)
    (['two words'], ['two', 'words'])
    """
    if len(cell) <= size:
        return [cell.rstrip()]
    import textwrap

    return textwrap.wrap(cell, size) or [""]
