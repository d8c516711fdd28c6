"""Loading, correcting, and what is refused, on real folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sample import DENIAL, ENTITIES, LONE, REPORT, corpus, table, write

from respondeat.claims import claims, history
from respondeat.errors import DocumentError, RespondeatError, SheetError, UsageError
from respondeat.load import load
from respondeat.retract import retract, retracted
from respondeat.workspace import Workspace


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return corpus(tmp_path / "sources")


@pytest.fixture
def loaded(sources: Path, tmp_path: Path) -> Path:
    load(tmp_path / "w", [sources], by="tests")
    return tmp_path / "w"


def state(folder: Path) -> tuple[str, str, int]:
    """Everything that a load may change."""
    workspace = Workspace(folder)
    return workspace.record.head, workspace.manifest.read_text(), len(workspace.index())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_loads_registries_and_documents(sources: Path, tmp_path: Path) -> None:
    done = load(tmp_path / "w", [sources], by="tests")
    assert [(one.document, one.action, one.added) for one in done] == [
        ("sources-entities", "load", 8),
        ("denial", "load", 1),
        ("report", "load", 6),
    ]


def test_loading_twice_is_nothing(sources: Path, loaded: Path) -> None:
    before = state(loaded)
    done = load(loaded, [sources], by="somebody else", why="again")
    assert {one.action for one in done} == {"unchanged"}
    assert state(loaded) == before


def test_a_correction_needs_a_reason(sources: Path, loaded: Path) -> None:
    before = state(loaded)
    edit(
        sources / "report" / "claims.csv",
        "k2,incident:one,killed,,1109",
        "k2,incident:one,killed,,1110",
    )
    with pytest.raises(UsageError, match=r"1 changed.*--why"):
        load(loaded, [sources], by="tests", why="  ")
    assert state(loaded) == before


def test_a_correction_holds_only_what_differs(sources: Path, loaded: Path) -> None:
    sheet = sources / "report" / "claims.csv"
    edit(sheet, "k2,incident:one,killed,,1109", "k2,incident:one,killed,,1110")
    edit(
        sheet,
        "k6,incident:one,weapon,weapon:sarin,,,,,,,,,,questions,\n",
        "k7,incident:one,weapon,weapon:sarin,,,,,,,,,,,\n",
    )
    done = load(loaded, [sources], by="tests", why="misread")
    assert done[2] == ("report", "correct", 1, 1, 1)
    entry = Workspace(loaded).record.entries()[-1]
    assert (entry.changed, entry.withdrawn) == (2, 1)
    assert (entry.by, entry.why) == ("tests", "misread")
    now = {row[0]: row for row in claims(loaded, document="report").rows}
    assert set(now) == {f"claim:report.k{n}" for n in (1, 2, 3, 4, 5, 7)}
    then = {row[0] for row in claims(loaded, document="report", known=3).rows}
    assert "claim:report.k6" in then


def test_metadata_alone_can_be_corrected(sources: Path, loaded: Path) -> None:
    edit(sources / "report" / "document.yml", "A document", "Another title")
    done = load(loaded, [sources / "report"], by="tests", why="title")
    assert done == [("report", "correct", 0, 0, 0)]
    assert Workspace(loaded).record.documents()["report"][0].metadata["title"] == "Another title"
    assert len(claims(loaded, document="report").rows) == 7


def test_retracted_stays_retracted_until_corrected(sources: Path, loaded: Path) -> None:
    assert retract(loaded, "claim:report.k2", by="someone", why="withdrawn").withdrawn == 1
    assert not [row for row in claims(loaded).rows if row[0] == "claim:report.k2"]
    assert {one.action for one in load(loaded, [sources], by="tests")} == {"unchanged"}
    assert not [row for row in claims(loaded).rows if row[0] == "claim:report.k2"]
    edit(sources / "report" / "claims.csv", "1109", "1110")
    load(loaded, [sources], by="tests", why="corrected")
    assert [row for row in claims(loaded).rows if row[0] == "claim:report.k2"]


def test_what_stands_retracted_is_counted_until_it_is_taken_up_again(
    sources: Path, loaded: Path
) -> None:
    slugs = ["report", "denial"]
    assert retracted(loaded, slugs) == {}
    retract(loaded, "doc:report", by="someone", why="looked at again")
    load(loaded, [sources], by="tests")
    assert retracted(loaded, slugs) == {"report": 6}
    assert retracted(loaded, ["denial"]) == {}
    edit(sources / "report" / "claims.csv", "1109", "1110")
    load(loaded, [sources], by="tests", why="corrected")
    assert retracted(loaded, slugs) == {"report": 5}
    sheet = (sources / "report" / "claims.csv").read_text()
    fewer = "".join(line for line in sheet.splitlines(keepends=True) if line[:3] != "k6,")
    (sources / "report" / "claims.csv").write_text(fewer)
    load(loaded, [sources], by="tests", why="one claim less")
    assert retracted(loaded, slugs) == {"report": 4}


def test_what_stands_retracted_is_counted_without_reading_the_document(
    loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retract(loaded, "doc:report", by="someone", why="looked at again")
    monkeypatch.setattr("respondeat.retract.read_tables", None)
    assert retracted(loaded, ["report"]) == {"report": 6}


def test_retraction_says_who_when_why_and_keeps_the_old_state(loaded: Path) -> None:
    retract(loaded, "claim:report.k1", by="someone", why="a wrong name")
    last = dict(zip(history(loaded).columns, history(loaded).rows[-1], strict=True))
    assert (last["action"], last["by"], last["why"]) == ("retract", "someone", "a wrong name")
    assert last["at"]
    assert any(row[0] == "claim:report.k1" for row in claims(loaded, known=3).rows)
    index = Workspace(loaded).index()
    claim = "https://w3id.org/respondeat/claim/report.k1"
    assert not list(index.match(claim, None, None))


def test_a_whole_document_can_be_retracted(loaded: Path) -> None:
    assert retract(loaded, "doc:report", by="someone", why="forged").withdrawn == 6
    assert not claims(loaded, document="report").rows


@pytest.mark.parametrize(
    "target", ["claim:report.k99", "report.k1", "doc:none", "actor:a", "", "claim:report", "doc:"]
)
def test_only_what_stands_can_be_retracted(loaded: Path, target: str) -> None:
    before = state(loaded)
    with pytest.raises(UsageError, match="no standing claim"):
        retract(loaded, target, by="someone", why="x")
    assert state(loaded) == before


def test_a_retraction_needs_a_reason(loaded: Path) -> None:
    with pytest.raises(UsageError, match="--why"):
        retract(loaded, "claim:report.k1", by="someone", why=" ")


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("answers", "report.k99", "doc:report has no claim 'k99'"),
        ("answers", "nowhere.k1", "there is no document 'nowhere'"),
        ("answers", "report", "expected document.key"),
        ("supersedes", "report.k99", "doc:report has no claim 'k99'"),
        ("relays", "report.k99", "doc:report has no claim 'k99'"),
        ("relays", "report.k1; nowhere", "'doc:nowhere' is not registered"),
    ],
)
def test_references_lead_to_claims(
    sources: Path, loaded: Path, column: str, cell: str, message: str
) -> None:
    before = state(loaded)
    sheet = f"key,about,property,value,{column}\nk1,incident:one,perpetrator,actor:b,{cell}\n"
    write(sources / "new", sheet)
    with pytest.raises(SheetError, match=rf"claims.csv:2:5: column {column}: .*{message}"):
        load(loaded, [sources / "new"], by="tests")
    assert state(loaded) == before


def test_references_within_one_load_and_to_what_is_loaded(sources: Path, loaded: Path) -> None:
    write(sources / "x", LONE.replace("value", "value,relays").replace("actor:b", "actor:b,y.k1"))
    write(sources / "y", LONE.replace("value", "value,relays").replace("actor:b", "actor:b,report"))
    load(loaded, [sources / "x", sources / "y"], by="tests")
    assert len(claims(loaded, document="x").rows) == 1


def test_an_answered_claim_cannot_be_corrected_away(sources: Path, loaded: Path) -> None:
    before = state(loaded)
    edit(sources / "report" / "claims.csv", "k1,incident:one,perpetrator,actor:b,,,,,,,,,,,\n", "")
    with pytest.raises(DocumentError, match=r"claim:report.k1.*claim:denial.k1.*same load"):
        load(loaded, [sources / "report"], by="tests", why="x")
    assert state(loaded) == before
    write(sources / "denial", DENIAL.replace(",report.k1", ","))
    load(loaded, [sources], by="tests", why="x")


def test_a_registered_kind_in_use_cannot_change_alone(sources: Path, loaded: Path) -> None:
    before = state(loaded)
    edit(sources / "entities.csv", "incident:one,Incident,", "incident:one,Instrument,")
    with pytest.raises(SheetError, match="'incident:one' is a Instrument; a Occurrence"):
        load(loaded, [sources], by="tests", why="x")
    lone = sources.parent / "elsewhere" / "sources"
    lone.mkdir(parents=True)
    (lone / "entities.csv").write_bytes((sources / "entities.csv").read_bytes())
    with pytest.raises(DocumentError, match="'incident:one' is used by claim:"):
        load(loaded, [lone], by="tests", why="x")
    assert state(loaded) == before


def test_an_unused_kind_can_be_corrected(sources: Path, loaded: Path) -> None:
    edit(sources / "entities.csv", "place:country,Place,", "place:country,Zone,")
    assert load(loaded, [sources], by="tests", why="x")[0] == (
        "sources-entities",
        "correct",
        0,
        1,
        0,
    )


def test_one_id_has_one_kind_in_all_registries(sources: Path, loaded: Path) -> None:
    write(sources / "own", LONE)
    (sources / "own" / "entities.csv").write_text("id,kind,label\nactor:a,Person,A\n")
    with pytest.raises(SheetError, match="'actor:a' is registered as a State elsewhere"):
        load(loaded, [sources / "own"], by="tests")


def test_a_document_may_carry_its_own_registry(sources: Path, loaded: Path) -> None:
    write(sources / "own", LONE.replace("actor:b", "actor:own"))
    (sources / "own" / "entities.csv").write_text("id,kind,label\nactor:own,Militia,Own\n")
    done = load(loaded, [sources / "own"], by="tests")
    assert [one.document for one in done] == ["own-entities", "own"]


def test_xlsx_and_csv_give_the_same_rows(sources: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    load(tmp_path / "csv", [sources], by="tests")
    book = openpyxl.Workbook()
    for row in table(REPORT):
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell or None for cell in row])
    (sources / "report" / "claims.csv").unlink()
    book.save(sources / "report" / "claims.xlsx")
    load(tmp_path / "xlsx", [sources], by="tests")
    assert Workspace(tmp_path / "csv").record.rows() == Workspace(tmp_path / "xlsx").record.rows()
    assert {one.action for one in load(tmp_path / "csv", [sources], by="tests")} == {"unchanged"}


def test_a_wrong_cell_leaves_no_folder(sources: Path, tmp_path: Path) -> None:
    edit(sources / "denial" / "claims.csv", "actor:b", "actor:nobody")
    with pytest.raises(SheetError):
        load(tmp_path / "w", [sources], by="tests")
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("entry", "value"),
    [("publisher", "place:town"), ("draws-on", "doc:none"), ("source-type", "hedge:over")],
)
def test_document_entries_lead_somewhere(
    sources: Path, tmp_path: Path, entry: str, value: str
) -> None:
    write(sources / "report", REPORT, **{entry: value})
    with pytest.raises(DocumentError, match=rf"report/document.yml: '{entry}'"):
        load(tmp_path / "w", [sources], by="tests")
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    "base", ["x", "https://a.org", "https://a b/", "https://a.org/#", "ftp://a/"]
)
def test_a_base_is_an_iri(sources: Path, tmp_path: Path, base: str) -> None:
    with pytest.raises(RespondeatError, match="base"):
        load(tmp_path / "w", [sources], by="tests", base=base)
    assert not (tmp_path / "w").exists()


def test_another_base(sources: Path, tmp_path: Path) -> None:
    load(tmp_path / "w", [sources], by="tests", base="https://example.org/kg/")
    index = Workspace(tmp_path / "w").index()
    assert list(index.match("https://example.org/kg/claim/report.k1", None, None))
    assert not list(index.match("https://w3id.org/respondeat/claim/report.k1", None, None))
    with pytest.raises(UsageError, match="made on the base"):
        load(tmp_path / "w", [sources], by="tests", base="https://example.org/other/")


def test_nothing_to_load(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "missing"):
        with pytest.raises(DocumentError):
            load(tmp_path / "w", [path], by="tests")


def test_two_folders_of_one_name(sources: Path, tmp_path: Path) -> None:
    write(sources / "more" / "report", LONE)
    with pytest.raises(DocumentError, match="two folders are named 'report'"):
        load(tmp_path / "w", [sources, sources / "more"], by="tests")


def test_the_bytes_that_were_loaded_are_kept(sources: Path, loaded: Path) -> None:
    record = Workspace(loaded).record
    for entry in record.entries():
        stored = record.folder / "entry" / entry.id / "source"
        for path in stored.iterdir():
            folder = sources if path.name == "entities.csv" else sources / entry.document
            assert path.read_bytes() == (folder / path.name).read_bytes()


def test_the_registry_is_in_the_index(loaded: Path) -> None:
    index = Workspace(loaded).index()
    found = {
        str(triple.object)
        for triple in index.match("https://w3id.org/respondeat/actor/a", None, None)
    }
    assert {'"State A"@en', '"دولة"@ar'} <= found
    assert ENTITIES.count("\n") == 9
