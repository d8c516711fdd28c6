"""Venues: per crime and date, which tests of a court are met, on whose word."""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.crime import ListedCrime
from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = ["Mechanism", "Test", "VenueResult", "mechanisms", "venues"]


class Test(NamedTuple):
    """What one venue test gave: true, false or unknown (``None``), and the claims that decide."""

    test: str
    kind: str
    value: bool | None
    why: str
    claims: tuple[str, ...]
    as_of: str | None


class VenueResult(NamedTuple):
    """One venue for one crime (``None``: responsibility of a State), open or not, and why."""

    venue: str
    crime: str | None
    track: str
    tests: tuple[Test, ...]
    result: str
    deciding: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the result as ``trace --json`` prints it."""
        return {}


class Mechanism(NamedTuple):
    """A body that gathers or assesses evidence and tries nobody: no venue."""

    mechanism: str
    label: str
    actor: str | None


def venues(
    evidence: Evidence, incident: str, said: list[Said], listed: list[ListedCrime]
) -> list[VenueResult]:
    """Return every venue for every crime that its list has, and those for States."""
    return []


def mechanisms(evidence: Evidence) -> list[Mechanism]:
    """Return the mechanisms."""
    return []
