"""Sources: a file of a dataset as frames of text, column by column, a batch of rows at a time.

CSV, TSV, XLSX, JSON lines and GeoJSON, and each of them gzipped. Nothing is guessed: every cell is
text, or in JSON a list of texts, and what stands for nothing is named by the dataset.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.errors import DatasetError
from respondeat.ragged import Lines

if TYPE_CHECKING:
    import polars

__all__ = ["FORMATS", "Layout", "frames"]

BATCH = 25_000
"""Rows of a source that are mapped at a time."""

FORMATS = ("csv", "tsv", "xlsx", "jsonl", "geojson")
_MOST_BYTES = 512 * 2**20
"""The largest file that is read as a whole: all but CSV and TSV in UTF-8."""

_MOST_PACKED = 100
"""How often a gzipped file may be as large as it is, beyond that size: text is some ten times."""

_PIECE = 2**20

_UNREADABLE = (OSError, ValueError, LookupError, EOFError, RecursionError, zlib.error)


class Layout(NamedTuple):
    """How the files of a dataset are written.

    ``columns`` names those of a file without a header line, ``empty`` what stands for nothing.
    """

    format: str = "csv"
    encoding: str = "utf-8"
    columns: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def frames(path: Path, layout: Layout) -> Iterator[polars.DataFrame]:
    """Yield batches of rows; raise ``DatasetError`` where the file is of another kind."""
    import polars as pl

    try:
        if not path.is_file():
            raise DatasetError("no such file", path=path)
        for frame in _READERS[layout.format](path, layout):
            yield frame.with_columns(_trimmed(frame, layout.empty))
    except (*_UNREADABLE, pl.exceptions.PolarsError) as error:
        first = str(error).partition("\n")[0]
        raise DatasetError(f"not readable as {layout.format}: {first}", path=path) from error


def _trimmed(frame: polars.DataFrame, empty: tuple[str, ...]) -> list[polars.Expr]:
    import polars as pl

    def bare(cell: polars.Expr) -> polars.Expr:
        cell = cell.str.strip_chars()
        return pl.when(~cell.is_in(["", *empty])).then(cell)

    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return [bare(pl.col(name)).alias(name) for name in texts]


def _csv(path: Path, layout: Layout) -> Iterator[polars.DataFrame]:
    import polars as pl

    separator = "\t" if layout.format == "tsv" else ","
    whole = layout.encoding != "utf-8"
    source = _text(path, layout).encode() if whole else _sized(path)
    lines = Lines(path, source, separator, layout.columns)
    columns = len(lines.header())
    scanned = pl.scan_csv(
        source,
        infer_schema=False,
        separator=separator,
        has_header=not layout.columns,
        new_columns=list(layout.columns) or None,
        raise_if_empty=True,
    )
    scanned = scanned.rename(lambda name: name.replace('""', '"'))  # a quoted quote stays doubled
    known = False
    try:
        for frame in scanned.collect_batches(chunk_size=BATCH, maintain_order=True):
            if not known and frame[:, -1].null_count():
                lines.refuse_short(columns)
                known = True
            yield frame
    except pl.exceptions.PolarsError:
        lines.refuse(columns, strict=True)
        raise


def _xlsx(path: Path, layout: Layout) -> Iterator[polars.DataFrame]:
    from respondeat.cells import rows_of

    lines = rows_of(path, _content(path))
    header = list(layout.columns) or next((row for _, row in lines), [])
    named = [name for name in header if name]
    if not named or len(named) > len(set(named)):
        raise DatasetError("a first row of names, each once, is missing", path=path, line=1)
    rows = []
    for number, row in lines:
        for place, cell in enumerate(row, 1):
            if cell and (place > len(header) or not header[place - 1]):
                raise DatasetError("a cell under no name", path=path, line=number, column=place)
        rows.append({name: cell for name, cell in zip(header, row, strict=False) if name})
    yield from _batches(rows)


def _jsonl(path: Path, layout: Layout) -> Iterator[polars.DataFrame]:
    rows = []
    for number, line in enumerate(_text(path, layout).split("\n"), 1):
        if line.strip():
            try:
                rows.append(_flat(json.loads(line, object_pairs_hook=_once)))
            except (ValueError, RecursionError) as error:
                raise DatasetError(f"not JSON: {error}", path=path, line=number) from error
    yield from _batches(rows)


def _geojson(path: Path, layout: Layout) -> Iterator[polars.DataFrame]:
    whole = json.loads(_text(path, layout), object_pairs_hook=_once)
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise DatasetError("not a GeoJSON collection of features", path=path)
    rows = []
    for number, one in enumerate(features, 1):
        try:
            geometry = one["geometry"] and _wkt(one["geometry"])
            rows.append({**_flat(one["properties"] or {}), "geometry": geometry})
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise DatasetError(
                f"row {number}: not a GeoJSON feature: {error}", path=path
            ) from error
    yield from _batches(rows)


_READERS = {"csv": _csv, "tsv": _csv, "xlsx": _xlsx, "jsonl": _jsonl, "geojson": _geojson}


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[polars.DataFrame]:
    """Yield rows whose columns are those that any row has; a list anywhere makes a list column."""
    import polars as pl

    found = list(rows)
    columns: dict[str, bool] = {}
    for row in found:
        for name, value in row.items():
            columns[name] = columns.get(name, False) or isinstance(value, list)
    schema = {name: pl.List(pl.String) if many else pl.String for name, many in columns.items()}
    for row in found:
        for name, value in row.items():
            if columns[name] and value is not None and not isinstance(value, list):
                row[name] = [value]
    for start in range(0, len(found), BATCH):
        yield pl.DataFrame(found[start : start + BATCH], schema=schema, orient="row")


def _flat(value: dict[str, Any], stem: str = "") -> dict[str, Any]:
    """Write nested objects as ``outer.inner``, and all but lists as text.

    >>> _flat({"id": 1, "properties": {"name": ["a"]}})
    {'id': '1', 'properties.name': ['a']}
    """
    if not isinstance(value, dict):
        raise ValueError("expected an object: names in braces, each with a value")
    found: list[tuple[str, Any]] = []
    for name, item in value.items():
        if isinstance(item, dict):
            found += _flat(item, f"{stem}{name}.").items()
        elif isinstance(item, list):
            listed = [one if isinstance(one, str) else json.dumps(one) for one in item]
            found.append((stem + name, listed))
        else:
            written = item if item is None or isinstance(item, str) else json.dumps(item)
            found.append((stem + name, written))
    return _once(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take the names of an object, of which none may stand twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{max(names, key=names.count)!r} stands twice")
    return found


def _wkt(geometry: dict[str, Any]) -> str:
    """Write a GeoJSON geometry as well-known text.

    >>> _wkt({"type": "Point", "coordinates": [36.7, 34.8]})
    'POINT (36.7 34.8)'
    """
    return f"{geometry['type'].upper()} {_ring(geometry['coordinates'])}"


def _ring(part: list[Any]) -> str:
    if isinstance(part[0], list):
        inner = (_ring(one) if isinstance(one[0], list) else _position(one) for one in part)
        return f"({', '.join(inner)})"
    return f"({_position(part)})"


def _position(numbers: list[Any]) -> str:
    return " ".join(str(one + 0) for one in numbers)  # what is no number raises TypeError


def _text(path: Path, layout: Layout) -> str:
    return _content(path).decode("utf-8-sig" if layout.encoding == "utf-8" else layout.encoding)


def _sized(path: Path) -> Path:
    """Return a file that is read batch by batch; raise ``DatasetError`` where it is a bomb."""
    most, size = max(_MOST_BYTES, _MOST_PACKED * path.stat().st_size), 0
    if path.suffix == ".gz":
        with gzip.open(path) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise DatasetError(
                        f"unpacks to more than {most // 2**20:,} MiB: unpack it first", path=path
                    )
    return path


def _content(path: Path) -> bytes:
    if path.suffix == ".gz":
        with gzip.open(path) as file:
            content = file.read(_MOST_BYTES + 1)
    else:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise DatasetError(f"larger than {_MOST_BYTES // 2**20} MiB", path=path)
    return content
