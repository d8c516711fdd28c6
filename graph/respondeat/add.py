"""Add claims to a document, or put others in the place of those with the same keys.

What is small is quick, however large the record is: nothing but the index is asked what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from respondeat.claim import to_table
from respondeat.document import Document
from respondeat.entry import Change
from respondeat.errors import DocumentError, UsageError
from respondeat.generation import refresh
from respondeat.project import claims_to_turtle
from respondeat.sheet import Sheet
from respondeat.standing import Standing
from respondeat.terms import Terms
from respondeat.workspace import Workspace

__all__ = ["add"]


def add(
    folder: Path,
    document: Document | str,
    rows: Iterable[Mapping[str, str]],
    *,
    by: str,
    why: str = "",
) -> Change:
    """Add rows, with the cells of a claim sheet, to a new document or to one that is there.

    Other claims of the document stay as they are. Raise ``SheetError`` naming every wrong cell,
    ``DocumentError`` where no file could describe the document so, and ``UsageError`` where a
    correction has no ``why``, before anything is stored.
    """
    workspace = Workspace(folder)
    record, terms = workspace.record, Terms(workspace.base)
    sheet = Sheet.of(rows)
    with record.writing():
        refresh(workspace)
        standing = Standing(workspace.index(), terms)
        documents = record.documents()
        if isinstance(document, str):
            if document not in documents:
                raise UsageError(f"there is no document {document!r}: give its description too")
            document = documents[document][0]
        else:
            document = document.checked()
            if fault := standing.misfit(document.metadata["publisher"], "Actor"):
                raise DocumentError(f"publisher: {fault}", path=document.slug)
        fresh = document.slug not in documents
        table = to_table(sheet.rows(document, standing, standing.claims))
        stood = {key for key in set(table["key"]) if _claim(document, key, standing)}
        text = claims_to_turtle(table, terms) if stood else b""
        if stood == set(table["key"]) and _same(text, document, stood, standing):
            return Change(document.slug, "unchanged", 0, 0, 0)
        if stood and not why.strip():
            raise UsageError(f"{len(stood)} claims stand already: say why they are corrected")
        del standing
        entry = record.append(
            action="load" if fresh else "correct",
            document=document,
            tables=[table],
            source={"claims.csv": sheet.cells.content},
            by=by,
            why=why,
        )
        refresh(workspace)
    return Change(document.slug, entry.action, entry.changed - len(stood), len(stood), 0)


def _claim(document: Document, key: str, standing: Standing) -> int:
    return standing.size(f"claim:{document.slug}.{key}")


def _same(turtle: bytes, document: Document, keys: Iterable[str], standing: Standing) -> bool:
    """Say whether the claims stand word for word."""
    triples = {quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)}
    many = sum(1 for triple in triples if "/claim/" in str(triple.subject))
    return many == sum(_claim(document, key, standing) for key in keys) and all(
        standing.holds(triple) for triple in triples
    )
