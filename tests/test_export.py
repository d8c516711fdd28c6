"""Exports: the same bytes from the same record, nothing altered, no formulas for spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from respondeat.errors import UsageError
from respondeat.export import export
from respondeat.generation import rebuild
from respondeat.load import load
from respondeat.workspace import Workspace

CORPUS = Path(__file__).parents[1] / "corpus"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", " =1", "=HYPERLINK(1)"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("export")
    load(folder / "workspace", [CORPUS], by="tests")
    export(folder / "workspace", folder / "out")
    return folder / "workspace", folder / "out"


def test_the_same_record_gives_the_same_bytes(exported: tuple[Path, Path]) -> None:
    workspace, first = exported
    with Workspace(workspace).record.writing():
        rebuild(Workspace(workspace))
    export(workspace, first.parent / "again")
    for path in first.iterdir():
        assert path.read_bytes() == (first.parent / "again" / path.name).read_bytes()


def test_the_manifest_names_every_file_with_its_hash(exported: tuple[Path, Path]) -> None:
    _, out = exported
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert set(manifest["files"]) == {path.name for path in out.iterdir()} - {"manifest.json"}
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == entry["sha256"]


def test_every_rdf_format_holds_the_same_triples(exported: tuple[Path, Path]) -> None:
    _, out = exported
    found = [
        {quad.triple for quad in ox.parse((out / name).read_bytes(), kind)}
        for name, kind in (
            ("claims.nq", ox.RdfFormat.N_QUADS),
            ("claims.ttl", ox.RdfFormat.TURTLE),
            ("claims.jsonld", ox.RdfFormat.JSON_LD),
        )
    ]
    assert len(found[0]) > 10_000
    assert found[0] == found[1] == found[2]
    lines = (out / "claims.nq").read_text("utf-8").splitlines()
    assert lines == sorted(lines)


def test_one_object_a_line_for_every_claim_and_value(exported: tuple[Path, Path]) -> None:
    workspace, out = exported
    objects = [json.loads(line) for line in (out / "claims.jsonl").read_text("utf-8").splitlines()]
    assert len(objects) == Workspace(workspace).record.claims().height
    with (out / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(objects)


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_are_neutralised_in_csv_and_kept_in_json(formula: str, tmp_path: Path) -> None:
    folder = tmp_path / "sheet"
    folder.mkdir()
    (folder / "document.yml").write_text("title: Test\npublisher: actor:a\n")
    (folder / "entities.csv").write_text("id,kind,label\nactor:a,Actor,A\n")
    with (folder / "claims.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [("key", "about", "property", "value"), ("k", "actor:a", "designation", f"{formula}x")]
        )
    load(tmp_path / "workspace", [folder], by="tests")
    export(tmp_path / "workspace", tmp_path / "out")
    with (tmp_path / "out" / "claims.csv").open(encoding="utf-8", newline="") as written:
        cells = [cell for row in csv.reader(written) for cell in row]
    assert f"'{formula}x".replace("\t", "").replace(" =1", "=1") in cells
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell
    objects = map(json.loads, (tmp_path / "out" / "claims.jsonl").read_text("utf-8").splitlines())
    assert any(one["value"] == f"{formula}x".strip() for one in objects)


def test_a_folder_with_something_in_it_is_refused(exported: tuple[Path, Path]) -> None:
    workspace, out = exported
    with pytest.raises(UsageError, match="holds something"):
        export(workspace, out)
