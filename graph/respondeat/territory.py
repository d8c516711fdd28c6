"""Territory: whether an occurrence lies where a provision applies.

A zone may be drawn differently by different sources and at different dates: each delimitation is
a candidate, and a result holds only if it holds for each.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import NamedTuple

from respondeat.around import Way, around, linking
from respondeat.case import Occasion, Outcome, Setting, all_agree, unknown, values, who
from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["areas", "compared", "sort_of", "specific", "territory"]


_LINES = ("covers", "coversPartOf")
"""What is said of where a zone runs."""


def territory(setting: Setting) -> Outcome:
    """Say whether the occurrence lies where the provision applies."""
    everywhere = _everywhere(setting.evidence, setting.provision)
    return everywhere or _inside(setting)


def compared(evidence: Evidence, provision: str) -> list[Period]:
    """Return every period that the test lays the days of an occurrence beside."""
    drawn = _drawn(evidence, provision)
    named = [*evidence.said(provision, "appliesIn"), *drawn]
    return [
        said.period
        for said in (*drawn, *(s for one in named for s in linking(evidence, one.value)))
    ]


def areas(evidence: Evidence, provision: str) -> frozenset[str]:
    """Return the places that the test lays those of an occurrence beside, and all around them."""
    named = [*evidence.said(provision, "appliesIn"), *_drawn(evidence, provision)]
    return frozenset().union(*(around(evidence, one.value, ()) for one in named))


def sort_of(evidence: Evidence, place: str, areas: frozenset[str]) -> tuple[object, ...]:
    """Return all that the test can tell of a place, beside these areas, if no day moves it."""
    reached = around(evidence, place, ())
    here = frozenset((one, way.sure) for one, way in reached.items() if one in areas)
    elsewhere = frozenset(
        frozenset(evidence.links("resp:registeredIn", one))
        for one, way in reached.items()
        if one not in areas and _is_sure_area(evidence, one, way)
    )
    return here, place if place in areas else "", elsewhere


def _drawn(evidence: Evidence, provision: str) -> list[Said]:
    return [
        said
        for area in evidence.affirmed(provision, "appliesIn")
        for name in _LINES
        for said in evidence.affirmed(area.value, name)
    ]


@once
def _everywhere(evidence: Evidence, provision: str) -> Outcome | None:
    areas = evidence.affirmed(provision, "appliesIn")
    if any(area.value == "place:world" for area in areas):
        claims = tuple(area.claim for area in areas)
        return Outcome(True, f"applies everywhere: {values(areas)}", claims)
    return None


def _inside(setting: Setting) -> Outcome:
    evidence, occasion = setting.evidence, setting.occasion
    places = specific(occasion, evidence)
    areas = evidence.affirmed(setting.provision, "appliesIn")
    claims = tuple(one.claim for one in (*areas, *places))
    days = tuple(occasion.days)
    if barred := _barred(setting, places, days):
        return barred
    if not areas:
        return unknown(
            "no source read says where it applies", "a claim of where the provision applies", claims
        )
    if not places:
        return unknown(
            f"applies in {values(areas)}", "a claim of the place of the occurrence", claims
        )
    covers = [
        _covered(evidence, place.value, candidate, days)
        for place in places
        for candidate in _candidates(occasion, evidence, areas)
    ]
    value = all_agree(one.value for one in covers)
    lines = list(dict.fromkeys(line for one in covers for line in one.lines))
    links = list(dict.fromkeys(link for one in covers for link in one.links))
    inside, where = values(lines or areas), _where(occasion, evidence)
    missing = () if value is not None else (f"whether {where} lies inside: {inside}",)
    claims += tuple(one.claim for one in (*lines, *links) if one.claim not in claims)
    why = f"{inside}; occurred in {where}{_through(links)}"
    return Outcome(value, why, claims, missing, any(one.reaches for one in covers))


def _barred(setting: Setting, places: list[Said], days: tuple[Period, ...]) -> Outcome | None:
    """Say that it does not apply in an area where every place lies, if somebody says so."""
    evidence, occasion = setting.evidence, setting.occasion
    found = {
        one: [way[one.value] for way in (around(evidence, p.value, days) for p in places)]
        for one in evidence.said(setting.provision, "appliesIn")
        if places
        and one.stance == "denies"
        and all(one.value in around(evidence, place.value, days) for place in places)
    }
    if not found:
        return None
    surely = {one: ways for one, ways in found.items() if all(way.sure for way in ways)}
    used = surely or found
    links = list(
        dict.fromkeys(link for ways in used.values() for way in ways for link in way.links)
    )
    why = f"does not apply in {values(used)}; occurred in {_where(occasion, evidence)}"
    missing = () if surely else ("whether the names of places that lead there are surely right",)
    claims = tuple(one.claim for one in (*used, *places, *links))
    return Outcome(False if surely else None, why + _through(links), claims, missing)


def _through(links: list[Said]) -> str:
    return f", through {who(links)}" if links else ""


@once
def specific(occasion: Occasion, evidence: Evidence) -> list[Said]:
    """Return the places of an occurrence, without those around another of them."""
    places = occasion.affirmed("occurredAt")
    days = tuple(occasion.days)
    wider = {
        above
        for one in places
        for above, way in around(evidence, one.value, days).items()
        if way.sure and one.value not in around(evidence, above, days)
    }
    return [one for one in places if one.value not in wider]


@once
def _where(occasion: Occasion, evidence: Evidence) -> str:
    return values(specific(occasion, evidence))


def _candidates(occasion: Occasion, evidence: Evidence, areas: list[Said]) -> list[list[Said]]:
    """Return the competing delimitations: places as they are, a zone's lines by their date."""
    plain = [area for area in areas if not evidence.is_a(area.value, "Zone")]
    zones = dict.fromkeys(area.value for area in areas if evidence.is_a(area.value, "Zone"))
    return [plain + lines for lines in _lines(occasion, evidence, *zones)] or [plain]


@once
def _lines(occasion: Occasion, evidence: Evidence, *zones: str) -> list[list[Said]]:
    """Return where zones run, apart for each date of a drawing that may be of the occurrence."""
    groups: dict[Period, list[Said]] = defaultdict(list)
    for zone in zones:
        for name in _LINES:
            for said in evidence.affirmed(zone, name):
                if (
                    said.period == Period()
                    or not occasion.days
                    or any(day.within(said.period) is not False for day in occasion.days)
                ):
                    groups[said.period].append(said)
    return [lines for _, lines in sorted(groups.items(), key=lambda item: str(item[0]))]


class _Cover(NamedTuple):
    """Whether lines cover a place, which of them bear on it, and by which links it is placed.

    ``reaches`` where the place reaches beyond what a line covers.
    """

    value: bool | None
    lines: list[Said]
    links: tuple[Said, ...] = ()
    reaches: bool = False


def _covered(evidence: Evidence, place: str, lines: list[Said], days: tuple[Period, ...]) -> _Cover:
    ways = around(evidence, place, days)
    part: list[Said] = []
    links: list[Said] = []
    apart: list[Said] = []
    reaches = False
    for line in lines:
        whole = not line.property.endswith("coversPartOf")
        way = ways.get(line.value)
        if way and way.sure and whole:
            return _Cover(True, [line], way.links)
        if (divided := _apart(evidence, place, line.value, days)) is not None:
            apart += divided
            continue
        part.append(line)
        links += way.links if way else ()
        reaches = reaches or (whole and place in around(evidence, line.value, days))
    if part or not lines:
        return _Cover(None, part, tuple(links), reaches)
    return _Cover(False, lines, tuple(apart))


@once
def _apart(
    evidence: Evidence, one: str, other: str, days: tuple[Period, ...]
) -> tuple[Said, ...] | None:
    """Return by which links two places surely do not meet; ``None`` where they may.

    They do not where they lie in different administrative areas, which one registry tells apart:
    two registries may have one area under two names.
    """
    left, right = (around(evidence, place, days) for place in (one, other))
    if one in right or other in left:
        return None
    sides = (
        [area for area in here if area not in there and _is_sure_area(evidence, area, here[area])]
        for here, there in ((left, right), (right, left))
    )
    ways = [
        (*left[a].links, *right[b].links)
        for a, b in product(*sides)
        if _one_registry(evidence, a, b)
    ]
    return min(ways, key=len, default=None)


def _one_registry(evidence: Evidence, one: str, other: str) -> bool:
    left, right = (set(evidence.links("resp:registeredIn", area)) for area in (one, other))
    return not left.isdisjoint(right) or not left | right


def _is_sure_area(evidence: Evidence, area: str, way: Way) -> bool:
    return way.sure and evidence.is_a(area, "AdministrativeArea")
