"""Origins: where the relay path of a claim ends, and how many of them are independent.

An origin is a pair of an asserter and the document where the path ends, or ``unread`` where
nobody read that document. Six outlets that pass on one source are one origin (ICJ, Nicaragua,
1986, para 63: reports from a single source weigh as that source).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from respondeat.apart import most_apart
from respondeat.claim import Row, by_claim
from respondeat.finding import Independence
from respondeat.interest import Interests

__all__ = ["UNREAD", "Head", "Heard", "Interests", "Origin", "Sources", "origins"]

UNREAD = "unread"


class Origin(NamedTuple):
    """Who said it first, as far as the record goes, and where."""

    asserter: str
    document: str


Heard = Callable[[str, Origin], bool]
"""Says whether a claim is heard for one of its origins."""


class Head(NamedTuple):
    """What of a claim bears on its origins, as CURIEs.

    ``asserter`` is the innermost voice that the text credits, ``document`` where it stands;
    ``relays`` are claims, or a document from which it was passed on without being read.
    """

    asserter: str
    document: str
    relays: tuple[str, ...] = ()


class Sources:
    """Where claims begin, and how independent of each other their beginnings are.

    ``head`` returns the head of a claim, or ``None`` where there is no such claim (any longer).
    ``inputs`` pairs a document with one that it derives from, draws on or relies on.

    >>> first, outlet = Head("actor:x", "doc:a"), Head("actor:x", "doc:b", ("claim:a.k",))
    >>> sources = Sources({"claim:a.k": first, "claim:b.k": outlet}.get)
    >>> sources.independence(["claim:a.k", "claim:b.k"])
    Independence(min=1, max=1)
    """

    def __init__(
        self,
        head: Callable[[str], Head | None],
        inputs: Iterable[tuple[str, str]] = (),
        interests: Interests | None = None,
    ) -> None:
        """Keep what is declared; nothing is computed yet."""
        self._head, self._interests = head, interests or Interests()
        self._inputs: dict[str, set[str]] = defaultdict(set)
        for document, input_ in inputs:
            self._inputs[document].add(input_)

    def origins(self, claims: Iterable[str], heard: Heard | None = None) -> frozenset[Origin]:
        """Return where the claims begin, all together; a claim that is not there adds nothing.

        With ``heard``, an origin counts only through claims that are heard for it.
        """
        return _named(self._ends(claims, heard))

    def independence(self, claims: Iterable[str], heard: Heard | None = None) -> Independence:
        """Return how many independent origins the claims have, at least and at most.

        At most as many as asserters. At least as many as can be chosen so that no two are one
        asserter, share an interest, or stand in documents of which one feeds the other or both
        draw on a third, over any number of steps. Two voices in one document are two. ``heard``
        is as in `origins`.

        One more claim never lowers either number: what is derived from two sources, or said
        jointly by both, adds nothing and joins nothing. A new declaration can lower the first (an
        input, a shared interest), and so can reading a document that was passed on unread.
        """
        ends = {(end.asserter, end.document) for end in self._ends(claims, heard)}
        above = {document: self._above(document) for _, document in ends}
        fed = frozenset[str]().union(*above.values())
        # documents of one voice that differ in nothing here are as good as one
        alike = {
            (asserter, above[document], document if document in fed else ""): (asserter, document)
            for asserter, document in sorted(ends)
        }
        return Independence(
            most_apart(self._joined(alike.values(), above)), len({one for one, _ in ends})
        )

    def _joined(
        self, ends: Iterable[_Place], above: dict[str, frozenset[str]]
    ) -> dict[_Place, set[_Place]]:
        """Return each end with those that it is not independent of."""
        sharing: dict[tuple[str, str], set[_Place]] = defaultdict(set)
        standing: dict[str, set[_Place]] = defaultdict(set)
        for end in ends:
            asserter, document = end
            standing[document].add(end)
            for name in (asserter, *self._interests.groups(asserter)):
                sharing["voice", name].add(end)
            for name in above[document]:
                sharing["input", name].add(end)
        found: dict[_Place, set[_Place]] = {
            end: set() for several in standing.values() for end in several
        }
        for (kind, name), several in sharing.items():
            inside = standing.get(name, set()) if kind == "input" else set()
            for end in several:
                found[end] |= several | inside
            for end in inside:
                found[end] |= several
        return {end: others - {end} for end, others in found.items()}

    def _above(self, document: str) -> frozenset[str]:
        """Return all that feeds a document."""
        found: set[str] = set()
        waiting = [document]
        while waiting:
            for input_ in self._inputs.get(waiting.pop(), ()):
                if input_ not in found:
                    found.add(input_)
                    waiting.append(input_)
        return frozenset(found)

    def _ends(self, claims: Iterable[str], heard: Heard | None) -> frozenset[_End]:
        if heard is None:
            return self._begun(claims)
        found: set[_End] = set()
        for claim in claims:
            ends = self._begun([claim])
            kept = {origin for origin in _named(ends) if heard(claim, origin)}
            voices = {origin.asserter for origin in kept}
            found |= {
                end
                for end in ends
                if (Origin(*end[:2]) in kept if end.read else end.asserter in voices)
            }
        return frozenset(found)

    def _begun(self, claims: Iterable[str]) -> frozenset[_End]:
        heads: dict[str, Head] = {}

        def ahead(claim: str) -> list[str]:
            return [name for name in heads[claim].relays if _there(heads, name, self._head)]

        starts = [name for name in claims if _there(heads, name, self._head)]
        return frozenset(
            end for circle in _circles(starts, ahead) for end in _begin(circle, heads, ahead)
        )


def origins(rows: Iterable[Row]) -> dict[str, frozenset[Origin]]:
    """Return the origins of every claim by its id, ``document.key``, in one pass over the relays.

    >>> upstream = {"document": "a", "key": "k", "asserter": "actor:x", "relays": []}
    >>> relay = {"document": "b", "key": "k", "asserter": "actor:x", "relays": ["a.k"]}
    >>> origins([upstream, relay])["b.k"]
    frozenset({Origin(asserter='actor:x', document='doc:a')})
    """
    heads: dict[str, Head] = {
        f"{row['document']}.{row['key']}": Head(
            row["asserter"], f"doc:{row['document']}", tuple(row["relays"] or ())
        )
        for row, *_ in by_claim(rows)
    }

    def ahead(claim: str) -> list[str]:
        return [name for name in heads[claim].relays if name in heads]

    found: dict[str, frozenset[_End]] = {}
    for circle in _circles(heads, ahead):
        further = {found[name] for claim in circle for name in ahead(claim) if name in found}
        own = frozenset(_begin(circle, heads, ahead))
        # most claims relay one other: they share its set
        ends = frozenset(own.union(*further)) if own or len(further) != 1 else further.pop()
        found.update(dict.fromkeys(circle, ends))
    named = {ends: _named(ends) for ends in set(found.values())}
    return {claim: named[ends] for claim, ends in found.items()}


_Place = tuple[str, str]
"""An asserter, and the document where it speaks."""


class _End(NamedTuple):
    asserter: str
    document: str
    read: bool


def _there(heads: dict[str, Head], name: str, head: Callable[[str], Head | None]) -> bool:
    """Say whether a claim is there, and keep its head."""
    if name in heads:
        return True
    found = None if name.startswith("doc:") else head(name)
    if found is not None:
        heads[name] = found
    return found is not None


def _begin(
    circle: set[str], heads: dict[str, Head], ahead: Callable[[str], list[str]]
) -> Iterator[_End]:
    """Yield what begins with these claims: they relay nothing, or something that is not there.

    Nobody began a circle that leads nowhere else: it is one origin, unread.
    """
    begun = False
    for claim in circle:
        asserter, document, relays = (
            heads[claim].asserter,
            heads[claim].document,
            heads[claim].relays,
        )
        if not relays:
            begun = True
            yield _End(asserter, document, True)
        for name in relays:
            if name not in heads:
                begun = True
                slug = name.removeprefix("claim:").removeprefix("doc:").partition(".")[0]
                yield _End(asserter, f"doc:{slug}", False)
    if not begun and all(circle.issuperset(ahead(claim)) for claim in circle):
        first = min(heads[claim].asserter for claim in circle)
        for claim in circle:
            yield _End(first, heads[claim].document, False)


def _named(ends: Iterable[_End]) -> frozenset[Origin]:
    """Return the origins that ends are; an unread one goes where the asserter was read."""
    read = {end.asserter for end in ends if end.read}
    return frozenset(
        Origin(end.asserter, end.document if end.read else UNREAD)
        for end in ends
        if end.read or end.asserter not in read
    )


def _circles(starts: Iterable[str], ahead: Callable[[str], Iterable[str]]) -> Iterator[set[str]]:
    """Yield the claims reached, those that relay each other in a circle together.

    A claim comes after what it relays: strongly connected components (Tarjan, 1972), without
    recursion, since a path can be longer than the stack.
    """
    low: dict[str, int] = {}
    closed: set[str] = set()
    for start in starts:
        waiting = [start]
        walk: list[tuple[str, int, Iterator[str]]] = []
        path: list[str] = []
        while walk or waiting:
            if waiting and (name := waiting.pop()) not in low:
                walk.append((name, len(low), iter(ahead(name))))
                low[name] = len(low)
                path.append(name)
            elif walk:
                here, number, rest = walk[-1]
                for name in rest:
                    if name not in low:
                        waiting.append(name)
                        break
                    if name not in closed:
                        low[here] = min(low[here], low[name])
                else:
                    walk.pop()
                    if walk:
                        above = walk[-1][0]
                        low[above] = min(low[above], low[here])
                    if low[here] == number:
                        circle = {path.pop()}
                        while here not in circle:
                            circle.add(path.pop())
                        closed |= circle
                        yield circle
