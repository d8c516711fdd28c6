"""Hostile datasets: entries and cells that are not what they should be."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from tests.test_ingest import ABOUT, HEAD, MAPPING, ROWS

from respondeat.add import add
from respondeat.dataset import Dataset
from respondeat.document import Document
from respondeat.errors import DatasetError, UsageError
from respondeat.ingest import ingest
from respondeat.naming import named
from respondeat.record import Record
from respondeat.verify import verify

INJECTED = 'x" . <urn:x> <urn:y> <urn:z> . #'
BOMB = "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]\n" for n in range(30)
)


def made(folder: Path, about: str = ABOUT, mapping: str = MAPPING, rows: str = ROWS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "dataset.yml").write_text(about)
    (folder / "mapping.yml").write_text(mapping)
    (folder / "sample.csv").write_text(HEAD + rows)
    return folder


def refused(folder: Path, match: str) -> None:
    """Load what must be refused, and see that nothing of it is stored."""
    workspace = folder.parent / "w"
    with pytest.raises(DatasetError, match=match):
        ingest(workspace, Dataset.named(str(folder)), by="tests")
    if (workspace / "record").is_dir():
        assert Record(workspace / "record").entries() == []
        assert verify(workspace)[1] == []


@pytest.mark.parametrize("bad", [None, 5, True, [], ["a"], {"a": 1}, [["a"]], "{", "x{id}{"])
def test_an_entry_of_the_wrong_kind_is_named(tmp_path: Path, bad: object) -> None:
    for text in (ABOUT, MAPPING):
        for name in yaml.safe_load(text):
            whole = yaml.safe_load(text) | {name: bad}
            mended = yaml.safe_dump(whole)
            folder = made(tmp_path / "list", **{"about" if text is ABOUT else "mapping": mended})
            with suppress(DatasetError):  # no other error, whatever stands there
                ingest(tmp_path / f"w-{name}", Dataset.named(str(folder)), by="tests")


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("empty: [", "empty: NA, columns: [", r"file.empty: expected a list"),
        ("id: actor:list,", "id: 5,", r"publisher.id: 5 is no id"),
        ("kind: Docum", f"kind: '{INJECTED}Docum", r"not YAML|publisher.kind"),
        ("title: An", 'title: "\\x07"\nnote: An', r"U\+0007"),
        ("source:dataset", "source:nothing", r"source-type: .* is no concept"),
        ("publisher:", BOMB + "publisher:", r"unknown entry"),
    ],
)
def test_a_description_is_held_to_its_form(tmp_path: Path, old: str, new: str, match: str) -> None:
    refused(made(tmp_path / "list", about=ABOUT.replace(old, new)), match)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("language: en", 'language: "{note}"', "row 1: this cannot be the language"),
        ("relays: list-{voices|id}", 'relays: "{note}"', "row 1: this cannot be the relays"),
        ("kind: Incident,", 'kind: Incident, within: "{note}",', "row 1: .* the within"),
        ("relays:", 'stance: "{note}"\n    relays:', "row 1: this cannot be the stance"),
        ("relays:", "verification: maybe\n    relays:", "row 1: .* the verification"),
        ("relays:", 'answers: "{note}"\n    relays:', "row 1: .* the answers"),
        ('incidentType, value: "{kind}', 'partiesComplete, value: "{note}', "value of partiesC"),
        ("value: trend:daily", "value:", r"claims\[1\].says\[5\].value: expected a text"),
        ("when: big", "when: true", r"claims\[1\].says\[5\].when: expected a text: quote it"),
        ("each: voices", "each: [voices]", r"entities\[3\].each: expected a text"),
    ],
)
def test_what_cannot_be_written_is_refused_before_it_is_stored(
    tmp_path: Path, old: str, new: str, match: str
) -> None:
    rows = ROWS.replace(",x\n", ',"' + INJECTED.replace('"', '""') + '"\n')
    refused(made(tmp_path / "list", mapping=MAPPING.replace(old, new), rows=rows), match)


def test_a_control_character_in_a_text_is_refused(tmp_path: Path) -> None:
    rows = ROWS.replace("Beta", "Be\x07ta")
    refused(made(tmp_path / "list", rows=rows), "row 3: column side: a control character")


def test_a_dataset_takes_the_place_of_no_other_document(tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    ingest(workspace, Dataset.named(str(made(tmp_path / "list"))), by="tests")
    note = Document("note", {"title": "N", "publisher": "actor:list", "verification": "read"})
    row = {"key": "k", "about": "incident:list-1", "property": "trend", "value": "trend:daily"}
    add(workspace, note, [row], by="tests")
    with pytest.raises(UsageError, match="is a document of its own"):
        ingest(workspace, Dataset.named(str(tmp_path / "list"), "note"), by="tests", why="w")


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    refused(made(tmp_path / "list", rows=""), "there is no row")


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "list")

    def changing(file: Path, dataset: Dataset) -> dict[str, dict[str, str]]:
        file.write_text(HEAD + ROWS.replace("Alpha", "Gamma"))
        return named(file, dataset)

    monkeypatch.setattr("respondeat.ingest.named", changing)
    refused(folder, "sample.csv: changed while it was read")


LOOKED_UP = "let:\n  told: {lookup: note, name: side, id: id}\n"
CHAIN = " AND ".join(["note = 'x'"] * 1_000)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("let:\n", LOOKED_UP.replace("id: id", "id: nowhere"), "csv:1: .*missing: nowhere; there"),
        ("let:\n", LOOKED_UP.replace("side", "told"), "sample.csv:1: .*missing: told; there"),
        ("let:\n", "let:\n  5: {split: note, by: x}\n", "mapping.yml: let.5: expected a text"),
        ("let:\n", "let:\n  null: note\n", "mapping.yml: let.None: expected a text: quote it"),
        ("once: true", "once: true\n    relays: '{side|id}'", "mapping.yml: cannot be applied"),
        ("big: TRY_CAST(low AS BIGINT) > 100", f'big: "{CHAIN}"', "SQL of too many steps: .*let"),
        ('label: "Event {id}"}', 'label: "{odd}"}', "mapping.yml: cannot be applied: type"),
        ("kind: Incident,", 'kind: "{sort}",', "row 3: 'incident:list-3': there is no kind for it"),
    ],
)
def test_what_fits_no_file_or_no_other_is_said_of_the_entry(
    tmp_path: Path, old: str, new: str, match: str
) -> None:
    let = "let:\n  odd: note = 'x'\n  sort: {code: type, is: {air: Incident, ground: Incident}}\n"
    mapping = MAPPING.replace("let:\n", let).replace(old, new)
    refused(made(tmp_path / "list", mapping=mapping), match)


@pytest.mark.parametrize(
    ("condition", "match"),
    [
        ("CAST(note AS BIGINT) > 1", r"sample.csv: dataset.yml expects 'CAST\(note.* TRY_CAST"),
        ("note || low", "sample.csv: dataset.yml expects 'note || low': "),
        ("nowhere = '1'", "sample.csv:1: columns are missing: nowhere; there are: id"),
    ],
)
def test_an_expectation_that_cannot_be_tried_names_the_file(
    tmp_path: Path, condition: str, match: str
) -> None:
    about = ABOUT.replace("expect:\n", f'expect:\n  it: "{condition}"\n')
    refused(made(tmp_path / "list", about=about), match)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    folder = made(tmp_path / "list")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(DatasetError, match=f"{path}: not a file"):
            ingest(tmp_path / "w", Dataset.named(str(folder)), path, by="tests")
