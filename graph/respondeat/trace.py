"""Trace: from one incident to everybody who may have to answer for it, under one reading.

What is said; the tracks of States, persons and groups with the claims for and against each link;
the scope of every provision; accusations, demands and proceedings; crimes and venues; and what was
changed in passing on. It says who says what and where something is missing, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.attribution import hypotheses
from respondeat.bearer import Duties, tracks
from respondeat.case import Occasion, refuse_stranger, said_of
from respondeat.crime import CrimeGap, ListedCrime, crimes, gaps
from respondeat.evidence import Evidence
from respondeat.fact import Fact, LeftOut, facts, left_out
from respondeat.finding import Link, Track
from respondeat.individual import individuals
from respondeat.invocation import Accusation, Demand, accusations, demands
from respondeat.lookup import claims_named, entities_named, named_in
from respondeat.mutation import Mutation, mutations
from respondeat.proceeding import Proceeding, named_persons, proceedings
from respondeat.reading import Reading
from respondeat.related import Related, related
from respondeat.rule import rules_of
from respondeat.said import Said
from respondeat.scope import Scope, assess_scope
from respondeat.venue import Mechanism, VenueResult, mechanisms, venues

__all__ = ["Trace", "trace", "trace_incident"]


class Trace(NamedTuple):
    """Everything that one reading of one record finds about one incident.

    ``left_out`` are the claims about it that the reading does not accept, ``related`` other
    incidents that somebody says are the same event.
    """

    incident: str
    reading: Reading
    record: str
    facts: tuple[Fact, ...]
    tracks: tuple[Track, ...]
    scope: tuple[Scope, ...]
    accusations: tuple[Accusation, ...]
    demands: tuple[Demand, ...]
    proceedings: tuple[Proceeding, ...]
    crimes: tuple[ListedCrime, ...]
    venues: tuple[VenueResult, ...]
    mutations: tuple[Mutation, ...]
    gaps: tuple[CrimeGap, ...]
    mechanisms: tuple[Mechanism, ...]
    evidence: Evidence
    left_out: tuple[LeftOut, ...] = ()
    related: tuple[Related, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the object that ``trace --json`` prints, the same for the same record and reading.

        Every id in it stands in ``claims`` or ``entities``.
        """
        body = _body(self)
        named = named_in(body)
        claims = claims_named(self.evidence, named)
        entities = entities_named(self.evidence, named | named_in(claims))
        return {**body, "claims": claims, "entities": entities}


def trace(
    folder: Path, incident: str, reading: Reading | None = None, to: str | None = None
) -> Trace:
    """Trace one incident in a workspace; ``to`` asks for one actor.

    Raise ``UsageError`` where no claim is about the incident, or no registry holds the actor.
    """
    return trace_incident(Evidence.opened(folder, reading), incident, to)


def trace_incident(evidence: Evidence, incident: str, to: str | None = None) -> Trace:
    """Trace one incident with evidence that was fetched before, as `trace` does."""
    said = said_of(evidence, incident)
    refuse_stranger(evidence, to)
    persons = named_persons(evidence, incident, said)
    found = hypotheses(evidence, rules_of(evidence), Occasion(incident, said), persons)
    scopes = assess_scope(evidence, incident)
    concerned = sorted({actor for track in found.steps for actor in found.reached(track)})
    accused = accusations(evidence, incident, said, concerned)
    answering = tracks(
        found, Duties(found, scopes), accused, _involved(evidence, incident, said), to
    )
    answering += individuals(found, persons, to)
    listed = crimes(evidence, incident, said)
    return Trace(
        incident=incident,
        reading=evidence.reading,
        record=evidence.head,
        facts=tuple(facts(evidence, [one for one in said if not _is_identity(one)], persons)),
        tracks=tuple(answering),
        scope=tuple(scopes),
        accusations=tuple(accused),
        demands=tuple(demands(evidence, incident, said, concerned, accused)),
        proceedings=tuple(proceedings(evidence, incident, said, concerned)),
        crimes=tuple(listed),
        venues=tuple(venues(evidence, incident, said, listed)),
        mutations=tuple(mutations(evidence, said)),
        gaps=tuple(gaps(evidence, said)),
        mechanisms=tuple(mechanisms(evidence)),
        evidence=evidence,
        left_out=tuple(left_out(evidence, incident)),
        related=tuple(related(evidence, incident)),
    )


def _body(one: Trace) -> dict[str, Any]:
    """Return everything but the registers."""
    reading, made = one.reading, dict[Link, dict[str, Any]]()
    return {
        "incident": one.incident,
        "reading": reading.name,
        "record": one.record,
        "positions": dict(sorted(reading.positions.items())),
        "facts": [fact.json() for fact in one.facts],
        "tracks": [track.json(made) for track in one.tracks],
        "scope": [scope.json(reading.name) for scope in one.scope],
        "accusations": [accusation.json() for accusation in one.accusations],
        "demands": [demand.json() for demand in one.demands],
        "proceedings": [proceeding.json() for proceeding in one.proceedings],
        "crimes": [crime.json() for crime in one.crimes],
        "venues": [venue.json() for venue in one.venues],
        "mutations": [mutation.json() for mutation in one.mutations],
        "left_out": [claim.json() for claim in one.left_out],
        "related_incidents": [other.json() for other in one.related],
        "crime_gaps": [gap.json() for gap in one.gaps],
        "mechanisms": [mechanism._asdict() for mechanism in one.mechanisms],
    }


def _is_identity(one: Said) -> bool:
    return one.property == "resp:identicalTo"


def _involved(evidence: Evidence, incident: str, said: list[Said]) -> Iterable[Said]:
    """Return who is said to be involved in the incident, or in a set around it."""
    around = sorted(evidence.above("resp:subsetOf", incident) - {incident})
    everything = [*said, *(one for name in around for one in evidence.occurrence(name))]
    return [o for o in everything if (o.property, o.stance) == ("resp:involved", "affirms")]
