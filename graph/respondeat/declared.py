"""Declared: what any source or the registry says that bears on who is independent of whom.

It is not filtered by a reading: an interest that a source excluded by it declares is no less one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from respondeat.index import Index
from respondeat.interest import Interests
from respondeat.publication import Publication
from respondeat.said import Said
from respondeat.terms import Terms

__all__ = ["inputs", "interests", "standards"]

_SHARED_INTEREST = frozenset(
    f"resp:{name}" for name in ("alignedWith", "governs", "identicalTo", "organOf", "represents")
)


def interests(said: Iterable[Said], members: Mapping[str, Iterable[str]]) -> Interests:
    """Return who shares an interest: as claims affirm, and collectives with their members."""
    pairs = [
        (one.about, one.value)
        for one in said
        if one.stance == "affirms" and one.property in _SHARED_INTEREST
    ]
    return Interests(pairs, [(group, one) for group, found in members.items() for one in found])


def inputs(said: Iterable[Said], published: Iterable[Publication]) -> list[tuple[str, str]]:
    """Return each document with one that it derives from, draws on or relies on."""
    found = [
        (one.document, other) for one in published for other in (*one.derived_from, *one.draws_on)
    ]
    relied = (one for one in said if one.stance == "affirms" and one.property == "resp:reliesOn")
    return found + [(one.about, one.value) for one in relied]


def standards(index: Index, terms: Terms) -> dict[str, list[str]]:
    """Return each standard of proof with the next lower ones of the same body."""
    found: dict[str, list[str]] = defaultdict(list)
    for triple in index.match(None, terms.expand("resp:strongerThan"), None):
        higher, lower = (
            terms.compact(str(term).strip("<>")) for term in (triple.subject, triple.object)
        )
        found[higher].append(lower)
    return found
