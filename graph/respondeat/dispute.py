"""Dispute: the three senses in which a statement is contested, kept apart, and what only differs.

A denial by the party concerned, a contradiction by another source, and a challenge to the method
of a source are different things. A source that leaves a statement open contests nothing, and
silence is no denial. Counts of different days follow each other; where a day is unknown, or where
relays of one source do not agree, values differ and nobody contradicts anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from respondeat.evidence import Evidence
from respondeat.period import Period
from respondeat.quantity import Quantity
from respondeat.said import Said, statement

__all__ = ["NO_ANSWER", "SENSES", "Dispute", "answered", "disputes"]

SENSES = {
    "denied-by-party": "denied by a party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "the method of a source is challenged",
}
DIFFERENCES = {
    "differs": "differs from another source",
    "differs-between-relays": "differs between relays",
}
"""Senses in which values differ and nobody contests anything."""

NO_ANSWER = "no answer of a party concerned was read; silence is no denial"

_Side = dict[str, Said]
_ByDocument = dict[str, list[Said]]
_Found = Iterator[tuple[str, Said, Said]]  # a sense, the claim contested, and what contests it
ROLES = ("resp:perpetrator", "resp:involved")
_COUNTS = ("resp:killed", "resp:injured", "resp:destroyed", "resp:size")
_EXCLUSIVE = {*_COUNTS, "resp:cause", "resp:occurredAt", "resp:occurredDuring"}


class Dispute(NamedTuple):
    """One sense in which one statement is contested, or differs from what others affirm.

    ``sense`` is one of `SENSES` or `DIFFERENCES`. ``statement`` is the key of what is affirmed
    (see ``respondeat.said.statement``), ``by`` are those who contest it, or say otherwise.
    """

    statement: tuple[str, ...]
    sense: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    by: tuple[str, ...]
    why: str


def disputes(evidence: Evidence, said: list[Said]) -> list[Dispute]:
    """Return every sense in which what is affirmed of some occurrences is contested, or differs.

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
        *_between_relays(affirmed),
        *_challenged(evidence, affirmed),
    ):
        mine, others = sides[keys[id(one)], sense]
        mine[one.claim], others[other.claim] = one, other
    return [_dispute(evidence, *key, *sides[key]) for key in sorted(sides)]


def answered(evidence: Evidence, said: Iterable[Said], actor: str) -> bool:
    """Say whether a party concerned takes any stance on an occurrence of which an actor is named.

    ``said`` are all the claims about it, those that a reading leaves out too.
    """
    either = evidence.links("resp:alternative", actor)
    named = {bearer for one in (actor, *either) for bearer in _concerned(evidence, one)}
    return any(not named.isdisjoint(evidence.bearers(one.asserter)) for one in said)


def _dispute(
    evidence: Evidence, key: tuple[str, ...], sense: str, mine: _Side, others: _Side
) -> Dispute:
    here, there = (
        "; ".join(_says(evidence, side[claim]) for claim in sorted(side)) for side in (mine, others)
    )
    by = tuple(sorted({one.asserter for one in others.values()}))
    why = f"{here} - {(SENSES | DIFFERENCES)[sense]}: {there}"
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
        if one.stance == "affirms" and one.property in ROLES:
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
                for one, other in product(mine, others):
                    sense = _sense(evidence, one, other)
                    if sense and one.asserter != other.asserter:
                        yield sense, one, other


def _sense(evidence: Evidence, one: Said, other: Said) -> str | None:
    """Return how two values that exclude each other are in dispute: counts of two days are not."""
    if one.property not in _COUNTS:
        return "contradicted"
    days = [_published(evidence, each) for each in (one, other)]
    if days[0].within(days[1]) is False:
        return None  # the later one takes the place of the earlier
    exact = days[0].earliest_start is not None and days[0].earliest_start == days[0].latest_end
    return "contradicted" if exact and days[0] == days[1] else "differs"


def _published(evidence: Evidence, one: Said) -> Period:
    publication = evidence.documents.get(one.document)
    text = publication.published if publication else None
    return Period.from_edtf(text) if text else Period()


def _between_relays(affirmed: dict[tuple[str, ...], list[Said]]) -> _Found:
    """Find values that two relays of one source give differently: one changed something."""
    groups: dict[tuple[str | None, ...], _ByDocument] = defaultdict(lambda: defaultdict(list))
    for one in (one for mine in affirmed.values() for one in mine):
        told = one.property in (*ROLES, "resp:occurredDuring") or (
            one.property in _COUNTS and (one.lower, one.upper) != (None, None)
        )
        if one.relays and told:
            groups[one.asserter, *one[3:5], one.unit, one.counts][one.document].append(one)
    for group in groups.values():
        for here, there in permutations(group.values(), 2):
            pairs = [(a, b) for a in here for b in there if _passed_on(a) & _passed_on(b)]
            # a lead or a rough date beside what both relays say alike is no difference
            if all(_differ(*pair) for pair in pairs):
                yield from (("differs-between-relays", *pair) for pair in pairs)


def _differ(one: Said, other: Said) -> bool:
    if one.property in ROLES:
        return one.value != other.value
    if one.property in _COUNTS:
        return (one.lower, one.upper) != (other.lower, other.upper)
    a, b = one.period, other.period
    return any(
        first is not None and last is not None and first < last
        for first, last in (
            (a.latest_start, b.earliest_start),
            (b.latest_start, a.earliest_start),
            (a.latest_end, b.earliest_end),
            (b.latest_end, a.earliest_end),
        )
    )


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
