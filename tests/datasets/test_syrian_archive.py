"""Verified videos: each a recording of somebody's, about an incident in the archive's words."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from tests.loaded import Load, Loaded, real, rows_of

from respondeat.ask import answer
from respondeat.question import Question

FILE = "syrian-archive/violations.csv"
PLACES = "syrian-archive/syrian_places.csv"


@pytest.fixture(scope="module")
def sample(load: Load) -> Loaded:
    return load("syrian-archive")


@pytest.fixture(scope="module")
def videos(load: Load) -> Loaded:
    return load("syrian-archive", real(FILE))


def test_video_is_a_document_of_its_channel(sample: Loaded) -> None:
    rows = answer(sample.index, Question.named("recordings")).rows
    first = rows[0]
    assert first[:5] == (
        "doc:sa-90001",
        "Video EX_90001",
        "actor:sa-example-media-centre",
        "2031-03-04",
        "2031-03-04",
    )
    assert first[6] == "https://media.example.org/90001.mp4"
    assert rows[2][2] is None  # nobody is named
    # a channel is no address of a video
    assert rows[3][5] == "https://media.example.org/90004.mp4"


def test_description_is_words_and_nothing_else(sample: Loaded) -> None:
    about = "incident:sa-90001"
    said = sample.claims.filter(pl.col("about") == about)
    assert sample.about(about, "resp:designation") == ["Eight people killed by an invented attack"]
    assert not {"resp:killed", "resp:perpetrator", "resp:involved"} & set(said["property"])
    typed = said.filter(pl.col("property") == "resp:incidentType").to_dicts()
    assert [(row["value"], row["original"]) for row in typed] == [
        ("type:violation", "Unlawful attacks")
    ]
    model = sample.claims.filter(pl.col("original") == "FAB-500 SHN")
    assert model["value"].to_list() == ["weapon:munition"]


def test_time_is_no_later_than_the_recording_and_unverified(sample: Loaded) -> None:
    (when,) = sample.claims.filter(
        (pl.col("about") == "incident:sa-90001") & (pl.col("property") == "resp:occurredDuring")
    ).to_dicts()
    assert str(when["latest_start"]) == "2031-03-04"
    assert when["earliest_start"] is when["latest_end"] is None
    assert when["verification"] == "unverified"


def test_place_is_as_close_as_the_row(sample: Loaded) -> None:
    (spot,) = sample.about("incident:sa-90001", "resp:occurredAt")
    (quarter,) = sample.about("incident:sa-90002", "resp:occurredAt")
    (city,) = sample.about("incident:sa-90003", "resp:occurredAt")
    assert sample.about(spot, "resp:coordinates") == ["POINT (20.25 10.5)"]
    assert sample.about(spot, "resp:liesIn") == [quarter]
    assert sample.about(quarter, "resp:liesIn") == [city]
    assert sample.about("incident:sa-90004", "resp:occurredAt") != []


def test_every_video_of_the_file_is_there(videos: Loaded) -> None:
    rows = rows_of(real(FILE))
    assert len(rows) == videos.report.rows == 4135
    assert videos.count("resp:recorded") == videos.count("resp:copyAt") == 4135
    assert not videos.report.unknown_codes
    claims = videos.claims
    words = claims.filter(pl.col("property") == "resp:incidentType")["original"]
    assert Counter(words) == Counter(
        row["Violation_Type"] for row in rows if row["Violation_Type"] != "NA"
    )
    weapons = claims.filter(pl.col("property") == "resp:weapon")["original"]
    assert Counter(weapons) == Counter(
        row["Weapons_Used"] for row in rows if row["Weapons_Used"] != "NA"
    )
    typed = claims.filter(pl.col("value") == "resp:Document")
    assert typed.filter(pl.col("about").str.starts_with("doc:sa-")).height == 4135
    publishers = claims.filter(pl.col("property") == "resp:publisher")["value"].n_unique()
    assert publishers == len({row["Source"].strip() for row in rows} - {"NA"})


def test_spots_are_those_of_the_file(videos: Loaded) -> None:
    rows = rows_of(real(FILE))
    points = {
        f"POINT ({row['Longitude']} {row['Latitude']})" for row in rows if row["Latitude"] != "NA"
    }
    said = videos.claims.filter(pl.col("property") == "resp:coordinates")["value"]
    assert set(said) == points
    placed = videos.claims.filter(pl.col("property") == "resp:occurredAt")
    at = {row["about"] for row in placed.to_dicts()}
    somewhere = [
        row for row in rows if {row["City"], row["Neighborhood"], row["Latitude"]} != {"NA"}
    ]
    assert len(at) == placed.height == len(somewhere)


def test_every_place_of_the_file_is_there(load: Load) -> None:
    rows = rows_of(real(PLACES))
    places = load("syrian-archive-places", real(PLACES))
    assert len(rows) == places.report.rows == places.count("resp:coordinates") == 164


def test_both_files_speak_of_the_same_places(load: Load) -> None:
    places = load("syrian-archive-places", real(PLACES))
    videos = load("syrian-archive", real(FILE))
    named = set(places.claims.filter(pl.col("property") == "resp:coordinates")["about"])
    met = set(videos.claims["about"]) & named
    assert len(met) > 150
