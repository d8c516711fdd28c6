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

    The columns are those of the claims table; ``known`` is a number of entries, as they stood.
    Raise ``RecordError`` where a file is not what was written.
    """
    documents: dict[str, list[Entry]] = defaultdict(list)
    for entry in Record(folder).entries()[:known]:
        documents[entry.document].append(entry)
    later = [(place, one) for several in documents.values() for place, one in enumerate(several)]
    later = [(place, one) for place, one in later if place]
    first = [path for one, *_ in documents.values() for path in _tables(folder, one)]
    changed = {path: place for place, one in later for path in _tables(folder, one)}
    gone = [
        (one.document, key, place)
        for place, one in later
        for key in read_withdrawn(folder / "entry" / one.id, one)
    ]
    found = [engine.parquet(first)] if first else []
    last = []
    if changed:
        found.append(_placed(engine, changed))
        last.append(found[-1].select(*_KEY, "layer"))
    if gone:
        last.append(engine.small({**dict.fromkeys(_KEY, "string"), "layer": "int64"}, gone))
    if not found:
        raise RecordError("no claim is in this record: `respondeat load` brings some", path=folder)
    if not last:
        return found[0]
    ends = last[0] if len(last) == 1 else last[0].union(last[1])
    ends = engine.stored(ends.group_by(_KEY).agg(layer=lambda t: t.layer.max()))
    kept = [found[0].anti_join(ends, _KEY)] if first else []
    kept += [found[-1].semi_join(ends, [*_KEY, "layer"]).drop("layer")] if changed else []
    return kept[0] if len(kept) == 1 else kept[0].union(kept[1])


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
