"""Tested: the seven tests, run once for every class of occasions, as small tables to be joined.

The tests are those of ``scope``: nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from respondeat import applicability, force, territory
from respondeat.bound import person
from respondeat.case import Occasion, Outcome, Setting
from respondeat.classes import Classes
from respondeat.said import Said
from respondeat.scope import capacity, concerned, owing
from respondeat.sorting import Law, Sorting
from respondeat.verdict import STRADDLES, Overruling, adds, may_reach, verdicts

__all__ = ["Tested"]

Rows = list[tuple[Any, ...]]

_Test = Callable[[Setting], Mapping[str, Outcome]]


class Tested:
    """What the tests make of each class, for each provision by its number.

    Every row ends in what an outcome adds to a verdict's number, whether that leaves room for
    another result than outside, and whether a set would reach across a boundary.
    """

    def __init__(self, sorting: Sorting) -> None:
        """Take occasions that were sorted before."""
        self.sorting = sorting
        self.law: Law = sorting.law
        self.sorts, self.asked = Classes[str](str), Classes[str](str)

    def clocks(self) -> Rows:
        """Return clock, provision, and what time and force come to."""
        return [
            (number, *row)
            for number, said in enumerate(self.sorting.days["clock"].examples)
            for row in self._outcomes(
                said,
                lambda setting: {"time": force.time(setting), "force": force.force(setting)},
            )
        ]

    def grounds(self, pairs: Iterable[tuple[int, int]]) -> Rows:
        """Return spot, lines, provision, and what territory comes to, for each pair of the two."""
        spots, lines = self.sorting.spot.examples, self.sorting.days["lines"].examples
        return [
            (spot, line, *row)
            for spot, line in pairs
            for row in self._outcomes(
                [*spots[spot], *lines[line]],
                lambda setting: {"territory": territory.territory(setting)},
            )
        ]

    def wars(self) -> Rows:
        """Return war, classed, provision, and what context comes to."""
        return [
            (war, day, *row)
            for war, conflicts in enumerate(self.sorting.war.examples)
            for day, dates in enumerate(self.sorting.days["classed"].examples)
            for row in self._outcomes(
                [*conflicts, *dates],
                lambda setting: {"context": applicability.context(setting)},
            )
        ]

    def deeds(self) -> Rows:
        """Return deed, provision, and what matter comes to."""
        return [
            (deed, *row)
            for deed, said in enumerate(self.sorting.deed.examples)
            for row in self._outcomes(
                said, lambda setting: {"matter": applicability.matter(setting)}
            )
        ]

    def aims(self) -> Rows:
        """Return aim, alias, provision, and what the exception comes to."""
        return [
            (aim, day, *row)
            for aim, said in enumerate(self.sorting.aim.examples)
            for day, dates in enumerate(self.sorting.days["alias"].examples)
            for row in self._outcomes(
                [*said, *dates],
                lambda setting: {"exception": applicability.exception(setting)},
            )
        ]

    def casts(self, actors: frozenset[str] | None) -> tuple[Rows, Rows]:
        """Return who is concerned, and in what capacity, for those said to have acted.

        The first table has cast, duty, sort, asked, actor, named; the second pairs a duty, which
        is who owes a provision if anybody does, with the provision. ``actors`` are asked for.
        """
        evidence = self.law.evidence
        duties = Classes[tuple[str, str]](lambda pair: owing(evidence, pair[0]))
        bearing = [(duties.number(pair), number) for number, pair in enumerate(self.law.provisions)]
        found = []
        for cast, said in enumerate(self.sorting.cast.examples):
            occasion = Occasion("", said)
            for duty, pair in enumerate(duties.examples):
                setting = Setting(evidence, occasion, *pair)
                for actor in concerned(occasion, evidence, pair[0]):
                    if actors is None or actor in actors:
                        sort = self.sorts.number(self.sorting.sort_of_actor(actor))
                        asked = self.asked.number(self.sorting.asked_of(actor))
                        named = capacity(setting, actor)
                        found.append((cast, duty, sort, asked, actor, named))
        return found, bearing

    def bonds(self) -> Rows:
        """Return sort, bond, provision, and what person comes to; after `casts`."""
        return [
            (sort, bond, *row)
            for sort, actor in enumerate(self.sorts.examples)
            for bond, dates in enumerate(self.sorting.days["bond"].examples)
            for row in self._outcomes(dates, partial(_person, actor))
        ]

    def overrulings(self) -> tuple[Rows, Rows]:
        """Return where contested questions decide, and what each number comes to; after `casts`.

        The first table has provision, asked day, around, asked actor and what is added; the
        second the numbers with their verdicts.
        """
        found: dict[Overruling, int] = {(): 0}
        rows = []
        for day, dates in enumerate(self.sorting.days["asked"].examples):
            for around, places in enumerate(self.sorting.around.examples):
                for provision, setting in self._settings([*places, *dates]):
                    for asked, actor in enumerate(self.asked.examples):
                        overruling = self._overruled(setting, actor)
                        place = found.setdefault(overruling, len(found))
                        if place:
                            rows.append((provision, day, around, asked, place * 2 * STRADDLES))
        return rows, verdicts(found)

    def _overruled(self, setting: Setting, actor: str) -> Overruling:
        positions = self.law.evidence.reading.positions
        found = []
        for name, questions in applicability.questions(self.law.evidence, *setting[2:]):
            touching = [one for one in questions if applicability.touched(one, setting, actor)]
            if touching:
                open_ = Outcome(True, "")
                found.append((name, applicability.settled(open_, touching, positions).value))
        return tuple(found)

    def _settings(self, said: list[Said]) -> Iterator[tuple[int, Setting]]:
        occasion = Occasion("", said)
        for number, pair in enumerate(self.law.provisions):
            yield number, Setting(self.law.evidence, occasion, *pair)

    def _outcomes(self, said: list[Said], test: _Test) -> Iterator[tuple[int, int, int, int]]:
        for number, setting in self._settings(said):
            outcomes = test(setting)
            straddles = any(one.straddles for one in outcomes.values())
            yield number, adds(outcomes), int(may_reach(outcomes)), int(straddles)


def _person(actor: str, setting: Setting) -> dict[str, Outcome]:
    return {"person": person(setting, actor)}
