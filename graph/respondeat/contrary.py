"""The best contrary case: what the other side would say, computed from the same record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.block import Block, Line, heading, joined, listing, paragraph, section, table, text
from respondeat.brief import Brief, Json
from respondeat.reach import alike, whom
from respondeat.sentence import sentence, sentences
from respondeat.sources import concerned
from respondeat.tracks import least, step

__all__ = ["contrary"]


def contrary(brief: Brief) -> Block:
    """Return the section that the other side would write from the same evidence."""
    arguments = (
        ("It is denied", _denials),
        ("It could not be ruled out", _open),
        ("Another course of events is said", _alternatives),
        ("The method is challenged", _challenges),
        ("The sources have an interest", _interest),
        ("The steps do not carry", _steps),
        ("Numbers and dates do not agree, or changed on the way", _transmission),
        ("The law invoked did not reach it", _outside),
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
    blocks += _compared(brief)
    if len(blocks) == 1:
        blocks.append(paragraph(text("This record holds nothing that speaks against it.")))
    return section("contrary", "The best contrary case", blocks)


def _about(brief: Brief, stance: str) -> Iterable[str]:
    incident = brief.trace["incident"]
    return (
        name
        for name, one in brief.claims.items()
        if one.get("about") == incident
        and one["stance"] == stance
        and one["property"] != "resp:siteVisitedBy"
    )


def _denials(brief: Brief) -> list[Line]:
    lines = sentences(brief, _about(brief, "denies"))
    against = {name for track in brief.trace["tracks"] for link in track["links"] for name in link["claims_against"]}
    return lines + sentences(brief, against - {*_about(brief, "denies")})


def _open(brief: Brief) -> list[Line]:
    return sentences(brief, _about(brief, "questions"))


def _alternatives(brief: Brief) -> Iterator[Line]:
    """Yield accounts that differ from the one alleged, and groups named that lead to nobody."""
    incident = brief.trace["incident"]
    kept = ("resp:consequenceOf", "resp:cause", "resp:perpetrator")
    denied = {brief.claims[name]["asserter"] for name in _about(brief, "denies")}
    for name, one in brief.claims.items():
        if one.get("about") == incident and one["stance"] == "affirms" and one["property"] in kept:
            if one["property"] == "resp:consequenceOf" or one["asserter"] in denied:
                yield sentence(brief, name)
    for fact in brief.trace.get("facts", []):
        if fact.get("why"):
            yield brief.prose(f"{fact['text']}: {fact['why']}")


def _challenges(brief: Brief) -> list[Line]:
    visits = {
        name
        for name, one in brief.claims.items()
        if one["property"] == "resp:siteVisitedBy" and one["stance"] != "affirms"
    }
    challenges = {n for n, one in brief.claims.items() if one["property"] == "resp:methodChallenge"}
    return sentences(brief, visits | challenges)


def _interest(brief: Brief) -> Iterator[Line]:
    weighty = ("standing:interested-party", "standing:aligned", "standing:party-to-conflict")
    weighty += ("standing:neutrality-disputed", "standing:state-media")
    yield from sentences(
        brief,
        (
            name
            for name, one in brief.claims.items()
            if one["property"] == "resp:standing" and one["value"] in weighty
        ),
    )
    named = concerned(brief)
    speaks = {one["asserter"] for one in brief.claims.values() if one["about"] == brief.trace["incident"]}
    for voice in sorted(speaks & named):
        yield [*brief.name(voice), *text(" speaks here as a party concerned: itself named in an allegation in this record")]


def _steps(brief: Brief) -> Iterator[Line]:
    for track in brief.trace.get("tracks", []):
        numbers = {*least(track)}
        weakest = track["corroboration"]
        for number, link in enumerate(track["links"], 1):
            reasons = [*link["assumptions"], *link["gaps"]]
            if number in numbers and weakest and weakest["min"] < 2:
                reasons.append("it rests on one independent origin at least count")
            if link["validity"] == "possible":
                reasons.append("no sure date holds it to that day")
            if reasons:
                yield [*step(brief, link), " – ", *joined(map(brief.prose, reasons))]


def _transmission(brief: Brief) -> Iterator[Line]:
    for one in brief.trace.get("mutations", []):
        refs = brief.refs([one["relay"], one["upstream"]])
        yield [*brief.name(one["kind"]), ": ", *brief.prose(one["why"]), " [", *refs, "]"]


def _outside(brief: Brief) -> Iterator[Line]:
    results = ("outside", "excepted", "in-scope-unless", "not-decomposable")
    for result in results:
        found = [one for one in brief.trace.get("scope", []) if one["result"] == result]
        for group in alike([one for one in found if one["named"] != "nobody"]):
            names = joined((brief.name(p) for p in dict.fromkeys(o["provision"] for o in group)), "; ")
            failed = group[0]["reason"]
            why = f" – {failed}" if failed else ""
            yield [*names, " – ", *whom(brief, group), *text(f": {result.replace('-', ' ')}{why}")]


def _unverified(brief: Brief) -> Iterator[Line]:
    found = [n for n, one in brief.claims.items() if one.get("verification") == "unverified"]
    if found:
        share = f"{len(found)} of {len(brief.claims)} claims in the register are unverified: "
        yield [*text(share), *brief.refs(found)]


def _compared(brief: Brief) -> Iterator[Block]:
    """Yield what the other reading makes different, and the question or claim that does it."""
    compare: Json = brief.compare
    if not compare:
        return
    yield heading("What another reading makes of it")
    yield table([("What differs", 4), ("Reading", 4), ("Reading", 4), ("What decides it", 4)], [])
