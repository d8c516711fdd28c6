"""References: what the claims of a dataset speak of, and whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from respondeat.claim import circular
from respondeat.errors import DatasetError
from respondeat.kinds import Kinds
from respondeat.mapping import SEVERAL
from respondeat.ontology import ontology
from respondeat.standing import Standing
from respondeat.transcribe import Transcript

if TYPE_CHECKING:
    from pathlib import Path

    import polars

__all__ = ["References", "without"]

_CONCEPTS = ("hedge", "unit", "counts", "standard", "sensitivity")
_COLUMNS = ("about", "value", "place", "asserter")
_CLAIMS = ("relays", "answers", "supersedes", "part_of")
"""Columns that speak of a claim or a document: ``document.key``, a key, or a document."""

_ENTITIES = {
    "publisher": "Actor",
    "source_type": "Concept",
    "within": "Place",
    "provision_of": "Instrument",
    "member": "Actor",
}
"""Cells of an entity that speak of something, and of what."""


class References:
    """What a file registers and what its claims speak of, over all its batches."""

    def __init__(
        self, others: Standing, document: str, publisher: dict[str, str], file: Path
    ) -> None:
        """Take what others register, what the document is and by whom, and the file of it."""
        self._others, self._document, self._publisher = others, document, publisher
        self._file = file
        self._named: list[polars.DataFrame] = []
        self._spoken: list[polars.DataFrame] = []

    def take(self, done: Transcript) -> polars.DataFrame:
        """Take in a batch, and return the entities that no batch before it registers."""
        import polars as pl

        fresh = done.entities
        for before in self._named:
            fresh = fresh.join(before, on=["about", "kind"], how="anti")
        joined = done.entities.filter(pl.col("member").is_not_null())
        for item, row in joined.join(fresh, on="about", how="anti")["about", "row"].iter_rows():
            what = f"{item!r}: its members stand too far apart in the file: sort it"
            raise DatasetError(f"row {row}: {what}", path=self._file)
        self._named.append(fresh.select("about", "kind", "row"))
        self._spoken += [_written(done.references, self._document), *_cells(fresh)]
        if len(self._named) > 1 and len(self._named[-2]) <= len(fresh):
            self._named = [pl.concat(self._named)]
        if len(self._spoken) > 8:
            self._spoken = [_summed(self._spoken)]
        return fresh

    def unresolved(self, written: list[Path]) -> list[tuple[str, str, int, int]]:
        """Return what is not there: item, property, how often, and the first row.

        ``written`` are the files of claims. Raise ``DatasetError`` where something is spoken of as
        what it is not.
        """
        import polars as pl

        named = pl.concat(self._named)
        publisher, what = self._publisher["id"], self._publisher["kind"]
        if what not in named.filter(pl.col("about") == publisher)["kind"]:
            named = pl.concat(
                [named, pl.DataFrame([(publisher, what, 0)], named.schema, orient="row")]
            )
        self._check_kinds(named)
        spoken = _summed(self._spoken)
        claims = pl.col("item").str.starts_with("claim:")
        self._claims = spoken.filter(claims)
        if "part_of" in self._claims["column"]:
            _refuse_parts(written, self._file)
        kinds = named.drop("row")
        spoken = spoken.filter(~(claims & pl.col("column").is_in(_CLAIMS)))
        spoken = spoken.join(kinds, left_on="item", right_on="about", how="left")
        spoken = spoken.with_columns(kind=pl.when(claims).then(pl.lit("Claim")).otherwise("kind"))
        # almost all is registered by the file itself: those are looked at once for each kind
        alike = spoken.filter(pl.col("kind").is_not_null()).unique(["kind", "property", "column"])
        strange = spoken.filter(pl.col("kind").is_null(), pl.col("column") != "key")
        strange = strange.sort("item", "property")
        found = []
        for one in (*alike.iter_rows(named=True), *strange.iter_rows(named=True)):
            kind = one["kind"] or self._others.find(one["item"])
            fault = _misfit(one, kind)
            if fault:
                raise DatasetError(f"row {one['row']}: {one['property']}: {fault}", path=self._file)
            if kind is None:
                found.append((one["item"], one["property"], one["count"], one["row"]))
        return [*found, *self.absent(written)]

    def absent(self, written: list[Path]) -> list[tuple[str, str, int, int]]:
        """Return the claims that are spoken of and do not stand, each once; see `unresolved`."""
        import polars as pl

        if self._claims.is_empty():
            return []
        standing = pl.format("claim:{}.{}", "document", "key")
        here = pl.scan_parquet(written).select(item=standing).unique().collect()
        strange = self._claims.join(here, on="item", how="anti").sort("item", "property")
        found = [one for one in strange.to_dicts() if not self._stands(one["item"])]
        gone = [one["item"] for one in found]
        self._claims = self._claims.filter(~pl.col("item").is_in(gone))
        return [(one["item"], one["property"], one["count"], one["row"]) for one in found]

    def _stands(self, claim: str) -> bool:
        slug, _, key = claim.removeprefix("claim:").partition(".")
        there = None if slug == self._document else self._others.claims(slug)
        return there is not None and key in there

    def _check_kinds(self, named: polars.DataFrame) -> None:
        """Refuse kinds that are none, and entities that have another kind here or elsewhere."""
        import polars as pl

        own = f"doc:{self._document}"
        for row in named.filter(pl.col("about") == own)["row"]:
            raise DatasetError(f"row {row}: {own!r} is this document itself", path=self._file)
        twice = named.filter(pl.col("about").is_duplicated()).sort("row", maintain_order=True)
        for item in twice["about"]:
            kinds = ", ".join(
                f"{kind} in {f'row {row}' if row else 'dataset.yml'}"
                for _, kind, row in twice.filter(pl.col("about") == item).iter_rows()
            )
            raise DatasetError(f"{item!r} is of several kinds: {kinds}", path=self._file)
        for kind in named["kind"].unique().to_list():
            if kind not in ontology().parents:
                item, _, row = named.filter(pl.col("kind").eq_missing(kind)).row(0)
                what = f"{kind!r} is no class of entities" if kind else "there is no kind for it"
                raise DatasetError(f"row {row}: {item!r}: {what}", path=self._file)
        schema = {"about": pl.String, "elsewhere": pl.String}
        others = pl.DataFrame(list(self._others.registered()), schema, orient="row")
        both = named.join(others, on="about").filter(pl.col("kind") != pl.col("elsewhere"))
        for item, kind, row, elsewhere in both.iter_rows():
            if not (_together(kind, elsewhere) or _together(elsewhere, kind)):
                what = f"{item!r} is a {kind} here, a {elsewhere} elsewhere"
                raise DatasetError(f"row {row}: {what}" if row else what, path=self._file)


def without(table: polars.DataFrame, gone: set[str]) -> polars.DataFrame:
    """Return claims without those that speak of what is nobody."""
    import polars as pl

    names = list(gone)
    written = [name.partition(":")[2] for name in names if name.startswith(("doc:", "claim:"))]
    spoken = pl.any_horizontal(pl.col(name).is_in(names) for name in _COLUMNS)
    spoken |= (pl.col("document") + "." + pl.col("part_of")).is_in(written)
    relays = pl.col("relays").list.eval(pl.element().filter(~pl.element().is_in(written)))
    links = (
        pl.when(~pl.col(name).is_in(written)).then(pl.col(name)).alias(name)
        for name in ("answers", "supersedes")
    )
    return table.filter(~spoken.fill_null(False)).with_columns(relays, *links)


def _refuse_parts(written: list[Path], file: Path) -> None:
    """Hold parts of claims to what a sheet holds them to: one value each, and no circle."""
    import polars as pl

    said = pl.scan_parquet(written).select("key", "part_of").collect()
    parts = said.drop_nulls("part_of")
    for key in said.join(parts, on="key", how="semi").filter(pl.col("key").is_duplicated())["key"]:
        raise DatasetError(f"claim {key!r} is a part and takes one value: split it", path=file)
    for key in circular(dict(parts.iter_rows())):
        raise DatasetError(f"claim {key!r} would be a part of itself", path=file)


def _written(references: polars.DataFrame, document: str) -> polars.DataFrame:
    """Return references to claims and documents as their ids."""
    import polars as pl

    part = pl.lit(f"{document}.") + pl.col("item")
    item = pl.when(pl.col("column") == "part_of").then(part).otherwise(pl.col("item"))
    claim = item.str.contains(".", literal=True)
    prefix = pl.when(claim).then(pl.lit("claim:")).otherwise(pl.lit("doc:"))
    linked = pl.when(pl.col("column").is_in(_CLAIMS)).then(prefix + item)
    entity = pl.col("item").str.replace(".", ":", literal=True)
    return references.with_columns(
        item=linked.when(pl.col("column") == "key").then(entity).otherwise("item")
    )


def _cells(entities: polars.DataFrame) -> Iterator[polars.DataFrame]:
    """Count what the cells of entities speak of."""
    import polars as pl

    for name in _ENTITIES:
        items = entities.select("row", item=pl.col(name).str.split(SEVERAL)).drop_nulls("item")
        if len(items):
            yield (
                items.explode("item")
                .group_by("item")
                .agg(pl.len().alias("count"), pl.col("row").min())
                .with_columns(property=pl.lit(name), column=pl.lit(name))
            )


def _together(kind: str, other: str) -> bool:
    """Say whether something can be both: the one is wider, or a group is named jointly, too."""
    if ontology().is_a(kind, other):
        return True
    return kind == "CollectiveActor" and other in ("NonStateArmedGroup", "Militia", "PoliticalBody")


def _misfit(one: dict[str, object], kind: str | None) -> str | None:
    """Say why something cannot be spoken of in this way."""
    item, column = str(one["item"]), str(one["column"])
    if column == "key":
        return f"{item!r} is registered under this very key: name the claim otherwise"
    plain = ontology().properties.get(str(one["property"]).removeprefix("resp:"))
    expected = {
        "about": plain.domain if plain else "",
        "value": plain.range if plain else "",
        "place": "Place",
        "asserter": "Actor",
        "relays": "Document",
        **_ENTITIES,
    }.get(column, "Concept")
    if column in _CONCEPTS or expected == "Concept":
        schemes = (
            tuple(((plain and plain.scheme) or "").split("|"))
            if column == "value"
            else (column.removesuffix("_type"),)
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
