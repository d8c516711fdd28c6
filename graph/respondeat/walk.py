"""The walk: every step that leads on from an incident, track by track.

It goes from the incident to whom claims name, from a group to its members, and on over the
relations that the rules name, another name of the same actor among them. It never passes one or
other of two, nor a person who may not be named; and it ends wherever no claim leads on.
"""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.case import Occasion
from respondeat.evidence import Evidence
from respondeat.rule import Rule
from respondeat.saying import ids
from respondeat.step import Step, member, perpetrator, relations

__all__ = ["WALKED", "Walk"]

IDENTITY = "identity"
"""The kind of rule that leads from one name to another of the same actor."""

WALKED = {"state": ("attribution", IDENTITY), "non-state": ("group-command", IDENTITY)}
"""Track to the kinds of rule that lead on within it."""


class Walk:
    """Where steps lead from one incident."""

    def __init__(
        self, evidence: Evidence, rules: list[Rule], occasion: Occasion, persons: frozenset[str]
    ) -> None:
        """Take the rules that the reading follows; ``persons`` may be named."""
        positions = evidence.reading.positions.values()
        self._evidence, self._occasion, self._persons = evidence, occasion, persons
        self._rules = [rule for rule in rules if rule.relations and rule.taken(positions)]

    def steps(self, track: str) -> dict[str, Step]:
        """Return the steps of one track, over everybody within reach of the incident."""
        rules = [r for r in self._rules if r.track == track and r.kind in WALKED[track]]
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
                yield member(self._evidence, here, actor, self._occasion.said)

    def _over(self, rules: list[Rule], here: str) -> Iterable[Step]:
        kinds = self._evidence.kinds(here)
        for rule in rules:
            if rule.leads_from(kinds):
                for step in relations(self._evidence, rule, here, self._occasion.days):
                    if self._may(step.target):
                        yield step

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
    link away, and where no exclusion leads back to it; else both stand and the question is a gap.
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
        back = _beyond(excluded, step.id)
        over = [by_id[a] for a, b in sorted(excluded) if b == step.id]
        if any(one.sure and not one.against and one.id not in back for one in over):
            continue
        taken = [by_id[b] for a, b in sorted(excluded) if a == step.id]
        firm = step.sure and not step.against
        yield step._replace(
            assumptions=(
                *step.assumptions,
                *(
                    f"for this conduct it takes the place of {b.id} ({_list(b)})"
                    for b in taken
                    if firm and step.id not in _beyond(excluded, b.id)
                ),
            ),
            gaps=(
                *step.gaps,
                *(f"open: whether {one.id} takes its place ({_list(one)})" for one in over),
            ),
        )


def _beyond(excluded: set[tuple[str, str]], start: str) -> set[str]:
    """Return every step that one excludes, or that those exclude in turn."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        further = {b for a, b in excluded if a == here} - found
        found |= further
        waiting += further
    return found


def _list(step: Step) -> str:
    return ", ".join(ids(step.said))
