"""Gaps: what the record does not say, where that bites, and which document would say it."""

from __future__ import annotations

from collections.abc import Iterator

from respondeat.dossier.block import Block, Line, heading, joined, paragraph, section, table, text
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.tracks import ends

__all__ = ["gaps"]

_FILLS = (
    ("which date holds", "the instrument's own clause, or a statement of those who concluded it"),
    ("no claim read says who commanded", "an order of battle or an appointment with its dates"),
    ("no claim read dates", "a document that dates the relation to that day"),
    ("names ", "a document that names it alone, for this incident"),
    ("nobody has checked", "the source itself, read"),
    ("whether ", "a document that says whether it is so"),
)
_ON_ELEMENTS = "no claim read bears on "
_MOST = 8
"""Places that are printed for one gap."""


def gaps(brief: Brief) -> Block:
    """Return the section on gaps, the one whose closing settles most first."""
    missing, questions = _weighed(brief) if brief.weigh else _ranked(brief)
    blocks: list[Block] = [
        paragraph(
            text(
                "Each gap is something that no source in this record says. A document that says it,"
                " or says the contrary, closes it; what it would say is not foreseen here. A gap is"
                " settled where nothing else is missing for its result. The gap that touches most"
                " comes first."
            )
        ),
        table(
            [("What is missing", 7), ("Which document would fill it", 6), ("Where it matters", 7)],
            (
                [brief.prose(what), brief.prose(document), where]
                for what, document, where in missing
            ),
        ),
    ]
    if bare := _elements(brief):
        blocks += [
            heading("Elements on which no claim bears"),
            table(
                [("Crime, rule or mode", 6), ("Elements", 14)],
                ([brief.name(whole), joined(map(brief.name, parts))] for whole, parts in bare),
            ),
        ]
    if questions:
        blocks += [
            heading("Open questions, which a position fills and no document does"),
            table(
                [("Question", 9), ("Where it matters", 11)],
                ([brief.prose(what), where] for what, _, where in questions),
            ),
        ]
    return section("gaps", "Gaps, and which document would fill them", blocks)


_Gap = tuple[str, str, Line]


def _weighed(brief: Brief) -> tuple[list[_Gap], list[_Gap]]:
    """Return the gaps and the open questions as weighing ranks them."""
    missing = [
        (one["claim"], one["document"], _closed(brief, one))
        for one in brief.weigh["missing"]
        if not one["claim"].startswith(_ON_ELEMENTS)
    ]
    questions = [
        (one["question"].removeprefix("contested:").strip(), "", _closed(brief, one))
        for one in brief.weigh["questions"]
    ]
    return missing, questions


def _closed(brief: Brief, one: Json) -> Line:
    links = {link["id"]: link for track in brief.trace.get("tracks", []) for link in track["links"]}
    places: list[Line] = []
    for place in one["closes"]:
        if "provision" in place:
            where = brief.name(place["provision"])
        elif place["link"] in links:
            where = [*text("step "), *ends(brief, links[place["link"]])]
        else:
            continue
        if where not in places:
            places.append(where)
    settled = len(one["settles"])
    of = len(one["closes"])
    whole = "the one test or step" if of == 1 else f"{settled} of {of} tests and steps"
    tail = text(f". Settles {whole}") if settled else []
    return [*_places(places), *tail]


def _ranked(brief: Brief) -> tuple[list[_Gap], list[_Gap]]:
    """Return the gaps and open questions that the trace names, by how many places they touch."""
    found: dict[str, list[Line]] = {}
    for where, what in _found(brief):
        places = found.setdefault(what, [])
        if where not in places:
            places.append(where)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    open_ = [
        (what.removeprefix("contested:").strip(), "", _places(where))
        for what, where in ranked
        if what.startswith("contested:")
    ]
    rest = [
        (what, _fill(what), _places(where))
        for what, where in ranked
        if not what.startswith("contested:")
    ]
    return rest, open_


def _elements(brief: Brief) -> list[tuple[str, list[str]]]:
    """Return the elements without any claim, by the crime, rule or mode that requires them."""
    wholes = [
        (link["rule"] or "", link["elements"])
        for track in brief.trace.get("tracks", [])
        for link in track["links"]
    ]
    for crime in brief.trace.get("crimes", []):
        wholes.append((crime["crime"], crime["elements"]))
        wholes += [(mode["rule"], mode["elements"]) for mode in crime.get("modes", [])]
    found: dict[str, list[str]] = {}
    for whole, parts in wholes:
        for part in parts:
            bare = not part["claims_for"] and not part["claims_against"]
            if bare and part["element"] not in found.setdefault(whole, []):
                found[whole].append(part["element"])
    return [(whole, parts) for whole, parts in found.items() if parts]


def _fill(what: str) -> str:
    for start, fill in (("a claim that ", "says whether "), ("a claim of ", "gives ")):
        if what.startswith(start):
            return f"a document that {fill}{what.removeprefix(start).removesuffix(', or is not')}"
    return next((fill for start, fill in _FILLS if start in what), "a document that says so")


def _places(places: list[Line]) -> Line:
    more = len(places) - _MOST
    count = f"{len(places)} places: " if len(places) > 1 else ""
    tail = text(f"; and {more} more") if more > 0 else []
    return [*text(count), *joined(places[:_MOST]), *tail]


def _found(brief: Brief) -> Iterator[tuple[Line, str]]:
    for track in brief.trace.get("tracks", []):
        for link in track["links"]:
            where: Line = [*text("step "), *ends(brief, link)]
            yield from ((where, gap) for gap in link["gaps"] if "bears on element:" not in gap)
    for one in brief.trace.get("scope", []):
        if one["result"] != "outside":
            yield from ((brief.name(one["provision"]), what) for what in one["missing"])
    for venue in brief.trace.get("venues", []):
        where = [*brief.name(venue["venue"]), *text(f" ({venue['track']} track)")]
        for test in venue["tests"]:
            if test["value"] == "unknown":
                yield where, f"{test['kind'].replace('-', ' ')}: {test['why']}"
