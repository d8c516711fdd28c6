"""Attribution hypotheses: which steps lead from an incident to a State, or to a group.

Only rules of the kinds attribution and derived lead to a State, and only over the relations that
they name, between the kinds that they name, on the dates of the incident. Derived rules lead from
a State to a State and end there. A group of named actors leads to each member as an assumption;
one or other of two leads to nobody. The tracks are walked apart and never joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from respondeat.case import Occasion
from respondeat.chains import ALWAYS, Chains, Edge, Ways, Window, window
from respondeat.element import elements_of
from respondeat.evidence import Evidence
from respondeat.finding import Element, Link
from respondeat.rule import Rule
from respondeat.saying import ids, said_by
from respondeat.step import Step
from respondeat.walk import WALKED, Walk

__all__ = ["ENDS", "Hypotheses", "hypotheses", "ordered", "ways"]

ENDS = {"state": ("State",), "non-state": ("NonStateArmedGroup", "Militia", "UnidentifiedActor")}
"""Track to the kinds of actor that answer on it."""


class Hypotheses(NamedTuple):
    """The steps from one incident by track, before anybody is asked for.

    ``derived`` are the steps from one State to another, ``days`` the windows of the incident,
    ``walked`` the ways over the steps of each track, and ``made`` and ``sides`` what was found so
    far, since several tracks share it.
    """

    evidence: Evidence
    occasion: Occasion
    rules: list[Rule]
    steps: dict[str, dict[str, Step]]
    derived: dict[str, Step]
    days: tuple[Window, ...]
    walked: dict[str, Ways]
    made: dict[str, Link]
    sides: dict[str, frozenset[str]]

    def reached(self, track: str) -> list[str]:
        """Return the actors of the kinds that answer on a track to whom some step leads."""
        targets = {step.target for step in self.steps[track].values()}
        if track == "state":
            targets |= {step.target for step in self.derived.values()}
        kinds = frozenset(ENDS[track])
        return sorted(one for one in targets if kinds & self.evidence.kinds(one))

    def named(self) -> list[str]:
        """Return the actors that claims name as perpetrator, alone or as a member of a group."""
        return sorted(
            step.target
            for step in self.steps["state"].values()
            if step.kind in ("perpetrator", "member")
            and not self.evidence.links("resp:member", step.target)
        )

    def side(self, actor: str) -> frozenset[str]:
        """Return an actor with the State whose organ it is and that State's Government."""
        if actor not in self.sides:
            self.sides[actor] = frozenset(self.evidence.bearers(actor, self.occasion.days))
        return self.sides[actor]

    def to(self, track: str, actor: str) -> tuple[Chains, list[Link]]:
        """Return the chains that end at an actor on a track, and the links that they take."""
        steps = self.steps[track]
        if track == "state":
            steps = steps | {n: s for n, s in self.derived.items() if s.target == actor}
        walked = self.walked[track]
        if len(steps) > len(self.steps[track]):
            walked = ways(steps, self.occasion.name, self.days)
        found = walked.chains(actor)
        taken = {name for chain in found.chains for name in chain}
        if not found.whole:
            taken |= {edge.id for edge in walked.live(actor)}
        for name in taken - self.made.keys():
            self.made[name] = self.link(steps[name])
        return found, [self.made[name] for name in ordered(taken, found.chains)]

    def link(self, step: Step) -> Link:
        """Return the link that a step makes, with its elements, assumptions and gaps."""
        found: tuple[Element, ...] = ()
        if step.rule:
            found = elements_of(
                self.evidence,
                step.rule.elements,
                incident=self.occasion.name,
                said=self.occasion.said,
                actor=step.source,
                bearer=step.target,
            )
        bare = [f"no claim read bears on {one.element}" for one in found if not one.claims_for]
        loose = [one for one in step.said if one.verification == "unverified"]
        if step.said and len(loose) == len(step.said):
            bare.append(
                f"nobody has checked against a source what {said_by(self.evidence, loose)} says"
            )
        return Link(
            step.id,
            step.kind,
            step.rule.id if step.rule else None,
            step.source,
            step.target,
            step.from_date,
            step.until_date,
            "holds" if step.sure else "possible",
            ids(step.said),
            ids(step.against),
            self.evidence.independence(ids(step.carrying)),
            found,
            (*step.assumptions, *(self._terms(step.rule) if step.rule else ())),
            (*step.gaps, *bare),
        )

    def _terms(self, rule: Rule) -> Iterable[str]:
        positions = self.evidence.reading.positions
        if rule.described:
            yield f"that the rule's description fits: {'; '.join(rule.described)}"
        if rule.minority:
            taken_up = ", ".join(rule.positions) or "no position"
            yield f"minority position, followed under {taken_up}"
        for question, label in rule.questions:
            taken = positions.get(question)
            state = f"the reading takes {taken}" if taken else "the reading leaves it open"
            yield f"contested: {label} ({question}); {state}"
        for other in self.rules:
            if rule.id in other.modifies:
                yield f"{other.id} ({other.basis}) applies too: {other.definition}"


def hypotheses(
    evidence: Evidence, rules: list[Rule], occasion: Occasion, persons: Iterable[str] = ()
) -> Hypotheses:
    """Return every step from an incident; ``persons`` are those who may be named for it."""
    walk = Walk(evidence, rules, occasion, frozenset(persons))
    steps = {track: walk.steps(track) for track in WALKED}
    days = tuple(window(day) for day in occasion.days) or ALWAYS
    derived = walk.derived(steps["state"])
    walked = {track: ways(steps[track], occasion.name, days) for track in steps}
    return Hypotheses(evidence, occasion, rules, steps, derived, days, walked, {}, {})


def ways(steps: dict[str, Step], start: str, days: tuple[Window, ...]) -> Ways:
    """Return the ways that lead from a start over some steps."""
    edges = (Edge(name, one.source, one.target, one.windows) for name, one in steps.items())
    return Ways(edges, start, days)


def ordered(names: Iterable[str], chains: Iterable[tuple[str, ...]]) -> list[str]:
    """Return links as the chains take them, the first steps of all before the second ones.

    >>> ordered({"a", "b", "c"}, [("b", "a"), ("c", "a")])
    ['b', 'c', 'a']
    """
    place: dict[str, int] = {}
    for chain in chains:
        for number, name in enumerate(chain):
            place[name] = max(number, place.get(name, 0))
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))
