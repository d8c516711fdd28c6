"""What mappings can say that no single row does: once, members, who is listed elsewhere."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from respondeat import source
from respondeat.dataset import Dataset
from respondeat.errors import DatasetError
from respondeat.ingest import Report, ingest
from respondeat.workspace import Workspace

ABOUT = """title: Invented
publisher: {id: actor:example-publisher, kind: Actor, label: Example Publisher}
"""
PLACES = """entities:
  - {id: "place:x-{place}", kind: Place, label: "{place}"}
claims:
  - key: "{place}"
    about: place:x-{place}
    once: true
    says: [{property: coordinates, value: "{point}"}]
"""
GROUPS = """entities:
  - {id: "actor:x-{id}", kind: "{kind}", label: "{id}", listed_in: LISTED}
  - {id: "actor:x-{group}", kind: CollectiveActor, member: "actor:x-{id}"}
claims:
  - {key: "{id}", about: "actor:x-{id}", says: [{property: designation, value: "{id}"}]}
"""


def dataset(folder: Path, mapping: str, rows: str, name: str = "invented") -> Dataset:
    root = folder / name
    root.mkdir()
    (root / "dataset.yml").write_text(ABOUT, "utf-8")
    (root / "mapping.yml").write_text(mapping, "utf-8")
    (root / "sample.csv").write_text(rows, "utf-8")
    return Dataset.named(str(root))


def loaded(folder: Path, found: Dataset) -> tuple[pl.DataFrame, Report]:
    _, report = ingest(folder / "workspace", found, by="tests")
    assert report
    record = Workspace(folder / "workspace").record
    return record.claims(document=found.document.slug), report


@pytest.fixture
def row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every row be a batch of its own."""
    taken = source.frames

    def slices(path: Path, layout: source.Layout) -> list[pl.DataFrame]:
        return [one for frame in taken(path, layout) for one in frame.iter_slices(1)]

    monkeypatch.setattr("respondeat.dataset.frames", slices)


def test_what_many_rows_say_is_said_once_over_all_batches(tmp_path: Path, row_by_row: None) -> None:
    rows = "place,point\na,POINT (1 2)\nb,POINT (3 4)\na,POINT (1 2)\n"
    claims, _ = loaded(tmp_path, dataset(tmp_path, PLACES, rows))
    said = claims.filter(pl.col("property") == "resp:coordinates")
    assert said["key"].to_list() == ["a", "b"]


def test_what_differs_under_one_key_is_refused_over_all_batches(
    tmp_path: Path, row_by_row: None
) -> None:
    rows = "place,point\na,POINT (1 2)\nb,POINT (3 4)\na,POINT (9 9)\n"
    with pytest.raises(DatasetError, match="row 3: another row says something else"):
        loaded(tmp_path, dataset(tmp_path, PLACES, rows))


def test_a_text_is_nobody_to_look_for(tmp_path: Path) -> None:
    rows = "place,point\na,somewhere else\n"
    _, report = loaded(tmp_path, dataset(tmp_path, PLACES, rows))
    assert not report.unresolved


def test_members_of_several_rows_are_one_entity(tmp_path: Path) -> None:
    rows = "id,group,kind\na,g,Actor\nb,g,Actor\nc,,Actor\n"
    claims, _ = loaded(tmp_path, dataset(tmp_path, GROUPS, rows))
    members = claims.filter(pl.col("property") == "resp:member")
    assert members["value"].to_list() == ["actor:x-a", "actor:x-b"]
    assert members["key"].unique().to_list() == ["actor.x-g"]


def test_members_in_another_batch_are_refused(tmp_path: Path, row_by_row: None) -> None:
    rows = "id,group,kind\na,g,Actor\nb,g,Actor\n"
    with pytest.raises(
        DatasetError, match="csv: row 2: 'actor:x-g': its members stand too far apart"
    ):
        loaded(tmp_path, dataset(tmp_path, GROUPS, rows))


def test_who_a_loaded_document_lists_is_not_named_again(tmp_path: Path) -> None:
    listing = dataset(tmp_path, GROUPS, "id,group,kind\na,g,Person\n", "listing")
    _, alone = loaded(tmp_path, listing)
    assert alone.listings == ()
    mapping = GROUPS.replace("LISTED", "listing")
    rows = "id,group,kind\na,,Actor\ng,,NonStateArmedGroup\nc,,Actor\n"
    claims, report = loaded(tmp_path, dataset(tmp_path, mapping, rows))
    (found,) = report.listings
    assert (found.listed, found.mentioned, found.missing) == (1, ("actor:x-g",), ("actor:x-c",))
    typed = claims.filter(pl.col("property") == "rdf:type")["about"].to_list()
    assert "actor:x-a" not in typed
    assert {"actor:x-g", "actor:x-c"} <= set(typed)
    assert any("1 more without a name: actor:x-g" in line for line in report.lines())


@pytest.mark.parametrize(
    ("here", "elsewhere", "allowed"),
    [
        ("Actor", "Militia", True),
        ("Militia", "Actor", True),
        ("CollectiveActor", "NonStateArmedGroup", True),
        ("CollectiveActor", "Person", False),
        ("Militia", "NonStateArmedGroup", False),
        ("Person", "State", False),
    ],
)
def test_kinds_of_two_documents_agree_or_one_is_wider(
    tmp_path: Path, here: str, elsewhere: str, allowed: bool
) -> None:
    first = dataset(tmp_path, GROUPS, f"id,group,kind\na,,{elsewhere}\n", "first")
    loaded(tmp_path, first)
    second = dataset(tmp_path, GROUPS, f"id,group,kind\na,,{here}\n", "second")
    if allowed:
        loaded(tmp_path, second)
    else:
        with pytest.raises(DatasetError, match=f"is a {here} here, a {elsewhere} elsewhere"):
            loaded(tmp_path, second)
