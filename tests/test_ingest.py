"""Datasets: what a mapping makes of a file, what it refuses, and what it reports."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from respondeat.claims import claims
from respondeat.dataset import Dataset
from respondeat.errors import DatasetError, UsageError
from respondeat.index import MemoryIndex
from respondeat.ingest import Report, ingest
from respondeat.retract import retract
from respondeat.verify import verify
from respondeat.workspace import Workspace

ABOUT = """
title: An invented list
publisher: {id: actor:list, kind: DocumentationOrganisation, label: The list}
source-type: source:dataset
licence: CC BY 4.0
file: {format: csv, empty: ["-"]}
expect:
  the low number is no higher than the high one: TRY_CAST(low AS INT) <= TRY_CAST(high AS INT)
"""
MAPPING = """
let:
  kind: {code: type, is: {air: type:airstrike, ground: type:shelling}}
  voices: {split: sources, by: ";"}
  when: {date: [year, month, day]}
  big: TRY_CAST(low AS BIGINT) > 100
entities:
  - {id: "incident:list-{id}", kind: Incident, label: "Event {id}"}
  - {id: "actor:list-{side|id}", kind: NonStateArmedGroup, label: "{side}"}
  - {id: "doc:list-{voices|id}", kind: Document, each: voices, title: "Reports of {voices}"}
claims:
  - key: "{id}"
    about: incident:list-{id}
    relays: list-{voices|id}
    says:
      - {property: incidentType, value: "{kind}"}
      - {property: involved, value: "actor:list-{side|id}"}
      - {property: occurredDuring, edtf: "{when}"}
      - {property: killed, lower: "{low}", upper: "{high}", unit: "unit:person"}
      - {property: trend, value: trend:daily, when: big}
  - key: name-{side|id}
    about: actor:list-{side|id}
    once: true
    says: [{property: designation, value: "{side}", language: en}]
unused: {note: a remark}
"""
HEAD = "id,type,side,year,month,day,low,high,sources,note\n"
ROWS = (
    "1,air,Alpha Group,2017,4,4,1,3,One; Two,x\n"
    "2,ground,Alpha Group,2017,5,,2,2,One,x\n"
    '3,-,"Beta, the second",2018,,,0,0,-,x\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "list"
    place.mkdir()
    (place / "dataset.yml").write_text(ABOUT)
    (place / "mapping.yml").write_text(MAPPING)
    (place / "sample.csv").write_text(HEAD + ROWS)
    return place


def loaded(folder: Path, file: Path | None = None, why: str = "") -> tuple[Path, Report]:
    workspace = folder.parent / "w"
    _, report = ingest(workspace, Dataset.named(str(folder)), file, by="tests", why=why)
    assert report
    return workspace, report


def said(workspace: Path, key: str) -> list[tuple[str, str]]:
    table = claims(workspace, document="list")
    at = {name: number for number, name in enumerate(table.columns)}
    return [
        (row[at["property"]], str(row[at["value"]] or row[at["edtf"]] or row[at["lower"]]))
        for row in table.rows
        if row[at["claim"]] == f"claim:list.{key}"
    ]


def test_a_row_becomes_one_claim_with_many_values(folder: Path) -> None:
    workspace, report = loaded(folder)
    assert report == Report(3, (), (), (), ())
    assert said(workspace, "1") == [
        ("resp:incidentType", "type:airstrike"),
        ("resp:involved", "actor:list-alpha-group"),
        ("resp:occurredDuring", "2017-04-04"),
        ("resp:killed", "1"),
    ]
    assert said(workspace, "3") == [
        ("resp:involved", "actor:list-beta-the-second-0a677904"),
        ("resp:occurredDuring", "2018"),
        ("resp:killed", "0"),
    ]
    assert said(workspace, "name-alpha-group") == [("resp:designation", "Alpha Group")]
    assert verify(workspace)[1] == []
    row = next(row for row in claims(workspace, document="list").rows if row[0] == "claim:list.1")
    assert ["doc:list-one", "doc:list-two"] in row
    assert ["actor:list unread"] in row


def test_the_same_file_again_is_nothing_and_a_correction_says_what_differs(folder: Path) -> None:
    workspace, _ = loaded(folder)
    dataset = Dataset.named(str(folder))
    change, report = ingest(workspace, dataset, by="tests")
    assert (change.action, report) == ("unchanged", None)
    sample = folder / "sample.csv"
    sample.write_text(HEAD + ROWS.replace("2017,4,4,1,3", "2017,4,4,2,3").replace("3,-", "4,-"))
    with pytest.raises(UsageError, match=r"2 claims added, 1 changed, 2 withdrawn.*--why"):
        ingest(workspace, dataset, by="tests")
    change, _ = ingest(workspace, dataset, by="tests", why="a new edition")
    assert change == ("list", "correct", 2, 1, 2)
    assert said(workspace, "1")[-1] == ("resp:killed", "2")
    assert not said(workspace, "3")
    assert verify(workspace)[1] == []


def test_a_file_has_a_date_that_can_be_corrected(folder: Path) -> None:
    name = str(folder)
    dated = Dataset.named(name, published="2019-06")
    workspace = folder.parent / "w"

    def ask(found: Dataset, why: str = "") -> str:
        change, _ = ingest(workspace, found, by="tests", why=why)
        assert change[2:] in ((13, 0, 0), (0, 0, 0))
        return change.action

    def published() -> object:
        return Workspace(workspace).record.documents()["list"][0].metadata.get("published")

    assert ask(Dataset.named(name)) == "load"
    assert published() is None
    with pytest.raises(UsageError, match=r"or of another date \(0 claims added.*--why"):
        ask(dated)
    assert ask(dated, "its date") == "correct"
    assert ask(dated) == ask(Dataset.named(name)) == "unchanged"
    assert published() == "2019-06"
    assert verify(workspace)[1] == []
    about = folder / "dataset.yml"
    about.write_text(f"published: 2019-06-01\n{ABOUT}")
    assert Dataset.named(name).document.metadata["published"] == "2019-06-01"
    assert Dataset.named(name, published="2020").document.metadata["published"] == "2020"
    about.write_text(f"published: June 2019\n{ABOUT}")
    with pytest.raises(DatasetError, match=r"dataset.yml: published: .*June 2019"):
        Dataset.named(name)
    with pytest.raises(UsageError, match=r"^published: 'May' is not an EDTF date"):
        Dataset.named(name, published="May")


def test_an_edition_may_lack_a_claim_whose_key_has_a_dot(folder: Path) -> None:
    mapping = folder / "mapping.yml"
    mapping.write_text(mapping.read_text().replace("key: name-{", "key: name.{"))
    workspace, _ = loaded(folder)
    sample = folder / "sample.csv"
    sample.write_text(HEAD + "".join(ROWS.splitlines(keepends=True)[:2]))
    change, _ = ingest(workspace, Dataset.named(str(folder)), by="tests", why="a new edition")
    assert not said(workspace, "name.beta-the-second-0a677904")
    assert change.action == "correct"


def test_what_is_retracted_stays_so_when_the_file_comes_again(folder: Path) -> None:
    workspace, _ = loaded(folder)
    retract(workspace, "claim:list.1", by="tests", why="an error")
    assert ingest(workspace, Dataset.named(str(folder)), by="tests")[0].action == "unchanged"
    assert not said(workspace, "1")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("9,air,A,2017,13,1,1,2,One,x", r"row 4: .*column when is no date.*2017-13-01"),
        ("9,air,A,2017,1,1,many,2,One,x", r"row 4: killed: column low is no number.*'many'"),
        ("9,air,A,2017,1,1,5,2,One,x", r"row 4: lower lies above upper"),
        ("a/b,air,A,2017,1,1,1,2,One,x", r"row 4: .*is no id.*a/b"),
        ("1,air,A,2017,1,1,1,2,One,x", r"row 4: another row says something else.*'1'"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(folder: Path, row: str, message: str) -> None:
    (folder / "sample.csv").write_text(HEAD + ROWS + row + "\n")
    with pytest.raises(DatasetError, match=message) as caught:
        loaded(folder)
    assert "nothing of this file was loaded; rows are counted from 1, without" in str(caught.value)
    assert str(folder / "sample.csv") in str(caught.value)
    record = Workspace(folder.parent / "w").record
    assert (record.entries(), list((record.folder / "entry").iterdir())) == ([], [])


def test_a_key_of_an_earlier_batch_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respondeat.source.BATCH", 2)
    (folder / "sample.csv").write_text(HEAD + ROWS + "1,air,A,2017,1,1,1,2,One,x\n")
    with pytest.raises(DatasetError, match=r"row 4: another row says something else.*'1'"):
        loaded(folder)


def test_a_file_of_many_batches_says_what_one_batch_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{n},air,Side {n % 7},2017,1,1,1,2,One; Two,x" for n in range(60)]
    (folder / "sample.csv").write_text(HEAD + "\n".join(rows) + "\n")
    workspace, report = loaded(folder)
    whole = claims(workspace, document="list").rows
    monkeypatch.setattr("respondeat.source.BATCH", 3)
    many = folder.parent / "many"
    _, parted = ingest(many, Dataset.named(str(folder)), by="tests")
    assert parted == report == Report(60, (), (), (), ())
    assert sorted(map(str, claims(many, document="list").rows)) == sorted(map(str, whole))
    assert verify(many)[1] == []


def test_what_the_mapping_does_not_know_is_reported_and_not_guessed(folder: Path) -> None:
    text = HEAD.replace("note", "note,more") + "1,fire,A,2017,1,1,1,2,One,x,y\n"
    (folder / "sample.csv").write_text(text + "2,fire,A,2017,1,1,9,9,One,x,y\n")
    mapping = folder / "mapping.yml"
    mapping.write_text(
        mapping.read_text().replace('value: "actor:list-{side|id}"}', 'value: "actor:x-{side|id}"}')
    )
    workspace, report = loaded(folder)
    assert report.unknown_columns == ("more",)
    assert report.unknown_codes == (("type", "fire", 2),)
    assert report.unresolved == (("actor:x-a", "resp:involved", 2, 1),)
    assert [name for name, _ in said(workspace, "1")] == ["resp:occurredDuring", "resp:killed"]
    lines = "\n".join(report.lines())
    for part in ("say nothing here: more", "'fire' (2 times)", "actor:x-a is nobody here"):
        assert part in lines


def test_rows_that_are_not_as_expected_are_counted(folder: Path) -> None:
    mapping = folder / "mapping.yml"
    mapping.write_text(mapping.read_text().replace(', upper: "{high}"', ""))
    (folder / "sample.csv").write_text(HEAD + ROWS + "4,air,A,2017,1,1,5,2,One,x\n")
    _, report = loaded(folder)
    assert report.unexpected == (("the low number is no higher than the high one", 1, 4),)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("property: killed", "property: slain", r"claims\[1\].says\[4\]: 'slain' is no property"),
        ("unused:", "left:", r"unknown entry 'left'"),
        ("type:airstrike", "weapon:sarin", r"row 1: resp:incidentType: 'weapon:sarin' is no conc"),
        ('value: "actor:list-{side|id}"', 'value: "incident:list-{id}"', r"is a Incident; a Act"),
        ("kind: NonStateArmedGroup", "kind: Gang", r"'Gang' is no class"),
        ("{low}", "{lowest}", r"columns are missing: lowest"),
        ("TRY_CAST(low AS BIGINT) > 100", "TRY_CAST(low AS", r"not SQL"),
        ("entities:", "entities: [", r"mapping.yml:\d+: not YAML"),
    ],
)
def test_a_wrong_mapping_is_named(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "mapping.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DatasetError, match=message):
        loaded(folder)


def test_every_format_says_the_same(folder: Path) -> None:
    import openpyxl

    rows = [line.split(",") for line in (HEAD + ROWS.split("3,-", maxsplit=1)[0]).splitlines()]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "a.xlsx")
    text = "\n".join(",".join(row) for row in rows)
    (folder / "a.tsv").write_text(text.replace(",", "\t"))
    (folder / "a.jsonl").write_text(
        "\n".join(json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:])
    )
    (folder / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    found = []
    for name, kind in (("tsv", "tsv"), ("xlsx", "xlsx"), ("jsonl", "jsonl"), ("csv.gz", "csv")):
        about = folder / "dataset.yml"
        about.write_text(ABOUT.replace("format: csv", f"format: {kind}"))
        workspace = folder.parent / name
        ingest(workspace, Dataset.named(str(folder)), folder / f"a.{name}", by="tests")
        index = MemoryIndex()
        index.load(Workspace(workspace).turtle())
        sheet = "http"  # all but the hash of the file is the same
        found.append(
            {str(one) for one in index.match(None, None, None) if "sheetSha" not in str(one)}
        )
        assert sheet
    assert found[0] == found[1] == found[2] == found[3]


def test_what_another_document_speaks_of_stays(folder: Path) -> None:
    from respondeat.add import add
    from respondeat.document import Document

    workspace, _ = loaded(folder)
    note = Document("note", {"title": "A note", "publisher": "actor:list", "verification": "read"})
    row = {"key": "k", "about": "incident:list-3", "property": "trend", "value": "trend:daily"}
    add(workspace, note, [row], by="tests")
    (folder / "sample.csv").write_text(HEAD + ROWS.split("3,-", maxsplit=1)[0])
    change, report = ingest(workspace, Dataset.named(str(folder)), by="tests", why="shorter")
    assert report is not None
    assert report.kept == ("incident:list-3",)
    assert "kept since other documents speak of it: incident:list-3" in "\n".join(report.lines())
    assert change.withdrawn == 3  # its claim, and the actor with its name
    assert not said(workspace, "3")
    assert verify(workspace)[1] == []


@pytest.mark.parametrize("size", [2_000, 5_000])
def test_a_disk_that_takes_no_more(folder: Path, size: int) -> None:
    """While what is to be stored is spooled, or stored: one error, and nothing stays behind."""
    workspace = folder.parent / "w"
    done = subprocess.run(
        [sys.executable, "-m", "respondeat", "-w", workspace, "load", "--dataset", folder],
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"respondeat: {workspace}: nothing of 'list' was stored: File too large\n"
    assert list(workspace.glob("tmp-*")) == []
    assert Workspace(workspace).record.entries() == []
    loaded(folder)


def test_a_file_that_is_none(folder: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        loaded(folder, folder / "absent.csv")
    (folder / "broken.csv").write_bytes(b"id,type\n1,2,3\n")
    with pytest.raises(DatasetError, match="csv:2: row 1 has 3 fields where"):
        loaded(folder, folder / "broken.csv")
    with pytest.raises(DatasetError, match=r"no dataset: .*ucdp-ged"):
        Dataset.named("absent")
