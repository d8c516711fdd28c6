"""Evidence: the claims that bear on scope, fetched from an index once per record head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from respondeat.ask import answer
from respondeat.index import Index
from respondeat.period import OPEN_END, Period
from respondeat.question import Question
from respondeat.terms import TERMS, Terms

__all__ = ["Contested", "Evidence", "Said"]


class Said(NamedTuple):
    """One claim as a test reads it; ``period`` is its value or its qualifier.

    ``lower`` is the lower bound where the value is a quantity.
    """

    claim: str
    stance: str
    asserter: str
    about: str
    property: str
    value: str
    period: Period
    lower: float | None
    unit: str | None
    hedge: str | None
    verification: str


class Contested(NamedTuple):
    """A contested question about a provision; while it is open it decides ``test``, if any.

    It touches a provision or instrument, and where they are named only these actors, places and
    days. ``positions`` are what each position makes of the test.
    """

    name: str
    label: str
    test: str
    touches: frozenset[str]
    days: Period
    positions: dict[str, bool | None]


class Evidence:
    """Claims by what they are about, and the structure that registry and vocabularies fix."""

    def __init__(self, index: Index, terms: Terms = TERMS) -> None:
        """Fetch what does not depend on an incident."""
        self._index, self._terms = index, terms
        self._about: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for said in self._said("said"):
            self._about[said.about, said.property].append(said)
        self._links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        table = answer(index, Question.named("structure", "scope"), terms=terms)
        for subject, name, value in table.rows:
            self._links[name][subject].append(value)
        self.contested = _contested(
            answer(index, Question.named("contested", "scope"), terms=terms).rows
        )

    def occurrence(self, about: str) -> list[Said]:
        """Return the claims about one incident or set, without superseded ones."""
        return list(self._said("occurrence", {"about": about}))

    def knows(self, entity: str) -> bool:
        """Say whether the registry holds an entity."""
        registered = self._terms.expand("resp:registeredIn")
        return any(self._index.match(self._terms.expand(entity), registered, None))

    def said(self, about: str, name: str) -> list[Said]:
        """Return the claims about something with one property, all stances."""
        return self._about.get((about, f"resp:{name}"), [])

    def affirmed(self, about: str, name: str) -> list[Said]:
        """Return the claims that affirm."""
        return [said for said in self.said(about, name) if said.stance == "affirms"]

    def links(self, name: str, subject: str) -> list[str]:
        """Return what the registry or a vocabulary links a subject to."""
        return self._links[name].get(subject, [])

    def subjects(self, name: str) -> list[str]:
        """Return every subject of a registry property."""
        return sorted(self._links[name])

    def is_a(self, entity: str, kind: str) -> bool:
        """Say whether the registry gives an entity a class that scope tells apart."""
        return f"resp:{kind}" in self.links("rdf:type", entity)

    def above(self, name: str, start: str) -> set[str]:
        """Return everything reached over one property, the start included."""
        found, waiting = {start}, [start]
        while waiting:
            for nearer in self.links(name, waiting.pop()):
                if nearer not in found:
                    found.add(nearer)
                    waiting.append(nearer)
        return found

    def bearers(self, actor: str, day: Iterable[Period] = ()) -> dict[str, list[Said]]:
        """Return who bears an obligation for an actor: itself, its State, that State's government.

        Each with the claims that lead there. A group's bearers are its own: nothing is inherited
        from members, nor by them. Links that surely did not hold on any of the days are left out.
        """
        days = list(day)
        found: dict[str, list[Said]] = {actor: []}
        waiting = [actor]
        while waiting:
            here = waiting.pop()
            steps = [
                (s, s.value) for name in ("organOf", "governs") for s in self.affirmed(here, name)
            ]
            steps += [
                (s, s.about)
                for (_, name), group in self._about.items()
                if name == "resp:governs"
                for s in group
                if s.value == here and s.stance == "affirms"
            ]
            for said, target in steps:
                held = (
                    said.period == Period()
                    or not days
                    or any(one.within(said.period) is not False for one in days)
                )
                if held and target not in found:
                    found[target] = [*found[here], said]
                    waiting.append(target)
        return found

    def _said(self, name: str, values: dict[str, str] | None = None) -> Iterator[Said]:
        table = answer(self._index, Question.named(name, "scope"), values, self._terms)
        for row in table.rows:
            cell = dict(zip(table.columns, row, strict=True))
            yield Said(
                cell["claim"],
                cell["stance"].removeprefix("stance:"),
                cell["asserter"],
                cell["about"],
                cell["property"],
                str(cell["value"]),
                Period(*(_day(cell[point]) for point in ("es", "ls", "ee", "le"))),
                cell["lower"],
                cell["unit"],
                cell["hedge"],
                cell["verification"],
            )


def _contested(rows: Iterable[tuple[str | None, ...]]) -> list[Contested]:
    found: dict[tuple[str, str], Contested] = {}
    for name, label, test, touches, start, end, position, value in rows:
        assert name
        assert label
        assert touches
        days = Period(_day(start), _day(start), _day(end) or OPEN_END, _day(end) or OPEN_END)
        before = found.get((name, test or "")) or Contested(
            name, label, test or "", frozenset(), days, {}
        )
        positions = dict(before.positions)
        if position:
            positions[position] = {"true": True, "false": False}.get(str(value).lower())
        found[name, test or ""] = before._replace(
            touches=before.touches | {touches}, positions=positions
        )
    return [found[key] for key in sorted(found)]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
