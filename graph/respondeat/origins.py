"""Origins: where the relay path of a claim ends, and how many of them are independent.

An origin is a pair of an asserter and the document where the path ends, or ``unread`` where
nobody read that document. Six outlets that pass on one source are one origin (ICJ, Nicaragua,
1986, para 63: reports from a single source weigh as that source).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from respondeat.claim import Row, by_claim
from respondeat.finding import Independence

__all__ = ["UNREAD", "Head", "Interests", "Origin", "Sources", "origins"]

UNREAD = "unread"


class Origin(NamedTuple):
    """Who said it first, as far as the record goes, and where."""

    asserter: str
    document: str


class Head(NamedTuple):
    """What of a claim bears on its origins, as CURIEs.

    ``asserter`` is the innermost voice that the text credits, ``document`` where it stands;
    ``relays`` are claims, or a document from which it was passed on without being read.
    """

    asserter: str
    document: str
    relays: tuple[str, ...] = ()


class Interests:
    """Who shares an interest with whom: an organ with its State, a government, a representative.

    ``pairs`` share an interest, and whoever they connect is one group. ``members`` pairs a
    collective with each of its members: a joint voice shares the interest of every member, and
    yet makes no group of them.

    >>> sides = Interests([("actor:army", "actor:state")], [("actor:both", "actor:state")])
    >>> sorted(sides.kin("actor:state"))
    ['actor:army', 'actor:both', 'actor:state']
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), members: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Connect the pairs."""
        sets = _Sets()
        for left, right in pairs:
            sets.join(left, right)
        self._groups: dict[str, frozenset[str]] = {}
        for group in sets.groups():
            self._groups.update(dict.fromkeys(group, frozenset({min(group)})))
        joint: dict[str, frozenset[str]] = defaultdict(frozenset)
        for collective, member in members:
            joint[collective] |= self.groups(member)
        for collective, groups in joint.items():
            self._groups[collective] = self.groups(collective) | groups
        self._kin: dict[str, set[str]] = defaultdict(set)
        for actor, groups in self._groups.items():
            for group_name in groups:
                self._kin[group_name].add(actor)

    def groups(self, actor: str) -> frozenset[str]:
        """Return the names of the groups whose interest an actor shares."""
        return self._groups.get(actor, frozenset({actor}))

    def kin(self, actor: str) -> frozenset[str]:
        """Return an actor and whoever shares an interest with it, joint voices included."""
        shared = (self._kin.get(group, ()) for group in self.groups(actor))
        return frozenset({actor}.union(*shared))


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

    def origins(self, claims: Iterable[str]) -> frozenset[Origin]:
        """Return where the claims begin, all together; a claim that is not there adds nothing."""
        return _named(self._ends(claims))

    def independence(self, claims: Iterable[str]) -> Independence:
        """Return how many independent origins the claims have, at least and at most.

        At most as many as asserters. At least as many as are left where those fall together whose
        documents share an input or feed each other, over any number of steps, or whose interest
        is one: whatever might join two origins does, however they are joined. Two voices in one
        document are two.
        """
        ends = self._ends(claims)
        sets = _Sets()
        reached: set[str] = set()
        waiting: list[str] = []
        for end in ends:
            for group in self._interests.groups(end.asserter):
                sets.join(end.asserter, group)
            for document in self._inputs.get(end.document, ()):
                sets.join(end.asserter, document)
                waiting.append(document)
        while waiting:
            if (here := waiting.pop()) in reached:
                continue
            reached.add(here)
            for document in self._inputs.get(here, ()):
                sets.join(here, document)
                waiting.append(document)
        for end in ends:
            if end.document in reached:
                sets.join(end.asserter, end.document)
        asserters = {end.asserter for end in ends}
        return Independence(len({sets.root(one) for one in asserters}), len(asserters))

    def _ends(self, claims: Iterable[str]) -> frozenset[_End]:
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


class _End(NamedTuple):
    asserter: str
    document: str
    read: bool


class _Sets:
    """Disjoint sets of names that are joined pair by pair."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name

    def join(self, left: str, right: str) -> None:
        self._above[self.root(left)] = self.root(right)

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in list(self._above):
            found[self.root(name)].append(name)
        return list(found.values())


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
