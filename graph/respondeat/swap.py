"""Swap: two readings taken apart, and what the trace would be with some parts exchanged.

A part is a position, the policy, the conventions, the record's end, the day, or what is left out;
policy and conventions can be exchanged on one property and for one word too. A state is the set of
parts that are the right reading's; all others are the left one's. Nothing else tells which part
makes a difference: each is exchanged by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, NamedTuple

from respondeat.aspect import Aspects, Item, aspects
from respondeat.evidence import Evidence
from respondeat.reading import Policy, Reading
from respondeat.terms import ENTITIES
from respondeat.trace import Trace, trace_incident

__all__ = ["CONVENTIONS", "POLICY", "Bench", "Part", "State", "parts"]

POLICY, CONVENTIONS = "policy", "conventions"

State = frozenset[str]


class Part(NamedTuple):
    """One thing in which two readings differ: its id, and what each of them holds."""

    id: str
    left: Any
    right: Any

    @property
    def kind(self) -> str:
        """One of position, policy, conventions, known, at, without."""
        return "position" if self.id.startswith("contested:") else self.id


def parts(left: Reading, right: Reading) -> tuple[Part, ...]:
    """Return in what two readings differ, but for their names, sorted.

    >>> one, other = Reading.named("applicant"), Reading.named("every-claim")
    >>> sorted({part.kind for part in parts(one, other)})
    ['conventions', 'policy', 'position']
    >>> parts(one, one)
    ()
    """
    found = [
        Part(name, left.positions.get(name), right.positions.get(name))
        for name in {*left.positions, *right.positions}
    ]
    found += [
        Part(POLICY, left.policies, right.policies),
        Part(CONVENTIONS, dict(left.conventions), dict(right.conventions)),
        Part("known", left.known, right.known),
        Part("at", left.at, right.at),
        Part("without", sorted(left.without), sorted(right.without)),
    ]
    return tuple(sorted((one for one in found if one.left != one.right), key=lambda one: one.id))


class Bench:
    """Where parts are exchanged: the items of a trace by state, each traced once.

    ``opened`` gives the evidence of a reading that ends at another entry of the record.
    """

    def __init__(
        self, incident: str, left: Evidence, right: Evidence, opened: Callable[[Reading], Evidence]
    ) -> None:
        """Take the evidence under each reading."""
        self.incident, self.parts = incident, parts(left.reading, right.reading)
        self.whole = frozenset(part.id for part in self.parts)
        self.left, self.right, self._opened = left.reading, right.reading, opened
        self.evidence = left, right
        self._evidence = {_accepting(one.reading): one for one in (left, right)}
        self._found: dict[str, dict[Item, Aspects]] = {}
        self._states: dict[State, dict[Item, Aspects]] = {}

    def trace(self, state: State) -> Trace | None:
        """Return the trace of a state, ``None`` where no claim about the incident is accepted."""
        reading = self.reading(state)
        evidence = self._under(reading)
        # positions choose no claims: one evidence serves all readings that differ in them alone
        before, evidence.reading = evidence.reading, reading
        try:
            if not evidence.occurrence(self.incident):
                return None
            return trace_incident(evidence, self.incident)
        finally:
            evidence.reading = before

    def items(self, state: State) -> dict[Item, Aspects]:
        """Return the aspects of every item in a state."""
        if state not in self._states:
            digest = self.reading(state).digest  # two states may be one reading
            if digest not in self._found:
                found = self.trace(state)
                self._found[digest] = aspects(found) if found else {}
            self._states[state] = self._found[digest]
        return self._states[state]

    def reading(self, state: State) -> Reading:
        """Return the reading of a state; ``policy:x`` in it is the other side's policy on x."""

        def of(name: str) -> Reading:
            return self._side(name in state)

        positions = {
            name: position
            for name in sorted({*self.left.positions, *self.right.positions})
            if (position := of(name).positions.get(name)) is not None
        }
        words = _exceptions(state, CONVENTIONS)
        conventions = {
            word: bounds
            for word in sorted({*self.left.conventions, *self.right.conventions})
            # the other side's for a word that is excepted
            if (
                bounds := self._side((CONVENTIONS in state) ^ (word in words)).conventions.get(word)
            )
        }
        other = self._side(POLICY not in state)
        return Reading(
            "left and right",
            "",
            positions,
            (*_on(other.policies, _exceptions(state, POLICY)), *of(POLICY).policies),
            MappingProxyType(conventions),
            of("known").known,
            of("at").at,
            tuple(sorted(of("without").without)),
        )

    def _side(self, right: bool) -> Reading:
        return self.right if right else self.left

    def _under(self, reading: Reading) -> Evidence:
        key = _accepting(reading)
        if key not in self._evidence:
            near = next(
                (e for e in self._evidence.values() if e.reading.known == reading.known), None
            )
            self._evidence[key] = near.under(reading) if near else self._opened(reading)
        return self._evidence[key]


def _exceptions(state: State, part: str) -> State:
    """Return the properties or words on which a part is exchanged by itself."""
    return frozenset(one.partition(":")[2] for one in state if one.startswith(f"{part}:"))


def _accepting(reading: Reading) -> str:
    """Return the same for all readings that accept the same claims with the same bounds."""
    without = tuple(sorted(reading.without))
    return reading._replace(name="", summary="", positions={}, without=without).digest


def _on(policies: tuple[Policy, ...], names: State) -> tuple[Policy, ...]:
    """Return the policies as far as they are on some properties, so that they decide on all of it.

    Where none of them fits, the claim is accepted, as it would be without the rest.
    """
    if not names:
        return ()
    found = [
        one._replace(properties=tuple(sorted(names.intersection(one.properties or names))))
        for one in policies
        if not one.properties or names.intersection(one.properties)
    ]
    return (*found, Policy((*sorted(ENTITIES), "doc"), tuple(sorted(names))))
