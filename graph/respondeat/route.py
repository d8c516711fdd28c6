"""Routes through the pairs of a network: paths, cuts, dominators, reach.

A row that names a pair also says who affirms and who denies it, and when.
"""

from __future__ import annotations

from itertools import islice, pairwise

import networkx as nx
from networkx.algorithms.connectivity import minimum_st_edge_cut

from respondeat.errors import UsageError
from respondeat.pair import LINK, link
from respondeat.table import Table

__all__ = ["MOST_NODES", "MOST_PATHS", "cuts", "dominators", "paths", "reach", "reach_of_all"]

MOST_PATHS = 20
"""How many paths are listed, the shortest first."""

MOST_NODES = 30_000
"""Nodes of a network up to which reach is counted for all: the memory grows with their square."""


def paths(graph: nx.DiGraph[str], start: str, end: str) -> Table:
    """Return the paths without a loop from one node to another, a row each step.

    At most `MOST_PATHS`, by length; a last row that holds only ``more`` says that there are more.
    """
    found: list[list[str]] = []
    if nx.has_path(graph, start, end) and start != end:
        found = list(islice(nx.shortest_simple_paths(graph, start, end), MOST_PATHS + 1))
    kept = sorted(found[:MOST_PATHS], key=lambda path: (len(path), path))
    rows = [
        (number, step, *link(graph, a, b))
        for number, path in enumerate(kept, 1)
        for step, (a, b) in enumerate(pairwise(path), 1)
    ]
    if len(found) > MOST_PATHS:
        rows.append(("more", *[None] * (1 + len(LINK))))
    return Table(("path_number", "step_number", *LINK), rows)


def cuts(graph: nx.DiGraph[str], start: str, end: str) -> Table:
    """Return a smallest set of pairs, and one of nodes between, without which no path leads over.

    Of several smallest sets that nearest to the end is given (it is the same whatever the
    algorithm). A direct edge leaves no set of nodes. Menger 1927.
    """
    rows: list[tuple[str | int | None, ...]] = []
    if start != end and nx.has_path(graph, start, end):
        edges = sorted(minimum_st_edge_cut(graph, start, end))
        rows += [
            ("pair", None, *link(graph, a, b), int(graph.edges[a, b]["claims"])) for a, b in edges
        ]
        if not graph.has_edge(start, end):
            nodes = _nodes_between(graph, start, end)
            rows += [("node", node, *[None] * len(LINK), None) for node in nodes]
    return Table(("cut", "node", *LINK, "claims_count"), rows)


def _nodes_between(graph: nx.DiGraph[str], start: str, end: str) -> list[str]:
    """Return a smallest set of nodes that every path crosses, each node drawn as an edge to cut.

    networkx 3.6 itself gives none where an edge leads back from the end to the start.
    """
    drawn: nx.DiGraph[tuple[str, int]] = nx.DiGraph()
    for node in graph:
        drawn.add_edge((node, 0), (node, 1), capacity=1)
    drawn.add_edges_from(((a, 1), (b, 0)) for a, b in graph.edges)  # no capacity: never cut
    _, (near, _) = nx.minimum_cut(drawn, (start, 1), (end, 0))
    return sorted(node for node in graph if (node, 0) in near and (node, 1) not in near)


def dominators(graph: nx.DiGraph[str], start: str, end: str | None) -> Table:
    """Return for every node reached from ``start`` those that every path to it crosses, in order.

    With ``end``, for that node alone. Lengauer and Tarjan 1979.
    """
    above = dict(nx.immediate_dominators(graph, start))
    rows = []
    for node in sorted(above):
        chain: list[str] = []
        here = above[node] if node != start else None
        while here is not None and here != start:
            chain.insert(0, here)
            here = above[here]
        if node != start and end in (None, node):
            rows.append((node, len(chain), " > ".join(chain) or None))
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table(("node", "dominators_count", "dominators"), rows)


def reach(graph: nx.DiGraph[str], start: str | None, end: str | None) -> Table:
    """Return the nodes that can be reached from ``start``, and from which ``end`` can be.

    With the fewest steps from and to; ``surely`` counts only pairs that surely held.
    """
    possible = [(a, b) for a, b, d in graph.edges(data=True) if d["validity"] == "possible"]
    sure = graph.copy()
    sure.remove_edges_from(possible)
    sides = []
    for node, turned in ((start, False), (end, True)):
        for one in (graph, sure):
            side = one.reverse(copy=False) if turned else one
            sides.append(dict(nx.single_source_shortest_path_length(side, node)) if node else {})
    ahead, ahead_surely, behind, behind_surely = sides
    found = set(ahead) & set(behind) if start and end else set(ahead) | set(behind)
    rows = [
        (node, *(side.get(node) for side in (ahead, ahead_surely, behind, behind_surely)))
        for node in sorted(found - {start, end})
    ]
    rows.sort(key=lambda row: (row[1] or 0, row[3] or 0, row[0]))
    names = ("steps_from", "steps_from_surely", "steps_to", "steps_to_surely")
    return Table(("node", *names), rows)


def reach_of_all(graph: nx.DiGraph[str]) -> Table:
    """Return for every node how many others it can reach, and how many can reach it.

    Raise ``UsageError`` where there are more than `MOST_NODES`.
    """
    if len(graph) > MOST_NODES:
        raise UsageError(
            f"reach is counted for all up to {MOST_NODES:,} nodes, and this network has"
            f" {len(graph):,}: add --from or --to"
        )
    ahead, behind = _reached(graph), _reached(graph.reverse(copy=False))
    rows = [(node, ahead[node], behind[node]) for node in graph]
    return Table(
        ("node", "reaches_nodes", "reached_by_nodes"),
        sorted(rows, key=lambda row: (-row[1], -row[2], row[0])),
    )


def _reached(graph: nx.DiGraph[str]) -> dict[str, int]:
    """Count in one pass over the condensation, where a set of nodes is the bits of a number."""
    place = {node: i for i, node in enumerate(graph)}
    whole = nx.condensation(graph)
    bits: dict[int, int] = {}
    found: dict[str, int] = {}
    for part in reversed(list(nx.topological_sort(whole))):
        members = whole.nodes[part]["members"]
        bits[part] = sum(1 << place[node] for node in members)
        for other in whole.successors(part):
            bits[part] |= bits[other]
        found |= dict.fromkeys(members, bits[part].bit_count() - 1)
    return found
