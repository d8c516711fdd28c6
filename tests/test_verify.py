"""Verify: offsets are proved against the text, and another text is a clear error."""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from pathlib import Path

import pytest
from tests.sample import write

from respondeat.cli import main
from respondeat.files import folder
from respondeat.load import load
from respondeat.verify import verify

ARTICLE = "syrian-coalition-2018-06-13"
DATA = os.environ.get("RESPONDEAT_DATA")
real = pytest.mark.skipif(
    not DATA, reason="RESPONDEAT_DATA is not set: the real texts are not read"
)

TEXT = "The monitor said that 12 people were killed."


def sheet(fragment: str, original: str, stated: str = "") -> str:
    return (
        "key,about,property,lower,unit,original,stated,fragment\n"
        f'k,incident:one,killed,12,unit:person,{original},{stated},"{fragment}"\n'
    )


def prove(tmp_path: Path, rows: str, text: str = TEXT) -> list[str]:
    place = write(tmp_path / "note", rows)
    (place / "entities.csv").write_text(
        "id,kind,label\nactor:press,MediaOutlet,Press\nincident:one,Incident,One\n"
    )
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    with (place / "document.yml").open("a") as file:
        file.write(f"text: {{file: note.txt, sha256: {sha}, characters: {len(TEXT)}}}\n")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "note.txt").write_text(text, "utf-8")
    load(tmp_path / "workspace", [place], by="tests")
    return verify(tmp_path / "workspace", texts=tmp_path / "texts")[1]


def test_an_offset_at_its_words_is_proved(tmp_path: Path) -> None:
    assert prove(tmp_path, sheet("char=22,31", "12 people", "12")) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (sheet("char=23,31", "2 people"), "cuts a word"),
        (sheet("char=22,31", "13 people"), "'13 people' is not printed there"),
        (sheet("char=22,31", "12 people", "thirteen"), "stated 'thirteen' is not printed"),
        (sheet("char=21,22", ""), "only white space"),
    ],
)
def test_an_offset_elsewhere_is_a_violation(tmp_path: Path, rows: str, message: str) -> None:
    (violation,) = prove(tmp_path, rows)
    assert message in violation
    assert "claim:note.k" in violation


def test_another_text_is_a_clear_error(tmp_path: Path) -> None:
    (violation,) = prove(tmp_path, sheet("char=22,31", "12 people"), TEXT.replace("12", "13"))
    assert "another text" in violation
    assert "note.txt" in violation


def test_a_missing_text_is_said(tmp_path: Path) -> None:
    prove(tmp_path, sheet("char=22,31", "12 people"))
    (tmp_path / "texts" / "note.txt").unlink()
    words = ["-w", str(tmp_path / "workspace"), "verify", "--texts", str(tmp_path / "texts")]
    assert main(words) == 1


def test_a_flipped_last_line_of_the_log_is_a_violation(tmp_path: Path) -> None:
    prove(tmp_path, sheet("char=22,31", "12 people"))
    log = tmp_path / "workspace" / "record" / "log.jsonl"
    content = bytearray(log.read_bytes())
    content[-20] ^= 1
    log.write_bytes(bytes(content))
    assert main(["-w", str(tmp_path / "workspace"), "verify"]) == 1
    assert main(["-w", str(tmp_path / "workspace"), "ask"]) == 0  # lists the questions
    assert main(["-w", str(tmp_path / "workspace"), "ask", "incidents"]) == 3


@real
def test_every_offset_of_the_article_is_proved(workspace: Path) -> None:
    counted, violations = verify(workspace, texts=Path(DATA or "") / "article")
    assert violations == []
    assert counted["texts"] == 1
    assert counted["offsets"] >= 60


@real
def test_the_corpus_repeats_no_sentence_of_the_article() -> None:
    text = (Path(DATA or "") / "article" / f"{ARTICLE}.txt").read_text("utf-8").lower().split()
    runs = {" ".join(text[i : i + 8]) for i in range(len(text) - 7)}
    for path in folder("corpus").rglob("*.*"):
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            for cell in row:
                words = cell.lower().split()
                found = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
                assert not runs & found, (path, cell)


def test_on_a_terminal_it_says_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prove(tmp_path, sheet("", "")) == []
    monkeypatch.setattr("respondeat.progress._PATIENCE", -1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["-w", str(tmp_path / "workspace"), "verify"]) == 0
    shown = capsys.readouterr().err
    assert "bytes indexed" in shown
    assert "triples compared" in shown
    assert shown.endswith("\r\033[K")
