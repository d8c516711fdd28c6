"""Checks and shapes over a workspace."""

from __future__ import annotations

from pathlib import Path

from respondeat.check import check
from respondeat.cli import main
from respondeat.load import load

CORPUS = Path(__file__).parents[1] / "corpus"


def test_the_corpus_has_no_violation(tmp_path: Path) -> None:
    load(tmp_path / "workspace", [CORPUS], by="tests")
    table, shapes = check(tmp_path / "workspace")
    assert table.rows == []
    assert shapes


def test_a_violation_is_a_row_and_an_exit_code(tmp_path: Path) -> None:
    folder = tmp_path / "sheet"
    folder.mkdir()
    (folder / "document.yml").write_text("title: Test\npublisher: actor:a\n")
    (folder / "entities.csv").write_text("id,kind,label\nactor:a,CollectiveActor,A and nobody\n")
    (folder / "claims.csv").write_text("key,about,property,value\nk,actor:a,designation,A\n")
    load(tmp_path / "workspace", [folder], by="tests")
    table, _ = check(tmp_path / "workspace")
    assert any(row[1] == "actor:a" for row in table.rows)
    assert main(["-w", str(tmp_path / "workspace"), "check"]) == 1
