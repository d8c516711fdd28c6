"""The roster: actors, places and conflicts of a record, with what registries and sources call them.

It is read from the claims table with polars, only the rows that name somebody or somewhere; the
claims about incidents stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from respondeat.proposal import Decision, pair

if TYPE_CHECKING:
    import polars

__all__ = ["Entity", "Link", "Name", "Roster"]

_ABOUT = ("actor:", "place:", "zone:", "conflict:")
_NAMING = ("rdf:type", "skos:prefLabel", "dcterms:identifier", "resp:within")
_SAID = ("resp:designation", "resp:coordinates")
_LINKS = ("resp:identicalTo", "resp:liesIn", "resp:sameGroupAs", "resp:listedAsAliasOf",
          "resp:organOf", "resp:governs")  # fmt: skip
_COLUMNS = "document key stance asserter about property value edtf".split()


class Name(NamedTuple):
    """A text about an entity, whose word it is, and whether it is a registry's label."""

    text: str
    whose: str
    label: bool


class Link(NamedTuple):
    """A claim that joins two entities, or a registry that puts one within another."""

    about: str
    property: str
    value: str
    stance: str
    whose: str
    edtf: str | None
    claim: str


class Entity(NamedTuple):
    """One actor, place or conflict: its kinds, registries, names and identifiers."""

    id: str
    kinds: set[str]
    registries: set[str]
    names: list[Name]
    identifiers: dict[str, str]
    coordinates: list[Name]


class Roster:
    """Every actor, place and conflict, with the claims that join them and what was decided."""

    def __init__(self, table: polars.DataFrame, published: Mapping[str, str] | None = None) -> None:
        """Read the claims table; ``published`` dates documents, for who decided when."""
        import polars as pl

        self.entities: dict[str, Entity] = {}
        self.links: list[Link] = []
        self.decisions: dict[tuple[str, str, str], list[Decision]] = {}
        dates = published or {}
        named = pl.any_horizontal(pl.col("about").str.starts_with(one) for one in _ABOUT)
        wanted = (pl.col("property").is_in([*_NAMING, *_SAID]) & named) | pl.col("property").is_in(
            _LINKS
        )
        for row in table.lazy().filter(wanted).select(_COLUMNS).collect().iter_rows():
            self._add(row, dates)

    def _add(
        self,
        row: tuple[str, str, str, str, str, str, str, str | None],
        dates: Mapping[str, str],
    ) -> None:
        document, key, stance, asserter, about, name, value, edtf = row
        whose = f"doc:{document}" if name in _NAMING else f"{asserter} (doc:{document})"
        if name in _LINKS or name == "resp:within":
            claim = f"claim:{document}.{key}"
            self.links.append(Link(about, name, value, stance, whose, edtf, claim))
            if name in ("resp:identicalTo", "resp:liesIn"):
                ends = pair(about, value) if name == "resp:identicalTo" else (about, value)
                made = Decision(claim, stance, asserter, dates.get(document))
                self.decisions.setdefault((name, *ends), []).append(made)
            return
        one = self.entities.setdefault(about, Entity(about, set(), set(), [], {}, []))
        if name == "rdf:type":
            one.kinds.add(value.partition(":")[2])
            one.registries.add(document)
        elif name == "dcterms:identifier":
            one.identifiers[value] = whose
        elif name == "resp:coordinates" and stance == "affirms":
            one.coordinates.append(Name(value, whose, False))
        elif stance == "affirms":
            one.names.append(Name(value, whose, name == "skos:prefLabel"))

    def of(self, *prefixes: str) -> list[Entity]:
        """Return the registered entities whose ids begin so."""
        return [
            one
            for name, one in sorted(self.entities.items())
            if one.registries and name.startswith(tuple(f"{prefix}:" for prefix in prefixes))
        ]

    def linked(self, *names: str) -> Iterable[Link]:
        """Return the links with some properties."""
        wanted = {f"resp:{name}" for name in names}
        return (one for one in self.links if one.property in wanted)

    @cached_property
    def same_names(self) -> dict[str, str]:
        """Return for each name that was decided on the first of those that are one with it.

        Whatever is denied as well, or dated, is left out: nothing rests on it for sure.
        """
        above: dict[str, str] = {}

        def root(name: str) -> str:
            while above.get(name, name) != name:
                name = above[name]
            return name

        denied = {key for key, made in self.decisions.items() if any(_not(one) for one in made)}
        for one in self.linked("identicalTo"):
            key = (one.property, *pair(one.about, one.value))
            if one.stance == "affirms" and not one.edtf and key not in denied:
                left, right = sorted((root(one.about), root(one.value)))
                above[right] = left
        return {name: root(name) for name in above}


def _not(one: Decision) -> bool:
    return one.stance != "affirms"
