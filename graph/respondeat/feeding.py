"""Feeding: with which voices claims fall, counted strictly and cautiously."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.origins import Origin

__all__ = ["Feeding"]

_MOST = 3


class Feeding:
    """Which documents feed which others, as far as anybody declares it.

    ``claims`` are all that is weighed together: whose word stands in a document counts as its
    voice beside the publisher.
    """

    def __init__(self, evidence: Evidence, claims: Iterable[Iterable[str]]) -> None:
        """Look up where the claims begin."""
        self._evidence = evidence
        self._speaking: dict[str, set[str]] = defaultdict(set)
        for one in claims:
            for origin in _origins(evidence, tuple(one)):
                self._speaking[origin.document].add(origin.asserter)

    def strict(self, claims: Iterable[str]) -> tuple[frozenset[str], ...]:
        """Return the one set of voices with which the claims fall; none where there are none."""
        voices = frozenset(one.asserter for one in _origins(self._evidence, tuple(claims)))
        return (voices,) if voices else ()

    def cautious(self, claims: Iterable[str]) -> tuple[frozenset[str], ...]:
        """Return the smallest sets of voices with which the claims fall, fed documents included.

        All sets of up to three voices, and besides them at least the one of `strict`.
        """
        own = self.strict(claims)
        found = [frozenset[str]()]
        for origin in sorted(_origins(self._evidence, tuple(claims))):
            feeders = self._voices(origin)
            found = _smallest(
                each if each & feeders else each | {voice} for each in found for voice in feeders
            )
        return tuple(_smallest([*found, *own], most=None)) if own else ()

    def _voices(self, origin: Origin) -> frozenset[str]:
        """Return the voices without any of which an origin falls."""
        found, waiting, seen = {origin.asserter}, [origin.document], {origin.document}
        while waiting:
            for document in self._inputs(waiting.pop()):
                if document not in seen:
                    seen.add(document)
                    waiting.append(document)
                    found |= self._speaking.get(document, set())
                    publication = self._evidence.documents.get(document)
                    found |= {publication.publisher} if publication else set()
        return frozenset(found)

    def _inputs(self, document: str) -> list[str]:
        publication = self._evidence.documents.get(document)
        declared = (*publication.derived_from, *publication.draws_on) if publication else ()
        relied = (one.value for one in self._evidence.affirmed(document, "reliesOn"))
        return [*declared, *relied]


@once  # a step is weighed for everybody to whom it leads
def _origins(evidence: Evidence, claims: tuple[str, ...]) -> frozenset[Origin]:
    return evidence.origins(claims)


def _smallest(sets: Iterable[frozenset[str]], most: int | None = _MOST) -> list[frozenset[str]]:
    """Return the sets that hold no other, by size and name, up to a size."""
    found: list[frozenset[str]] = []
    for one in sorted(set(sets), key=lambda each: (len(each), sorted(each))):
        if (most is None or len(one) <= most) and not any(each <= one for each in found):
            found.append(one)
    return found
