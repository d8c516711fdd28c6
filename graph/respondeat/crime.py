"""Crimes: which listed crimes the acts alleged fit, and what each would have to show.

A crime is listed here because claims about the incident name an act that a forum's law lists, or
because somebody alleges it. That is never a finding: every element stands with the claims for and
against it, or none. A source's word for an incident ("massacre") is an act, and never a crime.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from respondeat.concern import around, perpetrators
from respondeat.element import days, elements_of, holds, law, reads
from respondeat.evidence import Evidence
from respondeat.finding import Element
from respondeat.once import once
from respondeat.period import OPEN_END, Period
from respondeat.rule import Rule, rules_of
from respondeat.said import Said, Values

__all__ = [
    "CrimeGap",
    "ListedCrime",
    "Mode",
    "crimes",
    "gaps",
]

_ACTS = ("resp:incidentType", "resp:weapon", "resp:target", "resp:harm")
_WORDS = {True: "true", False: "false", None: "unknown"}


class Mode(NamedTuple):
    """A mode of liability before a forum, or in custom (``None``), with its elements."""

    rule: str
    forum: str | None
    elements: tuple[Element, ...]

    def json(self) -> dict[str, Any]:
        """Return the mode as ``trace --json`` prints it."""
        found = [one.json() for one in self.elements]
        return {"rule": self.rule, "forum": self.forum, "elements": found}


class ListedCrime(NamedTuple):
    """A crime of one forum that the claims about an incident fit, or that somebody alleges.

    ``basis`` are the claims that say so. ``in_force`` at the date of the incident: false before
    the amendment that added the crime; after its adoption still unknown, for it enters into force
    later and party by party. ``contested`` are the questions that touch the crime, with the
    reading's position or ``None`` where it leaves them open. ``kinds`` are those of the elements.
    """

    crime: str
    label: str
    forum: str
    basis: tuple[str, ...]
    in_force: bool | None
    contested: dict[str, str | None]
    elements: tuple[Element, ...]
    kinds: dict[str, str]
    modes: tuple[Mode, ...]

    def json(self) -> dict[str, Any]:
        """Return the crime as ``trace --json`` prints it."""
        return {
            "crime": self.crime,
            "label": self.label,
            "forum": self.forum,
            "basis": list(self.basis),
            "in_force": _WORDS[self.in_force],
            "contested": list(self.contested),
            "elements": [one.json() for one in self.elements],
            "element_kinds": self.kinds,
            "modes": [mode.json() for mode in self.modes],
        }


class CrimeGap(NamedTuple):
    """An act alleged for which a forum's list has no crime of its own; that is never "lawful".

    ``evidence_for`` are listed crimes for which the act can be evidence.
    """

    gap: str
    label: str
    forum: str
    basis: tuple[str, ...]
    evidence_for: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the gap as ``trace --json`` prints it."""
        found = self._asdict()
        return found | {"basis": list(self.basis), "evidence_for": list(self.evidence_for)}


def crimes(evidence: Evidence, incident: str, said: list[Said]) -> list[ListedCrime]:
    """Return the crimes that the claims fit or that are alleged, sorted by forum and crime.

    An umbrella crime comes with a crime that it comprises only before forums whose lists are not
    recorded by provision; before the others it comes where somebody alleges it.
    """
    listed = law(evidence).get("resp:Crime", {})
    basis = {name: set(_fitting(evidence, said, terms)) for name, terms in listed.items()}
    for one in _alleged(evidence, incident, said):
        if one.value in basis:
            basis[one.value].add(one.claim)
    found = {
        (forum, name): basis[name]
        for name, terms in listed.items()
        for forum in terms.get("resp:forumOf", ())
        if basis[name]
    }
    for name, terms in listed.items():
        for umbrella in terms.get("resp:broaderCrime", ()):
            for forum in listed.get(umbrella, {}).get("resp:forumOf", ()):
                if basis[name] and forum not in terms.get("resp:forumOf", ()):
                    found[forum, umbrella] = found.get((forum, umbrella), set()) | basis[name]
    needed = {one for _, name in found for one in listed[name].get("resp:requiresElement", ())}
    elements = {
        one.element: one
        for one in elements_of(evidence, sorted(needed), incident=incident, said=said)
    }
    modes = _modes(evidence, incident, said) if found else []
    return [
        _listed(
            evidence, name, forum, listed[name], sorted(found[forum, name]), said, elements
        )._replace(modes=tuple(mode for mode in modes if mode.forum in (forum, None)))
        for forum, name in sorted(found)
    ]


def gaps(evidence: Evidence, said: list[Said]) -> list[CrimeGap]:
    """Return what is alleged for which a forum's list has no crime of its own."""
    found = []
    for name, terms in sorted(law(evidence).get("resp:CrimeListGap", {}).items()):
        basis = tuple(sorted(set(_fitting(evidence, said, terms))))
        crimes = tuple(terms.get("resp:evidenceFor", ()))
        found += [
            CrimeGap(name, terms["rdfs:label"][0], forum, basis, crimes)
            for forum in terms.get("resp:gapIn", ())
            if basis
        ]
    return found


def _alleged(evidence: Evidence, incident: str, said: list[Said]) -> list[Said]:
    """Return what is alleged in an invocation that concerns the incident or a set around it."""
    return [
        one
        for occurrence in (incident, *around(evidence, incident, said))
        for link in evidence.bearing("concerns", occurrence)
        if link.stance == "affirms"
        for one in evidence.affirmed(link.about, "allegedCrime")
    ]


def _fitting(evidence: Evidence, said: list[Said], terms: Values) -> list[str]:
    """Return the claims that name an act of the crime, or give a number that brings it up.

    A number of dead fighters alone brings up no crime against whoever is protected.
    """
    acts = set(terms.get("resp:allegedAct", ()))
    numbers = terms.get("resp:readsProperty", ())
    return [
        one.claim
        for one in said
        if one.stance == "affirms"
        and (
            (one.property in numbers and one.upper != 0 and not _fighters(evidence, one))
            or (one.property in _ACTS and evidence.above("skos:broader", one.value) & acts)
        )
    ]


def _fighters(evidence: Evidence, one: Said) -> bool:
    return bool(one.counts) and "target:fighters" in evidence.above(
        "skos:broader", one.counts or ""
    )


def _listed(
    evidence: Evidence,
    name: str,
    forum: str,
    terms: Values,
    basis: list[str],
    said: list[Said],
    elements: dict[str, Element],
) -> ListedCrime:
    needed = terms.get("resp:requiresElement", [])
    positions = evidence.reading.positions
    questions = law(evidence).get("resp:ContestedQuestion", {})
    return ListedCrime(
        name,
        terms["rdfs:label"][0],
        forum,
        tuple(basis),
        _in_force(evidence, forum, terms, said),
        {
            question: positions.get(question)
            for question, about in sorted(questions.items())
            if name in about.get("resp:affectsCrime", ())
        },
        tuple(elements[one] for one in needed),
        {one: reads(evidence)[one].kind for one in needed},
        (),
    )


def _in_force(evidence: Evidence, forum: str, terms: Values, said: list[Said]) -> bool | None:
    """Say whether the crime was in force on the days of the incident, before its forum."""
    when = days(said)
    start = terms.get("resp:inForceFrom")
    if start:
        first = date.fromisoformat(start[0])
        later = Period(first, None, OPEN_END, OPEN_END)
        early = {day.within(later) for day in when}
        return False if early == {False} else None
    statutes = {
        instrument
        for test in law(evidence).get("resp:VenueTest", {}).values()
        if forum in test.get("resp:testOf", ()) and "time" in test.get("resp:testKind", ())
        for instrument in test.get("resp:looksAt", ())
    }
    found = {
        holds(one, when) for statute in statutes for one in evidence.affirmed(statute, "inForce")
    }
    return found.pop() if len(found) == 1 else None


def _modes(evidence: Evidence, incident: str, said: list[Said]) -> list[Mode]:
    """Return every mode of liability; only claims about natural persons bear on its elements."""
    modes = _liability(evidence)
    needed = sorted({name for rule in modes for name in rule.elements})
    by_actor = [
        elements_of(evidence, needed, incident=incident, said=said, actor=actor)
        for actor in perpetrators(evidence, said)
    ]
    found = {
        name: Element(
            name,
            _of_persons(evidence, (claim for one in by_actor for claim in one[at].claims_for)),
            _of_persons(evidence, (claim for one in by_actor for claim in one[at].claims_against)),
        )
        for at, name in enumerate(needed)
    }
    return [
        Mode(rule.id, forum, tuple(found[name] for name in rule.elements))
        for rule in modes
        for forum in rule.forums or (None,)
    ]


@once
def _liability(evidence: Evidence) -> list[Rule]:
    found = rules_of(evidence)
    return sorted(
        (rule for rule in found if rule.kind == "liability-mode"),
        key=lambda rule: (not rule.forums, rule.id),
    )


def _of_persons(evidence: Evidence, claims: Iterable[str]) -> tuple[str, ...]:
    """Return the claims that are about a natural person, or name one."""
    return tuple(
        sorted(
            claim
            for claim in set(claims)
            if any(
                "Person" in evidence.kinds(entity)
                for one in evidence.claim(claim)
                for entity in (one.about, one.value)
                if entity.startswith("actor:")
            )
        )
    )
