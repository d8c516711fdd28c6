"""Elements: which claims bear on what a rule, a mode of liability or a crime requires."""

from __future__ import annotations

from collections.abc import Iterable

from respondeat.evidence import Evidence
from respondeat.finding import Element
from respondeat.said import Said

__all__ = ["element_kinds", "elements_of"]


def elements_of(
    evidence: Evidence,
    elements: Iterable[str],
    *,
    incident: str,
    said: list[Said],
    actor: str | None = None,
    bearer: str | None = None,
    conflict: str | None = None,
) -> tuple[Element, ...]:
    """Return the elements with the claims that bear on each, in the order given.

    ``said`` are the claims about the incident. ``actor`` acted (the link's "from"), ``bearer``
    may have to answer (the link's "to"); without a bearer every one counts. ``conflict`` is the
    conflict of the incident, by default every one that a claim gives it.
    """
    return tuple(Element(one, (), ()) for one in elements)


def element_kinds(evidence: Evidence) -> dict[str, str]:
    """Return the kind of every element: contextual, material, mental, link or performance."""
    return {}
