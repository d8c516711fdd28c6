"""Files that are not what they should be: the row is named, and nothing is read past it."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
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
