"""The index: RDF to ask, in memory, in a folder, or behind a SPARQL 1.1 endpoint.

Three places, five methods, the same terms from each. An index can be lost: it is made again
from the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pyoxigraph as ox

from respondeat.endpoint import Endpoint
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

# triples in one request: an update is parsed whole, a graph is read as it comes
_UPDATED, _STORED = 1_000, 100_000
_IRI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+"
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


class RemoteIndex:
    """An index behind a SPARQL 1.1 endpoint."""

    def __init__(
        self,
        endpoint: str,
        *,
        update: str | None = None,
        graph: str | None = None,
        store: str | None = None,
        seconds: int = 60,
    ) -> None:
        """Name the query endpoint, and the update endpoint if it is another one.

        ``graph`` is the graph that is filled and asked, the default graph where none is named;
        ``store`` a Graph Store address to fill it by, ``seconds`` how long either may be silent.
        """
        stem = endpoint.removesuffix("/query")
        update = update or (endpoint if stem == endpoint else f"{stem}/update")
        self.endpoint, self.update = (Endpoint(one, seconds=seconds) for one in (endpoint, update))
        self.store = Endpoint(store, seconds=seconds) if store else None
        self.graph = graph
        if graph is not None and not re.fullmatch(_IRI, graph):
            raise UsageError(f"{graph!r} is no name of a graph: write a whole IRI")

    def query(self, text: str) -> Answer:
        """Answer SPARQL; raise ``QuestionError`` where it is none, else ``RemoteError``."""
        form = _form(text)
        if form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            raise QuestionError("not SPARQL: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
        fields = {"query": text, "default-graph-uri": self.graph}
        if form in ("CONSTRUCT", "DESCRIBE"):
            store = ox.Store()
            content = self.endpoint.form("application/n-triples, text/turtle;q=0.9", **fields)
            try:
                store.load(content, format=ox.RdfFormat.TURTLE)
            except (SyntaxError, ValueError) as error:
                raise self._other("Turtle", error) from error
            return _query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        content = self.endpoint.form("application/sparql-results+json", **fields)
        try:
            found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                rows = sum(1 for _ in found)  # an answer that was cut off is no whole one
                if form == "ASK":  # Virtuoso answers with a row or none
                    content = b'{"head":{},"boolean":%s}' % (b"true" if rows else b"false")
            return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._other("JSON", error) from error

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the graph that fit; ``None`` fits all."""
        wanted = {"?s": _node(subject), "?p": _node(predicate), "?o": value}
        pattern = " ".join(str(term) if term else name for name, term in wanted.items())
        answer = self.query(f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}")
        assert isinstance(answer, ox.QueryTriples)
        yield from answer

    def load(self, chunks: Iterable[bytes]) -> None:
        """Add Turtle to the graph, so many triples a request that memory stays flat."""
        size = _UPDATED if self.store is None else _STORED
        triples = (
            f"{quad.triple} ." for chunk in chunks for quad in ox.parse(chunk, ox.RdfFormat.TURTLE)
        )
        while batch := list(islice(triples, size)):
            self._send("POST", "\n".join(batch))

    def clear(self) -> None:
        """Take everything out of the graph."""
        self._send("PUT", "")

    def __len__(self) -> int:
        """Count the triples."""
        answer = self.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        assert isinstance(answer, ox.QuerySolutions)
        count = next(answer)["n"]
        assert isinstance(count, ox.Literal)
        return int(count.value)

    def _send(self, method: str, triples: str) -> None:
        """Add triples to the graph, or with ``PUT`` none, in place of what it holds."""
        if self.store is not None:
            graph = f"graph={quote(self.graph, safe='')}" if self.graph else "default"
            self.store.send(method, triples.encode(), "text/turtle", query=graph)
        elif method == "PUT":
            graph = f"SILENT GRAPH <{self.graph}>" if self.graph else "DEFAULT"
            self.update.form("*/*", update=f"CLEAR {graph}")
        else:
            into = f"GRAPH <{self.graph}> {{ {triples} }}" if self.graph else triples
            self.update.form("*/*", update=f"INSERT DATA {{ {into} }}")

    def _other(self, form: str, error: Exception) -> RemoteError:
        return RemoteError(
            f"the endpoint did not answer in {form}: {error}", path=self.endpoint.address
        )


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
