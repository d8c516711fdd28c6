"""Shape: what was transcribed, as rows of the claims table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from respondeat.claim import to_table
from respondeat.dataset import Dataset
from respondeat.mapping import ENTITY_COLUMNS, SEVERAL

if TYPE_CHECKING:
    import polars

__all__ = ["claim_rows", "entity_rows", "registered"]

_LANGUAGES = {"label": "en", "label_ar": "ar", "criteria": "en"}


def registered(dataset: Dataset) -> polars.DataFrame:
    """Return the rows that register a dataset's publisher."""
    import polars as pl

    return entity_rows(pl.DataFrame([dataset.publisher]).rename({"id": "about"}), dataset)


def entity_rows(entities: polars.DataFrame, dataset: Dataset) -> polars.DataFrame:
    """Return the rows that register entities, one for each that is known of one."""
    import polars as pl

    entities = entities.with_row_index("at")
    parts = [
        entities.filter(pl.col(name).is_not_null()).select(
            "at",
            key=pl.col("about").str.replace(":", ".", literal=True),
            about="about",
            property=pl.lit(plain),
            value=(pl.lit("resp:") + pl.col(name)) if name == "kind" else pl.col(name),
            language=pl.lit(_LANGUAGES.get(name), pl.String),
        )
        for name, plain in ENTITY_COLUMNS.items()
        if name in entities.columns
    ]
    several = pl.col("property").is_in([ENTITY_COLUMNS[n] for n in ("identifier", "member")])
    values = pl.when(several).then(pl.col("value").str.split(SEVERAL))
    rows = pl.concat(parts).with_columns(values.otherwise(pl.concat_list("value")))
    rows = rows.explode("value").sort("at", maintain_order=True)
    heads = {"stance": "affirms", "asserter": dataset.publisher["id"], "verification": "read"}
    said = (pl.lit(value).alias(name) for name, value in heads.items())
    return claim_rows(rows.with_columns(said), dataset.document.slug)


def claim_rows(table: polars.DataFrame, document: str) -> polars.DataFrame:
    """Return rows with every column of the claims table, and no other."""
    import polars as pl

    schema = to_table().schema
    listed = table.schema.get("relays")
    if listed == pl.String:
        table = table.with_columns(
            pl.when(pl.col("relays").is_not_null()).then(pl.concat_list("relays"))
        )
    table = table.with_columns(document=pl.lit(document))
    missing = [
        pl.lit([] if kind == pl.List else None, kind).alias(name)
        for name, kind in schema.items()
        if name not in table.columns
    ]
    return table.with_columns(missing).select(
        pl.col(name).cast(kind).fill_null([])
        if kind == pl.List(pl.String)
        else pl.col(name).cast(kind)
        for name, kind in schema.items()
    )
