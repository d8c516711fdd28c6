"""The claims table: the shape every loader produces, one row per claim and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars

__all__ = [
    "CLAIM_COLUMNS",
    "COLUMNS",
    "Row",
    "blank",
    "by_claim",
    "changed",
    "circular",
    "entity_of",
    "grouped",
    "to_table",
]

Row = dict[str, Any]
"""One row of the claims table; keys are `COLUMNS`, identifiers are CURIEs."""

COLUMNS = {
    "document": "str",
    "key": "str",
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


def entity_of(key: str) -> str:
    """Return what a claim registers, by its key: an entity's id with a dot for the colon.

    >>> entity_of("actor.snhr")
    'actor:snhr'
    """
    return key.replace(".", ":", 1)


def blank() -> Row:
    """Return a row in which nothing is said."""
    return {name: [] if kind == "list" else None for name, kind in COLUMNS.items()}


def by_claim(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Group a claim-major table into claims."""
    for _, group in groupby(rows, key=lambda row: (row["document"], row["key"])):
        yield list(group)


def grouped(rows: Iterable[Row]) -> list[Row]:
    """Return the rows of one document claim by claim, in the order of each claim's first row.

    >>> rows = [{"key": "k1", "value": "a"}, {"key": "k2"}, {"key": "k1", "value": "b"}]
    >>> [row["key"] for row in grouped(rows)]
    ['k1', 'k1', 'k2']
    """
    claims: dict[str, list[Row]] = {}
    for row in rows:
        claims.setdefault(row["key"], []).append(row)
    return [row for claim in claims.values() for row in claim]


def circular(wholes: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what would be a part of itself, of parts with what each is a part of.

    >>> list(circular({"a": "b", "b": "a", "c": "a", "d": None}))
    ['a', 'b']
    """
    for part in wholes:
        seen, whole = {part}, wholes[part]
        while whole is not None and whole in wholes and whole not in seen:
            seen.add(whole)
            whole = wholes[whole]
        if whole == part:
            yield part


def to_table(rows: Iterable[Row] = ()) -> polars.DataFrame:
    """Return rows as a table of typed columns."""
    import polars as pl

    kinds = {
        "str": pl.String(),
        "int": pl.Int64(),
        "float": pl.Float64(),
        "date": pl.Date(),
        "list": pl.List(pl.String()),
    }
    schema = {name: kinds[kind] for name, kind in COLUMNS.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def changed(before: polars.DataFrame, after: polars.DataFrame) -> tuple[set[str], set[str]]:
    """Return the keys of one document's claims that are new or say something else, and the lost.

    The order of the values of a claim says nothing, nor how often one stands there.

    >>> old, new = to_table([{"key": "a"}, {"key": "b"}]), to_table([{"key": "b", "value": "v"}])
    >>> changed(old, new)
    ({'b'}, {'a'})
    """
    if before.equals(after):
        return set(), set()
    columns = list(COLUMNS)
    added = after.join(before, on=columns, how="anti", nulls_equal=True)["key"]
    lost = before.join(after, on=columns, how="anti", nulls_equal=True)["key"]
    standing = set(after["key"])
    return {*added, *(lost.filter(lost.is_in(list(standing))))}, set(lost) - standing
