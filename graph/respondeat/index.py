"""The index: RDF to ask, in memory or in a folder; `remote` is one behind a SPARQL 1.1 endpoint.

Three places, five methods, the same terms from each. An index can be lost: it is made again
from the record.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from respondeat.errors import DamagedIndexError, QuestionError

__all__ = ["Answer", "FolderIndex", "Index", "MemoryIndex", "Term", "ask", "iri", "reading"]

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term = ox.NamedNode | ox.Literal

_AT_ONCE = 2
_VALUE = re.compile("[/:](quantity|period)/")


class Index(ABC):
    """What an index can do, wherever it is."""

    @abstractmethod
    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none. Iterate within `reading`."""

    @abstractmethod
    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""

    @abstractmethod
    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph."""

    @abstractmethod
    def clear(self) -> None:
        """Take everything out."""

    @abstractmethod
    def __len__(self) -> int:
        """Count the triples."""


@contextmanager
def reading() -> Iterator[None]:
    """Turn what a damaged store raises, at once or at any later row, into ``DamagedIndexError``.

    The store checks a checksum of every block that it reads.
    """
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise DamagedIndexError(
            f"the index cannot be read ({error}): `respondeat rebuild` makes it again"
        ) from error


class MemoryIndex(Index):
    """An index that ends with the process.

    >>> index = MemoryIndex()
    >>> index.load([b"<urn:a> <urn:b> <urn:c> ."])
    >>> len(index)
    1
    """

    def __init__(self) -> None:
        """Start empty."""
        self._store = ox.Store()

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none. Iterate within `reading`."""
        return ask(self._store, text)

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""
        pattern = (iri(subject), iri(predicate), value, ox.DefaultGraph())
        with reading():
            for quad in self._store.quads_for_pattern(*pattern):
                yield quad.triple

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph."""
        for chunk in chunks:
            self._store.load(chunk, format=ox.RdfFormat.TURTLE)

    def clear(self) -> None:
        """Take everything out."""
        self._store.clear()

    def __contains__(self, triple: ox.Triple) -> bool:
        """Say whether the index holds a triple."""
        return _quad(triple) in self._store

    def __len__(self) -> int:
        """Count the triples."""
        with reading():
            return len(self._store)


class FolderIndex(MemoryIndex):
    """An index on disk: one owner builds it, anybody reads it."""

    def __init__(self, folder: Path, *, build: bool = False) -> None:
        """Open a folder read-only, or with ``build`` a fresh folder to fill."""
        with reading():
            self._store = ox.Store(str(folder)) if build else ox.Store.read_only(str(folder))

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph, in bulk; raise ``OSError`` where there is no room.

        The store takes in each chunk on one core: two at a time, while the next is made.
        """
        from concurrent.futures import Future, ThreadPoolExecutor

        waiting: deque[Future[None]] = deque()
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for chunk in chunks:
                    waiting.append(pool.submit(self._take_in, chunk))
                    if len(waiting) > _AT_ONCE:
                        waiting.popleft().result()
                for one in waiting:
                    one.result()
            self._store.flush()
        except RuntimeError as error:
            raise OSError(str(error)) from error

    def _take_in(self, chunk: bytes) -> None:
        self._store.bulk_load(chunk, format=ox.RdfFormat.TURTLE)

    def amend(self, gone: Iterable[ox.Triple], chunks: Iterable[bytes]) -> None:
        """Take triples out and add Turtle.

        A value that several claims share goes with the last claim that has it.
        """
        taken = {_quad(triple) for triple in gone}
        added = {quad for chunk in chunks for quad in ox.parse(chunk, ox.RdfFormat.TURTLE)}
        with reading():
            for quad in taken - added:
                self._store.remove(quad)
            self._store.extend(added - taken)
            for node in {quad.object for quad in taken}:
                if not isinstance(node, ox.NamedNode) or not _VALUE.search(node.value):
                    continue
                if not any(self._store.quads_for_pattern(None, None, node)):
                    for quad in list(self._store.quads_for_pattern(node, None, None)):
                        self._store.remove(quad)


def ask(store: ox.Store, text: str) -> Answer:
    """Answer SPARQL from a store; raise ``QuestionError`` where it is none."""
    try:
        with reading():
            return store.query(text)
    except SyntaxError as error:
        raise QuestionError(f"not SPARQL: {error}") from error


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph())


def iri(text: str | None) -> ox.NamedNode | None:
    """Return the node of an IRI, or None for none."""
    return ox.NamedNode(text) if text else None
