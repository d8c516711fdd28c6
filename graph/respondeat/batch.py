"""Batches: the documents and registries that one load found, read and checked."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

from respondeat.claim import Row
from respondeat.document import Document
from respondeat.errors import DocumentError
from respondeat.kinds import Kinds
from respondeat.registry import Registry
from respondeat.sheet import Keys, Sheet

__all__ = ["Batch", "Loadable"]

_SHEETS = ("claims.csv", "claims.xlsx")
_FILES = (*_SHEETS, "document.yml", "entities.csv")
_LINK_KINDS = {"publisher": "Actor", "draws-on": "Document", "derived-from": "Document"}


class Loadable(NamedTuple):
    """One document ready to be recorded: its claims, and the bytes they were read from."""

    document: Document
    rows: list[Row]
    source: dict[str, bytes]


_STEMS = ("claims", "entities", "document")


class _Source(NamedTuple):
    path: Path
    document: Document
    content: bytes
    sheet: Sheet | None


class Batch:
    """What is in some folders: a document's folder holds ``document.yml`` and its sheet."""

    def __init__(self, paths: list[Path]) -> None:
        """Find and read everything; raise the error of the first file that is none."""
        self.registries: dict[str, Registry] = {}
        self._sources: dict[str, _Source] = {}
        folders = [folder.resolve() for given in paths for folder in _folders(given)]
        for folder in dict.fromkeys(folders):
            name = folder.name
            if name in self._sources or f"{name}-entities" in self.registries:
                raise DocumentError(f"two folders are named {name!r}; it is their id", path=folder)
            if (folder / "entities.csv").is_file():
                registry = Registry(folder / "entities.csv")
                self.registries[registry.document.slug] = registry
            if (folder / "document.yml").is_file():
                self._sources[name] = _source(folder)

    @property
    def slugs(self) -> set[str]:
        """The ids of its documents and registries."""
        return {*self.registries, *self._sources}

    def kinds(self, others: Kinds) -> Kinds:
        """Return what is registered here or by others, the documents too."""
        found = {f"doc:{slug}": "Document" for slug in self.slugs}
        for registry in self.registries.values():
            found |= registry.kinds
        return Kinds(found, others)

    def documents(self, others: Kinds, keys: Keys) -> list[Loadable]:
        """Return the registries, then the documents, all checked.

        ``others`` are the identifiers of other documents and registries, ``keys`` those of the
        claims of every loaded document. Raise a ``RespondeatError`` naming the file and cell that
        is wrong.
        """
        found = []
        for registry in self.registries.values():
            rest = {
                item: kind
                for other in self.registries.values()
                if other is not registry
                for item, kind in other.kinds.items()
            }
            content = {registry.cells.path.name: registry.cells.content}
            found.append(Loadable(registry.document, registry.rows(Kinds(rest, others)), content))
        kinds = self.kinds(others)
        here = {slug: one.sheet.keys if one.sheet else set() for slug, one in self._sources.items()}

        def known(slug: str) -> Container[str] | None:
            return here[slug] if slug in here else keys(slug)

        for source in self._sources.values():
            found.append(_loadable(source, kinds, known))
        return found


def _folders(given: Path) -> list[Path]:
    """Return the folders with something to load: the one given, and those in it."""
    folder = given.parent if given.name in _FILES else given
    try:
        inside = sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError as error:
        raise DocumentError(
            f"expected a folder with document.yml and claims.csv: {error.strerror}", path=given
        ) from error
    found = [one for one in (folder, *inside) if _loadable_folder(one)]
    if not found:
        raise DocumentError("no document.yml and no entities.csv here", path=given)
    return found


def _loadable_folder(folder: Path) -> bool:
    """Say whether a folder holds something to load; refuse what looks so and would be ignored."""
    names = {
        path.name
        for path in folder.iterdir()
        if path.stem.lower() in _STEMS and (path.name in _FILES or not path.is_dir())
    }
    for name in sorted(names):
        if name not in _FILES or not (folder / name).is_file():
            raise DocumentError(
                f"not one of the files {', '.join(_FILES)}: rename or remove it", path=folder / name
            )
    if names & set(_SHEETS) and "document.yml" not in names:
        raise DocumentError("a sheet needs a document.yml beside it", path=folder)
    return bool(names)


def _source(folder: Path) -> _Source:
    sheets = [folder / name for name in _SHEETS if (folder / name).is_file()]
    if len(sheets) > 1:
        raise DocumentError("claims.csv and claims.xlsx: keep one of them", path=folder)
    path = folder / "document.yml"
    document, content = Document.from_file(path)
    return _Source(path, document, content, Sheet(sheets[0]) if sheets else None)


def _loadable(source: _Source, kinds: Kinds, keys: Keys) -> Loadable:
    document, sheet = source.document, source.sheet
    for name, item in document.links:
        if name == "source-type":
            fault = kinds.no_concept(item, ("source",))
        else:
            fault = kinds.misfit(item, _LINK_KINDS[name])
        if fault:
            raise DocumentError(f"{name!r}: {fault}", path=source.path)
    rows = sheet.rows(document, kinds, keys) if sheet else []
    contents = {sheet.cells.path.name: sheet.cells.content} if sheet else {}
    return Loadable(document, rows, {**contents, source.path.name: source.content})
