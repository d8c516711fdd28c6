"""Files that are not what they should be: the row is named, and nothing is read past it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from respondeat.errors import DatasetError
from respondeat.source import Layout, frames


def read(path: Path, content: bytes, **layout: Any) -> list[dict[str, object]]:
    path.write_bytes(content)
    return [row for frame in frames(path, Layout(**layout)) for row in frame.to_dicts()]


def collection(geometry: object, properties: object = None) -> bytes:
    one = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()


def workbook(*rows: list[str | None]) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(content)
    return content.getvalue()


def test_json_lines_end_only_where_a_line_ends(tmp_path: Path) -> None:
    text = "x\u2028y\x85z\x0b"
    line = json.dumps({"a": text}, ensure_ascii=False).replace("\\u000b", " ").encode()
    found = read(tmp_path / "x.jsonl", line + b"\r\n" + line, format="jsonl")
    assert [row["a"] for row in found] == ["x\u2028y\x85z"] * 2


def test_a_feature_may_have_no_geometry_and_no_properties(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    assert read(path, collection(None, {"a": 1}), format="geojson") == [
        {"a": "1", "geometry": None}
    ]
    point = {"type": "Point", "coordinates": [1, 2.5]}
    assert read(path, collection(point), format="geojson") == [{"geometry": "POINT (1 2.5)"}]


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("x.jsonl", b'{"a":1}\n[1]\n', "x.jsonl:2: not JSON: expected an object"),
        ("x.jsonl", b'{"a":1}\n{"a":1,"a":2}\n', "x.jsonl:2: not JSON: 'a' stands twice"),
        ("x.jsonl", b'{"a":{"b":1},"a.b":2}\n', "x.jsonl:1: not JSON: 'a.b' stands twice"),
        ("x.jsonl", b'{"a":' * 10_000, "x.jsonl:1: not JSON"),
        ("x.jsonl.gz", gzip.compress(b'{"a":1}\n' * 10_000)[:50], "not readable as jsonl"),
        ("x.geojson", b"[" * 100_000, "not readable as geojson"),
        ("x.geojson", b"[]", "not a GeoJSON collection"),
        ("x.geojson", collection({"type": "Point", "coordinates": []}), "row 1: not a GeoJSON"),
        ("x.geojson", collection({"type": "Point", "coordinates": ["1)", 2]}), "row 1: not a"),
        ("x.geojson", collection({"type": 5, "coordinates": [1, 2]}), "row 1: not a GeoJSON"),
        ("x.xlsx", workbook(), "x.xlsx:1: a first row of names"),
        ("x.xlsx", workbook(["a", "a"], ["1", "2"]), "x.xlsx:1: a first row of names, each once"),
        ("x.xlsx", workbook(["a"], ["1", "2"]), "x.xlsx:2:2: a cell under no name"),
    ],
)
def test_a_broken_file_is_refused_by_its_row(
    tmp_path: Path, name: str, content: bytes, match: str
) -> None:
    with pytest.raises(DatasetError, match=match):
        read(tmp_path / name, content, format=name.split(".")[1])


def test_an_encoding_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="unknown encoding"):
        read(tmp_path / "x.csv", b"a\n1\n", encoding="nothing")


LONG = '1,"x\ny",3\n' + "4,5,6\n" * 10


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ("1,2,3\n4,5", "x.csv:3: row 2 has 2 fields where there are 3 columns: the file was cut"),
        ("1,2,3\n4,5,", None),
        ("1,2,3\n4,", "x.csv:3: row 2 has 2 fields"),
        ("1,2,3\n4\n7,8,9\n", "x.csv:3: row 2 has 1 fields"),
        ("1,2,3\n4,5\n7,8,9\n", "x.csv:3: row 2 has 2 fields"),
        ('1,2,3\n4,"5,5"\n', "x.csv:3: row 2 has 2 fields"),
        ('1,2,3\n4,"5,5",\n', None),
        (LONG + "1,2\n", "x.csv:14: row 12 has 2 fields"),
        (LONG + '1,"2,2"\n', "x.csv:14: row 12 has 2 fields"),
        (LONG + "1,2,\n\n", None),
        ('1,"2\n2\n",\n4,5,""\n', None),
        (LONG + "1,2,3,4\n", "x.csv:14: row 12 has 4 fields.*: a cell that holds a sep.*quotes"),
        (LONG + '1,2,"3\n4,5,6\n', "x.csv:14: not CSV: unexpected end of data"),
        (LONG + '1,"2,3\n4,5,6\n', "x.csv:14: not CSV: unexpected end of data"),
    ],
)
@pytest.mark.parametrize("form", ["plain", "gzip", "latin-1", "crlf", "bom", "no header"])
def test_a_row_has_as_many_fields_as_there_are_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, match: str | None, form: str
) -> None:
    monkeypatch.setattr("respondeat.source.BATCH", 3)
    layout: dict[str, Any] = {"encoding": "latin-1"} if form == "latin-1" else {}
    text = f"a,b,c\n{rows}"
    if form == "no header":
        text, layout = text[6:], {"columns": ("a", "b", "c")}
        match = match and match.replace("csv:3", "csv:2").replace("csv:14", "csv:13")
    content = text.replace("\n", "\r\n").encode() if form == "crlf" else text.encode()
    content = b"\xef\xbb\xbf" + content if form == "bom" else content
    name = "x.csv.gz" if form == "gzip" else "x.csv"
    content = gzip.compress(content) if form == "gzip" else content
    if match is None:
        read(tmp_path / name, content, **layout)
        return
    with pytest.raises(DatasetError, match=match.replace("x.csv", name)):
        read(tmp_path / name, content, **layout)


def test_the_largest_cell_is_looked_at_too(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="row 2 has 2 fields"):
        read(tmp_path / "x.csv", b'a,b,c\n1,"' + b"x\n" * 10**6 + b'",3\n4,5\n')
    assert csv.field_size_limit() < 10**6


@pytest.mark.parametrize("name", ["a", "a b"])
def test_a_column_that_stands_twice_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match=f"x.csv:1: column '{name}' stands twice"):
        read(tmp_path / "x.csv", f"{name},b,{name}\n1,2,3\n".encode())
    assert read(tmp_path / "x.csv", b"a,a_duplicated_0,,\n1,2,3,4\n")[0]["a_duplicated_0"] == "2"


def test_a_bomb_is_refused_and_a_large_file_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("respondeat.source._MOST_BYTES", 2**20)
    with pytest.raises(DatasetError, match=r"x.csv.gz: unpacks to more than 1 MiB: unpack it"):
        read(tmp_path / "x.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 2**20))
    random = Random(1)
    text = "".join(f"{random.random()},{n}\n" for n in range(100_000)).encode()
    assert len(text) > 2 * 2**20
    assert len(read(tmp_path / "x.csv.gz", gzip.compress(b"a,b\n" + text))) == 100_000
