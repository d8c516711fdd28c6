"""Mutation: what a relayed claim changed against the claim that it passes on.

A relay is compared with the claims that it names. Where it names a document that was not read
that far, it is compared with other relays of that document: a difference between two relays says
that one of them changed something, and not which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from math import inf
from typing import NamedTuple

from respondeat.evidence import Evidence
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["Mutation", "differences", "mutations"]

_COUNTS = frozenset({"resp:killed", "resp:injured", "resp:destroyed", "resp:size"})
_ROLES = frozenset({"resp:perpetrator", "resp:involved"})
_PART = "hedge:including"


class Mutation(NamedTuple):
    """One change: of which kind, by which relay, against which claim, in a sentence.

    ``kind`` is a concept of the scheme ``mutation``; ``upstream`` is the claim passed on or, as
    ``why`` then says, what another relay of the same document says.
    """

    kind: str
    relay: str
    upstream: str
    why: str

    def json(self) -> dict[str, str]:
        """Return the mutation as ``trace --json`` prints it."""
        return self._asdict()


def mutations(evidence: Evidence, said: list[Said]) -> list[Mutation]:
    """Return what the relays among some claims changed; the relay is always one of the claims.

    ``said`` holds all the claims about each thing that it has a claim about (such as an incident
    or a set): other relays are looked for there. A relay that says the same is no mutation. What
    a relay is silent on is an omission only of an itemised part, and never a denial.
    """
    passed = _Passed(evidence, said)
    found: set[Mutation] = set()
    for one in (one for one in said if one.relays):
        upstream = [up for target in one.relays for up in evidence.claim(target)]
        found.update(_compared(evidence, passed, one, upstream))
        found.update(_left_out(evidence, passed, one, upstream))
    return sorted(found)


def differences(
    evidence: Evidence, relay: Said, upstream: Said, against: str = "upstream"
) -> list[Mutation]:
    """Compare one relayed claim with one that it passes on.

    Numbers are compared last, and only where both count the same thing in the same set: a wider
    number is then a rounding, the same figure without its hedge an omission, any other a change.

    >>> from respondeat.index import MemoryIndex
    >>> a = Said("claim:a.k", "affirms", "actor:a", "set:s", "resp:size", "quantity:a", lower=752)
    >>> b = a._replace(claim="claim:b.k", value="quantity:b", lower=701, hedge="hedge:over")
    >>> [change.kind for change in differences(Evidence(MemoryIndex()), b, a)]
    ['mutation:rounding']
    """
    pair = f"{_sentence(evidence, relay)}; {against} {_sentence(evidence, upstream)}"
    return [
        Mutation(f"mutation:{kind}", relay.claim, upstream.claim, f"{pair}; {note}".rstrip("; "))
        for kind, note in _changes(evidence, relay, upstream)
    ]


def _changes(evidence: Evidence, one: Said, other: Said) -> Iterator[tuple[str, str]]:
    if one.asserter != other.asserter and not _related(evidence, one.asserter, other.asserter):
        if one.asserter == getattr(evidence.documents.get(one.document), "publisher", None):
            yield "attribution-drop", "the relay speaks in its own voice"
        else:
            yield "role-swap", "the voice is another"
    if one.about != other.about:
        yield "scope-shift", _scope(evidence, "resp:subsetOf", one.about, other.about)
    elif one.property in _COUNTS:
        if (one.unit, one.counts) != (other.unit, other.counts):
            yield "scope-shift", "they count different things"
        elif kind := _number(one, other):
            yield kind, ""
    elif one.property == "resp:occurredAt" and one.value != other.value:
        yield "scope-shift", _scope(evidence, "resp:within", one.value, other.value)
    elif _moved(one.period, other.period):
        yield "date-shift", ""
    surer = one.stance == "affirms" and not one.hedge and one.property not in _COUNTS
    if surer and one.value == other.value and (other.hedge or other.stance == "questions"):
        yield "omission", "the relay leaves out how sure upstream is"
    if one.stance == other.stance == "affirms" and {one.property, other.property} <= _ROLES:
        yield from _roles(evidence, one, other)


def _number(one: Said, other: Said) -> str | None:
    (low, high), (below, above) = _bounds(one), _bounds(other)
    if one.hedge == _PART and not one.stated and other.stated:
        return "omission"
    if (low, high) == (below, above):
        changed = None if one.best == other.best else "number-change"
        return "rounding" if changed and one.best is None else changed
    if low <= below and above <= high:
        return "rounding"
    printed = (other.best, below if above == inf else None, above if below == -inf else None)
    same = low in printed or (other.stated is not None and one.stated == other.stated)
    return "omission" if low == high and same else "number-change"


def _bounds(one: Said) -> tuple[float, float]:
    low = -inf if one.lower is None else one.lower
    if one.hedge == _PART and one.stated:
        return low, low  # exact as printed; open upwards only as a count of all that there was
    return low, inf if one.upper is None else one.upper


def _moved(one: Period, other: Period) -> bool:
    """Say whether two periods surely start, or surely end, on different days."""
    return any(
        early is not None and late is not None and early < late
        for a, b in ((one, other), (other, one))
        for early, late in ((a.latest_start, b.earliest_start), (a.latest_end, b.earliest_end))
    )


def _roles(evidence: Evidence, one: Said, other: Said) -> Iterator[tuple[str, str]]:
    """Compare who is named: in another role, outright instead of as one of two, fewer, more."""
    here, there = _parts(evidence, one.value), _parts(evidence, other.value)
    missing = [b for b in there if not any(a in evidence.bearers(b) for a in here)]
    added = [a for a in here if not any(b in evidence.bearers(a) for b in there)]
    either = [bool(evidence.links("resp:alternative", named.value)) for named in (one, other)]
    if one.property != other.property:
        if _related(evidence, one.value, other.value):
            yield "role-swap", "the role is another"
    elif either == [False, True]:
        yield "role-swap", f"{other.value} leaves open which of them"
    elif missing:
        yield "attribution-drop", f"the relay does not name {', '.join(missing)}"
    elif added:
        yield "actor-broadening", f"only the relay includes {', '.join(added)}"


def _parts(evidence: Evidence, actor: str) -> list[str]:
    parts = evidence.links("resp:member", actor) + evidence.links("resp:alternative", actor)
    return sorted(parts) or [actor]


def _related(evidence: Evidence, one: str, other: str) -> bool:
    """Say whether two actors are one, or organ and State, or group and member."""
    pairs = product(_parts(evidence, one), _parts(evidence, other))
    return any(a in evidence.bearers(b) or b in evidence.bearers(a) for a, b in pairs)


def _scope(evidence: Evidence, link: str, here: str, there: str) -> str:
    inside, around = there in evidence.above(link, here), here in evidence.above(link, there)
    how = "is contained in" if inside else "contains" if around else "and, incomparable,"
    return f"{here} {how} {there}"


def _is_part(one: Said) -> bool:
    return one.hedge == _PART or one.part_of is not None


def _sentence(evidence: Evidence, one: Said) -> str:
    """Write who says what of what, where and when."""
    when = getattr(evidence.documents.get(one.document), "published", None) or "undated"
    what = one.edtf or one.value
    if one.property in _COUNTS:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (one.lower, one.upper))
        figure = (low if low == high else one.stated) or one.stated or f"{low}..{high}"
        hedge = (one.hedge or "").partition(":")[2].replace("-", " ")
        what = f"{hedge} {figure} ({', '.join(filter(None, (one.unit, one.counts)))})".strip()
    verb = {"denies": "denies", "questions": "leaves open"}.get(one.stance, "says")
    name = one.property.partition(":")[2]
    return f"{one.asserter} in {one.document} ({when}) {verb} of {one.about}: {name} {what}"


class _Passed:
    """What was passed on from each document, by what it is about."""

    def __init__(self, evidence: Evidence, said: list[Said]) -> None:
        self._evidence = evidence
        self._about: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            self._about[one.about].append(one)
        self._from: dict[str, dict[str, list[Said]]] = {}
        self._heads: dict[tuple[str, str], list[list[Said]]] = {}

    def on(self, about: str, document: str) -> list[Said]:
        """Return what a document says of something, and what others pass on from it."""
        if about not in self._from:
            self._from[about] = defaultdict(list)
            for one in self._about.get(about) or self._evidence.occurrence(about):
                for source in {one.document, *_sources(one)}:
                    self._from[about][source].append(one)
        return self._from[about].get(document, [])

    def beside(self, one: Said, about: str, source: str) -> list[Said]:
        """Return a claim for each value that a source, first, or its other relays give."""
        if (about, source) not in self._heads:
            values: dict[tuple[str | None, ...], list[Said]] = defaultdict(list)
            said = self.on(about, source)
            for other in sorted(said, key=lambda o: (o.document != source, o.claim, o.value)):
                values[other.property, other.stance, other.value, other.hedge].append(other)
            self._heads[about, source] = list(values.values())
        return [
            next(other for other in group if other.document != one.document)
            for group in self._heads[about, source]
            if any(other.document != one.document for other in group)
        ]


def _sources(one: Said) -> list[str]:
    names = (target.removeprefix("claim:").partition(".")[0] for target in one.relays)
    return sorted({name if name.startswith("doc:") else f"doc:{name}" for name in names})


def _compared(
    evidence: Evidence, passed: _Passed, one: Said, upstream: list[Said]
) -> Iterator[Mutation]:
    """Compare a relay with the claims that it names, or else with other relays."""
    names = _ROLES if one.property in _ROLES else {one.property}
    read = [up for up in upstream if up.property in names]
    for up in [up for up in read if up.value == one.value] or read:
        yield from differences(evidence, one, up)
    settled = [up for up in read if one.property != "resp:occurredDuring" or up.value == one.value]
    if any(up.about == one.about for up in settled):
        return  # but a rough date upstream leaves open which of two relays shifted it
    wider = {one.about} if read else evidence.above("resp:subsetOf", one.about)
    for source in _sources(one):
        given = [other for about in sorted(wider) for other in passed.beside(one, about, source)]
        others = [
            other
            for other in given
            if other.property in names and other not in read and _comparable(passed, one, other)
        ]
        own = [other for other in others if other.document == source]
        own = [other for other in own if other.value == one.value] or own
        against = "upstream" if own else f"another relay of {source},"
        for other in own or others:
            for change in differences(evidence, one, other, against):
                if own or change.kind not in ("mutation:attribution-drop", "mutation:omission"):
                    yield change


def _comparable(passed: _Passed, one: Said, other: Said) -> bool:
    """Say whether a relay must have changed something: of two numbers, the wider one."""
    if one.stance != other.stance or one.property == "resp:occurredAt":
        return False  # of several places each relay may name another
    if one.property not in _COUNTS:
        return one.about == other.about
    if one.counts != other.counts or _number(other, one) == "rounding" or _is_lead(passed, one):
        return False
    return (one.about, one.unit) == (other.about, other.unit) or _bounds(one) == _bounds(other)


def _is_lead(passed: _Passed, one: Said) -> bool:
    """Say whether its document counts more exactly elsewhere, as an article after its lead."""
    return any(
        m.property == one.property
        and one.counts in (None, m.counts)
        and _number(one, m) in ("rounding", "omission")
        for m in passed.on(one.about, one.document)
        if m.document == one.document
    )


def _left_out(
    evidence: Evidence, passed: _Passed, one: Said, upstream: list[Said]
) -> Iterator[Mutation]:
    """Find the parts of a count, itemised or registered as subsets, that a relay leaves out."""
    counted = one.property in _COUNTS and one.stance == "affirms" and not _is_part(one)
    if not counted or _is_lead(passed, one):
        return
    wholes = sorted({one.about, *(up.about for up in upstream)})
    sets = [name for name in evidence.subjects("resp:subsetOf") if name not in wholes]
    inside = [name for name in sets if {*wholes} & {*evidence.links("resp:subsetOf", name)}]
    near = [said for about in (*wholes, *inside) for said in passed.on(about, one.document)]
    mine = [said for said in near if said.document == one.document]
    held = {s.about for s in mine} | {s.counts for s in mine if s.property == one.property}
    for source in _sources(one):
        for part in (p for a in (*wholes, *inside) for p in passed.beside(one, a, source)):
            of_set = part.about in inside and part.property == "resp:size"
            itemised = part.about in wholes and part.property == one.property and _is_part(part)
            key = part.about if of_set else part.counts
            if part.stated and (of_set or itemised) and key not in held:
                held.add(key)
                who = "upstream" if part.document == source else f"another relay of {source},"
                why = f"{_sentence(evidence, one)}; left out: {who} {_sentence(evidence, part)}"
                yield Mutation("mutation:omission", one.claim, part.claim, why)
