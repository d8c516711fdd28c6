"""Listings: whom another document of the same publisher lists already, and whom it does not.

A mapping may say of a sort of entity that a document lists all of them. Where that is loaded, who
is listed there is not named again, and who is not is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars

    from respondeat.mapping import Mapping
    from respondeat.record import Record

__all__ = ["Listed", "Listing"]

_SHOWN = 20


class Listed(NamedTuple):
    """How many of a file's ids a document lists, only mentions, or does not have at all.

    ``kinds`` are the kinds of those ids.
    """

    document: str
    kinds: tuple[str, ...]
    listed: int
    mentioned: tuple[str, ...]
    missing: tuple[str, ...]

    def line(self) -> str:
        """Say it to a person."""
        whole = self.listed + len(self.mentioned) + len(self.missing)
        ids = " ".join((*self.kinds, "ids"))
        parts = [f"of {whole:,} {ids}, doc:{self.document} lists {self.listed:,}"]
        for several, what in (
            (self.mentioned, "it mentions {} more without a name: {}"),
            (self.missing, "it does not have {}: {}"),
        ):
            if several:
                rest = ", ..." if len(several) > _SHOWN else ""
                parts.append(what.format(len(several), ", ".join(several[:_SHOWN]) + rest))
        return "; ".join(parts)


class Listing:
    """What the documents that a mapping refers to register, where they are loaded."""

    def __init__(self, record: Record, mapping: Mapping) -> None:
        """Read those documents from the record."""
        names = {rule.listed_in for rule in mapping.entities if rule.listed_in}
        self._tables = {name: _registered(table) for name, table in record.loaded(names).items()}
        self._named: dict[str, dict[str, bool | None]] = {name: {} for name in self._tables}

    def take(self, entities: polars.DataFrame) -> polars.DataFrame:
        """Return the entities of a batch without those that are listed elsewhere."""
        import polars as pl

        for name, table in self._tables.items():
            here = entities.filter(pl.col("listed") == name).select("about")
            found = here.join(table, on="about", how="left")
            self._named[name] |= dict(found.iter_rows())
            gone = found.filter(pl.col("labelled"))
            entities = entities.join(gone, on="about", how="anti", maintain_order="left")
        return entities.drop("listed")

    def found(self) -> Iterator[Listed]:
        """Yield what was found, a document at a time."""
        for name, ids in self._named.items():
            mentioned = tuple(sorted(one for one, labelled in ids.items() if labelled is False))
            missing = tuple(sorted(one for one, labelled in ids.items() if labelled is None))
            kinds = tuple(sorted({one.partition(":")[0] for one in ids}))
            yield Listed(name, kinds, len(ids) - len(mentioned) - len(missing), mentioned, missing)


def _registered(table: polars.DataFrame) -> polars.DataFrame:
    """Return what a document registers, and whether it gives it a name."""
    import polars as pl

    typed = pl.col("property") == "rdf:type"
    labelled = pl.col("property").is_in(["skos:prefLabel", "dcterms:title"])
    named = table.filter(typed | labelled).group_by("about")
    return named.agg(labelled.any().alias("labelled"))
