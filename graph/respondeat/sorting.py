"""Sorting: which class each text of an occasion falls into, for each of the tests.

All that a test can tell of an occasion is named here, part by part; what it makes of it is not.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from respondeat import bound, force, territory
from respondeat.answerable import leading
from respondeat.applicability import questions, surroundings
from respondeat.around import around, linking, names
from respondeat.case import Occasion
from respondeat.classes import Classes, Ranks
from respondeat.contested import Contested
from respondeat.evidence import Evidence
from respondeat.occasions import read
from respondeat.once import once
from respondeat.period import Period
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

    def __init__(self, law: Law, texts: Mapping[str, Iterable[str]]) -> None:
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
        led = [one for actor in actors for one in self._leading(actor)]
        placed = {one.value for _, claims in said["places"] for one in claims}
        asked = {one for one in actors | placed if self._reaches(one)}
        compared = {
            "clock": [one for pair in pairs for one in force.compared(evidence, *pair)],
            "lines": [
                *(one for p, _ in pairs for one in territory.compared(evidence, p)),
                *_linked(evidence, placed),
            ],
            "classed": _about(evidence, said["conflicts"], "conflictClass"),
            "alias": _about(evidence, said["aims"], "listedAsAliasOf"),
            "bond": [one.period for one in (*binding, *led)],
            "asked": [*(one.days for one in law.questions()), *_linked(evidence, asked)],
        }
        self.days = {name: _dated(Ranks(periods)) for name, periods in compared.items()}
        self.spot, self.around = Classes(self._spot), Classes(self._around)
        self.deed, self.war = Classes(self._deed), Classes(self._war)
        self.aim, self.cast = Classes(self._aim), Classes(_cast)
        self._said = said

    def decisions(self, texts: Mapping[str, Container[str]] | None = None) -> list[Said]:
        """Return the claims on who is who, and what lies where, about all that was met.

        With ``texts`` of each part, only about what these name.
        """
        parts = ("actors", "places", "conflicts", "aims")
        met = {
            one.value
            for part in parts
            for text, said in self._said[part]
            if texts is None or text in texts[part]
            for one in said
        }
        found = (one for value in met for one in linking(self._evidence, value))
        return sorted(set(found), key=lambda one: one.claim)

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
        return actor if self._leading(actor) or actor in self._binding else ""

    def asked_of(self, actor: str) -> str:
        """Return the actor, or '' for all that no contested question names, by whatever name."""
        return actor if self._reaches(actor) else ""

    def _leading(self, actor: str) -> list[Said]:
        evidence = self._evidence
        return leading(actor, evidence.said, evidence.bearing, evidence.kinds)

    def _reaches(self, start: str) -> bool:
        return not self._touched.isdisjoint(around(self._evidence, start, ()))

    def _spot(self, said: list[Said]) -> object:
        if self._moves(said):
            return frozenset(one.value for one in said)
        places = territory.specific(Occasion("", said), self._evidence)
        return frozenset(_sort(self._evidence, one.value, self._areas) for one in places)

    def _around(self, said: list[Said]) -> object:
        found = surroundings(Occasion("", said), self._evidence) & self._touched
        return (found, *sorted(one.value for one in said)) if found and self._moves(said) else found

    def _moves(self, said: list[Said]) -> bool:
        """Say whether places lie elsewhere, or bear other names, from one day to another."""
        return any(
            link.period != Period() for one in said for link in linking(self._evidence, one.value)
        )

    def _deed(self, said: list[Said]) -> object:
        above = (self._evidence.above("skos:broader", one.value) for one in said)
        return frozenset[str]().union(*above) & self._wanted

    def _war(self, said: list[Said]) -> object:
        return frozenset(o.value for o in said if _named(self._evidence, o.value, "conflictClass"))

    def _aim(self, said: list[Said]) -> object:
        return frozenset(
            (one.stance, one.value)
            for one in said
            if not self._aimed.isdisjoint(names(self._evidence, one.value, ()))
            or _named(self._evidence, one.value, "listedAsAliasOf")
        )


def _dated(ranks: Ranks) -> _Claims:
    return Classes(lambda said: ranks.of(one.period for one in said))


def _cast(said: list[Said]) -> object:
    return frozenset((one.property, one.value) for one in said)


@once
def _sort(evidence: Evidence, place: str, areas: frozenset[str]) -> object:
    return territory.sort_of(evidence, place, areas)


def _about(evidence: Evidence, texts: Iterable[tuple[str, list[Said]]], name: str) -> list[Period]:
    """Return the periods of a property of all values of texts, and of what gives them names."""
    values = {one.value for _, said in texts for one in said}
    found = [one.period for value in values for one in _named(evidence, value, name)]
    return [*found, *_linked(evidence, values)]


def _named(evidence: Evidence, value: str, name: str) -> list[Said]:
    return [one for each in names(evidence, value, ()) for one in evidence.affirmed(each, name)]


def _linked(evidence: Evidence, values: Iterable[str]) -> list[Period]:
    return [link.period for value in values for link in linking(evidence, value)]
