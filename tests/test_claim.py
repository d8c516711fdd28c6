"""The claims table: what changes in it, and its way through Parquet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from respondeat.claim import COLUMNS, Row, changed, grouped, to_table
from respondeat.document import Document
from respondeat.entry import read_tables, write_entry

text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
cells: dict[str, st.SearchStrategy[Any]] = {
    "str": st.none() | text,
    "int": st.none() | st.integers(0, 10**9),
    "float": st.none() | st.floats(0, 1e12),
    "date": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "list": st.lists(text, max_size=3),
}
rows = st.fixed_dictionaries({name: cells[kind] for name, kind in COLUMNS.items()})


@settings(deadline=None, max_examples=60)
@given(st.lists(rows, min_size=1, max_size=5))
def test_a_table_comes_back_from_disk_as_it_went(table: list[Row]) -> None:
    table = grouped({**row, "document": "d", "key": row["key"] or "k"} for row in table)
    with TemporaryDirectory() as name:
        entry = write_entry(
            Path(name),
            action="load",
            document=Document("d", {}),
            tables=[to_table(table)],
            source={},
            by="tests",
            why="",
            previous="",
        )
        found = [
            one for part in read_tables(Path(name) / entry.id, entry) for one in part.to_dicts()
        ]
    assert found == table
    assert changed(to_table(found), to_table(reversed(table))) == (set(), set())


@given(rows, st.sampled_from(sorted(set(COLUMNS) - {"document", "key"})))
def test_whatever_a_claim_says_otherwise_is_a_change(row: Row, column: str) -> None:
    row = {**row, "key": "k"}
    other: Any = {"str": "another", "list": ["another"], "int": 7, "float": 7.5, "date": date.max}
    altered = {**row, column: other[COLUMNS[column]]}
    expected = {"k"} if altered != row else set()
    assert changed(to_table([row]), to_table([altered])) == (expected, set())
    assert changed(to_table([row]), to_table()) == (set(), {"k"})
