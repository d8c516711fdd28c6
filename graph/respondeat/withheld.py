"""Withheld: claims that nobody may meet, and what other claims tell of them."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from respondeat.index import Index
from respondeat.publication import Publication
from respondeat.said import Said
from respondeat.terms import Terms

__all__ = ["Withheld", "sensitive"]

PUBLIC = "sensitivity:public"


class Withheld:
    """Claims that are not to be met at all, with the documents that hold nothing else.

    Such a document may give away its author by its name alone, so it is not named either. What
    another claim itself says stays: whoever published it named whom it names.

    >>> from respondeat.index import MemoryIndex
    >>> held = Withheld(MemoryIndex(), Terms(), {"claim:a.k"})
    >>> one = Said("claim:b.k", "affirms", "actor:b", "set:s", "resp:size", "")
    >>> held.cut(one._replace(relays=("claim:a.k",))).relays
    ()
    """

    def __init__(self, index: Index, terms: Terms, claims: Collection[str]) -> None:
        """Look up the documents of the claims."""
        self.claims = frozenset(claims)
        inside = terms.expand("resp:inDocument")
        held = {
            triple.object
            for claim in self.claims
            for triple in index.match(terms.expand(claim), inside, None)
            if isinstance(triple.object, ox.NamedNode)
        }
        self.documents = frozenset(
            terms.compact(document.value)
            for document in held
            if all(
                terms.compact(str(triple.subject).strip("<>")) in self.claims
                for triple in index.match(None, inside, document)
            )
        )
        self._relaying: set[str] = set()

    def __contains__(self, name: object) -> bool:
        """Say whether something is one of the claims or documents."""
        return name in self.claims or name in self.documents

    def cut(self, one: Said) -> Said:
        """Return a claim that names none of them as what it passes on, answers or replaces."""
        if not self.claims:
            return one
        relays = tuple(name for name in one.relays if name not in self)
        if relays != one.relays:
            self._relaying.add(one.claim)
        return one._replace(
            relays=relays,
            answers=None if one.answers in self else one.answers,
            supersedes=None if one.supersedes in self else one.supersedes,
            part_of=None if one.part_of in self else one.part_of,
        )

    def relays(self, one: Said) -> tuple[str, ...]:
        """Return what a claim that was cut passes on: something unread, in place of what is gone.

        It is no source of its own, and where it has its words from is not told.
        """
        return (*one.relays, one.document) if one.claim in self._relaying else one.relays

    def public(self, documents: dict[str, Publication]) -> dict[str, Publication]:
        """Return what was published, without these documents and what names them."""
        if not self.documents:
            return documents
        return {
            name: one._replace(
                derived_from=tuple(d for d in one.derived_from if d not in self),
                draws_on=tuple(d for d in one.draws_on if d not in self),
            )
            for name, one in documents.items()
            if name not in self
        }


def sensitive(terms: Terms, *indexes: Index) -> list[str]:
    """Return every claim that is not public in any of the indexes.

    A claim may have been closed, opened or withdrawn between two entries of the record: it is
    protected wherever one of them protects it.
    """
    name, public = terms.expand("resp:sensitivity"), terms.expand(PUBLIC)
    found = (triple for index in indexes for triple in index.match(None, name, None))
    return sorted(
        {
            terms.compact(str(triple.subject).strip("<>"))
            for triple in found
            if str(triple.object).strip("<>") != public
        }
    )
