"""UCDP's dyads: sides year by year, and governments that support one, told by their names."""

from __future__ import annotations

import polars as pl
import pytest
from tests.loaded import Load, Loaded, real, rows_of

FILE = "ucdp/ucdp-dyadic-251.csv"
ACTORS = "ucdp/ucdp-actor-221.csv"


def listed(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(",") if one.strip()]


@pytest.fixture(scope="module")
def sample(load: Load) -> Loaded:
    return load("ucdp-dyads")


@pytest.fixture(scope="module")
def dyads(load: Load) -> Loaded:
    return load("ucdp-dyads", real(FILE), after=load("ucdp-actors", real(ACTORS)))


def test_support_is_dated_unverified_and_for_one_side(sample: Loaded) -> None:
    aids = sample.claims.filter(pl.col("property") == "resp:aids")
    found = {(row["about"], row["value"], row["edtf"]) for row in aids.to_dicts()}
    assert found == {
        ("actor:ucdp-4", "actor:ucdp-9001", "2031"),
        ("actor:ucdp-3986", "actor:ucdp-9001", "2031"),
        ("actor:ucdp-4", "actor:ucdp-9002", "2032"),
    }
    assert set(aids["verification"]) == {"unverified"}
    codes = sample.claims.filter(pl.col("property") == "resp:classification")
    assert "type_of_conflict 4" in set(codes["value"])
    assert set(codes["verification"]) == {"unverified"}


def test_several_on_one_side_are_each_a_party(sample: Loaded) -> None:
    parties = sample.about("conflict:ucdp-9103", "resp:conflictParty")
    assert parties == ["actor:ucdp-9001", "actor:ucdp-9009", "actor:ucdp-9010"]


def test_every_row_of_the_file_is_there(dyads: Loaded) -> None:
    rows = rows_of(real(FILE))
    assert len(rows) == dyads.report.rows == 3432
    sides = sum(len(listed(row[name])) for row in rows for name in ("side_a_id", "side_b_id"))
    assert dyads.count("resp:conflictParty") == sides
    assert dyads.count("resp:classification") == 3 * 3432


def test_support_of_the_file_is_all_said_or_reported(dyads: Loaded) -> None:
    rows = rows_of(real(FILE))
    actors = {row["NameData"].strip(): row["ActorId"] for row in rows_of(real(ACTORS))}
    expected, unknown = set(), 0
    for row in rows:
        for side in "ab":
            for name in listed(row[f"side_{side}_2nd"]):
                unknown += name not in actors
                expected |= {
                    (f"actor:ucdp-{actors.get(name)}", f"actor:ucdp-{one}", row["year"])
                    for one in listed(row[f"side_{side}_id"])
                    if name in actors
                }
    aids = dyads.claims.filter(pl.col("property") == "resp:aids")
    found = set(aids.select("about", "value", "edtf").iter_rows())
    assert found == expected
    assert dyads.report.unknown_codes == (("states_a", "Turkmenistan", unknown),)
    (missing,) = dyads.report.listings
    assert len(missing.missing) == 19


def test_names_and_numbers_of_supporters_are_not_in_one_order() -> None:
    """Where one state stands alone its number is sure; beside others the order is another."""
    rows = rows_of(real(FILE))
    pairs = [
        (listed(row[f"side_{side}_2nd"]), listed(row[f"gwno_{side}_2nd"]))
        for row in rows
        for side in "ab"
    ]
    assert all(len(names) == len(numbers) for names, numbers in pairs)
    alone = {names[0]: numbers[0] for names, numbers in pairs if len(names) == 1}
    beside = [(n, g) for names, numbers in pairs for n, g in zip(names, numbers, strict=True)]
    assert sum(name in alone and alone[name] != number for name, number in beside) > 100
