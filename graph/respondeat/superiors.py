"""Superiors: the claims of a network that stand above an actor, hop by hop.

Every claim is a row of its own with its dates, its sources and the degree of confidence that its
asserter gives it. That hops can be put end to end does not mean that anybody claims the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import networkx as nx

from respondeat.table import Table

__all__ = ["lines", "superiors"]

_DATA = tuple(
    "validity from_date begun_by held_until until_date open_end original standard sources"
    " label claim".split()
)
_DATES = (
    ("from_date", "not before {}"),
    ("begun_by", "begun by {}"),
    ("held_until", "held at least until {}"),
    ("until_date", "ended by {}"),
    ("open_end", "{}"),
)


def superiors(claims: nx.MultiDiGraph[str], end: str) -> Table:
    """Return the claims of each hop above a node, the nearest first; denials stand beside them.

    ``from_date`` and ``until_date`` bound it; from ``begun_by`` to ``held_until`` it surely held.

    >>> claims = nx.MultiDiGraph()
    >>> _ = claims.add_edge("actor:x", "actor:y", label="commands, stated by actor:a", claim="k1")
    >>> _ = claims.add_edge("actor:w", "actor:x", label="commands, stated by actor:a", claim="k2")
    >>> [row[:3] for row in superiors(claims, "actor:y").rows]
    [(1, 'actor:x', 'actor:y'), (2, 'actor:w', 'actor:x')]
    """
    rows: list[tuple[Any, ...]] = []
    here, seen, hop = {end}, {end}, 0
    while here:
        hop += 1
        pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for above, below, data in claims.in_edges(sorted(here), data=True):
            if above != below:
                pairs.setdefault((above, below), []).append(data)
        for (above, below), said in sorted(pairs.items(), key=lambda one: (_rank(one[1]), one[0])):
            said.sort(key=lambda data: (_rank([data]), str(data.get("claim"))))
            rows += [(hop, above, below, *(data.get(name) for name in _DATA)) for data in said]
        here = {above for (above, _), said in pairs.items() if _rank(said) < 2} - seen
        seen |= here
    return Table(("hop_number", "superior", "subordinate", *_DATA), rows)


def lines(claims: nx.MultiDiGraph[str], found: Table) -> Iterator[str]:
    """Yield what was found for a screen: each hop, its claims, and what each passes on."""
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    names = ("hop_number", "superior", "subordinate")
    for (hop, above, below), said in groupby(rows, key=lambda row: tuple(map(row.get, names))):
        yield f"{hop}. {_named(claims, above)} over {_named(claims, below)}"
        for row in said:
            dates = [text.format(row[name]) for name, text in _DATES if row[name]]
            parts = (
                row["label"],
                *dates,
                row["standard"],
                row["original"] and repr(row["original"]),
            )
            yield f"   {'; '.join(str(part) for part in parts if part)} [{row['claim']}]"
            yield from (f"      {one}" for one in (row["sources"] or "").split(" | ") if one)


def _rank(said: list[dict[str, Any]]) -> int:
    """Return 0 where a claim affirms that it held, or no day was asked, 1 where it may, else 2."""
    affirmed = [data for data in said if data.get("stance", "affirms") == "affirms"]
    held = any(data.get("validity") != "possible" for data in affirmed)
    return 0 if held else 1 if affirmed else 2


def _named(claims: nx.MultiDiGraph[str], node: str) -> str:
    return f"{claims.nodes[node].get('label', node)} ({node})"
