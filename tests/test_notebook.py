"""What notebooks use: frames, networks that name the asserter, a server of one's own."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from matplotlib.figure import Figure
from tests.sample import corpus

from respondeat.ask import answer
from respondeat.errors import DamagedIndexError, UsageError
from respondeat.load import load
from respondeat.notebook import draw, frame, network, serving
from respondeat.question import Question
from respondeat.remote import RemoteIndex
from respondeat.table import Table
from respondeat.workspace import Workspace

COLUMNS = ("source", "target", "asserter", "stance", "property", "date")
ROWS = [
    ("actor:a", "actor:x", "actor:a", "affirms", "resp:accused", "2018-06-13"),
    ("actor:x", "actor:x", "actor:x", "denies", "resp:accused", None),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebook")
    load(folder / "mine", [corpus(folder)], by="test")
    return folder / "mine"


def test_a_frame_keeps_an_unknown_number_unknown() -> None:
    made = frame(Table(("who", "lower"), [("actor:a", None), ("actor:b", 1109)]))
    assert made.lower.isna().tolist() == [True, False]
    assert made.lower.sum() == 1109


def test_a_network_carries_the_asserter_of_every_claim() -> None:
    graph = network(Table(COLUMNS, [*ROWS]))
    assert graph.number_of_edges() == 2
    assert all(data["asserter"] for _, _, data in graph.edges(data=True))


@pytest.mark.parametrize("missing", ["source", "target", "asserter"])
def test_an_edge_that_nobody_asserts_is_refused(missing: str) -> None:
    row = tuple(
        None if name == missing else cell for name, cell in zip(COLUMNS, ROWS[0], strict=True)
    )
    with pytest.raises(UsageError, match="asserter"):
        network(Table(COLUMNS, [row]))
    without = tuple(name for name in COLUMNS if name != missing)
    with pytest.raises(UsageError, match="asserter"):
        network(Table(without, [tuple(cell for cell in row if cell is not None)]))


def test_a_picture_writes_who_says_it_on_every_claim() -> None:
    figure = Figure()
    axes = figure.add_subplot()
    draw(network(Table(COLUMNS, [*ROWS])), axes)
    figure.canvas.draw()
    written = {text.get_text() for text in axes.texts}
    assert {"a affirms accused, 2018-06-13", "x denies accused"} <= written


def test_the_server_answers_as_the_folder_does_and_stops(place: Path) -> None:
    question = Question.from_text(
        "q", "SELECT * { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o) LIMIT 50"
    )
    try:
        with serving(place) as endpoint:
            remote = answer(RemoteIndex(endpoint), question)
    except UsageError as missing:
        pytest.skip(f"SPARQL server: {missing}")
    assert remote == answer(Workspace(place).index(), question)
    address = urlsplit(endpoint)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname or "", address.port or 0), timeout=5)


def test_the_server_refuses_a_damaged_index(place: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(place, tmp_path / "copy")
    (copy / "index" / "index.json").unlink()
    with pytest.raises(DamagedIndexError), serving(copy):
        pass


def test_a_missing_server_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(UsageError, match="not installed"), serving(place):
        pass
