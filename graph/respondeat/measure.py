"""Measures of a network, as data: what each says and does not say, and what computes it.

Measures count pairs that a claim affirms, each pair once however many affirm it; denials and open
questions are not counted. No measure tells who is responsible for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import networkx as nx

from respondeat import route
from respondeat.centrality import betweenness, closeness, pagerank
from respondeat.errors import UsageError
from respondeat.pair import pairs, require
from respondeat.superiors import lines, superiors
from respondeat.table import Table

__all__ = ["DIGITS", "MEASURES", "Measure", "Measured", "measure", "measures"]

_LAST = "A place in a network of claims is no responsibility."
DIGITS = 9
"""Decimals of a share: engines agree within these, and so do the bytes of a table."""


class Measure(NamedTuple):
    """What a measure says, which ends it needs, and what computes it of pairs and ends.

    One that follows paths goes both ways where a network tells who takes part in what. One of
    ``claims`` computes on these, not on pairs.
    """

    says: str
    needs: tuple[str, ...]
    compute: Callable[[Any, str | None, str | None], Table]
    follows: bool = False
    claims: bool = False


class Measured(NamedTuple):
    """A table, the sentences that belong beside it, and its lines where a screen shows no table."""

    table: Table
    says: str
    lines: tuple[str, ...] = ()


def measure(
    claims: nx.MultiDiGraph[str], name: str, start: str | None = None, end: str | None = None
) -> Measured:
    """Return a measure of a network, between two nodes where it has ends.

    Raise ``UsageError`` on an unknown measure, a missing end, or one that is not in the network.

    >>> claims = nx.MultiDiGraph()
    >>> _ = claims.add_edge("actor:x", "actor:y", asserter="actor:a")
    >>> measure(claims, "degree").table.rows
    [('actor:x', 0, 1, 0, 1), ('actor:y', 1, 0, 1, 0)]
    """
    if name not in MEASURES:
        raise UsageError(f"there is no measure {name!r}; there are {', '.join(MEASURES)}")
    chosen, kind = MEASURES[name], claims.graph.get("kind")
    if chosen.claims and "asks" in claims.graph and kind != "hierarchy":
        raise UsageError(
            f"the measure {name!r} is for the network 'command': in {claims.graph['name']!r} pairs"
            " do not lead from who commands"
        )
    both = chosen.follows and kind == "membership"
    graph = pairs(claims, both=both)
    for word, node in (("from", start), ("to", end)):
        if node is None and word in chosen.needs:
            raise UsageError(f"the measure {name!r} needs --{word} with a node of the network")
        if node is not None:
            require(graph, claims, node)
    ways = " Followed both ways, from actors to what they take part in and back." if both else ""
    if chosen.claims:
        table = chosen.compute(claims, start, end)
        return Measured(table, f"{name}: {chosen.says} {_LAST}", tuple(lines(claims, table)))
    says = f"{name}: {chosen.says}{ways} {_counted(claims, pairs(claims) if both else graph)}"
    if not claims and "caution" in claims.graph:
        says += f" ({claims.graph['caution']})"
    return Measured(chosen.compute(graph, start, end), says)


def measures() -> Table:
    """Return every measure, the ends that it needs, and what it says."""
    rows = [(name, " ".join(one.needs), one.says) for name, one in MEASURES.items()]
    return Table(("measure", "needs", "says"), rows)


def _counted(claims: nx.MultiDiGraph[str], graph: nx.DiGraph[str]) -> str:
    stances = [data.get("stance", "affirms") for _, _, data in claims.edges(data=True)]
    possible = sum(data["validity"] == "possible" for _, _, data in graph.edges(data=True))
    denied, left = stances.count("denies"), stances.count("questions")
    day = (
        f", {possible} of them only possible on {claims.graph.get('at', 'the day')}"
        if possible
        else ""
    )
    return (
        f"Counted: {graph.number_of_edges()} pairs that a claim affirms{day};"
        f" not counted: {denied} that deny, {left} that leave open."
        f" {_LAST}"
    )


def _ranked(columns: tuple[str, ...], *values: dict[str, float]) -> Table:
    rows = [(node, *(round(value[node], DIGITS) + 0.0 for value in values)) for node in values[0]]
    return Table(("node", *columns), sorted(rows, key=lambda row: (-row[1], row[0])))


def _degree(graph: nx.DiGraph[str], *_: str | None) -> Table:
    rows = [
        (
            node,
            graph.in_degree(node),
            graph.out_degree(node),
            int(graph.in_degree(node, "claims")),
            int(graph.out_degree(node, "claims")),
        )
        for node in graph
    ]
    return Table(
        ("node", "in_pairs", "out_pairs", "in_claims", "out_claims"),
        sorted(rows, key=lambda row: (-row[1] - row[2], row[0])),
    )


def _closeness(graph: nx.DiGraph[str], *_: str | None) -> Table:
    columns = ("closeness_in_per_step", "closeness_out_per_step")
    return _ranked(columns, closeness(graph), closeness(graph.reverse()))


def _components(graph: nx.DiGraph[str], *_: str | None) -> Table:
    loops = {node: len(loop) for loop in nx.strongly_connected_components(graph) for node in loop}
    found = sorted(
        (sorted(part) for part in nx.weakly_connected_components(graph)),
        key=lambda part: (-len(part), part),
    )
    rows = [
        (number, node, len(part), loops[node] if loops[node] > 1 else None)
        for number, part in enumerate(found, 1)
        for node in part
    ]
    return Table(("component_number", "node", "component_nodes", "loop_nodes"), rows)


def _reach(graph: nx.DiGraph[str], start: str | None, end: str | None) -> Table:
    return route.reach(graph, start, end) if start or end else route.reach_of_all(graph)


def _voices(graph: nx.DiGraph[str], *_: str | None) -> Table:
    told: dict[str, int] = {}
    alone: dict[str, int] = {}
    for _source, _target, data in graph.edges(data=True):
        asserters = data["asserters"]
        for asserter in asserters:
            told[asserter] = told.get(asserter, 0) + 1
        if len(asserters) == 1:
            alone[asserters[0]] = alone.get(asserters[0], 0) + 1
    rows = [(one, number, alone.get(one, 0)) for one, number in told.items()]
    return Table(
        ("asserter", "pairs", "pairs_on_its_word_alone"),
        sorted(rows, key=lambda row: (-row[2], -row[1], row[0])),
    )


MEASURES = {
    "paths": Measure(
        f"the paths from one node to another, at most {route.MOST_PATHS}, the shortest first."
        " That claims can be put end to end does not mean that anybody claims the whole path.",
        ("from", "to"),
        lambda graph, start, end: route.paths(graph, start or "", end or ""),
        follows=True,
    ),
    "cuts": Measure(
        "a smallest set of pairs, and of nodes between, without which no path leads from one node"
        " to another. A pair may rest on several claims, and on one origin behind several.",
        ("from", "to"),
        lambda graph, start, end: route.cuts(graph, start or "", end or ""),
        follows=True,
    ),
    "superiors": Measure(
        "the claims that stand above a node, hop by hop, each with its dates, its sources and the"
        " degree of confidence that its asserter gives it; from begun_by to held_until it surely"
        " held. Denials stand among them. That hops can be put end to end does not mean that"
        " anybody claims the whole.",
        ("to",),
        lambda claims, _, end: superiors(claims, end or ""),
        claims=True,
    ),
    "dominators": Measure(
        "the nodes that every path from one node to another crosses, in order."
        " A path that no source tells is not in the network.",
        ("from",),
        lambda graph, start, end: route.dominators(graph, start or "", end),
        follows=True,
    ),
    "reach": Measure(
        "which nodes can be reached from one, or reach one, in how few steps; without ends, how"
        " many each reaches. Steps are not influence.",
        (),
        _reach,
        follows=True,
    ),
    "degree": Measure(
        "how many pairs end and begin at a node, and how many claims affirm them."
        " It grows with what is reported, not only with what happened.",
        (),
        _degree,
    ),
    "betweenness": Measure(
        "the share of ordered pairs of other nodes whose shortest paths cross a node."
        " It does not say that anything passed there.",
        (),
        lambda graph, *_: _ranked(("betweenness_share",), betweenness(graph)),
        follows=True,
    ),
    "closeness": Measure(
        "1 over the mean steps from the nodes that reach a node (in) and to those that it reaches"
        " (out), times their share of all nodes. Near is not in control.",
        (),
        _closeness,
        follows=True,
    ),
    "pagerank": Measure(
        "the share of time that a walker along random edges spends on a node (damping 0.85)."
        " It is no rank in any hierarchy.",
        (),
        lambda graph, *_: _ranked(("pagerank_share",), pagerank(graph)),
    ),
    "components": Measure(
        "which nodes hang together when directions are ignored, and how many stand in a loop in"
        " which each reaches each. Hanging together in claims is not acting together.",
        (),
        _components,
    ),
    "voices": Measure(
        "who affirms how many pairs, and how many rest on nobody else. Several asserters may"
        " still have one origin.",
        (),
        _voices,
    ),
}
"""Name to measure, in the order in which they are listed."""
