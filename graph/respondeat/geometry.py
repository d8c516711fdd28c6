"""Geometry: points and outlines from well-known text, how far apart they are, what holds what.

Only what sources put on the map counts, each by its own coordinates; an outline is of whoever drew
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

from respondeat.errors import UsageError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Point", "Shape", "containing", "distance", "points", "shapes"]

_EARTH = 6371.0088
_DEGREE = 111.2
"""Kilometres that a degree of latitude spans."""


class Point(NamedTuple):
    """A point that somebody gives a place: degrees of longitude and latitude."""

    longitude: float
    latitude: float
    whose: str


class Shape(NamedTuple):
    """An outline that somebody gives a place."""

    place: str
    geometry: BaseGeometry
    whose: str


def points(texts: Iterable[tuple[str, str]]) -> list[Point]:
    """Return the points among (well-known text, whose word it is); outlines are passed over.

    >>> points([("POINT (36.65 35.44)", "actor:a"), ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "actor:b")])
    [Point(longitude=36.65, latitude=35.44, whose='actor:a')]
    """
    found = ((_numbers(text), whose) for text, whose in texts)
    return [Point(*numbers, whose) for numbers, whose in found if numbers]


def _numbers(text: str) -> tuple[float, float] | None:
    head, _, rest = text.partition("(")
    if head.strip().upper() != "POINT":
        return None
    try:
        longitude, latitude = map(float, rest.rstrip(" )").split())
    except ValueError:
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def distance(one: Point, other: Point) -> float:
    """Return the kilometres between two points along the surface.

    >>> round(distance(Point(36.65, 35.44, ""), Point(36.63, 35.93, "")))
    55
    """
    (a, b, _), (c, d, _) = one, other
    x, y = radians(b), radians(d)
    half = sin((y - x) / 2) ** 2 + cos(x) * cos(y) * sin(radians(c - a) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))


def shapes(texts: Iterable[tuple[str, str, str]]) -> list[Shape]:
    """Return the outlines among (place, well-known text, whose); a broken one is a ``UsageError``.

    An outline that crosses itself is mended as the library mends it.
    """
    import shapely

    found = []
    for place, text, whose in texts:
        if _numbers(text) or text.strip().upper().startswith("POINT"):
            continue
        try:
            shape = shapely.from_wkt(text)
        except shapely.errors.ShapelyError as error:
            raise UsageError(
                f"the coordinates of {place} that {whose} gives are no well-known text:"
                f" {text[:60]!r}; write POINT (36.65 35.44) or POLYGON ((...))"
            ) from error
        if shape.area > 0:
            found.append(Shape(place, shapely.make_valid(shape), whose))
    return found


def containing(
    outlines: list[Shape], placed: list[tuple[str, Point]]
) -> Iterator[tuple[str, Point, Shape, float]]:
    """Yield each place and point with an outline around it, and the kilometres to its border."""
    import shapely

    if not outlines or not placed:
        return
    tree = shapely.STRtree([one.geometry for one in outlines])
    dots = shapely.points([(point.longitude, point.latitude) for _, point in placed])
    inside = defaultdict(list)
    for dot, outline in tree.query(dots, predicate="within").T:
        inside[int(dot)].append(int(outline))
    for number in sorted(inside):
        place, point = placed[number]
        for outline in sorted(inside[number]):
            shape = outlines[outline]
            border = shapely.distance(shape.geometry.boundary, dots[number]) * _DEGREE
            if shape.place != place:
                yield place, point, shape, float(border)
