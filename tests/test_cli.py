"""The program as people meet it: words, streams, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sample import corpus, respondeat

from respondeat.load import load
from respondeat.output import EVERY_CLAIM, reading_line, width
from respondeat.reading import Reading
from respondeat.table import display, wrapped

HEAVY = {"polars", "rdflib", "networkx", "yaml", "openpyxl", "edtf", "SPARQLWrapper", "owlready2"}
SLOW = {"bz2", "datetime", "inspect", "lzma", "shutil", "subprocess", "tempfile", "tomllib"}
SLOW |= {"textwrap", "typing", "unicodedata", "respondeat.reading", "respondeat.record"}
"""What one answer needs none of: parsers, compression, types, a record that is written to."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    load(folder / "w", [corpus(folder / "sources")], by="tests")
    return folder / "w"


@pytest.mark.parametrize("words", [["ask", "-"], ["--help"], ["ask"], ["--version"]])
def test_a_cold_answer_imports_little(workspace: Path, words: list[str]) -> None:
    unwanted = HEAVY | SLOW if words == ["ask", "-"] else HEAVY
    code = (
        "import sys; from respondeat.cli import main; code = main(sys.argv[1:]);"
        f"print(code, sorted({unwanted!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-w", str(workspace), *words]
        if "--" not in words[0]
        else [sys.executable, "-c", code, *words],
        input="SELECT * { ?s ?p ?o } LIMIT 1",
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr == "0 []\n"


def test_a_process_ends_without_being_taken_apart(workspace: Path) -> None:
    code = (
        "import atexit; from respondeat.__main__ import run;"
        "atexit.register(print, 'taken apart'); run()"
    )
    words = [sys.executable, "-c", code, "ask", "-", "-w", str(workspace)]
    done = subprocess.run(words, input="ASK {}", capture_output=True, check=True, text=True)
    assert done.stdout == respondeat("ask", "-", "-w", workspace, stdin="ASK {}").stdout
    assert done.stdout.endswith(")\n")
    assert done.stderr == ""


def test_a_full_disk_is_said_once(workspace: Path) -> None:
    words = [sys.executable, "-m", "respondeat", "claims", "-w", str(workspace)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == 3
    assert done.stderr == "respondeat: [Errno 28] No space left on device\n"


def test_an_error_moves_no_cursor(tmp_path: Path) -> None:
    done = respondeat("ask", "\x1b[2J\u202e.rq", "-w", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("respondeat: <U+001B>[2J<U+202E>.rq: cannot be read")


def test_an_error_that_nobody_can_read_has_its_exit_code(workspace: Path) -> None:
    for words, code in ((["nothing"], 2), (["ask", "nothing"], 3)):
        run = [sys.executable, "-m", "respondeat", *words, "-w", str(workspace)]
        with open("/dev/full", "w") as full:
            assert subprocess.run(run, stderr=full, check=False).returncode == code


@pytest.mark.parametrize("words", ["claims --about actor:@", "load --by @", "ask @.rq", "@"])
def test_words_are_utf_8(tmp_path: Path, words: str) -> None:
    run = [sys.executable, "-m", "respondeat", *words.replace("@", "\udcff").split()]
    done = subprocess.run(run, capture_output=True, check=False, cwd=tmp_path, text=True)
    assert done.returncode == 2
    assert "\\udcff" in done.stderr
    assert "not UTF-8: write or name it so" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_answer_ends_with_the_reading_of_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    reading_line()
    short = capsys.readouterr().out
    reading_line(Reading.named(EVERY_CLAIM))
    assert short == capsys.readouterr().out


@pytest.mark.parametrize("columns", ["", "0", "wide", "72"])
def test_the_screen_is_as_wide_as_columns_says(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_terminal(_: int) -> None:
        raise OSError

    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(os, "get_terminal_size", no_terminal)
    assert width(120) == (72 if columns == "72" else 120)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((75, 24)))
    assert width(120) == (72 if columns == "72" else 75)
    lines = respondeat("ask", "--help", COLUMNS="50").stdout.splitlines()
    assert 40 < max(map(len, lines)) <= 48
    monkeypatch.setenv("COLUMNS", "9" * 5_000)
    assert width(120) > 10_000


@given(st.text("ab —\u00a0\tا", max_size=14), st.integers(1, 16))
def test_a_cell_that_fits_is_as_if_it_were_wrapped(text: str, size: int) -> None:
    cell = display(text)
    assert wrapped(cell, size) == (textwrap.wrap(cell, size) or [""])


def test_claims_as_json_lines(workspace: Path) -> None:
    done = respondeat("claims", "--json", "report", "-w", workspace)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["claim"] for row in rows].count("claim:report.k5") == 2
    by_key = {row["claim"].partition(".")[2]: row for row in rows}
    assert by_key["k3"]["value"] == "place:town"
    assert by_key["k3"]["place"] is None
    k2 = by_key["k2"]
    assert (k2["lower"], k2["upper"], k2["stated"], k2["hedge"]) == (
        1109,
        None,
        "1,109",
        "hedge:at-least",
    )
    assert (by_key["k4"]["earliest_start"], by_key["k4"]["latest_end"]) == (
        "2017-05-01",
        "2017-05-31",
    )
    prefixes = json.loads(respondeat("claims", "--prefixes", "--json", "-w", workspace).stdout)
    for row in rows:
        for name in ("claim", "document", "asserter", "about", "property"):
            assert row[name].partition(":")[0] in prefixes


def test_workspace_before_and_after_the_command(workspace: Path) -> None:
    before = respondeat("-w", workspace, "claims", "--log")
    after = respondeat("claims", "--log", f"--workspace={workspace}")
    assert before.stdout == after.stdout
    assert before.returncode == after.returncode == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 0),
        (["--help"], 0),
        (["claims", "--help"], 0),
        (["nonsense"], 2),
        (["claims", "--nonsense"], 2),
        (["retract", "claim:report.k1"], 2),
        (["retract", "claim:report.k99", "--why", "x"], 2),
        (["claims", "nothing"], 2),
        (["claims", "--known", "99"], 2),
        (["claims", "--known", "-1"], 2),
        (["ask", "-", "--seconds", "0"], 2),
        (["ask", "no-such-question"], 3),
        (["load", "/nowhere"], 3),
        (["ask", "--endpoint", "http://127.0.0.1:9/query", "-"], 4),
        (["rebuild", "--endpoint", "http://127.0.0.1:9/query"], 4),
        (["verify"], 0),
        (["verify", "--json"], 0),
        (["claims", "--log", "--json"], 0),
        (["ask", "--json"], 0),
    ],
)
def test_exit_codes(workspace: Path, words: list[str], code: int) -> None:
    done = respondeat(
        *words, *(["-w", workspace] if words and words != ["--help"] else []), stdin="ASK {}"
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "mistake" not in done.stderr
    assert (done.stderr == "") == (code == 0)
    if "--json" in words:
        assert [json.loads(line) for line in done.stdout.splitlines()]


def test_a_load_says_what_stands_retracted(tmp_path: Path) -> None:
    where = ["-w", str(tmp_path / "w")]
    folder = corpus(tmp_path / "sources")
    assert "retracted" not in respondeat(*where, "load", folder).stderr
    respondeat(*where, "retract", "doc:report", "--why", "looked at again")
    again = respondeat(*where, "load", folder)
    assert (
        "respondeat: 6 claims stand retracted in doc:report, and loading the same" in again.stderr
    )
    assert "change what they say" in again.stderr
    assert again.returncode == 0


def test_no_workspace_is_made_by_looking(tmp_path: Path) -> None:
    for words in (
        ["claims"],
        ["ask", "-"],
        ["verify"],
        ["rebuild"],
        ["retract", "claim:a.b", "--why", "x"],
    ):
        done = respondeat(*words, "-w", tmp_path / "none", stdin="ASK {}")
        assert done.returncode == 3
        assert "no workspace here" in done.stderr
    assert not (tmp_path / "none").exists()


def test_debug_shows_a_traceback(tmp_path: Path) -> None:
    done = respondeat("claims", "--debug", "-w", tmp_path)
    assert "Traceback" in done.stderr


def test_a_violation_is_exit_code_1(workspace: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(workspace, tmp_path / "w")
    entry = next((tmp_path / "w" / "record" / "entry").glob("*/entry.json"))
    entry.write_bytes(entry.read_bytes() + b" ")
    done = respondeat("verify", "-w", tmp_path / "w")
    assert done.returncode == 1
    assert "was altered" in done.stdout


@pytest.mark.parametrize(
    "words", [["claims"], ["claims", "--json"], ["ask", "voices"], ["--help"], ["verify"]]
)
def test_a_closed_output_is_quiet(workspace: Path, words: list[str]) -> None:
    run = [sys.executable, "-m", "respondeat", *words, "-w", str(workspace)]
    run = run if words != ["--help"] else run[:4]
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {closed}', "sh", *run],
            capture_output=True,
            check=False,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), closed
        assert bool(done.stdout) == (closed == "2>&-")


def test_a_closed_output_takes_any_letter(tmp_path: Path) -> None:
    plain = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LC_ALL": "C"}
    words = f"{sys.executable} -m respondeat -w {tmp_path}/ü claims"
    for closed in ("", "2>&-"):
        done = subprocess.run(f"{words} {closed}", check=False, env=os.environ | plain, shell=True)
        assert done.returncode == 2, closed  # that locale knows no such letter


def test_a_broken_pipe_is_quiet(workspace: Path) -> None:
    program = f"{sys.executable} -m respondeat -w {workspace} claims --json"
    command = f"{program} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_interrupted(workspace: Path) -> None:
    words = [sys.executable, "-m", "respondeat", "-w", str(workspace), "ask", "-"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        import time

        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr
        assert process.stderr.read() == b""


def test_a_time_limit_ends_the_process(workspace: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = respondeat("ask", "-", "--seconds", "1", "-w", workspace, stdin=text, seconds=10)
    assert done.returncode == 4
    assert "no answer within 1 s" in done.stderr


def test_the_user_is_the_default_author(workspace: Path, tmp_path: Path) -> None:
    sources = corpus(tmp_path / "sources")
    assert respondeat("load", sources, "-w", tmp_path / "w", LOGNAME="someone").returncode == 0
    log = respondeat("claims", "--log", "--json", "-w", tmp_path / "w").stdout.splitlines()
    assert {json.loads(line)["by"] for line in log} == {"someone"}


def test_any_encoding_of_the_terminal(workspace: Path) -> None:
    done = respondeat("claims", "--json", "-w", workspace, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
