"""Refusals: why a reading leaves a claim out, by which of its policies."""

from __future__ import annotations

from typing import Any, NamedTuple

from respondeat.acceptance import REPLACED, WITHDRAWN
from respondeat.evidence import Evidence
from respondeat.reading import STANCES, Policy
from respondeat.said import Said

__all__ = ["Refusal", "clause", "refusal"]


class Refusal(NamedTuple):
    """Why a claim is left out: the number of the policy from 1, ``None`` for what is no policy.

    ``voices`` are those with whom the claim begins.
    """

    claim: str
    property: str
    voices: tuple[str, ...]
    policy: int | None
    why: str

    def json(self) -> dict[str, Any]:
        """Return the refusal as ``compare --json`` prints it."""
        return self._asdict() | {"voices": list(self.voices)}


def refusal(evidence: Evidence, one: Said) -> Refusal:
    """Return why the reading of some evidence leaves out a claim that it does not accept."""
    voices = tuple(sorted(evidence.voices(one)))
    policy = evidence.reading.policy(one.about, one.property)
    why = evidence.why(one)
    number = evidence.reading.policies.index(policy) + 1 if policy else None
    by_policy = None if why in (*WITHDRAWN, REPLACED) else number
    return Refusal(one.claim, one.property, voices, by_policy, why)


def clause(policy: Policy) -> str:
    """Write what one policy accepts.

    >>> clause(Policy(("incident", "set"), ("perpetrator",), ("State",), origins=2))
    'perpetrator of incident, set: only State; 2 independent origins'
    """
    of = f"{', '.join(policy.properties)} of " if policy.properties else ""
    parts = []
    if policy.kinds or policy.accept:
        parts.append(f"only {', '.join((*policy.kinds, *policy.accept))}")
    if policy.exclude:
        kin = " and those who belong to them" if policy.exclude_kin else ""
        parts.append(f"not {', '.join(policy.exclude)}{kin}")
    if policy.stances != STANCES:
        parts.append(f"only what {', '.join(policy.stances)}")
    if policy.origins > 1:
        parts.append(f"{policy.origins} independent origins")
    if not policy.unverified:
        parts.append("only what was read at its source")
    parts += [f"of {body} {name} or higher" for body, name in sorted(policy.standards.items())]
    return f"{of}{', '.join(policy.subjects)}: {'; '.join(parts) or 'everything'}"
