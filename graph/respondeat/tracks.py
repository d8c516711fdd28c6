"""The tracks: State, individual and non-State, each by itself, with what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.account import origins
from respondeat.block import (
    Block,
    Line,
    facts,
    figure,
    heading,
    joined,
    label,
    listing,
    note,
    paragraph,
    section,
    table,
    text,
)
from respondeat.brief import Brief, Json, day
from respondeat.figure import chains
from respondeat.sentence import sentences

__all__ = ["both_ways", "exculpatory", "individual", "least", "non_state", "state", "step"]

_KINDS = {
    "perpetrator": "named in the allegation",
    "member": "member of the group named: an assumption",
    "attribution": "attribution",
    "derived": "responsibility of its own, derived",
    "liability-mode": "mode of liability",
}


def state(brief: Brief) -> Block:
    """Return the section on States: hypotheses of attribution, own obligations, preclusions."""
    return section(
        "state",
        "State responsibility",
        [
            paragraph(
                text(
                    "A chain is an attribution hypothesis: what would follow if what the sources"
                    " say of each step were so. Every step stands with who says it and when. What"
                    " is said of a group is said of no member; the step to a member is an"
                    " assumption and a gap."
                )
            ),
            *_tracks(brief, "state", "No State is named in this record."),
        ],
    )


def individual(brief: Brief, crimes: list[Block]) -> Block:
    """Return the section on persons: presumption of innocence, crimes, exculpatory matter."""
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
                    " this incident; otherwise only an office and a date are given."
                ),
            ),
            *_tracks(
                brief,
                "individual",
                "No public charge, judgment or investigative conclusion in this record names a"
                " person for this incident; no holder of an office is reached either.",
            ),
            heading("Exculpatory matter"),
            paragraph(
                text(
                    "What denies, leaves open or challenges what is alleged, in this record. It"
                    " belongs to every reading of the allegation above."
                )
            ),
            listing(sentences(brief, exculpatory(brief)) or [text("Nothing on record.")]),
            *crimes,
        ],
    )


def non_state(brief: Brief) -> Block:
    """Return the section on groups that are no State's."""
    return section(
        "non-state",
        "Non-State groups",
        [
            paragraph(
                text(
                    "Groups answer, if at all, under common article 3, custom and resolutions"
                    " addressed to all parties; their commanders on the individual track. The"
                    " tracks are never joined."
                )
            ),
            *_tracks(
                brief,
                "non-state",
                "No source in this record names a non-State group as having acted in this"
                " incident, and no provision tested here is owed by one.",
            ),
        ],
    )


def exculpatory(brief: Brief) -> list[str]:
    """Return the claims about the incident, or the documents on it, that speak against."""
    incident = brief.trace["incident"]
    return [
        name
        for name, one in brief.claims.items()
        if (one.get("about") == incident and one["stance"] in ("denies", "questions"))
        or one.get("property") in ("resp:methodChallenge", "resp:consequenceOf")
    ]


def _tracks(brief: Brief, name: str, none: str) -> Iterator[Block]:
    found = [one for one in brief.trace.get("tracks", []) if one["track"] == name]
    if not found:
        yield paragraph(text(none))
    for track in found:
        yield from _track(brief, track)


def _track(brief: Brief, track: Json) -> Iterator[Block]:
    yield heading(brief.both(track["actor"]) if ":" in track["actor"] else track["actor"])
    weakest = least(track)
    yield facts(
        [
            ("Capacity in this record", joined(map(brief.prose, track["roles"]), "; ")),
            ("Chains", text(_counted(track))),
            ("Least corroborated step", _least(brief, track, weakest)),
            ("Own obligations", _owed(brief, track)),
            ("Preclusions invoked", _preclusions(brief, track)),
        ]
    )
    if not track["links"]:
        return
    if track["chains"]:
        yield figure(
            f"chain-{track['actor'].replace(':', '-')}",
            chains(brief, track),
            text(
                f"Attribution hypotheses leading to {brief.label(track['actor'])}, under the"
                f" reading {brief.trace['reading']}. Numbers are those of the table below."
            ),
            [step(brief, link) for link in track["links"]],
        )
    yield table(
        [("#", 1), ("Step", 5), ("Claims for", 6), ("Against", 4), ("Assumptions, gaps", 5)],
        (_row(brief, number, link) for number, link in enumerate(track["links"], 1)),
    )
    yield from _elements(brief, track["links"])


def _counted(track: Json) -> str:
    count = len(track["chains"])
    if not count:
        return "none: no chain of steps leads from the incident here"
    return f"{count}; corroboration {_pair(track['corroboration'])}"


def _pair(found: Json | None) -> str:
    return f"{{{found['min']}, {found['max']}}}" if found else "none"


def least(track: Json) -> list[int]:
    """Return the numbers of the steps that the corroboration of a track comes from, from 1."""
    used = {name for chain in track["chains"] for name in chain}
    return [
        number
        for number, link in enumerate(track["links"], 1)
        if link["id"] in used and link["kind"] != "member" and link["origins"] == track["corroboration"]
    ]


def _least(brief: Brief, track: Json, numbers: list[int]) -> Line:
    if not numbers:
        return []
    steps = joined((step(brief, track["links"][n - 1]) for n in numbers), "; ")
    assumed = sum(1 for link in track["links"] if link["kind"] == "member")
    more = f". Besides, {assumed} steps from a group to a member are assumptions." if assumed else ""
    return [*steps, *text(more)]


def step(brief: Brief, link: Json) -> Line:
    """Return a step in words, with who says so."""
    line: Line = [*_ends(brief, link), " – ", *_kind(brief, link)]
    said = brief.voices(link["claims_for"])
    against = brief.voices(link["claims_against"])
    return [
        *line,
        " – ",
        *([*text("according to "), *said] if said else text("on nobody's word")),
        *([*text("; against: "), *against] if against else []),
    ]


def _ends(brief: Brief, link: Json) -> Line:
    return [*brief.name(link["from"]), " → ", *brief.name(link["to"])]


def _kind(brief: Brief, link: Json) -> Line:
    if not link["rule"]:
        return text(_KINDS.get(link["kind"], link["kind"]))
    basis = brief.background.get("names", {}).get(link["rule"], {}).get("basis")
    words = brief.label(link["rule"])
    return text(f"{words} ({basis})" if basis else words)


def _row(brief: Brief, number: int, link: Json) -> list[Line]:
    when = f"{link['from_date'] or ''}/{link['until_date'] or ''}"
    taken: Line = [*_ends(brief, link), " – ", *_kind(brief, link)]
    if when != "/":
        taken += text(f"; said of the time {day(when)}")
    if link["validity"] == "possible":
        taken += [" ", label("possible: no sure date")]
    kept = [*(("assumption", one) for one in link["assumptions"]), *(("gap", one) for one in link["gaps"])]
    return [
        text(number),
        taken,
        [*(brief.voices(link["claims_for"]) or text("none")), " – origins: ", *origins(link["origins"])],
        brief.voices(link["claims_against"]) or text("none on record"),
        joined(([label(mark), " ", *brief.prose(one)] for mark, one in kept), "; "),
    ]


def _elements(brief: Brief, links: Iterable[Json]) -> Iterator[Block]:
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for link in links:
        for one in link["elements"]:
            for_, against = found.setdefault((link["rule"] or "", one["element"]), (set(), set()))
            for_ |= {*one["claims_for"]}
            against |= {*one["claims_against"]}
    if found:
        yield table(
            [("Rule", 4), ("Element", 6), ("Claims for", 3), ("Claims against", 3)],
            (
                [brief.name(rule), brief.name(name), *both_ways(brief, *claims)]
                for (rule, name), claims in found.items()
            ),
        )


def both_ways(brief: Brief, for_: Iterable[str], against: Iterable[str]) -> list[Line]:
    """Return two cells: the claims for, and those against."""
    return [brief.refs(for_) or text("none"), brief.refs(against) or text("none")]


def _owed(brief: Brief, track: Json) -> Line:
    scope = {
        one["provision"]: one["result"]
        for one in brief.trace.get("scope", [])
        if one["actor"] == track["actor"]
    }
    return joined(
        [*brief.name(name), *text(f" ({scope[name].replace('-', ' ')})" if name in scope else "")]
        for name in track["obligations"]
    ) or text("none found in scope or undetermined")


def _preclusions(brief: Brief, track: Json) -> Line:
    return joined(
        [*brief.name(one["circumstance"]), " – invoked by ", *brief.voices(one["claims"])]
        for one in track["preclusions"]
    ) or text("none on record; what is invoked is recorded, and never decided")
