"""The claims that stand, as one table of an engine: no row of them passes through Python."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from respondeat.engine import Engine, Table
from respondeat.entry import Entry, read_withdrawn
from respondeat.errors import RecordError
from respondeat.record import Record

__all__ = ["current"]

_KEY = ["document", "key"]


def current(engine: Engine, folder: Path, known: int | None = None) -> Table:
    """Return the current rows of a record's folder, neither withdrawn nor replaced.

    The columns are those of the claims table; ``known`` is a number of entries, as they stood.
    Raise ``RecordError`` where a file is not what was written.
    """
    layers = _layers(Record(folder).entries()[:known])
    found: list[Table] = []
    later: Table | None = None
    for place, layer in enumerate(layers):
        if paths := [path for one in layer for path in _tables(folder, one)]:
            table = engine.parquet(paths)
            found.append(table if later is None else table.anti_join(later, _KEY))
        if place + 1 < len(layers):
            keys = [table.select(_KEY)] if paths else []
            if gone := _withdrawn(folder, layer):
                keys.append(engine.small(dict.fromkeys(_KEY, "string"), gone))
            keys += [] if later is None else [later]
            later = engine.stored(_union(keys).distinct()) if keys else None
    if not found:
        raise RecordError("no claim is in this record: `respondeat load` brings some", path=folder)
    return _union(found)


def _layers(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the last entry of every document, then of each the last but one, and so on.

    What an entry holds or takes away is found in no layer after its own.
    """
    documents: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        documents[entry.document].insert(0, entry)
    deepest = max(map(len, documents.values()), default=0)
    return [
        [one[depth] for one in documents.values() if depth < len(one)] for depth in range(deepest)
    ]


def _union(tables: list[Table]) -> Table:
    first, *others = tables
    for other in others:
        first = first.union(other)
    return first


def _withdrawn(folder: Path, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [
        (one.document, key)
        for one in entries
        for key in read_withdrawn(folder / "entry" / one.id, one)
    ]


def _tables(folder: Path, entry: Entry) -> list[Path]:
    found = [folder / "entry" / entry.id / name for name in entry.tables]
    for path in found:
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise RecordError(
                f"cannot be read ({error.strerror}): restore the record from a copy", path=path
            ) from error
        if sha256 != entry.files[path.name]:
            raise RecordError("this file was altered: restore the record from a copy", path=path)
    return found
