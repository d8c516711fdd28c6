"""Sanctions listings: never findings; other names, programmes, and links to exactly one entry."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import polars as pl
from tests.loaded import Load, real

from respondeat.ask import answer
from respondeat.question import Question

FILE = "ofac/sdn-2024-05-03-syria.csv"


def listed_in(path: Path) -> list[list[str]]:
    with path.open(encoding="latin-1", newline="") as file:
        return list(csv.reader(file))


def test_what_the_sample_says(load: Load) -> None:
    loaded = load("ofac")
    assert loaded.about("actor:ofac-900001", "resp:listedUnder") == ["SDGT", "SYRIA"]
    assert loaded.about("actor:ofac-900001", "resp:designation") == [
        "EXAMPLE, Aya",
        "EXAMPLE, A.",
        "AYA",
        "Minister of Examples",
        "Member of a Board",
    ]
    # one entry has the name, whatever the full stops; a name of two entries, or of none, is no link
    links = loaded.claims.filter(pl.col("property") == "resp:linkedTo")
    assert links.select("about", "value").rows() == [
        ("actor:ofac-900001", "actor:ofac-900002"),
        ("craft:ofac-900005", "actor:ofac-900002"),
    ]
    assert {name for _, name, _ in loaded.report.unknown_names} == {
        "NOBODY LISTED HERE",
        "TWIN COMPANY",
    }
    assert loaded.about("craft:ofac-900006", "rdf:type") == ["resp:Craft"]
    assert loaded.about("craft:ofac-900006", "resp:country") == ["Exampländ"]
    assert loaded.about("actor:ofac-900003", "rdf:type") == ["resp:Actor"]


def test_nothing_personal_is_kept_and_nothing_is_found(load: Load) -> None:
    claims = load("ofac").claims
    text = " ".join(str(cell) for row in claims.rows() for cell in row)
    assert not re.search(r"DOB|POB|Gender|1970|Exampleville", text)
    said = {name for name in claims["property"] if name.startswith("resp:")}
    assert not said & {"resp:perpetrator", "resp:accused", "resp:sameGroupAs", "resp:control"}


def test_every_listing_of_the_real_file(load: Load) -> None:
    path = real(FILE)
    loaded = load("ofac", path)
    rows = listed_in(path)
    assert len(rows) == 715
    listed = loaded.claims.filter(pl.col("property") == "resp:listedBy")
    assert listed["about"].n_unique() == 715
    assert {item.partition("-")[2] for item in listed["about"]} == {row[0] for row in rows}
    kinds = Counter(row[2].strip() for row in rows)
    typed = loaded.claims.filter(pl.col("property") == "rdf:type")["value"].value_counts()
    assert dict(typed.iter_rows()) == {
        "resp:Person": kinds["individual"],
        "resp:Craft": kinds["vessel"] + kinds["aircraft"],
        "resp:Actor": kinds["-0-"],
        "resp:StateOrgan": 1,
    }
    programmes = sum(len(row[3].split("] [")) for row in rows)
    assert loaded.count("resp:listedUnder") == programmes
    aliases = sum(row[11].count("a.k.a. '") for row in rows)
    titles = sum(len({*row[4].split("; ")}) for row in rows if row[4].strip() != "-0-")
    assert loaded.count("resp:designation") == 715 + aliases + titles


def test_links_of_the_real_file_are_to_the_only_entry_of_that_name(load: Load) -> None:
    path = real(FILE)
    loaded = load("ofac", path)
    rows = listed_in(path)
    names = Counter(row[1].strip().rstrip(".") for row in rows)
    number = {row[1].strip().rstrip("."): row[0] for row in rows}
    expected, left = set(), set()
    for row in rows:
        for name in re.findall(r"Linked To: ([^;]+)", row[11]):
            bare = name.strip().rstrip(".")
            if names[bare] == 1:
                expected.add((row[0], number[bare]))
            else:
                left.add(bare)
    links = loaded.claims.filter(pl.col("property") == "resp:linkedTo")
    found = {(a.partition("-")[2], b.partition("-")[2]) for a, b in links["about", "value"].rows()}
    assert found == expected
    assert len(found) > 200
    assert {name for _, name, _ in loaded.report.unknown_names} == left


def test_listings_are_asked_for_with_who_lists_and_under_what(load: Load) -> None:
    table = answer(load("ofac").index, Question.named("listings"))
    rows = [row[:3] for row in table.rows]
    assert ("actor:ofac-900004", "resp:listedUnder", "SYRIA-EO00000") in rows
    assert ("craft:ofac-900005", "resp:listedBy", "actor:ofac") in rows
