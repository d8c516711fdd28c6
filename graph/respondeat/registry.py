"""Registries: the cells of ``entities.csv`` become rows of the claims table.

Every entity has a kind, a neutral label and identifiers; the editor asserts them. What sources
call an entity are their own claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from respondeat.cells import Cells, Line, split
from respondeat.claim import Row, blank
from respondeat.document import Document
from respondeat.errors import SheetError, TermError
from respondeat.kinds import Kinds
from respondeat.ontology import ontology
from respondeat.terms import REGISTRABLE, TERMS, is_id

__all__ = ["REGISTRY_COLUMNS", "Registry"]

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

_TEXTS = {"label": "en", "label_ar": "ar", "criteria": "en"}
_REGISTRABLE = tuple(name for name in REGISTRABLE if name != "doc")
_LINKS = ("member", "alternative", "subset_of", "within", "provision_of")


class Registry:
    """The registry of one folder; ``document`` is what its claims stand in."""

    def __init__(self, path: Path) -> None:
        """Read the cells; raise ``SheetError`` where it is no sheet or has other columns."""
        self.cells = Cells(path, tuple(REGISTRY_COLUMNS), ("id", "kind", "label"))
        name = path.resolve().parent.name
        if not is_id(name) or "." in name:
            raise SheetError(
                f"the folder name {name!r} becomes the registry's id: letters, digits, '_' and '-'",
                path=path,
            )
        self.document = Document(
            f"{name}-entities",
            {
                "publisher": "actor:editor",
                "source-type": "source:registry",
                "title": f"Registry of entities: {name}",
                "verification": "unverified",
            },
        )

    @property
    def kinds(self) -> dict[str, str]:
        """Every identifier that is registered here, and its class."""
        return {line["id"]: line["kind"] for line in self.cells.lines}

    def rows(self, kinds: Kinds) -> list[Row]:
        """Return rows of the claims table; those of one entity share its id as their key.

        ``kinds`` are the identifiers of other registries. Raise ``SheetError`` naming every wrong
        cell.
        """
        known = Kinds(self.kinds, kinds)
        seen: set[str] = set()
        for line in self.cells.lines:
            if line["id"] in seen:
                line.wrong("id", f"{line['id']!r} stands twice")
            seen.add(line["id"])
            _check(line, known, kinds.find(line["id"]))
        self.cells.refuse()
        return [row for line in self.cells.lines for row in self._claims(line)]

    def _claims(self, line: Line) -> Iterator[Row]:
        for column, name in REGISTRY_COLUMNS.items():
            if name is None:
                continue
            for item in [line[column]] if column in _TEXTS else split(line[column]):
                if item:
                    yield blank() | {
                        "document": self.document.slug,
                        "key": line["id"].replace(":", "."),
                        "stance": "affirms",
                        "asserter": "actor:editor",
                        "verification": line["verification"] or "unverified",
                        "about": line["id"],
                        "property": name,
                        "value": _value(column, item),
                        "language": _TEXTS.get(column),
                    }


def _value(column: str, item: str) -> str:
    if column == "kind":
        return f"resp:{item}"
    if REGISTRY_COLUMNS[column] == "dcterms:identifier":
        return f"{column}:{item}"
    return item


def _check(line: Line, known: Kinds, elsewhere: str | None) -> None:
    entity, kind = line["id"], line["kind"]
    try:
        TERMS.expand(entity)
    except TermError as error:
        line.wrong("id", error.message)
    if entity.partition(":")[0] not in _REGISTRABLE:
        line.wrong("id", f"{entity!r}: expected a prefix of {', '.join(_REGISTRABLE)}")
    if entity in ontology().kinds:
        line.wrong("id", f"{entity!r} is a term of the ontology, which no registry can change")
    if kind not in ontology().parents:
        line.wrong("kind", f"{kind!r} is no class that can be registered")
    elif elsewhere not in (None, kind):
        line.wrong("kind", f"{entity!r} is registered as a {elsewhere} elsewhere")
    if not line["label"]:
        line.wrong("label", "a neutral label in English is needed")
    if line["verification"] not in ("", "read", "unverified"):
        line.wrong("verification", f"{line['verification']!r}: expected read or unverified")
    for column in _LINKS:
        for item in split(line[column]):
            if fault := known.misfit(item, "Entity"):
                line.wrong(column, fault)
