"""Sorting: which class each text of an occasion falls into, for each of the tests.

All that a test can tell of an occasion is named here, part by part; what it makes of it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from respondeat import bound, force, territory
from respondeat.answerable import leading
from respondeat.applicability import around, questions
from respondeat.case import Occasion
from respondeat.classes import Classes, Ranks
from respondeat.contested import Contested
from respondeat.evidence import Evidence
from respondeat.occasions import read
from respondeat.once import once
from respondeat.said import Said

__all__ = ["Law", "Sorting"]

_Claims = Classes[list[Said]]

_OTHERS = {"conduct": "deed", "conflicts": "war", "aims": "aim", "actors": "cast"}


class Law(NamedTuple):
    """The provisions that are tested, each with its instrument; their places are their numbers."""

    evidence: Evidence
    provisions: tuple[tuple[str, str], ...]

    def questions(self) -> list[Contested]:
        """Return the contested questions that decide a test of any of them."""
        found = (questions(self.evidence, *pair) for pair in self.provisions)
        return [one for tests in found for _, several in tests for one in several]


class Sorting:
    """The classes of all texts that were met, each with the claims of its first example.

    Of the same dates each test tells something else: they have classes of their own for the
    clock (time and force), lines (of zones), the class of a conflict, aliases, the bond between
    an actor and an instrument, and contested questions.
    """

    def __init__(self, law: Law, texts: dict[str, list[str]]) -> None:
        """Sort the texts of each part."""
        self.law, self._evidence = law, law.evidence
        evidence, pairs = law.evidence, law.provisions
        said = {part: [(text, read(text)) for text in found] for part, found in texts.items()}
        self._touched = frozenset[str]().union(*(one.touches for one in law.questions()))
        self._wanted = {one.value for p, _ in pairs for one in evidence.affirmed(p, "matter")}
        self._aimed = {
            one.value
            for provision, _ in pairs
            for each in evidence.affirmed(provision, "exception")
            for one in evidence.affirmed(each.value, "exceptionTarget")
        }
        self._areas = frozenset[str]().union(*(territory.areas(evidence, p) for p, _ in pairs))
        binding = [one for pair in pairs for one in bound.compared(evidence, *pair)]
        self._binding = {one.value for one in binding}
        actors = self._binding.union(one.value for _, claims in said["actors"] for one in claims)
        actors |= {member for actor in actors for member in evidence.links("resp:member", actor)}
        links = [
            one for actor in actors for one in leading(actor, evidence.affirmed, evidence.bearing)
        ]
        classed = _about(evidence, said["conflicts"], "conflictClass")
        aliases = _about(evidence, said["aims"], "listedAsAliasOf")
        compared = {
            "clock": [one for pair in pairs for one in force.compared(evidence, *pair)],
            "lines": [one for p, _ in pairs for one in territory.compared(evidence, p)],
            "classed": [one.period for one in classed],
            "alias": [one.period for one in aliases],
            "bond": [one.period for one in (*binding, *links)],
            "asked": [one.days for one in law.questions()],
        }
        self.days = {name: _dated(Ranks(periods)) for name, periods in compared.items()}
        self.spot, self.around = Classes(self._spot), Classes(self._around)
        self.deed, self.war = Classes(self._deed), Classes(self._war)
        self.aim, self.cast = Classes(self._aim), Classes(_cast)
        self._said = said

    def dates(self) -> Iterator[tuple[str, Occasion, tuple[int, ...]]]:
        """Yield each text of dates, its occasion, and its class for each test."""
        for text, said in self._said["dates"]:
            occasion = Occasion("", said)
            yield text, occasion, tuple(c.number(occasion.dated) for c in self.days.values())

    def places(self) -> Iterator[tuple[str, Occasion, tuple[int, ...]]]:
        """Yield each text of places, its occasion, its class, and that for questions."""
        for text, said in self._said["places"]:
            yield text, Occasion("", said), (self.spot.number(said), self.around.number(said))

    def others(self) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
        """Yield each other part, the name of its classes, and its texts with their classes."""
        for part, name in _OTHERS.items():
            sorts: _Claims = getattr(self, name)
            yield part, name, [(text, sorts.number(said)) for text, said in self._said[part]]

    def sort_of_actor(self, actor: str) -> str:
        """Return the actor, or '' for all of whom nothing is said that binds, or leads, anybody."""
        evidence = self._evidence
        leads = leading(actor, evidence.affirmed, evidence.bearing)
        return actor if leads or actor in self._binding else ""

    def asked_of(self, actor: str) -> str:
        """Return the actor, or '' for all that no contested question names."""
        return actor if actor in self._touched else ""

    def _spot(self, said: list[Said]) -> object:
        places = territory.specific(Occasion("", said), self._evidence)
        return frozenset(_sort(self._evidence, one.value, self._areas) for one in places)

    def _around(self, said: list[Said]) -> object:
        return around(Occasion("", said), self._evidence) & self._touched

    def _deed(self, said: list[Said]) -> object:
        above = (self._evidence.above("skos:broader", one.value) for one in said)
        return frozenset[str]().union(*above) & self._wanted

    def _war(self, said: list[Said]) -> object:
        evidence = self._evidence
        return frozenset(o.value for o in said if evidence.affirmed(o.value, "conflictClass"))

    def _aim(self, said: list[Said]) -> object:
        return frozenset(
            (one.stance, one.value)
            for one in said
            if one.value in self._aimed or self._evidence.affirmed(one.value, "listedAsAliasOf")
        )


def _dated(ranks: Ranks) -> _Claims:
    return Classes(lambda said: ranks.of(one.period for one in said))


def _cast(said: list[Said]) -> object:
    return frozenset((one.property, one.value) for one in said)


@once
def _sort(evidence: Evidence, place: str, areas: frozenset[str]) -> object:
    return territory.sort_of(evidence, place, areas)


def _about(evidence: Evidence, texts: Iterable[tuple[str, list[Said]]], name: str) -> list[Said]:
    values = {one.value for _, said in texts for one in said}
    return [one for value in sorted(values) for one in evidence.affirmed(value, name)]
