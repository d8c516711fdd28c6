"""Claim sheets and registries: CSV or XLSX cells become rows of the claims table.

Every wrong cell is reported with file, row, column and what is expected; one wrong cell refuses
the whole sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from respondeat.claim import CLAIM_COLUMNS, COLUMNS, Row, digest
from respondeat.document import Document
from respondeat.errors import PeriodError, QuantityError, RespondeatError, SheetError, TermError
from respondeat.ontology import Ontology, Property, ontology
from respondeat.period import POINTS, Period
from respondeat.quantity import Quantity
from respondeat.terms import FACES, TERMS

__all__ = ["MOST_BYTES", "REGISTRY_COLUMNS", "SHEET_COLUMNS", "read_claims", "read_registry"]

MOST_BYTES = 64 * 2**20
"""The largest sheet that is read; a corpus sheet is written by hand."""

_MOST_ROWS, _MOST_CELL, _MOST_REPORTED = 200_000, 32_767, 20

_COMPUTED = {"document", "digest", "start", "end"}
SHEET_COLUMNS = tuple(name for name in COLUMNS if name not in _COMPUTED)

REGISTRY_COLUMNS = {
    "id": None,
    "kind": "rdf:type",
    "label": "skos:prefLabel",
    "label_ar": "skos:prefLabel",
    "wikidata": "dcterms:identifier",
    "ucdp": "dcterms:identifier",
    "pax": "dcterms:identifier",
    "member": "resp:member",
    "alternative": "resp:alternative",
    "subset_of": "resp:subsetOf",
    "within": "resp:within",
    "provision_of": "resp:provisionOf",
    "criteria": "resp:criteria",
    "verification": None,
}
"""Columns of a registry, and the plain property that each fills."""

_LINKED = ("member", "alternative", "subset_of", "within", "provision_of")
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?\Z")
_FRAGMENT = re.compile(
    r"char=(\d+),(\d+)|row=\d+|cell=\d+,\d+|page=\d+(-\d+)?|para=\d+(,\d+)*|line=\d+\Z"
)
Kinds = Mapping[str, str]
"""Every registered identifier and its class: ``{"actor:snhr": "DocumentationOrganisation"}``."""


class _Problems:
    """Wrong cells of one sheet, gathered so that they can be mended in one go."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self.path, self.columns = path, columns
        self.found: list[tuple[int, int, str]] = []

    def add(self, line: int, column: str, message: str) -> None:
        place = self.columns.index(column) + 1 if column in self.columns else 1
        self.found.append((line, place, f"column {column}: {message}"))

    def refuse(self) -> None:
        if not self.found:
            return
        first, *rest = sorted(self.found)
        more = "".join(f"\n{self.path}:{line}:{at}: {text}" for line, at, text in rest[:_MOST_REPORTED])
        hidden = len(rest) - _MOST_REPORTED
        if hidden > 0:
            more += f"\n(and {hidden} more wrong cells)"
        raise SheetError(
            f"{first[2]}{more}\nnothing of this sheet was loaded",
            path=self.path, line=first[0], column=first[1],
        )


def read_claims(path: Path, document: Document, kinds: Kinds) -> list[Row]:
    """Read a claim sheet into rows of the claims table, sorted into claims.

    ``kinds`` are the registered identifiers. Raise ``SheetError`` naming every wrong cell.
    """
    problems, lines = _table(path, SHEET_COLUMNS, ("key", "about", "property"))
    known = {**ontology().kinds, **kinds, f"doc:{document.slug}": "Document"}
    claims: dict[str, list[tuple[int, Row]]] = {}
    for line, cells in lines:
        def wrong(column: str, message: str, line: int = line) -> None:
            problems.add(line, column, message)

        row = _row(cells, document, known, wrong)
        claims.setdefault(row["key"], []).append((line, row))
    for rows in claims.values():
        _agree(rows, problems)
    for line, row in (pair for rows in claims.values() for pair in rows):
        if row["part_of"] and row["part_of"] not in claims:
            problems.add(line, "part_of", f"{row['part_of']!r} is no key of this sheet")
    problems.refuse()
    return _digested([row for rows in claims.values() for _, row in rows])


def read_registry(path: Path, document: str, known: Kinds) -> list[Row]:
    """Read a registry of entities into rows of the claims table, asserted by the editor.

    The rows of one entity share its id as their key. Raise ``SheetError`` naming every wrong cell.
    """
    problems, lines = _table(path, tuple(REGISTRY_COLUMNS), ("id", "kind", "label"))
    terms = ontology()
    declared = {cells["id"]: cells["kind"] for _, cells in lines} | dict(known)
    rows: list[Row] = []
    seen: set[str] = set()
    for line, cells in lines:
        entity = cells["id"]
        if entity in seen:
            problems.add(line, "id", f"{entity!r} stands twice")
        seen.add(entity)
        if fault := _ill_formed(entity):
            problems.add(line, "id", fault)
        if cells["kind"] not in terms.parents:
            problems.add(line, "kind", f"{cells['kind']!r} is no class that can be registered")
        if not cells["label"]:
            problems.add(line, "label", "a neutral label in English is needed")
        for column in _LINKED:
            for item in _split(cells.get(column, "")):
                if item not in declared:
                    problems.add(line, column, f"{item!r} is not registered")
        rows += _registry_rows(document, cells)
    problems.refuse()
    return _digested(rows)


def _registry_rows(document: str, cells: dict[str, str]) -> Iterator[Row]:
    for column, name in REGISTRY_COLUMNS.items():
        for item in _split(cells.get(column, "")) if name else ():
            value, language = item, None
            if column == "kind":
                value = f"resp:{item}"
            elif name == "dcterms:identifier":
                value = f"{column}:{item}"
            elif column in ("label", "label_ar", "criteria"):
                value, language = cells[column], "ar" if column == "label_ar" else "en"
            yield _blank() | {
                "document": document,
                "key": cells["id"].replace(":", "."),
                "stance": "affirms",
                "asserter": "actor:editor",
                "verification": cells.get("verification") or "unverified",
                "about": cells["id"],
                "property": name,
                "value": value,
                "language": language,
            }
            if language:
                break


def _row(
    cells: dict[str, str], document: Document, known: Kinds, wrong: Callable[[str, str], None]
) -> Row:
    row = _blank() | {name: cells[name] or None for name in cells if COLUMNS[name] == "str"}
    row["document"] = document.slug
    row["asserter"] = cells.get("asserter") or document.metadata["publisher"]
    row["stance"] = cells.get("stance") or "affirms"
    row["verification"] = cells.get("verification") or document.metadata["verification"]
    if not _KEY.match(cells["key"]):
        wrong("key", f"{cells['key']!r}: write letters, digits, '_', '.' or '-'")
    if row["stance"] not in FACES:
        wrong("stance", f"{row['stance']!r}: expected {', '.join(FACES)}, or nothing for affirms")
    if row["verification"] not in ("read", "unverified"):
        wrong("verification", f"{row['verification']!r}: expected read or unverified")
    if row["language"] and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", row["language"]):
        wrong("language", f"{row['language']!r} is no language tag such as en or ar")
    _references(row, cells, wrong)
    _fragment(row, document, wrong)
    _quantity(row, cells, wrong)
    _period(row, cells, wrong)
    for column, kind in (("asserter", "Actor"), ("place", "Place")):
        _registered(column, row[column], kind, known, wrong)
    for column in ("hedge", "standard", "sensitivity", "unit"):
        _concept(column, row[column], column, known, wrong)
    if row["counts"] and known.get(row["counts"]) != "Concept":
        wrong("counts", f"{row['counts']!r} is no concept of the vocabularies")
    _statement(row, known, wrong)
    return row


def _references(row: Row, cells: dict[str, str], wrong: Callable[[str, str], None]) -> None:
    row["relays"] = _split(cells.get("relays", ""))
    for name, items in (
        ("relays", row["relays"]),
        ("answers", [row["answers"]]),
        ("supersedes", [row["supersedes"]]),
    ):
        for item in filter(None, items):
            dotted = "." in item or name == "relays"
            if not _KEY.match(item) or not dotted:
                wrong(name, f"{item!r}: expected document.key")


def _fragment(row: Row, document: Document, wrong: Callable[[str, str], None]) -> None:
    if not row["fragment"]:
        return
    match = _FRAGMENT.fullmatch(row["fragment"])
    if not match:
        wrong(
            "fragment",
            f"{row['fragment']!r}: expected char=831,877 row=7 cell=7,3 page=9 or para=37,41",
        )
    elif match[1]:
        start, end = int(match[1]), int(match[2])
        length = (document.metadata.get("text") or {}).get("characters")
        if length is None:
            wrong("fragment", "offsets need the 'text' entry of document.yml")
        elif not start < end <= length:
            wrong("fragment", f"{row['fragment']!r} is outside the text of {length} characters")
        row["start"], row["end"] = start, end


def _quantity(row: Row, cells: dict[str, str], wrong: Callable[[str, str], None]) -> None:
    bounds = [cells.get(name, "") for name in ("lower", "upper", "best")]
    try:
        quantity = Quantity.from_cells(*bounds, row["unit"], row["counts"])
    except QuantityError as error:
        wrong("lower", error.message)
    else:
        row["lower"], row["upper"], row["best"] = quantity[:3]


def _period(row: Row, cells: dict[str, str], wrong: Callable[[str, str], None]) -> None:
    try:
        period = Period.from_edtf(row["edtf"]) if row["edtf"] else Period()
        given = {name: Period.from_edtf(cells[name]).earliest_start for name in POINTS if cells.get(name)}
        period = period._replace(**given).checked(row["edtf"] or "")
    except PeriodError as error:
        wrong("edtf", error.message)
    else:
        row.update(zip(POINTS, period, strict=True))


def _statement(row: Row, known: Kinds, wrong: Callable[[str, str], None]) -> None:
    terms = ontology()
    name = row["property"] or ""
    plain = terms.properties.get(name)
    row["property"] = f"resp:{name}"
    if plain is None:
        near = ", ".join(sorted(terms.properties))
        wrong("property", f"{name!r} is not a property of the ontology; there are: {near}")
        return
    domain = "Entity" if plain.domain in ("Thing", "Entity") else plain.domain
    _registered("about", row["about"] or "", domain, known, wrong)
    _fits(row, plain, terms, known, wrong)


def _fits(
    row: Row, plain: Property, terms: Ontology, known: Kinds, wrong: Callable[[str, str], None]
) -> None:
    value = row["value"]
    if plain.range == "Quantity":
        if value or not (row["stated"] or row["lower"] is not None or row["upper"] is not None):
            wrong("lower", f"{plain.name} takes a quantity: fill lower, upper or stated, not value")
    elif plain.range == "Period":
        if value or not row["earliest_start"] and not row["latest_end"]:
            wrong("edtf", f"{plain.name} takes a date: fill edtf, not value")
    elif plain.range in ("Place", "Zone"):
        if not value and row["place"]:
            row["value"], row["place"] = row["place"], None
        _registered("value", row["value"] or "", plain.range, known, wrong)
    elif plain.range == "Concept":
        _concept("value", value or "", plain.scheme, known, wrong)
    elif plain.range == "boolean":
        if value not in ("true", "false"):
            wrong("value", f"{value!r}: expected true or false")
    elif plain.range == "string":
        if not value:
            wrong("value", f"{plain.name} takes a wording")
    else:
        _registered("value", value or "", plain.range, known, wrong)


def _registered(
    column: str, item: str | None, kind: str, known: Kinds, wrong: Callable[[str, str], None]
) -> None:
    if item is None:
        return
    if fault := _ill_formed(item):
        wrong(column, fault)
    elif item.startswith("doc:"):
        if kind not in ("Document", "Entity"):
            wrong(column, f"{item!r} is a document; a {kind} is expected")
    elif item not in known:
        wrong(column, f"{item!r} is not registered; add it to an entities.csv")
    elif kind != "Entity" and not ontology().is_a(known[item], kind):
        wrong(column, f"{item!r} is a {known[item]}; a {kind} is expected")


def _concept(
    column: str, item: str | None, scheme: str | None, known: Kinds, wrong: Callable[[str, str], None]
) -> None:
    if item is None:
        return
    prefixes = (scheme or "").split("|")
    if known.get(item) != "Concept" or (scheme and item.partition(":")[0] not in prefixes):
        there = sorted(name for name, kind in known.items() if kind == "Concept" and name.partition(":")[0] in prefixes)
        wrong(column, f"{item!r} is no {scheme}; there are: {', '.join(there)}")


def _agree(rows: list[tuple[int, Row]], problems: _Problems) -> None:
    _, head = rows[0]
    for line, row in rows[1:]:
        for column in CLAIM_COLUMNS:
            if row[column] != head[column]:
                problems.add(line, column, f"differs from the first row of claim {head['key']!r}")
        single = row["stance"] != "affirms" or row["part_of"] or head["part_of"]
        if single:
            problems.add(line, "key", f"claim {head['key']!r} may have one value only: give this row a key of its own")


def _ill_formed(item: str) -> str | None:
    try:
        TERMS.expand(item)
    except TermError as error:
        return error.message
    return None


def _table(
    path: Path, columns: tuple[str, ...], needed: tuple[str, ...]
) -> tuple[_Problems, list[tuple[int, dict[str, str]]]]:
    lines = list(_cells(path))
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    problems = _Problems(path, header)
    for name in header:
        if name not in columns or header.count(name) > 1:
            why = "stands twice" if name in columns else f"unknown; there are: {', '.join(columns)}"
            problems.add(1, name, f"{name!r} {why}")
    for name in needed:
        if name not in header:
            problems.add(1, name, "this column is missing")
    problems.refuse()
    found = []
    for line, cells in lines[1:]:
        if len(cells) > len(header):
            problems.add(line, header[-1], f"{len(cells)} cells under {len(header)} columns: quote commas")
        if any(cells):
            padded = cells + [""] * (len(header) - len(cells))
            found.append((line, {name: cell.strip() for name, cell in zip(header, padded, strict=False)}))
    problems.refuse()
    return problems, found


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(f"larger than {MOST_BYTES // 2**20} MiB: split it", path=path)
        content = path.read_bytes()
    except OSError as error:
        raise SheetError(f"cannot be read: {error.strerror}", path=path) from error
    source = _xlsx(path, content) if path.suffix == ".xlsx" else _csv(path, content)
    for count, (line, cells) in enumerate(source):
        if count > _MOST_ROWS:
            raise SheetError(f"more than {_MOST_ROWS} rows: split the sheet", path=path)
        for place, cell in enumerate(cells, 1):
            if len(cell) > _MOST_CELL:
                raise SheetError("a cell of more than 32,767 characters", path=path, line=line, column=place)
        yield line, cells


def _csv(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SheetError(
            "not UTF-8: save the sheet as 'CSV UTF-8'", path=path, line=line
        ) from error
    if "\0" in text:
        raise SheetError("holds NUL bytes: this is no CSV", path=path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        before = 0
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise SheetError(f"not CSV: {error}", path=path, line=reader.line_num) from error


def _xlsx(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    import zipfile

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 4 * MOST_BYTES:
                raise SheetError("unpacks to more than 256 MiB", path=path)
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False).active
        if sheet is None:
            raise SheetError("holds no sheet", path=path)
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_written(cell) for cell in cells]
    except RespondeatError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise SheetError(f"not an XLSX workbook: {error}", path=path) from error


def _written(cell: Any) -> str:
    from datetime import datetime

    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime):  # a spreadsheet turned a date cell into a date
        return cell.date().isoformat()
    return str(cell)


def _split(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _blank() -> Row:
    return {name: [] if kind == "list" else None for name, kind in COLUMNS.items()}


def _digested(rows: list[Row]) -> list[Row]:
    claims: dict[str, list[Row]] = {}
    for row in rows:
        claims.setdefault(row["key"], []).append(row)
    for claim in claims.values():
        mark = digest(claim)
        for row in claim:
            row["digest"] = mark
    return [row for claim in claims.values() for row in claim]
