"""Invocations: accusations and demands that concern an incident, and what a State invokes.

An accusation is no finding, and a demand no answer. Every field rests on claims that are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.concern import LINKS, claims_about, concerned, ids, linked, listed, values
from respondeat.element import days, holds
from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = [
    "Accusation",
    "Demand",
    "Preclusion",
    "accusations",
    "demands",
    "preclusions",
]


class Accusation(NamedTuple):
    """Who accuses whom of what.

    ``link`` is how it reaches the incident: it concerns the incident itself, a set around it or
    an occurrence within it, or none of these, where it only names an actor concerned. ``date`` is
    that of the first document that has it.
    """

    accusation: str
    accusers: tuple[str, ...]
    accused: tuple[str, ...]
    crimes: tuple[str, ...]
    date: str | None
    link: str
    claims: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the accusation as ``trace --json`` prints it."""
        return listed(self._asdict())


class Demand(NamedTuple):
    """Who demands what of whom, against whom, before which forum, and what was answered."""

    demand: str
    demanders: tuple[str, ...]
    addressees: tuple[str, ...]
    targets: tuple[str, ...]
    remedies: tuple[str, ...]
    forums: tuple[str, ...]
    date: str | None
    answer: str
    link: str
    claims: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the demand as ``trace --json`` prints it."""
        return listed(self._asdict())


class Preclusion(NamedTuple):
    """A circumstance precluding wrongfulness that a State invokes; never decided here."""

    circumstance: str
    state: str
    claims: tuple[str, ...]


def accusations(
    evidence: Evidence, incident: str, said: list[Said], actors: Iterable[str] = ()
) -> list[Accusation]:
    """Return the accusations, those of the incident first.

    ``actors`` are concerned besides the perpetrators that claims name, their States and
    Governments.
    """
    whom = concerned(evidence, said, actors)
    found = []
    for name, (link, basis) in linked(
        evidence, incident, said, "accusation", "accused", whom
    ).items():
        claims = claims_about(evidence, name, ("accuser", "accused", "allegedCrime", "concerns"))
        found.append(
            Accusation(
                name,
                values(claims, "accuser"),
                values(claims, "accused"),
                values(claims, "allegedCrime"),
                _published(evidence, claims),
                link,
                ids(claims, basis),
            )
        )
    return sorted(found, key=lambda one: (LINKS.index(one.link), one.date or "", one.accusation))


def demands(
    evidence: Evidence,
    incident: str,
    said: list[Said],
    actors: Iterable[str] = (),
    accused: Iterable[Accusation] | None = None,
) -> list[Demand]:
    """Return the demands; one that follows an accusation shown here comes with it.

    ``accused`` are the accusations where they were found before.
    """
    whom = concerned(evidence, said, actors)
    reached = linked(evidence, incident, said, "demand", "demandTarget", whom)
    if accused is None:
        accused = accusations(evidence, incident, said, actors)
    for accusation in accused:
        for concern in evidence.affirmed(accusation.accusation, "concerns"):
            for one in evidence.bearing("concerns", concern.value):
                if one.about.startswith("demand:") and one.stance == "affirms":
                    reached.setdefault(one.about, (accusation.link, ()))
    names = "demander demandAddressee demandTarget remedy forum concerns demandedFor".split()
    found = []
    for name, (link, basis) in reached.items():
        claims = claims_about(evidence, name, names)
        answer, answers = _answer(evidence, claims)
        found.append(
            Demand(
                name,
                values(claims, "demander"),
                values(claims, "demandAddressee"),
                values(claims, "demandTarget"),
                values(claims, "remedy"),
                values(claims, "forum"),
                _published(evidence, claims),
                answer,
                link,
                ids([*claims, *answers], basis),
            )
        )
    return sorted(found, key=lambda one: (LINKS.index(one.link), one.date or "", one.demand))


def preclusions(evidence: Evidence, state: str, said: list[Said]) -> list[Preclusion]:
    """Return the circumstances precluding wrongfulness that a State is said to invoke.

    One that is dated surely apart from the incident is left out.
    """
    by_name: dict[str, list[str]] = {}
    for one in evidence.affirmed(state, "invokesPreclusion"):
        if holds(one, days(said)) is not False:
            by_name.setdefault(one.value, []).append(one.claim)
    return [Preclusion(name, state, tuple(sorted(by_name[name]))) for name in sorted(by_name)]


def _published(evidence: Evidence, claims: list[Said]) -> str | None:
    found = (evidence.documents.get(one.document) for one in claims)
    return min((each.published for each in found if each and each.published), default=None)


def _answer(evidence: Evidence, claims: list[Said]) -> tuple[str, list[Said]]:
    """Say what was answered to a demand, by whom and when, on the claims that answer it."""
    asked = {one.claim for one in claims if one.stance == "affirms"}
    found = [one for one in claims if one.answers in asked]
    words = [
        f"{one.asserter} {one.stance} {one.property.partition(':')[2]} {one.value}"
        f" ({_published(evidence, [one]) or 'undated'})"
        for one in found
    ]
    return "; ".join(dict.fromkeys(words)) or "no answer read", found
