"""The index: RDF to ask, in memory, in a folder, or behind a SPARQL 1.1 endpoint.

Three places, five methods, the same terms from each. An index can be lost: it is made again
from the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from respondeat.errors import DamagedIndexError, QuestionError, RemoteError, UsageError

__all__ = [
    "Answer",
    "FolderIndex",
    "Index",
    "MemoryIndex",
    "RemoteIndex",
    "Term",
    "open_index",
    "reading",
]

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term = ox.NamedNode | ox.Literal

_BATCH = 1000
_VALUE = re.compile("[/:](quantity|period)/")
_PROLOGUE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*", re.IGNORECASE
)


class Index(Protocol):
    """What an index can do, wherever it is."""

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none. Iterate within `reading`."""

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph."""

    def clear(self) -> None:
        """Take everything out."""

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
        """Answer SPARQL; raise ``QuestionError`` where it is none. Iterate within `reading`."""
        return _query(self._store, text)

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""
        pattern = (_node(subject), _node(predicate), value, ox.DefaultGraph())
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
        """Add Turtle to the default graph, in bulk; raise ``OSError`` where there is no room."""
        try:
            for chunk in chunks:
                self._store.bulk_load(chunk, format=ox.RdfFormat.TURTLE)
            self._store.flush()
        except RuntimeError as error:
            raise OSError(str(error)) from error

    def amend(self, gone: Iterable[ox.Triple], chunks: Iterable[bytes]) -> int:
        """Take triples out, add Turtle, and return by how many triples the index grew.

        A value that several claims share goes with the last claim that has it.
        """
        taken = {_quad(triple) for triple in gone}
        added = {quad for chunk in chunks for quad in ox.parse(chunk, ox.RdfFormat.TURTLE)}
        grown = 0
        with reading():
            for quad in taken - added:
                self._store.remove(quad)
                grown -= 1
            for quad in added - taken:
                if quad not in self._store:
                    self._store.add(quad)
                    grown += 1
            for node in {quad.object for quad in taken}:
                if not isinstance(node, ox.NamedNode) or not _VALUE.search(node.value):
                    continue
                if not any(self._store.quads_for_pattern(None, None, node)):
                    body = list(self._store.quads_for_pattern(node, None, None))
                    grown -= len(body)
                    for quad in body:
                        self._store.remove(quad)
        return grown


class RemoteIndex:
    """An index behind a SPARQL 1.1 endpoint, the only request that ever leaves this program."""

    def __init__(self, endpoint: str, *, update: str | None = None, seconds: int = 60) -> None:
        """Name the query endpoint, and the update endpoint if it is another one.

        ``seconds`` is how long the endpoint may be silent.
        """
        if not endpoint.startswith(("http://", "https://")):
            raise UsageError(f"{endpoint!r} is no endpoint: write http://... or https://...")
        self.endpoint, self.seconds = endpoint, seconds
        stem = endpoint.removesuffix("/query")
        self.update = update or (endpoint if stem == endpoint else f"{stem}/update")

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none, else ``RemoteError``."""
        from SPARQLWrapper import JSON, TURTLE

        form = _form(text)
        if form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            raise QuestionError("not SPARQL: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
        if form in ("CONSTRUCT", "DESCRIBE"):
            store = ox.Store()
            content = self._send(self.endpoint, text, TURTLE)
            try:
                store.load(content, format=ox.RdfFormat.TURTLE)
            except (SyntaxError, ValueError) as error:
                raise self._other("Turtle", error) from error
            return _query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        content = self._send(self.endpoint, text, JSON)
        try:
            found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                for _ in found:  # an answer that was cut off must not pass for a whole one
                    pass
            return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._other("JSON", error) from error

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the default graph that fit; ``None`` fits all."""
        wanted = {"?s": _node(subject), "?p": _node(predicate), "?o": value}
        pattern = " ".join(str(term) if term else name for name, term in wanted.items())
        answer = self.query(f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}")
        assert isinstance(answer, ox.QueryTriples)
        yield from answer

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the default graph, a thousand triples a request."""
        batch: list[str] = []
        for chunk in chunks:
            for quad in ox.parse(chunk, ox.RdfFormat.TURTLE):
                batch.append(f"{quad.triple} .")
                if len(batch) == _BATCH:
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
        count = next(answer)["n"]
        assert isinstance(count, ox.Literal)
        return int(count.value)

    def _insert(self, batch: list[str]) -> None:
        if batch:
            self._send(self.update, "INSERT DATA { " + "\n".join(batch) + " }", None)

    def _other(self, form: str, error: Exception) -> RemoteError:
        return RemoteError(f"the endpoint did not answer in {form}: {error}", path=self.endpoint)

    def _send(self, address: str, text: str, form: str | None) -> bytes:
        from http.client import HTTPException
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
            with wrapper.query().response as response:
                return bytes(response.read())
        except QueryBadFormed as error:
            raise QuestionError(f"refused by the endpoint: {error}", path=address) from error
        except (SPARQLWrapperException, URLError, HTTPException, OSError, ValueError) as error:
            raise RemoteError(f"the endpoint did not answer: {error}", path=address) from error


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
        with reading():
            return store.query(text)
    except SyntaxError as error:
        raise QuestionError(f"not SPARQL: {error}") from error


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph())


def _node(iri: str | None) -> ox.NamedNode | None:
    return ox.NamedNode(iri) if iri else None


def _form(text: str) -> str:
    r"""Return the word that a query begins with, after its prologue.

    >>> _form("PREFIX ask: <urn:select> # CONSTRUCT\nSELECT * {}")
    'SELECT'
    """
    prologue = _PROLOGUE.match(text)
    words = text[prologue.end() :].split(None, 1) if prologue else []
    return re.split(r"\W", words[0])[0].upper() if words else ""
