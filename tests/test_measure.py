"""Measures: by hand, by brute force, by another engine; denials and parallel claims change none."""

from __future__ import annotations

import importlib.util
import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from respondeat.centrality import ENGINES, betweenness, closeness, pagerank
from respondeat.errors import UsageError
from respondeat.measure import MEASURES, Measured, measure, measures
from respondeat.network import _day, _graph, from_table
from respondeat.pair import pairs, require
from respondeat.period import POINTS
from respondeat.route import MOST_NODES, MOST_PATHS, reach_of_all
from respondeat.table import Table

COLUMNS = ("source", "target", "asserter", "property", "date", "stance", "claim", "validity")
CHAIN = ["ab", "bc", "cd", "ac", "de", "xe"]
"""a commands b, b commands c, ...: from a to e by b and c or by c alone, and always over d."""


def claims(
    edges: list[str], *, asserter: str = "actor:m", stance: str = "affirms", validity: Any = None
) -> list[tuple[Any, ...]]:
    return [
        (
            edge[0],
            edge[1],
            asserter,
            "commands",
            "2012",
            stance,
            f"claim:{asserter[6:]}.{edge}",
            validity,
        )
        for edge in edges
    ]


def graph_of(*rows: list[tuple[Any, ...]], **attributes: str) -> nx.MultiDiGraph[str]:
    found = from_table(Table(COLUMNS, list(itertools.chain(*rows))))
    found.graph.update({"name": "mine", **attributes})
    return found


def rows_of(
    graph: nx.MultiDiGraph[str], name: str, start: str | None = None, end: str | None = None
) -> list[tuple[Any, ...]]:
    return measure(graph, name, start, end).table.rows


def every(graph: nx.MultiDiGraph[str]) -> dict[str, Measured]:
    return {name: measure(graph, name, "a", "e") for name in MEASURES}


def test_paths_come_shortest_first_with_who_says_each_step() -> None:
    denial = claims(["cd"], asserter="actor:n", stance="denies")
    graph = graph_of(claims(CHAIN), claims(["cd"], asserter="actor:o"), denial)
    table = measure(graph, "paths", "a", "e").table
    assert [row[:4] for row in table.rows] == [
        (1, 1, "a", "c"),
        (1, 2, "c", "d"),
        (1, 3, "d", "e"),
        (2, 1, "a", "b"),
        (2, 2, "b", "c"),
        (2, 3, "c", "d"),
        (2, 4, "d", "e"),
    ]
    assert table.rows[1][4:] == (
        "commands, stated by actor:m, 2012 | commands, stated by actor:o, 2012",
        "commands, denied by actor:n, 2012",
        None,
    )
    assert rows_of(graph, "paths", "e", "a") == []
    assert rows_of(graph, "paths", "a", "a") == []


def test_that_there_are_more_paths_is_said() -> None:
    width = [f"{a}{b}" for a, b in itertools.pairwise("abcdef")]
    detours = [f"{a}{b}" for a, b in itertools.combinations("abcdefg", 2)]
    rows = rows_of(graph_of(claims(sorted({*width, *detours}))), "paths", "a", "g")
    assert rows[-1] == ("more", *[None] * 6)
    assert rows[-2][0] == MOST_PATHS
    kept = [list(path) for _, path in itertools.groupby(rows[:-1], key=lambda row: row[0])]
    assert [len(path) for path in kept] == sorted(len(path) for path in kept)


def test_cuts_by_hand() -> None:
    graph = graph_of(claims(CHAIN), claims(["cd"], asserter="actor:o"))
    rows = rows_of(graph, "cuts", "a", "e")
    assert [(row[0], row[1], row[2], row[3], row[-1]) for row in rows] == [
        ("pair", None, "d", "e", 1),
        ("node", "d", None, None, None),
    ]
    direct = graph_of(claims([*CHAIN, "ae"]))
    assert [row[0] for row in rows_of(direct, "cuts", "a", "e")] == ["pair", "pair"]
    assert rows_of(graph, "cuts", "e", "a") == []


def test_dominators_by_hand() -> None:
    assert rows_of(graph_of(claims(CHAIN)), "dominators", "a") == [
        ("e", 2, "c > d"),
        ("d", 1, "c"),
        ("b", 0, None),
        ("c", 0, None),
    ]
    assert rows_of(graph_of(claims(CHAIN)), "dominators", "a", "e") == [("e", 2, "c > d")]


def test_reach_by_hand() -> None:
    graph = graph_of(claims([*CHAIN[:3], *CHAIN[4:]]), claims(["ac"], validity="possible"))
    assert rows_of(graph, "reach", "a") == [
        ("b", 1, 1, None, None),
        ("c", 1, 2, None, None),
        ("d", 2, 3, None, None),
        ("e", 3, 4, None, None),
    ]
    assert [row[0] for row in rows_of(graph, "reach", None, "c")] == ["a", "b"]
    assert rows_of(graph, "reach", "a", "d") == [("c", 1, 2, 1, 1), ("b", 1, 1, 2, 2)]
    assert rows_of(graph, "reach")[:2] == [("a", 4, 0), ("b", 3, 1)]


def test_degree_betweenness_components_and_voices_by_hand() -> None:
    graph = graph_of(claims([*CHAIN, "yz", "zy"]), claims(["ab", "yz"], asserter="actor:o"))
    assert rows_of(graph, "degree")[:3] == [
        ("c", 2, 1, 2, 1),
        ("a", 0, 2, 0, 3),
        ("b", 1, 1, 2, 1),
    ]
    # of 7 * 6 ordered pairs of others, c lies between a-d a-e b-d b-e, d between a-e b-e c-e
    assert rows_of(graph, "betweenness")[:3] == [
        ("c", round(4 / 42, 9), ),
        ("d", round(3 / 42, 9), ),
        ("a", 0.0),
    ]  # fmt: skip
    assert rows_of(graph, "components") == [
        *((1, node, 6, None) for node in "abcdex"),
        *((2, node, 2, 2) for node in "yz"),
    ]
    assert rows_of(graph, "voices") == [("actor:m", 8, 6), ("actor:o", 2, 0)]


def test_what_a_membership_says_is_followed_both_ways() -> None:
    edges = claims(["ai", "bi", "bj", "cj"])
    assert rows_of(graph_of(edges), "paths", "a", "c") == []
    graph = graph_of(edges, kind="membership")
    assert [row[2] + row[3] for row in rows_of(graph, "paths", "a", "c")] == [
        "ai",
        "ib",
        "bj",
        "jc",
    ]
    assert {row[1] for row in rows_of(graph, "cuts", "a", "c")} >= {"i"} or rows_of(
        graph, "cuts", "a", "c"
    )
    assert rows_of(graph, "degree") == rows_of(graph_of(edges), "degree")
    assert "Followed both ways" in measure(graph, "paths", "a", "c").says
    assert "Counted: 4 pairs" in measure(graph, "paths", "a", "c").says


def test_denials_and_open_questions_are_not_counted_and_said_so() -> None:
    plain = graph_of(claims(CHAIN))
    denied = claims(["ad", "bq"], asserter="actor:n", stance="denies")
    asked = claims(["ea"], asserter="actor:n", stance="questions")
    more = graph_of(claims(CHAIN), denied, asked)
    for name, found in every(plain).items():
        other = measure(more, name, "a", "e")
        if MEASURES[name].claims:
            assert len(other.table.rows) > len(found.table.rows)
            assert other.says.endswith("is no responsibility.")
            continue
        assert other.table == found.table, name
        assert "not counted: 0 that deny, 0 that leave open" in found.says
        assert "not counted: 2 that deny, 1 that leave open" in other.says
        assert other.says.endswith("is no responsibility.")


def test_several_claims_of_one_pair_count_as_one_pair() -> None:
    once, often = (
        graph_of(claims(CHAIN), *[claims(CHAIN, asserter=f"actor:o{i}") for i in range(n)])
        for n in (0, 3)
    )
    for name in ("betweenness", "closeness", "pagerank", "components", "reach", "dominators"):
        assert rows_of(once, name, *["a"][: "from" in MEASURES[name].needs]) == rows_of(
            often, name, *["a"][: "from" in MEASURES[name].needs]
        )
    assert rows_of(often, "degree")[0] == ("c", 2, 1, 8, 4)


def test_an_actor_that_speaks_of_itself_is_no_pair() -> None:
    assert list(pairs(graph_of(claims(["aa", "ab"]))).edges) == [("a", "b")]


def test_the_order_of_ties_is_that_of_the_names_whatever_the_order_of_the_claims() -> None:
    edges = [f"{a}{b}" for a, b in itertools.permutations("abcdef", 2)]
    expected = every(graph_of(claims(edges)))
    assert [row[0] for row in expected["betweenness"].table.rows] == list("abcdef")
    for seed in range(5):
        shuffled = random.Random(seed).sample(edges, len(edges))
        assert every(graph_of(claims(shuffled))) == expected


def test_what_is_possible_on_a_day_is_said_and_marked() -> None:
    graph = graph_of(
        claims(CHAIN[:3], validity="holds"), claims(["de"], validity="possible"), at="2012-01-01"
    )
    found = measure(graph, "paths", "a", "e")
    assert "4 pairs that a claim affirms, 1 of them only possible on 2012-01-01" in found.says
    assert [row[-1] for row in found.table.rows] == ["holds", "holds", "holds", "possible"]
    assert (
        pairs(graph_of(claims(["ab"], validity="possible"), claims(["ab"], validity="holds")))["a"][
            "b"
        ]["validity"]
        == "holds"
    )


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_says_what_it_does_not_say_and_answers_the_empty_network(name: str) -> None:
    assert len(MEASURES[name].says.rstrip(".").split(". ")) >= 2
    assert [row[0] for row in measures().rows] == list(MEASURES)
    if not MEASURES[name].needs:
        assert rows_of(graph_of(), name) == []


def test_superiors_are_claims_hop_by_hop_and_change_with_the_day() -> None:
    columns = "source target asserter property claim stance".split()
    columns += [*POINTS, "standard", "sources"]
    days = ("2001-01-01", "2001-01-01", "2002-12-31", "2003-12-31")
    rows = [
        ("a", "b", "m", "commands", "k1", "affirms", *days, "standard:sfm-low", "doc:r"),
        ("a", "b", "n", "commands", "k2", "denies", None, None, None, None, None, None),
        ("c", "b", "m", "commands", "k3", "affirms", "2004-01-01", *[None] * 3, None, None),
        ("d", "a", "m", "commands", "k4", "affirms", None, None, None, None, None, None),
        ("b", "d", "m", "commands", "k5", "affirms", None, None, None, None, None, None),
        ("x", "c", "m", "commands", "k6", "denies", None, None, None, None, None, None),
        ("y", "x", "m", "commands", "k7", "affirms", None, None, None, None, None, None),
    ]

    def above(day: str) -> list[tuple[object, ...]]:
        graph = _graph([dict(zip(columns, row, strict=True)) for row in rows], _day(day))
        return [(*row[:4], row[-1]) for row in measure(graph, "superiors", None, "b").table.rows]

    # a loop ends, who only denies leads no further, and what surely held comes first
    assert above("2002-06-01") == [
        (1, "a", "b", "holds", "k1"),
        (1, "a", "b", "possible", "k2"),
        (2, "d", "a", "possible", "k4"),
        (3, "b", "d", "possible", "k5"),
    ]
    assert above("2005-06-01") == [
        (1, "c", "b", "possible", "k3"),
        (1, "a", "b", "possible", "k2"),
        (2, "x", "c", "possible", "k6"),
    ]
    graph = _graph([dict(zip(columns, rows[0], strict=True))], None)
    told = measure(graph, "superiors", None, "b").lines
    assert told == (
        "1. a (a) over b (b)",
        "   commands, stated by m, document undated; not before 2001-01-01; begun by 2001-01-01;"
        " held at least until 2002-12-31; ended by 2003-12-31; standard:sfm-low [k1]",
        "      doc:r",
    )


def test_errors_say_what_to_mend() -> None:
    graph = graph_of(claims(CHAIN), claims(["qa"], stance="denies"), at="2012-01-01")
    with pytest.raises(UsageError, match=r"no measure 'fame'; there are paths, cuts"):
        measure(graph, "fame")
    with pytest.raises(UsageError, match="'paths' needs --from"):
        measure(graph, "paths")
    with pytest.raises(UsageError, match="'cuts' needs --to"):
        measure(graph, "cuts", "a")
    with pytest.raises(UsageError, match=r"'z' is not in the network ''$"):
        measure(nx.MultiDiGraph(), "degree", "z")
    with pytest.raises(UsageError, match="'z' is not in the network 'mine' on 2012-01-01"):
        measure(graph, "paths", "a", "z")
    with pytest.raises(UsageError, match="no claim in the network 'mine' that affirms links 'q'"):
        measure(graph, "paths", "q", "a")
    near = from_table(Table(COLUMNS[:3], [("actor:army", "actor:army-2", "actor:m")]))
    with pytest.raises(UsageError, match="perhaps actor:army, actor:army-2"):
        require(pairs(near), near, "actor:army-3")


small = st.sets(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda e: e[0] != e[1]),
    min_size=1,
    max_size=14,
).map(lambda found: [a + b for a, b in sorted(found)])


@settings(max_examples=60, deadline=None)
@given(small)
def test_cuts_dominators_and_reach_agree_with_brute_force(edges: list[str]) -> None:
    graph = graph_of(claims(edges))
    whole: nx.DiGraph[str] = nx.DiGraph([(edge[0], edge[1]) for edge in edges])
    for start, end in itertools.permutations(sorted(whole), 2):
        rows = rows_of(graph, "cuts", start, end)
        found = [(row[2], row[3]) for row in rows if row[0] == "pair"]
        assert not without(whole, found, start, end)
        smaller = itertools.combinations(whole.edges, max(len(found) - 1, 0))
        assert not found or all(without(whole, list(one), start, end) for one in smaller)
        nodes = [row[1] for row in rows if row[0] == "node"]
        if found and not whole.has_edge(start, end):
            assert not nx.has_path(nx.restricted_view(whole, nodes, []), start, end)
            others = sorted(set(whole) - {start, end})
            assert all(
                nx.has_path(nx.restricted_view(whole, one, []), start, end)
                for one in itertools.combinations(others, len(nodes) - 1)
            )
    for start in sorted(whole):
        below = nx.descendants(whole, start)
        expected = {
            node: {
                other
                for other in below - {node}
                if not nx.has_path(nx.restricted_view(whole, [other], []), start, node)
            }
            for node in below
        }
        told = rows_of(graph, "dominators", start)
        assert {row[0]: set((row[2] or "").split(" > ")) - {""} for row in told} == expected
    assert {row[0]: row[1:] for row in rows_of(graph, "reach")} == {
        node: (len(nx.descendants(whole, node)), len(nx.ancestors(whole, node))) for node in whole
    }


def without(whole: nx.DiGraph[str], cut: list[Any], start: str, end: str) -> bool:
    return nx.has_path(nx.restricted_view(whole, [], cut), start, end)


def invented(nodes: int, edges: int, seed: int) -> nx.DiGraph[str]:
    """Return a graph with a few great commanders, loops, and parts that hang apart."""
    chance = random.Random(seed)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(f"actor:u{i:05}" for i in range(nodes))
    names = list(graph)
    while graph.number_of_edges() < edges:
        a, b = int(chance.random() ** 2 * nodes), chance.randrange(nodes)
        if a != b:
            graph.add_edge(names[a], names[b])
    return graph


def test_reach_of_all_has_a_limit_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = invented(9, 12, 1)
    assert MOST_NODES >= 20_000
    monkeypatch.setattr("respondeat.route.MOST_NODES", 8)
    with pytest.raises(UsageError, match="up to 8 nodes, and this network has 9: add --from"):
        reach_of_all(graph)
    monkeypatch.setattr("respondeat.route.MOST_NODES", 9)
    assert len(reach_of_all(graph).rows) == 9


def test_pagerank_solves_its_equations() -> None:
    graph = invented(60, 150, 3)
    size = len(graph)
    place = {node: i for i, node in enumerate(graph)}
    step = np.full((size, size), 1 / size)
    for node in graph:
        if graph.out_degree(node):
            step[place[node]] = 0
            for other in graph.successors(node):
                step[place[node], place[other]] = 1 / graph.out_degree(node)
    left = np.eye(size) - 0.85 * step.T
    expected = np.linalg.solve(left, np.full(size, 0.15 / size))
    found = pagerank(graph)
    assert max(abs(found[node] - expected[place[node]]) for node in graph) < 1e-9


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "networkx"])
@pytest.mark.parametrize(("nodes", "edges"), [(1, 0), (2, 1), (30, 40), (300, 1200), (700, 2000)])
@pytest.mark.parametrize("what", [betweenness, closeness])
def test_a_faster_engine_gives_the_same_numbers(
    what: Any, nodes: int, edges: int, engine: str
) -> None:
    if importlib.util.find_spec(engine) is None:
        pytest.skip(f"{engine} is missing: the extra 'fast' brings it")
    graph = invented(nodes, edges, nodes)
    slow, fast = what(graph, "networkx"), what(graph, engine)
    assert list(slow) == list(fast)
    assert max(abs(slow[node] - fast[node]) for node in graph) < 1e-9
    assert fast == what(graph, engine)  # to the last digit, run after run


def test_an_engine_that_is_missing_or_unknown_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = invented(3, 2, 1)
    with pytest.raises(UsageError, match=r"no engine 'abacus'; there are networkx, rustworkx"):
        betweenness(graph, "abacus")
    monkeypatch.setattr("respondeat.centrality.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'respondeat\[fast\]'"):
        closeness(graph, "rustworkx")
    assert betweenness(invented(600, 700, 1))  # by networkx
