"""The sources: of what nature, on what basis, with what interest and access, and how challenged."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.dossier.block import Block, Line, facts, heading, joined, paragraph, section, text
from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.sentence import sentence

__all__ = ["concerned", "sources"]

_ACTS = ("resp:perpetrator", "resp:involved")


def sources(brief: Brief) -> Block:
    """Return the section on the voices that speak of the incident itself."""
    by_voice: dict[str, list[str]] = {}
    for name, one in brief.claims.items():
        named = one.get("property") == "resp:identicalTo"  # who says which event it is saw none
        if one.get("about") == brief.trace["incident"] and not named:
            by_voice.setdefault(one["asserter"], []).append(name)
    blocks: list[Block] = [
        paragraph(
            text(
                "Those who speak of this incident in their own voice, by the date of their first"
                " document in this record. Who only passes on another's words is listed with that"
                " voice and is no origin of its own. What is not known here is said to be so;"
                " nothing is computed from any of it."
            )
        )
    ]
    for voice, claims in by_voice.items():
        blocks += [heading(brief.both(voice)), facts(_pairs(brief, voice, claims))]
    left = brief.background.get("left_out", [])
    if kept := [name for name in left if name in brief.claims]:
        blocks += [
            heading("Left out by this reading"),
            paragraph(
                text(
                    "The record also holds these claims about the incident, which the reading"
                    " does not accept: "
                ),
                brief.refs(kept),
                ".",
            ),
        ]
    if related := brief.trace.get("related_incidents", []):
        blocks += [
            heading("Related incidents"),
            paragraph(text("Nothing that is said of one is taken to be said of the other.")),
            *(
                paragraph(brief.prose(one["text"]), " ", brief.refs(_claims(one)))
                for one in related
            ),
        ]
    return section("sources", "The sources", blocks)


def _claims(one: Json) -> list[str]:
    sides = ("claims_for", "claims_against", "claims_questioning")
    return [name for side in sides for name in one[side]]


def _pairs(brief: Brief, voice: str, claims: list[str]) -> Iterable[tuple[str, Line]]:
    documents = {brief.claims[name]["document"]: name for name in reversed(claims)}
    own = [one for one in documents if _publisher(brief, one) == voice]
    others = [one for one in documents if one not in own]
    yield "Nature", text(_nature(brief, voice))
    yield "Own documents", joined(_document(brief, one) for one in own)
    yield "Passed on by", joined(_relay(brief, one) for one in others)
    told = (
        ("Basis of knowledge", _about(brief, documents, "knowledgeBasis")),
        ("Shared inputs", _inputs(brief, voice, own, others)),
        ("Interest", _interest(brief, voice)),
        ("Access to the site", _access(brief, voice)),
        ("Challenges to method", _about(brief, documents, "methodChallenge")),
    )
    yield from told
    silent = [name.lower() for name, line in told if not line]
    yield "Nothing on record of", text(", ".join(silent))
    yield "Claims on the incident", brief.refs(claims)


def _nature(brief: Brief, voice: str) -> str:
    found = brief.trace.get("entities", {}).get(voice, {}).get("kind")
    return brief.kind(voice) if found not in (None, "", "Actor") else "not said in the registry"


def _publisher(brief: Brief, document: str) -> str:
    return str(brief.background.get("documents", {}).get(document, {}).get("publisher") or "")


def _document(brief: Brief, name: str) -> Line:
    one: Json = brief.background.get("documents", {}).get(name, {})
    title = one.get("title") or name
    words = [brief.label(one["sourceType"])] if one.get("sourceType") else []
    words += [day(one.get("published")) or "undated", one.get("verification") or "unverified"]
    return text(f"{title} ({', '.join(words)})")


def _relay(brief: Brief, name: str) -> Line:
    one: Json = brief.background.get("documents", {}).get(name, {})
    who = brief.label(one["publisher"]) if one.get("publisher") else name
    return text(f"{who} ({day(one.get('published')) or 'undated'})")


def _about(brief: Brief, subjects: Iterable[str], name: str, by: str = "") -> Line:
    """Return the claims about documents with one property, as what is said and by whom.

    ``by`` asks for those of one voice.
    """
    wanted = {*subjects}
    found: dict[str, list[str]] = {}
    for claim, one in brief.claims.items():
        if by not in ("", one["asserter"]):
            continue
        if one.get("about") in wanted and one.get("property") == f"resp:{name}":
            found.setdefault(str(one["value"]), []).append(claim)
    return joined(
        [*brief.name(value), " – ", *brief.voices(claims)] for value, claims in found.items()
    )


def _inputs(brief: Brief, voice: str, own: Iterable[str], others: Iterable[str]) -> Line:
    """Return what a voice's documents rest on, and what it says so itself of those of others.

    A report may be issued by another than its author; what a relay rests on is not the voice's.
    """
    held = brief.background.get("documents", {})
    drawn = {d for one in own for d in held.get(one, {}).get("drawsOn", ())}
    lines = [text(f"draws on {held[one]['title']}") for one in sorted(drawn) if one in held]
    relied = (_about(brief, own, "reliesOn"), _about(brief, others, "reliesOn", voice))
    return joined([*lines, *(["relies on ", *line] for line in relied if line)])


def _interest(brief: Brief, voice: str) -> Line:
    lines = [_about(brief, [voice], "standing")]
    if why := concerned(brief).get(voice):
        lines.append(text(f"a party concerned: {why}"))
    return joined(filter(None, lines))


def concerned(brief: Brief) -> dict[str, str]:
    """Return everyone who is concerned in an allegation, and why.

    That is whoever a source in this record names as having acted, their links, and whoever denies
    the act for itself or for its own side: an organ, a government, a State.
    """
    incident = brief.trace["incident"]
    found = {
        one["asserter"]: "it denies an act alleged in this record, for itself or for its own side"
        for name, one in brief.claims.items()
        if one.get("about") == incident and one["stance"] == "denies" and not one.get("answers")
        if one["property"] in _ACTS and name not in brief.negative
    }
    return found | {
        link[key]: "itself named in an allegation in this record"
        for track in brief.trace.get("tracks", [])
        for link in track["links"]
        for key in ("from", "to")
        if link[key] != incident
    }


def _access(brief: Brief, voice: str) -> Line:
    found = [
        name
        for name, one in brief.claims.items()
        if one.get("property") == "resp:siteVisitedBy" and one.get("value") == voice
    ]
    return joined(sentence(brief, one) for one in found)
