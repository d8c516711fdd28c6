"""Placing: places with a point, put by geometry into the areas whose outlines hold it.

Where registries or sources put a place elsewhere by name, that stands against it: which of the
two is wrong is for whoever decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from respondeat.geometry import containing, points, shapes
from respondeat.namesake import Names
from respondeat.proposal import Proposal
from respondeat.roster import Link, Roster

__all__ = ["placing"]

_INSIDE, _BORDER = 0.9, 2
"""The score of a point in an outline, and the kilometres from a border up to which it is unsure."""


def placing(roster: Roster) -> Iterator[Proposal]:
    """Yield for each point the areas that hold it, unless the registry says so already."""
    places = roster.of("place", "zone")
    names = Names(places, places=True)
    areas = {one.id for one in places if "AdministrativeArea" in one.kinds}
    said = [(one.id, each.text, each.whose) for one in places for each in one.coordinates]
    outlines = [one for one in shapes(said) if one.place in areas]
    placed = [
        (one.id, point)
        for one in places
        for point in points((each.text, each.whose) for each in one.coordinates)
    ]
    links: dict[str, list[Link]] = defaultdict(list)
    for link in roster.linked("within", "liesIn"):
        if link.stance == "affirms":
            links[link.about].append(link)
    same = roster.same_names
    for place, point, shape, border in containing(outlines, placed):
        above = _above(links, place)
        if same.get(place, place) == same.get(shape.place, shape.place):
            continue
        if any(link.property == "resp:within" for link in above.get(shape.place, ())):
            continue
        reasons = [
            f"the point ({point.longitude:g} {point.latitude:g}) that {point.whose} gives {place}"
            f" lies in the outline of {shape.place} by {shape.whose}"
        ]
        score, against = _INSIDE, []
        here = sorted(above.keys() & areas)
        one = {
            other for other in here if same.get(other, other) == same.get(shape.place, shape.place)
        }
        alike = {other for other in here if _alike(names, other, shape.place)} - one
        for other in here:
            whose = ", ".join(sorted({link.whose for link in above[other]}))
            if other in one:
                reasons.append(f"so it is by {whose}: within {other}")
                score = min(1.0, score + 0.05)
                continue
            if other in alike:
                reasons.append(f"{whose} puts it within {other}, which is named alike")
                score = min(1.0, score + 0.05)
            elif _above(links, other).keys() & (one | alike):
                continue  # a part of an area that agrees
            elif _one_level(names, roster, other, shape.place):
                against.append(f"disagreement: {whose} puts it within {other}")
                score -= 0.2
        if border <= _BORDER:
            against.append(f"the point is {border:.1f} km from the border that {shape.whose} draws")
            score -= 0.1
        yield Proposal(
            "place",
            place,
            "liesIn",
            shape.place,
            round(max(score, 0.0), 2),
            tuple(reasons),
            tuple(against),
        )


def _above(links: dict[str, list[Link]], place: str) -> dict[str, list[Link]]:
    """Return the places that registries or claims put a place in, with the first link there."""
    found: dict[str, list[Link]] = {}
    waiting = [place]
    while waiting:
        for link in links.get(waiting.pop(), ()):
            if link.value not in found:
                waiting.append(link.value)
            found.setdefault(link.value, []).append(link)
    return found


def _alike(names: Names, one: str, other: str) -> bool:
    found = (each.likeness for each in names.alike(one, other))
    return any(each.apart is None and each.score >= 0.8 for each in found)


def _one_level(names: Names, roster: Roster, one: str, other: str) -> bool:
    """Say whether two areas may be of one level: the same by their names, or one of them silent.

    A country or a governorate that itself contains the other is of another level.
    """
    left, right = names.levels(one), names.levels(other)
    if left and right:
        return not left.isdisjoint(right)
    wider = {link.value for link in roster.linked("within") if link.about in (one, other)}
    return one not in wider and other not in wider
