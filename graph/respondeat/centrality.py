"""Centrality of nodes in a simple directed graph, by networkx or a faster engine.

The extra ``fast`` brings rustworkx; it gives the same numbers within 1e-9 and is used from
500 nodes on. It runs in one thread: several add in changing order, and the last digits with them.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import networkx as nx

from respondeat.errors import UsageError

if TYPE_CHECKING:
    import rustworkx as rx

__all__ = ["ENGINES", "betweenness", "closeness", "pagerank"]

ENGINES = ("networkx", "rustworkx")

_FEW = 500
_ONE_THREAD = 2**60
_DAMPING = 0.85
_TOLERANCE = 1e-12


def betweenness(graph: nx.DiGraph[str], engine: str | None = None) -> dict[str, float]:
    """Return for every node the share of ordered pairs of others whose shortest paths cross it.

    Where several paths are shortest, each counts in part. Brandes 2001.

    >>> betweenness(nx.DiGraph([("a", "b"), ("b", "c")]))["b"]
    0.5
    """
    if not _fast(graph, engine):
        return dict(nx.betweenness_centrality(graph))
    import rustworkx as rx

    found = rx.digraph_betweenness_centrality(_converted(graph), parallel_threshold=_ONE_THREAD)
    return dict(zip(graph, (found[i] for i in range(len(graph))), strict=True))


def closeness(graph: nx.DiGraph[str], engine: str | None = None) -> dict[str, float]:
    """Return for every node 1 over the mean steps from those that reach it, times their share.

    Wasserman and Faust 1994, for graphs in which not every node reaches every other.

    >>> closeness(nx.DiGraph([("a", "b"), ("b", "c")]))["c"]
    0.6666666666666666
    """
    if not _fast(graph, engine):
        return dict(nx.closeness_centrality(graph))
    import rustworkx as rx

    found = rx.digraph_closeness_centrality(_converted(graph), parallel_threshold=_ONE_THREAD)
    return dict(zip(graph, (found[i] for i in range(len(graph))), strict=True))


def pagerank(graph: nx.DiGraph[str]) -> dict[str, float]:
    """Return for every node the share of time that a random walker along the edges spends on it.

    With chance 0.15, and always where no edge leads on, it jumps to any node. Brin and Page 1998.

    >>> ranks = pagerank(nx.DiGraph([("a", "b"), ("b", "a")]))
    >>> round(ranks["a"], 9)
    0.5
    """
    if not graph:
        return {}
    place = {node: i for i, node in enumerate(graph)}
    ahead = [[place[other] for other in graph.successors(node)] for node in graph]
    size, change = len(ahead), 1.0
    ranks = [1 / size] * size
    while change > _TOLERANCE:
        stuck = sum(rank for rank, others in zip(ranks, ahead, strict=True) if not others)
        fresh = [(1 - _DAMPING + _DAMPING * stuck) / size] * size
        for rank, others in zip(ranks, ahead, strict=True):
            for other in others:
                fresh[other] += _DAMPING * rank / len(others)
        change = sum(abs(a - b) for a, b in zip(ranks, fresh, strict=True))
        ranks = fresh
    return dict(zip(graph, ranks, strict=True))


def _fast(graph: nx.DiGraph[str], engine: str | None) -> bool:
    there = find_spec("rustworkx") is not None
    if engine is None:
        return there and len(graph) >= _FEW
    if engine not in ENGINES:
        raise UsageError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}")
    if engine == "rustworkx" and not there:
        raise UsageError("rustworkx is not installed: pip install 'respondeat[fast]'")
    return engine == "rustworkx"


def _converted(graph: nx.DiGraph[str]) -> rx.PyDiGraph[str, None]:
    import rustworkx as rx

    place = {node: i for i, node in enumerate(graph)}
    made: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    made.add_nodes_from(list(graph))
    made.add_edges_from_no_data([(place[a], place[b]) for a, b in graph.edges()])
    return made
