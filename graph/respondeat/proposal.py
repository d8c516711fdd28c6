"""Proposals: that two names are of one, or that a place lies in another; decided by nobody yet."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["KINDS", "Decision", "Proposal", "pair"]

KINDS = ("actor", "place", "event", "conflict")


class Decision(NamedTuple):
    """What somebody has decided: a claim about a pair, with who makes it, where and when."""

    claim: str
    stance: str
    asserter: str
    published: str | None

    @property
    def text(self) -> str:
        """The decision in words."""
        verb = {"affirms": "affirmed", "denies": "denied", "questions": "left open"}[self.stance]
        return f"{verb} by {self.asserter} ({self.published or 'undated'}, {self.claim})"


class Proposal(NamedTuple):
    """A pair with what speaks for and against it; ``score`` orders, and proves nothing.

    ``property`` is identicalTo, or liesIn for a place and an area. ``edtf`` dates it where what
    speaks for it is dated.
    """

    kind: str
    about: str
    property: str
    value: str
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    edtf: str | None = None
    decided: tuple[Decision, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the proposal as ``resolve --json`` prints it."""
        return {
            **self._asdict(),
            "reasons": list(self.reasons),
            "against": list(self.against),
            "decided": [one._asdict() for one in self.decided],
        }


def pair(one: str, other: str) -> tuple[str, str]:
    """Return two names in the order in which a pair is kept.

    >>> pair("actor:b", "actor:a")
    ('actor:a', 'actor:b')
    """
    return (one, other) if one <= other else (other, one)
