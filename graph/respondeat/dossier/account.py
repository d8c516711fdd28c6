"""The account: what is agreed, alleged and disputed about the incident, and who accuses whom."""

from __future__ import annotations

from collections.abc import Iterable

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
from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.contest import (
    against,
    badges,
    by_method_alone,
    contested,
    nearest,
    negative,
    shifted,
)
from respondeat.dossier.sentence import content

__all__ = ["account", "origins", "split", "statement"]

_ROLES = ("perpetrator", "involved")
"""Who is said to have acted is never set down as agreed, however many say so."""


def account(brief: Brief) -> Block:
    """Return the section on the incident."""
    agreed, alleged, challenged, disputed = split(brief)
    return section(
        "incident",
        "The incident",
        [
            *_group(
                brief,
                "Agreed in this record",
                "Stated by at least two independent origins, at least count; and in this record"
                " not denied (in these words or in a broader term), not contradicted, not left"
                " open, not given differently by another source or relay, and stated by nobody"
                " whose method somebody challenges. Who acted is never listed here. Silence is no"
                " agreement.",
                agreed,
            ),
            *_group(
                brief,
                "Alleged",
                "Stated by one independent origin at least count, or saying who acted; and in this"
                " record not denied (in these words, in a broader term, or for kin of whoever is"
                " named), not contradicted, left open or given differently, nor stated by anybody"
                " whose method somebody challenges. Each is an allegation of those named beside"
                " it. Counts of different days follow each other and do not conflict. Silence of"
                " others is no admission and no denial.",
                alleged,
            ),
            *_group(
                brief,
                "Stated by a source whose method is challenged",
                "Not set down as agreed: somebody challenges the method of a source that states it,"
                " alone or with others. The challenge is to that source, and not to each of its"
                " statements: the section on the sources has what in its method is challenged. No"
                " claim in this record denies these statements (in these words, in a broader term,"
                " or for kin of whoever is named), contradicts them, leaves them open or gives"
                " them differently; denials of other statements, such as a weapon used, stand"
                " below. Silence is no agreement.",
                challenged,
                "Whose method, and who challenges it",
            ),
            *_group(
                brief,
                "Disputed or left open",
                "Denied (in these words, in a broader term, or for kin of whoever is named: an"
                " organ, a government, a State), contradicted, left open by a source, or given"
                " differently by another source or by two relays of one source. These are different"
                " things and are named apart, and so is a challenge to a source's method.",
                disputed,
            ),
            *_accusations(brief),
        ],
    )


def split(brief: Brief) -> tuple[list[Json], list[Json], list[Json], list[Json]]:
    """Return the facts agreed, alleged, of a challenged method alone, and disputed or left open."""
    agreed: list[Json] = []
    alleged: list[Json] = []
    challenged: list[Json] = []
    disputed: list[Json] = []
    for fact in brief.trace.get("facts", []):
        if contested(fact):
            (challenged if by_method_alone(fact) else disputed).append(fact)
        elif fact["origins"]["min"] >= 2 and fact["property"].partition(":")[2] not in _ROLES:
            agreed.append(fact)
        else:
            alleged.append(fact)
    return agreed, alleged, challenged, disputed


def _group(
    brief: Brief,
    title: str,
    meaning: str,
    found: list[Json],
    other: str = "Against, left open, or otherwise",
) -> Iterable[Block]:
    yield heading(title)
    yield paragraph(text(meaning))
    if not found:
        yield paragraph(text("Nothing in this record."))
        return
    both = any(map(contested, found))
    columns = [("What is said", 5), ("By whom, and when", 7)]
    columns += [(other, 6)] if both else []
    yield table(
        [*columns, ("Origins", 2)],
        (
            [
                _said(brief, one),
                _voices(brief, one),
                *([against(brief, one)] if both else []),
                origins(one["origins"]),
            ]
            for one in found
        ),
    )


def _voices(brief: Brief, fact: Json) -> Line:
    if fact["claims_for"]:
        return brief.voices(fact["claims_for"])
    return brief.voices(fact["claims_against"]) if negative(fact) else nearest(brief, fact)


def _said(brief: Brief, fact: Json) -> Line:
    line = statement(brief, fact)
    if negative(fact) and not contested(fact):
        line = [*text("it was not so: "), *line]
    for mark in badges(fact):
        line += [" ", mark]
    if fact.get("superseded"):
        line += [" (replaces earlier counts ", *brief.refs(fact["superseded"]), ")"]
    if told := shifted(brief, fact["claims_for"]):
        line += [*BREAK, *strong("Note: "), *told]
    return line


def statement(brief: Brief, fact: Json) -> Line:
    """Return what a fact states, in the words of one of its claims, without who says it."""
    claims = [*fact["claims_for"], *fact["claims_against"], *fact["claims_questioning"]]
    named = next((one for one in claims if one in brief.claims), None)
    if named is None:
        return [*brief.name(fact["property"]), " – ", *brief.prose(fact["value"])]
    return content(brief, brief.claims[named])


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
