"""Denial: which claims deny, which only say that something was not so, and what is denied for kin.

``denies`` with ``answers`` is a denial, and so is what a party concerned denies of what somebody
affirms. Any other claim that denies is a negative fact: somebody says that it was not so.
"""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.dispute import ROLES
from respondeat.evidence import Evidence
from respondeat.said import Said

__all__ = ["denials", "denied_beside"]


def denials(evidence: Evidence, said: Iterable[Said]) -> frozenset[str]:
    """Return the claims that deny what somebody says of the same occurrence.

    A party is whoever is named as having acted, one of several named together or instead of each
    other, and their kin.

    >>> from respondeat.index import MemoryIndex
    >>> a = Said("claim:a.k", "affirms", "actor:a", "incident:i", "resp:perpetrator", "actor:x")
    >>> b = a._replace(claim="claim:b.k", stance="denies", asserter="actor:x")
    >>> sorted(denials(Evidence(MemoryIndex()), [a, b, b._replace(claim="claim:c.k", value="z")]))
    ['claim:b.k']
    """
    everything = list(said)
    affirmed = [one for one in everything if one.stance == "affirms"]
    named = {one: _kin(evidence, one.value) for one in affirmed if one.property in ROLES}
    parties: set[str] = set().union(*named.values())
    return frozenset(
        one.claim
        for one in everything
        if one.stance == "denies"
        and (
            one.answers
            or (
                one.asserter in parties
                and any(_meets(evidence, one, other, named) for other in affirmed)
            )
        )
    )


def denied_beside(evidence: Evidence, one: Said, denied: Iterable[Said]) -> list[Said]:
    """Return the denials of an act for kin of whoever one claim names: organ, government, State.

    They deny the same act of another actor, and never the claim itself. Who denies an involvement
    denies the act too, and not the other way round.
    """
    if one.property not in ROLES:
        return []
    kin = _kin(evidence, one.value) - {one.value}
    covers = {one.property, "resp:involved"}
    return [d for d in denied if d.about == one.about and d.property in covers and d.value in kin]


def _meets(evidence: Evidence, denial: Said, one: Said, named: dict[Said, set[str]]) -> bool:
    """Say whether what is denied is affirmed, in a narrower term or of kin too."""
    if one.about != denial.about:
        return False
    if one.property in ROLES and denial.property in ROLES:
        return denial.value in named[one]
    same = one.property == denial.property
    return same and denial.value in evidence.above("skos:broader", one.value)


def _kin(evidence: Evidence, actor: str) -> set[str]:
    """Return an actor, those named together or instead of each other, and the kin of each."""
    parts = evidence.above("resp:member", actor) | evidence.above("resp:alternative", actor)
    return {kin for part in parts for kin in evidence.kin(part)}
