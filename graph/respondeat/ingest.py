"""Ingest: a file of a dataset becomes a document of the record, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from respondeat.claim import changed
from respondeat.dataset import Dataset
from respondeat.entry import Change, Original, Part
from respondeat.errors import DatasetError, UsageError, WorkspaceError
from respondeat.generation import refresh
from respondeat.index import Index, MemoryIndex
from respondeat.listing import Listing
from respondeat.naming import named
from respondeat.noticed import Report
from respondeat.progress import Progress
from respondeat.references import References, without
from respondeat.shape import claim_rows, entity_rows, registered
from respondeat.standing import Standing
from respondeat.terms import BASE, Terms
from respondeat.transcribe import Transcriber
from respondeat.workspace import Workspace

if TYPE_CHECKING:
    import polars

    from respondeat.record import Record

__all__ = ["Report", "ingest"]

_SHOWN = 20
_SCRATCH = "tmp-load-"


def ingest(
    folder: Path,
    dataset: Dataset,
    file: Path | None = None,
    *,
    by: str,
    why: str = "",
    base: str | None = None,
) -> tuple[Change, Report | None]:
    """Load a file of a dataset, or its sample, into a workspace; a report unless it was unchanged.

    Raise ``DatasetError`` naming rows and columns before anything is stored.
    """
    file = file or dataset.sample
    sources = {path.name: path for path in (dataset.folder / "dataset.yml", dataset.mapping.path)}
    if file.name in sources:
        raise DatasetError("a file of data needs another name", path=file)
    sources[file.name] = file
    hashes = {name: _sha256(path) for name, path in sources.items()}
    workspace = Workspace.create(folder, base or BASE)
    record, slug = workspace.record, dataset.document.slug
    if base and base != record.base:
        raise UsageError(f"this workspace was made on the base {record.base}, not {base}")
    with record.writing():
        index: Index = MemoryIndex()
        if record.log.count > 1:
            refresh(workspace)
            index = workspace.index()
        files = [
            one.sources
            for one in record.entries()
            if one.document == slug and "dataset.yml" in one.sources
        ]
        known = record.documents().get(slug)
        if known and not files:
            raise UsageError(f"doc:{slug} is a document of its own: name another --slug")
        published = dataset.document.metadata.get("published")
        dated = known is None or published in (None, known[0].metadata.get("published"))
        # whatever was corrected or retracted since stays so
        if files and files[-1] == hashes and dated:
            return Change(slug, "unchanged", 0, 0, 0), None
        with _scratch(folder, slug) as scratch:
            others = Standing(index, Terms(record.base), {slug})
            listing = Listing(record, dataset.mapping)
            spooled, report = _spool(dataset, file, scratch, others, listing)
            read = {name: Original(path, hashes[name]) for name, path in sources.items()}
            change, kept = _append(record, dataset, spooled, read, others, by, why)
            del index, others
        refresh(workspace)
    return change, report._replace(kept=kept)


@contextmanager
def _scratch(folder: Path, slug: str) -> Iterator[Path]:
    """Give a folder for what is written before it is stored; it goes, whatever happens.

    Raise ``WorkspaceError`` where the disk takes no more.
    """
    try:
        for leftover in folder.glob(f"{_SCRATCH}*"):  # of a load that was killed
            shutil.rmtree(leftover)
        with TemporaryDirectory(dir=folder, prefix=_SCRATCH, ignore_cleanup_errors=True) as scratch:
            yield Path(scratch)
    except OSError as error:
        raise WorkspaceError(
            f"nothing of {slug!r} was stored: {error.strerror or error}", path=folder
        ) from error


def _spool(
    dataset: Dataset, file: Path, scratch: Path, others: Standing, listing: Listing
) -> tuple[list[Part], Report]:
    """Write the claims of a file batch by batch, and check them as a whole."""
    import polars as pl

    name = dataset.document.slug
    ids = named(file, dataset)
    transcriber = Transcriber(dataset.mapping, name, dataset.publisher["id"], ids)
    references = References(others, name, dataset.publisher, file)
    first = registered(dataset)
    spooled: list[Part] = []
    unexpected: dict[str, list[int]] = {}
    unknown: dict[str, None] = {}
    rows = 0
    with Progress("rows") as progress:
        for frame in dataset.frames(file):
            unknown |= dict.fromkeys(_unknown(dataset, frame))
            for what, condition in dataset.expect.items():
                failing = _failing(frame, condition, file)
                if failing is not None:
                    found = unexpected.setdefault(what, [0, rows + 1 + failing[1]])
                    found[0] += failing[0]
            done = transcriber.transcribe(frame, rows + 1)
            entities = references.take(done._replace(entities=listing.take(done.entities)))
            table = pl.concat([first, entity_rows(entities, dataset), claim_rows(done.table, name)])
            first = first.clear()
            path = scratch / f"{len(spooled):05}.parquet"
            spooled.append(Part.of(table, path))
            rows += len(frame)
            progress.at(rows)
    if not rows:
        raise DatasetError("there is no row", path=file)
    if transcriber.faults:
        raise _refused(file, transcriber)
    written = [part.path for part in spooled]
    unresolved = fresh = references.unresolved(written)
    while fresh:  # a claim that is gone may be what another one answers
        gone = {item for item, *_ in fresh}
        spooled = [
            Part.of(without(pl.read_parquet(part.path), gone), part.path) for part in spooled
        ]
        fresh = references.absent(written)
        unresolved = [*unresolved, *fresh]
    report = Report(
        rows,
        tuple(unknown),
        tuple((column, code, n) for (column, code), n in sorted(transcriber.codes.items())),
        tuple(unresolved),
        tuple((what, count, row) for what, (count, row) in unexpected.items()),
        tuple(
            (column, text, n)
            for (column, text), n in sorted(
                transcriber.names.items(), key=lambda item: (-item[1], item[0])
            )
        ),
        tuple(listing.found()),
    )
    return spooled, report


def _append(
    record: Record,
    dataset: Dataset,
    spooled: list[Part],
    sources: dict[str, Original],
    others: Standing,
    by: str,
    why: str,
) -> tuple[Change, tuple[str, ...]]:
    """Put what was written into the record: all of it, or of a correction what differs.

    Entities that the file has no longer stay where others speak of them; they are returned too.
    """
    import polars as pl

    slug = dataset.document.slug
    gone: set[str] = set()
    tables: Iterable[polars.DataFrame | Part] = spooled
    added = altered = 0
    kept: dict[str, str] = {}
    loaded = record.loaded([slug])
    if loaded:
        stood = loaded[slug]
        whole = pl.concat(pl.read_parquet(part.path) for part in spooled)
        keys, gone = changed(stood, whole)
        added = len(keys - set(stood["key"]))
        altered = len(keys) - added
        registry = stood.filter(pl.col("property") == "rdf:type", pl.col("key").is_in(list(gone)))
        kept = {
            about: key
            for about, key in registry.select("about", "key").iter_rows()
            if any(others.users(about))
        }
        gone -= set(kept.values())
        others.refuse_stranding(f"claim:{slug}.{key}" for key in gone)
        tables = (one for one in [whole.filter(pl.col("key").is_in(list(keys)))] if len(one))
        if not why.strip():
            raise UsageError(
                f"doc:{slug} was loaded before from another file or mapping, or of another date"
                f" ({added} claims added, {altered} changed, {len(gone)} withdrawn): say --why it"
                " is corrected"
            )
    entry = record.append(
        action="correct" if loaded else "load",
        document=dataset.document,
        tables=tables,
        withdrawn=sorted(gone),
        source=sources,
        by=by,
        why=why,
    )
    change = Change(slug, entry.action, added if loaded else entry.changed, altered, len(gone))
    return change, tuple(sorted(kept))


def _unknown(dataset: Dataset, frame: polars.DataFrame) -> list[str]:
    """Return the columns of a file that the mapping neither uses nor leaves out."""
    known = dataset.columns() | dataset.mapping.unused.keys()
    return [name for name in frame.columns if name not in known]


def _failing(frame: polars.DataFrame, condition: str, file: Path) -> tuple[int, int] | None:
    """Return how many rows do not meet a condition, and the place of the first."""
    import polars as pl

    try:
        met = frame.select(pl.sql_expr(condition).fill_null(True).alias("met"))["met"]
        wrong = (~met).arg_true()
    except pl.exceptions.PolarsError as error:
        what = str(error).partition("\n")[0]
        raise DatasetError(
            f"dataset.yml expects {condition!r}: {what}; TRY_CAST takes what is no number for none",
            path=file,
        ) from error
    return (len(wrong), int(wrong[0])) if len(wrong) else None


def _refused(file: Path, transcriber: Transcriber) -> DatasetError:
    faults = sorted(dict.fromkeys(transcriber.faults))
    (row, what), *rest = faults
    shown = [f"{file}: row {a}: {b}" for a, b in rest[:_SHOWN]]
    if len(rest) > _SHOWN:
        shown.append(f"(and {len(rest) - _SHOWN:,} more)")
    shown.append("nothing of this file was loaded; rows are counted from 1, without a header")
    return DatasetError("\n".join([f"row {row}: {what}", *shown]), path=file)


def _sha256(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise DatasetError("not a file: name one, unpacked or gzipped", path=path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", path=path) from error
