"""One scenario on all three backends; the remote one is a real server on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.sample import corpus

from respondeat.errors import (
    DamagedIndexError,
    QuestionError,
    RemoteError,
    UsageError,
    WorkspaceError,
)
from respondeat.index import FolderIndex, Index, MemoryIndex
from respondeat.load import load
from respondeat.rebuild import rebuild
from respondeat.remote import RemoteIndex, open_index
from respondeat.workspace import Workspace

OXIGRAPH = shutil.which("oxigraph") or shutil.which(
    "oxigraph", path=str(Path(sys.executable).parent)
)
TURTLE = [
    b'@prefix : <urn:> . :a :b :c ; :n "1.10"^^<urn:t>, "x"@en-GB .',
    b"<urn:d> <urn:b> <urn:c> .",
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    if not OXIGRAPH:
        pytest.skip("no oxigraph server binary here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
        server.terminate()


@pytest.fixture(params=["memory", "folder", "remote"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    if request.param == "memory":
        return open_index("memory:")
    if request.param == "folder":
        return FolderIndex(tmp_path / "index", build=True)
    remote = open_index(request.getfixturevalue("endpoint"))
    remote.clear()
    return remote


def test_one_scenario(index: Index) -> None:
    assert len(index) == 0
    index.load(TURTLE)
    assert len(index) == 4
    rows = index.query("PREFIX ask: <urn:> SELECT ?s ?o { ?s ask:b ?o } ORDER BY ?s")
    assert isinstance(rows, ox.QuerySolutions)
    assert [variable.value for variable in rows.variables] == ["s", "o"]
    c = ox.NamedNode("urn:c")
    assert [tuple(row) for row in rows] == [(ox.NamedNode("urn:a"), c), (ox.NamedNode("urn:d"), c)]
    assert bool(index.query("ASK { <urn:d> ?p ?o }"))
    assert not bool(index.query("ASK { <urn:e> ?p ?o }"))
    made = index.query("CONSTRUCT { ?o <urn:of> ?s } WHERE { ?s <urn:b> ?o }")
    assert isinstance(made, ox.QueryTriples)
    assert {triple.subject for triple in made} == {c}
    exact = ox.Literal("1.10", datatype=ox.NamedNode("urn:t"))
    assert [str(triple.object) for triple in index.match("urn:a", "urn:n", exact)] == [str(exact)]
    assert {str(one.object) for one in index.match("urn:a", "urn:n", None)} == {
        str(exact),
        '"x"@en-gb',
    }
    assert len(list(index.match(None, None, c))) == 2
    assert not list(index.match("urn:none", None, None))
    index.load(TURTLE)
    assert len(index) == 4
    index.clear()
    assert len(index) == 0


@pytest.mark.parametrize(
    "text", ["", "SELECT", "SELECT * { ?s ?p }", "INSERT DATA { <a:a> <a:b> 1 }"]
)
def test_what_is_no_question(index: Index, text: str) -> None:
    with pytest.raises(QuestionError):
        index.query(text)


def test_the_whole_workspace_on_a_server(endpoint: str, tmp_path: Path) -> None:
    load(tmp_path / "w", [corpus(tmp_path / "sources")], by="tests")
    here = set(Workspace(tmp_path / "w").index().match(None, None, None))
    assert rebuild(tmp_path / "w", endpoint=endpoint) == len(here)
    there = set(RemoteIndex(endpoint).match(None, None, None))
    assert {str(triple) for triple in there} == {str(triple) for triple in here}


@pytest.mark.parametrize("graph", [None, "urn:mine"])
def test_a_graph_of_a_server_filled_through_its_graph_store(
    endpoint: str, graph: str | None
) -> None:
    store = endpoint.replace("/query", "/store")
    by_store = RemoteIndex(endpoint, graph=graph, store=store)
    by_update = RemoteIndex(endpoint, graph=graph)
    for one, other in ((by_store, by_update), (by_update, by_store)):
        one.clear()
        assert len(one) == len(other) == 0
        one.load(TURTLE)
        assert len(one) == len(other) == 4
        assert len(RemoteIndex(endpoint, graph="urn:other")) == 0
        other.clear()
        assert len(one) == 0


def test_a_graph_is_named_by_an_iri() -> None:
    for name in ("mine", "urn:a> { } } ; DROP ALL #", ""):
        with pytest.raises(UsageError, match="whole IRI"):
            RemoteIndex("http://127.0.0.1:9/query", graph=name)


def test_a_server_that_is_gone() -> None:
    with pytest.raises(RemoteError, match="did not answer"):
        RemoteIndex("http://127.0.0.1:9/query", seconds=2).query("ASK {}")
    assert RemoteError.exit_code == 4


@pytest.mark.parametrize(
    "answer", [None, b"", b"HTTP/1.1 200 OK\r\n\r\nhello", b"HTTP/1.1 500 No\r\n\r\n"]
)
def test_a_server_that_says_nothing_or_nonsense(answer: bytes | None) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.recv(65536)
                if answer is None:
                    time.sleep(2)
                else:
                    client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        began = time.monotonic()
        with pytest.raises(RemoteError):
            RemoteIndex(f"http://127.0.0.1:{server.getsockname()[1]}/query", seconds=1).query(
                "ASK {}"
            )
        assert time.monotonic() - began < 3
        thread.join()


@pytest.mark.parametrize("bad", [0, 3, 5])
@pytest.mark.parametrize("made", [True, False])
def test_where_one_piece_fails_nothing_is_swapped_in_and_no_thread_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int, made: bool
) -> None:
    load(tmp_path / "w", [corpus(tmp_path / "s")], by="tests")
    before = Workspace(tmp_path / "w").read_manifest()

    def turtle(_: Workspace) -> Iterator[bytes]:
        for number in range(6):
            if number == bad and not made:
                raise OSError("no room")
            yield b"no Turtle" if number == bad else f"<urn:{number}> <urn:b> <urn:c> .".encode()

    monkeypatch.setattr(Workspace, "turtle", turtle)
    threads = threading.active_count()
    with pytest.raises(SyntaxError if made else WorkspaceError):
        rebuild(tmp_path / "w")
    assert threading.active_count() == threads
    assert Workspace(tmp_path / "w").read_manifest() == before
    assert len(Workspace(tmp_path / "w").index()) > 6


VALUE = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"%s"}}]}}'


@pytest.mark.parametrize(
    "answer",
    [
        '{"head":{"vars":["n"]},"results":{"bindings":[]}}',
        '{"head":{"vars":[]},"results":{"bindings":[{}]}}',
        '{"head":{"vars":["n"]},"results":{"bindings":[{}]}}',
        '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"bnode","value":"b"}}]}}',
        '{"head":{},"boolean":true}',
        VALUE % "many",
        VALUE % ("9" * 5_000),
    ],
)
def test_a_server_that_cannot_count_is_said(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respondeat.endpoint.Endpoint.ask", lambda *_, **__: answer.encode())
    with pytest.raises(RemoteError, match=r"the endpoint did not answer (with a number|in JSON)"):
        len(RemoteIndex("http://127.0.0.1:9/query"))


def test_many_documents_make_few_files(workspace: Path) -> None:
    opened = Workspace(workspace)
    assert len(opened.record.documents()) > 100
    assert len(opened.read_manifest()["files"]) < 30


def test_a_folder_is_opened_never_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="respondeat rebuild"):
        open_index(str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_a_full_damaged_block_is_an_error_at_the_row(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    built = FolderIndex(folder, build=True)
    built.load([b"".join(b"<urn:%d> <urn:p> <urn:o> .\n" % n for n in range(1000))])
    del built
    for path in folder.glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[10] ^= 1
        path.write_bytes(content)
    with pytest.raises(DamagedIndexError):
        list(FolderIndex(folder).match(None, None, None))


def test_update_endpoint() -> None:
    assert RemoteIndex("http://a/query").update.address == "http://a/update"
    assert RemoteIndex("http://a/sparql").update.address == "http://a/sparql"
    assert isinstance(open_index("memory:"), MemoryIndex)
