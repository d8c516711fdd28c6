"""Every property claimed, every class that occurs and every term of the law is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from respondeat.files import folder
from respondeat.index import Index
from respondeat.ontology import ontology
from respondeat.question import Question, names
from respondeat.terms import TERMS

ASKED = frozenset(
    word
    for name in names()
    for word in re.findall(
        r"\b(?:resp|says|denies|questions|skos):(\w+)", Question.named(name).text
    )
)


def one_column(index: Index, text: str) -> list[str]:
    found = index.query(TERMS.sparql_prefixes() + text)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(TERMS.compact(row[0].value).partition(":")[2] for row in found)


def test_every_claimed_property_is_asked_for(index: Index) -> None:
    claimed = one_column(
        index,
        "SELECT DISTINCT ?p { ?face resp:plainProperty ?p . ?claim a resp:Claim ; ?face ?value }",
    )
    assert len(claimed) > 60
    assert set(claimed) <= set(ontology().properties)
    assert [name for name in claimed if name not in ASKED] == []


def test_every_class_that_occurs_is_asked_for(index: Index) -> None:
    found = one_column(
        index, "SELECT DISTINCT ?type { ?s a ?type FILTER(STRSTARTS(STR(?type), STR(resp:))) }"
    )
    assert len(found) > 30
    assert [name for name in found if name not in ASKED] == []


@pytest.mark.parametrize("path", sorted((folder("ontology") / "law").glob("*.ttl")), ids=str)
def test_every_term_of_the_law_is_asked_for(path: Path) -> None:
    text = re.sub(r'"(?:[^"\\]|\\.)*"|#[^\n]*', "", path.read_text("utf-8"))
    declared = re.findall(
        r"(?m)^resp:(\w+) a owl:", (folder("ontology") / "law.ttl").read_text("utf-8")
    )
    used = set(re.findall(r"\bresp:(\w+)", text)) & set(declared)
    assert sorted(used - ASKED) == []


def test_every_term_of_a_finding_is_what_an_answer_gives() -> None:
    folder = Path(__file__).parent / "question"
    rows = [
        row
        for name in ("mutations", "mutated-numbers")
        for row in (folder / f"{name}.csv").read_text("utf-8").splitlines()[1:]
    ]
    found = {row.partition(",")[0] for row in rows}
    kinds = {name for name in ontology().kinds if name.startswith("mutation:")}
    assert found
    assert found <= kinds


def test_no_finding_is_quoted_as_evidence(index: Index) -> None:
    assert not index.query(TERMS.sparql_prefixes() + "ASK { ?found a resp:Finding }")
