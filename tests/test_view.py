"""Views: what a reading accepts, as plain triples in a graph of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.sample import corpus

from respondeat.ask import answer
from respondeat.errors import QuestionError, ReadingError, UsageError
from respondeat.index import Index, MemoryIndex
from respondeat.load import load
from respondeat.ontology import declarations
from respondeat.question import Question
from respondeat.reading import Reading, names
from respondeat.terms import TERMS
from respondeat.view import (
    View,
    Views,
    ask_views,
    check_view,
    contradictions,
    open_views,
    plain_shapes,
    violations,
)
from respondeat.workspace import Workspace

hermit = pytest.mark.skipif(shutil.which("java") is None, reason="Java is missing: HermiT not run")
EVERY = Reading.named("every-claim")
CLAIMS = """
doc:a a resp:Document . doc:b a resp:Document .
actor:a a resp:MilitaryUnit . actor:b a resp:StateOrgan . actor:c a resp:State .
actor:x a resp:MediaOutlet . actor:y a resp:MediaOutlet . incident:one a resp:Incident .
claim:a.up a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about actor:a ; says:atDisposalOf actor:b .
claim:b.up a resp:Claim ; resp:inDocument doc:b ; resp:asserter actor:y ;
    resp:about actor:b ; says:atDisposalOf actor:c .
claim:a.who a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about incident:one ; says:perpetrator actor:a .
claim:b.who a resp:Claim ; resp:inDocument doc:b ; resp:asserter actor:y ;
    resp:about incident:one ; says:perpetrator actor:b .
claim:b.not a resp:Claim ; resp:inDocument doc:b ; resp:asserter actor:y ;
    resp:about incident:one ; denies:perpetrator actor:c ; resp:answers claim:a.who .
claim:b.perhaps a resp:Claim ; resp:inDocument doc:b ; resp:asserter actor:y ;
    resp:about incident:one ; questions:weapon weapon:sarin .
claim:a.killed a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about incident:one ; says:killed quantity:twelve .
claim:a.when a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about incident:one ; says:occurredDuring period:spring ; resp:edtf "2017" .
claim:a.called a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about actor:c ; says:designation "la Gauche"@fr , "Gauche" .
claim:a.dated a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about actor:a ; says:organOf actor:c ; resp:edtf "2017" ;
    resp:qualifierPeriod period:spring .
quantity:twelve a resp:Quantity ; resp:lower 12 ; resp:unit unit:person .
period:spring a resp:Period ; resp:earliestStart "2017-03-01"^^xsd:date ;
    resp:latestStart "2017-03-31"^^xsd:date ; resp:earliestEnd "2017-05-01"^^xsd:date ;
    resp:latestEnd "2017-05-31"^^xsd:date .
"""
TWO_VALUES = """
claim:a.aids a resp:Claim ; resp:inDocument doc:a ; resp:asserter actor:x ;
    resp:about actor:c ; says:aids actor:a , actor:b .
claim:b.aids a resp:Claim ; resp:inDocument doc:b ; resp:asserter actor:y ;
    resp:about actor:c ; says:aids actor:b .
"""


def question(text: str) -> Question:
    return Question.from_text("test", TERMS.sparql_prefixes() + text)


def small() -> MemoryIndex:
    index = MemoryIndex()
    index.load([declarations(), (TERMS.turtle_prefixes() + CLAIMS).encode()])
    return index


def plain(view: View) -> set[tuple[str, str, str]]:
    """Return the claimed triples of a view, its types and bodies left out."""
    found = set()
    for quad in ox.parse(view.triples, ox.RdfFormat.N_TRIPLES):
        assert isinstance(quad.subject, ox.NamedNode)
        subject, name = TERMS.compact(quad.subject.value), TERMS.compact(quad.predicate.value)
        value = quad.object
        text = TERMS.compact(value.value) if isinstance(value, ox.NamedNode) else str(value)
        if name != "rdf:type" and not subject.startswith(("quantity:", "period:")):
            found.add((subject, name, text))
    return found


def test_a_view_holds_what_is_affirmed_and_not_what_is_denied_or_left_open() -> None:
    assert plain(View.of(small(), EVERY)) == {
        ("actor:a", "resp:atDisposalOf", "actor:b"),
        ("actor:b", "resp:atDisposalOf", "actor:c"),
        ("incident:one", "resp:perpetrator", "actor:a"),
        ("incident:one", "resp:perpetrator", "actor:b"),
        ("incident:one", "resp:killed", "quantity:twelve"),
        ("incident:one", "resp:occurredDuring", "period:spring"),
        ("actor:c", "resp:designation", '"la Gauche"@fr'),
        ("actor:c", "resp:designation", '"Gauche"'),
    }


class _Huge(MemoryIndex):
    """An index that says it is larger than memory and must not be read."""

    def __len__(self) -> int:
        return 2_000_001

    def match(self, *_: object) -> Iterator[ox.Triple]:
        pytest.fail("copied all the same")


def test_an_index_larger_than_memory_is_refused_before_it_is_copied() -> None:
    with pytest.raises(UsageError, match=r"2,000,001 triples: more than 2,000,000"):
        Views(_Huge())


def test_what_a_view_names_has_its_type_and_its_body() -> None:
    index = MemoryIndex()
    index.load([View.of(small(), EVERY).triples])
    table = answer(
        index,
        question(
            "SELECT ?kind ?lower ?unit ?end { incident:one a ?kind ; resp:killed ?n ;"
            " resp:perpetrator/a resp:StateOrgan ; resp:occurredDuring/resp:latestEnd ?end ."
            " ?n resp:lower ?lower ; resp:unit ?unit }"
        ),
    )
    assert table.rows == [("resp:Incident", 12, "unit:person", "2017-05-31")]


@pytest.mark.parametrize(
    ("day", "enters"),
    [("2017-04-01", True), ("2017-03-31", True), ("2017-03-15", False), ("2018-04-01", False)],
)
def test_what_is_limited_in_time_enters_where_it_surely_holds(day: str, enters: bool) -> None:
    dated = EVERY._replace(at=date.fromisoformat(day))
    more = plain(View.of(small(), dated)) - plain(View.of(small(), EVERY))
    assert more == ({("actor:a", "resp:organOf", "actor:c")} if enters else set())


def test_of_a_claim_with_two_values_the_one_that_is_accepted_enters() -> None:
    index = small()
    index.load([(TERMS.turtle_prefixes() + TWO_VALUES).encode()])
    path = "[[policy]]\nsubjects = ['actor']\nproperties = ['aids']\norigins = 2"
    reading = Reading.from_text("mine", f'summary = "mine"\n{path}')
    aided = {value for _, name, value in plain(View.of(index, reading)) if name == "resp:aids"}
    assert aided == {"actor:b"}


def test_two_views_never_mix() -> None:
    views = Views(small())
    readings = [EVERY, *(EVERY.without_also([f"actor:{name}"]) for name in "xy")]
    for reading in readings:
        views.add(View.of(small(), reading))
    path = "GRAPH ?view { actor:a resp:atDisposalOf+ ?who }"
    table = answer(views, question(f"SELECT ?view ?who {{ {path} }}"))
    assert sorted(table.rows) == [
        (EVERY.graph, "actor:b"),
        (EVERY.graph, "actor:c"),
        (readings[2].graph, "actor:b"),
    ]
    assert len({reading.graph for reading in readings}) == 3


def test_a_question_without_a_graph_meets_the_claims_alone() -> None:
    views = Views(small())
    before = answer(views, question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).rows
    views.add(View.of(small(), EVERY))
    assert answer(views, question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).rows == before
    assert before == [(len(small()),)]
    assert not answer(views, question("SELECT * { ?s resp:perpetrator ?o }")).rows
    assert answer(views, question("SELECT * { GRAPH ?g { ?s resp:perpetrator ?o } }")).rows


def test_two_readings_of_one_name_are_refused() -> None:
    views = Views(small())
    views.add(View.of(small(), EVERY))
    views.add(View.of(small(), EVERY))
    with pytest.raises(ReadingError, match="two readings are called 'every-claim'"):
        views.add(View.of(small(), EVERY._replace(at=date(2017, 4, 1))))


def test_the_same_view_is_the_same_bytes(index: Index) -> None:
    whole = View.of(index, EVERY)
    assert whole == View.of(Views(index), EVERY)
    lines = whole.triples.splitlines()
    assert lines == sorted(lines)
    quads = list(ox.parse(whole.quads(), ox.RdfFormat.N_QUADS))
    assert {str(quad.graph_name) for quad in quads} == {f"<{TERMS.expand(EVERY.graph)}>"}
    assert len(quads) == len(lines)


@pytest.mark.parametrize("name", names())
def test_a_bundled_reading_accepts_a_part_of_every_claim(name: str, index: Index) -> None:
    found = plain(View.of(index, Reading.named(name)))
    assert found
    assert found <= plain(View.of(index, EVERY))
    joint = (
        "set:idlib-massacres-2017-2018",
        "resp:perpetrator",
        "actor:syrian-government-and-russian-forces",
    )
    heard = {"every-claim", "applicant", "without-the-parties"}
    assert (joint in found) == (name in heard)


def test_a_question_is_asked_under_readings(workspace: Path) -> None:
    table = ask_views(
        workspace,
        question(
            "SELECT ?view (COUNT(*) AS ?n) { GRAPH ?view"
            " { incident:khan-shaykhun-2017-04-04 resp:perpetrator ?who } } GROUP BY ?view"
        ),
        readings=[EVERY, Reading.named("investigative-bodies"), Reading.named("respondent")],
    )
    counted = dict(table.rows)
    assert counted["reading:every-claim"] > counted["reading:investigative-bodies"] > 0
    assert "reading:respondent" not in counted


@pytest.mark.parametrize(
    "text", ["SELECT * { ?graph ?p ?o }", "# GRAPH ?view\nSELECT * { ?s ?p ?o }"]
)
def test_a_question_that_no_reading_filters_is_refused(text: str, workspace: Path) -> None:
    with pytest.raises(QuestionError, match="asks the claims themselves"):
        ask_views(workspace, question(text), readings=[EVERY])


def test_the_record_is_read_as_far_as_the_reading_knows(tmp_path: Path) -> None:
    load(tmp_path / "w", [corpus(tmp_path / "corpus")], by="tests")
    documents = [entry.document for entry in Workspace(tmp_path / "w").record.entries()]
    early = EVERY._replace(known=documents.index("report"))
    late = early._replace(known=documents.index("report") + 1)

    def perpetrators(reading: Reading) -> int:
        views, terms = open_views(tmp_path / "w", [reading])
        who = question("SELECT * { GRAPH ?view { incident:one resp:perpetrator ?who } }")
        return len(answer(views, who, terms=terms).rows)

    assert (perpetrators(early), perpetrators(late)) == (0, 1)
    with pytest.raises(ReadingError, match="know different entries"):
        open_views(tmp_path / "w", [early, late])


@hermit
@pytest.mark.parametrize("day", [None, date(2018, 2, 25)])
def test_nothing_is_wrong_in_the_view_of_every_claim(day: date | None, workspace: Path) -> None:
    table, run = check_view(workspace, EVERY._replace(at=day))
    assert table.rows == []
    assert run == ("HermiT", "SHACL")


def wrong(line: str) -> View:
    view = View.of(small(), EVERY)
    more = ox.parse((TERMS.turtle_prefixes() + line).encode(), ox.RdfFormat.TURTLE)
    written = ox.serialize((quad.triple for quad in more), format=ox.RdfFormat.N_TRIPLES)
    return view._replace(triples=view.triples + (written or b""))


@hermit
def test_the_reasoner_finds_a_contradiction() -> None:
    assert contradictions(View.of(small(), EVERY)) == []
    place = wrong("incident:one resp:perpetrator place:town . place:town a resp:Place .")
    assert contradictions(place) == ["the axioms and data contradict each other"]


@pytest.mark.parametrize(
    ("line", "node", "said"),
    [
        ("incident:one resp:perpetrator doc:a .", "doc:a", "another kind than Actor"),
        ("actor:a resp:perpetrator actor:b .", "actor:a", "what has perpetrator is of"),
        (
            "incident:one resp:weapon target:civilians .",
            "target:civilians",
            "another kind than weapon",
        ),
        ("incident:one resp:killed actor:a .", "actor:a", "the value of killed is of another"),
        ("actor:a resp:designation actor:b .", "actor:b", "another kind than string"),
    ],
)
def test_the_shapes_find_what_is_out_of_place(line: str, node: str, said: str) -> None:
    def found(view: View) -> set[tuple[str, str, str]]:
        return set(violations(view, small()))

    more = found(wrong(line)) - found(View.of(small(), EVERY))
    assert [one for _, one, message in more if said in message] == [node]


def test_every_plain_property_has_its_shapes() -> None:
    assert "targetSubjectsOf resp:perpetrator" in plain_shapes()
    assert "targetObjectsOf resp:organOf" in plain_shapes()
