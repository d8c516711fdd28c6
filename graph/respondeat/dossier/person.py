"""Persons: the presumption of innocence, offices reached, exculpatory matter, and crimes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    facts,
    heading,
    joined,
    listing,
    note,
    paragraph,
    section,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.contest import doubts_the_defence, sides
from respondeat.dossier.sentence import sentences
from respondeat.dossier.tracks import counted, kind, missing, required, step

__all__ = ["exculpatory", "individual"]

_FORCE = {"true": "yes", "false": "no", "unknown": "not known"}


def individual(brief: Brief) -> Block:
    """Return the section on persons: presumption of innocence, exculpatory matter, crimes."""
    return section(
        "individual",
        "Individual responsibility",
        [
            note(
                "Presumption of innocence",
                text(
                    "Everyone is presumed innocent until found otherwise by a court, by law, on"
                    " evidence tested before it. No chain here ends at a named person unless a"
                    " public charge, judgment or investigative conclusion names that person for"
                    " this incident; otherwise only an office or command and a date are given."
                ),
            ),
            *_offices(brief),
            heading("Exculpatory matter"),
            paragraph(
                text(
                    "What denies, leaves open or challenges what is alleged, in this record. It"
                    " belongs to every reading of the allegation above."
                )
            ),
            listing(sentences(brief, exculpatory(brief)) or [text("Nothing on record.")]),
            *_crimes(brief),
        ],
    )


def exculpatory(brief: Brief) -> list[str]:
    """Return the claims about the incident, or the documents on it, that speak against."""
    incident = brief.trace["incident"]
    return [
        name
        for name, one in brief.claims.items()
        if (
            one.get("about") == incident
            and one["stance"] in ("denies", "questions")
            and not doubts_the_defence(brief, name)
        )
        or one.get("property") in ("resp:methodChallenge", "resp:consequenceOf")
    ]


def _offices(brief: Brief) -> Iterator[Block]:
    found = [one for one in brief.trace.get("tracks", []) if one["track"] == "individual"]
    if not found:
        yield paragraph(
            text(
                "No public charge, judgment or investigative conclusion in this record names a"
                " person for this incident; no holder of an office is reached either."
            )
        )
    for track in found:
        yield heading(brief.both(track["actor"]))
        yield from _office(brief, track)


def _office(brief: Brief, track: Json) -> Iterator[Block]:
    # the steps up to the forces are those of the State track and are not printed again
    modes = [one for one in track["links"] if one["kind"] == "liability-mode"]
    named = [one for one in track["links"] if one["kind"] == "perpetrator"]
    yield facts(
        [
            ("Capacity in this record", joined(map(brief.prose, track["roles"]), "; ")),
            ("Chains", text(counted(track))),
            ("Begin with", joined((step(brief, one) for one in named), BREAK)),
            (
                "Assumed",
                joined(map(brief.prose, dict.fromkeys(o for m in modes for o in m["assumptions"]))),
            ),
        ]
    )
    every = {tuple(link["claims_against"]) for link in modes}
    shared = every.pop() if len(every) == 1 and len(modes) > 1 else ()
    if told := sides(brief, shared):
        yield paragraph(
            *strong("Against each of these steps, what is said of the acts and of no person"),
            *BREAK,
            told,
        )
    if modes:
        yield table(
            [("Mode of liability", 5), ("Claims for and against the step", 6), ("Missing", 8)],
            (
                [
                    kind(brief, link),
                    [
                        *text("for: "),
                        *(brief.voices(link["claims_for"]) or text("none")),
                        *BREAK,
                        *text("against: "),
                        *(_against(brief, link, shared) or text("none under this reading")),
                    ],
                    joined(map(brief.prose, missing(link))),
                ]
                for link in modes
            ),
        )
        yield from required(brief, modes)


def _against(brief: Brief, link: Json, shared: tuple[str, ...]) -> Line:
    if shared and tuple(link["claims_against"]) == shared:
        return text("as named above")
    return sides(brief, link["claims_against"])


def _crimes(brief: Brief) -> Iterator[Block]:
    found = brief.trace.get("crimes", [])
    if not found:
        return
    yield heading("Crimes that the acts alleged may fall under")
    yield paragraph(
        text(
            "A crime is listed where somebody says that acts happened which would fall under it,"
            " or names the crime itself; who does which stands apart. Whether a crime was"
            " committed is for a court. Beside each element stand the claims for and against"
            " it. Each crime also needs its context, and intent and knowledge."
        )
    )
    alike: dict[tuple[str, ...], list[Json]] = {}
    for one in found:
        key = one["crime"], one["in_force"], str(one["elements"]), str(one["contested"])
        alike.setdefault(key, []).append(one)
    yield table(
        [("Crime, forum", 5), ("In force then", 2), ("Acts said, crime named", 6), ("Elements", 8)],
        (_crime(brief, group) for group in alike.values()),
    )
    if missing := brief.trace.get("crime_gaps", []):
        yield heading("What the list of crimes does not hold")
        yield listing(
            [
                *brief.name(one["forum"]),
                *text(f": {one['label']}; acts that would fall under it are said by "),
                *_told(brief, one["basis"]),
                *text("; they may be evidence on "),
                *(joined(map(brief.name, one["evidence_for"])) or text("no listed crime")),
            ]
            for one in missing
        )
    modes = {mode["rule"]: mode for one in found for mode in one.get("modes", [])}
    if modes:
        yield heading("Modes of liability to be shown for any person")
        yield table(
            [("Mode", 5), ("Elements, with the claims for and against each", 11)],
            ([brief.name(rule), _element_lines(brief, mode, {})] for rule, mode in modes.items()),
        )


def _crime(brief: Brief, group: list[Json]) -> list[Line]:
    one = group[0]
    forums = joined((brief.name(each["forum"]) for each in group if each["forum"]), ", ")
    line: Line = [*strong(brief.label(one["crime"])), *([" – ", *forums] if forums else [])]
    if one["contested"]:
        line += [*text("; contested: "), *joined(map(brief.prose, one["contested"]))]
    basis = _named(brief, (name for each in group for name in each["basis"]))
    elements = _element_lines(brief, one, one.get("element_kinds", {}))
    return [line, text(_FORCE.get(one["in_force"], one["in_force"])), basis, elements]


def _named(brief: Brief, basis: Iterable[str]) -> Line:
    """Return who says that acts happened which fit a crime, and who names the crime itself."""
    sides: tuple[list[str], list[str]] = ([], [])
    for name in dict.fromkeys(basis):
        sides[brief.claims.get(name, {}).get("property") == "resp:allegedCrime"].append(name)
    acts, naming = (_told(brief, side) for side in sides)
    said = [*text("acts that would fall under it are said by "), *acts]
    return joined(
        [said, [*text("of this incident, the crime itself is named by "), *naming]], BREAK
    )


def _told(brief: Brief, claims: list[str]) -> Line:
    """Return who makes claims and when first, in few words, with their numbers."""
    return [*text(brief.first(claims)), " [", *brief.refs(claims), "]"] if claims else ["nobody"]


def _element_lines(brief: Brief, one: Json, kinds: Json) -> Line:
    """Return the elements by their kind, one kind a line."""
    lines: dict[str, list[Line]] = {}
    for item in one["elements"]:
        for_, against = brief.refs(item["claims_for"]), brief.refs(item["claims_against"])
        line: Line = [*brief.name(item["element"]), ": "]
        line += [*text("for "), *for_] if for_ else text("none for")
        line += [*text(", against "), *against] if against else text(", none against")
        lines.setdefault(kinds.get(item["element"], ""), []).append(line)
    return joined(
        ([*(strong(f"{kind}: ") if kind else []), *joined(found)] for kind, found in lines.items()),
        BREAK,
    )
