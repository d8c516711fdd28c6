"""The claims that stand, as one table of an engine: no row of them passes through Python."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

from respondeat.engine import Engine, Table
from respondeat.entry import Entry, read_withdrawn
from respondeat.errors import RecordError
from respondeat.record import Record

__all__ = ["current"]

_KEY = ["document", "key"]


def current(engine: Engine, folder: Path, known: int | None = None) -> Table:
    """Return the current rows of a record's folder, neither withdrawn nor replaced.

    What the first entry of a document says of a claim stands unless a later one names it; of those
    the last does. The columns are those of the claims table; ``known`` is a number of entries, as
    they stood. Raise ``RecordError`` where a file is not what was written.
    """
    documents: dict[str, list[Entry]] = defaultdict(list)
    for entry in Record(folder).entries()[:known]:
        documents[entry.document].append(entry)
    first = [path for one, *_ in documents.values() for path in _tables(folder, one)]
    later = [pair for several in documents.values() for pair in enumerate(several[1:], 1)]
    changed = {path: place for place, one in later for path in _tables(folder, one)}
    gone = [
        (one.document, key, place)
        for place, one in later
        for key in read_withdrawn(folder / "entry" / one.id, one)
    ]
    loaded = [engine.parquet(first)] if first else []
    corrected = [_placed(engine, changed)] if changed else []
    if not loaded and not corrected:
        raise RecordError("no claim is in this record: `respondeat load` brings some", path=folder)
    named = [table.select(*_KEY, "layer") for table in corrected]
    if gone:
        named.append(engine.small({**dict.fromkeys(_KEY, "string"), "layer": "int64"}, gone))
    if not named:
        return _union(loaded)
    last = engine.stored(_union(named).group_by(_KEY).agg(layer=lambda t: t.layer.max()))
    return _union(
        [
            *(table.anti_join(last, _KEY) for table in loaded),
            *(table.semi_join(last, [*_KEY, "layer"]).drop("layer") for table in corrected),
        ]
    )


def _union(tables: list[Table]) -> Table:
    first, *others = tables
    for other in others:
        first = first.union(other)
    return first


def _placed(engine: Engine, places: dict[Path, int]) -> Table:
    """Return the rows of files, with the place of the entry among those of its document."""
    entries = {path.parent.name: place for path, place in places.items()}
    table = engine.parquet([*places], name="file")
    table = table.mutate(entry=table.file.re_extract("([^/]+)/[^/]+$", 1)).drop("file")
    placed = engine.small({"entry": "string", "layer": "int64"}, entries.items())
    return table.inner_join(placed, "entry").drop("entry")


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
