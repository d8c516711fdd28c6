"""Invocations: accusations, demands and proceedings that concern an incident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = [
    "Accusation",
    "Demand",
    "Preclusion",
    "Proceeding",
    "accusations",
    "demands",
    "named_persons",
    "preclusions",
    "proceedings",
]


class Accusation(NamedTuple):
    """Who accuses whom of what; ``link`` to the incident is "incident", "set" or "none"."""

    accusation: str
    accusers: tuple[str, ...]
    accused: tuple[str, ...]
    crimes: tuple[str, ...]
    date: str | None
    link: str
    claims: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the accusation as ``trace --json`` prints it."""
        return {}


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
        return {}


class Proceeding(NamedTuple):
    """A proceeding with its kind and status; kinds never compare."""

    proceeding: str
    kind: str | None
    forum: str | None
    complainants: tuple[str, ...]
    defendants: tuple[str, ...]
    status: str | None
    status_date: str | None
    filed: str | None
    decided: str | None
    link: str
    claims: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the proceeding as ``trace --json`` prints it."""
        return {}


class Preclusion(NamedTuple):
    """A circumstance that a State invokes; never decided here."""

    circumstance: str
    state: str
    claims: tuple[str, ...]


def accusations(
    evidence: Evidence, incident: str, said: list[Said], actors: Iterable[str] = ()
) -> list[Accusation]:
    """Return the accusations that concern the incident, a set around it, or one of the actors.

    ``actors`` are those concerned besides the perpetrators that the claims name (States, organs).
    """
    return []


def demands(
    evidence: Evidence, incident: str, said: list[Said], actors: Iterable[str] = ()
) -> list[Demand]:
    """Return the demands, as `accusations` does."""
    return []


def proceedings(
    evidence: Evidence, incident: str, said: list[Said], actors: Iterable[str] = ()
) -> list[Proceeding]:
    """Return the proceedings, as `accusations` does; ends of proceedings come first."""
    return []


def preclusions(evidence: Evidence, state: str, said: list[Said]) -> list[Preclusion]:
    """Return the circumstances precluding wrongfulness that a State invokes for the dates."""
    return []


def named_persons(evidence: Evidence, incident: str) -> dict[str, tuple[str, ...]]:
    """Return persons whom a public charge, judgment or investigative conclusion names for it.

    Each with the claims. ``set(named_persons(...))`` is the guard on the individual track.
    """
    return {}
