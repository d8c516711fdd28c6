"""Columns: those that a mapping makes of others, of codes, names, parts and of columns turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars

__all__ = ["day", "parts", "replaced", "row_by_row", "turned"]


def row_by_row(made: polars.Expr) -> bool:
    """Say whether an expression makes each row of that row alone.

    >>> import polars as pl
    >>> [row_by_row(pl.sql_expr(one)) for one in ("a IN ('1', b)", "a > MAX(a)", "COUNT(*)")]
    [True, False, False]
    """
    import polars as pl

    try:
        alone = made.meta.is_literal() or made.meta.is_row_separable()
    except pl.exceptions.PolarsError:  # a list of values, which has no schema to be looked at in
        alone = True
    return alone and all(map(row_by_row, made.meta.pop()))


def replaced(
    frame: polars.DataFrame,
    name: str,
    table: Mapping[str, str | None],
    unknown: Counter[tuple[str, str]],
) -> polars.Expr:
    """Replace what stands in a column, and count what is unknown."""
    import polars as pl

    column = frame[name]
    listed = isinstance(column.dtype, pl.List)
    for row in (column.explode() if listed else column).value_counts().iter_rows():
        if row[0] is not None and row[0] not in table:
            unknown[name, row[0]] += row[1]
    kind = pl.String
    if listed:
        found = pl.element().replace_strict(table, default=None, return_dtype=kind)
        return pl.col(name).list.eval(found.drop_nulls())
    return pl.col(name).replace_strict(table, default=None, return_dtype=kind)


def parts(made: dict[str, Any]) -> polars.Expr:
    """Split a column, and of its parts take those that fit, or what the group in them holds."""
    import polars as pl

    item = pl.element().str.strip_chars()
    if "only" in made:
        item = item.str.extract(str(made["only"]), 1 if "(" in str(made["only"]) else 0)
    parts = pl.col(made["split"]).str.split(str(made["by"])).list.eval(item)
    return parts.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)


def turned(made: dict[str, Any]) -> tuple[polars.Expr, polars.Expr]:
    """Return the columns that say something, by their words, and what they say, as lists."""
    import polars as pl

    nothing = [str(one) for one in made.get("except", ())]
    turned = made["unpivot"]
    words = turned.items() if isinstance(turned, dict) else ((name, name) for name in turned)
    said = [
        (pl.when(pl.col(name).is_not_null() & ~pl.col(name).is_in(nothing)), name, str(word))
        for name, word in words
    ]
    found = pl.concat_list(when.then(pl.lit(word)) for when, _, word in said)
    cells = pl.concat_list(when.then(pl.col(name)) for when, name, _ in said)
    return found.list.drop_nulls(), cells.list.drop_nulls()


def day(columns: list[str]) -> polars.Expr:
    """Make an EDTF date of the columns of its year, month and day, as far as they go."""
    import polars as pl

    year, *rest = columns
    whole = pl.col(year).str.zfill(4)
    known = pl.col(year).is_not_null()
    for name in rest:
        known = known & pl.col(name).is_not_null()
        whole = pl.when(known).then(whole + "-" + pl.col(name).str.zfill(2)).otherwise(whole)
    return whole
