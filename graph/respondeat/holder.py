"""Holders: who stands at the end of a command, by name only where a person may be named.

Each mode of liability walks the relation that it names for itself: from the forces named to those
that command them, and from each to a person. Where claims name one who may not be named, the step
is counted and shown without them; where none does, it is an assumption and a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.attribution import Hypotheses
from respondeat.rule import Rule
from respondeat.saying import span
from respondeat.step import Step, further, held, relations
from respondeat.walk import IDENTITY

__all__ = ["walks"]

_FORCES = frozenset({"ArmedForce", "MilitaryUnit", "NonStateArmedGroup", "Militia"})
"""Kinds of actor that somebody commands, whether or not a claim says who."""


def walks(found: Hypotheses, persons: dict[str, tuple[str, ...]]) -> Iterator[dict[str, Step]]:
    """Yield the steps from the incident to persons, apart for each mode of liability.

    ``persons`` may be named, with the claims that do.
    """
    first = {
        name: step
        for name, step in found.steps["state"].items()
        if step.kind in ("perpetrator", "member")
    }
    direct = first | {one.id: one for one in _charged(found, persons)}
    yield direct
    for rule in found.rules:
        if (rule.kind, rule.track) == ("liability-mode", "individual") and rule.relations:
            yield first | {one.id: one for one in _held(found, rule, first, persons)}


def _charged(found: Hypotheses, persons: dict[str, tuple[str, ...]]) -> Iterator[Step]:
    incident = found.occasion.name
    for person in sorted(persons):
        said = tuple(one for claim in persons[person] for one in found.evidence.claim(claim))
        yield Step(
            f"named {incident} > {person}", "liability-mode", None, incident, person, said, ()
        )


def _held(
    found: Hypotheses, rule: Rule, first: dict[str, Step], persons: dict[str, tuple[str, ...]]
) -> Iterator[Step]:
    """Yield the steps from the forces named to those above them and to whoever commands them."""
    evidence = found.evidence
    command = "commands" in rule.relations
    upward = rule._replace(to_kinds=rule.from_kinds | _FORCES if command else rule.from_kinds)
    waiting = sorted({one.target for one in first.values()})
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        names = [
            step
            for other in found.rules
            if (other.kind, other.track) == (IDENTITY, "individual")
            for step in relations(evidence, other, here, found.occasion.days)
        ]
        steps = [*relations(evidence, upward, here, found.occasion.days), *names]
        by_person = [one for one in steps if "Person" in evidence.kinds(one.target)]
        yield from (step for step in by_person if step.target in persons)
        if unnamed := [step for step in by_person if step.target not in persons]:
            yield _unnamed(found, rule, unnamed, here)
        if command and not by_person and _FORCES & evidence.kinds(here):
            yield from _bare(found, rule, upward, here, names)
        for step in steps:
            if step not in by_person:
                yield step
                if step.target not in seen:
                    seen.add(step.target)
                    waiting.append(step.target)


def _unnamed(found: Hypotheses, rule: Rule, steps: list[Step], here: str) -> Step:
    """Return one step for all that give names, without them and the claims that give them."""
    holder = _holder(found, rule, here, steps)
    said = tuple(one for step in steps for one in step.said)
    sure = tuple(one for step in steps for one in step.surely)
    many, loose = (len({one.claim for one in ones}) for ones in (said, set(said) - set(sure)))
    return _step(rule, here, holder)._replace(
        sure=any(step.sure for step in steps),
        windows=tuple(window for step in steps for window in step.windows),
        gaps=(
            f"the name is left out that {many} claim{'s' if many > 1 else ''} read"
            f" give{'' if many > 1 else 's'}, for no public charge, judgment or investigative"
            f" conclusion read names that person for {found.occasion.name}",
            *([further(loose)] if sure and loose else ()),
        ),
        counted=said,
        surely=sure,
    )


def _bare(
    found: Hypotheses, rule: Rule, upward: Rule, here: str, names: list[Step]
) -> Iterator[Step]:
    """Yield a step to whoever held a command, unless claims give one under another name."""
    days = found.occasion.days
    for one in names:
        steps = relations(found.evidence, upward, one.target, days)
        if any("Person" in found.evidence.kinds(step.target) for step in steps):
            return
    holder = _holder(found, rule, here)
    yield _step(rule, here, holder)._replace(
        sure=False,
        assumptions=(f"that somebody held the command of {here}",),
        gaps=(f"no claim read says who commanded {here} on {_day(found)}",),
    )


def _step(rule: Rule, here: str, holder: str) -> Step:
    """Return a step to somebody who is not named, and so without the claims that would."""
    name = f"{rule.id} {here} > {holder}"
    return Step(name, "liability-mode", rule, here, holder, (), ())


def _holder(found: Hypotheses, rule: Rule, here: str, steps: Iterable[Step] = ()) -> str:
    """Write who stands at the end of a step: by the command, by the office, or by neither."""
    if "commands" in rule.relations:
        return f"holder of the command of {here} on {_day(found)}"
    offices = {
        one.value
        for step in steps
        for one in found.evidence.affirmed(step.target, "holdsOffice")
        if held(one.period, found.occasion.days) is not False
    }
    if offices:
        return f"holder of the office {' or '.join(sorted(offices))} on {_day(found)}"
    relation = " or ".join(rule.relations)
    return f"person, not named here, of whom {relation} {here} is claimed on {_day(found)}"


def _day(found: Hypotheses) -> str:
    return " or ".join(sorted({span(day) for day in found.occasion.days})) or "an unknown date"
