"""Load documents: everything is read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from respondeat.batch import Batch, Loadable
from respondeat.claim import Row
from respondeat.entry import Change
from respondeat.errors import DamagedIndexError, DocumentError, UsageError
from respondeat.index import MemoryIndex
from respondeat.kinds import Kinds
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.record import Record
from respondeat.terms import BASE, Terms
from respondeat.workspace import Workspace

__all__ = ["load"]


def load(
    folder: Path, paths: list[Path], *, by: str, why: str = "", base: str | None = None
) -> list[Change]:
    """Load document folders, or folders of them, into a workspace, and make its index.

    A document that was loaded before with the same content changes nothing; with other content it
    is a correction, which needs ``why``. ``base`` is the base IRI of a new workspace. Raise a
    ``RespondeatError`` naming the file and cell before anything is stored.
    """
    batch = Batch(paths)
    if not (folder / "record" / "log.jsonl").exists():
        batch.documents(Kinds(), {})
    workspace = Workspace.create(folder, base or BASE)
    record = workspace.record
    if base and base != record.base:
        raise UsageError(f"this workspace was made on the base {record.base}, not {base}")
    with record.writing():
        changes = _load(record, batch, by, why)
        if any(change.action != "unchanged" for change in changes) or _stale(workspace):
            workspace.rebuild()
    return changes


def _load(record: Record, batch: Batch, by: str, why: str) -> list[Change]:
    standing, digests, known = record.rows(), record.digests(), record.documents()
    others = _kinds((row for row in standing if row["document"] not in batch.slugs), known)
    keys = {slug: set(claims) for slug, claims in digests.items()}
    loadables = batch.documents(others, keys)
    plans = []
    for one in loadables:
        slug = one.document.slug
        changed, withdrawn = _difference(one, digests.get(slug, {}))
        added = changed - set(digests.get(slug, {}))
        change = Change(slug, "load", len(added), len(changed) - len(added), len(withdrawn))
        if slug in known:
            same = not changed and not withdrawn and known[slug][0] == one.document
            change = change._replace(action="unchanged" if same else "correct")
        if change.action == "correct" and not why.strip():
            raise UsageError(
                f"doc:{slug} was loaded before with other content ({change.added} claims added,"
                f" {change.changed} changed, {change.withdrawn} withdrawn): say --why it is"
                " corrected"
            )
        plans.append((change, one, changed, withdrawn))
    gone = {f"{change.document}.{key}" for change, _, _, keys in plans for key in keys}
    _refuse_stranding(standing, batch, _kinds(standing, known), batch.kinds(others), gone)
    for _, one, _, _ in plans:
        _refuse_unwritable(one, Terms(record.base))
    for change, one, changed, withdrawn in plans:
        if change.action != "unchanged":
            record.append(
                action=change.action,
                document=one.document,
                rows=[row for row in one.rows if row["key"] in changed],
                withdrawn=sorted(withdrawn),
                source=one.source,
                by=by,
                why=why,
            )
    return [change for change, *_ in plans]


def _refuse_unwritable(one: Loadable, terms: Terms) -> None:
    """Refuse what no index could hold: nothing is recorded that cannot be projected."""
    text = document_to_turtle(one.document, "", terms) + "".join(claims_to_turtle(one.rows, terms))
    try:
        MemoryIndex().load([text.encode()])
    except (DamagedIndexError, SyntaxError, ValueError) as error:
        raise DocumentError(f"doc:{one.document.slug} cannot be written as RDF: {error}") from error


def _difference(one: Loadable, before: dict[str, str]) -> tuple[set[str], set[str]]:
    """Return the keys that are new or have another digest, and those that are there no more."""
    after = {row["key"]: row["digest"] for row in one.rows}
    return {key for key in after if after[key] != before.get(key)}, set(before) - set(after)


def _kinds(rows: Iterable[Row], documents: Iterable[str]) -> Kinds:
    """Return what the rows of registries register, and the documents."""
    registered = {
        row["about"]: row["value"].partition(":")[2]
        for row in rows
        if row["property"] == "rdf:type"
    }
    return Kinds(registered | {f"doc:{slug}": "Document" for slug in documents})


def _refuse_stranding(
    standing: list[Row], batch: Batch, before: Kinds, after: Kinds, gone: set[str]
) -> None:
    """Refuse a correction that would leave claims of other documents pointing nowhere.

    Documents of the same load were checked against the corrected state already.
    """
    altered = {item for item, kind in before.items() if after.get(item) != kind}
    for row in standing:
        if row["document"] in batch.slugs:
            continue
        named = {row[name] for name in ("about", "asserter", "value", "place")} & altered
        targets = {*row["relays"], row["answers"], row["supersedes"]} & gone
        for item in sorted(named | {f"claim:{target}" for target in targets}):
            raise DocumentError(
                f"{item!r} is used by claim:{row['document']}.{row['key']} and would be gone or of"
                f" another kind: correct doc:{row['document']} in the same load"
            )


def _stale(workspace: Workspace) -> bool:
    try:
        workspace.index()
    except DamagedIndexError:
        return True
    return False
