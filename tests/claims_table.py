"""Claims tables in memory: registries and claims as loaders make them, without a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from respondeat.claim import COLUMNS, Row, blank

_TYPES: dict[str, Any] = {
    "str": pl.String,
    "int": pl.Int64,
    "float": pl.Float64,
    "date": pl.Date,
    "list": pl.List(pl.String),
}


def claims_table(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows as the record gives them."""
    schema = {name: _TYPES[kind] for name, kind in COLUMNS.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def registered(
    registry: str,
    entity: str,
    kind: str,
    label: str,
    label_ar: str = "",
    within: str = "",
    *identifiers: str,
) -> Iterator[Row]:
    """Yield the rows of one entity in the registry of a folder."""
    values = [("rdf:type", f"resp:{kind}"), ("skos:prefLabel", label), ("resp:within", within)]
    values += [("skos:prefLabel", label_ar)]
    values += [("dcterms:identifier", one) for one in identifiers]
    for name, value in values:
        if value:
            yield blank() | {
                "document": f"{registry}-entities",
                "key": entity.replace(":", "."),
                "stance": "affirms",
                "asserter": "actor:editor",
                "about": entity,
                "property": name,
                "value": value,
            }


def said(
    document: str, key: str, about: str, name: str, value: str | None = None, **more: Any
) -> Row:
    """Return one claim of one value."""
    usual = {"stance": "affirms", "asserter": f"actor:{document}"}
    own = {"document": document, "key": key, "about": about, "property": f"resp:{name}"}
    return blank() | usual | own | {"value": value} | more


def event(
    document: str, name: str, day: str, place: str, *sides: str, until: str = "", **more: Any
) -> Iterator[Row]:
    """Yield the rows of an incident in the registry of its document, and the claims about it."""
    incident = f"incident:{name}"
    yield from registered(document, incident, "Incident", name)
    start, end = date.fromisoformat(day), date.fromisoformat(until or day)
    points: dict[str, Any] = {
        "earliest_start": start,
        "latest_start": start,
        "earliest_end": end,
    }
    yield said(
        document, f"{name}-d", incident, "occurredDuring", edtf=day, latest_end=end, **points
    )
    yield said(document, f"{name}-p", incident, "occurredAt", place)
    for number, side in enumerate(sides):
        yield said(document, f"{name}-s{number}", incident, "perpetrator", side)
    if more:
        yield said(document, f"{name}-k", incident, "killed", **more)
