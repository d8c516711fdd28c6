"""FollowTheMoney: relations with the datasets that say so; observation is no validity."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import polars as pl
from tests.loaded import Load, real

from respondeat.network import network

FILE = "ftm/sanctions-network.ftm.json"
PERSONAL = ("birthDate", "idNumber", "passportNumber", "innCode", "taxNumber", "address", "full")


def test_what_the_sample_says(load: Load) -> None:
    claims = load("ftm").claims
    said = {row["key"]: row for row in claims.iter_rows(named=True)}
    own = said["ex-own-1.ex-company-1"]
    assert (own["property"], own["value"]) == ("resp:owns", "actor:ftm-ex-company-2")
    assert (own["best"], own["unit"], own["edtf"]) == (51, "unit:percent", "2019-03-01/2021")
    assert (own["earliest_end"], own["latest_end"]) == (date(2021, 1, 1), date(2021, 12, 31))
    # two dates for one start: it lies between them, and none is printed as the date
    two = said["ex-own-2.ex-person-1"]
    assert (two["earliest_start"], two["latest_start"]) == (date(2018, 1, 1), date(2018, 6, 1))
    assert two["edtf"] is None
    assert two["best"] is None
    assert two["relays"] == ["ftm-zz_list", "ftm-yy_list"]
    assert said["ex-dir-1.ex-person-1"]["property"] == "resp:directs"
    assert said["ex-mem-1.ex-person-1"]["property"] == "resp:memberOf"
    listed = claims.filter(pl.col("key") == "ex-sanction-1.ex-person-1")
    assert listed["property"].to_list() == ["resp:listedBy", "resp:listedUnder"]
    assert listed["value"][0].startswith("actor:ftm-authority-invented-authority")
    assert listed["earliest_start"][0] == date(2022, 5, 6)
    names = load("ftm").about("actor:ftm-ex-person-1", "dcterms:identifier")
    assert names == ["zz-1", "yy-7"]


def test_first_seen_is_no_date_of_anything(load: Load) -> None:
    claims = load("ftm").claims
    days = claims.select("earliest_start", "latest_start", "earliest_end", "latest_end")
    assert 2025 not in {day.year for row in days.rows() for day in row if day}
    assert "1970-01-01" not in " ".join(str(cell) for row in claims.rows() for cell in row)


def test_every_relation_of_the_real_file(load: Load) -> None:
    path = real(FILE)
    loaded = load("ftm", path)
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(entities) == loaded.report.rows == 91
    schemas = Counter(one["schema"] for one in entities)
    assert loaded.count("resp:owns") == schemas["Ownership"] == 14
    assert loaded.count("resp:directs") == schemas["Directorship"] == 3
    assert loaded.claims.filter(pl.col("property") == "resp:listedBy")["key"].n_unique() == 41
    typed = loaded.claims.filter(pl.col("value").is_in(["resp:Person", "resp:Company"]))
    assert typed.height == schemas["Person"] + schemas["Company"]
    assert not loaded.report.unknown_columns
    assert not loaded.report.unresolved
    assert not loaded.report.unknown_codes
    for one in entities:
        if one["schema"] == "Ownership":
            key = f"{one['id']}.{one['properties']['owner'][0]}"
            relays = loaded.claims.filter(pl.col("key") == key)["relays"][0].to_list()
            assert relays == [f"ftm-{name}" for name in one["datasets"]]


def test_no_personal_data_of_the_real_file(load: Load) -> None:
    path = real(FILE)
    text = " ".join(str(cell) for row in load("ftm", path).claims.rows() for cell in row)
    for line in path.read_text("utf-8").splitlines():
        for name in PERSONAL:
            for value in json.loads(line)["properties"].get(name, ()):
                # a company's name may hold its number
                assert f" {value} " not in text or name in ("full", "address"), (name, value)


def test_ties_are_a_network_of_claims(load: Load) -> None:
    graph = network(load("ftm").folder, "tie", at="2020-01-01")
    edges = {(a, b, d["property"]) for a, b, d in graph.edges(data=True)}
    assert ("actor:ftm-ex-company-1", "actor:ftm-ex-company-2", "resp:owns") in edges
    after = network(load("ftm").folder, "tie", at="2022-06-01")
    assert not after.has_edge("actor:ftm-ex-company-1", "actor:ftm-ex-company-2")
