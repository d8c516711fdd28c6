"""An index behind a SPARQL 1.1 endpoint: another place, the same terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from respondeat.endpoint import Endpoint
from respondeat.errors import QuestionError, RemoteError, UsageError
from respondeat.index import Answer, FolderIndex, Index, MemoryIndex, Term, ask, iri

__all__ = ["RemoteIndex", "open_index"]

# triples in one request: an update is parsed whole, a graph is read as it comes
_UPDATED, _STORED = 1_000, 100_000
_IRI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+"
_PROLOGUE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*", re.IGNORECASE
)


class RemoteIndex(Index):
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
        graph = {"default-graph-uri": self.graph} if self.graph else {}
        if form in ("CONSTRUCT", "DESCRIBE"):
            store = ox.Store()
            content = self.endpoint.ask(text, "turtle", **graph)
            try:
                store.load(content, format=ox.RdfFormat.TURTLE)
            except (SyntaxError, ValueError) as error:
                raise self._other("Turtle", error) from error
            return ask(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        content = self.endpoint.ask(text, "json", **graph)
        try:
            found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                rows = sum(1 for _ in found)  # an answer that was cut off is no whole one
                if form == "ASK":  # Virtuoso answers with a row or none
                    content = b'{"head":{},"boolean":%s}' % (b"true" if rows else b"false")
            elif form == "SELECT":
                raise ValueError("rows were asked for, and it says yes or no")
            return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._other("JSON", error) from error

    def match(
        self, subject: str | None, predicate: str | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """Yield the triples of the graph that fit; ``None`` fits all."""
        wanted = {"?s": iri(subject), "?p": iri(predicate), "?o": value}
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
        try:
            return next(int(row[0].value) for row in answer)
        except (StopIteration, IndexError, AttributeError, ValueError) as error:
            raise RemoteError(
                "the endpoint did not answer with a number when its triples were counted",
                path=self.endpoint.address,
            ) from error

    def _send(self, method: str, triples: str) -> None:
        """Add triples to the graph, or with ``PUT`` none, in place of what it holds."""
        if self.store is not None:
            graph = f"graph={quote(self.graph, safe='')}" if self.graph else "default"
            self.store.send(method, triples.encode(), "text/turtle", graph)
        elif method == "PUT":
            graph = f"SILENT GRAPH <{self.graph}>" if self.graph else "DEFAULT"
            self.update.ask(f"CLEAR {graph}")
        else:
            into = f"GRAPH <{self.graph}> {{ {triples} }}" if self.graph else triples
            self.update.ask(f"INSERT DATA {{ {into} }}")

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


def _form(text: str) -> str:
    r"""Return the word that a query begins with, after its prologue.

    >>> _form("PREFIX ask: <urn:select> # CONSTRUCT\nSELECT * {}")
    'SELECT'
    """
    prologue = _PROLOGUE.match(text)
    words = text[prologue.end() :].split(None, 1) if prologue else []
    return re.split(r"\W", words[0])[0].upper() if words else ""
