"""The law of a trace in sentences: who invokes it against whom, which crimes, and before whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from respondeat.crime import ListedCrime
from respondeat.evidence import Evidence
from respondeat.saying import voices
from respondeat.trace import Trace
from respondeat.venue import VenueResult

__all__ = ["invocation_lines", "law_lines", "none_read"]


def invocation_lines(found: Trace) -> Iterator[str]:
    """Yield accusations, demands and proceedings, each with who says so and when."""
    evidence = found.evidence
    yield ""
    yield "ACCUSATIONS: who accuses whom; an accusation is no finding"
    for one in found.accusations:
        yield (
            f"  {one.accusation}: {voices(evidence, one.claims)} says that {_list(one.accusers)}"
            f" accuses {_list(one.accused)} of {_list(one.crimes) or 'no named crime'}"
            f" (link to the incident: {one.link})"
        )
    yield from none_read(found.accusations)
    yield "DEMANDS"
    for demand in found.demands:
        yield (
            f"  {demand.demand}: {voices(evidence, demand.claims)} says that"
            f" {_list(demand.demanders)} asks {_list(demand.addressees) or 'nobody named'} for"
            f" {_list(demand.remedies)}; answer: {demand.answer}; link: {demand.link}"
        )
    yield from none_read(found.demands)
    yield "PROCEEDINGS: kinds never compare; everybody is presumed innocent"
    for step in found.proceedings:
        when = step.decided or step.filed or "undated"
        yield (
            f"  {step.proceeding}: {_list(step.kinds) or 'of no stated kind'}, {when},"
            f" {_list(step.forums) or 'no forum'}, against {_list(step.defendants) or 'nobody'};"
            f" {' '.join(filter(None, (step.status, step.status_date))) or 'status unknown'};"
            f" on the word of"
            f" {voices(evidence, step.claims)}; link: {step.link}"
        )
    yield from none_read(found.proceedings)


def law_lines(found: Trace) -> Iterator[str]:
    """Yield crimes by forum, what no list has, venues, and mechanisms that try nobody."""
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
                f"    {crime.crime} ({crime.label}): {_said_of(evidence, crime)};"
                f" claims bear on {supported} of {len(crime.elements)} elements"
                f"{force[crime.in_force]}{contested}"
            )
    for gap in found.gaps:
        yield (
            f"  {gap.forum} lists no crime for {gap.gap} ({gap.label}); acts that"
            f" would fall under it are said by {voices(evidence, gap.basis)};"
            " that does not make it lawful"
        )
    yield from none_read(found.crimes)
    yield "VENUES, as of the dates of the claims"
    yield from (f"  {_venue(one)}" for one in found.venues)
    for mechanism in found.mechanisms:
        yield f"  {mechanism.mechanism} ({mechanism.label}): gathers evidence, tries nobody"


def _said_of(evidence: Evidence, crime: ListedCrime) -> str:
    """Write who says that acts happened which fit a crime, and who names the crime itself."""
    sides: tuple[list[str], list[str]] = ([], [])
    for name in crime.basis:
        names_it = any(one.property == "resp:allegedCrime" for one in evidence.claim(name))
        sides[names_it].append(name)
    acts, naming = (voices(evidence, side) or "nobody" for side in sides)
    return (
        f"acts that would fall under it are said by {acts};"
        f" of this incident, the crime itself is named by {naming}"
    )


def _venue(one: VenueResult) -> str:
    why = "; ".join(f"{test.test}: {test.why}" for test in one.tests if test.test in one.deciding)
    return f"{one.venue}, {one.crime or one.actor or one.track}: {one.result}; {why}"


def none_read(found: Sequence[object]) -> Iterator[str]:
    """Yield a line where nothing was found."""
    if not found:
        yield "  none read"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
