"""Evidence: the claims that a reading accepts, with the structure of the registry.

What does not depend on an incident (the context) is fetched once per record head and reading;
the claims about an incident are fetched when they are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from respondeat.ask import answer
from respondeat.index import Index
from respondeat.period import OPEN_END, Period
from respondeat.question import Question
from respondeat.reading import Reading
from respondeat.said import Said, Values, day, read_claims
from respondeat.terms import TERMS, Terms
from respondeat.workspace import Workspace

__all__ = ["Contested", "Evidence", "Publication"]


class Publication(NamedTuple):
    """What was published, by whom and when, and what it is declared to derive from or draw on."""

    document: str
    title: str
    publisher: str
    published: str | None
    source: str | None
    address: str | None
    derived_from: tuple[str, ...]
    draws_on: tuple[str, ...]


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
    """Claims by what they are about, and the structure that registry and vocabularies fix.

    >>> from respondeat.index import MemoryIndex
    >>> Evidence(MemoryIndex()).occurrence("incident:x")
    []
    """

    def __init__(
        self,
        index: Index,
        terms: Terms = TERMS,
        reading: Reading | None = None,
        head: str = "",
    ) -> None:
        """Fetch what does not depend on an incident."""
        self._index, self.terms, self.head = index, terms, head
        self.reading = reading or Reading.named("every-claim")
        self._bodies: dict[str, Values] = {}
        self._known: dict[str, list[Said]] = {}
        self._about: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self._to: dict[tuple[str, str], list[Said]] = defaultdict(list)
        context = read_claims(self._rows("context"), self._body)
        superseded = {one.supersedes for one in context}
        for said in context:
            self._known.setdefault(said.claim, []).append(said)
            if said.claim not in superseded:
                self._about[said.about, said.property].append(said)
                self._to[said.property, said.value].append(said)
        self._links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, name, value in self._rows("structure"):
            self._links[name][subject].append(value)
        self._above: dict[tuple[str, str], frozenset[str]] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self.contested = _contested(self._rows("contested"))
        self.documents = _documents(self._rows("documents"))

    @classmethod
    def opened(cls, folder: Path, reading: Reading | None = None) -> Evidence:
        """Return the evidence of a workspace, as its record stood when the reading ends."""
        workspace = Workspace(folder)
        known = reading.known if reading else None
        index = workspace.index() if known is None else workspace.index_as_of(known)
        return cls(index, Terms(workspace.base), reading, workspace.head(known))

    def under(self, reading: Reading) -> Evidence:
        """Return the same record's evidence as another reading accepts it."""
        return Evidence(self._index, self.terms, reading, self.head)

    def occurrence(self, about: str) -> list[Said]:
        """Return the claims about one incident or set, without superseded ones."""
        found = self._claims(self._subjects("resp:about", about))
        superseded = {one.supersedes for one in found}
        return [one for one in found if one.claim not in superseded]

    def claim(self, name: str) -> list[Said]:
        """Return a claim, one for each of its values; none where there is no such claim."""
        if name not in self._known:
            self._claims([name])
        return self._known.get(name, [])

    def in_document(self, document: str) -> list[Said]:
        """Return every claim that a document holds."""
        return self._claims(self._subjects("resp:inDocument", document))

    def knows(self, entity: str) -> bool:
        """Say whether the registry holds an entity."""
        registered = self.terms.expand("resp:registeredIn")
        return any(self._index.match(self.terms.expand(entity), registered, None))

    def kinds(self, entity: str) -> frozenset[str]:
        """Return the classes that the registry gives an entity, by their names."""
        if entity not in self._kinds:
            found = self._values(entity).get("rdf:type", [])
            self._kinds[entity] = frozenset(kind.removeprefix("resp:") for kind in found)
        return self._kinds[entity]

    def label(self, entity: str, language: str = "en") -> str:
        """Return the preferred label in a language, else the entity itself."""
        named = self.terms.expand("skos:prefLabel"), self.terms.expand("rdfs:label")
        for name in named:
            for triple in self._index.match(self.terms.expand(entity), name, None):
                if isinstance(triple.object, ox.Literal) and triple.object.language == language:
                    return triple.object.value
        return entity

    def said(self, about: str, name: str) -> list[Said]:
        """Return the context's claims about something with one property, all stances."""
        return self._about.get((about, f"resp:{name}"), [])

    def affirmed(self, about: str, name: str) -> list[Said]:
        """Return the context's claims that affirm."""
        return [said for said in self.said(about, name) if said.stance == "affirms"]

    def bearing(self, name: str, value: str) -> list[Said]:
        """Return the context's claims that give something as the value of a property."""
        return self._to.get((f"resp:{name}", value), [])

    def links(self, name: str, subject: str) -> list[str]:
        """Return what the registry or a vocabulary links a subject to."""
        return self._links[name].get(subject, []) if name in self._links else []

    def subjects(self, name: str) -> list[str]:
        """Return every subject of a registry property."""
        return sorted(self._links[name])

    def is_a(self, entity: str, kind: str) -> bool:
        """Say whether the registry gives an entity a class that scope tells apart."""
        return f"resp:{kind}" in self.links("rdf:type", entity)

    def above(self, name: str, start: str) -> frozenset[str]:
        """Return everything reached over one property, the start included."""
        if (name, start) not in self._above:
            found, waiting = {start}, [start]
            while waiting:
                for nearer in self.links(name, waiting.pop()):
                    if nearer not in found:
                        found.add(nearer)
                        waiting.append(nearer)
            self._above[name, start] = frozenset(found)
        return self._above[name, start]

    def bearers(self, actor: str, days: Iterable[Period] = ()) -> dict[str, list[Said]]:
        """Return who bears an obligation for an actor: itself, its State, that State's government.

        Each with the claims that lead there. A group's bearers are its own: nothing is inherited
        from members, nor by them. Links that surely did not hold on any of the days are left out.
        """
        days = list(days)
        found: dict[str, list[Said]] = {actor: []}
        waiting = [actor]
        while waiting:
            here = waiting.pop()
            steps = [
                (s, s.value) for name in ("organOf", "governs") for s in self.affirmed(here, name)
            ]
            steps += [(s, s.about) for s in self.bearing("governs", here) if s.stance == "affirms"]
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

    def _subjects(self, name: str, value: str) -> list[str]:
        iri = ox.NamedNode(self.terms.expand(value))
        return [
            self.terms.compact(triple.subject.value)
            for triple in self._index.match(None, self.terms.expand(name), iri)
            if isinstance(triple.subject, ox.NamedNode)
        ]

    def _claims(self, names: list[str]) -> list[Said]:
        rows = (
            (name, key, value)
            for name in names
            for key, values in self._values(name).items()
            for value in values
        )
        found = read_claims(rows, self._body)
        for name in names:
            self._known[name] = []
        for said in found:
            self._known[said.claim].append(said)
        return found

    def _values(self, node: str) -> Values:
        found: Values = defaultdict(list)
        compact = self.terms.compact
        for triple in self._index.match(self.terms.expand(node), None, None):
            term = triple.object
            if isinstance(term, ox.NamedNode):
                found[compact(triple.predicate.value)].append(compact(term.value))
            elif isinstance(term, ox.Literal):
                found[compact(triple.predicate.value)].append(term.value)
        return found

    def _body(self, node: str) -> Values:
        if node not in self._bodies:
            self._bodies[node] = self._values(node)
        return self._bodies[node]

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        return answer(self._index, Question.named(name, "evidence"), terms=self.terms).rows


def _documents(rows: Iterable[tuple[Any, ...]]) -> dict[str, Publication]:
    found: dict[str, Publication] = {}
    for document, title, publisher, published, source, address, name, other in sorted(
        rows, key=str
    ):
        before = found.setdefault(
            document, Publication(document, title, publisher, published, source, address, (), ())
        )
        if name == "resp:derivedFrom":
            found[document] = before._replace(derived_from=(*before.derived_from, other))
        elif name == "resp:drawsOn":
            found[document] = before._replace(draws_on=(*before.draws_on, other))
    return found


def _contested(rows: Iterable[tuple[str | None, ...]]) -> list[Contested]:
    found: dict[tuple[str, str], Contested] = {}
    for name, label, test, touches, start, end, position, value in rows:
        assert name
        assert label
        assert touches
        days = Period(day(start), day(start), day(end) or OPEN_END, day(end) or OPEN_END)
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
