"""References: what the claims of a dataset speak of, and whether it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from respondeat.errors import DatasetError
from respondeat.kinds import Kinds
from respondeat.ontology import ontology
from respondeat.standing import Standing
from respondeat.transcribe import Transcript

if TYPE_CHECKING:
    from pathlib import Path

    import polars

__all__ = ["References", "without"]

_CONCEPTS = ("hedge", "unit", "counts", "standard", "sensitivity")
_COLUMNS = ("about", "value", "place", "asserter")


class References:
    """What a file registers and what its claims speak of, over all its batches."""

    def __init__(self, others: Standing) -> None:
        """Take what others register."""
        self._others = others
        self._named: list[polars.DataFrame] = []
        self._spoken: list[polars.DataFrame] = []

    def take(self, done: Transcript) -> polars.DataFrame:
        """Take in a batch, and return the entities that no batch before it registers."""
        import polars as pl

        fresh = done.entities
        for before in self._named:
            fresh = fresh.join(before, on="about", how="anti")
        joined = done.entities.filter(pl.col("member").is_not_null())
        for item in joined.join(fresh, on="about", how="anti")["about"]:
            raise DatasetError(f"{item!r}: its members stand too far apart in the file: sort it")
        self._named.append(fresh.select("about", "kind"))
        self._spoken.append(done.references)
        if len(self._named) > 1 and len(self._named[-2]) <= len(fresh):
            self._named = [pl.concat(self._named)]
        if len(self._spoken) > 8:
            self._spoken = [_summed(self._spoken)]
        return fresh

    def unresolved(self, file: Path, publisher: str) -> list[tuple[str, str, int, int]]:
        """Return what nobody registers: item, property, how often, and the first row.

        Raise ``DatasetError`` where something is spoken of as what it is not.
        """
        import polars as pl

        named = pl.concat(self._named).unique("about", keep="first")
        self._check_kinds(named, file)
        spoken = _summed(self._spoken).join(named, left_on="item", right_on="about", how="left")
        # almost all is registered by the file itself: those are looked at once for each kind
        alike = spoken.filter(pl.col("kind").is_not_null()).unique(["kind", "property", "column"])
        strange = spoken.filter(pl.col("kind").is_null()).sort("item", "property")
        found = []
        for one in (*alike.iter_rows(named=True), *strange.iter_rows(named=True)):
            kind = one["kind"] or self._find(one["item"], publisher)
            fault = _misfit(one, kind)
            if fault:
                raise DatasetError(f"row {one['row']}: {one['property']}: {fault}", path=file)
            if kind is None:
                found.append((one["item"], one["property"], one["count"], one["row"]))
        return found

    def _find(self, item: str, publisher: str) -> str | None:
        return "Actor" if item == publisher else self._others.find(item)

    def _check_kinds(self, named: polars.DataFrame, file: Path) -> None:
        """Refuse kinds that are none, and entities that others register as another kind."""
        import polars as pl

        for kind in named["kind"].unique().to_list():
            if kind not in ontology().parents:
                items = named.filter(pl.col("kind").eq_missing(kind))["about"]
                raise DatasetError(f"{items[0]!r}: {kind!r} is no class of entities", path=file)
        schema = {"about": pl.String, "elsewhere": pl.String}
        others = pl.DataFrame(list(self._others.registered()), schema, orient="row")
        both = named.join(others, on="about").filter(pl.col("kind") != pl.col("elsewhere"))
        for item, kind, elsewhere in both.iter_rows():
            if not (_together(kind, elsewhere) or _together(elsewhere, kind)):
                raise DatasetError(f"{item!r} is a {kind} here, a {elsewhere} elsewhere", path=file)


def without(table: polars.DataFrame, gone: set[str]) -> polars.DataFrame:
    """Return claims without those that speak of what is nobody."""
    import polars as pl

    names = list(gone)
    slugs = [name.removeprefix("doc:") for name in names]
    spoken = pl.any_horizontal(pl.col(name).is_in(names) for name in _COLUMNS)
    relays = pl.col("relays").list.eval(pl.element().filter(~pl.element().is_in(slugs)))
    return table.filter(~spoken.fill_null(False)).with_columns(relays)


def _together(kind: str, other: str) -> bool:
    """Say whether something can be both: the one is wider, or a group is named jointly, too."""
    if ontology().is_a(kind, other):
        return True
    return kind == "CollectiveActor" and other in ("NonStateArmedGroup", "Militia", "PoliticalBody")


def _misfit(one: dict[str, object], kind: str | None) -> str | None:
    """Say why something cannot be spoken of in this way."""
    item, column = str(one["item"]), str(one["column"])
    plain = ontology().properties.get(str(one["property"]).removeprefix("resp:"))
    expected = {
        "about": plain.domain if plain else "",
        "value": plain.range if plain else "",
        "place": "Place",
        "asserter": "Actor",
        "relays": "Document",
    }.get(column, "Concept")
    if column in _CONCEPTS or expected == "Concept":
        schemes = (
            tuple(((plain and plain.scheme) or "").split("|")) if column == "value" else (column,)
        )
        schemes = () if schemes == ("",) or column == "counts" else schemes
        return Kinds().no_concept(item, schemes)
    if expected in ("Thing", "Entity", "string", "boolean", "Quantity", "Period") or kind is None:
        return None
    if ontology().is_a(kind, expected):
        return None
    return f"{item!r} is a {kind}; a {expected} is expected"


def _summed(parts: list[polars.DataFrame]) -> polars.DataFrame:
    import polars as pl

    keys = ["item", "property", "column"]
    return (
        pl.concat(parts, how="diagonal")
        .group_by(keys)
        .agg(pl.col("count").sum(), pl.col("row").min())
    )
