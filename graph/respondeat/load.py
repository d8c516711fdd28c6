"""Load documents: everything is read and checked before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from respondeat.claim import Row, by_claim
from respondeat.document import Document
from respondeat.errors import DocumentError, UsageError
from respondeat.record import Record
from respondeat.sheet import read_claims, read_registry
from respondeat.terms import BASE
from respondeat.workspace import Workspace

__all__ = ["Loaded", "load"]

_SHEETS = ("claims.csv", "claims.xlsx")


class Loaded(NamedTuple):
    """What a load did to one document."""

    document: str
    action: str
    added: int
    changed: int
    withdrawn: int


class _Source(NamedTuple):
    document: Document
    sheet: Path | None
    files: tuple[Path, ...]


def load(
    folder: Path, paths: list[Path], *, by: str, why: str = "", base: str = BASE
) -> list[Loaded]:
    """Load document folders, or folders of them, into a workspace, and make its index.

    A document that was loaded before with the same content changes nothing; with other content it
    is a correction, which needs ``why``. Raise a ``RespondeatError`` naming the file and cell
    before anything is stored.
    """
    registries, sources = _find(paths)
    made = (folder / "record" / "log.jsonl").exists()
    kinds = registered(Workspace(folder).record) if made else {}
    tables = _read(registries, sources, kinds)
    workspace = Workspace.create(folder, base)
    record = workspace.record
    with record.writing():
        plans = [_plan(record, document, rows, why) for document, rows, _ in tables]
        done = []
        for (document, rows, files), plan in zip(tables, plans, strict=True):
            if plan is not None:
                result, keys, withdrawn = plan
                record.append(
                    action=result.action,
                    document=document,
                    rows=[row for row in rows if row["key"] in keys],
                    withdrawn=withdrawn,
                    source={path.name: path.read_bytes() for path in files},
                    by=by,
                    why=why,
                )
                done.append(result)
            else:
                done.append(Loaded(document.slug, "unchanged", 0, 0, 0))
        if any(item.action != "unchanged" for item in done) or _stale(workspace):
            workspace.rebuild()
    return done


def _read(
    registries: list[Path], sources: list[_Source], kinds: dict[str, str]
) -> list[tuple[Document, list[Row], tuple[Path, ...]]]:
    tables: list[tuple[Document, list[Row], tuple[Path, ...]]] = []
    for path in _ordered(registries):
        rows = read_registry(path, _slug(path), kinds)
        kinds = kinds | kinds_of(rows)
        tables.append((_registry_document(path), rows, (path,)))
    kinds = kinds | {f"doc:{source.document.slug}": "Document" for source in sources}
    for source in sources:
        rows = read_claims(source.sheet, source.document, kinds) if source.sheet else []
        tables.append((source.document, rows, source.files))
    return tables


def registered(record: Record) -> dict[str, str]:
    """Return every registered identifier and document of a record, with its class."""
    kinds = {f"doc:{slug}": "Document" for slug in record.documents()}
    return kinds | kinds_of(record.rows())


def kinds_of(rows: list[Row]) -> dict[str, str]:
    """Return identifier to class from the rows of registries.

    >>> kinds_of([{"property": "rdf:type", "about": "actor:a", "value": "resp:State"}])
    {'actor:a': 'State'}
    """
    return {
        row["about"]: row["value"].partition(":")[2] for row in rows if row["property"] == "rdf:type"
    }


def _plan(
    record: Record, document: Document, rows: list[Row], why: str
) -> tuple[Loaded, set[str], list[str]] | None:
    """Say what loading would change, or None for nothing."""
    known = record.documents().get(document.slug)
    before = record.digests(document.slug) if known else {}
    after = {claim[0]["key"]: claim[0]["digest"] for claim in by_claim(rows)}
    added = {key for key in after if key not in before}
    changed = {key for key in after if key in before and after[key] != before[key]}
    withdrawn = sorted(set(before) - set(after))
    if known and not (added or changed or withdrawn) and known[0].metadata == document.metadata:
        return None
    if known and not why:
        raise UsageError(
            f"doc:{document.slug} was loaded before with other content"
            f" ({len(added)} claims added, {len(changed)} changed, {len(withdrawn)} withdrawn):"
            " say --why it is corrected"
        )
    action = "correct" if known else "load"
    result = Loaded(document.slug, action, len(added), len(changed), len(withdrawn))
    return result, added | changed, withdrawn


def _find(paths: list[Path]) -> tuple[list[Path], list[_Source]]:
    """Return the registries and the documents below the paths, in order of their names."""
    registries: list[Path] = []
    sources: dict[Path, _Source] = {}
    for given in paths:
        path = given.parent if given.name in _SHEETS else given
        if not path.is_dir():
            raise DocumentError("expected a folder with document.yml and claims.csv", path=given)
        found = [path, *sorted(child for child in path.iterdir() if child.is_dir())]
        before = len(registries) + len(sources)
        for place in found:
            if (place / "entities.csv").is_file():
                registries.append(place / "entities.csv")
            if (place / "document.yml").is_file():
                sources[place] = _source(place)
        if len(registries) + len(sources) == before:
            raise DocumentError("no document.yml and no entities.csv here", path=given)
    slugs = [source.document.slug for source in sources.values()]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise DocumentError(f"two folders are named {slug!r}: a document's id is its folder")
    return registries, list(sources.values())


def _source(place: Path) -> _Source:
    sheets = [place / name for name in _SHEETS if (place / name).is_file()]
    if len(sheets) > 1:
        raise DocumentError("claims.csv and claims.xlsx: keep one of them", path=place)
    document = Document.from_file(place / "document.yml")
    return _Source(document, sheets[0] if sheets else None, (*sheets, place / "document.yml"))


def _ordered(registries: list[Path]) -> list[Path]:
    return sorted(dict.fromkeys(registries), key=lambda path: len(path.parts))


def _slug(path: Path) -> str:
    return f"{path.resolve().parent.name}-entities"


def _registry_document(path: Path) -> Document:
    metadata = {
        "title": f"Registry of entities: {path.resolve().parent.name}",
        "publisher": "actor:editor",
        "source-type": "source:registry",
        "verification": "unverified",
    }
    return Document(_slug(path), metadata)


def _stale(workspace: Workspace) -> bool:
    from respondeat.errors import IndexDamaged

    try:
        workspace.index()
    except IndexDamaged:
        return True
    return False
