"""PA-X: agreements in its own words and codes; nobody is read out of free text."""

from __future__ import annotations

import polars as pl
from tests.loaded import Load, real, rows_of

from respondeat.ask import answer
from respondeat.question import Question

FILE = "pax/pax-v6-syria.csv"


def test_what_the_sample_says(load: Load) -> None:
    loaded, item = load("pax"), "instrument:pax-900001"
    assert loaded.about(item, "resp:signatoryAsNamed") == [
        "For the Upper Side: A. Example",
        "For the Lower Side: B. Sample",
    ]
    assert loaded.about(item, "resp:country") == ["Exampleland", "Samplia"]
    assert loaded.about(item, "resp:relatesToConflict") == ["conflict:ucdp-900299"]
    codes = loaded.claims.filter(pl.col("property") == "resp:provisionOn")
    found = {
        (a, b): (c, d) for a, b, c, d in codes["about", "value", "best", "verification"].rows()
    }
    assert found[item, "Ce: ceasefire"] == (3, "read")
    assert found[item, "ImUN"] == (2, "unverified")
    assert found["instrument:pax-900002", "HrGen"] == (1, "unverified")
    assert len(found) == 6


def test_nobody_is_made_of_free_text(load: Load) -> None:
    claims = load("pax").claims
    typed = claims.filter(pl.col("property") == "rdf:type")
    assert set(typed["value"]) == {
        "resp:Instrument",
        "resp:Conflict",
        "resp:DocumentationOrganisation",
    }
    assert not {"resp:party", "resp:signatory", "resp:guarantor"} & {*claims["property"]}


def test_every_agreement_of_the_real_file(load: Load) -> None:
    path = real(FILE)
    loaded, rows = load("pax", path), rows_of(path)
    assert len(rows) == loaded.report.rows == 108
    assert not loaded.report.unknown_columns
    signed = loaded.claims.filter(pl.col("property") == "resp:signed")
    assert dict(signed["about", "edtf"].iter_rows()) == {
        f"instrument:pax-{row['AgtId']}": row["Dat"] for row in rows
    }
    header = list(rows[0])
    codes = header[header.index("GCh") :]
    expected = {
        (row["AgtId"], code): float(row[code]) for row in rows for code in codes if row[code] != "0"
    }
    topics = loaded.claims.filter(pl.col("property") == "resp:provisionOn")
    found = {
        (about.removeprefix("instrument:pax-"), value.partition(":")[0]): best
        for about, value, best in topics["about", "value", "best"].rows()
    }
    assert found == expected
    assert len(found) > 800
    conflicts = loaded.claims.filter(pl.col("property") == "resp:relatesToConflict")
    ours = conflicts.filter(pl.col("value") == "conflict:ucdp-299").height
    assert ours == sum(row["UcdpCon"] == "299" for row in rows) == 106


def test_every_word_on_parties_of_the_real_file_stays(load: Load) -> None:
    path = real(FILE)
    loaded = load("pax", path)
    for row in rows_of(path):
        for column, name in (("Part", "signatoryAsNamed"), ("ThrdPart", "thirdPartyAsNamed")):
            lines = {one.strip() for one in row[column].split("\n") if one.strip()}
            said = loaded.about(f"instrument:pax-{row['AgtId']}", f"resp:{name}")
            assert set(said) == lines


def test_subjects_are_asked_for_with_their_depth(load: Load) -> None:
    table = answer(load("pax").index, Question.named("provision-subjects"))
    found = {row[:3]: (float(str(row[3])), row[4]) for row in table.rows}
    subject = ("instrument:pax-900001", "resp:provisionOn", "CeProv: ceasefire, provision")
    assert found[subject] == (1, "unit:pax-depth")
    named = answer(load("pax").index, Question.named("parties-as-named"))
    assert ("instrument:pax-900002", "resp:signatoryAsNamed", "The Upper Side") in [
        row[:3] for row in named.rows
    ]
