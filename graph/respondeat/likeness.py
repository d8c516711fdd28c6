"""Likeness: how alike two folded names are, and which of their words tell them apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from respondeat.spelling import skeleton

__all__ = ["Likeness", "likeness"]

_ALIKE, _BONES = 0.84, 0.9
"""From which ratio of letters two words are one, and how alike those with one skeleton are."""


_BESIDE = frozenset(("along", "near", "somewhere", "waters"))
"""Words by which a name says that a place is not the one that it names."""


class Likeness(NamedTuple):
    """From 0 to 1; ``apart`` are a word of each name that the other has nothing like."""

    score: float
    apart: tuple[str, str] | None


def likeness(
    one: tuple[str, ...], other: tuple[str, ...], weight: Callable[[str], float]
) -> Likeness:
    """Compare two names word by word, whatever the order; ``weight`` says how telling a word is.

    Names that each have a word of their own are of two: a coalition is no council.

    >>> same = lambda word: 1.0
    >>> likeness(("syrian", "national", "coalition"), ("syrian", "national", "council"), same)
    Likeness(score=0.4, apart=('coalition', 'council'))
    >>> likeness(("near", "homs"), ("homs",), same).score
    0.4
    >>> likeness(("hims",), ("homs",), same)
    Likeness(score=0.9, apart=None)
    """
    left = list(other)
    alone, shared = [], 0.0
    for word in sorted(one, key=weight, reverse=True):
        best = max(left, key=lambda item: _word(word, item), default=None)
        found = _word(word, best) if best else 0.0
        if best and found:
            left.remove(best)
            shared += found * (weight(word) + weight(best))
        else:
            alone.append(word)
    whole = sum(map(weight, one)) + sum(map(weight, other))
    score = round(shared / whole, 3) if whole else 0.0
    beside = (_BESIDE.intersection(one), _BESIDE.intersection(other))
    if bool(beside[0]) != bool(beside[1]):  # near a town is another place than the town
        return Likeness(
            min(score, 0.4), (min(beside[0], default=one[0]), min(beside[1], default=other[0]))
        )
    if alone and left:
        return Likeness(min(score, 0.4), (max(alone, key=weight), max(left, key=weight)))
    return Likeness(score, None)


@lru_cache(maxsize=262144)
def _word(one: str, other: str) -> float:
    """Return how alike two words are; 0 where they are two words."""
    if one.casefold() == other.casefold():
        return 1.0
    if one.isupper() or other.isupper() or not (one + other).isalpha():
        return 0.0  # acronyms and numbers have no spellings
    from rapidfuzz.fuzz import ratio

    same = ratio(one, other) / 100
    shorter = min(len(one), len(other))
    if shorter >= 3 and abs(len(one) - len(other)) <= 1 and _frame(one) == _frame(other):
        return max(same, _BONES)
    return same if same >= _ALIKE and shorter >= 5 else 0.0


def _frame(word: str) -> tuple[bool, str]:
    """Return whether a word begins with a vowel, which no transliteration adds, and its bones."""
    return word[0] in "aeiouyw", skeleton(word)
