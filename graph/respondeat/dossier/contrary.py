"""The best contrary case: what the other side would say, computed from the same record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from respondeat.dossier.block import (
    Block,
    Line,
    heading,
    joined,
    listing,
    paragraph,
    section,
    strong,
    text,
)
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.contest import doubts_the_defence, shifted
from respondeat.dossier.figure import least
from respondeat.dossier.sentence import content, sentence, sentences
from respondeat.dossier.sources import concerned
from respondeat.dossier.tracks import ends

__all__ = ["contrary"]

_WEIGHTY = (
    "interested-party",
    "aligned",
    "party-to-conflict",
    "neutrality-disputed",
    "state-media",
)
_RESULTS = {
    "outside": "Outside, at the first test that fails",
    "excepted": "Lifted by an exception",
    "in-scope-unless": "In scope only unless an exception held",
    "not-decomposable": "Not decomposable: the set reaches across a boundary",
    "undetermined": "Undetermined: something is missing",
}


def contrary(brief: Brief, compared: list[Block]) -> Block:
    """Return the section that the other side would write from the same evidence.

    ``compared`` are the blocks on what another reading makes of it.
    """
    arguments = (
        ("The number was counted of something else", _scope),
        ("It is denied", _denials),
        ("It could not be ruled out otherwise", _open),
        ("Another course of events is said", _alternatives),
        ("The method is challenged", _challenges),
        ("The sources have an interest", _interest),
        ("The steps do not carry", _steps),
        ("It changed on the way", _transmission),
        ("The law invoked did not, or not surely, reach it", _law),
        ("Much of it nobody checked", _unverified),
    )
    blocks: list[Block] = [
        paragraph(
            text(
                "What follows uses no evidence but that of this record, and is put as an opponent"
                " would put it. Nothing in it is a finding either."
            )
        )
    ]
    for title, argue in arguments:
        if items := [line for line in argue(brief) if line]:
            blocks += [heading(title), listing(items)]
    blocks += compared
    if len(blocks) == 1:
        blocks.append(paragraph(text("This record holds nothing that speaks against it.")))
    return section("contrary", "The best contrary case", blocks)


def _about(brief: Brief, stance: str) -> set[str]:
    incident = brief.trace["incident"]
    return {
        name
        for name, one in brief.claims.items()
        if one.get("about") == incident
        and one["stance"] == stance
        and one["property"] != "resp:siteVisitedBy"
    }


def _denials(brief: Brief) -> list[Line]:
    tracks = brief.trace.get("tracks", [])
    against = {
        name
        for track in tracks
        for link in track["links"]
        if link["kind"] != "liability-mode"
        for name in link["claims_against"]
    }
    return sentences(brief, (_about(brief, "denies") | against) - _about(brief, "questions"))


def _open(brief: Brief) -> list[Line]:
    found = _about(brief, "questions")
    return sentences(brief, (one for one in found if not doubts_the_defence(brief, one)))


def _alternatives(brief: Brief) -> Iterator[Line]:
    """Yield accounts that differ from the one alleged, and groups named that lead to nobody."""
    denied = {brief.claims[name]["asserter"] for name in _about(brief, "denies")}
    for name in sorted(_about(brief, "affirms"), key=list(brief.claims).index):
        one = brief.claims[name]
        other = one["property"] in ("resp:cause", "resp:perpetrator") and one["asserter"] in denied
        if other or one["property"] == "resp:consequenceOf":
            yield sentence(brief, name)
    for fact in brief.trace.get("facts", []):
        if "leads to nobody" in fact["text"]:
            yield brief.prose(fact["text"])


def _challenges(brief: Brief) -> list[Line]:
    return sentences(
        brief,
        (
            name
            for name, one in brief.claims.items()
            if one["property"] == "resp:methodChallenge"
            or (one["property"] == "resp:siteVisitedBy" and one["stance"] != "affirms")
        ),
    )


def _interest(brief: Brief) -> Iterator[Line]:
    yield from sentences(
        brief,
        (
            name
            for name, one in brief.claims.items()
            if one["property"] == "resp:standing"
            and str(one["value"]).removeprefix("standing:") in _WEIGHTY
        ),
    )
    incident = brief.trace["incident"]
    speaks = {one["asserter"] for one in brief.claims.values() if one["about"] == incident}
    for voice, why in sorted(concerned(brief).items()):
        if voice in speaks:
            yield [*brief.name(voice), *text(f" speaks here as a party concerned: {why}")]


def _steps(brief: Brief) -> Iterator[Line]:
    """Yield the assumptions, gaps and least corroborated steps, those for the same reasons once."""
    seen: set[str] = set()
    found: dict[tuple[str, ...], list[Line]] = {}
    for track in brief.trace.get("tracks", []):
        for number, link in enumerate(track["links"], 1):
            if link["id"] in seen or link["kind"] == "liability-mode":
                continue
            seen.add(link["id"])
            taken = [one for one in link["assumptions"] if not one.startswith("rule:")]
            reasons = [*taken[:1], *link["gaps"]]  # a rule that widens another is no weakness
            if number in least(track) and link["origins"]["min"] < 2:
                reasons.append("at least count it rests on one independent origin")
            if reasons:
                general = dict.fromkeys(_general(link, one).rstrip(".") for one in reasons)
                found.setdefault(tuple(general), []).append(_who(brief, link))
    for alike, steps in found.items():
        yield [*joined(steps), " – ", *joined(map(brief.prose, alike))]
    modes = [
        one["element"]
        for track in brief.trace.get("tracks", [])
        for link in track["links"]
        if link["kind"] == "liability-mode"
        for one in link["elements"]
        if not one["claims_for"]
    ]
    if modes:
        told = "No claim supports these elements of any mode of liability: "
        yield [*text(told), *joined(map(brief.name, dict.fromkeys(modes)))]


def _general(link: Json, reason: str) -> str:
    """Return a reason without the names of its step, so that it is printed once for all."""
    names = ((link["from"], "the first"), (link["to"], "the second"))
    for name, word in sorted(names, key=lambda pair: -len(pair[0])):
        reason = re.sub(rf"{re.escape(name)}(?![\w-])", word, reason)
    return reason


def _who(brief: Brief, link: Json) -> Line:
    """Return a step with who says so and when, in few words."""
    said = brief.first(link["claims_for"]) or "on nobody's word"
    return [*ends(brief, link), *text(f" ({said})")]


def _scope(brief: Brief) -> Iterator[Line]:
    """Yield the numbers that a relay put on something else than upstream counted."""
    seen: list[Line] = []
    for fact in brief.trace.get("facts", []):
        told = shifted(brief, fact["claims_for"])
        if told and told not in seen:
            seen.append(told)
            said = brief.voices(fact["claims_for"])
            yield [*content(brief, brief.claims[fact["claims_for"][0]]), " – ", *said, "; ", *told]


def _transmission(brief: Brief) -> Iterator[Line]:
    found: dict[str, list[str]] = {}
    for one in brief.trace.get("mutations", []):
        found.setdefault(one["kind"], []).extend([one["relay"], one["upstream"]])
    for kind, claims in found.items():
        count = f": {len(claims) // 2} between claims "
        yield [*strong(brief.label(kind)), *text(count), *brief.refs(claims)]
    if found:
        yield text("Each is set out in the annex, under what was changed on the way.")


def _law(brief: Brief) -> Iterator[Line]:
    for result, meaning in _RESULTS.items():
        by_instrument: dict[tuple[str, str], list[str]] = {}
        for one in brief.trace.get("scope", []):
            if one["result"] == result and one["named"] != "nobody":
                key = one["instrument"], str(one["reason"] or "")
                by_instrument.setdefault(key, []).append(one["provision"])
        lines = [
            [
                *brief.name(instrument),
                " – ",
                *joined(map(brief.name, dict.fromkeys(provisions)), ", "),
                *text(f" ({reason})" if reason else ""),
            ]
            for (instrument, reason), provisions in by_instrument.items()
        ]
        if lines:
            yield [*strong(f"{meaning}: "), *joined(lines)]


def _unverified(brief: Brief) -> Iterator[Line]:
    found = [n for n, one in brief.claims.items() if one.get("verification") == "unverified"]
    if found:
        share = f"{len(found)} of {len(brief.claims)} claims in the register are unverified: "
        yield [*text(share), *brief.refs(found)]
