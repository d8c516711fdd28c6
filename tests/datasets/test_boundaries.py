"""Boundaries: outlines of governorates, and of a zone that is none."""

from __future__ import annotations

import json

import pytest
from tests.loaded import Load, Loaded, real

FILE = "boundaries/syria-adm1.geojson"


@pytest.fixture(scope="module")
def areas(load: Load) -> Loaded:
    return load("boundaries", real(FILE))


def test_own_code_makes_no_administrative_area(load: Load) -> None:
    sample = load("boundaries")
    assert sample.about("place:ne-XX-NP", "rdf:type") == ["resp:AdministrativeArea"]
    assert sample.about("place:ne-XX-NP", "dcterms:identifier") == ["iso:XX-NP"]
    assert sample.about("place:ne-XX-X01", "rdf:type") == ["resp:Place"]
    assert sample.about("place:ne-XX-X01", "dcterms:identifier") == ["ne:XX-X01~"]
    (isles,) = sample.about("place:ne-XX-IS", "resp:coordinates")
    assert isles.startswith("MULTIPOLYGON (((30.0 10.0, ")


def test_every_outline_of_the_file_is_there(areas: Loaded) -> None:
    features = json.loads(real(FILE).read_text("utf-8"))["features"]
    assert len(features) == areas.report.rows == areas.count("resp:coordinates") == 15
    for one in features:
        (outline,) = areas.about(
            f"place:ne-{one['properties']['ISO'].removesuffix('~')}", "resp:coordinates"
        )
        corners = sum(len(ring) for ring in one["geometry"]["coordinates"])
        assert outline.startswith("POLYGON ((")
        assert outline.count(",") == corners - 1
