"""The claims table: the shape every loader produces, one row per claim and value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

__all__ = [
    "CLAIM_COLUMNS",
    "COLUMNS",
    "Row",
    "blank",
    "by_claim",
    "digest",
    "digested",
    "is_registry",
]

Row = dict[str, Any]
"""One row of the claims table; keys are `COLUMNS`, identifiers are CURIEs."""

COLUMNS = {
    "document": "str",
    "key": "str",
    "digest": "str",
    "stance": "str",
    "asserter": "str",
    "relays": "list",
    "answers": "str",
    "supersedes": "str",
    "standard": "str",
    "verification": "str",
    "sensitivity": "str",
    "fragment": "str",
    "start": "int",
    "end": "int",
    "about": "str",
    "property": "str",
    "value": "str",
    "language": "str",
    "original": "str",
    "lower": "float",
    "upper": "float",
    "best": "float",
    "stated": "str",
    "hedge": "str",
    "unit": "str",
    "counts": "str",
    "part_of": "str",
    "edtf": "str",
    "earliest_start": "date",
    "latest_start": "date",
    "earliest_end": "date",
    "latest_end": "date",
    "place": "str",
}
"""Column to kind: str, int, float, date, or list (of str)."""

CLAIM_COLUMNS = tuple(
    "stance asserter relays answers supersedes standard verification sensitivity about".split()
)
"""What all values of one claim share."""


def is_registry(document: str) -> bool:
    """Say whether a document is a registry of entities: its claims are projected plainly."""
    return document.endswith("-entities")


def blank() -> Row:
    """Return a row in which nothing is said."""
    return {name: [] if kind == "list" else None for name, kind in COLUMNS.items()}


def by_claim(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Group a claim-major table into claims."""
    for _, group in groupby(rows, key=lambda row: (row["document"], row["key"])):
        yield list(group)


def digest(rows: list[Row]) -> str:
    """Return the SHA-256 of a claim's content, whatever document and key carry it.

    >>> digest([{"about": "actor:snhr"}]) == digest([{"about": "actor:snhr", "key": "k1"}])
    True
    """
    content = [
        {
            name: value
            for name, value in row.items()
            if value not in (None, []) and name not in ("document", "key", "digest")
        }
        for row in rows
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digested(rows: Iterable[Row]) -> list[Row]:
    """Return the rows of one document claim by claim, each with the digest of its claim.

    >>> rows = [{"key": "k1", "value": "a"}, {"key": "k2"}, {"key": "k1", "value": "b"}]
    >>> [row["key"] for row in digested(rows)]
    ['k1', 'k1', 'k2']
    """
    claims: dict[str, list[Row]] = {}
    for row in rows:
        claims.setdefault(row["key"], []).append(row)
    return [{**row, "digest": digest(claim)} for claim in claims.values() for row in claim]
