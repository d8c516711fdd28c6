"""Concern: whom and what an incident concerns, and which invocations of the law reach it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from respondeat.element import days
from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.said import Said

__all__ = [
    "LINKS",
    "around",
    "claims_about",
    "concerned",
    "ids",
    "linked",
    "listed",
    "perpetrators",
    "values",
]

LINKS = ("incident", "set", "none")
"""How an invocation reaches an incident, the nearest first."""


def perpetrators(evidence: Evidence, said: Iterable[Said]) -> list[str]:
    """Return the actors that claims affirm as perpetrator, and each member of a joint one.

    The members are whom questions of law are asked about; nothing is said of them by that. An
    expression "A or B" leads to neither.
    """
    named = {
        one.value for one in said if one.property == "resp:perpetrator" and one.stance == "affirms"
    }
    members = {one for actor in named for one in evidence.links("resp:member", actor)}
    return sorted(
        one
        for one in named | members
        if not evidence.links("resp:member", one) and not evidence.links("resp:alternative", one)
    )


def around(evidence: Evidence, incident: str, said: list[Said]) -> dict[str, tuple[str, ...]]:
    """Return the sets that contain an occurrence and the occurrences that it contains.

    Each with the claims on which that rests, none where it is structure of the registry.
    """
    seen = {incident}
    inside = [one for one in said if one.property == "resp:documentedMember"]
    outside = evidence.giving("documentedMember", incident)
    found: dict[str, tuple[str, ...]] = {}
    for one in inside + outside:
        other = one.value if one.about == incident else one.about
        if one.stance == "affirms":
            found[other] = tuple(sorted({*found.get(other, ()), one.claim}))
    for start in (incident, *(one.about for one in outside)):
        for wider in evidence.above("resp:subsetOf", start):
            found.setdefault(wider, found.get(start, ()))
    waiting = [incident]
    while waiting:
        for other in _subsets(evidence).get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                found.setdefault(other, ())
    found.pop(incident, None)
    return dict(sorted(found.items()))


@once
def _subsets(evidence: Evidence) -> dict[str, list[str]]:
    """Return the sets directly below each."""
    found: dict[str, list[str]] = {}
    for name in evidence.subjects("resp:subsetOf"):
        for wider in evidence.links("resp:subsetOf", name):
            found.setdefault(wider, []).append(name)
    return found


def concerned(evidence: Evidence, said: list[Said], actors: Iterable[str]) -> set[str]:
    """Return the perpetrators named and other actors, with their States and Governments."""
    when = days(said)
    named = {*perpetrators(evidence, said), *actors}
    return {bearer for actor in named for bearer in evidence.bearers(actor, when)}


def linked(
    evidence: Evidence, incident: str, said: list[Said], kind: str, role: str, actors: set[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the invocations of a kind, how each is linked, and the claims that put it in a set."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    ways: list[tuple[str, str, str, tuple[str, ...]]] = [("concerns", incident, "incident", ())]
    for occurrence, basis in around(evidence, incident, said).items():
        ways.append(("concerns", occurrence, "set", basis))
    ways += [(role, actor, "none", ()) for actor in sorted(actors)]
    for name, value, link, basis in ways:
        for one in evidence.bearing(name, value):
            if one.about.startswith(f"{kind}:") and one.stance == "affirms":
                found.setdefault(one.about, (link, basis))
    return dict(sorted(found.items()))


def claims_about(evidence: Evidence, about: str, names: Iterable[str]) -> list[Said]:
    """Return the claims about something with several properties, all stances."""
    return [one for name in names for one in evidence.said(about, name)]


def values(claims: list[Said], name: str) -> tuple[str, ...]:
    """Return what claims affirm with one property, sorted."""
    return tuple(
        sorted(
            {
                one.value
                for one in claims
                if one.property == f"resp:{name}" and one.stance == "affirms"
            }
        )
    )


def ids(claims: list[Said], others: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the ids of claims, each once, sorted."""
    return tuple(sorted({one.claim for one in claims} | set(others)))


def listed(found: dict[str, Any]) -> dict[str, Any]:
    """Return a finding as JSON has it: tuples as lists."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in found.items()
    }
