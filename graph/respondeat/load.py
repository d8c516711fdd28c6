"""Load documents: everything is read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from respondeat.batch import Batch, Loadable
from respondeat.claim import changed, to_table
from respondeat.entry import Change
from respondeat.errors import DamagedIndexError, DocumentError, UsageError
from respondeat.generation import refresh
from respondeat.index import Index, MemoryIndex
from respondeat.kinds import Kinds
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.record import Record
from respondeat.standing import Standing
from respondeat.terms import BASE, Terms
from respondeat.workspace import Workspace

__all__ = ["load"]


def load(
    folder: Path, paths: list[Path], *, by: str, why: str = "", base: str | None = None
) -> list[Change]:
    """Load document folders, or folders of them, into a workspace, and bring its index up to it.

    A document that was loaded before with the same content changes nothing; with other content it
    is a correction, which needs ``why``. ``base`` is the base IRI of a new workspace. Raise a
    ``RespondeatError`` naming the file and cell before anything is stored.
    """
    batch = Batch(paths)
    if not (folder / "record" / "log.jsonl").exists():
        batch.documents(Kinds(), lambda slug: None)
    workspace = Workspace.create(folder, base or BASE)
    record = workspace.record
    if base and base != record.base:
        raise UsageError(f"this workspace was made on the base {record.base}, not {base}")
    with record.writing():
        index: Index = MemoryIndex()
        if record.log.count > 1:
            refresh(workspace)
            index = workspace.index()
        changes = _load(record, index, batch, by, why)
        del index
        refresh(workspace)
    return changes


def _load(record: Record, index: Index, batch: Batch, by: str, why: str) -> list[Change]:
    known, terms = record.documents(), Terms(record.base)
    before = record.loaded(batch.slugs)
    others = Standing(index, terms, batch.slugs)

    def keys(slug: str) -> Set[str] | None:
        if slug not in known:
            return None
        if slug not in before:
            before.update(record.loaded([slug]))
        return set(before[slug]["key"])

    plans = []
    for one in batch.documents(others, keys):
        slug = one.document.slug
        table = to_table(one.rows)
        stood = before.get(slug, to_table())
        keys_changed, withdrawn = changed(stood, table)
        added = keys_changed - set(stood["key"])
        change = Change(slug, "load", len(added), len(keys_changed) - len(added), len(withdrawn))
        if slug in known:
            same = not keys_changed and not withdrawn and known[slug][0] == one.document
            change = change._replace(action="unchanged" if same else "correct")
        if change.action == "correct" and not why.strip():
            raise UsageError(
                f"doc:{slug} was loaded before with other content ({change.added} claims added,"
                f" {change.changed} changed, {change.withdrawn} withdrawn): say --why it is"
                " corrected"
            )
        plans.append(
            (change, one, [row for row in one.rows if row["key"] in keys_changed], withdrawn)
        )
    _refuse_stranding(others, batch, record, [(c.document, gone) for c, _, _, gone in plans])
    altering = [plan for plan in plans if plan[0].action != "unchanged"]
    for _, one, _, _ in altering:
        _refuse_unwritable(one, terms)
    for change, one, rows, withdrawn in altering:
        record.append(
            action=change.action,
            document=one.document,
            tables=[to_table(rows)] if rows else [],
            withdrawn=sorted(withdrawn),
            source=one.source,
            by=by,
            why=why,
        )
    return [change for change, *_ in plans]


def _refuse_unwritable(one: Loadable, terms: Terms) -> None:
    """Refuse what no index could hold: nothing is recorded that cannot be projected."""
    text = document_to_turtle(one.document, "", terms) + claims_to_turtle(to_table(one.rows), terms)
    try:
        MemoryIndex().load([text])
    except (DamagedIndexError, SyntaxError, ValueError) as error:
        raise DocumentError(f"doc:{one.document.slug} cannot be written as RDF: {error}") from error


def _refuse_stranding(
    others: Standing, batch: Batch, record: Record, gone: list[tuple[str, set[str]]]
) -> None:
    """Refuse a correction that would leave claims of other documents pointing nowhere.

    Documents of the same load were checked against the corrected state already.
    """
    after = batch.kinds(others)
    altered = {f"claim:{slug}.{key}" for slug, keys in gone for key in keys}
    for slug in batch.registries:
        for row in record.rows(document=slug):
            kind = row["value"].partition(":")[2]
            if row["property"] == "rdf:type" and after.find(row["about"]) != kind:
                altered.add(row["about"])
    others.refuse_stranding(altered)
