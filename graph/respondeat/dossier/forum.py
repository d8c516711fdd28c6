"""The forum: where each crime could be heard, what is demanded, and what was brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    heading,
    joined,
    label,
    paragraph,
    section,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json, day

__all__ = ["venues"]

_RESULTS = ("open", "closed", "undetermined")
_VALUES = {"true": "as said, no bar", "false": "as said, a bar", "unknown": "not known"}
_LINKS = {
    "incident": "names this incident",
    "set": "concerns a set with it",
    "none": "no incident-level link",
}


def venues(brief: Brief) -> Block:
    """Return the section on venues, per crime and date, with demands and proceedings."""
    return section(
        "venues",
        "Venues",
        [
            paragraph(
                text(
                    "Per crime and track, as of the dates named: each test of a venue by its name,"
                    " with the fact that sources give on it, or that nobody says. No test here was"
                    " decided by anybody unless a decision is named. The result is never one word"
                    " for a whole court."
                )
            ),
            *_venues(brief),
            *_demands(brief),
            *_proceedings(brief),
            *_mechanisms(brief),
        ],
    )


def _venues(brief: Brief) -> Iterator[Block]:
    by_venue: dict[str, list[Json]] = {}
    for one in brief.trace.get("venues", []):
        by_venue.setdefault(one["venue"], []).append(one)
    if not by_venue:
        yield paragraph(text("No venue was tested: no crime in this record lists the act alleged."))
    for venue, found in by_venue.items():
        yield heading(brief.name(venue))
        yield table(
            [("Crime or State, track", 4), ("Result", 3), ("Tests, each with the fact said", 11)],
            _rows(brief, found),
        )


def _rows(brief: Brief, found: list[Json]) -> Iterator[list[Line]]:
    """Yield the rows of a venue: first the tests that all share, then each crime with its own."""
    alike: dict[tuple[object, ...], list[Json]] = {}
    for one in found:
        key = (one["track"], one.get("actor"), one["result"], tuple(_test(t) for t in _tests(one)))
        alike.setdefault(key, []).append(one)
    groups = list(alike.values())
    first = [_test(test) for test in _tests(groups[0][0])]
    shared = {
        test
        for test in first
        if len(groups) > 1 and all(test in map(_test, _tests(group[0])) for group in groups)
    }
    if shared:
        lines = [
            _line(brief, t, found[0]["venue"]) for t in _tests(groups[0][0]) if _test(t) in shared
        ]
        yield [joined([strong("For each that follows"), *lines], BREAK)]
    for group in groups:
        one = group[0]
        whose = strong(brief.label(one["actor"])) if one.get("actor") else []
        named = [strong(brief.label(each["crime"])) for each in group if each["crime"]]
        own = [
            _line(brief, test, one["venue"]) for test in _tests(one) if _test(test) not in shared
        ]
        result = one["result"] if one["result"] in _RESULTS else "undetermined"
        yield [
            [*joined([*named, whose]), *text(f" ({one['track']} track)")],
            strong(result),
            joined(own, BREAK) or text("nothing else"),
        ]


def _tests(venue: Json) -> list[Json]:
    """Return the tests, those that decide first, and those that close before what is not known."""
    order = ("false", "unknown", "true")
    return sorted(
        venue["tests"], key=lambda t: (t["test"] not in venue["deciding"], order.index(t["value"]))
    )


def _test(test: Json) -> tuple[str, ...]:
    return test["test"], test["value"], test["why"]


def _line(brief: Brief, test: Json, venue: str) -> Line:
    as_of = f", as of {day(test['as_of'])}" if test.get("as_of") else ""
    refs = brief.refs(test["claims"])
    own = test["test"].startswith(f"{venue}-")  # two tests of one court may be of one kind
    name = test["test"].removeprefix(f"{venue}-") if own else test["kind"]
    line = [*strong(f"Test of {name.replace('-', ' ')}"), " ", label(_VALUES[test["value"]]), " – "]
    line += brief.prose(f"{test['why']}{as_of}")
    return [*line, *([" [", *refs, "]"] if refs else [])]


def _demands(brief: Brief) -> Iterator[Block]:
    found = brief.trace.get("demands", [])
    if found:
        yield heading("Demands")
        yield table(
            [("Who demands, and when", 4), ("What, of whom", 7), ("Answer; claims", 5)],
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
        [
            ("Proceeding and kind", 5),
            ("Between whom", 5),
            ("Status, dates", 4),
            ("Link; claims", 4),
        ],
        (
            [
                [*brief.name(one["proceeding"]), " – ", *_names(brief, _many(one["kind"]))],
                _parties(brief, one),
                _status(brief, one),
                [
                    *text(_LINKS.get(one["link"], one["link"])),
                    " [",
                    *brief.refs(one["claims"]),
                    "]",
                ],
            ]
            for one in found
        ),
    )


def _mechanisms(brief: Brief) -> Iterator[Block]:
    if found := brief.trace.get("mechanisms", []):
        yield heading("Mechanisms that are no venues")
        told = "They gather evidence or report, and decide on nobody's responsibility: "
        yield paragraph(text(told), joined(brief.name(one["mechanism"]) for one in found), ".")


def _parties(brief: Brief, one: Json) -> Line:
    lines = [["by ", *_names(brief, one["complainants"])]] if one["complainants"] else []
    lines += [["against ", *_names(brief, one["defendants"])]] if one["defendants"] else []
    return joined(lines) or text("nobody named in this record")


def _status(brief: Brief, one: Json) -> Line:
    words = [_names(brief, _many(one["status"]))] if one["status"] else []
    words += [text(f"{key} {day(one[key])}") for key in ("filed", "decided") if one[key]]
    return joined(words) or text("not on record")


def _names(brief: Brief, entities: Iterable[str]) -> Line:
    return joined((brief.name(one) for one in entities), ", ") or text("nobody named")


def _many(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
