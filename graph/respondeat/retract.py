"""Retract claims: a new entry that says who, when and why; the old state stays readable."""

from __future__ import annotations

from pathlib import Path

from respondeat.claim import Row
from respondeat.entry import Change
from respondeat.errors import UsageError
from respondeat.workspace import Workspace

__all__ = ["retract"]


def retract(folder: Path, target: str, *, by: str, why: str) -> Change:
    """Take ``claim:document.key``, or with ``doc:slug`` all claims of a document, out of the index.

    Loading the same document again does not bring a retracted claim back; a corrected one does.
    """
    if not why.strip():
        raise UsageError("say --why the claim is retracted")
    workspace = Workspace(folder)
    prefix, _, name = target.partition(":")
    slug, _, key = name.partition(".") if prefix == "claim" else (name, "", "")
    with workspace.record.writing():
        documents = workspace.record.documents()
        standing = {row["key"] for row in workspace.record.rows() if row["document"] == slug}
        keys = sorted(standing) if prefix == "doc" else [key]
        if prefix not in ("claim", "doc") or not keys or not standing.issuperset(keys):
            raise UsageError(
                f"{target!r} is no standing claim: write claim:document.key or doc:document,"
                " as `respondeat claims` prints them"
            )
        _refuse_stranding(workspace.record.rows(), slug, set(keys))
        workspace.record.append(
            action="retract",
            document=documents[slug][0],
            rows=[],
            withdrawn=keys,
            source={},
            by=by,
            why=why,
        )
        workspace.rebuild()
    return Change(slug, "retract", 0, 0, len(keys))


def _refuse_stranding(rows: list[Row], slug: str, keys: set[str]) -> None:
    """Refuse to take an entity out of a registry while claims speak of it."""
    gone = [row for row in rows if row["document"] == slug and row["key"] in keys]
    entities = {row["about"] for row in gone if row["property"] == "rdf:type"}
    for row in rows:
        named = {row[name] for name in ("about", "asserter", "value", "place")} & entities
        if named and row not in gone:
            raise UsageError(
                f"{named.pop()!r} is used by claim:{row['document']}.{row['key']}:"
                " retract that first"
            )
