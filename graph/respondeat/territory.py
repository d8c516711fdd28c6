"""Territory: whether an occurrence lies where a provision applies.

A zone may be drawn differently by different sources and at different dates: each delimitation is
a candidate, and a result holds only if it holds for each.
"""

from __future__ import annotations

from collections import defaultdict

from respondeat.case import Case, Outcome, all_agree, unknown, values
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["territory"]


def territory(case: Case) -> Outcome:
    """Say whether the occurrence lies where the provision applies."""
    places = _most_specific(case, case.affirmed("occurredAt"))
    areas = case.evidence.affirmed(case.provision, "appliesIn")
    claims = tuple(one.claim for one in (*areas, *places))
    if not areas:
        return unknown(
            "no source read says where it applies", "a claim of where the provision applies", claims
        )
    if any(area.value == "place:world" for area in areas):
        return Outcome(True, f"applies everywhere: {values(areas)}", claims[: len(areas)])
    if not places:
        return unknown(
            f"applies in {values(areas)}", "a claim of the place of the occurrence", claims
        )
    found: list[bool | None] = []
    straddles = False
    lines: list[Said] = []
    for place in places:
        for candidate in _candidates(case, areas):
            covered, used, reaches = _covered(case, place.value, candidate)
            found.append(covered)
            straddles = straddles or reaches
            lines += [one for one in used if one not in lines]
    value = all_agree(found)
    who = f"{values(lines or areas)}; occurred in {values(places)}"
    missing = (
        ()
        if value is not None
        else (f"whether {values(places)} lies inside: {values(lines or areas)}",)
    )
    claims += tuple(one.claim for one in lines if one.claim not in claims)
    return Outcome(value, who, claims, missing, straddles)


def _most_specific(case: Case, places: list[Said]) -> list[Said]:
    above = {
        one.value: case.evidence.above("resp:within", one.value) - {one.value} for one in places
    }
    wider = set().union(*above.values()) if above else set()
    return [one for one in places if one.value not in wider]


def _candidates(case: Case, areas: list[Said]) -> list[list[Said]]:
    """Return the competing delimitations: places as they are, a zone's lines by their date."""
    plain = [area for area in areas if not case.evidence.is_a(area.value, "Zone")]
    zones = [area for area in areas if case.evidence.is_a(area.value, "Zone")]
    groups: dict[Period, list[Said]] = defaultdict(list)
    for zone in zones:
        for name in ("covers", "coversPartOf"):
            for said in case.evidence.affirmed(zone.value, name):
                dated = (
                    said.period == Period()
                    or not case.days
                    or any(day.within(said.period) is not False for day in case.days)
                )
                if dated:
                    groups[said.period].append(said)
    if not groups:
        return [plain] if plain else [[]]
    return [plain + lines for _, lines in sorted(groups.items(), key=lambda item: str(item[0]))]


def _covered(case: Case, place: str, lines: list[Said]) -> tuple[bool | None, list[Said], bool]:
    """Say whether lines cover a place, which of them bear on it, and whether it reaches beyond."""
    around = case.evidence.above("resp:within", place)
    part: list[Said] = []
    reaches = False
    for line in lines:
        whole = not line.property.endswith("coversPartOf")
        if line.value in around and whole:
            return True, [line], False
        if not _apart(case, place, line.value):
            part.append(line)
            reaches = reaches or (whole and place in case.evidence.above("resp:within", line.value))
    return (None, part, reaches) if part or not lines else (False, lines, False)


def _apart(case: Case, one: str, other: str) -> bool:
    """Say whether two places surely do not meet: they lie in different administrative areas."""
    above = [case.evidence.above("resp:within", place) for place in (one, other)]
    if one in above[1] or other in above[0]:
        return False
    left, right = (
        {place for place in here if case.evidence.is_a(place, "AdministrativeArea")}
        for here in above
    )
    return bool(left - right) and bool(right - left)
