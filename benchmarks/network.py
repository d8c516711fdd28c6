"""Centrality of a large network of commands: networkx, and the engine of the extra ``fast``.

The yardstick is networkx on the same graph in the same run; the numbers must agree within 1e-9.
As it comes: 2,000 units with 8,000 links, interleaved. ``python network.py whole`` adds 10,000
units with 40,000 links, once each (networkx: up to a quarter of an hour), and the network
itself from an index.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial

import networkx as nx
from _measure import call, compare

from respondeat.centrality import betweenness, closeness
from respondeat.index import MemoryIndex
from respondeat.network import network
from respondeat.ontology import declarations
from respondeat.terms import TERMS

MEASURES: dict[str, Callable[[nx.DiGraph[str], str], dict[str, float]]] = {
    "betweenness": betweenness,
    "closeness": closeness,
}


def links(nodes: int, edges: int) -> list[tuple[str, str]]:
    """Return who commands whom: a few command many."""
    chance = random.Random(nodes)
    found: set[tuple[int, int]] = set()
    while len(found) < edges:
        above, below = int(chance.random() ** 2 * nodes), chance.randrange(nodes)
        if above != below:
            found.add((above, below))
    return [(f"actor:unit-{a}", f"actor:unit-{b}") for a, b in sorted(found)]


def index(pairs: list[tuple[str, str]]) -> MemoryIndex:
    """Return an index with one dated claim a pair."""
    text = [TERMS.turtle_prefixes(), "doc:d a resp:Document ; resp:publisher actor:monitor .\n"]
    for year in range(2000, 2020):
        points = "earliestStart latestStart earliestEnd latestEnd".split()
        days = [f"{year}-01-01", f"{year}-01-01", f"{year + 3}-12-31", f"{year + 3}-12-31"]
        body = (f'resp:{p} "{d}"^^xsd:date' for p, d in zip(points, days, strict=True))
        text.append(f"period:y{year} a resp:Period ; {' ; '.join(body)} .\n")
    text += [
        f"claim:d.k{i} a resp:Claim ; resp:inDocument doc:d ; resp:asserter actor:monitor ;"
        f' resp:about {above} ; says:commands {below} ; resp:verification "read" ;'
        f" resp:qualifierPeriod period:y{2000 + i % 20} .\n"
        for i, (above, below) in enumerate(pairs)
    ]
    made = MemoryIndex()
    made.load([declarations(), "".join(text).encode()])
    return made


def once(what: str, function: Callable[[], object]) -> float:
    """Run once, print and return the seconds."""
    start = time.perf_counter()
    function()
    seconds = time.perf_counter() - start
    print(f"  {what:44} {seconds:8.2f}s")
    return seconds


def main() -> None:
    """Compare the engines, first that they agree."""
    graph: nx.DiGraph[str] = nx.DiGraph(links(2_000, 8_000))
    for name, measured in MEASURES.items():
        slow, fast = (measured(graph, engine) for engine in ("networkx", "rustworkx"))
        assert max(abs(slow[node] - fast[node]) for node in graph) < 1e-9
        ways = {
            engine: partial(call, partial(measured, graph, engine))
            for engine in ("networkx", "rustworkx")
        }
        compare(f"{name}, 2,000 nodes, 8,000 edges", ways, runs=3)
    if "whole" not in sys.argv:
        return
    pairs = links(10_000, 40_000)
    large: nx.DiGraph[str] = nx.DiGraph(pairs)
    print("\n10,000 nodes, 40,000 edges, once")
    for name, measured in MEASURES.items():
        seconds = [
            once(
                f"{name}, {engine}",
                partial(measured, large, engine),
            )
            for engine in ("rustworkx", "networkx")
        ]
        print(f"  {'':44} {seconds[0] / seconds[1]:8.3f}x")
    filled = index(pairs)
    once("network of 40,000 dated claims from an index", lambda: network(filled, "command"))
    once("the same at a day", lambda: network(filled, "command", at="2012-06-01"))


if __name__ == "__main__":
    main()
