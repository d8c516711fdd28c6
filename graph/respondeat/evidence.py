"""Evidence: the claims that a reading accepts, with the structure of the registry.

What does not depend on an incident (the context) is fetched once per record head and reading;
the claims about an incident are fetched when they are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from respondeat.acceptance import REPLACED, Acceptance, Choice, bounded, refuse_unknown
from respondeat.answerable import answerable
from respondeat.ask import answer
from respondeat.contested import contested
from respondeat.declared import inputs, interests, standards
from respondeat.finding import Independence
from respondeat.identity import Identity, identities
from respondeat.index import Index
from respondeat.once import forget, once
from respondeat.origins import Head, Heard, Origin, Sources
from respondeat.period import Period
from respondeat.publication import Publication, publications
from respondeat.question import Question
from respondeat.reading import Reading
from respondeat.said import Said, Values, read_claims
from respondeat.terms import TERMS, Terms
from respondeat.withheld import Withheld
from respondeat.workspace import Workspace

__all__ = ["Evidence"]

_Ways = dict[str, list[Said]]
_KEPT = 20_000
"""Claims about incidents, and as many of all else, that are kept for a second look."""


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
        hidden: Collection[str] = (),
    ) -> None:
        """Fetch what does not depend on an incident.

        ``hidden`` claims are not there, whatever is asked; one that passes such a claim on has an
        unread origin of its own.
        """
        self.index, self.terms, self.head = index, terms, head
        self.reading = reading or Reading.named("every-claim")
        refuse_unknown(self.reading, index, terms)
        self._bodies: dict[str, Values] = {}
        self._context: dict[str, list[Said]] = defaultdict(list)
        self._fetched: dict[str, list[Said]] = {}
        self._occurrences: dict[str, Choice] = {}
        self._above: dict[tuple[str, str], frozenset[str]] = {}
        self._links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, name, value in self._rows("structure"):
            self._links[name][subject].append(value)
        self.contested = contested(self._rows("contested"))
        self.withheld = Withheld(index, terms, hidden)
        published = publications(self._rows("documents"))
        self.documents = self.withheld.public(published)
        context = self._read(self._rows("context"))
        for said in context:
            self._context[said.claim].append(said)
        self.acceptance = self._accepting(context, published.values())
        self._about: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self._to: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for said in self._accepted(context):
            self._about[said.about, said.property].append(said)
            self._to[said.property, said.value].append(said)

    @classmethod
    def opened(
        cls, folder: Path, reading: Reading | None = None, hidden: Collection[str] = ()
    ) -> Evidence:
        """Return the evidence of a workspace, as its record stood when the reading ends."""
        workspace = Workspace(folder)
        known = reading.known if reading else None
        index = workspace.index() if known is None else workspace.index_as_of(known)
        return cls(index, Terms(workspace.base), reading, workspace.head(known), hidden)

    def under(self, reading: Reading) -> Evidence:
        """Return the same record's evidence as another reading accepts it."""
        return Evidence(self.index, self.terms, reading, self.head, self.withheld.claims)

    def occurrence(self, about: str) -> list[Said]:
        """Return the claims about one incident or set, without superseded ones."""
        return list(self._chosen(about).accepted)

    def refused(self, about: str) -> list[Said]:
        """Return the claims about one incident or set that the reading itself leaves out."""
        return list(self._chosen(about).refused)

    def replaced(self, about: str) -> list[Said]:
        """Return the claims about one incident or set in whose place their source put others."""
        return list(self._chosen(about).replaced)

    def why(self, one: Said) -> str:
        """Return why a claim that is not accepted is not."""
        if why := self.acceptance.why(one):
            return why
        if one.claim in {other.claim for other in self.replaced(one.about)}:
            return REPLACED
        return f"fewer than {self.acceptance.needed(one)} independent origins"

    def voices(self, one: Said) -> frozenset[str]:
        """Return with whom a claim begins, whoever of them the reading hears."""
        begun = self.acceptance.sources.origins([one.claim])
        return frozenset(origin.asserter for origin in begun) or frozenset({one.asserter})

    def origins(self, claims: Iterable[str]) -> frozenset[Origin]:
        """Return where claims begin, all together, as far as the reading hears it."""
        return self.acceptance.sources.origins(names := list(claims), self._heard(names))

    def independence(self, claims: Iterable[str]) -> Independence:
        """Return how many independent origins that are heard claims have, at least and at most."""
        return self.acceptance.sources.independence(names := list(claims), self._heard(names))

    def kin(self, actor: str) -> frozenset[str]:
        """Return an actor with its organs, governments, representatives and joint voices."""
        return self.acceptance.kin(actor)

    def claim(self, name: str) -> list[Said]:
        """Return a claim, accepted or not, one for each of its values; none where there is none."""
        if name in self._context:
            return self._context[name]
        if name not in self._fetched:
            self._claims([name])
        return self._fetched[name]

    def knows(self, entity: str) -> bool:
        """Say whether the registry holds an entity."""
        registered = self.terms.expand("resp:registeredIn")
        return any(self.index.match(self.terms.expand(entity), registered, None))

    @once
    def kinds(self, entity: str) -> frozenset[str]:
        """Return the classes that the registry gives an entity, by their names."""
        found = self._values(entity).get("rdf:type", [])
        return frozenset(kind.removeprefix("resp:") for kind in found)

    @once
    def label(self, entity: str, language: str = "en") -> str:
        """Return the preferred label in a language, else the entity itself."""
        for name in map(self.terms.expand, ("skos:prefLabel", "rdfs:label")):
            for triple in self.index.match(self.terms.expand(entity), name, None):
                if isinstance(triple.object, ox.Literal) and triple.object.language == language:
                    return triple.object.value
        return entity

    def said(self, about: str, name: str) -> list[Said]:
        """Return the context's claims about something with one property, all stances."""
        return self._about.get((about, f"resp:{name}"), [])

    def affirmed(self, about: str, name: str) -> list[Said]:
        """Return the context's claims that affirm."""
        return [said for said in self.said(about, name) if said.stance == "affirms"]

    @once
    def giving(self, name: str, value: str) -> list[Said]:
        """Return the claims that affirm a property with a value, of occurrences too."""
        names = self._subjects(f"says:{name}", value)
        return self._accepted([one for n in names for one in self.claim(n) if one.value == value])

    def bearing(self, name: str, value: str) -> list[Said]:
        """Return the context's claims with a value for a property."""
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

    def bearers(self, actor: str, days: Iterable[Period] = (), sure: bool = False) -> _Ways:
        """Return who bears an obligation for an actor: itself, its State, that State's government.

        Each with the claims that lead there. A group's bearers are its own: nothing is inherited
        from members, nor by them. Links that surely did not hold on any of the days are left out;
        with ``sure``, so are other names that are not surely theirs.
        """
        return self._answerable(actor, tuple(days), sure)

    @once
    def _answerable(self, actor: str, days: tuple[Period, ...], sure: bool) -> _Ways:
        return answerable(actor, days, self.said, self.bearing, self.kinds, sure)

    def identities(self, entity: str, days: Iterable[Period] = ()) -> list[Identity]:
        """Return the other names of an entity that claims accepted give it on those days."""
        return list(identities(entity, tuple(days), self.said, self.bearing, self.kinds))

    def _accepted(self, said: list[Said]) -> list[Said]:
        return [bounded(one, self.reading) for one in self.acceptance.accept(said)]

    def _chosen(self, about: str) -> Choice:
        if about not in self._occurrences:
            self._room()
            found = self.acceptance.choose(self._claims(self._subjects("resp:about", about)))
            said = [bounded(one, self.reading) for one in found.accepted]
            self._occurrences[about] = found._replace(accepted=said)
        return self._occurrences[about]

    def _heard(self, claims: list[str]) -> Heard | None:
        return self.acceptance.heard(one for name in claims for one in self.claim(name))

    def _room(self) -> None:
        """Forget what incidents before left behind, where it has become much."""
        left: tuple[dict[Any, Any], ...] = (self._fetched, self._bodies, self._above)
        if any(len(kept) > _KEPT for kept in left):
            for kept in (*left, self._occurrences):
                kept.clear()
            forget(self)

    def _accepting(self, context: list[Said], published: Iterable[Publication]) -> Acceptance:
        sides = interests(context, self._links["resp:member"])
        sources = Sources(self._head, inputs(context, published), sides)
        lower = standards(self.index, self.terms)
        return Acceptance(self.reading, self.kinds, sides.kin, sources, lower)

    def _head(self, claim: str) -> Head | None:
        for one in self.claim(claim):
            return Head(one.asserter, one.document, self.withheld.relays(one))
        return None

    def _subjects(self, name: str, value: str) -> list[str]:
        iri = ox.NamedNode(self.terms.expand(value))
        return [
            self.terms.compact(str(triple.subject).strip("<>"))
            for triple in self.index.match(None, self.terms.expand(name), iri)
        ]

    def _claims(self, names: list[str]) -> list[Said]:
        rows = (
            (name, key, value)
            for name in names
            for key, values in self._values(name).items()
            for value in values
        )
        found = self._read(rows)
        self._fetched |= {name: [] for name in names}
        for said in found:
            self._fetched[said.claim].append(said)
        return found

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> list[Said]:
        """Return the claims of rows, none of those that are withheld."""
        met = (row for row in rows if row[0] not in self.withheld)
        return [self.withheld.cut(one) for one in read_claims(met, self._body)]

    def _values(self, node: str) -> Values:
        found: Values = defaultdict(list)
        for triple in self.index.match(self.terms.expand(node), None, None):
            term, name = triple.object, self.terms.compact(triple.predicate.value)
            if isinstance(term, ox.NamedNode):
                found[name].append(self.terms.compact(term.value))
            elif isinstance(term, ox.Literal):
                found[name].append(term.value)
        return found

    def _body(self, node: str) -> Values:
        if node not in self._bodies:
            self._bodies[node] = self._values(node)
        return self._bodies[node]

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        return answer(self.index, Question.named(name, "evidence"), terms=self.terms).rows
