"""Trace in sentences and in a table: who says what, for and against, and what is missing.

Every sentence or row that names an actor and an act carries who says so and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat import scope_text
from respondeat.crime import ListedCrime
from respondeat.evidence import Evidence
from respondeat.finding import Element, Independence, Link, Track
from respondeat.said import Said
from respondeat.saying import content, said_by
from respondeat.table import Table
from respondeat.trace import Trace
from respondeat.venue import VenueResult

__all__ = ["lines", "table"]

_TRACKS = {
    "state": "STATE TRACK: hypotheses of attribution, and what each State owes itself",
    "individual": "INDIVIDUAL TRACK: holders of a command or office, unnamed unless charged",
    "non-state": "NON-STATE TRACK: groups that answer for themselves",
}
_SENSES = {
    "denied-by-party": "denied by the party concerned",
    "contradicted": "contradicted by another source",
    "method-challenged": "its method is challenged",
}
_STANCES = {"denies": "denied", "questions": "left open", "affirms": "said instead"}


def table(found: Trace) -> Table:
    """Return one row for each link: who says so, who denies it, and how it is corroborated."""
    columns = ("track", "answers", "step", "validity", "for", "against", "origins", "gaps")
    rows = [
        (
            track.track,
            track.actor,
            f"{link.rule or link.kind}: {link.source} > {link.target}",
            link.validity,
            "assumption" if link.assumed else _voices(found.evidence, link.claims_for) or "none",
            _voices(found.evidence, link.claims_against) or "none",
            "" if link.assumed else _origins(link.origins),
            len(link.gaps),
        )
        for track in found.tracks
        for link in track.links
    ]
    return Table(columns, rows)


def lines(found: Trace) -> Iterator[str]:
    """Yield a trace as counsel reads it; the last line names the reading."""
    yield f"Trace of {found.incident} ({found.evidence.label(found.incident)})"
    yield ""
    yield "WHAT IS SAID, statement by statement"
    for fact in found.facts:
        senses = "; ".join(_SENSES[sense] for sense in fact.contested)
        beside = [_origins(fact.origins)] if fact.claims_for else []
        beside += [f"contested: {senses}"] if senses else []
        beside += [f"takes the place of {', '.join(fact.superseded)}"] if fact.superseded else []
        yield f"  {fact.text}" + (f" [{'; '.join(beside)}]" if beside else "")
    for name, heading in _TRACKS.items():
        yield ""
        yield heading
        tracks = [track for track in found.tracks if track.track == name]
        for track in tracks:
            yield from _track(found, track)
        if not tracks:
            yield "  nobody"
    yield ""
    yield from scope_text.lines(list(found.scope))
    yield from _invocations(found)
    yield from _law(found)
    yield ""
    yield "CHANGED IN PASSING ON"
    yield from (f"  {one.kind}: {one.why} ({one.relay})" for one in found.mutations)
    if not found.mutations:
        yield "  nothing found"
    yield ""
    yield f"reading: {found.reading.name} ({found.reading.summary}); record {found.record[:12]}"


def _track(found: Trace, track: Track) -> Iterator[str]:
    evidence = found.evidence
    yield ""
    yield f"  {_name(evidence, track.actor)}: {'; '.join(_roles(found, track))}"
    for link in track.links:
        yield f"    {_sentence(evidence, link)}"
        if link.rule:
            yield from (f"      {line}" for line in _elements(evidence, link.elements))
        yield from (f"      assumption: {text}" for text in link.assumptions)
        yield from (f"      gap: {text}" for text in link.gaps)
    if track.corroboration:
        weakest = _weakest(track)
        many = len(track.chains)
        yield (
            f"    {many} chain{'s' if many > 1 else ''}; of the best, the least corroborated step"
            f" has {_origins(track.corroboration)}: {weakest}"
        )
    if track.track == "individual":
        yield from (f"    for the person: {text}" for text in _doubts(evidence, track))
    for provision in track.obligations:
        results = sorted({one.result for one in found.scope if one.provision == provision})
        yield f"    owes itself: {provision} ({evidence.label(provision)}): {', '.join(results)}"
    for circumstance, claims in track.preclusions:
        yield f"    invoked, not decided: {circumstance}, {_voices(evidence, claims)}"


def _roles(found: Trace, track: Track) -> Iterator[str]:
    """Yield the roles, with who says so and when where one comes from what is said."""
    perpetrator = [
        name for link in track.links if link.kind == "perpetrator" for name in link.claims_for
    ]
    accusing = [
        name for one in found.accusations if track.actor in one.accused for name in one.claims
    ]
    for role in track.roles:
        claims = accusing if role.startswith("accused") else perpetrator
        named = role.startswith(("accused", "named in", "also named"))
        voices = _voices(found.evidence, claims) if named else ""
        yield f"{role}, by {voices}" if voices else role


def _sentence(evidence: Evidence, link: Link) -> str:
    said, against = _voices(evidence, link.claims_for), _voices(evidence, link.claims_against)
    if link.kind == "perpetrator":
        text = f"{said}: perpetrator {link.target}"
    elif link.assumed:
        text = f"{link.source} > {link.target}: member of the group named, by assumption"
    elif link.kind == "liability-mode":
        text = f"{link.rule or 'named'}: {link.source} > {link.target}, {said or 'on no claim'}"
    else:
        relation = _relations(evidence, link)
        text = f"{link.rule} leads from {link.source} to {link.target}: {relation}, {said} says"
    if link.from_date or link.until_date:
        text += f", {link.from_date or '?'} to {link.until_date or 'open'}"
    if link.kind not in ("perpetrator", "member"):
        text += f" ({link.validity} on the date)"
    if against and link.kind != "liability-mode":
        text += f"; against: {against}"
    return text if link.assumed else f"{text} [{_origins(link.origins)}]"


def _relations(evidence: Evidence, link: Link) -> str:
    said = [one for name in link.claims_for for one in evidence.claim(name)]
    ends = {link.source, link.target}
    found = {f"{o.about} {o.property.partition(':')[2]} {o.value}" for o in said if o.value in ends}
    return " and ".join(sorted(found))


def _elements(evidence: Evidence, elements: Iterable[Element]) -> Iterator[str]:
    for one in elements:
        said = _voices(evidence, one.claims_for) or "none"
        against = _voices(evidence, one.claims_against) or "none"
        yield f"{one.element} ({evidence.label(one.element)}): for {said}; against {against}"


def _doubts(evidence: Evidence, track: Track) -> Iterator[str]:
    against = {
        name
        for link in track.links
        if link.kind == "liability-mode"
        for name in link.claims_against
    }
    statements: dict[tuple[str, str, str], list[Said]] = {}
    for name in sorted(against):
        for one in evidence.claim(name):
            statements.setdefault((one.stance, one.property, content(one)), []).append(one)
    for (stance, name, value), ones in sorted(statements.items()):
        yield f"{name.partition(':')[2]} {value} {_STANCES[stance]} by {said_by(evidence, ones)}"


def _invocations(found: Trace) -> Iterator[str]:
    evidence = found.evidence
    yield ""
    yield "ACCUSATIONS: who accuses whom; an accusation is no finding"
    for one in found.accusations:
        yield (
            f"  {one.accusation}: {_voices(evidence, one.claims)} says that {_list(one.accusers)}"
            f" accuses {_list(one.accused)} of {_list(one.crimes) or 'no named crime'}"
            f" (link to the incident: {one.link})"
        )
    yield "DEMANDS"
    for demand in found.demands:
        yield (
            f"  {demand.demand}: {_voices(evidence, demand.claims)} says that"
            f" {_list(demand.demanders)} asks {_list(demand.addressees) or 'nobody named'} for"
            f" {_list(demand.remedies)}; answer: {demand.answer}; link: {demand.link}"
        )
    yield "PROCEEDINGS: kinds never compare; everybody is presumed innocent"
    for step in found.proceedings:
        when = step.decided or step.filed or "undated"
        yield (
            f"  {step.proceeding}: {_list(step.kinds) or 'of no stated kind'}, {when},"
            f" {_list(step.forums) or 'no forum'}, against {_list(step.defendants) or 'nobody'};"
            f" {step.status or 'status unknown'} {step.status_date or ''}; on the word of"
            f" {_voices(evidence, step.claims)}; link: {step.link}"
        )


def _law(found: Trace) -> Iterator[str]:
    evidence = found.evidence
    yield ""
    yield "CRIMES that the acts as alleged would fit, by the list of each forum"
    by_label: dict[str, list[ListedCrime]] = {}
    for crime in found.crimes:
        by_label.setdefault(crime.forum, []).append(crime)
    for forum, listed in sorted(by_label.items()):
        yield f"  {forum}"
        for crime in listed:
            force = {True: "", False: "; not in force then", None: "; force then unknown"}
            supported = sum(bool(one.claims_for) for one in crime.elements)
            contested = "; contested: " + ", ".join(crime.contested) if crime.contested else ""
            yield (
                f"    {crime.crime} ({crime.label}): alleged by {_voices(evidence, crime.basis)};"
                f" claims bear on {supported} of {len(crime.elements)} elements"
                f"{force[crime.in_force]}{contested}"
            )
    for gap in found.gaps:
        yield (
            f"  {gap.forum} lists no crime for {gap.gap} ({gap.label}), alleged by"
            f" {_voices(evidence, gap.basis)}; that does not make it lawful"
        )
    yield "VENUES, as of the dates of the claims"
    yield from (f"  {_venue(one)}" for one in found.venues)
    for mechanism in found.mechanisms:
        yield f"  {mechanism.mechanism} ({mechanism.label}): gathers evidence, tries nobody"


def _venue(one: VenueResult) -> str:
    why = "; ".join(f"{test.test}: {test.why}" for test in one.tests if test.test in one.deciding)
    return f"{one.venue}, {one.crime or one.actor or one.track}: {one.result}; {why}"


def _weakest(track: Track) -> str:
    """Return the step that decides the corroboration, of the first chain that has it."""
    by_id = {link.id: link for link in track.links}
    for chain in track.chains:
        steps = [by_id[name] for name in chain if not by_id[name].assumed]
        least = min(steps, key=lambda link: link.origins, default=None)
        if least and least.origins == track.corroboration:
            return least.id
    return "none"


def _voices(evidence: Evidence, claims: Iterable[str]) -> str:
    names = dict.fromkeys(claims)
    return said_by(evidence, [one for name in names for one in evidence.claim(name)[:1]])


def _origins(found: Independence) -> str:
    many = f"{found.min}" if found.min == found.max else f"{found.min} to {found.max}"
    return f"{many} independent origin{'' if found.max == 1 else 's'}"


def _name(evidence: Evidence, actor: str) -> str:
    label = evidence.label(actor) if actor.startswith("actor:") and " " not in actor else actor
    return actor if label == actor else f"{actor} ({label})"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
