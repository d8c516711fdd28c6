"""What several tests share: the bundled corpus, loaded once, and a real SPARQL server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from respondeat.errors import RespondeatError
from respondeat.files import folder
from respondeat.index import Index
from respondeat.load import load
from respondeat.rebuild import rebuild
from respondeat.remote import RemoteIndex
from respondeat.workspace import Workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the whole bundled corpus; nobody writes to it."""
    path = tmp_path_factory.mktemp("corpus") / "workspace"
    load(path, [folder("corpus")], by="tests", why="the bundled corpus")
    return path


@pytest.fixture(scope="session")
def turtle(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Return the invented incidents of ``tests/trace`` as an index takes them, with the law."""
    path = tmp_path_factory.mktemp("trace") / "workspace"
    load(path, [Path(__file__).parent / "trace" / "incidents"], by="tests")
    return list(Workspace(path).turtle())


@pytest.fixture(scope="session")
def index(workspace: Path) -> Index:
    """Return the index of that workspace, on disk."""
    return Workspace(workspace).index()


@pytest.fixture(scope="session")
def server(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the query endpoint of a server on loopback that holds the same triples."""
    binary = Path(sys.executable).with_name("oxigraph")
    found = str(binary) if binary.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("the oxigraph server is missing: `pip install oxigraph` brings it")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    store = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [found, "serve", "--location", str(store), "--bind", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint = f"http://{address}/query"
    try:
        _wait(endpoint)
        rebuild(workspace, endpoint=endpoint)
        yield endpoint
    finally:
        process.terminate()
        process.wait(10)


def _wait(endpoint: str) -> None:
    for attempt in range(100):
        try:
            RemoteIndex(endpoint).query("ASK {}")
            return
        except RespondeatError:
            if attempt == 99:
                raise
            time.sleep(0.1)
