"""Cells: a CSV or XLSX sheet as lines of text, and the list of what is wrong with them.

Cells come out as they were written, without white space around them; a cell that a spreadsheet
turned into a number or a date is written out again. Sheets are written by hand: whatever is
larger than a hand writes is refused before it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from respondeat.errors import RespondeatError, SheetError
from respondeat.terms import foreign

__all__ = ["MOST_BYTES", "Cells", "Line", "rows_of", "split"]

MOST_BYTES = 8 * 2**20
"""The largest sheet that is read; an XLSX may unpack to twice that."""

_MOST_WRONG = 1_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELL, _MOST_REPORTED = 20_000, 100, 32_767, 20


class Line:
    """One line of a sheet: its cells by column, and where a wrong one is reported."""

    def __init__(self, sheet: Cells, number: int, cells: dict[str, str]) -> None:
        """Take the cells; ``number`` counts the lines of the file, from 1."""
        self._sheet, self.number, self._cells = sheet, number, cells

    def __getitem__(self, column: str) -> str:
        """Return a cell; a column that is left out is empty."""
        return self._cells.get(column, "")

    def wrong(self, column: str, message: str) -> None:
        """Report a wrong cell."""
        self._sheet.wrong(self.number, column, message)


class Cells:
    """The lines of one sheet below its header; ``content`` are the bytes they were read from."""

    def __init__(
        self,
        path: Path,
        columns: tuple[str, ...],
        needed: tuple[str, ...],
        content: bytes | None = None,
    ) -> None:
        """Read a sheet; raise ``SheetError`` where it is none, or its columns are others.

        With ``content`` the file need not be there: these are its bytes.
        """
        self.path = path
        self.content = _content(path) if content is None else content
        self._wrong: list[tuple[int, int, str]] = []
        rows = list(_rows(path, self.content))
        self._header = rows[0][1] if rows else []
        for place, name in enumerate(self._header, 1):
            if name not in columns:
                self._report(1, place, f"unknown column {name!r}; there are: {', '.join(columns)}")
            elif name in self._header[: place - 1]:
                self._report(1, place, f"the column {name!r} stands twice")
        for name in needed:
            if name not in self._header:
                self._report(1, 1, f"the column {name!r} is missing")
        self.refuse()
        self.lines = [self._line(number, row) for number, row in rows[1:] if any(row)]
        self.refuse()

    def wrong(self, number: int, column: str, message: str) -> None:
        """Report a wrong cell."""
        place = self._header.index(column) + 1 if column in self._header else 1
        self._report(number, place, f"column {column}: {message}")

    def refuse(self) -> None:
        """Raise ``SheetError`` naming every wrong cell, if there is one."""
        if not self._wrong:
            return
        (line, column, message), *rest = sorted(self._wrong)
        shown = [f"{self.path}:{a}:{b}: {text}" for a, b, text in rest[:_MOST_REPORTED]]
        if len(rest) > len(shown):
            shown.append(f"(and {len(rest) - len(shown)} more wrong cells)")
        shown.append("nothing of this sheet was loaded")
        raise SheetError("\n".join([message, *shown]), path=self.path, line=line, column=column)

    def _line(self, number: int, row: list[str]) -> Line:
        if len(row) > len(self._header):
            extra = f"{len(row)} cells under {len(self._header)} columns: quote commas"
            self._report(number, len(self._header), extra)
        return Line(self, number, dict(zip(self._header, row, strict=False)))

    def _report(self, line: int, place: int, message: str) -> None:
        self._wrong.append((line, place, message))
        if len(self._wrong) == _MOST_WRONG:
            self.refuse()


def split(cell: str) -> list[str]:
    """Return the items of a cell that may hold several.

    >>> split("actor:a; actor:b")
    ['actor:a', 'actor:b']
    """
    return [item.strip() for item in cell.split(";") if item.strip()]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(f"larger than {MOST_BYTES // 2**20} MiB: split it", path=path)
        return path.read_bytes()
    except OSError as error:
        raise SheetError(f"cannot be read: {error.strerror}", path=path) from error


def _rows(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield (line of the file, cells), each cell held to what a cell may be."""
    source = rows_of(path, content) if path.suffix == ".xlsx" else _csv(path, content)
    for count, (line, row) in enumerate(source):
        if count > _MOST_ROWS:
            raise SheetError(f"more than {_MOST_ROWS:,} rows: split the sheet", path=path)
        while row and not row[-1]:
            row.pop()
        if len(row) > _MOST_COLUMNS:
            raise SheetError(f"more than {_MOST_COLUMNS} columns", path=path, line=line)
        for place, cell in enumerate(row, 1):
            why = None
            if len(cell) > _MOST_CELL:
                why = f"a cell of more than {_MOST_CELL:,} characters"
            elif character := foreign(cell):
                why = f"a cell with the character {character}, which no text may hold"
            if why:
                raise SheetError(why, path=path, line=line, column=place)
        yield line, [cell.strip() for cell in row]


def _csv(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SheetError("not UTF-8: save it as 'CSV UTF-8'", path=path, line=line) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise SheetError(f"not CSV: {error}", path=path, line=reader.line_num) from error


def rows_of(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first sheet, each with its line, as they were typed."""
    import warnings
    import zipfile

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which hold no cell
            if sum(part.file_size for part in parts.infolist()) > 2 * MOST_BYTES:
                raise SheetError(f"unpacks to more than {2 * MOST_BYTES // 2**20} MiB", path=path)
            if any(b"<!DOCTYPE" in parts.read(part)[:4096] for part in parts.namelist()):
                raise SheetError("holds a document type: no spreadsheet does", path=path)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            for line, row in enumerate(sheet.iter_rows(), 1):
                yield line, [_written(cell, path, line, at) for at, cell in enumerate(row, 1)]
    except RespondeatError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise SheetError(f"not an XLSX workbook: {error}", path=path) from error


def _written(cell: Any, path: Path, line: int, column: int) -> str:
    """Write a spreadsheet's cell as somebody would have typed it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else "a spreadsheet's error"
        raise SheetError(f"{what}: put its value here", path=path, line=line, column=column)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return _day(value, cell.number_format)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _day(value: date, shown: str) -> str:
    """Write a date no more exactly than the cell shows it: 2017-06 typed in is kept as a day."""
    pattern = re.sub(r'\[[^\]]*\]|"[^"]*"', "", shown).lower()
    return value.strftime("%Y-%m-%d" if "d" in pattern or "m" not in pattern else "%Y-%m")
