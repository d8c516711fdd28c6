"""Mappings: how the columns of a dataset become claims, as data in its ``mapping.yml``.

``let`` names columns made of others: an SQL expression; ``{code: column, is: {code: value}}``;
``{split: column, by: ";"}``, with ``only: pattern`` for the parts that fit, or what a group holds;
``{date: [year, month, day]}``; ``{lookup: column, name: SQL, id: column}`` for the id in the one
row of the file that has the name; ``{unpivot: {column: word}, except: [cells]}`` for the words of
the columns that say something, beside them as ``NAME.cell`` what they say; ``{text: template}``.

``entities`` are what a row names, ``claims`` what it says. Their cells are templates (see
`template`); the values of a claim stand under ``says``, one for each property. ``when`` is an SQL
condition on one row; cells are text, which ``TRY_CAST`` makes numbers. ``each`` is a column of
lists of which every item counts as a row, and ``once`` says that several rows may say the same. An
entity is ``listed_in`` the document that lists all of its sort: who is there is not named again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.claim import CLAIM_COLUMNS, COLUMNS
from respondeat.errors import DatasetError
from respondeat.form import MAYBE, TEXT, WORDS, held
from respondeat.ontology import ontology
from respondeat.period import POINTS
from respondeat.template import holes

__all__ = [
    "CELL",
    "ENTITY_COLUMNS",
    "SEVERAL",
    "ClaimRule",
    "EntityRule",
    "Mapping",
    "ValueRule",
    "read_yaml",
]

_MOST_BYTES = 2**20
_QUALIFIERS = tuple(
    "value language original lower upper best stated hedge unit counts part_of edtf place".split()
)
_CLAIM = ("key", "fragment", *CLAIM_COLUMNS)
_MADE = {
    "code": {"is"},
    "split": {"by", "only"},
    "date": set(),
    "lookup": {"name", "id"},
    "unpivot": {"except"},
    "text": set(),
}
_CELLS = {"*": TEXT, "when": WORDS, "each": WORDS, "listed_in": WORDS}
_LET = {
    **dict.fromkeys(("code", "split", "lookup", "name", "id"), WORDS),
    "is": {"*": MAYBE},
    "date": [WORDS],
    "unpivot": ({"*": TEXT}, [WORDS]),
    "except": [TEXT],
    "text": WORDS,
    "*": TEXT,
}
_FORM = {
    "let": {"*": (WORDS, _LET)},
    "entities": [_CELLS],
    "claims": [_CELLS | {"says": [_CELLS], "once": bool}],
    "unused": {"*": MAYBE},
}
ENTITY_COLUMNS = {
    "kind": "rdf:type",
    "label": "skos:prefLabel",
    "label_ar": "skos:prefLabel",
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "publisher": "resp:publisher",
    "published": "resp:published",
    "address": "resp:address",
    "source_type": "resp:sourceType",
    "member": "resp:member",
    "within": "resp:within",
    "provision_of": "resp:provisionOf",
    "criteria": "resp:criteria",
}
"""Cells of an entity, and the plain property that each fills."""

CELL = ".cell"
"""What is added to the name of an unpivoted column for that of what the columns say."""

SEVERAL = "\n"
"""What stands between several values of one cell of an entity."""


class ValueRule(NamedTuple):
    """One value of a claim: its property, its cells as templates, and when it is said."""

    property: str
    cells: dict[str, str]
    when: str | None


def _used(templates: Iterable[str], conditions: Iterable[str | None]) -> set[str]:
    """Return the columns that templates and conditions look at, those of ids too."""
    import polars as pl

    named = {name for text in templates for name, _ in holes(text)}
    found = named | {f"{name}|id" for name in named}
    for text in conditions:
        found |= set(pl.sql_expr(text).meta.root_names()) if text else set()
    return found


class ClaimRule(NamedTuple):
    """One claim of a row, with its values."""

    cells: dict[str, str]
    values: tuple[ValueRule, ...]
    each: str | None
    when: str | None
    once: bool

    def columns(self) -> set[str]:
        """Return the columns that it looks at."""
        cells = [*self.cells.values(), *(c for one in self.values for c in one.cells.values())]
        return _used(cells, (self.when, *(one.when for one in self.values)))


class EntityRule(NamedTuple):
    """One entity that a row names."""

    id: str
    cells: dict[str, str]
    each: str | None
    when: str | None
    listed_in: str | None

    def columns(self) -> set[str]:
        """Return the columns that it looks at."""
        return _used((self.id, *self.cells.values()), (self.when,))


class Mapping(NamedTuple):
    """A whole mapping. ``unused`` are columns that are left out, each with the reason."""

    path: Path
    let: dict[str, Any]
    entities: tuple[EntityRule, ...]
    claims: tuple[ClaimRule, ...]
    unused: dict[str, str]

    @classmethod
    def from_file(cls, path: Path) -> Mapping:
        """Read ``mapping.yml``; raise ``DatasetError`` naming the entry that is wrong."""
        found = read_yaml(path, _FORM)
        if not found.get("claims"):
            raise DatasetError("claims: a mapping that says nothing", path=path)
        return cls(
            path,
            {n: _made(n, one, path) for n, one in found.get("let", {}).items()},
            tuple(_entity(one, f"entities[{n}]", path) for n, one in _listed(found, "entities")),
            tuple(_claim(one, f"claims[{n}]", path) for n, one in _listed(found, "claims")),
            found.get("unused", {}),
        )

    def lookups(self) -> dict[str, dict[str, str]]:
        """Return the columns that are looked up in the whole file."""
        return {n: one for n, one in self.let.items() if isinstance(one, dict) and "lookup" in one}

    def templates(self) -> Iterator[str]:
        """Yield every template."""
        for entity in self.entities:
            yield from (entity.id, *entity.cells.values())
        for claim in self.claims:
            yield from claim.cells.values()
            for value in claim.values:
                yield from value.cells.values()

    def sql(self) -> Iterator[str]:
        """Yield every SQL expression."""
        yield from (made for made in self.let.values() if isinstance(made, str))
        yield from (made["name"] for made in self.lookups().values())
        values = (value for claim in self.claims for value in claim.values)
        yield from (rule.when for rule in (*self._rules(), *values) if rule.when)

    def _rules(self) -> Iterator[EntityRule | ClaimRule]:
        yield from self.entities
        yield from self.claims

    def columns(self) -> set[str]:
        """Return the columns of the source that it uses."""
        import polars as pl

        found = {name for text in self.templates() for name, _ in holes(text)}
        found |= {rule.each for rule in self._rules() if rule.each}
        try:
            for text in self.sql():
                found |= set(pl.sql_expr(text).meta.root_names())
            for name, made in self.let.items():
                found.discard(name)
                found |= set(_inputs(made))
            named = (one for made in self.lookups().values() for one in _inputs(made)[1:])
        except (ValueError, pl.exceptions.PolarsError) as error:
            raise DatasetError(f"not SQL: {error}", path=self.path) from error
        found -= self.let.keys() | {f"{name}{CELL}" for name in self.let} | {"row"}
        return found.union(named)  # names are sought in the file itself


def read_yaml(path: Path, form: dict[str, Any]) -> dict[str, Any]:
    """Read a YAML file of a form (see `held`); raise ``DatasetError`` on any other name.

    A name without a value is left out.
    """
    import yaml

    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise DatasetError(f"larger than {_MOST_BYTES // 2**20} MiB", path=path)
        found = yaml.safe_load(content)
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", path=path) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise DatasetError("not YAML: mend or quote this", path=path, line=line) from error
    if not isinstance(found, dict):
        raise DatasetError("expected 'name: value' lines", path=path)
    found = {name: value for name, value in found.items() if value is not None}
    held(_only(found, tuple(form), "", path), form, "", path)
    return found


def _inputs(made: Any) -> list[str]:
    import polars as pl

    if isinstance(made, str):
        return pl.sql_expr(made).meta.root_names()
    if "lookup" in made:
        return [made["lookup"], made["id"], *_inputs(made["name"])]
    if "text" in made:
        return [name for name, _ in holes(made["text"])]
    source = made[next(kind for kind in _MADE if kind in made)]
    return [str(one) for one in ([source] if isinstance(source, str) else source)]


def _made(name: Any, made: Any, path: Path) -> Any:
    """Check how a column is made of others."""
    held(name, WORDS, where := f"let.{name}", path)
    if isinstance(made, str):
        return made
    kind = next((one for one in _MADE if isinstance(made, dict) and one in made), None)
    if kind is None:
        raise DatasetError(f"{where}: neither SQL nor one of {', '.join(_MADE)}", path=path)
    _only(made, (kind, *sorted(_MADE[kind])), where, path)
    missing = _MADE[kind] - {"only", "except"} - set(made)
    if missing:
        raise DatasetError(f"{where}: {sorted(missing)[0]!r} is missing", path=path)
    return made


def _only(found: dict[str, Any], known: tuple[str, ...], where: str, path: Path) -> dict[str, Any]:
    for name in found:
        if name not in known:
            raise DatasetError(
                f"{where} unknown entry {name!r}; known are {', '.join(known)}".strip(), path=path
            )
    return found


def _listed(found: dict[str, Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    yield from enumerate(found.get(name) or (), 1)


def _entity(found: dict[str, Any], where: str, path: Path) -> EntityRule:
    _only(found, ("id", "each", "when", "listed_in", *ENTITY_COLUMNS), where, path)
    for name in ("id", "kind"):
        if name not in found:
            raise DatasetError(f"{where}: {name!r} is missing", path=path)
    cells = {name: str(found[name]) for name in ENTITY_COLUMNS if name in found}
    options = (found.get(name) for name in ("each", "when", "listed_in"))
    return EntityRule(str(found["id"]), cells, *options)


def _claim(found: dict[str, Any], where: str, path: Path) -> ClaimRule:
    _only(found, ("says", "each", "when", "once", *_CLAIM), where, path)
    for name in ("key", "about", "says"):
        if name not in found:
            raise DatasetError(f"{where}: {name!r} is missing", path=path)
    values = tuple(_value(one, f"{where}.says[{n}]", path) for n, one in _listed(found, "says"))
    cells = {name: str(found[name]) for name in _CLAIM if name in found}
    once = bool(found.get("once"))
    return ClaimRule(cells, values, found.get("each"), found.get("when"), once)


def _value(found: dict[str, Any], where: str, path: Path) -> ValueRule:
    _only(found, ("property", "when", *_QUALIFIERS, *POINTS), where, path)
    name = found.get("property")
    if name not in ontology().properties:
        raise DatasetError(f"{where}: {name!r} is no property that can be claimed", path=path)
    cells = {n: str(found[n]) for n in COLUMNS if n in found and n != "property"}
    return ValueRule(str(name), cells, found.get("when"))
