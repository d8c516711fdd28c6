"""Entries: what one load, correction or retraction did to one document, for ever.

An entry is a folder named by the SHA-256 of its ``entry.json``, which in turn names the hash of
every other file in it: the claims as Parquet, in parts of whole claims, the keys of those that it
takes away, and the bytes of what was loaded.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.document import Document
from respondeat.errors import DatasetError, RecordError
from respondeat.log import sync

if TYPE_CHECKING:
    import polars

__all__ = [
    "Change",
    "Entry",
    "Original",
    "Part",
    "read_entry",
    "read_file",
    "read_tables",
    "read_withdrawn",
    "write_entry",
]

_TABLE, _WITHDRAWN = "claims", "withdrawn.parquet"
_PIECE = 2**20


class Change(NamedTuple):
    """What was done to one document: ``action`` is load, correct, retract or unchanged."""

    document: str
    action: str
    added: int
    changed: int
    withdrawn: int


class Part(NamedTuple):
    """A table that was written to a file already: whole claims, and how many."""

    path: Path
    claims: int

    @classmethod
    def of(cls, table: polars.DataFrame, path: Path) -> Part:
        """Write a table as a record keeps it."""
        path.write_bytes(_parquet(table))
        return cls(path, _claims(table))


class Original(NamedTuple):
    """A file that was loaded, and the SHA-256 that it had before it was read."""

    path: Path
    sha256: str


class Entry(NamedTuple):
    """One change of one document.

    ``changed`` is the number of claims whose rows the entry holds, ``withdrawn`` that of those it
    takes away, ``files`` name to SHA-256, ``previous`` the log's head when it was written.
    """

    id: str
    action: str
    document: str
    metadata: dict[str, Any]
    files: dict[str, str]
    changed: int
    withdrawn: int
    by: str
    why: str
    at: str
    previous: str

    @property
    def sources(self) -> dict[str, str]:
        """The SHA-256 of every file that was loaded, by its name."""
        stem = "source/"
        return {
            name.removeprefix(stem): sha for name, sha in self.files.items() if name[:7] == stem
        }

    @property
    def sheet_sha256(self) -> str:
        """The SHA-256 of the sheet or data that was loaded, or nothing where none was."""
        data = [sha for name, sha in self.sources.items() if not name.endswith(".yml")]
        return next(iter((*data, *self.sources.values())), "")

    @property
    def tables(self) -> list[str]:
        """The files that hold its claims, in their order."""
        return sorted(name for name in self.files if name.startswith(_TABLE))


def write_entry(
    parent: Path,
    *,
    action: str,
    document: Document,
    tables: Iterable[polars.DataFrame | Part],
    withdrawn: Iterable[str] = (),
    source: Mapping[str, bytes | Original],
    by: str,
    why: str,
    previous: str,
) -> Entry:
    """Write an entry's folder below ``parent``, whole and durable or not at all.

    The tables are written as they come; each holds whole claims. An original is copied; raise
    ``DatasetError`` where it changed since it was read.
    """
    temporary = parent / f"tmp-{os.getpid()}"
    files: dict[str, str] = {}
    changed, gone = 0, list(withdrawn)
    try:
        (temporary / "source").mkdir(parents=True)
        for name, given in source.items():
            copied = given.path if isinstance(given, Original) else given
            sha256 = _write(temporary / "source" / name, copied)
            if isinstance(given, Original) and sha256 != given.sha256:
                raise DatasetError("changed while it was read: load it again", path=given.path)
            files[f"source/{name}"] = sha256
        for table in tables:
            name = f"{_TABLE}-{len(files):05}.parquet"
            content = table.path if isinstance(table, Part) else _parquet(table)
            files[name] = _write(temporary / name, content)
            changed += table.claims if isinstance(table, Part) else _claims(table)
        if gone:
            files[_WITHDRAWN] = _write(temporary / _WITHDRAWN, _keys(gone))
        manifest = {
            "action": action,
            "document": document.slug,
            "metadata": document.metadata,
            "files": files,
            "changed": changed,
            "withdrawn": len(gone),
            "by": by,
            "why": why,
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "previous": previous,
        }
        text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
        name = _write(temporary / "entry.json", text)
        sync(temporary / "source")
        sync(temporary)
        temporary.rename(parent / name)
        sync(parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return read_entry(parent / name)


def read_entry(folder: Path) -> Entry:
    """Read an entry; raise ``RecordError`` where it is missing or was altered."""
    path = folder / "entry.json"
    content = _checked(path, folder.name)
    return Entry(folder.name, **json.loads(content))


def read_file(folder: Path, entry: Entry, name: str) -> bytes:
    """Read one file of an entry, checked against its hash."""
    return _checked(folder / name, entry.files[name])


def read_tables(
    folder: Path, entry: Entry, columns: Collection[str] | None = None
) -> Iterator[polars.DataFrame]:
    """Yield an entry's claims, or some of their columns, part by part."""
    import polars as pl

    for name in entry.tables:
        content = io.BytesIO(read_file(folder, entry, name))
        yield pl.read_parquet(content, columns=list(columns) if columns else None)


def read_withdrawn(folder: Path, entry: Entry) -> list[str]:
    """Return the keys that an entry takes away."""
    import polars as pl

    if _WITHDRAWN not in entry.files:
        return []
    return pl.read_parquet(io.BytesIO(read_file(folder, entry, _WITHDRAWN)))["key"].to_list()


def _parquet(table: polars.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _claims(table: polars.DataFrame) -> int:
    return table.n_unique(["document", "key"])


def _keys(keys: list[str]) -> bytes:
    import polars as pl

    return _parquet(pl.DataFrame({"key": keys}))


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"cannot be read ({error.strerror}): restore the record from a copy", path=path
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RecordError("this file was altered: restore the record from a copy", path=path)
    return content


def _write(path: Path, content: bytes | Path) -> str:
    """Write a file to the disk, and return its SHA-256."""
    found = hashlib.sha256()
    with path.open("wb") as file:
        for piece in _pieces(content):
            found.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
