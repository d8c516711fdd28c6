"""Entries: what one load, correction or retraction did to one document, for ever.

An entry is a folder named by the SHA-256 of its ``entry.json``, which in turn names the hash of
every other file in it: the claims as Parquet, and the bytes of what was loaded.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.claim import COLUMNS, Row
from respondeat.document import Document
from respondeat.errors import RecordError
from respondeat.log import sync

if TYPE_CHECKING:
    import polars

__all__ = ["Change", "Entry", "empty_table", "read_entry", "read_file", "read_table", "write_entry"]

_TABLE = "claims.parquet"


class Change(NamedTuple):
    """What was done to one document: ``action`` is load, correct, retract or unchanged."""

    document: str
    action: str
    added: int
    changed: int
    withdrawn: int


class Entry(NamedTuple):
    """One change of one document.

    ``changed`` are the keys whose rows the entry holds, ``withdrawn`` the keys that it takes
    away, ``files`` name to SHA-256, ``previous`` the log's head when it was written.
    """

    id: str
    action: str
    document: str
    metadata: dict[str, Any]
    files: dict[str, str]
    changed: list[str]
    withdrawn: list[str]
    by: str
    why: str
    at: str
    previous: str

    @property
    def sheet_sha256(self) -> str:
        """The SHA-256 of the sheet that was loaded, or nothing where none was."""
        sheets = (sha for name, sha in self.files.items() if name.startswith("source/"))
        return next(sheets, "")


def write_entry(
    parent: Path,
    *,
    action: str,
    document: Document,
    rows: list[Row],
    withdrawn: list[str],
    source: Mapping[str, bytes],
    by: str,
    why: str,
    previous: str,
) -> Entry:
    """Write an entry's folder below ``parent``, whole and durable or not at all."""
    temporary = parent / f"tmp-{os.getpid()}"
    contents = {f"source/{name}": content for name, content in source.items()}
    if rows:
        contents[_TABLE] = _parquet(rows)
    manifest = {
        "action": action,
        "document": document.slug,
        "metadata": document.metadata,
        "files": {name: _sha256(data) for name, data in contents.items()},
        "changed": list(dict.fromkeys(row["key"] for row in rows)),
        "withdrawn": withdrawn,
        "by": by,
        "why": why,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "previous": previous,
    }
    content = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
    try:
        (temporary / "source").mkdir(parents=True)
        for name, data in {**contents, "entry.json": content}.items():
            _write(temporary / name, data)
        sync(temporary / "source")
        sync(temporary)
        temporary.rename(parent / _sha256(content))
        sync(parent)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return read_entry(parent / _sha256(content))


def read_entry(folder: Path) -> Entry:
    """Read an entry; raise ``RecordError`` where it is missing or was altered."""
    path = folder / "entry.json"
    content = _checked(path, folder.name)
    return Entry(folder.name, **json.loads(content))


def read_file(folder: Path, entry: Entry, name: str) -> bytes:
    """Read one file of an entry, checked against its hash."""
    return _checked(folder / name, entry.files[name])


def read_table(folder: Path, entry: Entry, columns: list[str] | None = None) -> polars.DataFrame:
    """Read an entry's claims table, or some of its columns."""
    import polars as pl

    if _TABLE not in entry.files:
        return empty_table().select(columns or pl.all())
    return pl.read_parquet(io.BytesIO(read_file(folder, entry, _TABLE)), columns=columns)


def empty_table() -> polars.DataFrame:
    """Return a claims table without rows."""
    import polars as pl

    return pl.DataFrame(schema=_schema())


def _schema() -> dict[str, Any]:
    import polars as pl

    kinds = {
        "str": pl.String(),
        "int": pl.Int64(),
        "float": pl.Float64(),
        "date": pl.Date(),
        "list": pl.List(pl.String()),
    }
    return {name: kinds[kind] for name, kind in COLUMNS.items()}


def _parquet(rows: list[Row]) -> bytes:
    import polars as pl

    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=_schema(), orient="row").write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"cannot be read ({error.strerror}): restore the record from a copy", path=path
        ) from error
    if _sha256(content) != sha256:
        raise RecordError("this file was altered: restore the record from a copy", path=path)
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
