"""Networks: every edge one claim with its asserter and date, dated chains, files for others."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from tests.sample import write

from respondeat import notebook
from respondeat.ask import answer
from respondeat.errors import UsageError
from respondeat.index import MemoryIndex
from respondeat.interchange import FORMATS, to_csv, to_gexf, to_graphml, to_json
from respondeat.interchange import write as write_file
from respondeat.load import load
from respondeat.measure import measure
from respondeat.network import from_table, network, networks, to_table
from respondeat.question import Question, names
from respondeat.reading import Policy, Reading
from respondeat.table import Table
from respondeat.workspace import Workspace

ENTITIES = """\
id,kind,label,label_ar,member,provision_of
actor:editor,DocumentationOrganisation,Editor,,,
actor:north,State,North,الشمال,,
actor:ministry,StateOrgan,Ministry,,,
actor:army,ArmedForce,Army,,,
actor:division,MilitaryUnit,Division,,,
actor:brigade,MilitaryUnit,Brigade,,,
actor:militia,Militia,Militia,,,
actor:both,CollectiveActor,Army and militia,,actor:army;actor:militia,
actor:monitor,DocumentationOrganisation,Monitor,,,
actor:press,MediaOutlet,Press,,,
actor:wire,MediaOutlet,Wire,,,
incident:market,Incident,Market,,,
instrument:accord,Instrument,Accord,,,
provision:accord-1,Provision,Accord 1,,,instrument:accord
accusation:market,Accusation,Accusation,,,
"""
CHAIN = """\
key,about,property,value,edtf,stance,asserter,answers,supersedes
k1,actor:ministry,commands,actor:army,2010/2020,,,,
k2,actor:army,commands,actor:division,2012-01/2012-06,,,,
k3,actor:division,commands,actor:brigade,,,,,
k4,actor:brigade,commands,actor:militia,2011/..,,,,
k5,actor:army,commands,actor:division,2012-01/2012-06,denies,actor:army,chain.k2,
k6,actor:ministry,commands,actor:militia,2012,questions,,,
old,actor:north,commands,actor:brigade,2012,,,,
new,actor:north,commands,actor:ministry,2012,,,,chain.old
"""
SECOND = """\
key,about,property,value,edtf,asserter,relays
k1,actor:ministry,commands,actor:army,2011/2015,actor:monitor,chain.k1
k2,incident:market,perpetrator,actor:both,,actor:monitor,chain
"""
LAW = """\
key,about,property,value,edtf,asserter,stance
k1,instrument:accord,signatory,actor:north,2012-03-05,,
k2,instrument:accord,party,actor:north,2012-05/2013-05,,
k3,instrument:accord,guarantor,actor:north,2012-03-05/..,,
k4,provision:accord-1,addressee,actor:north,,,
k5,instrument:accord,party,actor:militia,,,denies
c1,accusation:market,accuser,actor:monitor,,,
c2,accusation:market,accused,actor:north,,,
c3,accusation:market,allegedCrime,crime:war-crimes,,,
c3,accusation:market,allegedCrime,crime:crimes-against-humanity,,,
c4,accusation:market,accused,actor:north,,actor:north,denies
c5,accusation:market,concerns,incident:market,,,
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "entities.csv").write_text(ENTITIES, "utf-8")
    monitor = {"publisher": "actor:monitor", "verification": "read"}
    write(folder / "corpus" / "chain", CHAIN, published="2013-02-01", **monitor)
    write(folder / "corpus" / "second", SECOND, published="2014")
    write(folder / "corpus" / "law", LAW)
    load(folder / "mine", [folder / "corpus"], by="tests")
    return folder / "mine"


def edges(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, str]]:
    """Return source, target, stance and validity of every edge, without the prefix."""
    return [
        (a.removeprefix("actor:"), b.removeprefix("actor:"), d["stance"], d.get("validity", ""))
        for a, b, d in graph.edges(data=True)
    ]


def test_an_edge_is_one_claim_and_denials_are_never_merged(invented: Path) -> None:
    graph = network(invented, "command")
    assert edges(graph) == [
        ("army", "division", "affirms", ""),
        ("army", "division", "denies", ""),
        ("brigade", "militia", "affirms", ""),
        ("division", "brigade", "affirms", ""),
        ("ministry", "army", "affirms", ""),
        ("ministry", "army", "affirms", ""),
        ("ministry", "militia", "questions", ""),
        ("north", "ministry", "affirms", ""),
    ]
    assert [key for _, _, key in graph.edges(keys=True)][:2] == ["claim:chain.k2", "claim:chain.k5"]
    assert graph.nodes["actor:north"] == {"label": "North", "label_ar": "الشمال", "kind": "State"}


def test_what_surely_did_not_hold_is_left_out_and_the_unknown_is_possible(invented: Path) -> None:
    assert edges(network(invented, "command", at="2012-03-01")) == [
        ("army", "division", "affirms", "holds"),
        ("army", "division", "denies", "holds"),
        ("brigade", "militia", "affirms", "holds"),
        ("division", "brigade", "affirms", "possible"),
        ("ministry", "army", "affirms", "holds"),
        ("ministry", "army", "affirms", "holds"),
        ("ministry", "militia", "questions", "possible"),
        ("north", "ministry", "affirms", "possible"),
    ]
    later = network(invented, "command", at="2013-01-01")
    assert ("army", "division", "affirms", "holds") not in edges(later)
    assert not nx.has_path(later, "actor:army", "actor:brigade")  # a dead link in the middle
    assert edges(network(invented, "command", at="2030-01-01")) == [
        ("brigade", "militia", "affirms", "holds"),
        ("division", "brigade", "affirms", "possible"),
    ]


def test_a_label_names_the_act_the_asserter_and_the_date_together(invented: Path) -> None:
    labels = {
        (data["claim"], data["label"])
        for name in ("command", "accusation", "agreement", "attribution", "relay")
        for _, _, data in network(invented, name, at="2014-01-01").edges(data=True)
    }
    both = "crime:crimes-against-humanity; crime:war-crimes"
    assert {
        (
            "claim:second.k1",
            "commands (2011/2015), stated by actor:monitor, 2014, passed on by actor:press,"
            " unverified",
        ),
        ("claim:chain.k3", "commands, stated by actor:monitor, 2013-02-01, possible"),
        (
            "claim:law.c2",
            f"accused ({both}), named by actor:press, document undated, unverified, possible",
        ),
        (
            "claim:law.c4",
            "accused, denied by actor:north, document undated, passed on by actor:press,"
            " unverified, possible",
        ),
        (
            "claim:second.k2",
            "perpetrator (incident:market), named by actor:monitor, 2014, passed on by"
            " actor:press, unverified, possible",
        ),
        (
            "claim:law.k4",
            "addressee (provision:accord-1), stated by actor:press, document undated, unverified,"
            " possible",
        ),
    } <= labels


def test_an_accusation_is_from_the_accuser_and_a_denial_of_it_from_the_same(invented: Path) -> None:
    assert edges(network(invented, "accusation")) == [
        ("monitor", "north", "affirms", ""),
        ("monitor", "north", "denies", ""),
    ]
    assert {d["asserter"] for *_, d in network(invented, "accusation").edges(data=True)} == {
        "actor:press",
        "actor:north",
    }


def test_a_group_that_is_named_stays_a_group(invented: Path) -> None:
    assert edges(network(invented, "attribution")) == [("monitor", "both", "affirms", "")]


def test_roles_under_an_agreement_are_kept_apart_and_an_act_stands_from_its_day(
    invented: Path,
) -> None:
    def roles(at: str | None) -> list[tuple[str, str, str]]:
        found = network(invented, "agreement", at=at).edges(data=True)
        return [
            (d["property"].removeprefix("resp:"), d["stance"], d.get("validity", ""))
            for *_, d in found
        ]

    assert roles(None) == [
        ("party", "denies", ""),
        ("addressee", "affirms", ""),
        ("guarantor", "affirms", ""),
        ("party", "affirms", ""),
        ("signatory", "affirms", ""),
    ]
    assert roles("2020-01-01") == [
        ("party", "denies", "possible"),
        ("addressee", "affirms", "possible"),
        ("guarantor", "affirms", "holds"),
        ("signatory", "affirms", "holds"),
    ]
    assert ("signatory", "affirms", "holds") not in roles("2012-03-04")
    assert ("party", "affirms", "possible") in roles("2012-05-15")


def test_relays_lead_from_who_passes_on_to_whose_words_they_are(invented: Path) -> None:
    assert set(edges(network(invented, "relay"))) == {
        ("press", "monitor", "affirms", ""),
        ("press", "north", "affirms", ""),
        ("monitor", "army", "affirms", ""),
    }
    documents = network(invented, "relay-documents")
    assert list(documents.edges(data="of")) == [
        ("doc:second", "doc:chain", "claim:chain.k1"),
        ("doc:second", "doc:chain", "doc:chain"),
    ]
    assert documents.nodes["doc:chain"]["label"] == "A document"
    assert list(network(invented, "relay", at="2013-06-01").nodes)  # the first was published
    assert edges(network(invented, "relay-documents", at="2013-06-01")) == []
    assert edges(network(invented, "contradiction")) == [
        ("army", "monitor", "affirms", ""),
        ("north", "press", "affirms", ""),
    ]


def test_a_claim_that_the_reading_leaves_out_is_no_edge(invented: Path) -> None:
    reading = Reading.named("every-claim").without_also(["claim:chain.k2"])
    found = network(invented, "command", reading=reading)
    assert ("army", "division", "affirms", "") not in edges(found)
    assert ("army", "division", "denies", "") in edges(found)
    assert found.graph["reading"] == "every-claim, without claim:chain.k2"


def test_a_network_with_nothing_to_show_says_why_and_what_to_do(
    workspace: Path, invented: Path
) -> None:
    nobody = Reading("nobody", "", {}, (Policy(("actor",), accept=("actor:wire",)),))
    nothing = network(workspace, "command")
    for graph, why in (
        (nothing, "no document loaded says anything of it: README lists datasets"),
        (network(invented, "command", reading=nobody), "the reading accepts none of the claims"),
    ):
        assert not graph.edges
        assert re.search(f"nothing is shown, for .*{why}", graph.graph["caution"])
        assert why in measure(graph, "degree").says
    with pytest.raises(UsageError, match=r"'actor:syria' is not in .*no document loaded says"):
        measure(nothing, "superiors", end="actor:syria")
    assert "nothing" not in network(invented, "command").graph["caution"]


def test_superiors_are_asked_for_only_where_pairs_lead_from_who_commands(workspace: Path) -> None:
    with pytest.raises(UsageError, match="is for the network 'command': in 'organ' pairs do not"):
        measure(network(workspace, "organ"), "superiors", end="actor:syria")


def test_the_caution_says_what_the_reading_leaves_out(invented: Path) -> None:
    everything = network(invented, "command").graph["caution"]
    reading = Reading.named("every-claim").without_also(["claim:chain.k2", "claim:chain.k5"])
    caution = network(invented, "command", reading=reading).graph["caution"]
    assert caution == (
        f"{everything}; the reading leaves out 2 claims read for it, of them 1 that deny, 0 that"
        " leave open"
    )


def test_no_answer_to_a_claim_that_another_replaces_is_drawn(tmp_path: Path) -> None:
    rows = [
        "key,about,property,value,edtf,stance,asserter,answers,supersedes",
        "old,actor:north,commands,actor:brigade,2012,,,,",
        "new,actor:north,commands,actor:ministry,2013,,,,only.old",
        "no,actor:north,commands,actor:brigade,2012,denies,actor:army,only.old,",
        "not,actor:north,commands,actor:ministry,2013,denies,actor:army,only.new,",
    ]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "entities.csv").write_text(ENTITIES, "utf-8")
    write(tmp_path / "corpus" / "only", "\n".join(rows) + "\n")
    load(tmp_path / "mine", [tmp_path / "corpus"], by="tests")
    answers = network(tmp_path / "mine", "contradiction").edges(data=True)
    assert [data["of"] for *_, data in answers] == ["claim:only.new"]
    # where the later claim is not heard, the earlier one stands
    reading = Reading.named("every-claim").without_also(["claim:only.new"])
    answers = network(tmp_path / "mine", "contradiction", reading=reading).edges(data=True)
    assert "claim:only.old" in [data["of"] for *_, data in answers]


def test_claims_that_are_not_public_are_in_no_network_and_no_file(tmp_path: Path) -> None:
    rows = [
        "key,about,property,value,edtf,asserter,sensitivity",
        "open,actor:north,commands,actor:brigade,2012,actor:army,sensitivity:public",
        "shut,actor:north,commands,actor:ministry,2012,actor:army,sensitivity:sealed",
    ]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "entities.csv").write_text(ENTITIES, "utf-8")
    write(tmp_path / "corpus" / "only", "\n".join(rows) + "\n")
    load(tmp_path / "mine", [tmp_path / "corpus"], by="tests")
    found = network(tmp_path / "mine", "command")
    assert {data["claim"] for *_, data in found.edges(data=True)} == {"claim:only.open"}
    assert "1 that are not public are withheld" in found.graph["caution"]
    for ending in FORMATS:
        size = write_file(found, tmp_path / f"network{ending}")
        data = (tmp_path / f"network{ending}").read_bytes()
        assert len(data) == size
        assert b"ministry" not in data


def test_the_day_of_the_reading_counts_where_none_is_asked(invented: Path) -> None:
    reading = Reading.from_text("mine", 'summary = "mine"\nat = 2030-01-01')
    assert network(invented, "command", reading=reading).graph["at"] == "2030-01-01"


@pytest.mark.parametrize("at", ["2017", "20180613", "2018-W24-3", "2018-02-30", "", "yesterday"])
def test_a_day_that_is_none_is_refused(invented: Path, at: str) -> None:
    with pytest.raises(UsageError, match="is no day: write it as 2018-06-13"):
        network(invented, "command", at=at)


def test_an_unknown_network_is_refused_with_those_there_are(invented: Path) -> None:
    with pytest.raises(UsageError, match=r"no network 'comand'.*accusation.*command"):
        network(invented, "comand")


def test_an_index_gives_the_same_network_as_its_folder(invented: Path) -> None:
    index = Workspace(invented).index()
    assert to_json(network(index, "command")) == to_json(network(invented, "command"))


def test_a_table_is_a_network_too_and_refuses_what_nobody_asserts() -> None:
    table = Table(("source", "target", "asserter"), [("a", "b", "c"), ("a", "b", "d")])
    assert from_table(table).number_of_edges() == 2
    assert nx.utils.graphs_equal(notebook.network(table), from_table(table))
    assert to_table(from_table(table)).rows == [
        ("a", "b", "stated by c, document undated", None),
        ("a", "b", "stated by d, document undated", None),
    ]
    with pytest.raises(UsageError, match="asserter"):
        from_table(Table(("source", "target", "asserter"), [("a", "b", None)]))


@pytest.mark.parametrize("name", names("network"))
def test_every_network_of_the_corpus_says_who_and_when_on_every_edge(
    workspace: Path, name: str
) -> None:
    graph = network(workspace, name, at="2018-06-13")
    whole = network(workspace, name)
    assert graph.number_of_edges() <= whole.number_of_edges()
    assert whole.number_of_edges() or name in ("command", "support", "tie")
    for _, _, data in whole.edges(data=True):
        assert re.search(
            rf" by {data['asserter']}, ({data.get('date')}|document undated)", data["label"]
        )
        assert data["claim"]
        assert data["document"]
        assert "validity" not in data
    assert {d["validity"] for *_, d in graph.edges(data=True)} <= {"holds", "possible"}
    assert [row[0] for row in networks().rows] == names("network")


@pytest.mark.parametrize("name", names("network"))
def test_every_network_has_a_header_and_is_the_same_from_rdflib(invented: Path, name: str) -> None:
    question = Question.named(name, "network")
    assert re.match(r"#\+ summary: .+\?\n#\+ tags: \[network, [a-z, ]+\]\nPREFIX ", question.text)
    store = Workspace(invented).index()

    class Rdflib(MemoryIndex):
        def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
            triples = ox.serialize(store.match(None, None, None), format=ox.RdfFormat.N_TRIPLES)
            found = rdflib.Graph().parse(data=triples or b"", format="nt").query(text)
            written = found.serialize(format="json")
            assert written is not None
            return ox.parse_query_results(written, ox.QueryResultsFormat.JSON)

    expected = answer(store, question)
    assert {"source", "target", "property", "stance", "asserter", "claim", "about"} <= set(
        expected.columns
    )
    rows = sorted(answer(Rdflib(), question).rows, key=str)
    assert rows == sorted(expected.rows, key=str)


NASTY = "=1+1 <&\"'> \x0b \r \ufffe \u202e الشمال 🙂"


@pytest.fixture
def nasty() -> nx.MultiDiGraph[str]:
    columns = ("source", "target", "asserter", "property", "date", "claim", "note")
    rows = [
        ("actor:a", "actor:b", "actor:c", "commands", "2017-04-04", "claim:d.k1", NASTY),
        ("actor:a", "actor:b", "actor:e", "commands", None, "claim:d.k2", None),
        ("actor:b", "actor:b", "actor:e", "commands", None, "claim:d.k2", "@SUM(A1)"),
    ]
    graph = from_table(Table(columns, [*rows]))
    graph.graph |= {"name": "mine", "caution": "a < b & c"}
    graph.nodes["actor:a"]["label"] = NASTY
    return graph


def seen(graph: nx.Graph[str]) -> list[tuple[str, str, str, str | None, str | None]]:
    assert isinstance(graph, nx.MultiDiGraph)
    return sorted(
        (a, b, str(k), d["label"], d.get("note"))
        for a, b, k, d in graph.edges(keys=True, data=True)
    )


def test_files_come_back_as_they_were(nasty: nx.MultiDiGraph[str]) -> None:
    keys = [key for _, _, key in nasty.edges(keys=True)]
    assert keys == ["claim:d.k1", "claim:d.k2", "claim:d.k2#2"]
    back = nx.node_link_graph(json.loads(to_json(nasty)), edges="edges")
    assert nx.utils.graphs_equal(back, nasty)
    written = (
        NASTY.replace("\x0b", "<U+000B>").replace("\r", "<U+000D>").replace("\ufffe", "<U+FFFE>")
    )
    expected = [
        (a, b, key, label, note and note.replace(NASTY, written))
        for a, b, key, label, note in seen(nasty)
    ]
    gexf = nx.read_gexf(io.BytesIO(to_gexf(nasty)))
    assert seen(gexf) == expected
    assert gexf.nodes["actor:a"]["label"] == written
    graphml = nx.read_graphml(io.BytesIO(to_graphml(nasty)), force_multigraph=True)
    assert seen(graphml) == expected
    assert graphml.graph["caution"] == "a < b & c"
    assert list(gexf) == list(graphml) == ["actor:a", "actor:b"]


def test_no_date_of_writing_and_no_version_of_a_library(nasty: nx.MultiDiGraph[str]) -> None:
    for data in (to_gexf(nasty), to_graphml(nasty)):
        assert b"lastmodified" not in data
        assert nx.__version__.encode() not in data
    assert b"caution: a &lt; b &amp; c" in to_gexf(nasty)


def test_a_spreadsheet_runs_nothing(nasty: nx.MultiDiGraph[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(nasty).decode(), newline="")))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")]
    assert rows[0]["note"] == "'" + NASTY


def test_the_ending_of_the_name_chooses_the_format(
    nasty: nx.MultiDiGraph[str], tmp_path: Path
) -> None:
    for ending, made in FORMATS.items():
        path = tmp_path / f"network{ending}"
        assert write_file(nasty, path) == len(made(nasty))
        assert path.read_bytes() == made(nasty)
    with pytest.raises(UsageError, match=r"ends in \.gexf, \.graphml, \.json, \.csv"):
        write_file(nasty, tmp_path / "network.pdf")
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(nasty, tmp_path / "none" / "network.csv")


def test_the_same_bytes_whatever_the_order_of_hashes(invented: Path) -> None:
    script = (
        "import sys, hashlib; from pathlib import Path\n"
        "from respondeat.network import network\n"
        "from respondeat.measure import MEASURES, measure\n"
        "from respondeat.interchange import FORMATS\n"
        "graph = network(Path(sys.argv[1]), 'command', at='2012-03-01')\n"
        "ends = ('actor:north', 'actor:militia')\n"
        "found = [made(graph) for made in FORMATS.values()]\n"
        "found += [str(measure(graph, name, *ends)).encode() for name in MEASURES]\n"
        "print(hashlib.sha256(b''.join(found)).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, str(invented)],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1
