"""Every dataset folder: its parts are there, and its sample exercises them and loads cleanly."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.loaded import Load

from respondeat.check import check
from respondeat.dataset import Dataset, datasets
from respondeat.ontology import ontology

NAMES = datasets()


def test_datasets_were_discovered() -> None:
    assert len(NAMES) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_folder_has_its_parts_and_no_code(name: str) -> None:
    dataset = Dataset.named(name)
    files = {path.name for path in dataset.folder.iterdir()}
    assert {"dataset.yml", "mapping.yml", dataset.sample.name} <= files
    assert dataset.sample.stat().st_size < 20_000
    assert all(reason.strip() for reason in dataset.mapping.unused.values())
    assert dataset.document.metadata["title"]


@pytest.mark.parametrize("name", NAMES)
def test_sample_loads_whole(name: str, load: Load) -> None:
    report = load(name).report
    assert report.rows
    assert not report.unknown_columns
    assert not report.unknown_codes
    assert not report.unresolved


@pytest.mark.parametrize("name", NAMES)
def test_sample_exercises_every_property_and_entity(name: str, load: Load) -> None:
    loaded = load(name)
    claims, mapping = loaded.claims, loaded.dataset.mapping
    said = {one.property for rule in mapping.claims for one in rule.values}
    assert said <= set(ontology().properties)
    found = set(claims["property"])
    assert {f"resp:{one}" for one in said} <= found
    typed = claims.filter(pl.col("property") == "rdf:type")["about"].to_list()
    for rule in mapping.entities:
        stem = rule.id.partition("{")[0]
        assert any(item.startswith(stem) for item in typed), rule.id


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_nothing_in_the_sample(name: str, load: Load, tmp_path: Path) -> None:
    loaded = load(name)
    own = {*loaded.claims["about"], *loaded.claims["value"]}
    found, able = check(loaded.folder)
    assert able
    # the law speaks of actors that only a corpus registers
    wrong = [
        row for row in found.rows if row[1] in own or str(row[1]).startswith(("claim:", "doc:"))
    ]
    assert not wrong
