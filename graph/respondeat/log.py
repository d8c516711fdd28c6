"""The log: one line per acknowledged change, each with the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from respondeat.errors import RecordError, WorkspaceError

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from typing import Any

__all__ = ["FORMAT", "GENESIS", "Log", "sync"]

FORMAT = 2
"""The layout of a record that this version reads and writes."""

GENESIS = "0" * 64
_TAIL = 4096
"""More bytes than a line has."""


class Log:
    """A file of JSON lines: ``n``, what happened, ``previous`` and ``hash``.

    The first line holds the record's ``format`` and ``base``. Opening checks the first and the
    last line; `lines` checks all of them.
    """

    def __init__(self, path: Path) -> None:
        """Open an existing log; raise ``RecordError`` where its first or last line was altered."""
        self.path = path
        if not path.is_file():
            raise WorkspaceError(
                "no record here; `respondeat load` makes a workspace, -w names one",
                path=path.parent,
            )
        try:
            with path.open("rb") as file:
                first = _line(file.readline(_TAIL), path, 1)
                file.seek(max(0, path.stat().st_size - _TAIL))
                last = _line(_whole(file.read()).splitlines(keepends=True)[-1], path, None)
        except OSError as error:
            raise RecordError(f"cannot be read: {error.strerror}", path=path) from error
        if first.get("format") != FORMAT:
            raise RecordError(
                f"a record of format {first.get('format')}, and this version reads {FORMAT}: load"
                " its documents again, into a new workspace",
                path=path,
            )
        self.base = str(first["base"])
        self.head = str(last["hash"])
        self.count = int(last["n"]) + 1

    @classmethod
    def create(cls, path: Path, base: str) -> Log:
        """Write the first line of a new log."""
        _append(path, {"n": 0, "format": FORMAT, "base": base, "previous": GENESIS})
        return cls(path)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the lines, each checked against the one before it."""
        previous = GENESIS
        content = _whole(self.path.read_bytes())
        for number, text in enumerate(content.splitlines(keepends=True), 1):
            line = _line(text, self.path, number)
            if line["previous"] != previous or line["n"] != number - 1:
                raise RecordError(
                    "this line does not follow from the one before it: the log was altered;"
                    " restore the record from a copy",
                    path=self.path,
                    line=number,
                )
            previous = line["hash"]
            yield line

    def append(self, body: Mapping[str, Any]) -> None:
        """Add one line and sync it; where that fails, take it back and raise ``OSError``."""
        size = self.path.stat().st_size
        try:
            line = {**body, "n": self.count, "previous": self.head}
            self.head = _append(self.path, line)
        except OSError:
            os.truncate(self.path, size)
            raise
        self.count += 1

    def mend(self) -> None:
        """Drop a last line that was cut while it was written."""
        content = self.path.read_bytes()
        if len(_whole(content)) < len(content):
            os.truncate(self.path, len(_whole(content)))


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _whole(content: bytes) -> bytes:
    """Return the lines that end: nobody was told that an unfinished last one stands."""
    return content[: content.rfind(b"\n") + 1]


def _line(text: bytes, path: Path, number: int | None) -> dict[str, Any]:
    """Read one line, whole and unaltered, or raise ``RecordError``."""
    try:
        line = json.loads(text)
        body = {name: value for name, value in line.items() if name != "hash"}
        whole = text.endswith(b"\n") and line["hash"] == _hash(body)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        whole = False
    if whole:
        return dict(line)
    raise RecordError(
        "the log is torn or altered here: restore the record from a copy", path=path, line=number
    )


def _hash(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _append(path: Path, body: Mapping[str, Any]) -> str:
    mark = _hash(body)
    with path.open("ab") as file:
        file.write(json.dumps({**body, "hash": mark}, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return mark
