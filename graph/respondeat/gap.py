"""Gaps: what the record does not say, where that bites, and which document would say it."""

from __future__ import annotations

from respondeat.block import Block, Line, joined, paragraph, section, table, text
from respondeat.brief import Brief

__all__ = ["gaps"]


def gaps(brief: Brief) -> Block:
    """Return the section on gaps, the one that bites most often first."""
    found: dict[str, list[Line]] = {}
    for where, what in _found(brief):
        places = found.setdefault(what, [])
        if where not in places:
            places.append(where)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return section(
        "gaps",
        "Gaps, and which document would fill them",
        [
            paragraph(
                text(
                    "Each gap is something that no source in this record says. A document that"
                    " says it, either way, would close it; the more places a gap touches, the more"
                    " such a document would settle."
                )
            ),
            table(
                [("What is missing", 7), ("Touches", 2), ("Where it bites", 8)],
                ([brief.prose(what), text(len(where)), _places(where)] for what, where in ranked),
            )
            if ranked
            else paragraph(text("None was computed.")),
        ],
    )


def _places(places: list[Line]) -> Line:
    more = len(places) - 6
    return [*joined(places[:6]), *(text(f"; and {more} more") if more > 0 else [])]


def _found(brief: Brief) -> list[tuple[Line, str]]:
    found: list[tuple[Line, str]] = []
    for track in brief.trace.get("tracks", []):
        for link in track["links"]:
            where: Line = ["step ", *brief.name(link["from"]), " → ", *brief.name(link["to"])]
            found += [(where, gap) for gap in link["gaps"]]
            for one in link["elements"]:
                if not one["claims_for"] and not one["claims_against"]:
                    what = f"a claim on the element: {brief.label(one['element'])}"
                    found.append((brief.name(link["rule"] or ""), what))
    for one in brief.trace.get("scope", []):
        where = [*text("scope of "), *brief.name(one["provision"])]
        found += [(where, what) for what in one["missing"]]
    for venue in brief.trace.get("venues", []):
        where = [*brief.name(venue["venue"]), *text(f", {venue['track']} track")]
        for test in venue["tests"]:
            if test["value"] == "unknown":
                found.append((where, test["why"]))
    for crime in brief.trace.get("crimes", []):
        for one in crime["elements"]:
            if not one["claims_for"] and not one["claims_against"]:
                what = f"a claim on the element: {brief.label(one['element'])}"
                found.append((brief.name(crime["crime"]), what))
    return found
