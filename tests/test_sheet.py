"""Claim sheets: every wrong cell is named with its place and what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from respondeat.document import Document
from respondeat.errors import SheetError
from respondeat.kinds import Kinds
from respondeat.sheet import SHEET_COLUMNS, Sheet

DOCUMENT = Document(
    "d",
    {
        "publisher": "actor:a",
        "verification": "read",
        "text": {"file": "t", "sha256": "0" * 64, "characters": 100},
    },
)
KINDS = Kinds(
    {"actor:a": "State", "place:p": "Place", "incident:i": "Incident", "instrument:x": "Instrument"}
)
GOOD = {"key": "k1", "about": "incident:i", "property": "perpetrator", "value": "actor:a"}


def rows(tmp_path: Path, *lines: dict[str, str]) -> list[dict[str, object]]:
    path = tmp_path / "claims.csv"
    text = [",".join(SHEET_COLUMNS)]
    text += [",".join(f'"{line.get(name, "")}"' for name in SHEET_COLUMNS) for line in lines]
    path.write_text("\n".join(text), "utf-8")
    return Sheet(path).rows(DOCUMENT, KINDS, {"other": {"k1"}}.get)


def test_the_keys_of_a_sheet_are_collected_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[Sheet] = []

    def keys(sheet: Sheet) -> set[str]:
        collected.append(sheet)
        return {line["key"] for line in sheet.cells.lines}

    monkeypatch.setattr(Sheet, "keys", property(keys))
    assert len(rows(tmp_path, *({**GOOD, "key": f"k{n}"} for n in range(9)))) == 9
    assert len(collected) == 1


def test_defaults(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, GOOD)
    assert (row["asserter"], row["stance"], row["verification"]) == ("actor:a", "affirms", "read")
    assert row["property"] == "resp:perpetrator"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("key", "a b", "write letters, digits"),
        ("key", "", "write letters, digits"),
        ("asserter", "actor:nobody", "not registered; add it to entities.csv"),
        ("asserter", "place:p", "'place:p' is a Place; a Actor is expected"),
        ("stance", "agrees", "expected affirms, denies, questions"),
        ("verification", "maybe", "expected read or unverified"),
        ("language", "e", "no language tag"),
        ("hedge", "hedge:none", "there are: hedge:"),
        ("unit", "hedge:over", "no concept of unit"),
        ("counts", "actor:a", "no concept of a vocabulary"),
        ("standard", "standard:none", "no concept of standard"),
        ("about", "actor:a", "a Occurrence is expected"),
        ("about", "", "has no known prefix"),
        ("property", "did", "there are: "),
        ("value", "", "has no known prefix"),
        ("value", "instrument:x", "a Actor is expected"),
        ("place", "actor:a", "a Place is expected"),
        ("fragment", "somewhere", "expected char=831,877"),
        ("fragment", "char=50,101", "outside the 100 characters"),
        ("fragment", "char=5,5", "outside the 100 characters"),
        ("fragment", "row=1 ; x", "expected char=831,877"),
        ("lower", "1,109", "digits only"),
        ("edtf", "yesterday", "not an EDTF date"),
        ("latest_end", "x", "not an EDTF date"),
        ("part_of", "k9", "no key of this sheet"),
        ("part_of", "k1", "a part of itself"),
        ("answers", "other", "expected document.key"),
        ("answers", "other.k2", "doc:other has no claim 'k2'"),
        ("relays", "nowhere", "not registered; load that document too"),
    ],
)
def test_wrong_cells(tmp_path: Path, column: str, cell: str, expected: str) -> None:
    with pytest.raises(SheetError) as caught:
        rows(tmp_path, GOOD | {column: cell})
    place = {"latest_end": "edtf"}.get(column, column)
    at = SHEET_COLUMNS.index(place) + 1
    assert f"claims.csv:2:{at}: column {place}: " in str(caught.value)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"property": "killed", "value": "actor:a"}, "takes a quantity"),
        ({"property": "killed", "value": ""}, "takes a quantity"),
        ({"property": "killed", "value": "", "lower": "9", "upper": "1"}, "out of order"),
        ({"property": "occurredDuring", "value": "2017"}, "takes a date"),
        ({"property": "occurredDuring", "value": "", "edtf": "2018/2017"}, "ends before it starts"),
        ({"property": "occurredAt", "value": "actor:a"}, "a Place is expected"),
        ({"property": "weapon", "value": "type:attack"}, "no concept of weapon"),
        ({"about": "actor:a", "property": "designation", "value": ""}, "takes a wording"),
        ({"about": "instrument:x", "property": "partiesComplete", "value": "yes"}, "true or false"),
    ],
)
def test_values_fit_their_property(tmp_path: Path, line: dict[str, str], expected: str) -> None:
    with pytest.raises(SheetError, match=expected):
        rows(tmp_path, GOOD | line)


def test_a_place_is_a_value_or_a_qualifier(tmp_path: Path) -> None:
    at = GOOD | {"property": "occurredAt", "value": "", "place": "place:p"}
    value, qualifier = rows(tmp_path, at, GOOD | {"key": "k2", "place": "place:p"})
    assert (value["value"], value["place"]) == ("place:p", None)
    assert (qualifier["value"], qualifier["place"]) == ("actor:a", "place:p")


def test_points_outrank_the_date(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, GOOD | {"edtf": "2017", "latest_end": "2018-02"})
    assert str(row["earliest_start"]) == "2017-01-01"
    assert str(row["latest_end"]) == "2018-02-28"


def test_rows_of_one_claim_agree(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"csv:3:\d+: column stance: differs"):
        rows(tmp_path, GOOD, GOOD | {"stance": "denies"})
    with pytest.raises(SheetError, match="takes one value"):
        rows(tmp_path, GOOD | {"stance": "denies"}, GOOD | {"stance": "denies"})


def test_parts_form_no_circle(tmp_path: Path) -> None:
    a, b = GOOD | {"key": "a", "part_of": "b"}, GOOD | {"key": "b", "part_of": "a"}
    with pytest.raises(SheetError, match="part of itself"):
        rows(tmp_path, a, b)
    assert len(rows(tmp_path, GOOD, GOOD | {"key": "b", "part_of": "k1"})) == 2


def test_every_wrong_cell_at_once(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        rows(tmp_path, GOOD | {"stance": "x", "edtf": "y"}, GOOD | {"key": "k2", "lower": "z"})
    assert str(caught.value).count("claims.csv:") == 3
