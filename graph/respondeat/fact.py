"""Facts: what is said about one incident, statement by statement, for, against and left open.

What a reading leaves out stands beside them: what speaks against somebody is never dropped in
silence.

Two sources meet in a statement where they say the same of the same with the same qualifier; the
standards of two bodies stay with their own claims. A fact here is what is said, never more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.denial import denials, denied_beside
from respondeat.dispute import DIFFERENCES, SENSES, Dispute, disputes
from respondeat.evidence import Evidence
from respondeat.finding import Independence
from respondeat.refusal import refusal
from respondeat.said import Said, statement
from respondeat.saying import content, ids, said_by, span
from respondeat.terms import SCHEMES

__all__ = ["Fact", "LeftOut", "facts", "left_out", "left_out_in_short"]

_ORDER = (
    "occurredDuring occurredAt incidentType weapon target perpetrator involved cause killed injured"
    " destroyed harm size"
).split()

_STANCES = ("denies", "questions", "affirms")
_ONE_OF = "{} leads to nobody: one or other is named, and which is left open"
_PERSON = (
    "no step leads on to a person: no public charge, judgment or investigative conclusion read"
    " names that person for this"
)


class Fact(NamedTuple):
    """One statement about an incident, with the claims that take a stance on it.

    ``contested`` are the senses in which somebody contests it; ``disputes`` are these and the
    differences, each with the claims on the other side. ``denied_beside`` are denials of the same
    act for kin of whoever is named (an organ, a government, a State), which are no denials of this
    statement. ``negative`` are those of ``claims_against`` that only say that it was not so.
    """

    property: str
    value: str
    text: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    claims_questioning: tuple[str, ...]
    origins: Independence
    contested: tuple[str, ...]
    superseded: tuple[str, ...]
    denied_beside: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    disputes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the fact as ``trace --json`` prints it."""
        found = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self._asdict().items()
        }
        sides = [{"sense": sense, "claims_against": list(c)} for sense, c in self.disputes]
        return found | {"origins": self.origins.json(), "disputes": sides}


class LeftOut(NamedTuple):
    """A claim about an incident that the reading does not accept, with who makes it and why."""

    claim: str
    stance: str
    asserter: str
    why: str

    def json(self) -> dict[str, str]:
        """Return the claim as ``trace --json`` prints it."""
        return self._asdict()


def left_out(evidence: Evidence, incident: str) -> list[LeftOut]:
    """Return the claims about an incident that the reading leaves out, denials and doubts first.

    >>> from respondeat.index import MemoryIndex
    >>> left_out(Evidence(MemoryIndex()), "incident:x")
    []
    """
    if not evidence.reading.policies and not evidence.reading.without:
        return []
    found = {
        one.claim: LeftOut(one.claim, one.stance, one.asserter, refusal(evidence, one).why)
        for one in evidence.refused(incident)
    }
    return sorted(found.values(), key=lambda one: (_STANCES.index(one.stance), one.claim))


def left_out_in_short(found: Iterable[LeftOut]) -> str:
    """Write how many claims a reading leaves out, of which stance and by whom.

    >>> left_out_in_short([LeftOut("claim:d.k", "denies", "actor:a", "excluded")])
    'left out by the reading: 1 claim, of them 1 denial, 0 left open, by actor:a'
    """
    claims = list(found)
    denied, doubted = (sum(one.stance == word for one in claims) for word in _STANCES[:2])
    voices = ", ".join(sorted({one.asserter for one in claims}))
    return (
        f"left out by the reading: {len(claims)} claim{'' if len(claims) == 1 else 's'}, of them"
        f" {denied} denial{'' if denied == 1 else 's'}, {doubted} left open, by {voices}"
    )


def facts(
    evidence: Evidence,
    said: list[Said],
    persons: Iterable[str] = (),
) -> list[Fact]:
    """Return the statements about one incident, in the order in which counsel asks for them.

    ``persons`` may be named as perpetrators. A denial belongs to its own statement, and to each
    that it answers.
    """
    statements: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        statements.setdefault(statement(one), []).append(one)
    place = {one.claim: key for key, ones in statements.items() for one in ones}
    answering: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        key = place.get(one.answers or "")
        if key and one.stance != "affirms" and one not in statements[key]:
            answering.setdefault(key, []).append(one)
    found: dict[tuple[str, ...], dict[str, Dispute]] = {}
    for dispute in disputes(evidence, said):
        found.setdefault(dispute.statement, {})[dispute.sense] = dispute
    real = denials(evidence, said)
    named = frozenset(persons)
    made = []
    for key, ones in statements.items():
        mine = found.get(key, {})
        senses = [mine[name] for name in (*SENSES, *DIFFERENCES) if name in mine]
        denied = [one for one in said if one.claim in real]
        first = next((one for one in ones if one.stance == "affirms"), None)
        beside = denied_beside(evidence, first, denied) if first else []
        made.append(_fact(evidence, ones, answering.get(key, []), named, real, senses, beside))
    return sorted(made, key=_place)


def _place(one: Fact) -> tuple[int, str, str, tuple[str, ...]]:
    name = one.property.partition(":")[2]
    rank = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    return rank, name, one.text, one.claims_for


def _fact(
    evidence: Evidence,
    said: list[Said],
    answering: list[Said],
    persons: frozenset[str],
    real: frozenset[str],
    senses: list[Dispute],
    beside: list[Said],
) -> Fact:
    affirmed = [one for one in said if one.stance == "affirms"]
    against = [one for one in (*said, *answering) if one.stance == "denies"]
    denied = [one for one in against if one.claim in real]
    negative = [one for one in against if one.claim not in real]
    open_to = [one for one in (*said, *answering) if one.stance == "questions"]
    first = said[0]
    name = first.property.partition(":")[2]
    words = first.original if len({one.asserter for one in said}) == 1 else None
    what = f"{name} {content(first)}{_qualifier(first, words)}"
    verbs = (
        ("says", "say"),
        ("denies", "deny"),
        ("says that it was not", "say that it was not"),
        ("leaves open", "leave open"),
    )
    parts = [
        f"{said_by(evidence, ones)} {verb[len({one.asserter for one in ones}) > 1]}: {what}"
        for verb, ones in zip(verbs, (affirmed, denied, negative, open_to), strict=True)
        if ones
    ]
    parts += _others(evidence, senses, ids(against))
    for actor in sorted({one.value for one in beside}):
        who = said_by(evidence, [one for one in beside if one.value == actor])
        parts.append(f"denied for {actor} by {who}")
    if note := _leads_nowhere(evidence, first, persons):
        parts.append(note)
    claims = ids(affirmed)
    return Fact(
        first.property,
        first.value,
        "; ".join(parts),
        claims,
        ids(against),
        ids(open_to),
        evidence.independence(claims),
        tuple(one.sense for one in senses if one.sense in SENSES),
        tuple(sorted({one.supersedes for one in said if one.supersedes})),
        ids(beside),
        ids(negative),
        tuple((one.sense, one.claims_against) for one in senses),
    )


def _others(evidence: Evidence, senses: list[Dispute], printed: tuple[str, ...]) -> Iterable[str]:
    """Yield the other side of a dispute where the statement itself does not show it."""
    for dispute in senses:
        sides: dict[str, list[Said]] = {}
        for name in dispute.claims_against:
            for one in evidence.claim(name)[:1] if name not in printed else ():
                what = f"{one.property.partition(':')[2]} {content(one)}"
                sides.setdefault(_how(dispute, one, what), []).append(one)
        yield from (f"{how} by {said_by(evidence, ones)}" for how, ones in sides.items())


def _how(dispute: Dispute, one: Said, what: str) -> str:
    if one.stance == "denies":
        narrower = (one.about, one.property) == dispute.statement[:2]
        return f"denied of the broader term {one.value}" if narrower else f"denied: {what},"
    if dispute.sense == "method-challenged":
        return f"method of {one.about} challenged"
    word = DIFFERENCES.get(dispute.sense, SENSES["contradicted"])
    return f"{word}: {what}, said"


def _qualifier(one: Said, words: str | None) -> str:
    parts = []
    if not one.value.startswith("period:") and any(one.period):
        parts.append(span(one.period))
    if one.place and one.place != one.value:
        parts.append(f"at {one.place}")
    concept = one.value.partition(":")[0] in SCHEMES
    if words and concept and not one.fragment:  # nobody holds a text in which to read it
        parts.append(f"in its words: {words}")
    return f" ({', '.join(parts)})" if parts else ""


def _leads_nowhere(evidence: Evidence, one: Said, persons: frozenset[str]) -> str:
    if one.property != "resp:perpetrator":
        return ""
    kinds = evidence.kinds(one.value)
    if "DisjunctiveActor" in kinds:
        return _ONE_OF.format(one.value)
    if "Person" in kinds and one.value not in persons:
        return _PERSON
    if "CollectiveActor" in kinds and not evidence.links("resp:member", one.value):
        return f"the registry gives no member of {one.value}"
    return ""
