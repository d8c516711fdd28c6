"""What the program computes: links, chains and tracks. A finding is never a claim."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["Element", "Independence", "Link", "Track"]


class Independence(NamedTuple):
    """How many independent origins a statement has, at least and at most.

    The same asserter and relays collapse always; ``min`` is the largest choice of origins of which
    no two are joined by declared derivation, shared inputs or a common interest. Steps are ranked
    by ``min``, then ``max``.

    >>> min(Independence(1, 3), Independence(2, 2))
    Independence(min=1, max=3)
    """

    min: int
    max: int

    def json(self) -> dict[str, int]:
        """Return ``{"min": ..., "max": ...}``."""
        return {"min": self.min, "max": self.max}


class Element(NamedTuple):
    """An element that a rule, a mode of liability or a crime requires, and the claims on it."""

    element: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the element as output prints it."""
        return {
            "element": self.element,
            "claims_for": list(self.claims_for),
            "claims_against": list(self.claims_against),
        }


class Link(NamedTuple):
    """One step from the incident towards somebody who may have to answer.

    ``kind`` is perpetrator, member, attribution, group-command, derived, identity or
    liability-mode; ``rule`` is ``None`` for the first two. ``validity`` is "holds" or "possible":
    a link that surely did not hold on the date is no link. ``origins`` are those of the claims
    that surely cover the date where the link holds, else of all for it. A member step is structure
    of the registry and an assumption, since what is said of a group is not said of each member.
    """

    id: str
    kind: str
    rule: str | None
    source: str
    target: str
    from_date: str | None
    until_date: str | None
    validity: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    origins: Independence
    elements: tuple[Element, ...] = ()
    assumptions: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def assumed(self) -> bool:
        """Whether the step is an assumption without claims of its own."""
        return self.kind == "member"

    def json(self) -> dict[str, Any]:
        """Return the link as ``trace --json`` prints it."""
        return {
            "id": self.id,
            "rule": self.rule,
            "kind": self.kind,
            "from": self.source,
            "to": self.target,
            "from_date": self.from_date,
            "until_date": self.until_date,
            "validity": self.validity,
            "claims_for": list(self.claims_for),
            "claims_against": list(self.claims_against),
            "origins": self.origins.json(),
            "elements": [one.json() for one in self.elements],
            "assumptions": list(self.assumptions),
            "gaps": list(self.gaps),
        }


class Track(NamedTuple):
    """Everything that leads from one incident to one actor on one track.

    The tracks (state, individual, non-state) are never joined. ``chains`` are lists of link ids
    from the incident to the actor; ``corroboration`` is that of the least corroborated step of
    the best chain, ``None`` where no chain leads here. ``whole`` is false where there may be more
    chains than those listed, perhaps some where none is: ``links`` then has every step that could
    be part of one.
    """

    track: str
    actor: str
    roles: tuple[str, ...]
    links: tuple[Link, ...]
    chains: tuple[tuple[str, ...], ...]
    corroboration: Independence | None
    obligations: tuple[str, ...] = ()
    preclusions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    whole: bool = True

    def json(self, made: dict[Link, dict[str, Any]] | None = None) -> dict[str, Any]:
        """Return the track as ``trace --json`` prints it; ``made`` keeps the links that it has."""
        made = {} if made is None else made
        for link in self.links:
            if link not in made:
                made[link] = link.json()
        return {
            "track": self.track,
            "actor": self.actor,
            "roles": list(self.roles),
            "links": [made[link] for link in self.links],
            "chains": [list(chain) for chain in self.chains],
            "whole": self.whole,
            "corroboration": self.corroboration.json() if self.corroboration else None,
            "obligations": list(self.obligations),
            "preclusions": [
                {"circumstance": name, "claims": list(claims)} for name, claims in self.preclusions
            ],
        }
