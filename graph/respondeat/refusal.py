"""Refusals: why a reading leaves a claim out, by which of its policies."""

from __future__ import annotations

from typing import Any, NamedTuple

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
    begun = {origin.asserter for origin in evidence.origins([one.claim])} or {one.asserter}
    voices = tuple(sorted(begun))
    policy = evidence.reading.policy(one.about, one.property)
    number = evidence.reading.policies.index(policy) + 1 if policy else None
    why = _withdrawn(evidence, one) or (policy and _why(evidence, policy, one, voices))
    if not why:
        return Refusal(one.claim, one.property, voices, None, "replaced by a later claim")
    by_policy = None if _withdrawn(evidence, one) else number
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


def _withdrawn(evidence: Evidence, one: Said) -> str:
    gone = evidence.reading.without
    if one.claim in gone:
        return "left out by name"
    origins = evidence.origins([one.claim])
    names = {(o.asserter, f"{o.asserter}@{o.document}") for o in origins}
    everything = names and all(set(pair) & set(gone) for pair in names)
    return "all that it begins with is left out" if everything else ""


def _why(evidence: Evidence, policy: Policy, one: Said, voices: tuple[str, ...]) -> str:
    if one.stance not in policy.stances:
        return "its stance is not heard"
    if one.verification == "unverified" and not policy.unverified:
        return "not read at its source"
    kin = {voice: evidence.kin(voice) if policy.exclude_kin else {voice} for voice in voices}
    open_to = [voice for voice in voices if not kin[voice] & set(policy.exclude)]
    if not open_to:
        return "excluded"
    heard = [
        voice
        for voice in open_to
        if not (policy.kinds or policy.accept)
        or voice in policy.accept
        or evidence.kinds(voice) & set(policy.kinds)
    ]
    if not heard:
        return "not among those heard"
    if one.stance == "affirms" and all(voice in policy.standards for voice in heard):
        names = ", ".join(sorted({policy.standards[voice] for voice in heard}))
        if policy.origins <= 1:
            return f"below {names}"
        return f"below {names}, or fewer than {policy.origins} independent origins"
    if one.stance == "affirms" and policy.origins > 1:
        return f"fewer than {policy.origins} independent origins"
    return ""
