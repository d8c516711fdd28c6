"""The one projector: any claims table becomes Turtle. A loader never writes RDF itself.

Whole columns are written at a time, so that a table of millions of rows takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from respondeat.document import Document
from respondeat.ontology import ontology
from respondeat.period import POINTS, Period
from respondeat.quantity import Quantity
from respondeat.terms import FACES, TERMS, Terms

if TYPE_CHECKING:
    import polars

__all__ = ["claims_to_turtle", "document_to_turtle"]

_LITERALS = ("fragment", "original", "stated", "edtf")
_LINKS = ("standard", "sensitivity")
_POINT_TERMS = dict(
    zip(POINTS, ("earliestStart", "latestStart", "earliestEnd", "latestEnd"), strict=True)
)
_TEXTS = tuple(
    "skos:prefLabel dcterms:identifier dcterms:title resp:criteria resp:published"
    " resp:address".split()
)
"""Properties of registered entities whose values are texts."""


def claims_to_turtle(table: polars.DataFrame, terms: Terms = TERMS) -> bytes:
    """Write a claim-major table as prefixed Turtle.

    Claims become nodes with faces; what is no property of claims registers something, as plain
    triples.
    """
    import polars as pl

    claimed = pl.col("property").is_in([f"resp:{name}" for name in ontology().properties])
    parts = _registered(table.filter(~claimed)), _claims(table.filter(claimed))
    return b"".join([terms.turtle_prefixes().encode(), *parts])


def document_to_turtle(document: Document, sha256: str, terms: Terms = TERMS) -> bytes:
    """Write a document's metadata as Turtle; ``sha256`` is that of the sheet that was loaded."""
    data = document.metadata
    parts = [f"doc:{document.slug} a resp:Document", f"resp:sheetSha256 {_quoted(sha256)}"]
    names = {"title": "dcterms:title", "language": "dcterms:language", "note": "rdfs:comment"}
    for name in ("title", "published", "language", "address", "verification", "note"):
        if name in data:
            parts.append(f"{names.get(name, 'resp:' + name)} {_quoted(data[name])}")
    for name, term in (("publisher", "publisher"), ("source-type", "sourceType")):
        if name in data:
            parts.append(f"resp:{term} {data[name]}")
    for name, term in (("draws-on", "drawsOn"), ("derived-from", "derivedFrom")):
        parts += [f"resp:{term} {item}" for item in data.get(name, ())]
    if "text" in data:
        parts.append(f"resp:textSha256 {_quoted(data['text']['sha256'])}")
        parts.append(f"resp:textLength {data['text']['characters']}")
    return (terms.turtle_prefixes() + " ; ".join(parts) + " .\n").encode()


def _registered(table: polars.DataFrame) -> bytes:
    """Write entities; one without a label is only typed (an event of a dataset, say)."""
    import polars as pl

    value = _worded(pl.col("property").is_in(_TEXTS))
    registered = pl.when(pl.col("property") == "skos:prefLabel").then(
        pl.format("{} resp:registeredIn doc:{} .\n", "about", "document")
    )
    line = pl.format("{} {} {} .\n", "about", "property", value)
    return _whole(table.select(registered, line.alias("line")))


def _claims(table: polars.DataFrame) -> bytes:
    """Write claims, before them the quantities and periods that they share."""
    import polars as pl

    if table.is_empty():
        return b""
    many, when = (_any("stated", *Quantity._fields), _any("edtf", *POINTS))
    quantities = _nodes(table.filter(many), Quantity._fields, _quantity)
    periods = _nodes(table.filter(when), POINTS, _period)
    for nodes in (quantities, periods):
        on = nodes.columns[:-2]
        table = table.join(nodes, on=on, how="left", nulls_equal=True, maintain_order="left")
    # a claim's rows stand together: the first begins a node, the last ends it
    named = [pl.col(name).ne_missing(pl.col(name).shift()) for name in ("document", "key")]
    table = table.with_columns(first=pl.any_horizontal(named))
    heads = table.filter("first").select(_head())["head"]
    lines = table.select(
        pl.when("first").then(heads.gather(table["first"].cum_sum() - 1)),
        _says(table, many, when),
        pl.when(pl.col("first").shift(-1, fill_value=True))
        .then(pl.lit(" .\n"))
        .otherwise(pl.lit(" ; ")),
    )
    bodies = "".join([*quantities["body"], *periods["body"]]).encode()
    return bodies + _whole(lines)


def _whole(lines: polars.DataFrame) -> bytes:
    """Return all cells of all rows, one after the other."""
    import polars as pl

    text = pl.concat_str(pl.all(), ignore_nulls=True).str.join("")
    return bytes(lines.select(text.cast(pl.Binary)).item())


def _head() -> polars.Expr:
    """Write what all values of a claim share."""
    import polars as pl

    relayed = (
        pl.when(pl.element().str.contains(".", literal=True))
        .then(pl.lit("claim:") + pl.element())
        .otherwise(pl.lit("doc:") + pl.element())
    )
    relays = pl.col("relays").list.eval(relayed)
    parts = [
        pl.format("claim:{}.{} a resp:Claim", "document", "key"),
        pl.format("resp:inDocument doc:{}", "document"),
        _pair("asserter", "asserter"),
        _pair("about", "about"),
        pl.when(relays.list.len() > 0).then(pl.lit("resp:relays ") + relays.list.join(" , ")),
        *(pl.lit(f"resp:{name} claim:") + pl.col(name) for name in ("answers", "supersedes")),
        pl.lit("resp:verification ") + _text(pl.col("verification")),
        *(_pair(name, name) for name in _LINKS),
    ]
    return (_joined(parts) + " ; ").alias("head")


def _says(table: polars.DataFrame, many: polars.Expr, when: polars.Expr) -> polars.Expr:
    """Write what each row says, with what goes with it."""
    import polars as pl

    ranges = {f"resp:{name}": one.range for name, one in ontology().properties.items()}
    kind = pl.col("property").replace_strict(ranges)
    own = {
        "qualifierQuantity": (many, "quantity", kind == "Quantity"),
        "qualifierPeriod": (when, "period", kind == "Period"),
        "qualifierPlace": (_any("place"), "place", kind.is_in(["Place", "Zone"])),
    }
    shared = [pl.when(is_value).then(pl.col(node)) for _, node, is_value in own.values()]
    face = pl.col("stance").replace_strict(FACES) + pl.col("property").str.strip_prefix("resp")
    parts = {
        "property": face + " " + pl.coalesce(_worded(kind == "string"), *shared),
        **{
            node: pl.when(there & ~(is_value & pl.col("value").is_null())).then(_pair(name, node))
            for name, (there, node, is_value) in own.items()
        },
        **{name: pl.lit(f"resp:{name} ") + _text(pl.col(name)) for name in _LITERALS},
        "hedge": _pair("hedge", "hedge"),
        "part_of": pl.format("resp:partOf claim:{}.{}", "document", "part_of"),
        "start": pl.format("resp:start {} ; resp:end {}", "start", "end"),
    }
    said = [part for name, part in parts.items() if table[name].null_count() < len(table)]
    return _joined(said).alias("says")


def _any(*columns: str) -> polars.Expr:
    import polars as pl

    return pl.any_horizontal(pl.col(name).is_not_null() for name in columns)


def _pair(name: str, column: str) -> polars.Expr:
    import polars as pl

    return pl.lit(f"resp:{name} ") + pl.col(column)


def _joined(parts: list[polars.Expr]) -> polars.Expr:
    import polars as pl

    return pl.concat_str(parts, separator=" ; ", ignore_nulls=True)


def _text(cells: polars.Expr) -> polars.Expr:
    """Write cells as literals."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + cells.str.replace_many(escapes) + '"'


def _worded(where: polars.Expr) -> polars.Expr:
    """Write values as literals in their language where that is what they are, else as they are."""
    import polars as pl

    texts = _text(pl.when(where).then(pl.col("value")))  # nothing else is looked through
    written = pl.concat_str(texts, pl.lit("@") + pl.col("language"), ignore_nulls=True)
    return pl.when(where).then(written).otherwise(pl.col("value"))


def _nodes(
    table: polars.DataFrame, fields: tuple[str, ...], written: Callable[..., tuple[str, str]]
) -> polars.DataFrame:
    """Return each distinct value with its node and its body."""
    import polars as pl

    found = table.select(fields).unique(maintain_order=True)
    made = [written(*row) for row in found.iter_rows()]
    name = "quantity" if fields == Quantity._fields else "period"
    return found.with_columns(
        pl.Series(name, [node for node, _ in made], pl.String),
        pl.Series("body", [body for _, body in made], pl.String),
    )


def _quantity(*fields: Any) -> tuple[str, str]:
    quantity = Quantity(*fields)
    node = f"quantity:{quantity.key()}"
    parts = [f"{node} a resp:Quantity"]
    for name, value in zip(Quantity._fields, quantity, strict=True):
        if value is not None:
            written = value if isinstance(value, str) else _decimal(value)
            parts.append(f"resp:{name} {written}")
    return node, " ; ".join(parts) + " .\n"


def _decimal(value: float) -> str:
    return f'"{value:f}"^^xsd:decimal' if value != int(value) else str(int(value))


def _period(*fields: Any) -> tuple[str, str]:
    period = Period(*fields)
    node = f"period:{period.key()}"
    parts = [f"{node} a resp:Period"]
    parts += [
        f'resp:{_POINT_TERMS[name]} "{point.isoformat()}"^^xsd:date'
        for name, point in zip(POINTS, period, strict=True)
        if isinstance(point, date)
    ]
    return node, " ; ".join(parts) + " .\n"


def _quoted(value: Any) -> str:
    # JSON's escapes are all Turtle escapes
    return json.dumps(str(value), ensure_ascii=False)
