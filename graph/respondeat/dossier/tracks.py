"""The tracks of States and of groups that are no State's, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.dossier.account import origins
from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    facts,
    figure,
    heading,
    joined,
    label,
    paragraph,
    section,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.figure import chains, least

__all__ = [
    "both_ways",
    "counted",
    "ends",
    "kind",
    "missing",
    "non_state",
    "pair",
    "required",
    "state",
    "step",
]

_KINDS = {
    "perpetrator": "named in the allegation",
    "member": "member of the group named: an assumption",
    "attribution": "attribution",
    "derived": "responsibility of its own, derived",
    "liability-mode": "mode of liability",
}
_ON_ELEMENTS = "no claim read bears on "
"""Begins a gap that the table of elements shows as well."""


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


def _tracks(brief: Brief, name: str, none: str) -> Iterator[Block]:
    found = [one for one in brief.trace.get("tracks", []) if one["track"] == name]
    if not found:
        yield paragraph(text(none))
    for track in found:
        yield heading(brief.both(track["actor"]))
        yield from _track(brief, track)


def _track(brief: Brief, track: Json) -> Iterator[Block]:
    yield facts(
        [
            ("Capacity in this record", joined(_roles(brief, track), "; ")),
            ("Chains", text(counted(track))),
            ("Least corroborated", text(_least(track))),
            ("Own obligations", _owed(brief, track)),
            ("Preclusions invoked", _preclusions(brief, track)),
        ]
    )
    if track["chains"]:
        who = brief.label(track["actor"])
        yield figure(
            f"chain-{track['actor'].replace(':', '-')}",
            chains(brief, track),
            text(
                f"Attribution hypotheses that lead to {who}, under the reading"
                f" {brief.trace['reading']}. The numbers are those of the table below."
            ),
            [],
        )
    if track["links"]:
        yield table(
            [("No.", 1), ("Step", 6), ("Claims for", 6), ("Against", 4), ("Assumed; missing", 6)],
            (_row(brief, number, link) for number, link in enumerate(track["links"], 1)),
        )
        yield from required(brief, track["links"])


def _roles(brief: Brief, track: Json) -> Iterator[Line]:
    """Yield the capacities, with who says so and when where one comes from what is said."""
    links, actor = track["links"], track["actor"]
    itself = {one["from"] for one in links if one["kind"] == "member" and one["to"] == actor}
    acts = [one for one in links if one["kind"] == "perpetrator"]
    # who names an organ names it through that organ, and is no voice on the actor itself
    direct = [one for one in acts if one["to"] in itself | {actor}] or acts
    named = {name for one in direct for name in one["claims_for"]}
    accusing = {
        name
        for one in brief.trace.get("accusations", [])
        if track["actor"] in one["accused"]
        for name in one["claims"]
    }
    for role in track["roles"]:
        claims = accusing if role.startswith("accused") else named
        said = (
            brief.voices(claims) if role.startswith(("accused", "named in", "also named")) else []
        )
        yield [*brief.prose(role), *([*text(", according to "), *said] if said else [])]


def counted(track: Json) -> str:
    """Return how many chains there are, with their corroboration."""
    count = len(track["chains"])
    if not count:
        return "none: no chain of steps leads from the incident here"
    return f"{count}; corroboration {pair(track['corroboration'])} independent origins"


def pair(found: Json | None) -> str:
    """Write independent origins as a pair, at least and at most.

    >>> pair({"min": 1, "max": 2})
    '{1, 2}'
    """
    return f"{{{found['min']}, {found['max']}}}" if found else "none"


def _least(track: Json) -> str:
    if not track["chains"]:
        return ""
    found = list(map(str, least(track)))
    if not found:
        return "no step that rests on claims"
    numbers = f"{'steps' if len(found) > 1 else 'step'} {', '.join(found)}"
    assumed = [str(n) for n, link in enumerate(track["links"], 1) if link["kind"] == "member"]
    more = f"; besides, steps {', '.join(assumed)} are assumptions" if assumed else ""
    return f"{numbers} of the table below{more}"


def step(brief: Brief, link: Json) -> Line:
    """Return a step in words, with who says so."""
    said, against = brief.voices(link["claims_for"]), opposed(brief, link)
    return [
        *ends(brief, link),
        " – ",
        *kind(brief, link),
        " – ",
        *([*text("according to "), *said] if said else text("on nobody's word")),
        *([*text("; against: "), *against] if against else []),
    ]


def opposed(brief: Brief, link: Json) -> Line:
    """Return who speaks against a step; a denial for another of its side says for whom."""
    if link["kind"] not in ("perpetrator", "member"):
        return brief.voices(link["claims_against"])
    denied: dict[str, list[str]] = {}
    for name in link["claims_against"]:
        whom = str(brief.claims.get(name, {}).get("value") or link["to"])
        denied.setdefault(whom, []).append(name)
    own = denied.pop(link["to"], [])
    parts = [brief.voices(own)] if own else []
    for kin, names in sorted(denied.items()):
        parts.append([*text("denied for "), *brief.name(kin), *text(" by "), *brief.voices(names)])
    return joined(parts)


def ends(brief: Brief, link: Json) -> Line:
    """Return from whom to whom a step leads."""
    start = text("the incident") if link["from"] == brief.trace["incident"] else None
    return [*(start or brief.name(link["from"])), " → ", *brief.name(link["to"])]


def kind(brief: Brief, link: Json) -> Line:
    """Return the rule of a step with its legal basis, or what sort of step it is."""
    if not link["rule"]:
        return text(_KINDS.get(link["kind"], link["kind"]))
    basis = brief.background.get("names", {}).get(link["rule"], {}).get("basis")
    words = brief.label(link["rule"])
    return text(f"{words} ({basis})" if basis else words)


def _row(brief: Brief, number: int, link: Json) -> list[Line]:
    when = f"{link['from_date'] or ''}/{link['until_date'] or ''}"
    taken: Line = [*ends(brief, link), " – ", *kind(brief, link)]
    if when != "/":
        taken += text(f"; said of the time {day(when)}")
    if link["validity"] == "possible":
        taken += [" ", label("possible: no sure date")]
    kept = [("assumption", one) for one in link["assumptions"]]
    kept += [("gap", one) for one in missing(link)]
    voices = brief.voices(link["claims_for"])
    counted = [*text(" – origins: "), *origins(link["origins"])] if voices else []
    return [
        text(number),
        taken,
        [*(voices or text("none")), *counted],
        opposed(brief, link) or text("none under this reading"),
        joined(([label(mark), " ", *brief.prose(one)] for mark, one in kept), BREAK) or text("–"),
    ]


def missing(link: Json) -> list[str]:
    """Return the gaps of a step but for those that its elements show."""
    return [one for one in link["gaps"] if not one.startswith(_ON_ELEMENTS)]


def required(brief: Brief, links: Iterable[Json]) -> Iterator[Block]:
    """Yield the elements that the rules of steps require, with the claims on each."""
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for link in links:
        for one in link["elements"]:
            for_, against = found.setdefault((link["rule"] or "", one["element"]), (set(), set()))
            for_ |= {*one["claims_for"]}
            against |= {*one["claims_against"]}
    if found:
        yield table(
            [("Rule", 6), ("Element", 7), ("Claims for", 3), ("Claims against", 3)],
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
    ) or text("none under this reading; what is invoked is recorded, and never decided")
