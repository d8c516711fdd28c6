"""Assessing whole: the same rows as scope, pair by pair, on every engine."""

from __future__ import annotations

import ast
import csv
import gc
import json
import re
import shutil
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.crowd import beside, crowd, edges, stored
from tests.sample import corpus, write

from respondeat import bound, force, territory
from respondeat.applicability import TESTS
from respondeat.assess import COLUMNS, Assessment
from respondeat.claim import Row
from respondeat.cli import main
from respondeat.current import current
from respondeat.dataset import Dataset
from respondeat.engine import Engine
from respondeat.errors import UsageError
from respondeat.evidence import Evidence
from respondeat.ingest import ingest
from respondeat.load import load
from respondeat.occasions import occasions
from respondeat.reading import Policy, Reading, names
from respondeat.record import Record
from respondeat.retract import retract
from respondeat.scope import assess_scope, regulating
from respondeat.summary import Summary, assess
from respondeat.summary import lines as summary_lines
from respondeat.wanted import Wanted
from respondeat.workspace import Workspace

Key = tuple[str, ...]

_WORDS = {True: "true", False: "false", None: "unknown"}
_KEYS = len(COLUMNS) - 4
FORCES = "russian-forces"
SKEPTIC = Reading(
    "skeptic",
    "",
    {f"contested:{FORCES}-conflicting-party": f"position:{FORCES}-are-no-conflicting-party"},
    (
        Policy(("incident", "set"), ("partOfConflict",)),
        Policy(("incident",), ("perpetrator",), origins=2),
        Policy(("incident", "set"), exclude=("actor:tass",), stances=("affirms", "denies")),
    ),
    without=("claim:crowd.3-0", "actor:sohr"),
)
CHOOSY = Reading(
    "choosy",
    "",
    {},
    (Policy(("incident", "set"), exclude=("actor:snhr",), stances=("affirms", "denies")),),
    without=("actor:sohr@unread",),
)


def by_scope(evidence: Evidence, incidents: Iterable[str]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for incident in incidents:
        if evidence.occurrence(incident):
            for one in assess_scope(evidence, incident):
                values = (_WORDS[one.outcomes[name].value] for name in TESTS)
                who = (one.incident, one.actor, one.named, one.provision, one.instrument)
                found[(*who, *values, one.result, one.reason or "")] += 1
    return found


def by_engine(
    name: str, evidence: Evidence, record: Path, *more: Path, wanted: Wanted | None = None
) -> Counter[Key]:
    """Return all rows, after comparing the others ways to the same rows with them."""
    with Engine.named(name) as engine:
        rows = current(engine, record)
        if more:
            rows = rows.union(engine.parquet(more))
        made = Assessment(engine, evidence, occasions(engine, evidence, rows), wanted or Wanted())
        whole = Counter(row[:_KEYS] for row in engine.rows(made.rows(whole=True)))
        kept = Counter(row[:_KEYS] for row in engine.rows(made.rows()))
        assert kept == Counter({key: n for key, n in whole.items() if key[-2] != "outside"})
        counted = Counter(key[-2:] for key in whole.elements())
        assert {(result, why): n for result, why, n in made.counted()} == counted
        return whole


def stands_as_the_record_says(name: str, record: Path) -> None:
    columns = ["document", "key", "about", "property", "value"]
    with Engine.named(name) as engine:
        found = Counter(engine.rows(current(engine, record).select(*columns)))
    assert found == Counter(Record(record).claims().select(columns).iter_rows())


def incidents_of(rows: Iterable[Row]) -> list[str]:
    return sorted({one["about"] for one in rows if one["about"].startswith(("incident:", "set:"))})


@pytest.mark.parametrize("name", names())
def test_every_pair_of_the_corpus_is_as_scope_has_it(workspace: Path, name: str) -> None:
    evidence = Evidence.opened(workspace, Reading.named(name))
    expected = by_scope(evidence, incidents_of(Workspace(workspace).record.rows()))
    assert expected
    assert by_engine("duckdb", evidence, workspace / "record") == expected


@pytest.mark.parametrize(
    "reading", [Reading("all", "", {}), SKEPTIC, CHOOSY], ids=lambda one: one.name
)
def test_every_pair_of_2000_invented_incidents_is_as_scope_has_it(
    workspace: Path, tmp_path: Path, reading: Reading
) -> None:
    rows = crowd(2000, edges(beside(workspace, crowd(0, []))))
    evidence = beside(workspace, rows, reading)
    expected = by_scope(evidence, incidents_of(rows))
    assert {key[-2] for key in expected} >= {"in-scope", "undetermined", "outside"}
    path = stored(rows, tmp_path / "crowd.parquet")
    found = by_engine("duckdb", evidence, workspace / "record", path)
    mine = Counter({key: n for key, n in found.items() if ":crowd-" in key[0]})
    assert mine == expected


@pytest.fixture
def spark() -> Iterator[None]:
    """Skip where there is no Spark; its sockets are closed only when nobody holds them any more."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark is missing: the extra 'spark', and Java 17, bring it")
    yield
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_has_the_same_rows(workspace: Path, tmp_path: Path, spark: None) -> None:
    rows = crowd(150, edges(Evidence.opened(workspace)), seed=11)
    evidence = beside(workspace, rows, SKEPTIC)
    path = stored(rows, tmp_path / "crowd.parquet")
    expected = by_engine("duckdb", evidence, workspace / "record", path)
    with Engine.named("spark") as engine:
        claims = current(engine, workspace / "record").union(engine.parquet([path]))
        made = Assessment(engine, evidence, occasions(engine, evidence, claims))
        engine.write(made.rows(whole=True), tmp_path / "rows.parquet")
    frame = pl.read_parquet(tmp_path / "rows.parquet" / "*.parquet")
    assert Counter(row[:_KEYS] for row in frame.iter_rows()) == expected
    source, folder = corpus(tmp_path / "source"), tmp_path / "a workspace"
    load(folder, [source], by="tests")
    for weapon in ("rocket", "chlorine"):
        retract(folder, "claim:report.k6", by="tests", why="a mistake")
        sheet = source / "report" / "claims.csv"
        sheet.write_text(re.sub("weapon:[a-z]+", f"weapon:{weapon}", sheet.read_text()))
        load(folder, [source], by="tests", why="said otherwise")
    retract(folder, "claim:report.k1", by="tests", why="a mistake")
    stands_as_the_record_says("spark", folder / "record")


def test_only_what_is_wanted_and_nothing_else(workspace: Path) -> None:
    evidence, record = Evidence.opened(workspace), workspace / "record"
    whole = by_engine("duckdb", evidence, record)
    for pairs, keeps in (
        (["result=in-scope", "result=outside"], lambda key: key[-2] in ("in-scope", "outside")),
        (["reason=time"], lambda key: key[-1] == "time"),
        (["actor=actor:syria"], lambda key: key[1] == "actor:syria"),
        (["provision=provision:cwc-i-1"], lambda key: key[3] == "provision:cwc-i-1"),
        (
            ["incident=incident:khan-shaykhun-2017-04-04", "month=2017-04"],
            lambda key: key[0] == "incident:khan-shaykhun-2017-04-04",
        ),
    ):
        wanted = Wanted.of(pairs)
        expected = Counter({key: n for key, n in whole.items() if keeps(key)})
        assert expected
        assert by_engine("duckdb", evidence, record, wanted=wanted) == expected
    inside = by_engine("duckdb", evidence, record, wanted=Wanted.of(["place=place:khan-shaykhun"]))
    assert {key[0] for key in inside} == {
        "incident:khan-shaykhun-2017-04-04",
        "incident:khan-shaykhun-depot-strike-2017-04-04",
    }


def test_only_incidents_that_are_wanted_count_as_read_one_by_one(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def counted(*words: str) -> tuple[int, int]:
        assert main(["-w", str(workspace), "assess", "--json", *words]) == 0
        body = json.loads(capsys.readouterr().out)
        return body["singly"], body["incidents"]

    singly, incidents = counted("--reading", "applicant")
    assert 0 < singly <= incidents
    for year in ("2017", "2018"):
        part, of = counted("--reading", "applicant", "--where", f"month={year}")
        assert part <= of < incidents
    alone = [
        counted("--reading", "applicant", "--where", f"incident={one}")
        for one in ("incident:khan-shaykhun-2017-04-04", "set:idlib-massacres-2017-2018")
    ]
    assert all(part <= of == 1 for part, of in alone)


def test_what_one_voice_has_from_unread_documents_needs_no_reading_one_by_one(
    tmp_path: Path,
) -> None:
    ingest(tmp_path / "w", Dataset.named("ucdp-ged"), by="tests")
    evidence = Evidence.opened(tmp_path / "w", Reading.named("two-origins"))
    with Engine.named("duckdb") as engine:
        rows = current(engine, tmp_path / "w" / "record")
        assert any(relays for (relays,) in engine.rows(rows.select("relays")))
        assert not engine.rows(occasions(engine, evidence, rows).singly)


def test_what_stands_is_what_the_record_says_stands(tmp_path: Path) -> None:
    source, folder = corpus(tmp_path / "source"), tmp_path / "workspace"
    sheet = source / "report" / "claims.csv"
    first = sheet.read_text()

    def same() -> None:
        stands_as_the_record_says("duckdb", folder / "record")

    load(folder, [source], by="tests")
    same()
    sheet.write_text(first.replace("weapon:sarin", "weapon:rocket"))
    load(folder, [source], by="tests", why="a correction")
    same()
    sheet.write_text(first)
    load(folder, [source], by="tests", why="and back")
    same()
    retract(folder, "claim:report.k1", by="tests", why="a mistake")
    same()
    record = Record(folder / "record")
    document, _ = record.documents()["report"]
    parts = record.claims(document="report").partition_by("key", maintain_order=True)
    with record.writing():
        for tables, gone in ((parts, ["k2"]), (parts[:2], []), ([], ["k5"])):
            record.append(
                action="correct",
                document=document,
                tables=[part for part in tables if part["key"][0] not in gone],
                withdrawn=gone,
                source={},
                by="tests",
                why="in parts",
            )
    same()
    with record.writing():
        for number in range(200):  # more than a query can be nested
            part = parts[number % len(parts)]
            record.append(
                action="correct",
                document=document,
                tables=[part.with_columns(value=pl.lit(f"weapon:x{number}"))],
                withdrawn=[parts[0]["key"][0]] if number == 150 else [],
                source={},
                by="tests",
                why="row by row",
            )
    same()


def test_an_event_of_a_dataset_reaches_a_state_through_a_decision(
    workspace: Path, tmp_path: Path
) -> None:
    where, events = tmp_path / "w", tmp_path / "events.csv"
    shutil.copytree(workspace, where)
    text = Dataset.named("ucdp-ged").sample.read_text("utf-8")
    for sample, real in (("2031-03", "2018-01"), (",9001,", ",118,"), (",9100,", ",299,")):
        text = text.replace(sample, real)
    events.write_text(text)
    ingest(where, Dataset.named("ucdp-ged"), events, by="tests")
    names = incidents_of(Workspace(where).record.rows(document="ucdp-ged"))

    def answer() -> Counter[Key]:
        evidence = Evidence.opened(where)
        found = by_engine("duckdb", evidence, where / "record")
        mine = Counter({key: many for key, many in found.items() if key[0] in names})
        assert mine == by_scope(evidence, names)
        return mine

    def bound(found: Counter[Key]) -> set[str]:
        return {key[1] for key in found if key[5 + TESTS.index("person")] == "true"}

    before = answer()
    assert "actor:ucdp-118" not in bound(before)
    (province,) = {
        one["about"]
        for one in Workspace(where).record.rows(document="ucdp-ged")
        if one["value"] == "North Province, Example Republic"
    }
    review = write(
        tmp_path / "review",
        "key,about,property,value,edtf,stance,original\n"
        "r1,actor:ucdp-118,identicalTo,actor:syrian-government,,,one number\n"
        "r2,conflict:ucdp-299,identicalTo,conflict:syria-government-opposition,2018-01-02/..,,\n"
        f"r3,{province},liesIn,place:idlib-governorate,,,\n"
        f"r4,{province},liesIn,place:idlib-governorate,,denies,\n",
        publisher="actor:editor",
        published="2026-11-01",
    )
    load(where, [review], by="tests")
    denied = answer()
    assert "actor:ucdp-118" in bound(denied)
    told = list(summary_lines(found := assess(where)))
    at = told.index("decisions on who is who that these incidents meet")
    decided = told[at + 1 : told.index("", at)]
    by = "by actor:editor (2026-11-01, claim:review"
    assert [line for line in decided if "claim:review." in line] == [
        f"  actor:ucdp-118 identicalTo actor:syrian-government: affirmed {by}.r1): one number",
        "  conflict:ucdp-299 identicalTo conflict:syria-government-opposition,"
        f" from 2018-01-02: affirmed {by}.r2)",
    ]
    at = told.index("what lies where is on the word of")
    assert "  actor:editor (2026-11-01, doc:review): 1" in told[at:]
    assert "  actor:editor (2026-11-01, doc:review), who denies it: 1" in told[at:]
    assert any(line.startswith("  actor:ucdp (undated, doc:ucdp-ged): ") for line in told[at:])
    json_of = {one["claim"]: one for one in found.json()["decisions"]}
    assert json_of["claim:review.r1"]["why"] == "one number"
    assert len(json_of) == len(decided)
    elsewhere = assess(where, wanted=Wanted.of(["month=2030"]))
    assert (elsewhere.decisions, elsewhere.placed) == ((), {})
    here = assess(where, wanted=Wanted.of(["place=place:idlib-governorate"]))
    assert "claim:review.r1" in {one.claim for one in here.decisions}
    assert any(line.startswith("  Idlib Governorate (place:idlib-governorate): ") for line in told)
    retract(where, "claim:review.r4", by="tests", why="looked at again")
    assert answer() != denied
    retract(where, "doc:review", by="tests", why="looked at again")
    assert answer() == before


def test_the_tests_read_nothing_of_the_context_that_sorting_does_not_know(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days and places fall into classes by these properties: a test that reads more needs more."""
    dated = (
        "operative inForce signed adopted term extended covers coversPartOf conflictClass"
        " organOf governs party bound addressee partiesComplete listedAsAliasOf appliesIn matter"
        " requiresConflictClass exception exceptionTarget provisionKind legalCharacter"
        " identicalTo liesIn"
    )
    asked: set[str] = set()
    before, bearing = Evidence.said, Evidence.bearing

    def said(self: Evidence, about: str, name: str) -> Any:
        asked.add(name)
        return before(self, about, name)

    def borne(self: Evidence, name: str, value: str) -> Any:
        asked.add(name)
        return bearing(self, name, value)

    monkeypatch.setattr(Evidence, "said", said)
    monkeypatch.setattr(Evidence, "bearing", borne)
    evidence = beside(workspace, rows := crowd(200, edges(Evidence.opened(workspace))))
    by_scope(evidence, incidents_of(rows))
    assert asked == set(dated.split())


def test_only_the_engine_imports_ibis() -> None:
    package = Path(force.__file__).parent
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = getattr(node, "module", None) or ""
            modules = [one.name for one in node.names] if isinstance(node, ast.Import) else [module]
            if any(one.split(".")[0] in ("ibis", "pyspark", "duckdb") for one in modules):
                found.add(path.name)
    assert found == {"engine.py"}


def test_a_month_that_is_left_out_is_not_one_without_rows() -> None:
    months = {f"2016-{month:02}": {"in-scope": 20 - month} for month in range(1, 13)}
    months |= {f"2017-{month:02}": {"in-scope": 30 - month} for month in range(1, 13)}
    by = {"actor": {}, "month": months, "area": {}}
    text = list(summary_lines(Summary("every-claim", "", 24, 0, {}, {}, by)))
    assert "not outside, by month (the 15 largest; 9 more are in the JSON)" in text
    assert text[text.index("not outside, by actor") + 1] == "  none"
    assert text[text.index("rows by result") + 1] == "  none"


def test_one_incident_is_one_and_what_has_no_name_keeps_its_id() -> None:
    by = {"actor": {}, "month": {}, "area": {"place:a; place:b": {"in-scope": 1}}}
    found = Summary("every-claim", "", 1, 0, {}, {}, by, labels={"place:a": "Town"})
    text = list(summary_lines(found))
    assert text[0] == "Scope of every provision over 1 incident, for everybody concerned"
    assert "  Town (place:a); place:b: 1 in-scope" in text


def test_the_summary_names_its_reading_and_never_a_breach(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rows.parquet"
    words = ["-w", str(workspace), "assess", "--reading", "applicant", "--out", str(out)]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[-1].startswith("reading: applicant (")
    assert not {"breach", "guilty", "violation"} & set(text.lower().replace(":", " ").split())
    frame = pl.read_parquet(out)
    assert tuple(frame.columns) == COLUMNS
    assert set(frame["reading"]) == {"applicant"}
    assert "outside" not in set(frame["result"])
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    kept = sum(many for result, many in found["results"].items() if result != "outside")
    assert kept == frame.height
    for counts in found["by"].values():
        assert sum(sum(each.values()) for each in counts.values()) == kept
    assert sum(found["deciding"].values()) == found["results"]["outside"] > 0
    assert main([*words, "--all"]) == 0
    assert pl.read_parquet(out).height == sum(found["results"].values())


def test_on_a_terminal_it_says_how_far_it_is(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("respondeat.progress._PATIENCE", -1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["-w", str(workspace), "assess"]) == 0
    steps = "".join(f"\r{number} of 5 steps " for number in (1, 2, 3, 4))
    assert capsys.readouterr().err == f"{steps}\r\033[K"


def test_rows_as_csv(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    where = ["--where", "month=2017-04", "--where", "result=in-scope"]
    assert main(["-w", str(workspace), "assess", "--out", str(out), *where]) == 0
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {(row["month"], row["result"]) for row in rows} == {("2017-04", "in-scope")}
    assert {row["area"] for row in rows} == {"place:idlib-governorate"}


def test_a_formula_is_neutralised_in_csv(tmp_path: Path) -> None:
    with Engine.named("duckdb") as engine:
        table = engine.small({"text": "string", "n": "int64"}, [("=1+1", 1), (" @x", 2), ("a", -3)])
        engine.write(table, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["'=1+1", "' @x", "a"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--where", "colour=red"], "write NAME=VALUE"),
        (["--where", "place=place:nowhere"], "place=place:nowhere: nothing here is called so"),
        (["--where", "result=breach"], "result=breach: there are in-scope, in-scope-unless, "),
        (["--where", "month=May"], "month=May: write a month as 2017-04, or a year as 2017"),
        (["--where", "month=2017-13"], "month=2017-13: write a month as 2017-04"),
        (["--where", "incident=actor:syria"], "incident=actor:syria: this is no incident, but"),
        (["--all"], "--all is for a file"),
        (["--out", "rows.xlsx"], "ends in .parquet or .csv"),
        (["--engine", "abacus"], "'abacus' is no engine: write duckdb or spark"),
    ],
)
def test_what_cannot_be_done_is_said(
    workspace: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-w", str(workspace), "assess", *words]) == 2
    assert message in capsys.readouterr().err


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("respondeat.engine.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'respondeat\[engine\]'"):
        Engine.named("duckdb")
    with pytest.raises(UsageError, match=r"'respondeat\[spark\]', and Java 17"):
        Engine.named("spark")


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with Engine.named("duckdb") as engine:
        table = engine.small({"n": "int64"}, [(1,)])
        with pytest.raises(UsageError, match="cannot be written"):
            engine.write(table, tmp_path / "nowhere" / "rows.parquet")
    assert not list(tmp_path.iterdir())


def test_every_provision_of_the_corpus_is_laid_beside_days(workspace: Path) -> None:
    evidence = Evidence.opened(workspace)
    for provision in regulating(evidence):
        instrument = evidence.links("resp:provisionOf", provision)[0]
        assert force.compared(evidence, provision, instrument)
        assert territory.areas(evidence, provision)
    assert any(bound.compared(evidence, one, "") for one in regulating(evidence))
