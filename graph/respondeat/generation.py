"""Generations: an index is made in a folder of its own, and swapped in when it is whole.

The one before stays for those who read it. A new generation is made from the whole record, or
begins as links to the files of the one before, which a store never rewrites, and takes in the
entries that came since: what is small stays quick however large the record is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from respondeat import __version__
from respondeat.claim import entity_of
from respondeat.document import Document
from respondeat.entry import Entry, read_tables, read_withdrawn
from respondeat.errors import DamagedIndexError, TermError, WorkspaceError
from respondeat.index import FolderIndex
from respondeat.ontology import fingerprint
from respondeat.progress import Progress
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.terms import Terms
from respondeat.workspace import MANY, Workspace, files_of

__all__ = ["rebuild", "refresh", "shown"]

_NOTHING: Mapping[str, list[Any]] = MappingProxyType({})

_COPIED = re.compile(r"(CURRENT|MANIFEST-.*|OPTIONS-.*|IDENTITY|.*\.log)")
"""Files that a store writes on; all others it only ever makes and deletes."""


def rebuild(workspace: Workspace) -> None:
    """Make the index again from the whole record.

    The caller holds ``record.writing()``.
    """
    _made(workspace, lambda folder: _whole(workspace, folder))


def refresh(workspace: Workspace) -> None:
    """Bring the index up to the record, by what is new where that will do.

    The caller holds ``record.writing()``.
    """
    try:
        manifest = workspace.read_manifest()
        current = (manifest["version"], manifest["ontology"]) == (__version__, fingerprint())
        if not current or workspace.faulty(manifest):
            rebuild(workspace)
            return
        if manifest["head"] == workspace.record.head:
            return
        entries = _since(workspace, str(manifest["head"]))
        if entries is None:
            rebuild(workspace)
            return
    except DamagedIndexError:
        rebuild(workspace)
        return
    before = workspace.manifest.parent / str(manifest["generation"])

    def amended(folder: Path) -> None:
        _link(before, folder)
        index = FolderIndex(folder, build=True)
        if all(_take_in(workspace, index, entry) for entry in entries):
            return
        del index
        shutil.rmtree(folder)
        _whole(workspace, folder)

    _made(workspace, amended, manifest["files"])


def _made(
    workspace: Workspace, make: Callable[[Path], None], known: Mapping[str, list[Any]] = _NOTHING
) -> None:
    """Make a generation in a fresh folder and swap it in; forget those before the last.

    ``known`` are the files of the one in use, where the new one begins with links to them.
    """
    parent = workspace.manifest.parent
    parent.mkdir(exist_ok=True)
    older = [int(path.name) for path in parent.iterdir() if re.fullmatch(r"[0-9]+", path.name)]
    generation = max(older, default=0) + 1
    try:
        current = int(workspace.read_manifest()["generation"])
    except DamagedIndexError:
        current = 0
    folder = parent / str(generation)
    try:
        make(folder)
        workspace.swap(
            {
                "generation": generation,
                "head": workspace.record.head,
                "version": __version__,
                "ontology": fingerprint(),
                "files": files_of(folder, known, parent / str(current)),
            }
        )
    except (OSError, DamagedIndexError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise WorkspaceError(
            f"the record is safe, the index could not be made ({error}): free some space and"
            " run `respondeat rebuild`",
            path=workspace.folder,
        ) from error
    for number in older:
        if number != current:
            shutil.rmtree(parent / str(number), ignore_errors=True)


def _whole(workspace: Workspace, folder: Path) -> None:
    FolderIndex(folder, build=True).load(shown(workspace.turtle()))


def shown(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Show how far an index is."""
    done = 0
    with Progress("bytes indexed") as progress:
        for chunk in chunks:
            yield chunk
            done += len(chunk)
            progress.at(done)


def _since(workspace: Workspace, head: str) -> list[Entry] | None:
    """Return the entries that the log acknowledged after a line, or None where there is no such."""
    found: list[Entry] | None = None
    for line in workspace.record.log.lines():
        if found is not None and "entry" in line:
            found.append(workspace.record.entry(line["entry"]))
        if line["hash"] == head:
            found = []
    return found


def _link(before: Path, folder: Path) -> None:
    folder.mkdir()
    for path in before.iterdir():
        if path.name == "LOCK" or not path.is_file():
            continue
        if _COPIED.fullmatch(path.name):
            shutil.copyfile(path, folder / path.name)
        else:
            os.link(path, folder / path.name)


def _take_in(workspace: Workspace, index: FolderIndex, entry: Entry) -> bool:
    """Do to an index what an entry did to the record, and say whether that was possible.

    Where another registry may say what this one no longer says, only making the index anew will
    do.
    """
    terms = Terms(workspace.base)
    folder = workspace.record.folder / "entry" / entry.id
    document = f"doc:{entry.document}"
    stood = any(index.match(terms.expand(document), terms.expand("rdf:type"), None))
    gone: list[ox.Triple] = []
    many = entry.changed + entry.withdrawn > MANY
    if stood and many:
        return False
    if stood:
        keys = read_withdrawn(folder, entry)
        for table in read_tables(folder, entry):
            keys += table["key"].unique().to_list()
        for key in keys:
            said = list(index.match(terms.expand(f"claim:{entry.document}.{key}"), None, None))
            if not said and _registered(index, key, terms):
                return False
            gone += said
        gone += index.match(terms.expand(document), None, None)
    sheet = entry.sheet_sha256 or workspace.record.documents()[entry.document][1]

    def turtle() -> Iterator[bytes]:
        yield document_to_turtle(Document(entry.document, entry.metadata), sheet, terms)
        for table in read_tables(folder, entry):
            yield claims_to_turtle(table, terms)

    if many:
        index.load(shown(turtle()))
    else:
        index.amend(gone, turtle())
    return True


def _registered(index: FolderIndex, key: str, terms: Terms) -> bool:
    """Say whether an index holds what a claim with this key would register."""
    try:
        entity = terms.expand(entity_of(key))
    except TermError:
        return False
    return any(index.match(entity, terms.expand("rdf:type"), None))
