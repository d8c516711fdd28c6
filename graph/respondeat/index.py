"""The index: RDF to ask, in memory, in a folder, or behind a SPARQL 1.1 endpoint.

Three places, five methods, the same terms from each. An index can be lost: it is made again
from the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from respondeat.errors import IndexDamaged, QuestionError, RemoteError

__all__ = ["FolderIndex", "Index", "MemoryIndex", "RemoteIndex", "open_index"]

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term = ox.NamedNode | ox.Literal


class Index(Protocol):
    """What an index can do, wherever it is."""

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none."""

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph."""

    def clear(self) -> None:
        """Take everything out."""

    def __len__(self) -> int:
        """Count the triples."""


class MemoryIndex:
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
        """Answer SPARQL; raise ``QuestionError`` where it is none."""
        return _query(self._store, text)

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""
        for quad in self._store.quads_for_pattern(_node(subject), _node(predicate), value, ox.DefaultGraph()):
            yield quad.triple

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph."""
        for chunk in chunks:
            self._store.load(chunk, format=ox.RdfFormat.TURTLE)

    def clear(self) -> None:
        """Take everything out."""
        self._store.clear()

    def __len__(self) -> int:
        """Count the triples."""
        return len(self._store)


class FolderIndex(MemoryIndex):
    """An index on disk: one owner builds it, anybody reads it."""

    def __init__(self, folder: Path, *, build: bool = False) -> None:
        """Open a folder read-only, or with ``build`` a fresh folder to fill."""
        try:
            self._store = ox.Store(str(folder)) if build else ox.Store.read_only(str(folder))
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"cannot be opened ({error}): `respondeat rebuild` makes it again", path=folder
            ) from error

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph, in bulk."""
        try:
            for chunk in chunks:
                self._store.bulk_load(chunk, format=ox.RdfFormat.TURTLE)
            self._store.flush()
        except OSError as error:
            raise IndexDamaged(f"the index could not be written: {error}") from error


class RemoteIndex:
    """An index behind a SPARQL 1.1 endpoint, the only request that ever leaves this program."""

    def __init__(self, endpoint: str, *, update: str | None = None, seconds: int = 60) -> None:
        """Name the query endpoint, and the update endpoint if it is another one."""
        self.endpoint, self.seconds = endpoint, seconds
        self.update = update or endpoint.removesuffix("/query") + (
            "/update" if endpoint.endswith("/query") else ""
        )

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none."""
        from SPARQLWrapper import JSON, TURTLE

        form = _form(text)
        content = self._send(self.endpoint, text, TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON)
        if form in ("CONSTRUCT", "DESCRIBE"):
            store = ox.Store()
            store.load(content, format=ox.RdfFormat.TURTLE)
            return _query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        try:
            return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(f"the endpoint did not answer in JSON: {error}", path=self.endpoint) from error

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""
        s, p, o = (
            str(term) if term else name
            for term, name in ((_node(subject), "?s"), (_node(predicate), "?p"), (value, "?o"))
        )
        answer = self.query(f"CONSTRUCT {{ {s} {p} {o} }} WHERE {{ {s} {p} {o} }}")
        assert isinstance(answer, ox.QueryTriples)
        yield from answer

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph, a thousand triples a request."""
        batch: list[str] = []
        for chunk in chunks:
            for quad in ox.parse(chunk, ox.RdfFormat.TURTLE):
                batch.append(f"{quad.triple} .")
                if len(batch) == 1000:
                    self._insert(batch)
                    batch = []
        self._insert(batch)

    def clear(self) -> None:
        """Take everything out of the default graph."""
        self._send(self.update, "CLEAR DEFAULT", None)

    def __len__(self) -> int:
        """Count the triples."""
        answer = self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        assert isinstance(answer, ox.QuerySolutions)
        return int(next(answer)["n"].value)

    def _insert(self, batch: list[str]) -> None:
        if batch:
            self._send(self.update, "INSERT DATA { " + "\n".join(batch) + " }", None)

    def _send(self, address: str, text: str, form: str | None) -> bytes:
        from urllib.error import URLError

        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

        wrapper = SPARQLWrapper(address)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.seconds)
        wrapper.setQuery(text)
        if form:
            wrapper.setReturnFormat(form)
        try:
            content = wrapper.query().response.read()
        except QueryBadFormed as error:
            raise QuestionError(f"the endpoint refused the question: {error}", path=address) from error
        except (SPARQLWrapperException, URLError, OSError, ValueError) as error:
            raise RemoteError(f"the endpoint did not answer: {error}", path=address) from error
        return bytes(content)


def open_index(place: str) -> Index:
    """Open ``memory:``, ``http(s)://...`` or a folder.

    >>> len(open_index("memory:"))
    0
    """
    if place == "memory:":
        return MemoryIndex()
    if place.startswith(("http://", "https://")):
        return RemoteIndex(place)
    return FolderIndex(Path(place))


def _query(store: ox.Store, text: str) -> Answer:
    try:
        return store.query(text)
    except SyntaxError as error:
        raise QuestionError(f"not SPARQL: {error}") from error
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"cannot be read ({error}): `respondeat rebuild` makes it again") from error


def _node(iri: str | None) -> ox.NamedNode | None:
    return ox.NamedNode(iri) if iri else None


def _form(text: str) -> str:
    import re

    body = re.sub(r"<[^>]*>|#[^\n]*", " ", text)
    found = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", body, re.IGNORECASE)
    return found[1].upper() if found else "SELECT"
