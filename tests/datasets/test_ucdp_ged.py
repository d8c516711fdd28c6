"""UCDP's events: counts, precision of place and time, deaths by side, who is listed."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pyoxigraph as ox
import pytest
from tests.loaded import Load, Loaded, real, rows_of

from respondeat.ask import answer
from respondeat.question import Question
from respondeat.terms import TERMS

FILE = "ucdp/ged-syria-2016-2017.csv"
ACTORS = "ucdp/ucdp-actor-221.csv"


@pytest.fixture(scope="module")
def sample(load: Load) -> Loaded:
    return load("ucdp-ged")


def test_precision_of_place_is_the_place(sample: Loaded) -> None:
    (exact,) = sample.about("incident:ged-900001", "resp:occurredAt")
    (near,) = sample.about("incident:ged-900002", "resp:occurredAt")
    assert exact != near
    assert sample.about(near, "skos:prefLabel") == ["near Alpha town"]
    (district,) = sample.about("incident:ged-900003", "resp:occurredAt")
    (province,) = sample.about("incident:ged-900004", "resp:occurredAt")
    assert sample.about(exact, "resp:liesIn") == sample.about(near, "resp:liesIn") == [district]
    assert sample.about(district, "resp:liesIn") == [province]
    assert sample.about(province, "resp:liesIn") == ["place:gw-999"]
    (road,) = sample.about("incident:ged-900005", "resp:occurredAt")
    assert sample.about(road, "skos:prefLabel") == ["somewhere in or along Alpha to Beta road"]
    assert sample.about(road, "resp:liesIn") == [province]
    assert sample.about("incident:ged-900006", "resp:occurredAt") == ["place:gw-999"]
    (waters,) = sample.about("incident:ged-900007", "resp:occurredAt")
    assert sample.about(waters, "resp:liesIn") == []
    assert sample.about(waters, "resp:coordinates") == ["POINT (19.5 9.5)"]


def test_deaths_by_side_are_counted_apart(sample: Loaded) -> None:
    killed = sample.claims.filter(pl.col("property") == "resp:killed")
    rows = killed.filter(pl.col("about") == "incident:ged-900001")
    assert dict(rows.select("counts", "best").iter_rows()) == {
        None: 3.0,
        "target:side-a": 2.0,
        "target:side-b": 1.0,
    }
    # no bounds where the file's own are out of order
    (strange,) = killed.filter(
        (pl.col("about") == "incident:ged-900005") & pl.col("counts").is_null()
    ).to_dicts()
    assert (strange["lower"], strange["best"], strange["upper"]) == (None, 3.0, None)


def test_one_sided_violence_has_a_perpetrator_and_no_second_side(sample: Loaded) -> None:
    about = "incident:ged-900004"
    assert sample.about(about, "resp:perpetrator") == ["actor:ucdp-9001"]
    assert sample.about(about, "resp:target") == ["target:civilians"]
    assert sample.about(about, "resp:involved") == []
    assert sample.about("actor:ucdp-1", "rdf:type") == []


def test_informant_is_named_where_no_cited_office_is(sample: Loaded) -> None:
    rows = answer(sample.index, Question.named("informants")).rows
    found = {(row[0], row[1]) for row in rows}
    assert found == {
        ("incident:ged-900002", "Ministry of Examples"),
        ("incident:ged-900006", "local sources"),
    }


def test_sum_of_several_is_a_set_with_its_criteria(sample: Loaded) -> None:
    assert sample.about("incident:ged-900003", "rdf:type") == ["resp:IncidentSet"]
    (criteria,) = sample.about("incident:ged-900003", "resp:criteria")
    assert "one sum" in criteria
    assert sample.about("incident:ged-900001", "resp:criteria") == []


def test_who_is_listed_elsewhere_is_not_named_again(load: Load) -> None:
    actors = load("ucdp-actors")
    events = load("ucdp-ged", after=actors)
    (listed,) = events.report.listings
    assert (listed.listed, listed.mentioned, listed.missing) == (4, ("actor:ucdp-9004",), ())
    assert events.about("actor:ucdp-9002", "skos:prefLabel") == []
    assert events.about("actor:ucdp-9004", "skos:prefLabel") == ["Example Front, Example Brigade"]
    assert "actor ids, doc:ucdp-actors lists 4" in listed.line()
    # the joint side is both, and its members are known
    kinds = events.index.match(TERMS.expand("actor:ucdp-9004"), TERMS.expand("rdf:type"), None)
    assert len(list(kinds)) == 2
    members = events.index.match(TERMS.expand("actor:ucdp-9004"), TERMS.expand("resp:member"), None)
    assert len(list(members)) == 2


@pytest.fixture(scope="module")
def events(load: Load) -> Loaded:
    return load("ucdp-ged", real(FILE), after=load("ucdp-actors", real(ACTORS)))


def test_every_event_of_the_file_is_there(events: Loaded) -> None:
    rows = rows_of(real(FILE))
    assert len(rows) == events.report.rows == 11_757
    claims = events.claims
    typed = claims.filter(pl.col("property") == "rdf:type")
    assert typed.filter(pl.col("about").str.starts_with("incident:")).height == 11_757
    kinds = Counter(typed.filter(pl.col("about").str.starts_with("incident:"))["value"].to_list())
    assert kinds["resp:IncidentSet"] == sum(row["event_clarity"] == "2" for row in rows) == 423
    at = claims.filter(pl.col("property") == "resp:occurredAt")
    assert at.height == 11_757
    near = at.filter(pl.col("value").str.starts_with("place:ged-near-")).height
    assert near == sum(row["where_prec"] == "2" for row in rows)
    assert at.filter(pl.col("value") == "place:gw-652").height == 201


def test_deaths_of_the_file_are_all_said(events: Loaded) -> None:
    rows = rows_of(real(FILE))
    killed = events.claims.filter(pl.col("property") == "resp:killed")
    for column, counted in (
        ("best", None),
        ("deaths_a", "target:side-a"),
        ("deaths_b", "target:side-b"),
        ("deaths_civilians", "target:civilians"),
        ("deaths_unknown", "target:unknown-status"),
    ):
        said = killed.filter(pl.col("counts").eq_missing(pl.lit(counted)))["best"].sum()
        assert said == sum(int(row[column]) for row in rows), column
    assert killed.filter(pl.col("counts").is_not_null() & (pl.col("best") == 0)).is_empty()
    ((_, count, first),) = events.report.unexpected
    assert (count, first) == (66, 348)


def test_days_are_those_of_the_file(events: Loaded) -> None:
    when = events.claims.filter(pl.col("property") == "resp:occurredDuring")
    found = {
        about: (start, end)
        for about, start, end in when.select("about", "earliest_start", "latest_end").iter_rows()
    }
    for row in rows_of(real(FILE)):
        days = (date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"]))
        assert found[f"incident:ged-{row['id']}"] == days


def test_of_63_sides_30_are_listed_19_are_coalitions_and_14_are_not_there(events: Loaded) -> None:
    rows = rows_of(real(FILE))
    sides = {row[name] for row in rows for name in ("side_a_new_id", "side_b_new_id")}
    assert len(sides) == 63
    (listed,) = events.report.listings
    # civilians are no actor here: 13 and they
    assert (listed.listed, len(listed.mentioned), len(listed.missing)) == (30, 19, 13)
    assert "actor:ucdp-6389" in listed.mentioned


def test_a_row_takes_at_most_16_triples(events: Loaded) -> None:
    found = events.index.query(
        TERMS.sparql_prefixes()
        + """SELECT (COUNT(*) AS ?many) WHERE {
            { ?claim says:partOfConflict ?conflict ; resp:inDocument doc:ucdp-ged ; ?p ?o }
            UNION { ?incident ?p ?o FILTER(?p IN (rdf:type, resp:criteria))
                    ?claim says:partOfConflict ?conflict ; resp:about ?incident } }"""
    )
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    assert 15 < int(row[0].value) / 11_757 < 16
