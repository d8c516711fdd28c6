"""Rows added to a document, and indexes that take in what is new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from respondeat.add import add
from respondeat.claims import claims
from respondeat.document import Document
from respondeat.errors import DocumentError, SheetError, UsageError
from respondeat.generation import rebuild, refresh
from respondeat.load import load
from respondeat.retract import retract
from respondeat.verify import verify
from respondeat.workspace import Workspace

SOURCES = Path(__file__).parent / "trace" / "incidents"
NOTE = Document(
    "note", {"title": "Note", "publisher": "actor:river-monitor", "verification": "read"}
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("add") / "w"
    load(path, [SOURCES], by="tests")
    return path


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "w"))


def row(key: str, number: int = 3) -> dict[str, str]:
    about = "incident:joint"
    return {
        "key": key,
        "about": about,
        "property": "killed",
        "lower": str(number),
        "unit": "unit:person",
    }


def generation(workspace: Path) -> int:
    return int(Workspace(workspace).read_manifest()["generation"])


def test_rows_become_a_document_and_correct_it(workspace: Path) -> None:
    assert add(workspace, NOTE, [row("a"), row("b")], by="me") == ("note", "load", 2, 0, 0)
    assert add(workspace, "note", [row("a"), row("b")], by="me") == ("note", "unchanged", 0, 0, 0)
    with pytest.raises(UsageError, match="say why"):
        add(workspace, "note", [row("a", 4)], by="me")
    assert add(workspace, "note", [row("a", 4), row("c")], by="me", why="w")[:4] == (
        "note",
        "correct",
        1,
        1,
    )
    found = {one[0]: one[18] for one in claims(workspace, document="note").rows}
    assert {name[-1] for name in found} == set("abc")
    assert verify(workspace)[1] == []
    with pytest.raises(SheetError, match=r"claims.csv:2:.*'many'"):
        add(workspace, "note", [{**row("d"), "lower": "many"}], by="me")
    with pytest.raises(UsageError, match="no document 'other'"):
        add(workspace, "other", [row("d")], by="me")


def test_readers_keep_the_generation_that_they_opened(workspace: Path) -> None:
    reader = Workspace(workspace).index()
    count = len(reader)
    add(workspace, NOTE, [row("a")], by="me")
    assert len(reader) == count
    assert len(Workspace(workspace).index()) > count


@settings(deadline=None, max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(1, 4), st.booleans()), min_size=1, max_size=5
    )
)
def test_an_index_brought_up_to_the_record_is_the_index_made_anew(
    built: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool]]
) -> None:
    place = tmp_path_factory.mktemp("steps") / "w"
    shutil.copytree(built, place)
    add(place, NOTE, [row("z")], by="me")
    for key, number, away in steps:
        standing = {one[0] for one in claims(place, document="note").rows}
        if away and f"claim:note.{key}" in standing:
            retract(place, f"claim:note.{key}", by="me", why="w")
        else:
            add(place, "note", [row(key, number)], by="me", why="w")
    opened = Workspace(place)
    before = {str(one) for one in opened.index().match(None, None, None)}
    with opened.record.writing():
        rebuild(opened)
    assert {str(one) for one in opened.index().match(None, None, None)} == before


def test_an_index_left_behind_catches_up(workspace: Path) -> None:
    """Killed after the record and before the index: the next writer brings the index up."""
    kept = workspace.parent / "index"
    shutil.copytree(workspace / "index", kept)
    add(workspace, NOTE, [row("a")], by="me")
    shutil.rmtree(workspace / "index")
    shutil.copytree(kept, workspace / "index")
    opened = Workspace(workspace)
    with opened.record.writing():
        refresh(opened)
    assert verify(workspace)[1] == []


@pytest.mark.parametrize(
    ("slug", "entry", "match"),
    [
        ("n o", {}, "is the document's id"),
        ("n", {"publisher": "actor:river-monitor . <urn:x> <urn:y> <urn:z>"}, "write letters"),
        ("n", {"publisher": "actor:nobody"}, "publisher: .* is not registered"),
        ("n", {"title": ""}, "'title' is missing"),
        ("n", {"note": "\ud800"}, r"U\+D800"),
    ],
)
def test_a_document_that_no_file_could_describe_is_refused(
    workspace: Path, slug: str, entry: dict[str, str], match: str
) -> None:
    with pytest.raises(DocumentError, match=match):
        add(workspace, Document(slug, {**NOTE.metadata, **entry}), [row("a")], by="me")
    smile = Document("n", {**NOTE.metadata, "note": '\U0001f600 "x" \\ \' : #'})
    assert add(workspace, smile, [row("a")], by="me").action == "load"
    assert verify(workspace)[1] == []
