"""Dispute: the three senses in which a statement is contested, kept apart.

A denial by the party concerned, a contradiction by another source, and a challenge to the method
of a source are different things. A source that leaves a statement open contests nothing, and
silence is no denial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import Any, NamedTuple

from respondeat.evidence import Evidence
from respondeat.quantity import Quantity
from respondeat.said import Said, statement

__all__ = ["NO_ANSWER", "SENSES", "Dispute", "contested", "describe", "disputes"]

SENSES = {
    "denied-by-party": "denied by a party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "the method of a source is challenged",
}
NO_ANSWER = "no answer of a party concerned was read; silence is no denial"

_Side = dict[str, Said]
_Found = Iterator[tuple[str, Said, Said]]  # a sense, the claim contested, and what contests it
_ROLES = ("resp:perpetrator", "resp:involved")
_COUNTS = ("resp:killed", "resp:injured", "resp:destroyed", "resp:size")
_EXCLUSIVE = {*_COUNTS, "resp:cause", "resp:occurredAt", "resp:occurredDuring"}


class Dispute(NamedTuple):
    """One sense in which one statement is contested.

    ``statement`` is the key of what is affirmed (see ``respondeat.said.statement``), ``by`` are
    those who contest it.
    """

    statement: tuple[str, ...]
    sense: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    by: tuple[str, ...]
    why: str

    def json(self) -> dict[str, Any]:
        """Return the dispute as output prints it."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in self._asdict().items()}


def disputes(evidence: Evidence, said: list[Said]) -> list[Dispute]:
    """Return every sense in which what is affirmed of some occurrences is contested.

    ``said`` holds all the claims about them, without superseded ones: an earlier figure of the
    same source contradicts nobody.

    >>> from respondeat.index import MemoryIndex
    >>> a = Said("claim:a.k", "affirms", "actor:a", "incident:i", "resp:perpetrator", "actor:x")
    >>> b = a._replace(claim="claim:b.k", stance="denies", asserter="actor:x")
    >>> [found.sense for found in disputes(Evidence(MemoryIndex()), [a, b])]
    ['denied-by-party']
    """
    affirmed: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for one in said:
        if one.stance == "affirms":
            affirmed[statement(one)].append(one)
    keys = {id(one): key for key, mine in affirmed.items() for one in mine}
    sides: dict[tuple[tuple[str, ...], str], tuple[_Side, _Side]] = defaultdict(lambda: ({}, {}))
    for sense, one, other in (
        *_denied(evidence, said, affirmed),
        *_contradicted(evidence, affirmed),
        *_challenged(evidence, affirmed),
    ):
        mine, others = sides[keys[id(one)], sense]
        mine[one.claim], others[other.claim] = one, other
    return [_dispute(evidence, *key, *sides[key]) for key in sorted(sides)]


def contested(
    evidence: Evidence, claims: Iterable[Said], beside: Iterable[Said] = ()
) -> tuple[str, ...]:
    """Return the senses in which the statements of some claims are contested.

    ``beside`` are other claims about the same thing: who is named for it, and other values.
    """
    mine = list(claims)
    keys = {statement(one) for one in mine}
    found = disputes(evidence, list(dict.fromkeys([*mine, *beside])))
    senses = {dispute.sense for dispute in found if dispute.statement in keys}
    return tuple(sense for sense in SENSES if sense in senses)


def describe(senses: Iterable[str]) -> str:
    """Write the senses as text; where no party concerned denies, say that silence is no denial.

    >>> describe(["contradicted"])
    'contradicted by another source; no answer of a party concerned was read; silence is no denial'
    """
    named = [SENSES[sense] for sense in SENSES if sense in set(senses)]
    return "; ".join(named if SENSES["denied-by-party"] in named else [*named, NO_ANSWER])


def _dispute(
    evidence: Evidence, key: tuple[str, ...], sense: str, mine: _Side, others: _Side
) -> Dispute:
    here, there = (
        "; ".join(_says(evidence, side[claim]) for claim in sorted(side)) for side in (mine, others)
    )
    by = tuple(sorted({one.asserter for one in others.values()}))
    why = f"{here} - {SENSES[sense]}: {there}"
    return Dispute(key, sense, tuple(sorted(mine)), tuple(sorted(others)), by, why)


def _says(evidence: Evidence, one: Said) -> str:
    """Write who says what of what, where and when."""
    publication = evidence.documents.get(one.document)
    when = (publication.published if publication else None) or "undated"
    verb = {"denies": "denies", "questions": "leaves open"}.get(one.stance, "says")
    value = one.edtf or one.value
    if one.property in _COUNTS:
        exact = one.lower is not None and one.lower == one.upper
        figure = f"{one.lower:g}" if exact else one.stated or "a number"
        value = f"{(one.hedge or '').partition(':')[2].replace('-', ' ')} {figure}".strip()
    name = one.property.partition(":")[2]
    return f"{one.asserter} in {one.document} ({when}) {verb} of {one.about}: {name} {value}"


def _denied(
    evidence: Evidence, said: list[Said], affirmed: dict[tuple[str, ...], list[Said]]
) -> _Found:
    """Find denials: of the statement, of a wider one that covers it, or that answer its claim."""
    denials = [one for one in said if one.stance == "denies"]
    named: dict[str, set[str]] = defaultdict(set)
    for one in said if denials else ():
        if one.stance == "affirms" and one.property in _ROLES:
            named[one.about].update(_concerned(evidence, one.value))
    for denial in denials:
        voice = evidence.bearers(denial.asserter)
        for mine in affirmed.values():
            if _denies(evidence, denial, mine):
                party = not named[mine[0].about].isdisjoint(voice)
                sense = "denied-by-party" if party else "contradicted"
                yield from ((sense, one, denial) for one in mine if one.asserter != denial.asserter)


def _denies(evidence: Evidence, denial: Said, mine: list[Said]) -> bool:
    one = mine[0]
    if (one.about, one.property) == (denial.about, denial.property):
        covered = denial.value in evidence.above("skos:broader", one.value)
        # the same words of another time or place are another statement
        elsewhere = one.place and denial.place and one.place != denial.place
        if covered and not elsewhere and one.period.within(denial.period) is not False:
            return True
    return denial.answers is not None and any(one.claim == denial.answers for one in mine)


def _concerned(evidence: Evidence, actor: str) -> set[str]:
    """Return an actor, the members of a group, their States and governments.

    "A or B" stands for neither.
    """
    members = evidence.above("resp:member", actor)
    return {bearer for member in members for bearer in evidence.bearers(member)}


def _contradicted(evidence: Evidence, affirmed: dict[tuple[str, ...], list[Said]]) -> _Found:
    """Find other values that another source affirms where both cannot be right."""
    groups: dict[tuple[str | None, ...], list[list[Said]]] = defaultdict(list)
    for mine in affirmed.values():
        if mine[0].property in _EXCLUSIVE:
            groups[(*mine[0][3:5], mine[0].unit, mine[0].counts)].append(mine)
    for group in groups.values():
        for mine, others in permutations(group, 2):
            if _excludes(evidence, mine[0], others[0]):
                pairs = product(mine, others)
                yield from (("contradicted", a, b) for a, b in pairs if a.asserter != b.asserter)


def _excludes(evidence: Evidence, one: Said, other: Said) -> bool:
    """Say whether two values of one thing exclude each other, as far as we know.

    Several weapons, targets or perpetrators do not; nor do several places or days of a set. Parts
    and numbers without an upper bound leave room for more.
    """
    if one.property in _COUNTS:
        return Quantity(one.lower, one.upper).conflicts(Quantity(other.lower, other.upper))
    if not one.about.startswith("incident:"):
        return False
    if one.property == "resp:occurredDuring":
        return one.period.within(other.period) is False
    link = "skos:broader" if one.property == "resp:cause" else "resp:within"
    above, others = evidence.above(link, one.value), evidence.above(link, other.value)
    apart = other.value not in above and one.value not in others
    return apart and (one.property == "resp:cause" or bool(above & others))


def _challenged(evidence: Evidence, affirmed: dict[tuple[str, ...], list[Said]]) -> _Found:
    """Find challenges to the method of a claim's document, or of one that it relies on."""
    known: dict[str, list[Said]] = {}
    for one in (one for mine in affirmed.values() for one in mine):
        for start in sorted({one.document, *_passed_on(one)}):
            if start not in known:
                documents = sorted(_relied_on(evidence, start))
                found = (evidence.affirmed(name, "methodChallenge") for name in documents)
                known[start] = [challenge for several in found for challenge in several]
            yield from (("method-challenged", one, challenge) for challenge in known[start])


def _passed_on(one: Said) -> set[str]:
    names = {target.removeprefix("claim:").partition(".")[0] for target in one.relays}
    return {name if name.startswith("doc:") else f"doc:{name}" for name in names}


def _relied_on(evidence: Evidence, document: str) -> set[str]:
    """Return a document with those that it derives from, draws on or relies on."""
    found, waiting = {document}, [document]
    while waiting:
        here = waiting.pop()
        publication = evidence.documents.get(here)
        below = {one.value for one in evidence.affirmed(here, "reliesOn")}
        if publication:
            below.update(publication.derived_from, publication.draws_on)
        waiting += below - found
        found |= below
    return found
