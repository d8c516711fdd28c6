"""The law in force: which provisions reached the incident, for whom, and what decides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    heading,
    joined,
    paragraph,
    section,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json

__all__ = ["TESTS", "alike", "reach", "whom"]

TESTS = ("time", "territory", "person", "matter", "context", "force", "exception")

_INVOLVED = "a claim that the occurrence involved "
"""Begins what is missing where nobody says that a sort of conduct took place."""

_GROUPS = (
    (
        "in-scope",
        "In scope",
        "These provisions applied there and then to the conduct as alleged. That says nothing"
        " about whether they were observed.",
    ),
    (
        "in-scope-unless",
        "In scope unless an exception held",
        "Every test is met; whether the exception holds is not known.",
    ),
    ("excepted", "Excepted", "Every test is met, and so is an exception, which lifts only this."),
    (
        "undetermined",
        "Undetermined",
        "What is missing is named. What no source in this record says may hold in law all the"
        " same.",
    ),
    (
        "not-decomposable",
        "Not decomposable",
        "The set of incidents reaches across a boundary of time or place: parts of it may be"
        " inside, and no source says which.",
    ),
    (
        "outside",
        "Outside",
        "The first test that fails is named, with the fact that decides it. What is"
        " outside one provision is not therefore lawful: others may reach the same conduct.",
    ),
)
_CAPACITY = {
    "jointly": "named only jointly with others",
    "addressed": "owes it itself",
    "involved": "said to be involved, in a way left open",
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
        blocks += _tables(brief, result, found) if found else [paragraph(text("None."))]
    return section("law", "The law in force", blocks)


def _tables(brief: Brief, result: str, found: list[Json]) -> Iterator[Block]:
    decides = {
        "outside": "What fails, and why",
        "undetermined": "What is missing",
        "not-decomposable": "What is missing",
    }
    unsaid = [one for one in found if result == "undetermined" and _only_matter(one)]
    rest = [one for one in found if one not in unsaid]
    if rest:
        yield table(
            [("Provision", 4), ("For whom", 4), (decides.get(result, "What decides it"), 10)],
            (row for group in _instruments(rest) for row in _rows(brief, group)),
        )
    if unsaid:
        told = "Undetermined for one reason alone: nobody in this record says what stands first."
        yield paragraph(text(told))
        columns = [("What nobody says", 4), ("Provisions", 10), ("For whom", 5)]
        yield table(columns, _unsaid(brief, unsaid))


def _only_matter(one: Json) -> bool:
    """Say whether all that is missing is somebody who says that some conduct was involved."""
    unknown = [name for name in TESTS if one[name] == "unknown"]
    return unknown == ["matter"] and all(why.startswith(_INVOLVED) for why in one["missing"])


def _unsaid(brief: Brief, found: list[Json]) -> Iterator[list[Line]]:
    """Yield one row for each sort of conduct that nobody in the record speaks of."""
    by_reason: dict[tuple[str, ...], list[Json]] = {}
    for one in found:
        by_reason.setdefault(tuple(one["missing"]), []).append(one)
    for reason, group in by_reason.items():
        by_instrument: dict[str, dict[str, None]] = {}
        for one in group:
            by_instrument.setdefault(one["instrument"], {})[one["provision"]] = None
        provisions = (
            [*joined((strong(brief.label(p)) for p in named), "; "), " – ", *brief.name(instrument)]
            for instrument, named in by_instrument.items()
        )
        what = " and ".join(why.removeprefix(_INVOLVED) for why in reason)
        line = brief.prose(f"that it involved {what}")
        questions = dict.fromkeys(why for one in group for why in one["contested"])
        more = ["contested: ", *joined(map(brief.prose, questions))] if questions else []
        yield [line, joined([*provisions, more], BREAK), whom(brief, group)]


def _instruments(found: list[Json]) -> list[list[list[Json]]]:
    """Return the groups of `alike` results, those of one instrument together."""
    by_instrument: dict[str, list[list[Json]]] = {}
    for group in alike(found):
        by_instrument.setdefault(group[0]["instrument"], []).append(group)
    return list(by_instrument.values())


def _rows(brief: Brief, groups: list[list[Json]]) -> Iterator[list[Line]]:
    """Yield the rows of an instrument: first what decides all of them, then each with its own."""
    reasons = [_reasons(group[0]) for group in groups]
    shared = [why for why in reasons[0] if all(why in one for one in reasons)]
    claims = brief.refs(name for group in groups for one in group for name in one["claims"])
    tail: list[Line] = [["Claims: ", *claims]] if claims else []
    instrument = groups[0][0]["instrument"]
    if len(groups) == 1:
        lines = [*map(brief.prose, shared), *tail]
        provisions = [*_provisions(brief, groups[0]), " – ", *brief.name(instrument)]
        yield [provisions, whom(brief, groups[0]), joined(lines, BREAK)]
        return
    whole: Line = [*strong(brief.label(instrument)), *text(" – for all that follows")]
    yield [joined([whole, *map(brief.prose, shared), *tail], BREAK)]
    for group, own in zip(groups, reasons, strict=True):
        lines = [brief.prose(why) for why in own if why not in shared]
        more = joined(lines, BREAK) or text("nothing else")
        yield [_provisions(brief, group), whom(brief, group), more]


def _provisions(brief: Brief, group: list[Json]) -> Line:
    return joined(strong(brief.label(p)) for p in dict.fromkeys(o["provision"] for o in group))


def alike(found: list[Json]) -> list[list[Json]]:
    """Return scope results in groups that one row can hold.

    First the actors for whom a provision comes out the same for the same reasons, then the
    provisions of one instrument that come out the same for the same actors.
    """
    actors: dict[tuple[object, ...], list[Json]] = {}
    for one in found:
        actors.setdefault((one["provision"], one["result"], _reasons(one)), []).append(one)
    groups: dict[tuple[object, ...], list[Json]] = {}
    for (_, result, reasons), same in actors.items():
        who = tuple((one["actor"], one["named"]) for one in same)
        groups.setdefault((result, same[0]["instrument"], reasons, who), []).extend(same)
    return list(groups.values())


def _reasons(one: Json) -> tuple[str, ...]:
    """Return the sentences that decide a result, without by which organ an actor is reached."""
    found = [re.sub(r", through .*?(?=; said without a date|$)", "", why) for why in _deciding(one)]
    if character := one["legal_character"]:
        found.append(f"legal character: {', '.join(character)}")
    if contested := one["contested"]:
        found.append(f"contested: {'; '.join(contested)}")
    return tuple(dict.fromkeys(found))


def _deciding(one: Json) -> Iterator[str]:
    because, result = one["because"], one["result"]
    if result == "outside":
        failed = one["reason"]
        yield f"{failed}: {because[failed]}"
        if failed != "force" and one["force"] == "false":
            yield f"force: {because['force']}"
    elif result in ("undetermined", "not-decomposable"):
        yield f"unknown: {', '.join(name for name in TESTS if one[name] == 'unknown')}"
        yield from one["missing"]
    else:
        for name in ("force", "person", "matter"):
            yield f"{name}: {_short(because[name])}"
        if result != "in-scope":
            yield f"exception: {because['exception']}"
            yield from one["missing"]


def _short(why: str) -> str:
    """Return what is alleged with its voices named once, instead of after each of its parts.

    Who denies or leaves open stands apart from who affirms.

    >>> _short("as alleged: weapon weapon:a (actor:x); weapon weapon:b (actor:x, actor:y)")
    'as alleged: weapon weapon:a; weapon weapon:b – by actor:x, actor:y'
    """
    if not why.startswith("as alleged:"):
        return why
    return "; ".join(map(_once, re.split("; (?=denied: |left open: )", why)))


def _once(part: str) -> str:
    voices = dict.fromkeys(re.findall(r"actor:[\w.-]+", part))
    return f"{re.sub(r' [(][^)]*[)]', '', part)} – by {', '.join(voices)}" if voices else part


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
