"""Templates: a cell of a mapping, written with the columns of a source in braces.

``actor:ucdp-{side_a_new_id}`` is made of a column; where that is empty, so is the cell.
``{name|id}`` makes an id of a name. A column that is a list makes a list.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

__all__ = ["expression", "filled", "holes", "slug"]

_HOLE = re.compile(r"\{([^{}|]+)(\|id)?\}")
_LONGEST = 24
_HASH = 8


def holes(template: str) -> list[tuple[str, bool]]:
    """Return the columns of a template, and whether an id is made of each.

    >>> holes("place:ged-{where|id} of {id}")
    [('where', True), ('id', False)]
    """
    return [(name, bool(made)) for name, made in _HOLE.findall(template)]


@lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """Return the id of a name: readable, and where that loses anything, with a hash.

    >>> slug("Waha Report"), slug("Kafr Zita / كفر زيتا")
    ('waha-report', 'kafr-zita-5c90f686')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if readable.replace("-", " ") == name.lower():
        return readable
    mark = hashlib.sha256(name.encode()).hexdigest()[:_HASH]
    return f"{readable}-{mark}" if readable else mark


def filled(frame: polars.DataFrame, templates: Collection[str]) -> polars.DataFrame:
    """Return a frame with the ids that templates ask for, each in a column ``name|id``."""
    import polars as pl

    made = {name for template in templates for name, as_id in holes(template) if as_id}
    for name in sorted(made):
        column = frame[name]
        listed = isinstance(column.dtype, pl.List)
        names = (column.explode() if listed else column).drop_nulls().unique().to_list()
        ids = {one: slug(one) for one in names}
        replaced = (
            pl.col(name).list.eval(pl.element().replace_strict(ids, return_dtype=pl.String))
            if listed
            else pl.col(name).replace_strict(ids, return_dtype=pl.String)
        )
        frame = frame.with_columns(replaced.alias(f"{name}|id"))
    return frame


def expression(template: str, lists: Collection[str]) -> polars.Expr:
    """Return a template as an expression over a `filled` frame; ``lists`` are columns of lists."""
    import polars as pl

    parts: list[polars.Expr] = []
    at, listed = 0, None
    for hole in _HOLE.finditer(template):
        if hole.start() > at:
            parts.append(pl.lit(template[at : hole.start()]))
        column = hole[1] + (hole[2] or "")
        if hole[1] in lists:
            listed = column
        parts.append(pl.element() if hole[1] in lists else pl.col(column))
        at = hole.end()
    if at < len(template):
        parts.append(pl.lit(template[at:]))
    whole = parts[0] if len(parts) == 1 else pl.concat_str(parts, ignore_nulls=False)
    return whole if listed is None else pl.col(listed).list.eval(whole)
