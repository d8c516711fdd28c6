"""Related: other occurrences that somebody says, or denies, are the same event.

What is said of one is not said of the other: nothing is pooled. They stand beside the trace, with
whose word it is, for whoever weighs them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.evidence import Evidence
from respondeat.said import Said
from respondeat.saying import ids, said_by

__all__ = ["Related", "related"]


class Related(NamedTuple):
    """Another occurrence, with the claims that it is, and that it is not, the same event."""

    incident: str
    text: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    claims_questioning: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the occurrence as ``trace --json`` prints it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self._asdict().items()
        }


def related(evidence: Evidence, incident: str) -> list[Related]:
    """Return the occurrences that claims accepted say, deny or leave open to be the same event.

    >>> from respondeat.index import MemoryIndex
    >>> related(Evidence(MemoryIndex()), "incident:x")
    []
    """
    found: dict[str, list[Said]] = {}
    for one in evidence.said(incident, "identicalTo"):
        found.setdefault(one.value, []).append(one)
    for one in evidence.bearing("identicalTo", incident):
        found.setdefault(one.about, []).append(one)
    return [_related(evidence, other, found[other]) for other in sorted(found)]


def _related(evidence: Evidence, other: str, said: list[Said]) -> Related:
    sides = {
        stance: [one for one in said if one.stance == stance]
        for stance in ("affirms", "denies", "questions")
    }
    words = {
        "affirms": "said to be the same event",
        "denies": "said not to be the same event",
        "questions": "left open whether it is the same event",
    }
    parts = [
        f"{words[stance]} by {said_by(evidence, ones)}" for stance, ones in sides.items() if ones
    ]
    text = f"{other} ({evidence.label(other)}): {'; '.join(parts)}"
    return Related(other, text, *(ids(ones) for ones in sides.values()))
