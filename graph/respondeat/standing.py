"""What stands in a workspace already: looked up in its index, however large it is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Set

import pyoxigraph as ox

from respondeat.errors import DocumentError, TermError
from respondeat.index import Index
from respondeat.kinds import Kinds
from respondeat.terms import Terms

__all__ = ["Standing"]


class Standing(Kinds):
    """What a workspace registers, but for what only some of its documents do.

    >>> from respondeat.index import MemoryIndex
    >>> Standing(MemoryIndex(), Terms()).find("actor:a")
    """

    def __init__(self, index: Index, terms: Terms, without: Set[str] = frozenset()) -> None:
        """Take an index; ``without`` are the ids of documents that are about to be replaced."""
        super().__init__()
        self._index, self._terms = index, terms
        self._without = {terms.expand(f"doc:{slug}") for slug in without}

    def __missing__(self, item: str) -> str:
        """Look an identifier up in the index, then in the vocabularies and the law."""
        try:
            node = self._terms.expand(item)
        except TermError as error:
            raise KeyError(item) from error
        if node not in self._without:
            registered = self._values(node, "resp:registeredIn")
            if not registered or registered - self._without:
                for kind in self._values(node, "rdf:type"):
                    prefix, _, name = self._terms.compact(kind).partition(":")
                    if prefix == "resp":
                        self[item] = name
                        return name
        return super().__missing__(item)

    def claims(self, slug: str) -> Container[str] | None:
        """Return the keys of the claims that stand in a document, or None where there is none."""
        return _Claims(self, slug) if self.find(f"doc:{slug}") == "Document" else None

    def holds(self, triple: ox.Triple) -> bool:
        """Say whether a triple stands."""
        assert isinstance(triple.subject, ox.NamedNode)
        assert isinstance(triple.object, ox.NamedNode | ox.Literal)
        found = self._index.match(triple.subject.value, triple.predicate.value, triple.object)
        return any(found)

    def size(self, claim: str) -> int:
        """Return how many triples a claim has."""
        return sum(1 for _ in self._index.match(self._terms.expand(claim), None, None))

    def registered(self) -> Iterator[tuple[str, str]]:
        """Yield every entity that a registry names, with its class, but for those left out."""
        for triple in self._index.match(None, self._terms.expand("resp:registeredIn"), None):
            assert isinstance(triple.subject, ox.NamedNode)
            item = self._terms.compact(triple.subject.value)
            if kind := self.find(item):
                yield item, kind

    def refuse_stranding(self, items: Iterable[str]) -> None:
        """Raise ``DocumentError`` where a claim speaks of something that would be gone."""
        for item in sorted(items):
            for document, claim in self.users(item):
                raise DocumentError(
                    f"{item!r} is used by {claim} and would be gone or of another kind: correct"
                    f" {document} in the same load"
                )

    def users(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield each claim that speaks of something, with its document, but for those left out."""
        for triple in self._index.match(None, None, ox.NamedNode(self._terms.expand(item))):
            assert isinstance(triple.subject, ox.NamedNode)
            claim = self._terms.compact(triple.subject.value)
            for document in self._values(triple.subject.value, "resp:inDocument"):
                if claim.startswith("claim:") and document not in self._without:
                    yield self._terms.compact(document), claim

    def _values(self, node: str, name: str) -> set[str]:
        found = self._index.match(node, self._terms.expand(name), None)
        return {one.object.value for one in found if isinstance(one.object, ox.NamedNode)}


class _Claims(Container[str]):
    """The keys of the claims of one document."""

    def __init__(self, standing: Standing, slug: str) -> None:
        self._standing, self._slug = standing, slug

    def __contains__(self, key: object) -> bool:
        return self._standing.size(f"claim:{self._slug}.{key}") > 0
