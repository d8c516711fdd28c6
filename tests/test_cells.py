"""Cells: what spreadsheets and editors do to a sheet, and what no sheet may be."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from respondeat.cells import MOST_BYTES, Cells, split
from respondeat.errors import SheetError

COLUMNS = ("key", "value", "note")


def read(path: Path) -> list[tuple[int, str, str, str]]:
    cells = Cells(path, COLUMNS, ("key",))
    return [(line.number, line["key"], line["value"], line["note"]) for line in cells.lines]


def csv(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "claims.csv"
    path.write_bytes(content)
    return path


def xlsx(tmp_path: Path, *rows: list[Any], **formats: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for place, form in formats.items():
        book.worksheets[0][place].number_format = form
    path = tmp_path / "claims.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"key,value\nk1,a\n",
        b"\xef\xbb\xbfkey,value\r\nk1,a\r\n",
        b"key,value\rk1,a",
        b"value,key\n a , k1 \n",
        b'"key","value"\n"k1","a"',
        b"key,value,,\nk1,a,,\n,,,\n",
    ],
)
def test_one_table_in_many_guises(tmp_path: Path, content: bytes) -> None:
    assert read(csv(tmp_path, content)) == [(2, "k1", "a", "")]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    content = b'key,value\n\n"k1","a\nb ""c"", d"\n,,\nk2,\xd8\xaf\n'
    assert read(csv(tmp_path, content)) == [(3, "k1", 'a\nb "c", d', ""), (6, "k2", "د", "")]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"", ":1:1", "column 'key' is missing"),
        (b"value\na\n", ":1:1", "column 'key' is missing"),
        (b"key,colour\nk1,red\n", ":1:2", "unknown column 'colour'; there are: key, value, note"),
        (b"key,value,key\n", ":1:3", "stands twice"),
        (b"key,value\nk1,a,b,c\n", ":2:2", "4 cells under 2 columns: quote commas"),
        (b"key,value\nk1,\xff\n", ":2", "not UTF-8"),
        (b'key,value\nk1,"a', ":2", "not CSV"),
        (b"key,value\nk1,a\x00b\n", ":2:2", "character U+0000"),
        (b"key,value\nk1," + b"a" * 40_000, ":2:2", "32,767 characters"),
        (b"key\n" + b"a," * 200, ":2", "more than 100 columns"),
        (b"key\n" + b"k\n" * 20_001, "", "more than 20,000 rows"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_place(
    tmp_path: Path, content: bytes, place: str, message: str
) -> None:
    with pytest.raises(SheetError) as caught:
        read(csv(tmp_path, content))
    assert f"claims.csv{place}: " in str(caught.value)
    assert message in str(caught.value)


def test_every_wrong_cell_is_named_up_to_a_point(tmp_path: Path) -> None:
    cells = Cells(csv(tmp_path, b"key\n" + b"k\n" * 50), COLUMNS, ())
    for line in cells.lines:
        line.wrong("key", "wrong")
    with pytest.raises(SheetError) as caught:
        cells.refuse()
    text = str(caught.value)
    assert text.count("column key: wrong") == 21
    assert "(and 29 more wrong cells)" in text
    assert text.endswith("nothing of this sheet was loaded")


def test_a_spreadsheet_types_its_cells(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ["key", "value", "note"],
        ["k1", 1109, 2.5],
        ["k2", True, date(2017, 4, 4)],
        [],
        ["k3", datetime(2017, 6, 1), datetime(2017, 6, 1, 10, 30)],
        ["k4", 7.0, "007"],
        B5="mmm-yy",
    )
    assert read(path) == [
        (2, "k1", "1109", "2.5"),
        (3, "k2", "true", "2017-04-04"),
        (5, "k3", "2017-06", "2017-06-01T10:30:00"),
        (6, "k4", "7", "007"),
    ]


@pytest.mark.parametrize(("cell", "message"), [("=1+1", "a formula"), ("#REF!", "error")])
def test_formulas_and_errors_are_no_values(tmp_path: Path, cell: str, message: str) -> None:
    with pytest.raises(SheetError, match=rf"claims.xlsx:2:2: .*{message}"):
        read(xlsx(tmp_path, ["key", "value"], ["k1", cell]))


def test_text_that_begins_with_an_equals_sign_is_text(tmp_path: Path) -> None:
    assert read(csv(tmp_path, b"key,value\nk1,=1+1\n")) == [(2, "k1", "=1+1", "")]


def repacked(tmp_path: Path, part: str, content: bytes) -> Path:
    """A workbook with one part replaced."""
    path = xlsx(tmp_path, ["key", "value"], ["k1", "a"])
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    path.write_bytes(whole.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><worksheet>&j;</worksheet>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b" " * (2 * MOST_BYTES + 1), "unpacks to more than 16 MiB"),
        (LAUGHS, "document type"),
        (LAUGHS.decode().encode("utf-16"), "not an XLSX workbook"),
        (HEAD + b'<row r="999999999"><c r="A9"><v>1</v></c></row></sheetData></worksheet>', "rows"),
        (HEAD + b'<row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>', "columns"),
        (HEAD + b"<row>" * 20_000, "not an XLSX workbook"),
        (b"not XML", "not an XLSX workbook"),
    ],
    ids=["zip", "laughs", "laughs-utf16", "row", "column", "nesting", "noise"],
)
def test_bombs(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        read(repacked(tmp_path, SHEET, content))


def test_no_workbook_and_no_file(tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    for content in (b"", b"PK\x03\x04", b"key,value"):
        path.write_bytes(content)
        with pytest.raises(SheetError, match="not an XLSX workbook"):
            read(path)
    with pytest.raises(SheetError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_too_large(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="larger than 8 MiB"):
        read(csv(tmp_path, b"k" * (MOST_BYTES + 1)))


def test_split() -> None:
    assert split(" a;; b ;") == ["a", "b"]
    assert split("") == []
