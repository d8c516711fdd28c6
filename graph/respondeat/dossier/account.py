"""The account: what is agreed, alleged and disputed about the incident, and who accuses whom."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.dossier.block import (
    Block,
    Line,
    heading,
    joined,
    label,
    paragraph,
    section,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.sentence import content

__all__ = ["account", "origins", "split", "statement"]

_ROLES = ("perpetrator", "involved")
"""Who is said to have acted is never set down as agreed, however many say so."""

_SENSES = {
    "denied-by-party": "denied by the party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "method challenged",
}


def account(brief: Brief) -> Block:
    """Return the section on the incident."""
    agreed, alleged, disputed = split(brief)
    return section(
        "incident",
        "The incident",
        [
            *_group(
                brief,
                "Agreed in this record",
                "Stated by at least two independent origins, and neither denied nor left open by"
                " any source in this record. Who acted is never listed here. Silence is no"
                " agreement.",
                agreed,
            ),
            *_group(
                brief,
                "Alleged",
                "Stated, and not denied by a source in this record; an allegation of those named"
                " beside it. Silence of others is no admission and no denial.",
                alleged,
            ),
            *_group(
                brief,
                "Disputed or left open",
                "Denied, contradicted, left open by a source, or resting on a method that somebody"
                " challenges. These are different things and are named apart.",
                disputed,
            ),
            *_accusations(brief),
        ],
    )


def split(brief: Brief) -> tuple[list[Json], list[Json], list[Json]]:
    """Return the facts that are agreed, alleged, and disputed or left open."""
    agreed: list[Json] = []
    alleged: list[Json] = []
    disputed: list[Json] = []
    challenged = {
        one["about"] for one in brief.claims.values() if one["property"] == "resp:methodChallenge"
    }
    for fact in brief.trace.get("facts", []):
        senses = {*fact.get("contested", [])}
        unchallenged = {
            brief.claims[name]["asserter"]
            for name in fact["claims_for"]
            if name in brief.claims and brief.claims[name]["document"] not in challenged
        }
        if fact["origins"]["min"] > 2 and len(unchallenged) > 1:
            senses -= {"method-challenged"}  # enough stands beside the method that is challenged
        if fact["claims_against"] or fact["claims_questioning"] or senses:
            disputed.append(fact)
        elif fact["origins"]["min"] >= 2 and fact["property"].partition(":")[2] not in _ROLES:
            agreed.append(fact)
        else:
            alleged.append(fact)
    return agreed, alleged, disputed


def _group(brief: Brief, title: str, meaning: str, found: list[Json]) -> Iterable[Block]:
    yield heading(title)
    yield paragraph(text(meaning))
    if not found:
        yield paragraph(text("Nothing in this record."))
        return
    against = any(one["claims_against"] or one["claims_questioning"] for one in found)
    columns = [("What is said", 5), ("By whom, and when", 7)]
    columns += [("Against, or left open", 6)] if against else []
    yield table(
        [*columns, ("Origins", 2)],
        (
            [
                _said(brief, one),
                brief.voices(one["claims_for"]) or text("nobody affirms it"),
                *([_against(brief, one)] if against else []),
                origins(one["origins"]),
            ]
            for one in found
        ),
    )


def _said(brief: Brief, fact: Json) -> Line:
    line = statement(brief, fact)
    marks = [_SENSES.get(one, one) for one in fact.get("contested", [])]
    for mark in marks:
        line += [" ", label(mark)]
    if fact.get("superseded"):
        line += [" (replaces earlier counts ", *brief.refs(fact["superseded"]), ")"]
    return line


def statement(brief: Brief, fact: Json) -> Line:
    """Return what a fact states, in the words of one of its claims, without who says it."""
    claims = [*fact["claims_for"], *fact["claims_against"], *fact["claims_questioning"]]
    named = next((one for one in claims if one in brief.claims), None)
    if named is None:
        return [*brief.name(fact["property"]), " – ", *brief.prose(fact["value"])]
    return content(brief, brief.claims[named])


def _against(brief: Brief, fact: Json) -> Line:
    kinds = (("denied by ", "claims_against"), ("left open by ", "claims_questioning"))
    return joined(
        ([word, *brief.voices(fact[key])] for word, key in kinds if fact[key]), "; "
    ) or text("nothing on record")


def origins(found: Json | None) -> Line:
    """Return how many independent origins there are, at least and at most."""
    if not found:
        return text("none")
    low, high = found["min"], found["max"]
    return text(str(low) if low == high else f"{low} to {high}")


def _accusations(brief: Brief) -> Iterable[Block]:
    found = brief.trace.get("accusations", [])
    yield heading("Accusations")
    if not found:
        yield paragraph(text("No accusation in this record names this incident or a set with it."))
        return
    yield paragraph(
        text("An accusation is not a finding, and says of each accused only what stands here.")
    )
    yield table(
        [("Accuser and date", 4), ("Accused", 5), ("Of what", 4), ("Link to the incident", 4)],
        (
            [
                [*_list(brief, one["accusers"]), text(f", {day(one['date']) or 'undated'}")[0]],
                _list(brief, one["accused"]),
                _list(brief, one["crimes"]),
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


_LINKS = {
    "incident": "names this incident",
    "set": "concerns a set that this belongs to or contains",
    "none": "no incident-level link",
}


def _list(brief: Brief, entities: Iterable[str]) -> Line:
    return joined((brief.name(one) for one in entities), ", ") or text("not named")
