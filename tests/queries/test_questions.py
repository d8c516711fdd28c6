"""Every question: its header, its expected table, the same from three engines, bound safely."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import algebra
from rdflib.plugins.sparql.parserutils import CompValue

from respondeat.ask import answer
from respondeat.errors import QuestionError, TermError
from respondeat.files import folder
from respondeat.index import Index, MemoryIndex
from respondeat.ontology import declarations
from respondeat.project import claims_to_turtle
from respondeat.question import Question, names
from respondeat.remote import RemoteIndex
from respondeat.table import Table
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

EXPECTED = Path(__file__).parent / "question"
NAMES = names()
PARAMETERS = [(name, one) for name in NAMES for one in Question.named(name).parameters]
HEADER = re.compile(
    r"#\+ summary: .+[?]\n#\+ tags: \[[a-z]+(, [a-z]+)*\]\n"
    r"(#\+ parameters: \[[a-z]+(, [a-z]+)*\]\n)?"
    r"(PREFIX [a-z]+: <[^>]+>\n)+SELECT "
)


class RdflibIndex(MemoryIndex):
    """The same questions answered by rdflib."""

    def __init__(self, index: Index) -> None:
        triples = ox.serialize(index.match(None, None, None), format=ox.RdfFormat.N_TRIPLES)
        self.graph = rdflib.Graph().parse(data=triples or b"", format="nt")

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        found = self.graph.query(text).serialize(format="json")
        assert found is not None
        return ox.parse_query_results(found, ox.QueryResultsFormat.JSON)


@pytest.fixture(scope="session")
def by_rdflib(index: Index) -> RdflibIndex:
    return RdflibIndex(index)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib carry bindings into every join, not into the innermost alone.

    As it comes, rdflib 7.6 evaluates each side of the others by itself and compares all pairs.
    """

    def carry(node: object, children: object) -> bool:
        if isinstance(node, CompValue) and node.name == "Join":
            node["lazy"] = True
        return True

    monkeypatch.setattr(algebra, "analyse", carry)


@pytest.fixture(scope="session")
def in_memory(workspace: Path) -> MemoryIndex:
    """Return an index with the claims of a few documents: many answers in little time."""
    few = ("s-2017-904", "snhr-2018-06-13", "s-2016-1133", "law-2024-07-03")
    record, found = Workspace(workspace).record, MemoryIndex()
    tables = (record.claims(document=name) for name in few)
    found.load([declarations(), *map(claims_to_turtle, tables)])
    return found


def written(table: Table) -> list[list[str]]:
    """Return a table as the cells of a CSV file."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    return [list(table.columns), *rows]


def expected(name: str) -> list[list[str]]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_questions_were_discovered() -> None:
    assert len(NAMES) >= 35
    assert len(PARAMETERS) >= 20
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_header_is_complete(name: str) -> None:
    question = Question.named(name)
    assert HEADER.match(question.text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    body = question.text.split("SELECT ", 1)[1]
    for prefix, iri in re.findall(r"PREFIX ([a-z]+): <([^>]+)>", question.text):
        assert TERMS.prefixes[prefix] == iri
        assert f"{prefix}:" in body, f"{prefix} is not used"
    for one in question.parameters:
        assert re.search(rf"VALUES \?{one} {{ \S+ }}", body)
    columns = re.findall(r"\?(\w+)", body.split(" WHERE")[0])
    ordered = re.findall(r"\?(\w+)", body.rsplit("ORDER BY", 1)[1])
    assert set(columns) == set(ordered), "the order is not total"


@pytest.mark.parametrize("name", NAMES)
def test_no_question_needs_more_than_sparql(name: str) -> None:
    text = Question.named(name).text
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|LOAD)\b|geosparql|FILTER\(\?\w+ = <", text)
    assert not re.search(r"GROUP BY[^}]*VALUES", text)


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_one_expected(name: str, index: Index) -> None:
    table = answer(index, Question.named(name))
    assert len(table.rows) == len(set(table.rows))
    assert written(table) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_answers_the_same(name: str, by_rdflib: RdflibIndex, eager: None) -> None:
    assert written(answer(by_rdflib, Question.named(name))) == expected(name)


def test_a_server_answers_the_same(server: str) -> None:
    remote = RemoteIndex(server)
    for name in NAMES:
        assert written(answer(remote, Question.named(name))) == expected(name), name


@pytest.mark.parametrize("name", NAMES)
def test_answer_says_who_says_so(name: str) -> None:
    columns = set(expected(name)[0])
    speakers = {
        "asserter",
        "registered_in",
        "source",
        "verification",
        "publisher",
        "body",
        "scheme",
    }
    assert columns & speakers or name in {"words"}
    if "claim" in columns:
        assert "asserter" in columns


ATOMS = (
    '"',
    "'",
    "\\",
    "}",
    "{",
    "<",
    ">",
    "#",
    "\n",
    ";",
    ".",
    "?x",
    "*",
    "} UNION {",
    "} #",
    "> . ?s ?p ?o . <",
    '" } DROP ALL #',
    "VALUES ?about { UNDEF }",
    "FILTER(true)",
    "\u202e",
    "UNDEF",
    "1 ) (",
    "\\u0022",
    "\x00",
    "SERVICE <http://127.0.0.1/>",
    "''' }",
    '""" }',
    "actor:syria . ?s ?p ?o",
    "<urn:a> <urn:b>",
    "<urn:a>} {?s ?p ?o",
)
PAYLOADS = sorted({left + right for left in ATOMS for right in ("", *ATOMS[:9])} - {""})[:300]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_values_never_become_sparql(name: str, parameter: str, in_memory: MemoryIndex) -> None:
    question = Question.named(name)
    harmless = answer(in_memory, question, {parameter: "actor:nobody-of-that-id"})
    assert len(PAYLOADS) >= 270
    seen = set()
    for payload in PAYLOADS:
        try:
            text = question.bound({parameter: payload})
        except (QuestionError, TermError):
            continue
        # what stands around the value is untouched, and the value is one term
        head, tail = re.split(rf"VALUES \?{parameter} {{ [^ ]+ }}", question.text)
        assert text.startswith(head), payload
        assert text.endswith(tail), payload
        term = text[len(head) : len(text) - len(tail)]
        assert re.fullmatch(
            rf'VALUES \?{parameter} {{ ("(?:[^"\\\n]|\\.)*"|<[^<>"{{}}|^`\\\s]*>) }}', term
        ), payload
        if term in seen:
            continue
        seen.add(term)
        with suppress(QuestionError):
            assert answer(in_memory, question, {parameter: payload}) == harmless, payload


def test_no_concept_stands_deeper_than_the_questions_look(index: Index) -> None:
    broader = "<http://www.w3.org/2004/02/skos/core#broader>"
    assert bool(index.query(f"ASK {{ ?a {broader}/{broader} ?b }}"))
    assert not bool(index.query(f"ASK {{ ?a {'/'.join([broader] * 4)} ?b }}"))


def test_questions_read_nothing_but_the_folder() -> None:
    assert len(list((folder("queries") / "question").iterdir())) == len(NAMES)
