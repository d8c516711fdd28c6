"""Acceptance: which claims a reading accepts, and what its conventions make of vague words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from respondeat.errors import ReadingError
from respondeat.index import Index
from respondeat.origins import UNREAD, Heard, Origin, Sources
from respondeat.reading import Policy, Reading
from respondeat.said import Said, statement
from respondeat.terms import TERMS, Terms

__all__ = ["REPLACED", "WITHDRAWN", "Acceptance", "Choice", "bounded", "refuse_unknown"]

WITHDRAWN = ("left out by name", "all that it begins with is left out")
"""Why a claim is left out that the reading names, or all of whose origins it names."""

REPLACED = "replaced by a later claim"

_GONE, _EXCLUDED, _UNNAMED, _BELOW, _HEARD = range(5)
"""How far an origin gets."""

_Names = Callable[[str], frozenset[str]]


class Choice(NamedTuple):
    """Claims that a reading accepts, that it refuses, and that an accepted source replaced.

    What is replaced is not refused: its own source no longer says it, whatever the reading.
    """

    accepted: list[Said]
    refused: list[Said]
    replaced: list[Said]


class Acceptance(NamedTuple):
    """A reading with what it needs to know of the record to apply its policy.

    ``kinds`` returns the classes of an actor by their names, ``kin`` an actor with its organs,
    governments and representatives, ``stronger`` pairs a standard of proof with the next lower
    ones of the same body.
    """

    reading: Reading
    kinds: _Names
    kin: _Names
    sources: Sources
    stronger: Mapping[str, Iterable[str]]

    def accept(self, said: Iterable[Said]) -> list[Said]:
        """Return the claims that the reading accepts, in the order given; see `choose`."""
        return self.choose(said).accepted

    def choose(self, said: Iterable[Said]) -> Choice:
        """Sort claims by what becomes of them, each in the order given.

        All claims of a statement must be given together: where a policy asks for independent
        origins, those of the affirmations that it accepts otherwise are counted, at their least.
        Replaced ones are dropped before that, and one that then lacks origins has replaced all the
        same. A denial or a doubt needs no number of origins and no standard of proof: a reading
        that asks much of an allegation must not lose what speaks against it.
        """
        everything = list(said)
        single = [one for one in everything if not self.why(one)]
        gone = _replaced(single)
        counted: dict[tuple[object, ...], dict[str, Said]] = defaultdict(dict)
        for one in single:
            if one.claim not in gone and one.stance == "affirms" and self.needed(one) > 1:
                counted[statement(one)][one.claim] = one
        least = {
            key: self.sources.independence(claims, self.heard(claims.values())).min
            for key, claims in counted.items()
        }
        heard = {
            id(one)
            for one in single
            if one.claim not in gone
            and (
                one.stance != "affirms"
                or self.needed(one) <= 1
                or least[statement(one)] >= self.needed(one)
            )
        }
        replaced = {id(one) for one in single if one.claim in gone}
        unrefused = heard | replaced
        return Choice(
            [one for one in everything if id(one) in heard],
            [one for one in everything if id(one) not in unrefused],
            [one for one in everything if id(one) in replaced],
        )

    def why(self, one: Said) -> str:
        """Return why the reading refuses a claim by itself; '' where it does not.

        It may still be replaced, or its statement may have too few origins.
        """
        policy = self.reading.policy(one.about, one.property)
        if one.claim in self.reading.without:
            return WITHDRAWN[0]
        if policy is None and not self.reading.without:
            return ""
        begun = self.sources.origins([one.claim]) or {Origin(one.asserter, UNREAD)}
        reasons = [self._silence(policy, one, origin) for origin in begun]
        if one.asserter not in {origin.asserter for origin in begun}:
            # who says in its own voice what it has from another must not be shut out itself
            own = self._silence(policy, one, Origin(one.asserter, one.document))
            reasons = [own] if own[0] in (_GONE, _EXCLUDED) else reasons
        furthest = max(rank for rank, _ in reasons)
        if furthest == _GONE:
            return WITHDRAWN[1]
        if policy and one.stance not in policy.stances:
            return "its stance is not heard"
        if policy and one.verification == "unverified" and not policy.unverified:
            return "not read at its source"
        words = ", ".join(sorted({text for rank, text in reasons if rank == furthest}))
        return f"below {words}" if furthest == _BELOW else words

    def heard(self, said: Iterable[Said]) -> Heard | None:
        """Return which origins some claims are heard for; ``None`` where no voice is shut out.

        A claim with two origins may be accepted for one of them: the other is no voice then.
        """
        if not self.reading.policies and not self.reading.without:
            return None
        claims: dict[str, list[Said]] = defaultdict(list)
        for one in said:
            claims[one.claim].append(one)
        return lambda claim, origin: any(
            not self._silence(self.reading.policy(one.about, one.property), one, origin)[1]
            for one in claims.get(claim, ())
        )

    def needed(self, one: Said) -> int:
        """Return how many independent origins the statement of a claim needs."""
        policy = self.reading.policy(one.about, one.property)
        return policy.origins if policy else 1

    def _silence(self, policy: Policy | None, one: Said, origin: Origin) -> tuple[int, str]:
        """Return how far an origin of a claim gets, and why no further; '' where it is heard."""
        gone, (voice, document) = self.reading.without, origin
        if voice in gone or f"{voice}@{document}" in gone:
            return _GONE, WITHDRAWN[1]
        if policy is None:
            return _HEARD, ""
        shut = self.kin(voice) if policy.exclude_kin else {voice}
        if not shut.isdisjoint(policy.exclude):
            return _EXCLUDED, "excluded"
        named = voice in policy.accept or not self.kinds(voice).isdisjoint(policy.kinds)
        if (policy.kinds or policy.accept) and not named:
            return _UNNAMED, "not among those heard"
        if not self._meets(policy, voice, one):
            return _BELOW, policy.standards[voice]
        return _HEARD, ""

    def _meets(self, policy: Policy, voice: str, one: Said) -> bool:
        lowest = policy.standards.get(voice)
        if lowest is None or one.stance != "affirms":
            return True
        met, waiting = set[str](), [one.standard or ""]
        while waiting:
            here = waiting.pop()
            if here not in met:
                met.add(here)
                waiting += self.stronger.get(here, ())
        return lowest in met


def _replaced(said: list[Said]) -> set[str]:
    """Return the claims that their own source has replaced.

    Nobody takes back what another says, and claims that replace each other in a circle stand.
    """
    asserter = {one.claim: one.asserter for one in said}
    earlier = {
        one.claim: one.supersedes
        for one in said
        if one.supersedes and asserter.get(one.supersedes) == one.asserter
    }
    found = set()
    for claim, target in earlier.items():
        here, seen = target, {claim}
        while here in earlier and here not in seen:
            seen.add(here)
            here = earlier[here]
        if here not in seen:
            found.add(target)
    return found


def bounded(one: Said, reading: Reading) -> Said:
    """Return a claim with the bounds that the reading's conventions give a number without any.

    A vague word has bounds of its own (``dozens = [24, 99]``); a hedge has factors of the number
    that it goes with (``"hedge:about" = [0.9, 1.1]``). Whatever the source bounds itself stays.

    >>> reading = Reading("a", "", {}, conventions={"dozens": (24, 99)})
    >>> said = Said("claim:d.k", "affirms", "actor:a", "set:s", "resp:killed", "", stated="Dozens")
    >>> bounded(said, reading).upper
    99
    """
    if one.lower is not None or one.upper is not None:
        return one
    if word := reading.conventions.get((one.stated or "").casefold()):
        return one._replace(lower=word[0], upper=word[1])
    factors = reading.conventions.get(one.hedge or "")
    if factors and one.best is not None:
        low, high = (round(one.best * factor, 6) for factor in factors)
        return one._replace(lower=low, upper=high)
    return one


def refuse_unknown(reading: Reading, index: Index, terms: Terms = TERMS) -> None:
    """Raise ``ReadingError`` where a reading names what neither law data nor registry hold.

    An unknown name would change no answer, and the answer would seem to rest on it.
    """
    for subject, name, value, what in _named(reading):
        node = ox.NamedNode(terms.expand(value)) if value else None
        predicate = terms.expand(name) if name else None
        if not any(index.match(terms.expand(subject), predicate, node)):
            raise ReadingError(f"the reading {reading.name!r} names {what}")


def _named(reading: Reading) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Yield the triples that must be there, ``None`` for any, and what the subject is not."""
    listed = "`respondeat ask contested-questions` lists them"
    for question, position in reading.positions.items():
        kind = "resp:ContestedQuestion"
        yield question, "rdf:type", kind, f"{question}, which is no contested question: {listed}"
        what = f"{position}, which is no position on {question}: {listed}"
        yield position, "resp:positionOn", question, what
    for policy in reading.policies:
        for name in policy.properties:
            what = f"{name}, which is no property of claims"
            yield f"resp:{name}", "resp:claimable", None, what
        for actor in (*policy.accept, *policy.exclude):
            yield actor, None, None, f"{actor}: nobody here is called so"
        for body, standard in policy.standards.items():
            what = f"{standard}, which is no standard of proof of {body}"
            yield standard, "resp:standardOf", body, what
    for part in (part for one in reading.without for part in one.split("@")):
        if part != UNREAD:
            yield part, None, None, f"{part}: nothing here is called so"
