"""A workspace: a record, and the index made from it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from respondeat import __version__
from respondeat.errors import DamagedIndexError, UsageError, WorkspaceError
from respondeat.index import FolderIndex, Index, MemoryIndex
from respondeat.log import Log
from respondeat.terms import BASE, Terms

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from typing import Any

    import polars

    from respondeat.record import Record

__all__ = ["MANY", "Workspace", "files_of"]

MANY = 20_000
"""Claims from which on an index takes them in bulk, and to which small tables are put together."""

_NOTHING: Mapping[str, list[Any]] = MappingProxyType({})

_CHANGING = ("LOG", "LOCK", "OPTIONS")
"""Files that the store rewrites whenever it is opened; they hold no data."""

_MANIFEST = frozenset("generation head version ontology files".split())

_REHASHED = 32 * 2**20
"""Bytes of an index that are rehashed whenever it is opened (some 20 ms)."""


class Workspace:
    """A folder with ``record/`` and ``index/``.

    Opening never makes one where none is, and fails, every time, where the index is not the one
    that the record's head calls for.
    """

    def __init__(self, folder: Path) -> None:
        """Open an existing workspace."""
        self.folder = folder
        if not folder.is_dir():
            raise WorkspaceError(
                "no workspace here; `respondeat load` makes one, -w names another", path=folder
            )
        self.base = self._log().base

    @cached_property
    def record(self) -> Record:
        """The record; a reader of the index does not need it, and starts sooner without."""
        from respondeat.record import Record

        return Record(self.folder / "record")

    def _log(self) -> Log:
        return Log(self.folder / "record" / "log.jsonl")

    @classmethod
    def create(cls, folder: Path, base: str = BASE) -> Workspace:
        """Open the workspace, or make an empty one on a base IRI."""
        Terms(base)
        if not (folder / "record" / "log.jsonl").exists():
            if (folder / "record").exists() or (folder / "index").exists():
                raise WorkspaceError(
                    "a workspace without its log: restore record/log.jsonl from a copy", path=folder
                )
            from respondeat.record import Record

            try:
                Record.create(folder / "record", base)
            except OSError as error:
                raise WorkspaceError(f"cannot be made: {error.strerror}", path=folder) from error
        return cls(folder)

    @property
    def manifest(self) -> Path:
        """The file that says which index is in use, and of what."""
        return self.folder / "index" / "index.json"

    def index(self) -> Index:
        """Open the index read-only, or raise ``DamagedIndexError`` saying what to do.

        Sizes are compared, and hashes too where that takes a moment. The store itself checks each
        block that it reads, but from a damaged one on it gives the same error for every further
        row, and a question that orders or counts gathers them without end. In a larger index only
        the time limit of a question ends that, and `damage` tells.
        """
        manifest = self.read_manifest()
        if manifest["head"] != self._log().head:
            holder = self.record.holder
            raise self._damaged(
                f"{holder} is changing the record, or was interrupted: wait for it, or"
                if holder
                else "the index is not the one of this record:"
            )
        if manifest["version"] != __version__:
            raise self._damaged(f"the index was made by respondeat {manifest['version']}:")
        if self.faulty(manifest):
            raise self._damaged("parts of the index are missing or were changed:")
        return FolderIndex(self.manifest.parent / str(manifest["generation"]))

    def damage(self) -> list[str]:
        """Return the names of the index's files that are not what was built, by their hashes."""
        manifest = self.read_manifest()
        folder = self.manifest.parent / str(manifest["generation"])
        found = files_of(folder)
        names = sorted({*found, *manifest["files"]})
        return [name for name in names if found.get(name) != manifest["files"].get(name)]

    def read_manifest(self) -> dict[str, Any]:
        """Read ``index.json``, checked against its own hash."""
        try:
            manifest = json.loads(self.manifest.read_bytes())
            whole = manifest.pop("sha256") == _sha256(manifest) and manifest.keys() == _MANIFEST
        except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
            whole = False
        if not whole:
            raise self._damaged("there is no whole index:")
        return dict(manifest)

    def head(self, known: int | None = None) -> str:
        """Return the hash of the log's last line, or of the line of entry number ``known``."""
        if known is None:
            return self._log().head
        lines = [line for line in self._log().lines() if "entry" in line]
        if not 0 < known <= len(lines):
            raise UsageError(f"the record has {len(lines)} entries; {known} is none of them")
        return str(lines[known - 1]["hash"])

    def index_as_of(self, known: int) -> Index:
        """Return an index in memory of the record as it stood after so many entries."""
        index = MemoryIndex()
        index.load(self.turtle(known))
        return index

    def turtle(self, known: int | None = None) -> Iterator[bytes]:
        """Yield the whole index as Turtle: declarations, law, documents, registry, claims.

        Few large pieces make few files, which a store is quicker to open.
        """
        from respondeat.ontology import declarations
        from respondeat.project import claims_to_turtle, document_to_turtle

        terms = Terms(self.base)
        yield declarations(terms)
        documents = self.record.documents(known).values()
        yield b"".join(document_to_turtle(*document, terms) for document in documents)
        for table in _together(self.record.tables(known)):
            yield claims_to_turtle(table, terms)

    def faulty(self, manifest: dict[str, Any]) -> bool:
        """Say whether parts of the index are missing or of another size; see `index`."""
        folder = self.manifest.parent / str(manifest["generation"])
        sizes = {name: size for name, (size, _) in manifest["files"].items()}
        small = sum(sizes.values()) <= _REHASHED
        return _sizes(folder) != sizes or (small and files_of(folder) != manifest["files"])

    def swap(self, manifest: dict[str, Any]) -> None:
        """Put another index in the place of the one in use."""
        fresh = self.manifest.with_suffix(".tmp")
        with fresh.open("w") as file:
            json.dump({**manifest, "sha256": _sha256(manifest)}, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.manifest)

    def _damaged(self, what: str) -> DamagedIndexError:
        return DamagedIndexError(f"{what} `respondeat rebuild` makes it again", path=self.manifest)


def _together(tables: Iterator[polars.DataFrame]) -> Iterator[polars.DataFrame]:
    """Put small tables together: a store takes in one large piece sooner than many small ones."""
    import polars as pl

    waiting: list[polars.DataFrame] = []
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= MANY:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def _sizes(folder: Path) -> dict[str, int]:
    """Return the size of every file that holds data; none where the folder is gone."""
    try:
        with os.scandir(folder) as found:
            files = [file for file in found if not file.name.startswith(_CHANGING)]
            return {file.name: file.stat().st_size for file in files}
    except OSError:
        return {}


def files_of(
    folder: Path, known: Mapping[str, list[Any]] = _NOTHING, before: Path = Path()
) -> dict[str, list[Any]]:
    """Return [size, SHA-256] of every file that holds data.

    What is the very file of a folder before, of which the hashes are known, is not read again.
    """
    found: dict[str, list[Any]] = {}
    for name, size in _sizes(folder).items():
        path = folder / name
        if name in known and path.samefile(before / name):
            found[name] = known[name]
            continue
        with path.open("rb") as file:
            found[name] = [size, hashlib.file_digest(file, "sha256").hexdigest()]
    return found


def _sha256(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
