"""Retract claims: a new entry that says who, when and why; the old state stays readable."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from respondeat.entry import Change, read_tables, read_withdrawn
from respondeat.errors import UsageError
from respondeat.generation import refresh
from respondeat.standing import Standing
from respondeat.terms import Terms
from respondeat.workspace import Workspace

if TYPE_CHECKING:
    import polars

__all__ = ["retract", "retracted"]


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
        table = workspace.record.claims(document=slug)
        standing = set(table["key"])
        keys = sorted(standing) if prefix == "doc" else [key]
        if prefix not in ("claim", "doc") or not keys or not standing.issuperset(keys):
            raise UsageError(
                f"{target!r} is no standing claim: write claim:document.key or doc:document,"
                " as `respondeat claims` prints them"
            )
        _refuse_stranding(table, keys, workspace, {slug} if prefix == "doc" else set())
        workspace.record.append(
            action="retract",
            document=documents[slug][0],
            withdrawn=keys,
            source={},
            by=by,
            why=why,
        )
        refresh(workspace)
    return Change(slug, "retract", 0, 0, len(keys))


def retracted(folder: Path, slugs: Iterable[str]) -> dict[str, int]:
    """Return how many claims of documents stand retracted, of those that have any."""
    record = Workspace(folder).record
    found: dict[str, set[str]] = {slug: set() for slug in slugs}
    for entry in record.entries():
        keys = found.get(entry.document)
        place = record.folder / "entry" / entry.id
        if keys is not None and entry.action == "retract":
            keys.update(read_withdrawn(place, entry))
        elif keys:  # what is said otherwise, or no longer, is retracted no more
            keys.difference_update(read_withdrawn(place, entry))
            for table in read_tables(place, entry, ["key"]):
                keys.difference_update(table["key"])
    return {slug: len(keys) for slug, keys in found.items() if keys}


def _refuse_stranding(
    table: polars.DataFrame, keys: list[str], workspace: Workspace, without: set[str]
) -> None:
    """Refuse to take an entity out of a registry while claims speak of it."""
    import polars as pl

    named = (pl.col("property") == "rdf:type") & pl.col("key").is_in(keys)
    entities = table.filter(named)["about"].to_list()
    if not entities:
        return
    refresh(workspace)
    standing = Standing(workspace.index(), Terms(workspace.base), without)
    for entity in sorted(entities):
        for _, claim in standing.users(entity):
            raise UsageError(f"{entity!r} is used by {claim}: retract that first")
