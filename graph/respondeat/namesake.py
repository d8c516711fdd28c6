"""Namesakes: pairs of actors, or of places, that identifiers, names or sources' words may make one.

Only names that share a telling word, by its consonants, are compared at all; within one registry
two ids are two things, unless an identifier or a source joins them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import log
from typing import NamedTuple

from respondeat.kindred import kindred
from respondeat.likeness import Likeness, likeness
from respondeat.proposal import pair
from respondeat.roster import Entity, Link, Name
from respondeat.spelling import fold, level, skeleton

__all__ = ["Names", "Shared", "candidates", "identifiers", "shared"]

_MOST_PAIRS = 2_000
"""Pairs of one shared word; a word that more share tells nothing."""

_UNNAMED = frozenset({"CollectiveActor", "DisjunctiveActor", "UnidentifiedActor"})
_IN_ID = re.compile(r"^[a-z]+:(ucdp|wikidata|pax|geonames|osm|iso)-(.+)$")


class Alike(NamedTuple):
    """The two names of a pair that are most alike, and how much."""

    likeness: Likeness
    one: Name
    other: Name


class Shared(NamedTuple):
    """An identifier that two entities share, and by whose word each carries it."""

    identifier: str
    one: str
    other: str


def identifiers(one: Entity) -> dict[str, str]:
    """Return the identifiers of an entity, that of which its id is made too, with whose word.

    >>> identifiers(Entity("actor:ucdp-118", set(), set(), [], {}, []))
    {'ucdp:118': 'its id'}
    """
    made = _IN_ID.match(one.id)
    return ({f"{made[1]}:{made[2]}": "its id"} if made else {}) | one.identifiers


def shared(one: Entity, other: Entity) -> tuple[list[Shared], list[Shared]]:
    """Return the identifiers that two entities share, and those of one scheme that differ."""
    left, right = identifiers(one), identifiers(other)
    both = [Shared(name, left[name], right[name]) for name in sorted(left.keys() & right.keys())]
    schemes = {name.partition(":")[0] for name in left.keys() & right.keys()}
    differ = [
        Shared(f"{a} and {b}", left[a], right[b])
        for a in sorted(left)
        for b in sorted(right)
        if a.partition(":")[0] == b.partition(":")[0] and a.partition(":")[0] not in schemes
    ]
    return both, differ


def candidates(entities: list[Entity], names: Names, links: Iterable[Link]) -> set[tuple[str, str]]:
    """Return the pairs worth a look: by an identifier, a telling word, or a source's claim."""
    by_id = {one.id: one for one in entities}
    found = {
        pair(one.about, one.value)
        for one in links
        if one.about in by_id and one.value in by_id and one.about != one.value
    }
    carrying = defaultdict(list)
    for one in entities:
        for name in identifiers(one):
            carrying[name].append(one.id)
    for ids in carrying.values():
        if len(ids) <= 20:
            found |= {pair(a, b) for a, b in combinations(sorted(ids), 2)}
    for block in names.blocks():
        groups = defaultdict(list)
        for name in block:
            groups[min(by_id[name].registries)].append(name)
        crossing = [(a, b) for a, b in combinations(groups.values(), 2)]
        if sum(len(a) * len(b) for a, b in crossing) <= _MOST_PAIRS:
            found |= {pair(x, y) for a, b in crossing for x in a for y in b}
    return {
        (a, b)
        for a, b in found
        if kindred(by_id[a].kinds, by_id[b].kinds) or shared(by_id[a], by_id[b])[0]
    }


class Names:
    """The folded names of some entities, and how telling each word is among them."""

    def __init__(self, entities: list[Entity], *, places: bool) -> None:
        """Fold every name; of places the level (governorate, district) is parted from the name."""
        self._places = places
        self._words: dict[str, list[tuple[Name, tuple[str, ...], str | None]]] = {}
        counted: Counter[str] = Counter()
        for one in entities:
            if not one.kinds & _UNNAMED:
                self._words[one.id] = [
                    (name, *self._folded(text)) for name in one.names for text in _texts(name.text)
                ]
                counted.update({skeleton(w) for _, ws, _ in self._words[one.id] for w in ws})
        self._counted, self._many = counted, len(entities)

    def _folded(self, text: str) -> tuple[tuple[str, ...], str | None]:
        return level(fold(text)) if self._places else (fold(text), None)

    def weight(self, word: str) -> float:
        """Return how telling a word is: the rarer, the more."""
        return 1 + log((1 + self._many) / (1 + self._counted[skeleton(word)]))

    def levels(self, entity: str) -> set[str]:
        """Return the levels of area that the names of a place give it."""
        return {at for _, _, at in self._words.get(entity, ()) if at}

    def blocks(self) -> Iterator[list[str]]:
        """Yield the entities that share a word, or all their words, by consonants."""
        keys: dict[str, set[str]] = defaultdict(set)
        for entity, names in self._words.items():
            for _, words, _ in names:
                bones = sorted(skeleton(word) for word in words)
                keys[" ".join(bones) + " ."].add(entity)
                for bone in bones:
                    keys[bone].add(entity)
        yield from (sorted(block) for block in keys.values() if len(block) > 1)

    def alike(self, one: str, other: str) -> list[Alike]:
        """Return how alike the names of two entities are in each script, the most alike first."""
        best: dict[tuple[bool, bool], Alike] = {}
        for left, words, _ in self._words.get(one, ()):
            for right, others, _ in self._words.get(other, ()):
                latin = "".join(words).isascii()
                if latin != "".join(others).isascii():
                    continue
                found = Alike(likeness(words, others, self.weight), left, right)
                key = latin, left.label and right.label
                if key not in best or found.likeness.score > best[key].likeness.score:
                    best[key] = found
        return sorted(best.values(), key=lambda each: -each.likeness.score)


def _texts(name: str) -> list[str]:
    """Return a name with the one that it gives in brackets apart from it.

    >>> _texts("Homs (Hims)")
    ['Homs', 'Hims']
    """
    found = re.fullmatch(r"([^()]+)\(([^()]+)\)\s*", name)
    return [part.strip() for part in found.groups()] if found else [name]
