"""Venues: per crime and date, which tests of a court are met, on whose word.

The result is per crime and date, never one word for a court: *closed* by a test that is false,
*open* where every test is true, else *undetermined* by those that no claim decides. Tests of which
one is enough (territory or nationality) count as one. A route that is shut is no other route shut.
Mechanisms gather evidence and try nobody: they are no venues.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.case import all_agree
from respondeat.competence import decide
from respondeat.concern import perpetrators
from respondeat.crime import ListedCrime
from respondeat.element import days, law
from respondeat.evidence import Evidence
from respondeat.matter import Condition, Matter
from respondeat.proceeding import proceedings
from respondeat.said import Said

__all__ = ["Condition", "Mechanism", "VenueResult", "mechanisms", "venues"]


class VenueResult(NamedTuple):
    """One venue for one crime, or for one State (``actor``), with its tests and the result.

    ``deciding`` are the tests that close it, those that are unknown, or where it is open all.
    """

    venue: str
    crime: str | None
    track: str
    actor: str | None
    tests: tuple[Condition, ...]
    result: str
    deciding: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the result as ``trace --json`` prints it."""
        found = self._asdict() | {"deciding": list(self.deciding)}
        return found | {"tests": [test.json() for test in self.tests]}


class Mechanism(NamedTuple):
    """A body that gathers or assesses evidence and tries nobody: no venue."""

    mechanism: str
    label: str
    actor: str | None


def venues(
    evidence: Evidence, incident: str, said: list[Said], listed: list[ListedCrime]
) -> list[VenueResult]:
    """Return each crime before its forum, and each State concerned before courts for States.

    A court for States is one on whose list no crime stands.
    """
    steps = tuple(proceedings(evidence, incident, said))
    matter = Matter(evidence, incident, said, tuple(days(said)), steps, {})
    found = [
        _result(matter._replace(venue=one.forum, crime=one), one.crime, None) for one in listed
    ]
    terms = law(evidence).get("resp:Crime", {}).values()
    criminal = {forum for crime in terms for forum in crime.get("resp:forumOf", ())}
    for venue in sorted(set(law(evidence).get("resp:Venue", {})) - criminal):
        for state in _states(matter):
            found.append(_result(matter._replace(venue=venue, state=state), None, state))
    return found


def mechanisms(evidence: Evidence) -> list[Mechanism]:
    """Return the mechanisms by their ids, each with the actor that it is."""
    return [
        Mechanism(name, terms["rdfs:label"][0], next(iter(terms.get("rdfs:seeAlso", ())), None))
        for name, terms in sorted(law(evidence).get("resp:Mechanism", {}).items())
    ]


def _result(matter: Matter, crime: str | None, state: str | None) -> VenueResult:
    terms = law(matter.evidence).get("resp:VenueTest", {})
    mine = {
        name: terms[name] for name in sorted(terms) if matter.venue in terms[name]["resp:testOf"]
    }
    tests = tuple(decide(matter, name, one) for name, one in mine.items())
    values = {test.test: test.value for test in tests}
    groups = {
        frozenset({name, *(other for other in one.get("resp:alternativeTo", ()) if other in mine)})
        for name, one in mine.items()
    }
    met = {group: _any(values[name] for name in group) for group in groups}
    whole = False if False in met.values() else all_agree(met.values())
    deciding = {name for group in groups if met[group] is whole for name in group}
    if whole is None:
        deciding = {name for name in deciding if values[name] is None}
    return VenueResult(
        matter.venue,
        crime,
        "state" if state else "individual",
        state,
        tests,
        {True: "open", False: "closed", None: "undetermined"}[whole],
        tuple(sorted(deciding)),
    )


def _any(values: Any) -> bool | None:
    found = set(values)
    return True if True in found else None if None in found else False


def _states(matter: Matter) -> list[str]:
    """Return the States concerned: of the perpetrators named, or respondents for the incident."""
    evidence = matter.evidence
    named = {
        bearer
        for actor in perpetrators(evidence, matter.said)
        for bearer in evidence.bearers(actor, matter.when)
    }
    named |= {one for step in matter.steps if step.link != "none" for one in step.defendants}
    return sorted(one for one in named if "State" in evidence.kinds(one))
