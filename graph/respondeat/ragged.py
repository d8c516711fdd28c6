"""Ragged: CSV files whose rows have more or fewer fields than columns, or columns of one name.

The reader takes a field that is missing for an empty one, as in a file that was cut: only a row
whose last cell is empty can have lost any.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from respondeat.errors import DatasetError

__all__ = ["Lines"]


class Lines(NamedTuple):
    """The lines of a file, and what is read of it: the file itself, or its bytes in UTF-8.

    ``columns`` are those of a file without a header.
    """

    path: Path
    source: Path | bytes
    separator: str
    columns: tuple[str, ...]

    def header(self) -> list[str]:
        """Return the names of the columns; raise ``DatasetError`` where one stands twice."""
        names = list(self.columns) or next(self._rows(False), (1, []))[1]
        for name in names:
            if name and names.count(name) > 1:
                raise DatasetError(
                    f"column {name!r} stands twice: each needs a name of its own",
                    path=self.path,
                    line=1,
                )
        return names

    def refuse_short(self, columns: int) -> None:
        """Raise ``DatasetError`` where a row has too few fields.

        A line without a quote and with as many separators as a row needs is whole. Only where one
        is not so are all parsed, which takes some six times as long.
        """
        import polars as pl

        lines = pl.scan_csv(
            self.source,
            has_header=False,
            separator="\x1f",
            quote_char=None,
            infer_schema=False,
            truncate_ragged_lines=True,
        ).select(line=pl.first().str.strip_chars_end("\r"))
        line = pl.col("line").str
        few = line.count_matches(self.separator, literal=True) < columns - 1
        doubtful = lines.filter(pl.col("line") != "", few | line.contains('"', literal=True))
        if len(doubtful.head(1).collect(engine="streaming")):
            self.refuse(columns)

    def refuse(self, columns: int, *, strict: bool = False) -> None:
        """Raise ``DatasetError`` naming the first row that has another number of fields, if any.

        Where the reader gave up, be ``strict``: quotes that do not close are an error too.
        """
        for row, (line, fields) in enumerate(self._rows(strict), 1 if self.columns else 0):
            if fields and len(fields) != columns:
                why = (
                    "the file was cut here, or a separator or quote is missing"
                    if len(fields) < columns
                    else "a cell that holds a separator needs quotes"
                )
                raise DatasetError(
                    f"row {row} has {len(fields)} fields where there are {columns} columns: {why}",
                    path=self.path,
                    line=line,
                )

    def _rows(self, strict: bool) -> Iterator[tuple[int, list[str]]]:
        """Yield the fields of each row, with its line."""
        before, limit = 0, csv.field_size_limit(sys.maxsize)
        try:
            with self._open() as file:
                rows = csv.reader(file, delimiter=self.separator, strict=strict)
                for fields in rows:
                    yield before + 1, fields
                    before = rows.line_num
        except csv.Error as error:
            raise DatasetError(f"not CSV: {error}", path=self.path, line=before + 1) from error
        finally:
            csv.field_size_limit(limit)

    def _open(self) -> io.TextIOWrapper:
        if isinstance(self.source, bytes):
            return io.TextIOWrapper(io.BytesIO(self.source), "utf-8-sig", newline="")
        if self.source.suffix == ".gz":
            return gzip.open(self.source, "rt", encoding="utf-8-sig", newline="")
        return self.source.open(encoding="utf-8-sig", newline="")
