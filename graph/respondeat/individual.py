"""The individual track: who held the command, by office and not by name.

A step ends at a named person only where a public charge, a judgment or the conclusion of an
investigative body names that person for that incident; else at the holder of a command. The track
walks commands itself and takes no step over from the track of States. What speaks for the holder
stands beside it: denials, doubts, sites not visited, others who are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.attribution import Hypotheses, ids
from respondeat.chains import Edge, chains
from respondeat.element import elements_of
from respondeat.evidence import Evidence
from respondeat.finding import Element, Link, Track
from respondeat.rule import Rule
from respondeat.said import Said
from respondeat.saying import content, said_by, span
from respondeat.step import Step, relations

__all__ = ["individuals", "withheld"]

_FORCES = frozenset({"ArmedForce", "MilitaryUnit", "NonStateArmedGroup", "Militia"})
"""Kinds of actor that somebody commands, whether or not a claim says who."""

_LEFT_OPEN = ("resp:weapon", "resp:cause", "resp:incidentType", "resp:target", "resp:siteVisitedBy")
_STANCES = {"denies": "denied", "questions": "left open"}


def individuals(found: Hypotheses, persons: dict[str, tuple[str, ...]]) -> list[Track]:
    """Return the tracks of natural persons; ``persons`` may be named, with the claims that do."""
    tracks: dict[str, tuple[dict[str, Link], list[tuple[str, ...]]]] = {}
    for steps in _walks(found, persons):
        edges = [Edge(name, one.source, one.target, one.windows) for name, one in steps.items()]
        for holder in sorted({one.target for one in steps.values() if _ends(found, one)}):
            some = chains(edges, found.occasion.name, holder, found.days)
            links, listed = tracks.setdefault(holder, ({}, []))
            for name in dict.fromkeys(name for chain in some.chains for name in chain):
                links.setdefault(name, _link(found, steps[name], persons))
            listed += [chain for chain in some.chains if chain not in listed]
    return [
        Track(
            "individual",
            holder,
            ("named in a charge, judgment or investigative conclusion",)
            if holder in persons
            else ("holder of a command, unnamed",),
            tuple(links.values()),
            tuple(sorted(listed, key=lambda chain: (len(chain), chain))),
            None,
        )
        for holder, (links, listed) in sorted(tracks.items())
        if listed
    ]


def withheld(evidence: Evidence, persons: Iterable[str], claims: Iterable[str]) -> tuple[str, ...]:
    """Return the claims without those on what a person commands, does or is who may not be named."""
    allowed = frozenset(persons)
    return tuple(
        claim
        for claim in claims
        if not any(
            "Person" in evidence.kinds(actor) and actor not in allowed
            for one in evidence.claim(claim)
            for actor in (one.about, one.value)
            if actor.startswith("actor:")
        )
    )


def _ends(found: Hypotheses, step: Step) -> bool:
    kinds = found.evidence.kinds(step.target) if step.target.startswith("actor:") else ()
    return not kinds or "Person" in kinds


def _walks(found: Hypotheses, persons: dict[str, tuple[str, ...]]) -> Iterator[dict[str, Step]]:
    """Yield the steps from the incident to persons, apart for each mode of liability."""
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
        steps = list(relations(evidence, upward, here, found.occasion.days))
        by_person = [one for one in steps if "Person" in evidence.kinds(one.target)]
        for step in by_person:
            named = step.target in persons
            yield step if named else _unnamed(found, rule, step, here)
        if command and not by_person and _FORCES & evidence.kinds(here):
            yield _bare(found, rule, here)
        for step in steps:
            if step not in by_person:
                yield step
                if step.target not in seen:
                    seen.add(step.target)
                    waiting.append(step.target)


def _unnamed(found: Hypotheses, rule: Rule, step: Step, here: str) -> Step:
    """Return the step without the name, the claims that give it, or anything that repeats it."""
    holder = _holder(found, rule, here)
    many = len({one.claim for one in step.said})
    return step._replace(
        id=f"{rule.id} {here} > {holder}",
        target=holder,
        said=(),
        against=(),
        counted=step.said,
        gaps=(
            f"{many} claim{'s' if many > 1 else ''} read name the person; the name is left out:"
            " no public charge, judgment or investigative conclusion read names that person for"
            f" {found.occasion.name}",
        ),
    )


def _bare(found: Hypotheses, rule: Rule, here: str) -> Step:
    holder = _holder(found, rule, here)
    return Step(
        f"{rule.id} {here} > {holder}",
        "liability-mode",
        rule,
        here,
        holder,
        (),
        (),
        sure=False,
        assumptions=(f"that somebody held the command of {here}",),
        gaps=(f"no claim read says who commanded {here} on {_day(found)}",),
    )


def _holder(found: Hypotheses, rule: Rule, here: str) -> str:
    if "commands" in rule.relations:
        return f"holder of the command of {here} on {_day(found)}"
    relation = " or ".join(rule.relations)
    return f"person, not named here, of whom {relation} {here} is claimed on {_day(found)}"


def _day(found: Hypotheses) -> str:
    return " or ".join(sorted({span(day) for day in found.occasion.days})) or "an unknown date"


def _link(found: Hypotheses, step: Step, persons: dict[str, tuple[str, ...]]) -> Link:
    """Return the link, a mode of liability with its elements and what speaks for the holder."""
    link = found.link(step._replace(rule=None))
    if step.kind != "liability-mode":
        return link
    elements: tuple[Element, ...] = ()
    if step.rule:
        bearer = step.target if step.target.startswith("actor:") else None
        elements = tuple(
            Element(
                one.element,
                withheld(found.evidence, persons, one.claims_for),
                withheld(found.evidence, persons, one.claims_against),
            )
            for one in elements_of(
                found.evidence,
                step.rule.elements,
                incident=found.occasion.name,
                said=found.occasion.said,
                actor=step.source,
                bearer=bearer,
            )
        )
    doubts = list(_exculpatory(found, step)) if _ends(found, step) else []
    against = {claim for _, claims in doubts for claim in claims}
    bare = [f"no claim read bears on {one.element}" for one in elements if not one.claims_for]
    return link._replace(
        rule=step.rule.id if step.rule else None,
        elements=elements,
        claims_against=tuple(sorted({*link.claims_against, *against})),
        gaps=(*link.gaps, *bare, *(text for text, _ in doubts)),
    )


def _exculpatory(found: Hypotheses, step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what speaks for the holder, a sentence for each statement, with its claims."""
    evidence, said = found.evidence, found.occasion.said
    own = {step.target, *evidence.bearers(step.source, found.occasion.days)}
    statements: dict[tuple[str, str, str], list[Said]] = {}
    for one in said:
        doubt = one.stance != "affirms"
        if one.property in _LEFT_OPEN and doubt:
            statements.setdefault((one.stance, one.property, content(one)), []).append(one)
        elif one.property == "resp:perpetrator":
            parts = _parts(evidence, one.value)
            related = any(own.intersection(evidence.bearers(part)) for part in parts)
            if doubt == related:  # denied of this side, or said of another
                statements.setdefault((one.stance, one.property, one.value), []).append(one)
    for (stance, name, value), ones in sorted(statements.items()):
        word = _STANCES.get(stance, "said of another")
        what = f"{name.removeprefix('resp:')} {value}"
        yield f"for the person: {what} {word} by {said_by(evidence, ones)}", ids(ones)


def _parts(evidence: Evidence, actor: str) -> list[str]:
    joint = (*evidence.links("resp:member", actor), *evidence.links("resp:alternative", actor))
    return sorted(joint) or [actor]
