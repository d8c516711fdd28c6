"""The record: what was loaded, for ever. An append-only folder with a hash-chained log.

An entry is written to a temporary folder, fsynced, renamed, and only then acknowledged by one
line of the log. An entry that no line acknowledges is a load that was interrupted between the
two; `Record.complete` acknowledges it, since everything the line says stands in the entry.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.claim import COLUMNS, Row
from respondeat.document import Document
from respondeat.errors import RecordError, WorkspaceError

if TYPE_CHECKING:
    import polars

__all__ = ["Entry", "Record"]

GENESIS = "0" * 64
FORMAT = 1


class Entry(NamedTuple):
    """One acknowledged change of one document.

    ``action`` is ``load``, ``correct`` or ``retract``; ``changed`` are the keys whose rows the
    entry holds, ``withdrawn`` the keys that it takes away.
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
        return next((sha for name, sha in self.files.items() if name.startswith("source/")), "")


class Record:
    """The record in one folder.

    Opening checks that the log's last line is whole; an entry's hash is checked when the entry
    is read; the whole chain by ``respondeat verify``.
    """

    def __init__(self, folder: Path) -> None:
        """Open an existing record; raise ``WorkspaceError`` where there is none."""
        self.folder = folder
        self.log = folder / "log.jsonl"
        if not self.log.is_file():
            raise WorkspaceError(
                "no record here; `respondeat load` makes a workspace, -w names one", path=folder
            )
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - 4096))
                tail = log.read().splitlines(keepends=True)
        except OSError as error:
            raise RecordError(f"cannot be read: {error.strerror}", path=self.log) from error
        self.head: str = _line(tail[-1] if tail else b"", self.log, None)["hash"]

    @classmethod
    def create(cls, folder: Path, base: str) -> Record:
        """Make an empty record on a base IRI."""
        folder.mkdir(parents=True)
        (folder / "entry").mkdir()
        _append(folder / "log.jsonl", {"n": 0, "format": FORMAT, "base": base}, GENESIS)
        _sync(folder)
        _sync(folder.parent)
        return cls(folder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the record for writing; raise ``WorkspaceError`` naming who holds it already."""
        with (self.folder / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "another process"
                raise WorkspaceError(
                    f"{holder} is writing to it: wait until that has ended", path=self.folder
                ) from None
            lock.truncate(0)
            lock.write(f"process {os.getpid()} of {getpass.getuser()}")
            lock.flush()
            self.head = Record(self.folder).head
            self.complete()
            yield
            lock.truncate(0)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the log's lines, each checked against the one before it."""
        previous = GENESIS
        for number, text in enumerate(self.log.read_bytes().splitlines(keepends=True), 1):
            line = _line(text, self.log, number)
            if line["previous"] != previous or line["n"] != number - 1:
                raise RecordError(
                    "this line does not follow from the one before it: the log was altered",
                    path=self.log, line=number,
                )
            previous = line["hash"]
            yield line

    @property
    def base(self) -> str:
        """The base IRI that the record was made on."""
        return str(next(self.lines())["base"])

    def entries(self) -> list[Entry]:
        """Return the acknowledged entries, oldest first; each hash is checked as it is read."""
        return [self.entry(line["entry"]) for line in self.lines() if "entry" in line]

    def entry(self, name: str) -> Entry:
        """Read one entry's manifest."""
        path = self.folder / "entry" / name / "entry.json"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise RecordError(f"an entry is missing: {error.strerror}", path=path) from error
        if hashlib.sha256(content).hexdigest() != name:
            raise RecordError("this entry was altered: restore the record from a copy", path=path)
        return Entry(name, **json.loads(content))

    def unacknowledged(self) -> list[Entry]:
        """Return whole entries that no line of the log names, oldest first."""
        named = {line.get("entry") for line in self.lines()}
        found = (path.name for path in (self.folder / "entry").iterdir() if len(path.name) == 64)
        return sorted(
            (self.entry(name) for name in found if name not in named), key=lambda entry: entry.at
        )

    def complete(self) -> int:
        """Acknowledge what an interrupted load had already written whole; return how many."""
        for leftover in (self.folder / "entry").glob("tmp-*"):
            shutil.rmtree(leftover)
        waiting = self.unacknowledged()
        done = 0
        while entry := next((one for one in waiting if one.previous == self.head), None):
            self._acknowledge(entry.id)
            waiting.remove(entry)
            done += 1
        return done

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
        """Write one entry and acknowledge it; the caller holds `writing`."""
        temporary = self.folder / "entry" / f"tmp-{os.getpid()}"
        try:
            return self._append(temporary, action, document, rows, withdrawn, source, by, why)
        except OSError as error:
            shutil.rmtree(temporary, ignore_errors=True)
            raise WorkspaceError(
                f"nothing of {document.slug!r} was stored: {error.strerror or error}",
                path=self.folder,
            ) from error

    def _append(
        self, temporary: Path, action: str, document: Document, rows: list[Row],
        withdrawn: list[str], source: Mapping[str, bytes], by: str, why: str,
    ) -> Entry:
        (temporary / "source").mkdir(parents=True)
        contents = {f"source/{name}": content for name, content in source.items()}
        if rows:
            contents["claims.parquet"] = _parquet(rows)
        for name, content in contents.items():
            _write(temporary / name, content)
        manifest = {
            "action": action,
            "document": document.slug,
            "metadata": document.metadata,
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
            "changed": list(dict.fromkeys(row["key"] for row in rows)),
            "withdrawn": withdrawn,
            "by": by,
            "why": why,
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "previous": self.head,
        }
        content = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
        _write(temporary / "entry.json", content)
        _sync(temporary / "source")
        _sync(temporary)
        name = hashlib.sha256(content).hexdigest()
        temporary.rename(self.folder / "entry" / name)
        _sync(self.folder / "entry")
        self._acknowledge(name)
        return self.entry(name)

    def _acknowledge(self, name: str) -> None:
        count = sum(1 for _ in self.lines())
        self.head = _append(self.log, {"n": count, "entry": name}, self.head)

    def file(self, entry: Entry, name: str) -> bytes:
        """Read one file of an entry, checked against its hash."""
        path = self.folder / "entry" / entry.id / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise RecordError(f"cannot be read: {error.strerror}", path=path) from error
        if hashlib.sha256(content).hexdigest() != entry.files[name]:
            raise RecordError("this file was altered: restore the record from a copy", path=path)
        return content

    def documents(self) -> dict[str, tuple[Document, str]]:
        """Return every document as last loaded, with the SHA-256 of its sheet, by slug."""
        found: dict[str, tuple[Document, str]] = {}
        for entry in self.entries():
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
            if "claims.parquet" in entry.files:
                frame = pl.read_parquet(self.file(entry, "claims.parquet"))
                frames.append(frame.with_columns(entry=pl.lit(number, pl.Int64)))
        if not frames:
            return pl.DataFrame(schema=_schema())
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

    def digests(self, document: str) -> dict[str, str]:
        """Return key to digest of a document's claims as last loaded, retracted ones included."""
        import polars as pl

        found: dict[str, str] = {}
        for entry in self.entries():
            if entry.document != document:
                continue
            if entry.action != "retract":
                for key in entry.withdrawn:
                    found.pop(key, None)
            if "claims.parquet" in entry.files:
                frame = pl.read_parquet(self.file(entry, "claims.parquet"))
                found |= dict(frame.select("key", "digest").unique().iter_rows())
        return found


def _schema() -> dict[str, Any]:
    import polars as pl

    kinds = {
        "str": pl.String(), "int": pl.Int64(), "float": pl.Float64(),
        "date": pl.Date(), "list": pl.List(pl.String()),
    }
    return {name: kinds[kind] for name, kind in COLUMNS.items()}


def _parquet(rows: list[Row]) -> bytes:
    import io

    import polars as pl

    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=_schema(), orient="row").write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _line(text: bytes, log: Path, number: int | None) -> dict[str, Any]:
    """Read one line of the log, whole and unaltered, or raise ``RecordError``."""
    try:
        line = json.loads(text)
        body = {name: value for name, value in line.items() if name != "hash"}
        whole = text.endswith(b"\n") and line["hash"] == _hash(body)
    except (ValueError, TypeError, KeyError, AttributeError):
        whole = False
    if not whole:
        raise RecordError(
            "the log is torn or altered here: `respondeat verify` names what is damaged; restore"
            " the record from a copy",
            path=log, line=number,
        )
    return dict(line)


def _hash(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _append(log: Path, body: dict[str, Any], previous: str) -> str:
    body = {**body, "previous": previous}
    mark = _hash(body)
    with log.open("ab") as file:
        file.write(json.dumps({**body, "hash": mark}, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return mark


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
