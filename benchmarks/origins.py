"""Origins of a statement that a hundred thousand outlets pass on.

The yardstick is networkx walking the same relays, which finds the claims reached and no origins.
Aim: at most 1 s, and linear: a tenth of the relays in a tenth of the time, whatever their shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import networkx as nx
from _measure import call, compare

from respondeat.origins import Head, Sources

RELAYS = 100_000


def star(number: int) -> list[int]:
    """Return what each claim relays, by number: all the first one."""
    return [0] * number


def chain(number: int) -> list[int]:
    """Return what each claim relays: the one before it."""
    return list(range(number))


def tree(number: int) -> list[int]:
    """Return what each claim relays: ten the same one."""
    return [i // 10 for i in range(number)]


def claims(shape: Callable[[int], list[int]], number: int) -> dict[str, Head]:
    """Return a first claim and so many relays of it, straight or over others."""
    made = {"claim:d0.k": Head("actor:first", "doc:d0")}
    for i, target in enumerate(shape(number), 1):
        made[f"claim:d{i}.k"] = Head("actor:first", f"doc:d{i}", (f"claim:d{target}.k",))
    return made


def walked(graph: nx.DiGraph[str]) -> int:
    """Reach every relay of the first claim."""
    return len(nx.descendants(graph, "claim:d0.k"))


def counted(heads: dict[str, Head]) -> object:
    """Count the independent origins of all claims together."""
    return Sources(heads.get).independence(heads)


def main() -> None:
    """Compare the two ways over three shapes, and a tenth of each."""
    for shape in (star, chain, tree):
        heads, tenth = claims(shape, RELAYS), claims(shape, RELAYS // 10)
        graph: nx.DiGraph[str] = nx.DiGraph(
            (target, name) for name, head in heads.items() for target in head.relays
        )
        assert walked(graph) == RELAYS
        assert counted(heads) == counted(tenth) == (1, 1)
        compare(
            f"independence of {RELAYS:,} relays, {shape.__name__}",
            {
                "networkx, descendants of the first": partial(call, partial(walked, graph)),
                "respondeat.origins.Sources": partial(call, partial(counted, heads)),
                "the same, a tenth of the relays": partial(call, partial(counted, tenth)),
            },
            runs=5,
        )


if __name__ == "__main__":
    main()
