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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from respondeat.claim import Row
from respondeat.document import Document
from respondeat.entry import Entry, empty_table, read_entry, read_table, write_entry
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
        rows: list[Row],
        withdrawn: list[str],
        source: Mapping[str, bytes],
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
                rows=rows,
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

    def claims(self, known: int | None = None) -> polars.DataFrame:
        """Return the claims table as it stands: corrected, without what was withdrawn.

        ``known`` is a number of entries: the table as it stood after them.
        """
        import polars as pl

        frames, last = [], {}
        for number, entry in enumerate(self.entries()[:known]):
            for key in (*entry.changed, *entry.withdrawn):
                last[entry.document, key] = number
            if entry.changed:
                frame = read_table(self.folder / "entry" / entry.id, entry)
                frames.append(frame.with_columns(entry=pl.lit(number, pl.Int64)))
        if not frames:
            return empty_table()
        latest = pl.DataFrame(
            [(*pair, number) for pair, number in last.items()],
            schema={"document": pl.String, "key": pl.String, "entry": pl.Int64},
            orient="row",
        )
        table = pl.concat(frames).join(latest, on=["document", "key", "entry"], how="semi")
        return table.drop("entry").sort("document", maintain_order=True)

    def rows(self, known: int | None = None) -> list[Row]:
        """Return the claims table as rows; ``known`` as in `claims`."""
        return self.claims(known).to_dicts()

    def digests(self) -> dict[str, dict[str, str]]:
        """Return document to key to digest as last loaded, retracted claims included."""
        found: dict[str, dict[str, str]] = {}
        for entry in self.entries():
            claims = found.setdefault(entry.document, {})
            if entry.action != "retract":
                for key in entry.withdrawn:
                    claims.pop(key, None)
            if entry.changed:
                folder = self.folder / "entry" / entry.id
                claims |= dict(read_table(folder, entry, ["key", "digest"]).iter_rows())
        return found

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


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())
