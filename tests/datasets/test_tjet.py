"""Proceedings: a charge is no judgment, and what was dropped stands closed at every step."""

from __future__ import annotations

import polars as pl
from tests.loaded import Load, Loaded, real, rows_of

from respondeat.ask import answer
from respondeat.question import Question

STEPS = {
    "ICC_arrest_warrant": "warrant",
    "ICC_arrestAppear": "appearance",
    "ICC_confirm_charges": "confirmation-hearing",
    "ICC_proceedings": "trial",
}


def statuses(loaded: Loaded, item: str) -> list[tuple[str, str]]:
    """Return the statuses of a proceeding in the order in which they stand in the record."""
    found = loaded.claims.filter(
        (pl.col("about") == item) & (pl.col("property") == "resp:proceedingStatus")
    )
    return list(found["value", "edtf"].iter_rows())


def test_what_is_dropped_is_closed_at_every_step_and_before_the_charge(load: Load) -> None:
    loaded = load("tjet")
    for step in ("warrant", "appearance", "confirmation-hearing"):
        item = f"proceeding:tjet-900002-{step}"
        assert statuses(loaded, item)[0] == ("status:closed", "2003/..")
        keys = loaded.claims.filter(pl.col("about") == item)["key"].unique(maintain_order=True)
        said = [key for key in keys if not key.startswith("proceeding.")]
        assert said[:2] == [f"900002.{step}-ended", f"900002.{step}"]
    assert statuses(loaded, "proceeding:tjet-900003-warrant") == [("status:issued", "2005")]


def test_nothing_says_more_than_the_file(load: Load) -> None:
    claims = load("tjet").claims
    assert {
        value
        for value in claims["value"].drop_nulls()
        if value.startswith(("procedure:", "status:"))
    } == {
        *(f"procedure:{step}" for step in STEPS.values()),
        "status:issued",
        "status:decided",
        "status:closed",
    }
    assert not {"resp:perpetrator", "resp:allegedCrime", "resp:concerns"} & {*claims["property"]}


def test_every_step_of_the_real_file(load: Load) -> None:
    path = real("tjet/tjet_icc_accused.csv")
    loaded, rows = load("tjet", path), rows_of(path)
    assert len(rows) == loaded.report.rows == 49
    steps = {
        (f"proceeding:tjet-{row['accusedID']}-{word}", f"actor:tjet-{row['accusedID']}")
        for row in rows
        for column, word in STEPS.items()
        if row[column]
    }
    defended = loaded.claims.filter(pl.col("property") == "resp:defendant")
    assert set(defended["about", "value"].iter_rows()) == steps
    closed = loaded.claims.filter(pl.col("value") == "status:closed")
    assert closed["about"].n_unique() == sum(
        bool(row[column]) for row in rows if row["ICC_withdrawnDismissed"] for column in STEPS
    )
    for row in rows:
        warrant = f"proceeding:tjet-{row['accusedID']}-warrant"
        year = row["ICC_withdrawnDismissed"]
        expected = [("status:closed", f"{year}/..")] if year else []
        expected.append(("status:issued", row["ICC_arrest_warrant"]))
        assert statuses(loaded, warrant) == expected


def test_one_who_is_tried_twice_is_not_merged(load: Load) -> None:
    loaded = load("tjet", real("tjet/tjet_icc_accused.csv"))
    named = loaded.claims.filter(
        (pl.col("property") == "skos:prefLabel") & (pl.col("value") == "Jean-Pierre Bemba Gombo")
    )
    assert sorted(named["about"]) == ["actor:tjet-10692", "actor:tjet-17957"]


def test_proceedings_are_asked_for_with_their_status(load: Load) -> None:
    table = answer(load("tjet").index, Question.named("proceedings"))
    rows = [row[:3] for row in table.rows]
    assert ("proceeding:tjet-900002-confirmation-hearing", "status", "status:closed") in rows
    assert (
        "proceeding:tjet-900002-confirmation-hearing",
        "kind",
        "procedure:confirmation-hearing",
    ) in rows
    dates = answer(load("tjet").index, Question.named("proceeding-dates"))
    assert ("proceeding:tjet-900001-trial", None, "2004/") in [row[:3] for row in dates.rows]


def test_investigations_of_the_real_file(load: Load) -> None:
    path = real("tjet/tjet_un_investigations.csv")
    loaded, rows = load("tjet-un", path), rows_of(path)
    assert len(rows) == loaded.report.rows == 101
    kinds = loaded.claims.filter(pl.col("property") == "resp:proceedingKind")
    assert set(kinds["value"]) == {"procedure:fact-finding"}
    assert kinds["about"].n_unique() == 101
    spans = loaded.claims.filter(pl.col("property") == "resp:conducted")["edtf"].to_list()
    assert sorted(spans) == sorted(f"{row['beg']}/{row['end']}" for row in rows)
    goals = sum(len(row["goals"].split(";")) for row in rows if row["goals"])
    assert loaded.count("resp:classification") == goals
    assert not loaded.report.unexpected
