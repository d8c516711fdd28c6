"""A track in sentences: each link with who says so and when, its elements, assumptions and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.evidence import Evidence
from respondeat.finding import Element, Link, Track
from respondeat.once import once
from respondeat.said import Said
from respondeat.saying import content, counted, said_by, voices
from respondeat.trace import Trace

__all__ = ["track_lines"]

_STANCES = {
    "denies": "denied",
    "negative": "said not to be so",  # somebody says so, and denies nobody
    "questions": "left open",
    "affirms": "said instead",
}


def track_lines(found: Trace, track: Track) -> Iterator[str]:
    """Yield a track: the roles, each link with what bears on it, and what the actor owes itself."""
    evidence = found.evidence
    yield ""
    yield f"  {_name(evidence, track.actor)}: {'; '.join(_roles(found, track))}"
    for link in track.links:
        yield from _link(evidence, link)
    if track.corroboration:
        weakest = _weakest(track)
        many = len(track.chains)
        yield (
            f"    {many} chain{'s' if many > 1 else ''}; of the best, the least corroborated step"
            f" has {counted(track.corroboration)}: {weakest}"
        )
    if track.track == "individual":
        yield from (f"    for the person: {text}" for text in _doubts(found, track))
    for provision in track.obligations:
        results = sorted({one.result for one in found.scope if one.provision == provision})
        yield f"    owes itself: {provision} ({evidence.label(provision)}): {', '.join(results)}"
    for circumstance, claims in track.preclusions:
        yield f"    invoked, not decided: {circumstance}, {voices(evidence, claims)}"


@once  # a link is one of every track that it leads on to
def _link(evidence: Evidence, link: Link) -> tuple[str, ...]:
    """Return a link: who says so, its elements, its assumptions and its gaps."""
    return (
        f"    {_sentence(evidence, link)}",
        *(f"      {line}" for line in _elements(evidence, link.elements if link.rule else ())),
        *(f"      assumption: {text}" for text in link.assumptions),
        *(f"      gap: {text}" for text in link.gaps),
    )


def _roles(found: Trace, track: Track) -> Iterator[str]:
    """Yield the roles, with who says so and when where one comes from what is said."""
    actor, links = track.actor, track.links
    itself = {one.source for one in links if one.kind == "member" and one.target == actor}
    acts = [one for one in links if one.kind == "perpetrator"]
    # who names an organ names it through that organ, and is no voice on the actor itself
    direct = [one for one in acts if one.target in itself | {actor}] or acts
    perpetrator = [name for link in direct for name in link.claims_for]
    accusing = [
        name for one in found.accusations if track.actor in one.accused for name in one.claims
    ]
    for role in track.roles:
        claims = accusing if role.startswith("accused") else perpetrator
        named = role.startswith(("accused", "named in", "also named"))
        said = voices(found.evidence, claims) if named else ""
        yield f"{role}, by {said}" if said else role


def _sentence(evidence: Evidence, link: Link) -> str:
    said, against = voices(evidence, link.claims_for), _against(evidence, link)
    if link.kind == "perpetrator":
        text = f"{said}: perpetrator {link.target}"
    elif link.assumed:
        text = f"{link.source} > {link.target}: member of the group named, by assumption"
    elif link.kind == "liability-mode" and not link.rule:
        text = f"{_relations(evidence, link)}, {said} says"
    elif link.kind == "liability-mode":
        text = f"{link.rule}: {link.source} > {link.target}, {said or 'on no claim'}"
    else:
        relation = _relations(evidence, link)
        text = f"{link.rule} leads from {link.source} to {link.target}: {relation}, {said} says"
    if link.from_date or link.until_date:
        text += f", {link.from_date or '?'} to {link.until_date or 'open'}"
    if link.kind not in ("perpetrator", "member"):
        text += f" ({link.validity} on the date)"
    if against and link.kind != "liability-mode":
        text += f"; against: {against}"
    return text if link.assumed else f"{text} [{counted(link.origins)}]"


def _against(evidence: Evidence, link: Link) -> str:
    """Name who denies; a denial for somebody else of its side says for whom."""
    if link.kind not in ("perpetrator", "member"):
        return voices(evidence, link.claims_against)
    denied: dict[str, list[str]] = {}
    for name in link.claims_against:
        for one in evidence.claim(name):
            denied.setdefault(one.value, []).append(name)
    own = denied.pop(link.target, [])
    parts = [voices(evidence, own)] if own else []
    parts += [f"denied for {kin} by {voices(evidence, denied[kin])}" for kin in sorted(denied)]
    return "; ".join(parts)


def _relations(evidence: Evidence, link: Link) -> str:
    said = [one for name in link.claims_for for one in evidence.claim(name)]
    ends = {link.source, link.target}
    found = {f"{o.about} {o.property.partition(':')[2]} {o.value}" for o in said if o.value in ends}
    return " and ".join(sorted(found))


def _elements(evidence: Evidence, elements: Iterable[Element]) -> Iterator[str]:
    for one in elements:
        said = voices(evidence, one.claims_for) or "none"
        against = voices(evidence, one.claims_against) or "none"
        yield f"{one.element} ({evidence.label(one.element)}): for {said}; against {against}"


def _doubts(found: Trace, track: Track) -> Iterator[str]:
    evidence = found.evidence
    negative = {name for fact in found.facts for name in fact.negative}
    against = {
        name
        for link in track.links
        if link.kind == "liability-mode"
        for name in link.claims_against
    }
    statements: dict[tuple[str, str, str], list[Said]] = {}
    for name in sorted(against):
        for one in evidence.claim(name):
            stance = "negative" if name in negative else one.stance
            statements.setdefault((stance, one.property, content(one)), []).append(one)
    for (stance, name, value), ones in sorted(statements.items()):
        yield f"{name.partition(':')[2]} {value} {_STANCES[stance]} by {said_by(evidence, ones)}"


def _weakest(track: Track) -> str:
    """Return the step that decides the corroboration, of the first chain that has it."""
    by_id = {link.id: link for link in track.links}
    for chain in track.chains:
        steps = [by_id[name] for name in chain if not by_id[name].assumed]
        least = min(steps, key=lambda link: link.origins, default=None)
        if least and least.origins == track.corroboration:
            return least.id
    return "none"


def _name(evidence: Evidence, actor: str) -> str:
    label = evidence.label(actor) if actor.startswith("actor:") and " " not in actor else actor
    return actor if label == actor else f"{actor} ({label})"
