"""Verify: rehash the record, recount the index, prove offsets against the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from respondeat.claim import Row
from respondeat.document import Document
from respondeat.entry import read_file
from respondeat.errors import RecordError, RespondeatError
from respondeat.generation import shown
from respondeat.index import FolderIndex, MemoryIndex
from respondeat.ontology import fingerprint
from respondeat.progress import Progress
from respondeat.workspace import MANY, Workspace

__all__ = ["Verified", "verify"]


class Verified(dict[str, int]):
    """What was counted: entries, claims, triples, texts and offsets."""


def verify(folder: Path, *, texts: Path | None = None) -> tuple[Verified, list[str]]:
    """Return what was counted, and every violation in words.

    The record: the log's chain, the hash of every entry and file. The
    index: the same triples as the record projects to. With ``texts``, a folder: every offset
    lies in the text whose SHA-256 the document names, cuts no word, and holds what is claimed to
    be printed there.
    """
    counted = Verified(entries=0, claims=0, triples=0, texts=0, offsets=0)
    try:
        workspace = Workspace(folder)
    except RecordError as error:
        return counted, [str(error)]
    violations = list(_record(workspace, counted))
    if not violations:
        violations += _index(workspace, counted)
        if texts is not None:
            violations += _texts(workspace, texts, counted)
    return counted, violations


def _record(workspace: Workspace, counted: Verified) -> Iterator[str]:
    record = workspace.record
    try:
        for line in record.log.lines():
            if "entry" in line:
                entry = record.entry(line["entry"])
                if entry.previous != line["previous"]:
                    yield f"entry {entry.id[:12]} does not follow from the one before it"
                for name in entry.files:
                    read_file(record.folder / "entry" / entry.id, entry, name)
                counted["entries"] += 1
        for table in record.tables():
            counted["claims"] += table.n_unique(["document", "key"])
    except RespondeatError as error:
        yield str(error)


def _index(workspace: Workspace, counted: Verified) -> Iterator[str]:
    if not counted["entries"] and not workspace.manifest.parent.exists():
        return  # of a first load that was refused
    try:
        index = workspace.index()
        manifest = workspace.read_manifest()
        if damage := workspace.damage():
            yield f"the index was altered: `respondeat rebuild` makes it again: {damage}"
            return
        if manifest["ontology"] != fingerprint():
            yield "the index was made with another ontology: `respondeat rebuild` makes it again"
            return
        with TemporaryDirectory() as scratch:
            large = counted["claims"] > MANY
            fresh = FolderIndex(Path(scratch, "index"), build=True) if large else MemoryIndex()
            fresh.load(shown(workspace.turtle()))
            counted["triples"] = len(index)
            many = 0
            with Progress("triples compared") as progress:
                for place, triple in enumerate(index.match(None, None, None)):
                    many += triple not in fresh
                    if place % MANY == 0:
                        progress.at(place)
            less = len(fresh) - len(index) + many
        if many or less:
            yield (
                f"the index differs from the record: {many} triples too many, {less} missing:"
                " `respondeat rebuild` makes it again"
            )
    except RespondeatError as error:
        yield str(error)


def _texts(workspace: Workspace, texts: Path, counted: Verified) -> Iterator[str]:
    for slug, (document, _) in workspace.record.documents().items():
        if "text" not in document.metadata:
            continue
        path = texts / document.metadata["text"]["file"]
        try:
            text = document.prove(path)
        except RespondeatError as error:
            yield str(error)
            continue
        counted["texts"] += 1
        for row in workspace.record.rows(document=slug):
            if row["start"] is not None:
                counted["offsets"] += 1
                yield from _offset(row, text, document)


def _offset(row: Row, text: str, document: Document) -> Iterator[str]:
    start, end = row["start"], row["end"]
    name = f"claim:{document.slug}.{row['key']} at char={start},{end}"
    printed = text[start:end]
    if end > len(text) or not printed.strip():
        yield f"{name}: outside the text, or only white space"
        return
    for edge in (start, end):
        if 0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum():
            yield f"{name}: cuts a word in two"
    for column in ("original", "stated"):
        if row[column] and row[column] not in printed:
            yield f"{name}: {column} {row[column]!r} is not printed there"
