"""The forum: crimes that the acts alleged may fall under, and where each could be heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.block import Block, Line, facts, heading, joined, paragraph, section, table, text
from respondeat.brief import Brief, Json, day
from respondeat.tracks import both_ways

__all__ = ["crimes", "venues"]

_RESULTS = {"open": "open", "closed": "closed", "undetermined": "undetermined"}


def venues(brief: Brief) -> Block:
    """Return the section on venues, per crime and date, with demands and proceedings."""
    return section(
        "venues",
        "Venues",
        [
            paragraph(
                text(
                    "Per crime and track, as of the dates named: what opens a venue, what closes"
                    " it, and what nobody says. The result is never one word for a whole court."
                )
            ),
            *_venues(brief),
            *_demands(brief),
            *_proceedings(brief),
        ],
    )


def _venues(brief: Brief) -> Iterator[Block]:
    alike: dict[tuple[str, ...], list[Json]] = {}
    for one in brief.trace.get("venues", []):
        key = (one["venue"], one["track"], one["result"], str([_test(t) for t in one["tests"]]))
        alike.setdefault(key, []).append(one)
    by_venue: dict[str, list[list[Json]]] = {}
    for group in alike.values():
        by_venue.setdefault(group[0]["venue"], []).append(group)
    if not by_venue:
        yield paragraph(text("No venue was tested: no crime in this record lists the act alleged."))
    for venue, groups in by_venue.items():
        yield heading(brief.name(venue))
        yield table(
            [("Crime and track", 4), ("Result", 2), ("What decides it", 7), ("Other tests", 5)],
            (
                [
                    [
                        *joined((brief.name(one["crime"]) for one in group if one["crime"]), "; "),
                        *text(f" ({group[0]['track']} track)"),
                    ],
                    [{"kind": "strong", "text": _RESULTS.get(group[0]["result"], "undetermined")}],
                    _tests(brief, group[0], deciding=True),
                    _tests(brief, group[0], deciding=False),
                ]
                for group in groups
            ),
        )


def _test(test: Json) -> tuple[str, ...]:
    return test["test"], test["value"], test["why"]


def _tests(brief: Brief, venue: Json, *, deciding: bool) -> Line:
    opens = {"true": "opens: ", "false": "closes: ", "unknown": "not known: "}
    lines = []
    for one in venue["tests"]:
        if (one["test"] in venue["deciding"]) is deciding:
            as_of = f", as of {day(one['as_of'])}" if one.get("as_of") else ""
            refs = brief.refs(one["claims"])
            line: Line = [*text(f"{opens[one['value']]}{one['kind'].replace('-', ' ')}")]
            line += [", ", *brief.prose(f"{one['why']}{as_of}")]
            lines.append([*line, *([" [", *refs, "]"] if refs else [])])
    return joined(lines) or text("none")


def _demands(brief: Brief) -> Iterator[Block]:
    found = brief.trace.get("demands", [])
    if found:
        yield heading("Demands")
        yield table(
            [("Who demands, and when", 4), ("What, of whom", 7), ("Answer on record", 4)],
            (
                [
                    [*_names(brief, one["demanders"]), f", {day(one['date']) or 'undated'}"],
                    _demand(brief, one),
                    [*brief.prose(one["answer"] or "none"), " [", *brief.refs(one["claims"]), "]"],
                ]
                for one in found
            ),
        )


def _demand(brief: Brief, one: Json) -> Line:
    parts = (
        ("", "remedies"),
        ("addressed to ", "addressees"),
        ("directed against ", "targets"),
        ("forum: ", "forums"),
    )
    return joined([word, *_names(brief, one[key])] for word, key in parts if one[key])


def _proceedings(brief: Brief) -> Iterator[Block]:
    found = brief.trace.get("proceedings", [])
    yield heading("Proceedings")
    yield paragraph(
        text(
            "Of different kinds, never ranked against each other: a complaint is no charge, a"
            " warrant no judgment, a fact-finding no trial."
        )
    )
    if not found:
        yield paragraph(text("None in this record names this incident or a set with it."))
        return
    yield table(
        [("Proceeding and kind", 5), ("Brought by, against", 5), ("Status and dates", 4), ("Link", 3)],
        (
            [
                [*brief.name(one["proceeding"]), " – ", *_names(brief, _many(one["kind"]))],
                joined(
                    [
                        _names(brief, one["complainants"]),
                        [*text("against "), *_names(brief, one["defendants"])]
                        if one["defendants"]
                        else text("no defendant named in this record"),
                    ]
                ),
                _status(brief, one),
                [*text(f"{one['link']} "), "[", *brief.refs(one["claims"]), "]"],
            ]
            for one in found
        ),
    )


def _status(brief: Brief, one: Json) -> Line:
    words = [_names(brief, _many(one["status"]))] if one["status"] else []
    words += [text(f"{key} {day(one[key])}") for key in ("filed", "decided") if one[key]]
    return joined(words) or text("not on record")


def _names(brief: Brief, entities: Iterable[str]) -> Line:
    return joined((brief.name(one) for one in entities), ", ") or text("nobody named")


def _many(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def crimes(brief: Brief) -> Iterator[Block]:
    """Yield the crimes with the claims on each of their elements, and the modes of liability."""
    found = brief.trace.get("crimes", [])
    if not found:
        return
    yield heading("Crimes that the acts alleged may fall under")
    yield paragraph(
        text(
            "The acts are those alleged; a crime listed here is a question for a court. Beside"
            " each element stand the claims that bear on it. Every crime also needs intent and"
            " knowledge, and its context."
        )
    )
    for one in found:
        yield heading(brief.name(one["crime"]))
        yield facts(
            [
                ("Forum", brief.name(one["forum"]) if one["forum"] else []),
                ("In force at the date", text(one["in_force"])),
                ("Acts alleged", brief.voices(one["basis"])),
                ("Contested", joined(map(brief.prose, one["contested"]), "; ")),
            ]
        )
        kinds = one.get("element_kinds", {})
        yield table(
            [("Element", 7), ("Kind", 3), ("Claims for", 3), ("Claims against", 3)],
            (
                [
                    brief.name(item["element"]),
                    text(kinds.get(item["element"], "").partition(":")[2] or kinds.get(item["element"], "")),
                    *both_ways(brief, item["claims_for"], item["claims_against"]),
                ]
                for item in one["elements"]
            ),
        )
    modes = {(mode["rule"]): mode for one in found for mode in one.get("modes", [])}
    if modes:
        yield heading("Modes of liability to be shown for any person")
        yield table(
            [("Mode", 5), ("Elements, each with the claims for and against it", 11)],
            ([brief.name(rule), _mode(brief, mode)] for rule, mode in modes.items()),
        )


def _mode(brief: Brief, mode: Json) -> Line:
    lines = []
    for one in mode["elements"]:
        name = one if isinstance(one, str) else one["element"]
        claims = [] if isinstance(one, str) else [*one["claims_for"], *one["claims_against"]]
        lines.append([*brief.name(name), ": ", *(brief.refs(claims) or text("none"))])
    return joined(lines)
