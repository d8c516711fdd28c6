"""Claims: the claims table as it stands, or as it stood."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from respondeat.claim import Row, to_table
from respondeat.errors import UsageError
from respondeat.origins import Origin, origins
from respondeat.period import OPEN_END, OPEN_START, POINTS
from respondeat.quantity import number
from respondeat.table import Table
from respondeat.workspace import Workspace

if TYPE_CHECKING:
    from respondeat.record import Record

__all__ = ["FIELDS", "claims", "history"]

_HEAD = ("document", "key", "asserter", "relays")

FIELDS = tuple(
    "claim document document_sha256 fragment start end asserter stance relays origins"
    " answers supersedes"
    " about property value language original lower upper best stated hedge unit counts part_of edtf"
    " earliest_start latest_start earliest_end latest_end place standard verification"
    " sensitivity".split()
)
"""The keys of one JSON object of ``claims --json``; one object per claim and value."""


def claims(
    folder: Path,
    *,
    document: str | None = None,
    about: str | None = None,
    property: str | None = None,
    asserter: str | None = None,
    known: int | None = None,
) -> Table:
    """Return the claims that fit, one row per claim and value, identifiers as CURIEs.

    ``known`` is the number of an entry: the claims as they stood after it. ``document_sha256``
    is the hash of the text that ``start`` and ``end`` point into; open ends are empty; ``origins``
    are where the relays end, asserter and document, or ``unread``.
    """
    record = Workspace(folder).record
    if known is not None and not 0 <= known <= len(record.entries()):
        raise UsageError(f"the record has {len(record.entries())} entries; {known} is none of them")
    documents = record.documents(known)
    slug = document.removeprefix("doc:") if document else None
    if slug and slug not in documents:
        raise UsageError(f"there is no document {slug!r}; `respondeat claims --log` lists them")
    wanted = {
        "document": slug,
        "about": about,
        "property": property if property is None or ":" in property else f"resp:{property}",
        "asserter": asserter,
    }
    shas = {name: one.text_sha256 for name, (one, _) in documents.items()}
    rows, ends = _fitting(record, {name: one for name, one in wanted.items() if one}, known)
    return Table(FIELDS, [tuple(_cells(row, shas, ends)) for row in rows])


def _fitting(
    record: Record, wanted: dict[str, str], known: int | None
) -> tuple[list[Row], dict[str, frozenset[Origin]]]:
    """Return the rows that fit, and the origins of their claims, in one pass over the record."""
    import polars as pl

    fits = pl.all_horizontal(pl.lit(True), *(pl.col(name) == one for name, one in wanted.items()))
    heads, found, met = [], [to_table()], set[str]()
    for table in record.tables(known):
        met |= {name for name, one in wanted.items() if (table[name] == one).any()}
        found.append(table.filter(fits))
        heads.append(
            table.unique(["document", "key"], maintain_order=True).select(
                *_HEAD, name=pl.format("{}.{}", "document", "key")
            )
        )
    for name in sorted(wanted.keys() - met - {"document"}):
        raise UsageError(f"no claim has {wanted[name]!r} as its {name}")
    rows = pl.concat(found)
    every = pl.concat(heads) if heads else pl.DataFrame(schema=dict.fromkeys(("name", *_HEAD)))
    waiting = set(rows.select(pl.format("{}.{}", "document", "key")).to_series())
    needed: dict[str, Row] = {}
    while waiting:  # what they pass on, all the way
        ahead = every.filter(pl.col("name").is_in(list(waiting))).to_dicts()
        needed |= {row["name"]: row for row in ahead}
        waiting = {name for row in ahead for name in row["relays"] or ()} - needed.keys()
        waiting = {name for name in waiting if "." in name}
    return rows.to_dicts(), origins(needed.values())


def history(folder: Path) -> Table:
    """Return the log: what was loaded, corrected or retracted, by whom, when and why."""
    rows = [
        (
            number,
            entry.at[:19],
            entry.action,
            f"doc:{entry.document}",
            entry.changed,
            entry.withdrawn,
            entry.by,
            entry.why,
        )
        for number, entry in enumerate(Workspace(folder).record.entries(), 1)
    ]
    return Table(("n", "at", "action", "document", "changed", "withdrawn", "by", "why"), rows)


def _cells(row: Row, shas: dict[str, str | None], ends: dict[str, frozenset[Origin]]) -> list[Any]:
    full = {
        **row,
        "claim": f"claim:{row['document']}.{row['key']}",
        "document": f"doc:{row['document']}",
        "document_sha256": shas[row["document"]],
        "origins": sorted(
            f"{end.asserter} {end.document}" for end in ends[f"{row['document']}.{row['key']}"]
        ),
        "relays": [_reference(item) for item in row["relays"] or ()],
        "answers": row["answers"] and f"claim:{row['answers']}",
        "supersedes": row["supersedes"] and f"claim:{row['supersedes']}",
        "part_of": row["part_of"] and f"claim:{row['document']}.{row['part_of']}",
    }
    for name in POINTS:
        point: date | None = row[name]
        full[name] = None if point in (None, OPEN_START, OPEN_END) else point.isoformat()
    for name in ("lower", "upper", "best"):
        full[name] = None if row[name] is None else number(row[name])
    return [full[name] for name in FIELDS]


def _reference(item: str) -> str:
    return f"claim:{item}" if "." in item else f"doc:{item}"
