"""Pairs: what measures count of a network, one edge for all claims that affirm the same pair."""

from __future__ import annotations

from typing import Any

import networkx as nx

from respondeat.errors import UsageError

__all__ = ["LINK", "link", "pairs", "require"]

LINK = ("source", "target", "said_for", "said_against", "validity")
"""The columns of a table that name a pair: never without who says so and when."""


def pairs(claims: nx.MultiDiGraph[str], *, both: bool = False) -> nx.DiGraph[str]:
    """Return a simple graph of the affirming claims, in sorted order; loops are left out.

    With ``both``, every pair leads both ways: so two actors meet in what both take part in.

    Every edge has ``claims`` (how many affirm it), their labels (``said_for``), those of claims
    that deny the pair or leave it open (``said_against``), ``asserters``, and ``validity``:
    "possible" where on the day asked about none of its claims surely held.

    >>> claims = nx.MultiDiGraph()
    >>> for asserter in ("actor:a", "actor:b"):
    ...     _ = claims.add_edge("actor:x", "actor:y", asserter=asserter, label=f"by {asserter}")
    >>> _ = claims.add_edge("actor:x", "actor:z", stance="denies", asserter="actor:a")
    >>> list(pairs(claims).edges(data="claims"))
    [('actor:x', 'actor:y', 2)]
    """
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    against: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source, target, data in claims.edges(data=True):
        side = found if data.get("stance", "affirms") == "affirms" else against
        for pair in [(source, target), (target, source)][: 1 + both]:
            if source != target:
                side.setdefault(pair, []).append(data)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({node for pair in found for node in pair}))
    for (source, target), edges in sorted(found.items()):
        graph.add_edge(
            source,
            target,
            claims=len(edges),
            said_for=_labels(edges),
            said_against=_labels(against.get((source, target), [])),
            asserters=tuple(sorted({str(edge["asserter"]) for edge in edges})),
            validity=_validity(edges),
        )
    return graph


def require(graph: nx.DiGraph[str], claims: nx.MultiDiGraph[str], node: str) -> None:
    """Raise ``UsageError`` where no claim that affirms names a node."""
    if node in graph:
        return
    name = claims.graph.get("name", "")
    if node in claims:
        raise UsageError(
            f"no claim in the network {name!r} that affirms links {node!r} to another: measures"
            " count neither denials nor open questions"
        )
    near = [other for other in graph if node.partition(":")[2][:4] in other][:5]
    hint = f"; perhaps {', '.join(near)}" if near else ""
    if not claims and "caution" in claims.graph:
        hint = f": {claims.graph['caution'].rpartition('; ')[2]}"
    when = f" on {claims.graph['at']}" if "at" in claims.graph else ""
    raise UsageError(f"{node!r} is not in the network {name!r}{when}{hint}")


def link(graph: nx.DiGraph[str], source: str, target: str) -> tuple[str | None, ...]:
    """Return the cells of `LINK` for a pair."""
    data = graph.edges[source, target]
    told = (" | ".join(data[name]) or None for name in ("said_for", "said_against"))
    return (source, target, *told, data["validity"])


def _labels(edges: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({str(edge.get("label", edge["asserter"])) for edge in edges}))


def _validity(edges: list[dict[str, Any]]) -> str | None:
    found = {edge.get("validity") for edge in edges}
    return "holds" if "holds" in found else "possible" if "possible" in found else None
