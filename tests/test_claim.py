"""The claims table: its digest, and its way through Parquet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from respondeat.claim import COLUMNS, Row, by_claim, digest, digested
from respondeat.document import Document
from respondeat.entry import read_table, write_entry

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
    table = digested({**row, "document": "d", "key": row["key"] or "k"} for row in table)
    with TemporaryDirectory() as name:
        entry = write_entry(
            Path(name),
            action="load",
            document=Document("d", {}),
            rows=table,
            withdrawn=[],
            source={},
            by="tests",
            why="",
            previous="",
        )
        found = read_table(Path(name) / entry.id, entry).to_dicts()
    assert found == table
    assert all(digest(claim) == claim[0]["digest"] for claim in by_claim(found))


@given(rows, st.sampled_from(sorted(set(COLUMNS) - {"document", "key", "digest"})))
def test_the_digest_is_of_the_content_alone(row: Row, column: str) -> None:
    assert digest([row]) == digest([{**row, "document": "x", "key": "y", "digest": "z"}])
    other = ["another"] if COLUMNS[column] == "list" else "another"
    if row[column] != other:
        assert digest([row]) != digest([{**row, column: other}])
