"""Acceptance: which claims a reading accepts, and what its conventions make of vague words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from respondeat.errors import ReadingError
from respondeat.index import Index
from respondeat.origins import UNREAD, Origin, Sources
from respondeat.reading import Policy, Reading
from respondeat.said import Said, statement
from respondeat.terms import TERMS, Terms

__all__ = ["Acceptance", "bounded", "refuse_unknown"]

_Names = Callable[[str], frozenset[str]]


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
        """Return the claims that the reading accepts, in the order given.

        All claims of a statement must be given together: where a policy asks for independent
        origins, those of the affirmations that it accepts otherwise are counted, at their least.
        A denial or a doubt needs no number of origins and no standard of proof: a reading that
        asks much of an allegation must not lose what speaks against it.
        """
        if not self.reading.policies and not self.reading.without:
            return list(said)
        single = [one for one in said if self._accepts(one)]
        together: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for one in single:
            if one.stance == "affirms" and self._needed(one) > 1:
                together[statement(one)].add(one.claim)
        least = {key: self.sources.independence(claims).min for key, claims in together.items()}
        return [
            one
            for one in single
            if one.stance != "affirms"
            or self._needed(one) <= 1
            or least[statement(one)] >= self._needed(one)
        ]

    def _needed(self, one: Said) -> int:
        policy = self.reading.policy(one.about, one.property)
        return policy.origins if policy else 1

    def _accepts(self, one: Said) -> bool:
        without = self.reading.without
        if without and (one.claim in without or self._withdrawn(one)):
            return False
        policy = self.reading.policy(one.about, one.property)
        if policy is None:
            return True
        if one.stance not in policy.stances:
            return False
        if one.verification == "unverified" and not policy.unverified:
            return False
        voices = {origin.asserter for origin in self.sources.origins([one.claim])}
        return any(
            self._hears(policy, voice) and self._meets(policy, voice, one)
            for voice in voices or {one.asserter}
        )

    def _withdrawn(self, one: Said) -> bool:
        """Say whether everything that a claim begins with is withdrawn."""
        gone = self.reading.without
        return all(
            origin.asserter in gone or f"{origin.asserter}@{origin.document}" in gone
            for origin in self.sources.origins([one.claim]) or {Origin(one.asserter, UNREAD)}
        )

    def _hears(self, policy: Policy, voice: str) -> bool:
        shut = self.kin(voice) if policy.exclude_kin else {voice}
        if not shut.isdisjoint(policy.exclude):
            return False
        if not policy.kinds and not policy.accept:
            return True
        return voice in policy.accept or not self.kinds(voice).isdisjoint(policy.kinds)

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
        for kind in policy.kinds:
            what = f"{kind}, which is no kind of actor: `respondeat ask kinds` lists them"
            yield f"resp:{kind}", "rdf:type", "owl:Class", what
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
