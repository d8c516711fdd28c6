"""What claims and entities speak of: what is not there is reported and not written."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.datasets.test_rules import dataset, loaded

from respondeat.errors import DatasetError
from respondeat.verify import verify

ENTITIES = """entities:
  - {id: "place:x-{id}", kind: Place, label: "{id}", within: "{within}"}
  - {id: "doc:x-{id}", kind: Document, title: "{id}", publisher: "{who}", source_type: "{type}"}
  - {id: "actor:x-{id}", kind: CollectiveActor, label: "{id}", member: "{member}"}
  - {id: "provision:x-{id}", kind: Provision, label: "{id}", provision_of: "{whole}"}
claims:
  - {key: "{id}", about: "place:x-{id}", says: [{property: designation, value: "{id}"}]}
"""
HEAD = "id,within,who,type,member,whole\n"
CLAIMS = """entities:
  - {id: "incident:x-{id}", kind: Incident, label: "{id}"}
claims:
  - key: "{id}"
    about: "incident:x-{about}"
    relays: "{relays}"
    answers: "{answers}"
    supersedes: "{supersedes}"
    says: [{property: killed, lower: "1", part_of: "{part}"}]
"""
LINKS = "id,about,relays,answers,supersedes,part\n"


@pytest.mark.parametrize(
    ("cells", "item", "name"),
    [
        ("place:gone,,,,", "place:gone", "within"),
        (",actor:gone,,,", "actor:gone", "publisher"),
        (",,,actor:gone,", "actor:gone", "member"),
        (",,,,instrument:gone", "instrument:gone", "provision_of"),
    ],
)
def test_what_an_entity_speaks_of_and_nobody_is_is_reported(
    tmp_path: Path, cells: str, item: str, name: str
) -> None:
    claims, report = loaded(tmp_path, dataset(tmp_path, ENTITIES, f"{HEAD}a,,,,,\nb,{cells}\n"))
    assert report.unresolved == ((item, name, 1, 2),)
    assert item not in claims["value"].to_list()
    assert claims.filter(pl.col("property") == "rdf:type").height == 9  # and the publisher
    assert verify(tmp_path / "workspace")[1] == []


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ("actor:x-a,,,,", "row 1: within: 'actor:x-a' is a CollectiveActor; a Place is expected"),
        (",place:x-a,,,", "row 1: publisher: 'place:x-a' is a Place; a Actor is expected"),
        (",,source:none,,", "row 1: source_type: 'source:none' is no concept of source"),
        (",,hedge:at-least,,", "row 1: source_type: 'hedge:at-least' is no concept of source"),
        (",,,place:x-a,", "row 1: member: 'place:x-a' is a Place; a Actor is expected"),
        (",,,,place:x-a", "row 1: provision_of: 'place:x-a' is a Place; a Instrument is expected"),
    ],
)
def test_what_an_entity_speaks_of_is_of_its_kind(tmp_path: Path, cells: str, what: str) -> None:
    with pytest.raises(DatasetError, match=what):
        loaded(tmp_path, dataset(tmp_path, ENTITIES, f"{HEAD}a,{cells}\n"))


def test_what_an_entity_speaks_of_is_written(tmp_path: Path) -> None:
    cells = "place:x-b,actor:example-publisher,source:dataset,actor:x-b,"
    claims, report = loaded(tmp_path, dataset(tmp_path, ENTITIES, f"{HEAD}a,{cells}\nb,,,,,\n"))
    assert report.unresolved == ()
    assert set(cells.split(",")) - {""} <= set(claims["value"])


def test_claims_that_are_spoken_of_and_do_not_stand_are_reported(tmp_path: Path) -> None:
    rows = "a,a,other.k,invented.b,invented.none,\nb,a,,other.k,,\nc,a,,,,none\nd,a,,,,a\n"
    claims, report = loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + rows))
    assert report.unresolved == (
        ("claim:invented.none", "part_of", 1, 3),
        ("claim:invented.none", "supersedes", 1, 1),
        ("claim:other.k", "answers", 1, 2),
        ("claim:other.k", "relays", 1, 1),
    )
    said = claims.filter(pl.col("property") == "resp:killed")
    kept = said.select("key", "relays", "answers", "supersedes", "part_of").rows()
    assert kept == [
        ("a", [], "invented.b", None, None),
        ("b", [], None, None, None),
        ("d", [], None, None, "a"),
    ]
    assert "claim:other.k is no claim here (answers" in "\n".join(report.lines())


@pytest.mark.parametrize("claim", ["invented.a", "other.k", "other.none"])
def test_a_claim_stands_for_nobody(tmp_path: Path, claim: str) -> None:
    loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + "k,k,,,,\n", "other"))
    said = 'killed, lower: "1", part_of: "{part}"'
    mapping = CLAIMS.replace("incident:x", "incident:y")
    mapping = mapping.replace(said, 'perpetrator, value: "{part}"')
    with pytest.raises(DatasetError, match=f"'claim:{claim}' is a Claim; a Actor is expected"):
        loaded(tmp_path, dataset(tmp_path, mapping, f"{LINKS}a,a,,,,claim:{claim}\n"))


def test_a_claim_of_another_document_may_be_spoken_of(tmp_path: Path) -> None:
    loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + "k,k,,,,\n", "other"))
    mapping = CLAIMS.replace("incident:x", "incident:y")
    _, report = loaded(tmp_path, dataset(tmp_path, mapping, LINKS + "a,a,,other.k,other.j,\n"))
    assert report.unresolved == (("claim:other.j", "supersedes", 1, 1),)


def test_a_claim_that_is_gone_is_no_longer_spoken_of(tmp_path: Path) -> None:
    rows = "a,nowhere,,,,\nb,b,,invented.a,,\nc,c,,,,a\nd,d,,,,c\n"
    claims, report = loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + rows))
    assert [one[:2] for one in report.unresolved] == [
        ("incident:x-nowhere", "resp:killed"),
        ("claim:invented.a", "answers"),
        ("claim:invented.a", "part_of"),
        ("claim:invented.c", "part_of"),
    ]
    said = claims.filter(pl.col("property") == "resp:killed")
    assert said.select("key", "answers").rows() == [("b", None)]


@pytest.mark.parametrize("rows", ["a,a,,,,a\n", "a,a,,,,b\nb,b,,,,a\n"])
def test_no_claim_is_a_part_of_itself(tmp_path: Path, rows: str) -> None:
    with pytest.raises(DatasetError, match="claim 'a' would be a part of itself"):
        loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + rows))


def test_a_part_takes_one_value(tmp_path: Path) -> None:
    second = '{property: killed, lower: "2"}, {property: killed, lower: "1", part_of'
    mapping = CLAIMS.replace('{property: killed, lower: "1", part_of', second)
    loaded(tmp_path, dataset(tmp_path, mapping, LINKS + "a,a,,,,\n"))
    found = dataset(tmp_path, mapping, LINKS + "a,a,,,,\nb,b,,,,a\n", "second")
    with pytest.raises(DatasetError, match="claim 'b' is a part and takes one value"):
        loaded(tmp_path, found)


def test_an_answer_names_a_document_and_a_claim(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"row 1: this cannot be the answers of a claim.*'b'"):
        loaded(tmp_path, dataset(tmp_path, CLAIMS, LINKS + "a,a,,b,,\n"))


KINDS = """entities:
  - {id: "{id}", kind: "{kind}", label: "{id}"}
  - {id: "{other}", kind: Person, label: "{other}"}
claims:
  - {key: "{key}", about: "{id}", says: [{property: designation, value: "{id}"}]}
"""


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (
            "1,actor:a,State,\n2,actor:b,State,actor:a\n",
            "'actor:a'.*State in row 1, Person in row 2",
        ),
        ("1,actor:b,Person,\n2,actor:b,Militia,\n", "'actor:b'.*Person in row 1, Militia in row 2"),
        (
            "1,actor:b,State,actor:b\n",
            "'actor:b' is of several kinds: State in row 1, Person in row",
        ),
        ("1,actor:b,State,\n2,doc:invented,Document,\n", "row 2: 'doc:invented' is this document"),
        ("1,crime:murder,Concept,\n", "row 1: no id of an entity.*'crime:murder'"),
        (
            "1,actor:example-publisher,State,\n",
            "'actor:example-pub.*Actor in dataset.yml, State in",
        ),
        ("1,claim:invented.1,Actor,\n", "row 1: no id of an entity.*'claim:invented.1'"),
        ("actor.a,actor:a,State,\n", "row 1: key: 'actor:a' is registered under this very key"),
        ("1,actor:a,State,\nactor.a,actor:b,State,\n", "row 2: key: 'actor:a' is registered"),
        ("actor.example-publisher,actor:a,State,\n", "row 1: key: 'actor:example-pub"),
    ],
)
@pytest.mark.parametrize("batch", [1, 50])
def test_what_is_registered_is_one_thing_of_one_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, what: str, batch: int
) -> None:
    monkeypatch.setattr("respondeat.source.BATCH", batch)
    with pytest.raises(DatasetError, match=what):
        loaded(tmp_path, dataset(tmp_path, KINDS, "key,id,kind,other\n" + rows))


def test_a_key_may_look_like_that_of_another_entity(tmp_path: Path) -> None:
    rows = "key,id,kind,other\nactor.z,actor:a,State,\n"
    claims, _ = loaded(tmp_path, dataset(tmp_path, KINDS, rows))
    assert "actor.z" in claims["key"].to_list()
