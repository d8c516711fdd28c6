"""Security Force Monitor: a claim for each field, with its own sources, confidence and dates."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from tests.loaded import Load, Loaded, real, rows_of

from respondeat.ask import answer
from respondeat.measure import measure
from respondeat.network import network
from respondeat.period import OPEN_END, Period
from respondeat.question import Question

FILE, SOURCES = "sfm/units-nigeria-part.tsv", "sfm/sources.csv"
STEM = "actor:sfm-00000000-0000-4000-8000-00000000001"
PARENT = "OrganizationOrganization:parent_id"
BRIGADE = "actor:sfm-5da1a50b-1b18-4c05-b694-26d8e2eaed17"
"""A brigade of the real file that changed from one division to another in August 2013."""


@pytest.fixture(scope="module")
def units(load: Load) -> Loaded:
    return load("sfm", real(FILE), after=load("sfm-sources", real(SOURCES)))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with real(FILE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def chain(folder: Path, day: str | None, unit: str) -> list[dict[str, object]]:
    graph = network(folder, "command", at=day)
    if unit not in graph:
        return []
    table = measure(graph, "superiors", None, unit).table
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_every_field_is_a_claim_with_its_sources_and_confidence(load: Load) -> None:
    claims = load("sfm").claims
    relation = claims.filter((pl.col("value") == f"{STEM}1") & (pl.col("about") == f"{STEM}0"))
    found = {
        key.split(".")[1].rpartition("-invented")[0]: (original, standard, len(relays))
        for key, original, standard, relays in relation[
            "key", "original", "standard", "relays"
        ].iter_rows()
    }
    assert found == {
        "parent": ("Invented Army Headquarters", "standard:sfm-low", 1),
        "rank": ("Command", "standard:sfm-medium", 1),
        "parent-first": ("June 1991", "standard:sfm-low", 2),
        "parent-last": ("8/5/2001", "standard:sfm-low", 1),
    }


def test_dates_say_what_is_cited_and_no_more(load: Load) -> None:
    claims = load("sfm").claims

    def period(about: str, value: str, field: str) -> Period:
        said = claims.filter(
            (pl.col("about") == about)
            & (pl.col("value") == value)
            & pl.col("key").str.contains(f".{field}-", literal=True)
        )
        points = ("earliest_start", "latest_start", "earliest_end", "latest_end")
        return Period(*said[0].select(points).row(0))

    start = (date(1991, 6, 1), date(1991, 6, 30))
    ended = (date(2001, 8, 5), date(2001, 8, 5))
    # a month is a start between its days, and E is an end
    assert period(f"{STEM}0", f"{STEM}1", "parent") == Period(*start, *ended)
    # cited first and last, not said to begin or to end then, nor to go on
    assert period(f"{STEM}1", f"{STEM}3", "parent") == Period(
        None, date(1998, 12, 31), date(2004, 1, 1), None
    )
    # cited once, and assumed to go on
    assert period(f"{STEM}0", f"{STEM}2", "parent") == Period(
        None, date(1995, 12, 31), date(1995, 1, 1), OPEN_END
    )
    unverified = claims.filter(pl.col("verification") == "unverified")
    assert set(unverified["value"].drop_nulls()) == {f"{STEM}1"}


def test_a_name_of_no_row_stays_a_name(load: Load) -> None:
    loaded = load("sfm")
    above = loaded.claims.filter(pl.col("value") == f"{STEM}4")["about"].unique().to_list()
    assert len(above) == 1
    assert above[0].startswith("actor:sfm-named-unknown-area-command")
    assert loaded.about(above[0], "rdf:type") == ["resp:UnidentifiedActor"]
    assert loaded.about(above[0], "resp:designation") == [
        "Unknown Area Command in Example Province"
    ]
    assert len(loaded.report.unknown_names) == 2


def test_administration_is_not_command(load: Load) -> None:
    loaded = load("sfm")
    kinds = loaded.claims.filter(pl.col("value") == f"{STEM}2")["property"].unique().to_list()
    assert kinds == ["resp:administers"]
    assert not network(loaded.folder, "command").has_edge(f"{STEM}0", f"{STEM}2")


def test_the_chain_of_the_sample_changes_with_the_day(load: Load) -> None:
    folder = load("sfm").folder

    def above(day: str) -> list[tuple[object, object, object]]:
        return [
            (row["hop_number"], str(row["superior"])[-2:], row["validity"])
            for row in chain(folder, day, f"{STEM}3")
            if ".parent-" in str(row["claim"])
            and "-first-" not in str(row["claim"])
            and "-last-" not in str(row["claim"])
        ]

    assert above("2000-01-01") == [(1, "11", "holds"), (2, "10", "holds")]
    assert above("2003-01-01") == [(1, "11", "holds"), (2, "12", "holds")]
    assert above("2020-01-01") == [(1, "11", "possible"), (2, "12", "possible")]


def test_sources_are_documents_of_their_publications(load: Load) -> None:
    path = real(SOURCES)
    loaded, rows = load("sfm-sources", path), rows_of(path)
    assert len(rows) == loaded.report.rows == 1751
    titles = loaded.claims.filter(pl.col("property") == "dcterms:title")
    assert titles["about"].n_unique() == 1751
    kept = sum("No archive" not in row["archive_url"] and bool(row["archive_url"]) for row in rows)
    assert loaded.count("resp:copyAt") == kept
    published = sum(row["published_on"] not in ("", "Undated") for row in rows)
    assert loaded.count("resp:published") == published


def test_every_unit_and_source_of_the_real_file(units: Loaded, rows: list[dict[str, str]]) -> None:
    assert len(rows) == units.report.rows == 900
    ids = {row["o_id"] for row in rows}
    labels = units.claims.filter(pl.col("property") == "dcterms:identifier")["value"]
    assert {one.removeprefix("sfm:") for one in labels if one.startswith("sfm:")} == ids
    assert len(ids) == 600
    assert not units.report.unknown_columns
    assert not units.report.unresolved
    assert [(one.document, one.listed) for one in units.report.listings] == [("sfm-sources", 1751)]
    assert [count for _, count, _ in units.report.unexpected] == [1]


def test_every_relation_of_the_real_file(units: Loaded, rows: list[dict[str, str]]) -> None:
    names = defaultdict(set)
    for row in rows:
        names[row["Organization:Name"]].add(row["o_id"])
    expected = {}
    for row in rows:
        if row[PARENT]:
            parents = names.get(row[PARENT], set())
            above = f"actor:sfm-{next(iter(parents))}" if len(parents) == 1 else None
            cited = row[f"Source: {PARENT}"].split(";")
            sources = frozenset(f"sfm-{one.strip()}" for one in cited)
            kind = {"Command": "resp:commands", "Administrative": "resp:administers"}
            fact = (kind[row["OrganizationOrganization:classification"]], row["o_id"], row[PARENT])
            confidence = f"standard:sfm-{row[f'Confidence: {PARENT}'].lower()}"
            expected[*fact, sources, confidence] = above
    said = units.claims.filter(
        pl.col("key").str.contains(r"\.parent-")
        & ~pl.col("key").str.contains(r"\.parent-(first|last|as-named)-")
    )
    found = {}
    for one in said.iter_rows(named=True):
        unit = one["value"].removeprefix("actor:sfm-")
        words = (one["property"], unit, one["original"], frozenset(one["relays"]))
        found[*words, one["standard"]] = one["about"]
    assert set(found) == set(expected)
    for key, above in expected.items():
        assert found[key] == above or (above is None and "-named-" in found[key])
    unknown = {row[PARENT] for row in rows if row[PARENT] and len(names.get(row[PARENT], ())) != 1}
    assert unknown == {name for column, name, _ in units.report.unknown_names if column == PARENT}


def test_the_chain_of_a_real_brigade_changes_with_the_day(units: Loaded) -> None:
    def surely(day: str) -> list[tuple[object, str]]:
        graph = network(units.folder, "command", at=day)
        return [
            (row["hop_number"], graph.nodes[str(row["superior"])]["label"])
            for row in chain(units.folder, day, BRIGADE)
            if row["validity"] == "holds" and ".rank-" in str(row["claim"])
        ]

    assert surely("2012-01-01") == [(1, "3 Armoured Division"), (2, "Nigerian Army Headquarters")]
    assert surely("2015-01-01") == [(1, "7 Division"), (2, "Nigerian Army Headquarters")]
    hops = chain(units.folder, "2015-01-01", BRIGADE)
    for row in hops:
        assert str(row["standard"]).startswith("standard:sfm-")
        assert "doc:sfm-" in str(row["sources"])
        assert row["begun_by"]
        assert "stated by actor:sfm" in str(row["label"])
    first = next(row for row in hops if ".parent-7-division" in str(row["claim"]))
    assert (first["from_date"], first["held_until"]) == ("2013-08-19", "2018-06-08")
    assert first["standard"] == "standard:sfm-high"
    assert len(str(first["sources"]).split(" | ")) > 5


def test_the_network_of_command_has_no_loop_to_itself(units: Loaded) -> None:
    graph = network(units.folder, "command")
    assert graph.number_of_edges() > 1500
    assert list(nx.selfloop_edges(graph)) == []


def test_areas_are_asked_for_with_dates_and_confidence(load: Load) -> None:
    loaded = load("sfm")
    table = answer(loaded.index, Question.named("areas-of-operation"))
    found = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    area = next(row for row in found if ".operates-example" in str(row["claim"]))
    assert area["value"] == "place:sfm-900002"
    assert (area["latest_start"], area["earliest_end"]) == ("2002-12-31", "2003-03-04")
    assert area["standard"] == "standard:sfm-low"
    exists = answer(loaded.index, Question.named("existence"))
    assert {row[0] for row in exists.rows} == {f"{STEM}0"}
