"""What must be refused before anything is stored, and questions that must not reach the store."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.sample import corpus, write

from respondeat.ask import answer
from respondeat.errors import (
    DocumentError,
    QuestionError,
    RemoteError,
    SheetError,
    UsageError,
)
from respondeat.index import MemoryIndex
from respondeat.load import load
from respondeat.question import Question, refuse_requests
from respondeat.remote import RemoteIndex
from respondeat.retract import retract

NODE = "{ ?s ?p ?o }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE <http://127.0.0.1:9/> {NODE} }}",
        f"SELECT * {{ service silent <http://127.0.0.1:9/> {NODE} }}",
        f'ASK {{ BIND("""a\\"""" AS ?z) SERVICE <http://127.0.0.1:9/> {NODE} BIND("x" AS ?y)}}',
        f"SELECT * {{ ?s ?p ?o.SERVICE <http://127.0.0.1:9/> {NODE} }}",
        f"SELECT * {{ # comment\r SERVICE <http://127.0.0.1:9/> {NODE} }}",
        f"SELECT * {{ ?a ?b e:b\\# . SERVICE <http://127.0.0.1:9/> {NODE} }}",
        f"SELECT * {{ \\u0053ERVICE <http://127.0.0.1:9/> {NODE} }}",
        f"SELECT * {{ SERVICE #x\n ?where {NODE} }}",
        f"SELECT * FROM <http://127.0.0.1:9/> {NODE}",
    ],
)
def test_a_question_sends_no_request(text: str) -> None:
    with pytest.raises(QuestionError, match="refused"):
        refuse_requests(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "the SERVICE of a unit" }',
        "SELECT * { doc:letter-from-x ?service ?load }",
        "SELECT * { ?s type:service-restoration ?from }",
    ],
)
def test_words_that_only_look_so_are_allowed(text: str) -> None:
    refuse_requests(text)


@pytest.mark.parametrize("part", ["!", "+1", "||true", "/<urn:x>", "["])
def test_nesting_that_would_end_the_process_is_refused(part: str) -> None:
    with pytest.raises(QuestionError, match="too long or too deeply nested"):
        refuse_requests("SELECT * { FILTER(" + part * 20_000 + "true) }")


@pytest.mark.parametrize(
    ("expression", "cell"),
    [
        ("9007199254740993", 9007199254740993),
        ('"abc"^^<http://www.w3.org/2001/XMLSchema#integer>', "abc"),
        ("1.50", 1.5),
    ],
)
def test_numbers_come_back_as_they_are(expression: str, cell: object) -> None:
    question = Question.from_text("-", f"SELECT ({expression} AS ?x) {{}}")
    assert answer(MemoryIndex(), question).rows == [(cell,)]


def test_a_number_without_a_value_is_no_damage() -> None:
    question = Question.from_text("-", "SELECT (1e0/0e0 AS ?x) {}")
    ((cell,),) = answer(MemoryIndex(), question).rows
    assert isinstance(cell, str)


class _Cut(BaseHTTPRequestHandler):
    """Answer with the beginning of two rows."""

    def do_POST(self) -> None:
        whole = (
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}},{'
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


def test_an_answer_that_was_cut_off_is_not_taken_for_a_whole_one() -> None:
    with HTTPServer(("127.0.0.1", 0), _Cut) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        remote = RemoteIndex(f"http://127.0.0.1:{server.server_port}/query")
        with pytest.raises(RemoteError, match="JSON"):
            remote.query("SELECT ?x { ?x ?y ?z }")
        thread.join()


@pytest.mark.parametrize("endpoint", ["", "file:///etc/hostname", "ftp://127.0.0.1/"])
def test_an_endpoint_is_an_address_of_the_web(endpoint: str) -> None:
    with pytest.raises(UsageError, match="no endpoint"):
        RemoteIndex(endpoint)


@pytest.mark.parametrize("name", ["my notes", "a.b", "x-entities"])
def test_a_folder_that_can_be_no_id_is_refused(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / name)
    (folder / "entities.csv").write_text("id,kind,label\nactor:press,MediaOutlet,Press\n")
    with pytest.raises((DocumentError, SheetError), match="folder name"):
        load(tmp_path / "workspace", [folder], by="tests")
    assert not (tmp_path / "workspace").exists()


def test_a_language_that_no_store_takes_is_refused_before_it_is_recorded(tmp_path: Path) -> None:
    place = corpus(tmp_path / "corpus")
    load(tmp_path / "workspace", [place], by="tests")
    odd = write(
        tmp_path / "odd", "key,about,property,value,language\nk,actor:a,designation,A,en-x\n"
    )
    with pytest.raises((DocumentError, SheetError)):
        load(tmp_path / "workspace", [odd], by="tests")
    assert load(tmp_path / "workspace", [place], by="tests")[0].action == "unchanged"


@pytest.mark.parametrize("name", ["claims.CSV", "Claims.csv", "claims.xls", "entities.xlsx"])
def test_a_sheet_under_another_name_is_not_passed_over(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "note", None)
    (folder / name).write_text("key,about,property,value\n")
    with pytest.raises(DocumentError, match="rename or remove"):
        load(tmp_path / "workspace", [folder], by="tests")


def test_a_sheet_without_its_document_is_not_passed_over(tmp_path: Path) -> None:
    place = corpus(tmp_path / "corpus")
    (place / "denial" / "document.yml").unlink()
    with pytest.raises(DocumentError, match=r"document\.yml"):
        load(tmp_path / "workspace", [place], by="tests")


@pytest.mark.parametrize("entity", ["claim:report.k1", "rdf:type", "says:killed", "quantity:q"])
def test_a_registry_registers_entities_only(tmp_path: Path, entity: str) -> None:
    place = corpus(tmp_path / "corpus")
    with (place / "entities.csv").open("a") as file:
        file.write(f"{entity},State,X,,\n")
    with pytest.raises(SheetError, match="expected a prefix"):
        load(tmp_path / "workspace", [place], by="tests")


def test_values_of_one_claim_share_what_qualifies_them(tmp_path: Path) -> None:
    place = corpus(tmp_path / "corpus")
    write(
        place / "dated",
        "key,about,property,value,edtf\n"
        "k,instrument:accord,signatory,actor:a,2001/..\n"
        "k,instrument:accord,signatory,actor:press,2015/2016\n",
    )
    with pytest.raises(SheetError, match="differs from the first row"):
        load(tmp_path / "workspace", [place], by="tests")


def test_an_entity_in_use_is_not_retracted(tmp_path: Path) -> None:
    load(tmp_path / "workspace", [corpus(tmp_path / "corpus")], by="tests")
    with pytest.raises(UsageError, match="retract that first"):
        retract(tmp_path / "workspace", "doc:corpus-entities", by="tests", why="a try")
