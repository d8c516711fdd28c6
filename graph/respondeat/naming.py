"""Naming: whom a file means by a name, where one row of it has that name and no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from respondeat.dataset import Dataset
from respondeat.errors import DatasetError

if TYPE_CHECKING:
    import polars

__all__ = ["named"]


def named(file: Path, dataset: Dataset) -> dict[str, dict[str, str]]:
    """Return for each column that a mapping looks up the ids that the whole file gives names.

    A name that stands beside several ids is none: nobody is guessed.
    """
    import polars as pl

    lookups = dataset.mapping.lookups()
    found: dict[str, list[polars.DataFrame]] = {name: [] for name in lookups}
    for frame in dataset.frames(file) if lookups else ():
        for name, made in lookups.items():
            try:
                pair = frame.select(name=pl.sql_expr(made["name"]), id=made["id"])
            except pl.exceptions.PolarsError as error:
                what = f"let.{name}: cannot be applied: {error}"
                raise DatasetError(what, path=dataset.mapping.path) from error
            found[name].append(pair.drop_nulls().unique(maintain_order=True))
    ids = {}
    for name, parts in found.items():
        if not parts:
            raise DatasetError("there is no row", path=file)
        whole = pl.concat(parts).unique(maintain_order=True)
        alone = whole.filter(pl.col("name").is_unique())
        ids[name] = dict(alone.iter_rows())
    return ids
