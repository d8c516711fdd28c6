"""The claims that stand, as one table of an engine: no row of them passes through Python."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from respondeat.engine import Engine, Table
from respondeat.entry import Entry
from respondeat.errors import RecordError
from respondeat.record import Record

__all__ = ["standing"]


def standing(engine: Engine, folder: Path, known: int | None = None) -> Table:
    """Return the current rows of a record's folder, neither withdrawn nor replaced.

    The columns are those of the claims table; ``known`` is a number of entries, as they stood.
    Raise ``RecordError`` where a file is not what was written.
    """
    documents: dict[str, list[Entry]] = defaultdict(list)
    for entry in Record(folder).entries()[:known]:
        documents[entry.document].append(entry)
    paths = [
        path for entries in documents.values() for one in entries for path in _tables(folder, one)
    ]
    if not paths:
        raise RecordError("no claim is in this record: `respondeat load` brings some", path=folder)
    table = engine.parquet(paths)
    gone = [
        (document, *pair)
        for document, entries in documents.items()
        if len(entries) > 1
        for pair in _gone(folder, entries)
    ]
    if not gone:
        return table
    keys = dict.fromkeys(("document", "key", "digest"), "string")
    return table.anti_join(engine.small(keys, gone), list(keys))


def _gone(folder: Path, entries: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    """Return key and digest of the claims of one document that no longer stand.

    One that was changed and then changed back stands: it has the digest of the last.
    """
    import polars as pl

    schema = {"key": pl.String(), "digest": pl.String(), "entry": pl.Int64()}
    frames = [pl.DataFrame(schema=schema)]
    for number, entry in enumerate(entries):
        for path in _tables(folder, entry):
            frame = pl.read_parquet(path, columns=["key", "digest"]).unique()
            frames.append(frame.with_columns(entry=pl.lit(number, pl.Int64)))
        taken = [(key, None, number) for key in entry.withdrawn]
        frames.append(pl.DataFrame(taken, schema=schema, orient="row"))
    every = pl.concat(frames)
    last = every.sort("entry").group_by("key").agg(last=pl.col("digest").last())
    gone = every.join(last, on="key").filter(
        pl.col("digest").is_not_null() & pl.col("digest").ne_missing(pl.col("last"))
    )
    return gone.select("key", "digest").unique().iter_rows()


def _tables(folder: Path, entry: Entry) -> list[Path]:
    found = []
    for name, sha256 in entry.files.items():
        if name.endswith(".parquet") and not name.startswith("source/"):
            path = folder / "entry" / entry.id / name
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    raise RecordError("this file was altered: restore it from a copy", path=path)
            found.append(path)
    return found
