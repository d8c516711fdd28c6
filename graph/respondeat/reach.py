"""The law in force: which provisions reached the incident, for whom, and what decides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from respondeat.block import Block, Line, heading, joined, paragraph, section, table, text
from respondeat.brief import Brief, Json

__all__ = ["TESTS", "alike", "reach", "whom"]

TESTS = ("time", "territory", "person", "matter", "context", "force", "exception")

_GROUPS = (
    (
        "in-scope",
        "In scope",
        "They bound there and then, for the conduct as alleged. That says nothing about whether"
        " they were observed.",
    ),
    (
        "in-scope-unless",
        "In scope unless an exception held",
        "Every test is met; whether the exception holds is not known.",
    ),
    ("excepted", "Excepted", "Every test is met, and so is an exception, which lifts only this."),
    ("undetermined", "Undetermined", "What is missing is named. Missing is not absent in law."),
    (
        "not-decomposable",
        "Not decomposable",
        "The set of incidents reaches across a boundary of time or place: parts of it may be"
        " inside, and no source says which.",
    ),
    (
        "outside",
        "Outside",
        "The first test that fails is named, with the fact that decides it. Outside one provision"
        " is never lawful: others may reach the same conduct.",
    ),
)
_CAPACITY = {
    "jointly": "named only jointly with others",
    "addressed": "owes it itself",
    "nobody": "named by no source: hypothetical",
}


def reach(brief: Brief, timeline: Block | None) -> Block:
    """Return the section on the law in force, what applied before what did not."""
    blocks: list[Block] = [
        paragraph(
            text(
                "Each provision is tested seven times, against what sources say: time, territory,"
                " person, matter, context, force, exception. Scope is no finding that anything was"
                " done or left undone. The actors in these tables are those whom a source names in"
                " the allegation, or who owe a provision themselves; nobody is said here to have"
                " acted."
            )
        ),
        *([timeline] if timeline else []),
    ]
    for result, title, meaning in _GROUPS:
        found = [one for one in brief.trace.get("scope", []) if one["result"] == result]
        blocks += [heading(title), paragraph(text(meaning))]
        if found:
            blocks.append(_table(brief, result, found))
        else:
            blocks.append(paragraph(text("No provision in this record.")))
    return section("law", "The law in force", blocks)


def _table(brief: Brief, result: str, found: list[Json]) -> Block:
    decides = "What fails, and why" if result == "outside" else "What decides it"
    if result in ("undetermined", "not-decomposable"):
        decides = "What is missing"
    return table(
        [("Provision", 4), ("For whom", 3), (decides, 7), ("Claims", 2)],
        (
            [
                _provisions(brief, [one["provision"] for one in group], group[0]),
                whom(brief, group),
                _why(brief, group),
                brief.refs(c for one in group for c in one["claims"]),
            ]
            for group in alike(found)
        ),
    )


def alike(found: list[Json]) -> list[list[Json]]:
    """Return scope results in groups that one line can hold.

    First the actors for whom a provision comes out the same for the same reasons, then the
    provisions of one instrument that come out the same for the same actors.
    """
    actors: dict[tuple[object, ...], list[Json]] = {}
    for one in found:
        actors.setdefault((one["provision"], one["result"], _deciding(one)), []).append(one)
    groups: dict[tuple[object, ...], list[Json]] = {}
    for (_, result, reasons), same in actors.items():
        who = tuple((one["actor"], one["named"]) for one in same)
        key = (result, same[0]["instrument"], reasons, who, tuple(same[0]["contested"]))
        groups.setdefault(key, []).extend(same)
    return list(groups.values())


def _deciding(one: Json) -> tuple[str, ...]:
    """Return the sentences that decide a result, without by which organ an actor is reached."""
    return tuple(dict.fromkeys(re.sub(r", through [^;]*", "", why) for why in _sentences(one)))


def _sentences(one: Json) -> Iterator[str]:
    because, result = one["because"], one["result"]
    if result == "outside":
        failed = one["reason"]
        yield f"{failed}: {because[failed]}"
        if failed != "force" and one["force"] == "false":
            yield f"force: {because['force']}"
    elif result in ("undetermined", "not-decomposable"):
        unknown = [name for name in TESTS if one[name] == "unknown"]
        yield f"unknown: {', '.join(unknown)}"
        yield from one["missing"]
    else:
        for name in ("force", "person", "matter"):
            yield f"{name}: {because[name]}"
        if result != "in-scope":
            yield f"exception: {because['exception']}"
            yield from one["missing"]


def _provisions(brief: Brief, provisions: Iterable[str], one: Json) -> Line:
    line = joined(
        ([{"kind": "strong", "text": brief.label(name)}] for name in dict.fromkeys(provisions)), "; "
    )
    return [*line, " – ", *brief.name(one["instrument"])]


def whom(brief: Brief, group: Iterable[Json]) -> Line:
    """Return the actors of scope results, with the capacity in which each is tested."""
    by_capacity: dict[str, list[str]] = {}
    for one in group:
        actors = by_capacity.setdefault(one["named"], [])
        if one["actor"] not in actors:
            actors.append(one["actor"])
    return joined(
        [
            *joined(map(brief.name, actors), ", "),
            *text(f" ({_CAPACITY[named]})" if named in _CAPACITY else ""),
        ]
        for named, actors in by_capacity.items()
    )


def _why(brief: Brief, group: list[Json]) -> Line:
    lines = [brief.prose(why) for why in _deciding(group[0])]
    if character := group[0]["legal_character"]:
        lines.append(brief.prose(f"legal character: {', '.join(character)}"))
    if contested := group[0]["contested"]:
        open_ = (re.sub(r" \(contested:[^)]*\)$", "", one) for one in contested)
        lines.append(brief.prose(f"contested: {'; '.join(open_)}"))
    return joined(lines, ". ")
