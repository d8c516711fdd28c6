"""Buckets: which incidents fall on one day at places that may be one.

A bucket is a day and a place: the place itself under its decided name, its name folded, or a tile
of the map. An incident that spans more days, or that is only placed in an area, is in none: too
little is known of it to say that it is another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from respondeat.geometry import points
from respondeat.proposal import pair
from respondeat.roster import Entity, Roster
from respondeat.spelling import fold, level, skeleton

if TYPE_CHECKING:
    import polars

__all__ = ["MOST_DAYS", "called", "meetings"]

MOST_DAYS = 31
"""The most days that an incident may span."""

_TILE = 0.1
"""Degrees of a tile; a point meets those in its own and in the eight around."""


def meetings(table: polars.DataFrame, roster: Roster) -> set[tuple[str, str]]:
    """Return the pairs of incidents of different registries that meet in a bucket."""
    import polars as pl

    events = _events(table)
    keys = pl.DataFrame(
        list(_keys(roster)),
        schema={"place": pl.String, "key": pl.UInt32, "around": pl.Boolean},
        orient="row",
    )
    if events.is_empty() or keys.is_empty():
        return set()
    sizes = events.group_by("registry").agg(pl.col("incident").n_unique()).sort("incident")
    largest = sizes["registry"][-1]
    few = events.filter(pl.col("registry") != largest)
    # the largest registry meets the others and never itself: two of its ids are two events
    days = few.select(pl.date_ranges("start", "end").alias("day")).explode("day").unique()
    left, right = (
        some.with_columns(day=pl.date_ranges("start", "end"))
        .explode("day")
        .join(days, on="day", how="semi")
        .join(keys.filter(wide), on="place")
        .select("incident", "registry", "day", "key")
        for some, wide in ((few, ~pl.col("around")), (events, pl.lit(True)))
    )
    met = (
        left.join(right, on=["day", "key"], suffix="_other")
        .filter(pl.col("registry") != pl.col("registry_other"))
        .select("incident", "incident_other")
        .unique()
    )
    return {pair(a, b) for a, b in met.iter_rows()}


def called(place: Entity) -> set[tuple[str, ...]]:
    """Return the names of a place as their spellings share them."""
    folded = (level(fold(name.text))[0] for name in place.names)
    return {tuple(sorted(skeleton(word) for word in words)) for words in folded}


def _events(table: polars.DataFrame) -> polars.DataFrame:
    """Return incident, registry, place and the days that it may have fallen on, a row a place."""
    import polars as pl

    lazy = table.lazy()
    registered = (
        lazy.filter((pl.col("property") == "rdf:type") & (pl.col("value") == "resp:Incident"))
        .group_by(incident="about")
        .agg(pl.col("document").min().alias("registry"))
    )
    said = lazy.filter(pl.col("stance") == "affirms")
    span = pl.col("end") - pl.col("start")
    dated = (
        said.filter(pl.col("property") == "resp:occurredDuring")
        .select(incident="about", start="earliest_start", end="latest_end")
        .drop_nulls()
        .filter((span >= pl.duration(days=0)) & (span < pl.duration(days=MOST_DAYS)))
        .sort(span, "start")
        .unique("incident", keep="first")
    )
    placed = said.filter(pl.col("property") == "resp:occurredAt").select(
        incident="about", place="value"
    )
    joined = registered.join(dated, on="incident").join(placed, on="incident").unique()
    return joined.collect()


def _keys(roster: Roster) -> Iterator[tuple[str, int, bool]]:
    """Yield place, number of a bucket, and whether the bucket is only around the place."""
    numbers: dict[object, int] = {}
    same = roster.same_names
    for one in roster.of("place"):
        if "AdministrativeArea" in one.kinds:
            continue
        own: set[object] = {same.get(one.id, one.id), *called(one)}
        near: set[object] = set()
        for point in points((each.text, each.whose) for each in one.coordinates):
            x, y = int(point.longitude // _TILE), int(point.latitude // _TILE)
            own.add((x, y))
            near |= {(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        for key in own | near:
            yield one.id, numbers.setdefault(key, len(numbers)), key not in own
