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
from respondeat.chains import ALWAYS, Chains, Edge, Window, chains, live, window
from respondeat.element import elements_of
from respondeat.evidence import Evidence
from respondeat.finding import Element, Link
from respondeat.rule import Rule
from respondeat.said import Said
from respondeat.saying import said_by
from respondeat.step import Step, denials, member, perpetrator, relations

__all__ = ["ENDS", "Hypotheses", "hypotheses", "ids", "ordered"]

WALKED = {"state": "attribution", "non-state": "group-command"}
"""Track to the kind of rule that leads on within it."""

ENDS = {"state": ("State",), "non-state": ("NonStateArmedGroup", "Militia", "UnidentifiedActor")}
"""Track to the kinds of actor that answer on it."""


class Hypotheses(NamedTuple):
    """The steps from one incident by track, before anybody is asked for.

    ``derived`` are the steps from one State to another, ``days`` the windows of the incident, and
    ``made`` and ``sides`` what was found so far, since several tracks share it.
    """

    evidence: Evidence
    occasion: Occasion
    rules: list[Rule]
    steps: dict[str, dict[str, Step]]
    derived: dict[str, Step]
    days: tuple[Window, ...]
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
        edges = [Edge(name, one.source, one.target, one.windows) for name, one in steps.items()]
        found = chains(edges, self.occasion.name, actor, self.days)
        taken = {name for chain in found.chains for name in chain}
        if not found.whole:
            taken |= {edge.id for edge in live(edges, self.occasion.name, actor, self.days)}
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
            self.evidence.independence(ids(step.said or step.counted)),
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
    walk = _Walk(evidence, rules, occasion, frozenset(persons))
    steps = {track: walk.steps(track) for track in WALKED}
    days = tuple(window(day) for day in occasion.days) or ALWAYS
    return Hypotheses(evidence, occasion, rules, steps, walk.derived(steps["state"]), days, {}, {})


class _Walk:
    """Where steps lead from one incident."""

    def __init__(
        self, evidence: Evidence, rules: list[Rule], occasion: Occasion, persons: frozenset[str]
    ) -> None:
        positions = evidence.reading.positions.values()
        self._evidence, self._occasion, self._persons = evidence, occasion, persons
        self._rules = [rule for rule in rules if rule.relations and rule.taken(positions)]

    def steps(self, track: str) -> dict[str, Step]:
        """Return the steps of one track, over everybody within reach of the incident."""
        rules = [r for r in self._rules if (r.track, r.kind) == (track, WALKED[track])]
        found: dict[str, Step] = {}
        waiting, seen = [self._occasion.name], {self._occasion.name}
        while waiting:
            here = waiting.pop()
            ahead = [*self._first(here), *self._members(here), *self._over(rules, here)]
            for step in _exclusive(ahead):
                found[step.id] = step
                if step.target not in seen:
                    seen.add(step.target)
                    waiting.append(step.target)
        return found

    def derived(self, steps: dict[str, Step]) -> dict[str, Step]:
        """Return the steps from each State within reach to another, which end there."""
        rules = [rule for rule in self._rules if (rule.track, rule.kind) == ("state", "derived")]
        states = {one.target for one in steps.values() if self._is(one.target, "State")}
        found = (step for state in sorted(states) for step in self._over(rules, state))
        return {step.id: step for step in found if self._is(step.target, "State")}

    def _first(self, here: str) -> Iterable[Step]:
        if here != self._occasion.name:
            return
        for actor in sorted({one.value for one in self._occasion.affirmed("perpetrator")}):
            if self._may(actor):
                kinds = self._evidence.kinds(actor)
                yield perpetrator(self._evidence, here, actor, self._occasion.said, kinds)

    def _members(self, here: str) -> Iterable[Step]:
        for actor in sorted(self._evidence.links("resp:member", here)):
            if self._may(actor):
                yield member(here, actor, self._occasion.said)

    def _over(self, rules: list[Rule], here: str) -> Iterable[Step]:
        kinds = self._evidence.kinds(here)
        for rule in rules:
            if rule.leads_from(kinds):
                for step in relations(self._evidence, rule, here, self._occasion.days):
                    if self._may(step.target):
                        yield self._denied(step)

    def _denied(self, step: Step) -> Step:
        """Add to a step to a State the denials that the State is the perpetrator."""
        if step.kind != "attribution" or not self._is(step.target, "State"):
            return step
        more = [one for one in denials(self._occasion.said, step.target) if one not in step.against]
        return step._replace(against=(*step.against, *more))

    def _may(self, actor: str) -> bool:
        """Say whether a step may end at an actor: not at one of two, nor at a person unnamed."""
        if self._is(actor, "DisjunctiveActor"):
            return False
        return not self._is(actor, "Person") or actor in self._persons

    def _is(self, actor: str, kind: str) -> bool:
        return kind in self._evidence.kinds(actor)


def _exclusive(steps: list[Step]) -> Iterable[Step]:
    """Leave out the steps that another step from the same actor excludes for this conduct.

    It does so only where it surely holds and nobody denies it, or one hostile claim could take a
    link away; else both stand and the question is a gap.
    """
    excluded = {
        (one.id, other.id)
        for one in steps
        for other in steps
        if one.rule and other.rule and other.rule.id in one.rule.excludes
        if one.target != other.target
    }
    by_id = {step.id: step for step in steps}
    for step in steps:
        over = [by_id[a] for a, b in sorted(excluded) if b == step.id]
        if any(one.sure and not one.against for one in over):
            continue
        taken = [by_id[b] for a, b in sorted(excluded) if a == step.id]
        firm = step.sure and not step.against
        yield step._replace(
            assumptions=(
                *step.assumptions,
                *(
                    f"for this conduct it takes the place of {b.id} ({_list(b)})"
                    for b in taken
                    if firm
                ),
            ),
            gaps=(
                *step.gaps,
                *(f"open: whether {one.id} takes its place ({_list(one)})" for one in over),
            ),
        )


def _list(step: Step) -> str:
    return ", ".join(ids(step.said))


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


def ids(said: Iterable[Said]) -> tuple[str, ...]:
    """Return the ids of claims, each once."""
    return tuple(sorted({one.claim for one in said}))
