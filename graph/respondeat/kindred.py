"""Kindred: of which kinds two names may be of one and the same.

A State, its Government and its forces are never one; nor are a group and an organ, a person and
anything else, or a place and a zone that an instrument draws.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FAMILIES", "kindred"]

FAMILIES = {
    "StateOrgan": "organ",
    "ArmedForce": "organ",
    "MilitaryUnit": "organ",
    "NonStateArmedGroup": "group",
    "Militia": "group",
    "Actor": "organisation",
    "DocumentationOrganisation": "organisation",
    "InternationalOrganisation": "organisation",
    "InvestigativeBody": "organisation",
    "MediaOutlet": "organisation",
    "Place": "place",
    "AdministrativeArea": "place",
    "Occurrence": "event",
    "Incident": "event",
}
"""Kind to the family within which kinds are told apart differently from source to source.

Every other kind is a family of its own.
"""


def kindred(some: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether things of some kinds and of others may be one; of no known kind, they may.

    >>> kindred({"ArmedForce"}, {"MilitaryUnit"}), kindred({"Regime"}, {"State"})
    (True, False)
    """
    one, two = ({FAMILIES.get(kind, kind) for kind in kinds} for kinds in (some, others))
    return not one or not two or not one.isdisjoint(two)
