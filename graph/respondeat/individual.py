"""The individual track: who held the command, by office and not by name.

A step ends at a named person only where a public charge, a judgment or the conclusion of an
investigative body names that person for that incident; else at the holder of a command. The track
walks commands itself and takes no step over from the track of States. What speaks for the holder
stands beside it: denials, doubts, sites not visited, others who are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.attribution import Hypotheses, ordered, ways
from respondeat.bearer import corroboration, unlisted
from respondeat.chains import Chains
from respondeat.denial import denials
from respondeat.element import elements_of
from respondeat.evidence import Evidence
from respondeat.finding import Element, Link, Track
from respondeat.holder import walks
from respondeat.said import Said
from respondeat.saying import ids
from respondeat.step import Step

__all__ = ["individuals", "withheld"]

_LEFT_OPEN = ("resp:weapon", "resp:cause", "resp:incidentType", "resp:target", "resp:siteVisitedBy")


def individuals(
    found: Hypotheses, persons: dict[str, tuple[str, ...]], to: str | None = None
) -> list[Track]:
    """Return the tracks of natural persons, or of the one asked for.

    ``persons`` may be named, with the claims that do.
    """
    if to and not _ends(found, to):
        return []
    led: dict[str, list[tuple[dict[str, Step], Chains]]] = {}
    for steps in walks(found, persons):
        walked = ways(steps, found.occasion.name, found.days)
        holders = {one.target for one in steps.values() if to in (None, one.target)}
        for holder in sorted(one for one in holders if _ends(found, one)):
            some = walked.chains(holder)
            names = {name for chain in some.chains for name in chain}
            if not some.whole:
                names |= {edge.id for edge in walked.live(holder)}
            if names:
                taken = {name: steps[name] for name in steps if name in names}
                led.setdefault(holder, []).append((taken, some))
    made: dict[str, Link] = {}
    return [_track(found, holder, led[holder], persons, made) for holder in sorted(led)]


def _track(
    found: Hypotheses,
    holder: str,
    led: list[tuple[dict[str, Step], Chains]],
    persons: dict[str, tuple[str, ...]],
    made: dict[str, Link],
) -> Track:
    listed = list(dict.fromkeys(chain for _, some in led for chain in some.chains))
    taken = {name: step for steps, _ in led for name, step in steps.items()}
    for name in taken.keys() - made.keys():
        made[name] = _link(found, taken[name], persons)
    side = {one.source for one in taken.values()} | {holder}
    doubts = ids(_exculpatory(found, side))
    links = [made[name] for name in ordered(taken, listed)]
    whole = all(some.whole for _, some in led)
    more = () if whole else (unlisted(holder, len(listed)),)
    links = [
        one._replace(
            # what says it of another, or leaves it open, denies nobody's being the perpetrator
            claims_against=tuple(sorted({*one.claims_against, *doubts}))
            if one.kind == "liability-mode"
            else one.claims_against,
            gaps=(*one.gaps, *more),
        )
        if one.target == holder
        else one
        for one in links
    ]
    return Track(
        "individual",
        holder,
        ("named in a charge, judgment or investigative conclusion",)
        if holder in persons
        else ("unnamed holder of a command or office",),
        tuple(links),
        tuple(sorted(listed, key=lambda chain: (len(chain), chain))),
        corroboration(links, listed),
        whole=whole,
    )


def withheld(evidence: Evidence, persons: Iterable[str], claims: Iterable[str]) -> tuple[str, ...]:
    """Return the claims without those that give the name of a person who may not be named."""
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


def _ends(found: Hypotheses, actor: str) -> bool:
    """Say whether a step that ends here ends at a person, named or not."""
    return not actor.startswith("actor:") or "Person" in found.evidence.kinds(actor)


def _link(found: Hypotheses, step: Step, persons: dict[str, tuple[str, ...]]) -> Link:
    """Return the link, a mode of liability with its elements and what speaks for the holder."""
    if step.kind != "liability-mode":
        if step.id not in found.made:
            found.made[step.id] = found.link(step)
        return found.made[step.id]
    link = found.link(step._replace(rule=None))
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
    bare = [f"no claim read bears on {one.element}" for one in elements if not one.claims_for]
    return link._replace(
        rule=step.rule.id if step.rule else None,
        elements=elements,
        gaps=(*link.gaps, *bare),
    )


def _exculpatory(found: Hypotheses, side: set[str]) -> Iterator[Said]:
    """Yield the claims that speak for the holder of a command over some actors.

    They deny this side's part or say it of another, or deny or leave open what was used or done
    and who visited the site. Who leaves open what somebody says who denies it speaks against them.
    """
    own = {one for actor in side for one in found.side(actor)}
    said = found.occasion.said
    real = denials(found.evidence, said)
    deniers = {one.asserter for one in said if one.claim in real}
    heard = {one.claim for one in said if one.asserter not in deniers}
    for one in said:
        if one.stance == "questions" and one.answers and one.answers not in heard:
            continue
        if one.property in _LEFT_OPEN and one.stance != "affirms":
            yield one
        elif one.property == "resp:perpetrator":
            parts = _parts(found.evidence, one.value)
            related = any(own.intersection(found.side(part)) for part in parts)
            if (one.stance != "affirms") == related:
                yield one


def _parts(evidence: Evidence, actor: str) -> list[str]:
    joint = (*evidence.links("resp:member", actor), *evidence.links("resp:alternative", actor))
    return sorted(joint) or [actor]
