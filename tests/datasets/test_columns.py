"""What mappings make of columns: parts, names looked up in the file, columns turned, templates."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.datasets.test_rules import dataset, loaded

from respondeat.dataset import Dataset
from respondeat.errors import DatasetError

NAMES = """let:
  words: {split: note, by: ";", only: "^as '(.+)'$"}
  above: {split: note, by: ";", only: "^under (.+)$"}
  above_id: {lookup: above, name: "RTRIM(name, '.')", id: id}
  other: {text: "x-{note|id}"}
entities:
  - {id: "actor:x-{id}", kind: Actor, label: "{name}", identifier: "{words}"}
claims:
  - key: "{id}"
    about: "actor:x-{id}"
    says:
      - {property: designation, value: "{words}"}
      - {property: alignedWith, value: "actor:x-{above_id}"}
      - {property: designation, value: "{other}", when: id = '3'}
"""
ROWS = """id,name,note
1,Head.,
2,Twin,"as 'a; as 'b'; under Head"
3,Twin,under Twin; under Head; under Nobody; underneath
"""
TURNED = """let:
  code: {unpivot: {One: "1: one", Two: two}, except: ["0"]}
  all: {unpivot: [One, Two]}
entities:
  - {id: "actor:x-{id}", kind: Actor, label: "{id}"}
claims:
  - key: "{id}.{code|id}"
    about: "actor:x-{id}"
    each: code
    says: [{property: classification, value: "{code} is {code.cell}"}]
  - key: "{id}"
    about: "actor:x-{id}"
    says: [{property: designation, value: "{all}"}]
"""


def values(claims: pl.DataFrame, name: str) -> list[tuple[str, str]]:
    said = claims.filter(pl.col("property") == name)
    return [(about[-1], value) for about, value in said["about", "value"].iter_rows()]


def test_names_are_those_of_exactly_one_row_of_the_whole_file(tmp_path: Path) -> None:
    claims, report = loaded(tmp_path, dataset(tmp_path, NAMES, ROWS))
    aligned = values(claims, "resp:alignedWith")
    assert aligned == [("2", "actor:x-1"), ("3", "actor:x-1")]
    assert report.unknown_names == (("above", "Nobody", 1), ("above", "Twin", 1))
    told = next(line for line in report.lines() if "stay names" in line)
    assert told.endswith("2: 'Nobody' (1 times), 'Twin' (1 times)")


def test_parts_that_do_not_fit_are_left_and_a_group_is_what_is_taken(tmp_path: Path) -> None:
    claims, _ = loaded(tmp_path, dataset(tmp_path, NAMES, ROWS))
    names = values(claims, "resp:designation")
    assert [about for about, _ in names] == ["2", "3"]
    assert names[0][1] == "b"
    assert names[1][1].startswith("x-under-twin")
    assert values(claims, "dcterms:identifier") == [("2", "b")]


def test_columns_are_turned_into_what_they_say(tmp_path: Path) -> None:
    rows = "id,One,Two\n1,0,3\n2,2,\n3,0,0\n"
    claims, report = loaded(tmp_path, dataset(tmp_path, TURNED, rows))
    assert values(claims, "resp:classification") == [("1", "two is 3"), ("2", "1: one is 2")]
    assert values(claims, "resp:designation")[:3] == [("1", "One"), ("1", "Two"), ("2", "One")]
    assert not report.unknown_columns
    assert {key for key in claims["key"] if key.startswith("1.")} == {"1.two"}


def test_a_column_that_is_turned_and_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="columns are missing: Two"):
        loaded(tmp_path, dataset(tmp_path, TURNED, "id,One\n1,0\n"))


def test_a_column_that_names_are_looked_up_in_and_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="columns are missing: id, name; there are: note"):
        loaded(tmp_path, dataset(tmp_path, NAMES, "note\nunder Head\n"))


@pytest.mark.parametrize(
    ("made", "what"),
    [
        ('{split: note, by: ";", onyl: x}', "let.words unknown entry 'onyl'"),
        ("{lookup: note, name: name}", "let.words: 'id' is missing"),
        ("{pivot: note}", "let.words: neither SQL nor one of code, split"),
    ],
)
def test_a_column_that_is_made_of_nothing_is_refused(tmp_path: Path, made: str, what: str) -> None:
    mapping = f"let:\n  words: {made}\n" + NAMES.partition("\n")[2].partition("\n")[2]
    with pytest.raises(DatasetError, match=what):
        dataset(tmp_path, mapping, ROWS)


def test_a_quoted_quote_in_a_header_is_one_quote(tmp_path: Path) -> None:
    rows = '"The ""id""",id\nx,1\n'
    entity = 'entities:\n  - {id: "actor:x-{id}", kind: Actor, label: \'{The "id"}\'}\n'
    with pytest.raises(DatasetError, match="says nothing"):
        dataset(tmp_path, entity, rows, "silent")
    mapping = entity + TURNED[TURNED.index('  - key: "{id}"\n') :].replace("all", "id")
    mapping = mapping.replace("  - key", "claims:\n  - key")
    claims, report = loaded(tmp_path, dataset(tmp_path, mapping, rows))
    assert values(claims, "skos:prefLabel")[-1] == ("1", "x")
    assert not report.unknown_columns


@pytest.mark.parametrize(
    "sql",
    [
        "SUM(CAST(note AS INT))",
        "note || FIRST(note)",
        "COUNT(*)",
        "note = MAX(note)",
        "ROW_NUMBER() OVER (ORDER BY note)",
        "RANK() OVER (ORDER BY note)",
        "note IN ('1', MAX(note))",
        "CASE WHEN COUNT(DISTINCT note) > 1 THEN note END",
    ],
)
def test_what_looks_at_other_rows_is_refused(tmp_path: Path, sql: str) -> None:
    mapping = NAMES.replace('{text: "x-{note|id}"}', f'"{sql}"')
    with pytest.raises(DatasetError, match=r"mapping.yml: .*looks at other rows, as SUM") as caught:
        dataset(tmp_path, mapping, ROWS)
    assert sql in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("mapping.yml", "RTRIM(name, '.')", "MAX(name)"),
        ("mapping.yml", "id = '3'", "id = MAX(id)"),
        ("mapping.yml", "    says:", '    when: "id = MAX(id)"\n    says:'),
        ("mapping.yml", 'label: "{name}"', 'label: "{name}", when: "id = MAX(id)"'),
        ("dataset.yml", "title:", 'expect: {last: "id = MAX(id)"}\ntitle:'),
    ],
)
def test_nowhere_is_sql_that_looks_at_other_rows(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    path = dataset(tmp_path, NAMES, ROWS).folder / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(DatasetError, match=f"{file}: .*looks at other rows"):
        Dataset.named(str(path.parent))
