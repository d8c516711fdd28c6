"""UCDP's actors: lineage, coalitions, names, and ids that the list does not have."""

from __future__ import annotations

import polars as pl
import pytest
from tests.loaded import Load, Loaded, real, rows_of

from respondeat.ask import answer
from respondeat.question import Question

FILE = "ucdp/ucdp-actor-221.csv"


def listed(cell: str) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in cell.split(",") if one.strip()))


@pytest.fixture(scope="module")
def sample(load: Load) -> Loaded:
    return load("ucdp-actors")


@pytest.fixture(scope="module")
def actors(load: Load) -> Loaded:
    return load("ucdp-actors", real(FILE))


def test_lineage_names_the_column_that_says_it(sample: Loaded) -> None:
    rows = answer(sample.index, Question.named("lineage")).rows
    found = {(row[0], row[2], row[3], row[4]) for row in rows}
    assert ("actor:ucdp-9003", "resp:splitFrom", "actor:ucdp-9002", "Splinter") in found
    assert ("actor:ucdp-9003", "resp:splitFrom", "actor:ucdp-9006", "Splinter") in found
    assert ("actor:ucdp-9006", "resp:splitFrom", "actor:ucdp-9002", "SplitTemp") in found
    assert ("actor:ucdp-9002", "resp:joined", "actor:ucdp-9006", "Alliance") in found
    assert ("actor:ucdp-9003", "resp:joined", "actor:ucdp-9006", "JoinGroup") in found
    assert ("actor:ucdp-9002", "resp:formerName", "Sample Front", None) in found
    assert len(found) == 6


def test_coalition_has_the_members_of_all_rows_and_no_name(sample: Loaded) -> None:
    assert sample.about("actor:ucdp-9004", "rdf:type") == ["resp:CollectiveActor"]
    assert sample.about("actor:ucdp-9004", "resp:member") == ["actor:ucdp-9002", "actor:ucdp-9003"]
    assert sample.about("actor:ucdp-9005", "resp:member") == ["actor:ucdp-9006", "actor:ucdp-9002"]
    assert sample.about("actor:ucdp-9004", "skos:prefLabel") == []


def test_people_and_supporters_are_no_armed_group(sample: Loaded) -> None:
    kinds = {n: sample.about(f"actor:ucdp-{n}", "rdf:type")[0] for n in (9001, 9002, 9007, 9008)}
    assert kinds == {9001: "resp:Regime", 9002: "resp:NonStateArmedGroup"} | dict.fromkeys(
        (9007, 9008), "resp:Actor"
    )
    codes = sample.claims.filter(pl.col("property") == "resp:classification")
    assert set(codes["verification"]) == {"unverified"}


def test_names_are_parted_only_where_they_are_as_many(sample: Loaded) -> None:
    names = sample.about("actor:ucdp-9002", "resp:designation")
    assert {"Second Front", "Example Front", "al-Jabha al-Thaniya"} <= set(names)
    assert "The Second Front" in names


def test_every_actor_of_the_file_is_there(actors: Loaded) -> None:
    rows = rows_of(real(FILE))
    assert len(rows) == actors.report.rows == 1725
    labels = actors.claims.filter(
        (pl.col("property") == "skos:prefLabel") & pl.col("about").str.starts_with("actor:ucdp-")
    )
    found = dict(labels.select("about", "value").iter_rows())
    assert found == {f"actor:ucdp-{row['ActorId']}": row["NameData"].strip() for row in rows}


def test_links_of_the_file_are_all_said_or_reported(actors: Loaded) -> None:
    rows = rows_of(real(FILE))
    ids = {row["ActorId"] for row in rows}
    coalitions = {
        one
        for row in rows
        for name in ("OSCoalitionID", "NSCoalitionID")
        for one in listed(row[name])
    }
    columns = {
        "resp:splitFrom": ("ActorIdPrev", "ActorIdSplitTemp"),
        "resp:joined": ("ActorIdAlliance", "ActorIdGroup"),
    }
    gone: set[str] = set()
    for name, sources in columns.items():
        cells = [one for row in rows for column in sources for one in listed(row[column])]
        there = [one for one in cells if one in ids | coalitions]
        gone |= set(cells) - set(there)
        assert actors.count(name) == len(there), name
    assert {item for item, *_ in actors.report.unresolved} == {f"actor:ucdp-{one}" for one in gone}
    assert len(gone) == 4
    assert actors.count("resp:conflictParty") == sum(len(listed(row["ConflictId"])) for row in rows)
    typed = actors.claims.filter(pl.col("value") == "resp:CollectiveActor")["about"]
    assert set(typed) == {f"actor:ucdp-{one}" for one in coalitions}
    assert len(coalitions) == 167
    pairs = {
        (f"actor:ucdp-{one}", f"actor:ucdp-{row['ActorId']}")
        for row in rows
        for name in ("OSCoalitionID", "NSCoalitionID")
        for one in listed(row[name])
    }
    members = actors.claims.filter(pl.col("property") == "resp:member")
    assert set(members.select("about", "value").iter_rows()) == pairs


def test_nusra_is_linked_to_hts_by_the_publishers_word_alone(actors: Loaded) -> None:
    joined = actors.about("actor:ucdp-1170", "resp:joined")
    assert "actor:ucdp-6815" in joined
    assert actors.count("resp:sameGroupAs") == 0
