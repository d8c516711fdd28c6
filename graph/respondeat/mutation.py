"""Mutation: what a relayed claim changed against the claim that it passes on.

A relay is compared with the claims that it names. Where it names a document that was not read
that far, it is compared with other relays of that document: a difference between two relays says
that one of them changed something, and not which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from respondeat.evidence import Evidence
from respondeat.period import Period
from respondeat.said import Said

__all__ = ["Mutation", "differences", "mutations"]

_COUNTS = frozenset({"resp:killed", "resp:injured", "resp:destroyed", "resp:size"})
_ROLES = frozenset({"resp:perpetrator", "resp:involved"})
_LEADS = {"hedge:at-least": "at least", "hedge:up-to": "up to", "hedge:vague": ""}
_UPSTREAM = "upstream"


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
    """Return what the relays among some claims changed, each relay being one of the claims.

    ``said`` holds all the claims about each thing that it has a claim about (such as an incident
    or a set): other relays are looked for there. A relay that says the same is no mutation. What
    a relay is silent on is an omission only of an itemised part, and never a denial.

    >>> from respondeat.index import MemoryIndex
    >>> mutations(Evidence(MemoryIndex()), [])
    []
    """
    if not any(one.relays for one in said):
        return []
    passed = _Passed(evidence, said)
    found = {
        change
        for one in said
        if one.relays
        for change in (*_compared(evidence, passed, one), *_left_out(evidence, passed, one))
    }
    return sorted(found)


def differences(
    evidence: Evidence, relay: Said, upstream: Said, against: str = _UPSTREAM
) -> list[Mutation]:
    """Compare one relayed claim with the claim that it passes on.

    Numbers are compared last, and only where both count the same thing in the same set: then a
    wider number is a rounding, the same figure without its hedge an omission, and any other a
    number change.

    >>> from respondeat.index import MemoryIndex
    >>> a = Said("claim:a.k", "affirms", "actor:a", "set:s", "resp:size", "quantity:a", lower=752)
    >>> b = a._replace(claim="claim:b.k", value="quantity:b", lower=701, hedge="hedge:over")
    >>> [change.kind for change in differences(Evidence(MemoryIndex()), b, a)]
    ['mutation:rounding']
    """
    return [
        Mutation(
            f"mutation:{kind}",
            relay.claim,
            upstream.claim,
            f"{_sentence(evidence, relay)}; {against} {_sentence(evidence, upstream)}"
            + (f"; {note}" if note else ""),
        )
        for kind, note in _changes(evidence, relay, upstream)
    ]


def _changes(evidence: Evidence, one: Said, other: Said) -> Iterator[tuple[str, str]]:
    if one.asserter != other.asserter and not _related(evidence, one.asserter, other.asserter):
        publication = evidence.documents.get(one.document)
        own = publication is not None and publication.publisher == one.asserter
        yield ("attribution-drop", "the voice upstream is not named") if own else ("role-swap", "")
    if one.about != other.about:
        yield "scope-shift", _scope(evidence, "subsetOf", one.about, other.about)
    elif one.property in _COUNTS and (one.unit, one.counts) != (other.unit, other.counts):
        yield "scope-shift", "they count different things"
    elif one.property == other.property and one.value != other.value and one.place:
        yield "scope-shift", _scope(evidence, "within", one.value, other.value)
    elif one.property in _COUNTS:
        kind = _number(one, other)
        if kind:
            yield kind, ""
    elif _moved(one.period, other.period):
        yield "date-shift", ""
    if one.stance != "affirms":
        return
    if other.stance == "questions":
        yield "omission", "upstream leaves it open"
    elif one.property not in _COUNTS and other.hedge and not one.hedge:
        yield "omission", f"the relay leaves out {other.hedge}"
    if other.stance == "affirms" and {one.property, other.property} <= _ROLES:
        yield from _roles(evidence, one, other)


def _number(one: Said, other: Said) -> str | None:
    """Compare two counts of the same thing."""
    low, high = _bounds(one)
    below, above = _bounds(other)
    silent = one.stated is None and one.hedge == "hedge:including" and one.upper is None
    if silent and other.stated is not None:
        return "omission"
    if (low, high) == (below, above):
        if one.best == other.best:
            return None
        return "rounding" if one.best is None else "number-change"
    if low <= below and above <= high:
        return "rounding"
    same = low in (below, other.best) or high == above or (one.stated or 0) == other.stated
    return "omission" if low == high and same and below <= low <= above else "number-change"


def _bounds(one: Said) -> tuple[float, float]:
    """Return the interval; a number of which the source says that it is a part is exact as such."""
    low = -inf if one.lower is None else one.lower
    if one.hedge == "hedge:including" and one.stated is not None and one.lower is not None:
        return low, low
    return low, inf if one.upper is None else one.upper


def _moved(one: Period, other: Period) -> bool:
    """Say whether two periods surely start or surely end on different days."""
    pairs = ((one[0:2], other[0:2]), (one[2:4], other[2:4]))
    return any(
        (a[1] is not None and b[0] is not None and a[1] < b[0])
        or (b[1] is not None and a[0] is not None and b[1] < a[0])
        for a, b in pairs
    )


def _roles(evidence: Evidence, one: Said, other: Said) -> Iterator[tuple[str, str]]:
    """Compare who is named: wider, fewer, outright instead of as one of two, in another role."""
    here, there = _parts(evidence, one.value), _parts(evidence, other.value)
    if one.property != other.property:
        if any(_related(evidence, a, b) for a in here for b in there):
            yield "role-swap", ""
        return
    if one.value == other.value:
        return
    open_there = evidence.links("alternative", other.value)
    if open_there and not evidence.links("alternative", one.value):
        yield "role-swap", "which of them is left open there"
        return
    missing = [b for b in there if not any(_within(evidence, b, a) for a in here)]
    added = [a for a in here if not any(_within(evidence, a, b) for b in there)]
    if missing:
        yield "attribution-drop", f"not named by the relay: {', '.join(missing)}"
    elif added:
        yield "actor-broadening", f"only the relay includes {', '.join(added)}"


def _parts(evidence: Evidence, actor: str) -> list[str]:
    """Return the members or alternatives of an actor, or the actor alone."""
    parts = sorted({*evidence.links("member", actor), *evidence.links("alternative", actor)})
    return parts or [actor]


def _within(evidence: Evidence, actor: str, wider: str) -> bool:
    """Say whether an actor is another, or its organ: naming the other then includes it."""
    return wider == actor or wider in evidence.bearers(actor)


def _related(evidence: Evidence, one: str, other: str) -> bool:
    """Say whether two voices or actors are one, organs of one another, or a group and a member."""
    pairs = ((a, b) for a in _parts(evidence, one) for b in _parts(evidence, other))
    return any(_within(evidence, a, b) or _within(evidence, b, a) for a, b in pairs)


def _scope(evidence: Evidence, link: str, here: str, there: str) -> str:
    if there in evidence.above(link, here):
        return f"{here} is contained in {there}"
    if here in evidence.above(link, there):
        return f"{here} contains {there}"
    return f"{here} and {there} are incomparable"


class _Passed:
    """What was passed on from each document, by what it is about."""

    def __init__(self, evidence: Evidence, said: list[Said]) -> None:
        self._evidence = evidence
        self._about: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            self._about[one.about].append(one)
        self._from: dict[str, dict[str, list[Said]]] = {}
        self._groups: dict[tuple[str, str, str], dict[tuple[str | None, ...], list[Said]]] = {}
        self._inside: dict[str, list[str]] = defaultdict(list)
        for subset in evidence.subjects("subsetOf"):
            for whole in evidence.links("subsetOf", subset):
                self._inside[whole].append(subset)

    def inside(self, about: str) -> list[str]:
        """Return the sets that the registry declares parts of a set."""
        return self._inside.get(about, [])

    def about(self, about: str, source: str) -> list[Said]:
        """Return what the source says about something, and what others pass on from it."""
        if about not in self._from:
            if about not in self._about:
                self._about[about] = self._evidence.occurrence(about)
            self._from[about] = defaultdict(list)
            for one in self._about[about]:
                for document in {one.document, *_sources(one)}:
                    self._from[about][document].append(one)
        return self._from[about].get(source, [])

    def by(self, about: str, document: str) -> list[Said]:
        """Return what a document says about something."""
        return [one for one in self.about(about, document) if one.document == document]

    def different(self, one: Said, about: str, name: str, source: str) -> list[Said]:
        """Return one claim for each other value that the source or its relays give, finest first.

        The source's own come alone where it has any.
        """
        key = about, name, source
        if key not in self._groups:
            self._groups[key] = defaultdict(list)
            for other in _finest([o for o in self.about(about, source) if o.property == name]):
                if other.stance == "affirms":
                    self._groups[key][other.value, other.hedge].append(other)
        found = [
            next((other for other in group if other.document != one.document), None)
            for value, group in self._groups[key].items()
            if value != (one.value, one.hedge)
        ]
        others = [other for other in found if other is not None]
        return [other for other in others if other.document == source] or others

    def is_finest(self, one: Said) -> bool:
        """Say whether its document says the same no more exactly elsewhere."""
        mine = [o for o in self.by(one.about, one.document) if o.property == one.property]
        return one in _finest(mine)


def _sources(one: Said) -> list[str]:
    """Return the documents that a claim was passed on from."""
    return [
        target
        if target.startswith("doc:")
        else "doc:" + target.removeprefix("claim:").partition(".")[0]
        for target in one.relays
    ]


def _finest(said: list[Said]) -> list[Said]:
    """Leave out what the same document says more exactly: a lead before the body of an article."""
    by_document: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_document[one.document].append(one)
    return [
        one
        for one in said
        if not any(_rougher(one, other) for other in by_document[one.document])
    ]


def _rougher(one: Said, other: Said) -> bool:
    if one.property in _COUNTS:
        same = (one.unit, one.counts) == (other.unit, other.counts)
        return same and one.value != other.value and _number(one, other) in ("rounding", "omission")
    return one.period != other.period and _refines(other.period, one.period)


def _refines(fine: Period, rough: Period) -> bool:
    """Say whether every known point of a period leaves room for the other's."""
    return all(
        (rough[i] is None or (fine[i] or rough[i]) >= rough[i])  # type: ignore[operator]
        and (rough[i + 1] is None or (fine[i + 1] or rough[i + 1]) <= rough[i + 1])  # type: ignore[operator]
        for i in (0, 2)
    )


def _compared(evidence: Evidence, passed: _Passed, one: Said) -> Iterator[Mutation]:
    """Compare a relay with the claims that it names, or else with other relays."""
    read = _upstream(evidence, one)
    for other in read:
        yield from differences(evidence, one, other)
    if any(o.about == one.about and not _dated_finer(one, o) for o in read):
        return
    if not passed.is_finest(one):
        return
    for source in _sources(one):
        for name in sorted({one.property} | (_ROLES if one.property in _ROLES else set())):
            for other in passed.different(one, one.about, name, source):
                yield from _beside(evidence, one, other, source)
        if one.property in _COUNTS and not read:
            yield from _shifted(evidence, passed, one, source)


def _upstream(evidence: Evidence, one: Said) -> list[Said]:
    roles = _ROLES if one.property in _ROLES else {one.property}
    found = [
        other
        for target in one.relays
        if target.startswith("claim:")
        for other in evidence.claim(target)
        if other.property in roles
    ]
    return [other for other in found if other.value == one.value] or found


def _dated_finer(one: Said, other: Said) -> bool:
    return one.period != other.period and _refines(one.period, other.period)
