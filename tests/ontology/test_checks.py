"""Every check is headed, finds nothing in the ontology, and finds what its toy data hold."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from respondeat.files import folder
from respondeat.ontology import data_files, faces

CHECKS = sorted((folder("queries") / "check").glob("*.rq"))
TOYS = Path(__file__).parent / "check"
HEADER = re.compile(
    r"#\+ summary: [A-Z].*[^.]\n#\+ tags: \[[a-z]+\]\n#\+ severity: (error|warning)\n"
)

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.stem))


@cache
def ontology() -> ox.Store:
    store = ox.Store()
    for path in data_files():
        store.bulk_load(path.read_bytes(), ox.RdfFormat.TURTLE)
    store.bulk_load(faces().encode(), ox.RdfFormat.N_TRIPLES)
    return store


def toy(check: Path, kind: str) -> ox.Store:
    store = ox.Store()
    store.load((TOYS / check.stem / f"{kind}.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    return store


def rows(check: Path, store: ox.Store) -> list[str]:
    solutions = store.query(check.read_text("utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    return [" ".join(str(term) for term in solution) for solution in solutions]


def test_checks_were_discovered_and_each_has_toy_data() -> None:
    assert len(CHECKS) >= 12
    assert {check.stem for check in CHECKS} == {path.name for path in TOYS.iterdir()}


@each_check
def test_check_has_a_header(check: Path) -> None:
    assert HEADER.match(check.read_text("utf-8"))


@each_check
def test_check_finds_nothing_in_the_ontology(check: Path) -> None:
    assert rows(check, ontology()) == []


@each_check
def test_check_finds_what_its_toy_data_hold(check: Path) -> None:
    assert rows(check, toy(check, "trigger"))
    assert rows(check, toy(check, "clean")) == []


@each_check
@pytest.mark.parametrize("kind", ["trigger", "clean"])
def test_rdflib_finds_the_same(check: Path, kind: str) -> None:
    graph = rdflib.Graph().parse(TOYS / check.stem / f"{kind}.ttl")
    found = []
    for row in graph.query(check.read_text("utf-8")):
        assert isinstance(row, ResultRow)
        found.append(" ".join(node.n3() for node in row))
    assert sorted(found) == sorted(rows(check, toy(check, kind)))
