"""Crimes: which listed crimes the acts alleged fit, and what each would have to show."""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.evidence import Evidence
from respondeat.finding import Element
from respondeat.said import Said

__all__ = ["CrimeGap", "ListedCrime", "Mode", "crimes", "gaps"]


class Mode(NamedTuple):
    """A mode of liability before a forum (``None``: custom), with its elements."""

    rule: str
    forum: str | None
    elements: tuple[Element, ...]


class ListedCrime(NamedTuple):
    """A crime on a forum's list that the claims about an incident fit, or that is alleged."""

    crime: str
    label: str
    forum: str
    basis: tuple[str, ...]
    in_force: bool | None
    contested: tuple[str, ...]
    elements: tuple[Element, ...]
    kinds: dict[str, str]
    modes: tuple[Mode, ...]

    def json(self) -> dict[str, Any]:
        """Return the crime as ``trace --json`` prints it."""
        return {}


class CrimeGap(NamedTuple):
    """An act alleged for which a forum's list has no crime of its own: never "lawful"."""

    gap: str
    label: str
    forum: str
    basis: tuple[str, ...]
    evidence_for: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the gap as ``trace --json`` prints it."""
        return {}


def crimes(evidence: Evidence, incident: str, said: list[Said]) -> list[ListedCrime]:
    """Return the crimes that the claims fit or that are alleged, sorted by forum and crime."""
    return []


def gaps(evidence: Evidence, incident: str, said: list[Said]) -> list[CrimeGap]:
    """Return what is alleged for which a forum's list has no crime of its own."""
    return []
