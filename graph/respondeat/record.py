"""The record: what was loaded, for ever. An append-only folder of entries with a hash-chained log.

An entry is written whole and renamed into place, and only then acknowledged by one line of the
log. An entry that no line acknowledges is a load that was interrupted between the two: the next
writer acknowledges it, since everything the line says stands in the entry.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from respondeat.claim import Row, to_table
from respondeat.document import Document
from respondeat.entry import (
    Entry,
    Original,
    Part,
    read_entry,
    read_tables,
    read_withdrawn,
    write_entry,
)
from respondeat.errors import RecordError, WorkspaceError
from respondeat.log import Log, sync

if TYPE_CHECKING:
    import polars

__all__ = ["Record"]


class Record:
    """The record in one folder.

    Opening checks the ends of the log; an entry's hash is checked when the entry is read; the
    whole chain by ``respondeat verify``.
    """

    def __init__(self, folder: Path) -> None:
        """Open an existing record; raise ``WorkspaceError`` where there is none."""
        self.folder = folder
        self.log = Log(folder / "log.jsonl")

    @classmethod
    def create(cls, folder: Path, base: str) -> Record:
        """Make an empty record on a base IRI, or open the one that another process just made."""
        temporary = folder.with_name(f"{folder.name}.tmp-{os.getpid()}")
        (temporary / "entry").mkdir(parents=True)
        try:
            Log.create(temporary / "log.jsonl", base)
            sync(temporary)
            temporary.rename(folder)
            sync(folder.parent)
        except OSError:
            shutil.rmtree(temporary, ignore_errors=True)
            if not (folder / "log.jsonl").is_file():
                raise
        return cls(folder)

    @property
    def head(self) -> str:
        """The hash of the log's last line: the state of the whole record."""
        return self.log.head

    @property
    def base(self) -> str:
        """The base IRI that the record was made on."""
        return self.log.base

    @property
    def holder(self) -> str:
        """The process that holds the record for writing, or held it and was killed; or nothing."""
        try:
            return (self.folder / "lock").read_text("utf-8", errors="replace")
        except OSError:
            return ""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the record for writing; raise ``WorkspaceError`` naming who holds it already.

        What an interrupted load had written is acknowledged first.
        """
        with _opened(self.folder / "lock") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorkspaceError(
                    f"{self.holder or 'another process'} is writing to it: wait until that has"
                    " ended",
                    path=self.folder,
                ) from None
            os.truncate(lock, 0)
            os.write(lock, f"process {os.getpid()} of {_user()}".encode())
            self.log = Log(self.folder / "log.jsonl")
            self.log.mend()
            self._complete()
            for begun in self.folder.parent.glob(f"{self.folder.name}.tmp-*"):
                if _ended(begun.name.rpartition("-")[2]):  # killed while it made a record
                    shutil.rmtree(begun, ignore_errors=True)
            yield
            os.truncate(lock, 0)

    def entries(self) -> list[Entry]:
        """Return the acknowledged entries, oldest first; each hash is checked as it is read."""
        whole = self._whole()
        names = [line["entry"] for line in self.log.lines() if "entry" in line]
        if whole - set(names):
            time.sleep(0.5)  # another process may be between the entry and its line
            names = [line["entry"] for line in self.log.lines() if "entry" in line]
        if lost := whole - set(names):
            raise RecordError(
                f"{len(lost)} entries are in no line of the log (a load was interrupted, or the"
                " log was cut): `respondeat rebuild` acknowledges them",
                path=self.log.path,
            )
        return [self.entry(name) for name in names]

    def entry(self, name: str) -> Entry:
        """Read one entry."""
        return read_entry(self.folder / "entry" / name)

    def append(
        self,
        *,
        action: str,
        document: Document,
        tables: Iterable[polars.DataFrame | Part] = (),
        withdrawn: Iterable[str] = (),
        source: Mapping[str, bytes | Original],
        by: str,
        why: str,
    ) -> Entry:
        """Write one entry and acknowledge it; the caller holds `writing`.

        Raise ``WorkspaceError`` where it cannot be stored: then nothing of it is.
        """
        parent = self.folder / "entry"
        entry = None
        try:
            entry = write_entry(
                parent,
                action=action,
                document=document,
                tables=tables,
                withdrawn=withdrawn,
                source=source,
                by=by,
                why=why,
                previous=self.head,
            )
            self.log.append({"entry": entry.id})
        except OSError as error:
            if entry:
                shutil.rmtree(parent / entry.id, ignore_errors=True)
            raise WorkspaceError(
                f"nothing of {document.slug!r} was stored: {error.strerror or error}",
                path=self.folder,
            ) from error
        return entry

    def documents(self, known: int | None = None) -> dict[str, tuple[Document, str]]:
        """Return every document as last loaded, with the SHA-256 of its sheet, by slug."""
        found: dict[str, tuple[Document, str]] = {}
        for entry in self.entries()[:known]:
            sha = entry.sheet_sha256 or found.get(entry.document, (None, ""))[1]
            found[entry.document] = (Document(entry.document, entry.metadata), sha)
        return dict(sorted(found.items()))

    def tables(
        self,
        known: int | None = None,
        *,
        document: str | None = None,
        columns: Collection[str] | None = None,
    ) -> Iterator[polars.DataFrame]:
        """Yield the claims table as it stands, document by document: corrected, none withdrawn.

        ``known`` is a number of entries: the table as it stood after them. ``columns`` are those
        that are needed, among them ``key``.
        """
        found = self._by_document(self.entries()[:known])
        for slug in sorted(found) if document is None else {document} & found.keys():
            yield from self._standing(found[slug], columns)

    def claims(
        self,
        known: int | None = None,
        *,
        document: str | None = None,
        columns: Collection[str] | None = None,
    ) -> polars.DataFrame:
        """Return the claims table as it stands in one piece; see `tables`."""
        import polars as pl

        nothing = to_table() if columns is None else to_table().select(columns)
        return pl.concat([nothing, *self.tables(known, document=document, columns=columns)])

    def rows(self, known: int | None = None, *, document: str | None = None) -> list[Row]:
        """Return the claims table as rows; see `tables`."""
        return self.claims(known, document=document).to_dicts()

    def loaded(self, documents: Collection[str]) -> dict[str, polars.DataFrame]:
        """Return the claims of documents as last loaded, retracted ones included."""
        import polars as pl

        entries = [entry for entry in self.entries() if entry.action != "retract"]
        found = self._by_document(entries)
        return {
            slug: pl.concat([to_table(), *self._standing(found[slug])])
            for slug in documents
            if slug in found
        }

    def _by_document(self, entries: Iterable[Entry]) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            found[entry.document].append(entry)
        return found

    def _standing(
        self, entries: list[Entry], columns: Collection[str] | None = None
    ) -> Iterator[polars.DataFrame]:
        """Yield the claims of one document's entries that no later entry changes or takes away."""
        import polars as pl

        touched = [pl.Series("key", [], pl.String)]
        for entry in reversed(entries[1:]):
            folder = self.folder / "entry" / entry.id
            keys = [table["key"] for table in read_tables(folder, entry, ["key"])]
            gone = pl.Series("key", read_withdrawn(folder, entry), pl.String)
            touched.append(pl.concat([touched[-1], *keys, gone]).unique())
        for entry in entries:
            later = touched.pop()
            for table in read_tables(self.folder / "entry" / entry.id, entry, columns):
                yield (
                    table
                    if later.is_empty()
                    else table.filter(~pl.col("key").is_in(later.implode()))
                )

    def _whole(self) -> set[str]:
        return {path.name for path in (self.folder / "entry").iterdir() if len(path.name) == 64}

    def _complete(self) -> None:
        """Acknowledge what an interrupted load had already written whole."""
        for leftover in (self.folder / "entry").glob("tmp-*"):
            shutil.rmtree(leftover)
        named = {line.get("entry") for line in self.log.lines()}
        waiting = [self.entry(name) for name in self._whole() - named]
        while entry := next((one for one in waiting if one.previous == self.head), None):
            self.log.append({"entry": entry.id})
            waiting.remove(entry)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WorkspaceError(f"cannot be written: {error.strerror}", path=path) from error
    try:
        yield handle
    finally:
        os.close(handle)


def _ended(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())
