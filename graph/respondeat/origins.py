"""Origins: where the relay path of a claim ends.

An origin is a pair of an asserter and the document where the path ends, or ``unread`` where
nobody read that document. Six outlets that pass on one source are one origin (ICJ, Nicaragua,
1986, para 63: reports from a single source weigh as that source).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from respondeat.claim import Row, by_claim

__all__ = ["UNREAD", "Origin", "origins"]

UNREAD = "unread"


class Origin(NamedTuple):
    """Who said it first, as far as the record goes, and where."""

    asserter: str
    document: str


def origins(rows: Iterable[Row]) -> dict[str, frozenset[Origin]]:
    """Return the origins of every claim by its id, ``document.key``, in one pass over the relays.

    >>> upstream = {"document": "a", "key": "k", "asserter": "actor:x", "relays": []}
    >>> relay = {"document": "b", "key": "k", "asserter": "actor:x", "relays": ["a.k"]}
    >>> origins([upstream, relay])["b.k"]
    frozenset({Origin(asserter='actor:x', document='doc:a')})
    """
    heads = {f"{claim[0]['document']}.{claim[0]['key']}": claim[0] for claim in by_claim(rows)}
    found: dict[str, frozenset[Origin]] = {}
    for start in heads:
        waiting = [start]
        while waiting:
            here = waiting[-1]
            head = heads[here]
            ahead = [target for target in head["relays"] or () if target in heads]
            if missing := [
                target for target in ahead if target not in found and target not in waiting
            ]:
                waiting += missing
                continue
            waiting.pop()
            found[here] = _origins(head, ahead, found)
    return found


def _origins(head: Row, ahead: list[str], found: dict[str, frozenset[Origin]]) -> frozenset[Origin]:
    if not head["relays"]:
        return frozenset({Origin(head["asserter"], f"doc:{head['document']}")})
    ends: set[Origin] = set()
    for target in ahead:
        ends |= found.get(target, frozenset())
    if not ends or len(ahead) < len(head["relays"]):
        ends.add(Origin(head["asserter"], UNREAD))
    # a path that was read to its end takes the place of an unread one of the same asserter
    read = {end.asserter for end in ends if end.document != UNREAD}
    return frozenset(end for end in ends if end.document != UNREAD or end.asserter not in read)
