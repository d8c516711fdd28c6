"""Territory: whether an occurrence lies where a provision applies.

A zone may be drawn differently by different sources and at different dates: each delimitation is
a candidate, and a result holds only if it holds for each.
"""

from __future__ import annotations

from collections import defaultdict

from respondeat.case import Occasion, Outcome, Setting, all_agree, unknown, values
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
    return [said.period for said in _drawn(evidence, provision)]


def areas(evidence: Evidence, provision: str) -> frozenset[str]:
    """Return the places that the test lays those of an occurrence beside, and all around them."""
    named = [*evidence.said(provision, "appliesIn"), *_drawn(evidence, provision)]
    return frozenset().union(*(evidence.above("resp:within", one.value) for one in named))


def sort_of(evidence: Evidence, place: str, areas: frozenset[str]) -> tuple[object, ...]:
    """Return all that the test can tell of a place, beside these areas."""
    around = evidence.above("resp:within", place)
    elsewhere = any(evidence.is_a(one, "AdministrativeArea") for one in around - areas)
    return around & areas, place if place in areas else "", elsewhere


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
    if barred := _barred(evidence, setting.provision, places):
        return Outcome(
            False,
            f"does not apply in {values(barred)}; occurred in {_where(occasion, evidence)}",
            tuple(one.claim for one in (*barred, *places)),
        )
    if not areas:
        return unknown(
            "no source read says where it applies", "a claim of where the provision applies", claims
        )
    if not places:
        return unknown(
            f"applies in {values(areas)}", "a claim of the place of the occurrence", claims
        )
    found: list[bool | None] = []
    straddles = False
    lines: dict[Said, None] = {}
    for place in places:
        for candidate in _candidates(occasion, evidence, areas):
            covered, used, reaches = _covered(evidence, place.value, candidate)
            found.append(covered)
            straddles = straddles or reaches
            lines |= dict.fromkeys(used)
    value = all_agree(found)
    inside, where = values(lines or areas), _where(occasion, evidence)
    missing = () if value is not None else (f"whether {where} lies inside: {inside}",)
    claims += tuple(one.claim for one in lines if one.claim not in claims)
    return Outcome(value, f"{inside}; occurred in {where}", claims, missing, straddles)


def _barred(evidence: Evidence, provision: str, places: list[Said]) -> list[Said]:
    """Return the claims that it does not apply in an area, where every place lies in that area."""
    return [
        one
        for one in evidence.said(provision, "appliesIn")
        if places
        and one.stance == "denies"
        and all(one.value in evidence.above("resp:within", place.value) for place in places)
    ]


@once
def specific(occasion: Occasion, evidence: Evidence) -> list[Said]:
    """Return the places of an occurrence, without those around another of them."""
    places = occasion.affirmed("occurredAt")
    wider = {
        above
        for one in places
        for above in evidence.above("resp:within", one.value)
        if above != one.value
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


def _covered(
    evidence: Evidence, place: str, lines: list[Said]
) -> tuple[bool | None, list[Said], bool]:
    """Say whether lines cover a place, which of them bear on it, and whether it reaches beyond."""
    around = evidence.above("resp:within", place)
    part: list[Said] = []
    reaches = False
    for line in lines:
        whole = not line.property.endswith("coversPartOf")
        if line.value in around and whole:
            return True, [line], False
        if not _apart(evidence, place, line.value):
            part.append(line)
            reaches = reaches or (whole and place in evidence.above("resp:within", line.value))
    return (None, part, reaches) if part or not lines else (False, lines, False)


@once
def _apart(evidence: Evidence, one: str, other: str) -> bool:
    """Say whether two places surely do not meet: they lie in different administrative areas."""
    above = [evidence.above("resp:within", place) for place in (one, other)]
    if one in above[1] or other in above[0]:
        return False
    left, right = (
        {place for place in here if evidence.is_a(place, "AdministrativeArea")} for here in above
    )
    return bool(left - right) and bool(right - left)
