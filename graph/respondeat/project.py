"""The one projector: any claims table becomes Turtle. A loader never writes RDF itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from respondeat.claim import Row, by_claim, is_registry
from respondeat.document import Document
from respondeat.ontology import ontology
from respondeat.period import POINTS, Period
from respondeat.quantity import Quantity
from respondeat.terms import FACES, TERMS, Terms

__all__ = ["claims_to_turtle", "document_to_turtle"]

_LITERALS = (
    ("fragment", "fragment"),
    ("original", "original"),
    ("stated", "stated"),
    ("edtf", "edtf"),
    ("verification", "verification"),
)
_LINKS = (("standard", "standard"), ("sensitivity", "sensitivity"), ("hedge", "hedge"))
_POINT_TERMS = dict(
    zip(POINTS, ("earliestStart", "latestStart", "earliestEnd", "latestEnd"), strict=True)
)


def claims_to_turtle(rows: Iterable[Row], terms: Terms = TERMS) -> Iterator[str]:
    """Write a claim-major table as prefixed Turtle, one chunk per claim after the prefixes.

    Claims become nodes with faces; the rows of a registry become plain triples.
    """
    yield terms.turtle_prefixes()
    shared: set[str] = set()
    for claim in by_claim(rows):
        if is_registry(claim[0]["document"]):
            yield _registered(claim)
        else:
            yield from _claim(claim, shared)


def document_to_turtle(document: Document, sha256: str, terms: Terms = TERMS) -> str:
    """Write a document's metadata as Turtle; ``sha256`` is that of the sheet that was loaded."""
    data = document.metadata
    parts = [f"doc:{document.slug} a resp:Document", f"resp:sheetSha256 {_text(sha256)}"]
    names = {"title": "dcterms:title", "language": "dcterms:language", "note": "rdfs:comment"}
    for name in ("title", "published", "language", "address", "verification", "note"):
        if name in data:
            parts.append(f"{names.get(name, 'resp:' + name)} {_text(data[name])}")
    for name, term in (("publisher", "publisher"), ("source-type", "sourceType")):
        if name in data:
            parts.append(f"resp:{term} {data[name]}")
    for name, term in (("draws-on", "drawsOn"), ("derived-from", "derivedFrom")):
        parts += [f"resp:{term} {item}" for item in data.get(name, ())]
    if "text" in data:
        parts.append(f"resp:textSha256 {_text(data['text']['sha256'])}")
        parts.append(f"resp:textLength {data['text']['characters']}")
    return terms.turtle_prefixes() + " ; ".join(parts) + " .\n"


def _registered(claim: list[Row]) -> str:
    head = claim[0]
    parts = [f"{head['about']} resp:registeredIn doc:{head['document']}"]
    for row in claim:
        value = row["value"]
        if row["property"] in ("skos:prefLabel", "dcterms:identifier", "resp:criteria"):
            value = _text(value, row["language"])
        parts.append(f"{row['property']} {value}")
    return " ; ".join(parts) + " .\n"


def _claim(claim: list[Row], shared: set[str]) -> Iterator[str]:
    head = claim[0]
    face = FACES[head["stance"]]
    parts = [
        f"claim:{head['document']}.{head['key']} a resp:Claim",
        f"resp:inDocument doc:{head['document']}",
        f"resp:asserter {head['asserter']}",
        f"resp:about {head['about']}",
    ]
    parts += [f"resp:relays {_target(target)}" for target in head["relays"] or ()]
    for name in ("answers", "supersedes"):
        if head[name]:
            parts.append(f"resp:{name} claim:{head[name]}")
    for row in claim:
        name = row["property"].partition(":")[2]
        value, nodes = _value(row, ontology().properties[name].range)
        parts.append(f"{face}:{name} {value}")
        for qualifier, node in nodes:
            if qualifier:
                parts.append(f"resp:{qualifier} {node[0]}")
            if node[1] and node[0] not in shared:
                shared.add(node[0])
                yield node[1]
        parts += [f"resp:{term} {_text(row[column])}" for column, term in _LITERALS if row[column]]
        parts += [f"resp:{term} {row[column]}" for column, term in _LINKS if row[column]]
        if row["part_of"]:
            parts.append(f"resp:partOf claim:{row['document']}.{row['part_of']}")
        if row["start"] is not None:
            parts += [f"resp:start {row['start']}", f"resp:end {row['end']}"]
    yield " ; ".join(dict.fromkeys(parts)) + " .\n"


_Node = tuple[str, str]


def _value(row: Row, kind: str) -> tuple[str, list[tuple[str | None, _Node]]]:
    """Return the value's term, and (qualifier or None, (node, its body)) for what goes with it."""
    groups: dict[str, _Node] = {}
    if row["stated"] or any(row[name] is not None for name in Quantity._fields):
        groups["Quantity"] = _quantity(row)
    if row["edtf"] or any(row[name] is not None for name in POINTS):
        groups["Period"] = _period(row)
    if row["place"]:
        groups["Place"] = (row["place"], "")
    qualifiers = {
        "Quantity": "qualifierQuantity",
        "Period": "qualifierPeriod",
        "Place": "qualifierPlace",
    }
    own = "Place" if kind == "Zone" else kind
    nodes: list[tuple[str | None, _Node]] = [
        (None if name == own and not row["value"] else qualifiers[name], node)
        for name, node in groups.items()
    ]
    if row["value"]:
        if kind == "string":
            return _text(row["value"], row["language"]), nodes
        return row["value"], nodes
    return groups[own][0], nodes


def _quantity(row: Row) -> _Node:
    quantity = Quantity(*(row[name] for name in Quantity._fields))
    node = f"quantity:{quantity.key()}"
    parts = [f"{node} a resp:Quantity"]
    for name, value in zip(Quantity._fields, quantity, strict=True):
        if value is not None:
            written = value if isinstance(value, str) else _decimal(value)
            parts.append(f"resp:{name} {written}")
    return node, " ; ".join(parts) + " .\n"


def _decimal(value: float) -> str:
    return f'"{value:f}"^^xsd:decimal' if value != int(value) else str(int(value))


def _period(row: Row) -> _Node:
    period = Period(*(row[name] for name in POINTS))
    node = f"period:{period.key()}"
    parts = [f"{node} a resp:Period"]
    parts += [
        f'resp:{_POINT_TERMS[name]} "{point.isoformat()}"^^xsd:date'
        for name, point in zip(POINTS, period, strict=True)
        if isinstance(point, date)
    ]
    return node, " ; ".join(parts) + " .\n"


def _target(relayed: str) -> str:
    return f"claim:{relayed}" if "." in relayed else f"doc:{relayed}"


def _text(value: Any, language: str | None = None) -> str:
    # JSON's escapes are all Turtle escapes
    literal = json.dumps(str(value), ensure_ascii=False)
    return f"{literal}@{language}" if language else literal
