"""Claim sheets: the cells of ``claims.csv`` or ``claims.xlsx`` become rows of the claims table.

Every wrong cell is reported with file, line, column and what is expected; one wrong cell refuses
the whole sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from respondeat.cells import Cells, Line, split
from respondeat.claim import CLAIM_COLUMNS, COLUMNS, Row, blank, circular, grouped
from respondeat.document import Document
from respondeat.errors import PeriodError, QuantityError, SheetError
from respondeat.kinds import Kinds
from respondeat.ontology import Property, ontology
from respondeat.period import POINTS, Period
from respondeat.quantity import Quantity
from respondeat.terms import FACES, is_id

__all__ = ["SHEET_COLUMNS", "Sheet"]

_COMPUTED = {"document", "start", "end"}
SHEET_COLUMNS = tuple(name for name in COLUMNS if name not in _COMPUTED)

_FRAGMENT = re.compile(
    r"char=(\d{1,15}),(\d{1,15})|row=\d+|cell=\d+,\d+|page=\d+(-\d+)?|para=\d+(,\d+)*|line=\d+"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

Keys = Callable[[str], Container[str] | None]
"""Returns the keys of the claims of a document, or None where there is no such document."""


class Sheet:
    """The sheet of one document."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        """Read the cells; raise ``SheetError`` where it is no sheet or has other columns."""
        self.cells = Cells(path, SHEET_COLUMNS, ("key", "about", "property"), content)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Sheet:
        """Return rows of cells as the sheet that would hold them; the first row names them."""
        text = io.StringIO()
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(text, [*row], lineterminator="\n")
                writer.writeheader()
            try:
                writer.writerow(row)
            except ValueError as error:
                raise SheetError(f"every row takes the cells of the first one: {error}") from error
        return cls(Path("claims.csv"), text.getvalue().encode())

    @property
    def keys(self) -> set[str]:
        """The keys of its claims."""
        return {line["key"] for line in self.cells.lines}

    def rows(self, document: Document, kinds: Kinds, keys: Keys) -> list[Row]:
        """Return rows of the claims table, claim by claim.

        ``kinds`` and ``keys`` are what claims may refer to. Raise ``SheetError`` naming every
        wrong cell.
        """
        claims: dict[str, list[tuple[Line, Row]]] = {}
        own = self.keys

        def known(slug: str) -> Container[str] | None:
            return own if slug == document.slug else keys(slug)

        for line in self.cells.lines:
            row = _row(line, document, kinds)
            _references(line, row, kinds, known)
            claims.setdefault(row["key"], []).append((line, row))
        for pairs in claims.values():
            _one_claim(pairs)
        _parts(claims)
        self.cells.refuse()
        return grouped(row for pairs in claims.values() for _, row in pairs)


def _row(line: Line, document: Document, kinds: Kinds) -> Row:
    written = [name for name in SHEET_COLUMNS if COLUMNS[name] == "str"]
    row = blank() | {name: line[name] or None for name in written}
    row["document"] = document.slug
    row["asserter"] = line["asserter"] or document.metadata["publisher"]
    row["stance"] = line["stance"] or "affirms"
    row["verification"] = line["verification"] or document.metadata["verification"]
    if not is_id(line["key"]):
        line.wrong("key", f"{line['key']!r}: write letters, digits, '_', '.' or '-'")
    if row["stance"] not in FACES:
        line.wrong("stance", f"{row['stance']!r}: expected {', '.join(FACES)}, or nothing")
    if row["verification"] not in ("read", "unverified"):
        line.wrong("verification", f"{row['verification']!r}: expected read or unverified")
    if row["language"] and not _LANGUAGE.fullmatch(row["language"]):
        line.wrong("language", f"{row['language']!r} is no language tag such as en or ar")
    _fragment(line, row, document)
    _quantity(line, row)
    _period(line, row)
    _fits(line, "asserter", row["asserter"], "Actor", kinds)
    if row["place"]:
        _fits(line, "place", row["place"], "Place", kinds)
    for column in ("hedge", "standard", "sensitivity", "unit", "counts"):
        if row[column]:
            schemes = () if column == "counts" else (column,)
            _concept(line, column, row[column], schemes, kinds)
    _statement(line, row, kinds)
    return row


def _fragment(line: Line, row: Row, document: Document) -> None:
    if not row["fragment"]:
        return
    match = _FRAGMENT.fullmatch(row["fragment"])
    if not match:
        expected = "expected char=831,877 row=7 cell=7,3 page=9 or para=37,41"
        line.wrong("fragment", f"{row['fragment']!r}: {expected}")
    elif match[1]:
        start, end = int(match[1]), int(match[2])
        length = document.metadata.get("text", {}).get("characters")
        if length is None:
            line.wrong("fragment", "offsets need the 'text' entry of document.yml")
        elif not start < end <= length:
            line.wrong("fragment", f"{row['fragment']!r} is outside the {length} characters")
        row["start"], row["end"] = start, end


def _quantity(line: Line, row: Row) -> None:
    try:
        quantity = Quantity.from_cells(line["lower"], line["upper"], line["best"])
    except QuantityError as error:
        line.wrong("lower", error.message)
    else:
        row["lower"], row["upper"], row["best"] = quantity[:3]


def _period(line: Line, row: Row) -> None:
    """Compute the four points from ``edtf``; a point given in its own column outranks it."""
    try:
        period = Period.from_edtf(row["edtf"]) if row["edtf"] else Period()
        for name in POINTS:
            if line[name]:
                day = Period.from_edtf(line[name])
                point = day.earliest_start if name.startswith("earliest") else day.latest_end
                period = period._replace(**{name: point})
        period.checked(row["edtf"] or "given by its points")
    except PeriodError as error:
        line.wrong("edtf", error.message)
    else:
        row.update(zip(POINTS, period, strict=True))


def _statement(line: Line, row: Row, kinds: Kinds) -> None:
    plain = ontology().properties.get(line["property"])
    row["property"] = f"resp:{line['property']}"
    if plain is None:
        there = ", ".join(sorted(ontology().properties))
        line.wrong("property", f"{line['property']!r} is no property; there are: {there}")
        return
    domain = "Entity" if plain.domain in ("Thing", "Entity") else plain.domain
    _fits(line, "about", line["about"], domain, kinds)
    _value(line, row, plain, kinds)


def _value(line: Line, row: Row, plain: Property, kinds: Kinds) -> None:
    """Hold the value to the property's range; a place may stand in either column."""
    value = row["value"]
    if plain.range == "Quantity":
        if value or not (row["stated"] or row["lower"] is not None or row["upper"] is not None):
            line.wrong("lower", f"{plain.name} takes a quantity: fill lower, upper or stated")
    elif plain.range == "Period":
        if value or not (row["earliest_start"] or row["latest_end"]):
            line.wrong("edtf", f"{plain.name} takes a date: fill edtf, not value")
    elif plain.range in ("Place", "Zone"):
        if not value and row["place"]:
            row["value"], row["place"] = row["place"], None
        _fits(line, "value", row["value"] or "", plain.range, kinds)
    elif plain.range == "Concept":
        schemes = tuple(plain.scheme.split("|")) if plain.scheme else ()
        _concept(line, "value", value or "", schemes, kinds)
    elif plain.range == "boolean":
        if value not in ("true", "false"):
            line.wrong("value", f"{value or ''!r}: expected true or false")
    elif plain.range == "string":
        if not value:
            line.wrong("value", f"{plain.name} takes a wording")
    else:
        _fits(line, "value", value or "", plain.range, kinds)


def _references(line: Line, row: Row, kinds: Kinds, keys: Keys) -> None:
    row["relays"] = split(line["relays"])
    for target in row["relays"]:
        if "." in target:
            _reference(line, "relays", target, keys)
        elif fault := kinds.misfit(f"doc:{target}", "Document"):
            line.wrong("relays", f"{fault}; or write document.key")
    for column in ("answers", "supersedes"):
        if row[column]:
            _reference(line, column, row[column], keys)


def _reference(line: Line, column: str, target: str, keys: Keys) -> None:
    slug, dot, key = target.partition(".")
    if not dot or not is_id(target):
        line.wrong(column, f"{target!r}: expected document.key")
    elif (there := keys(slug)) is None:
        line.wrong(column, f"{target!r}: there is no document {slug!r}; load it too")
    elif key not in there:
        line.wrong(column, f"{target!r}: doc:{slug} has no claim {key!r}")


_QUALIFIERS = tuple("fragment stated lower upper best hedge unit counts edtf place".split())
"""What would qualify every value of a claim, once they share a node."""


def _one_claim(pairs: list[tuple[Line, Row]]) -> None:
    """Hold the rows of one claim to what a claim may be: they differ in their value alone."""
    head = pairs[0][1]
    for line, row in pairs[1:]:
        for column in (*CLAIM_COLUMNS, *_QUALIFIERS):
            if row[column] != head[column]:
                line.wrong(column, f"differs from the first row of claim {head['key']!r}")
        if row["stance"] != "affirms" or row["part_of"] or head["part_of"]:
            line.wrong("key", f"claim {head['key']!r} takes one value: give this row its own key")


def _parts(claims: dict[str, list[tuple[Line, Row]]]) -> None:
    """Hold ``part_of`` to keys of this sheet, without a circle."""
    wholes = {key: pairs[0][1]["part_of"] for key, pairs in claims.items()}
    for key, whole in wholes.items():
        if whole and whole not in claims:
            claims[key][0][0].wrong("part_of", f"{whole!r} is no key of this sheet")
    for key in circular(wholes):
        claims[key][0][0].wrong("part_of", f"claim {key!r} would be a part of itself")


def _fits(line: Line, column: str, item: str, kind: str, kinds: Kinds) -> None:
    if fault := kinds.misfit(item, kind):
        line.wrong(column, fault)


def _concept(line: Line, column: str, item: str, schemes: tuple[str, ...], kinds: Kinds) -> None:
    if fault := kinds.no_concept(item, schemes):
        line.wrong(column, fault)
