"""Views: the plain triples that a reading accepts, in a named graph of their own.

In the claims a stance is part of every property, so that nothing is bare. A view takes the
affirmations that a reading accepts at their word, for questions over paths, for the reasoner and
for the shapes. It holds no denial and no doubt: what it lacks is not denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import NamedTuple

import pyoxigraph as ox

from respondeat.ask import answer, refuse_unknown
from respondeat.check import shapes
from respondeat.errors import QuestionError, ReadingError, UsageError
from respondeat.evidence import Evidence
from respondeat.index import Index, MemoryIndex
from respondeat.ontology import data_files, ontology
from respondeat.period import Period
from respondeat.question import Question
from respondeat.reading import Reading
from respondeat.reason import inconsistencies
from respondeat.said import Said
from respondeat.table import Table
from respondeat.terms import TERMS, Terms
from respondeat.workspace import Workspace

__all__ = ["View", "Views", "ask_views", "check_view", "contradictions", "open_views", "violations"]

_MOST = 2_000_000
"""Triples of an index that are copied into memory, a gigabyte or so."""


class View(NamedTuple):
    """What a reading accepts, as triples; ``graph`` is the IRI of the named graph they belong in.

    A claim that is qualified by time enters only if the reading has a day on which it surely
    holds. Where accepted values compete, all of them enter. Numbers keep the bounds of their
    sources: the conventions of the reading are not in a view.
    """

    reading: Reading
    graph: str
    triples: bytes

    @classmethod
    def of(cls, index: Index, reading: Reading, terms: Terms = TERMS) -> View:
        """Make the view of an index under a reading, as sorted N-Triples (which are Turtle).

        >>> View.of(MemoryIndex(), Reading.named("every-claim")).graph
        'https://w3id.org/respondeat/reading/every-claim'
        """
        evidence = Evidence(index, terms, reading)
        found = set(_accepted(index, evidence, terms))
        named = {term for triple in found for term in (triple.subject, triple.object)}
        for term in named:
            if isinstance(term, ox.NamedNode):
                shared = terms.compact(term.value).startswith(("quantity:", "period:"))
                only = None if shared else terms.expand("rdf:type")
                found.update(index.match(term.value, only, None))
        lines = sorted(f"{triple} .\n" for triple in found)
        return cls(reading, terms.expand(reading.graph), "".join(lines).encode())

    def quads(self) -> bytes:
        """Return the view as N-Quads, in its graph."""
        return b"".join(
            line.removesuffix(b" .") + f" <{self.graph}> .\n".encode()
            for line in self.triples.splitlines()
        )


class Views(MemoryIndex):
    """An index in memory: the claims of another in the default graph, views beside them.

    A question that names no graph meets the claims alone; ``GRAPH ?view { ... }`` meets one view
    at a time, and its paths never leave it.
    """

    def __init__(self, base: Index) -> None:
        """Copy the default graph; raise ``UsageError`` where it is too large for memory.

        More than two million triples are refused before the first is copied.
        """
        if (count := len(base)) > _MOST:
            raise UsageError(
                f"a view is asked in memory, and this index holds {count:,} triples: more than"
                f" {_MOST:,} are not copied; ask the claims without --reading, or load fewer"
                " documents into a workspace of their own"
            )
        super().__init__()
        self._store.bulk_extend(ox.Quad(*triple) for triple in base.match(None, None, None))
        self._held: dict[str, Reading] = {}

    def add(self, view: View) -> None:
        """Add a view; raise ``ReadingError`` where another reading has its name."""
        held = self._held.setdefault(view.graph, view.reading)
        if held.digest != view.reading.digest:
            raise ReadingError(f"two readings are called {view.reading.name!r}: rename one")
        self._store.load(view.quads(), format=ox.RdfFormat.N_QUADS)


def open_views(folder: Path, readings: Iterable[Reading]) -> tuple[Views, Terms]:
    """Return the index of a workspace with a view under each reading, and its identifiers.

    Readings that look at the record as of different entries cannot be laid over one set of
    claims: ``ReadingError``.
    """
    listed = list(readings)
    known = {one.known for one in listed}
    if len(known) > 1:
        raise ReadingError("these readings know different entries of the record: ask one by one")
    workspace = Workspace(folder)
    entry = known.pop() if known else None
    index = workspace.index() if entry is None else workspace.index_as_of(entry)
    terms = Terms(workspace.base)
    views = Views(index)
    for reading in listed:
        views.add(View.of(index, reading, terms))
    return views, terms


def ask_views(
    folder: Path,
    question: Question,
    values: dict[str, str] | None = None,
    readings: Iterable[Reading] = (),
) -> Table:
    """Answer a question over a workspace's claims and the views of readings.

    Raise ``QuestionError`` where the question names no graph: it would ask the claims, which no
    reading filters, and the answer would seem to rest on one.
    """
    bare = re.sub(r"^\s*#.*$", "", question.text, flags=re.MULTILINE)
    if not re.search(r"(?<![?$:\w])GRAPH\s*[?$<\w:]", bare, re.IGNORECASE):
        raise QuestionError(
            f"{question.name!r} asks the claims themselves, whatever the reading: leave --reading"
            " out, or ask with GRAPH ?view { ... }"
        )
    views, terms = open_views(folder, readings)
    refuse_unknown(views, question, values or {}, terms)
    return answer(views, question, values, terms)


def check_view(folder: Path, reading: Reading) -> tuple[Table, tuple[str, ...]]:
    """Return what the reasoner and the shapes find wrong in a view, and which of them were run.

    The reasoner needs Java and the extra ``respondeat[reason]``, the shapes ``respondeat[check]``.
    """
    views, terms = open_views(folder, [reading])
    view = View.of(views, reading, terms)
    rows: list[tuple[str, str, str]] = []
    run = []
    if which("java") and find_spec("owlready2"):
        rows += [("hermit", reading.graph, one) for one in contradictions(view, terms)]
        run.append("HermiT")
    if find_spec("pyshacl"):
        rows += violations(view, views, terms)
        run.append("SHACL")
    return Table(("check", "subject", "message"), sorted(set(rows))), tuple(run)


def contradictions(view: View, terms: Terms = TERMS, *, seconds: float = 120) -> list[str]:
    """Return what HermiT finds wrong in a view under the axioms; see `respondeat.reason`."""
    parts = [view.triples]
    for path in data_files():
        text = terms.rebase(path.read_text("utf-8")).encode()
        nodes = (
            quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        )
        parts.append(ox.serialize(nodes, format=ox.RdfFormat.N_TRIPLES) or b"")
    return inconsistencies(b"".join(parts), seconds=seconds)


def violations(view: View, base: Index, terms: Terms = TERMS) -> list[tuple[str, str, str]]:
    """Return (shape, node, message) for what the shapes find wrong in a view.

    Besides ``ontology/shapes`` every plain property has a shape of its own: of which kind its
    subject and its value are. Registry and vocabularies are taken from the base.
    """
    claims = terms.prefixes["claim"]
    context = (
        f"{triple} .\n"
        for triple in base.match(None, None, None)
        if not str(triple.subject).startswith(f"<{claims}")
    )
    turtle = "".join(context).encode() + view.triples
    return sorted({*shapes(turtle, terms), *_misplaced(turtle, terms)})


def plain_shapes() -> str:
    """Return a shape for the subjects and one for the values of every plain property, as Turtle."""
    lines = [TERMS.turtle_prefixes(), "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"]
    for name, plain in sorted(ontology().properties.items()):
        value = f"sh:class {_class(plain.range)}"
        if plain.scheme:
            value = f"sh:path skos:inScheme ; sh:hasValue <{TERMS.base}{plain.scheme}>"
        elif plain.range in ("string", "boolean"):
            value = "sh:nodeKind sh:Literal"
        kind = plain.scheme or plain.range
        said = f'sh:message "the value of {name} is of another kind than {kind}"'
        shape = f"sh:property [ {value} ; {said} ]" if plain.scheme else f"{value} ; {said}"
        if plain.range != "Entity":
            lines.append(f"[] a sh:NodeShape ; sh:targetObjectsOf resp:{name} ; {shape} .\n")
        if plain.domain != "Thing":
            said = f'sh:message "what has {name} is of another kind than {plain.domain}"'
            shape = f"sh:class {_class(plain.domain)} ; {said}"
            lines.append(f"[] a sh:NodeShape ; sh:targetSubjectsOf resp:{name} ; {shape} .\n")
    return "".join(lines)


def _class(kind: str) -> str:
    return "skos:Concept" if kind == "Concept" else f"resp:{kind}"


def _misplaced(turtle: bytes, terms: Terms) -> list[tuple[str, str, str]]:
    import pyshacl
    import rdflib

    data, rules = rdflib.Graph(), rdflib.Graph()
    data.parse(data=turtle, format="turtle")
    rules.parse(data=terms.rebase(plain_shapes()), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, advanced=False, do_owl_imports=False)
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return [
        (
            "shape",
            terms.compact(str(report.value(result, sh.focusNode))),
            str(report.value(result, sh.resultMessage)),
        )
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]


def _accepted(index: Index, evidence: Evidence, terms: Terms) -> Iterator[ox.Triple]:
    """Yield what is affirmed, accepted, and not limited to a time in which it may not hold."""
    claims = index.match(None, terms.expand("resp:about"), None)
    for about in sorted({str(triple.object) for triple in claims}):
        subject = ox.NamedNode(about.strip("<>"))
        for said in evidence.occurrence(terms.compact(subject.value)):
            if said.stance == "affirms" and _holds(said, evidence.reading.at):
                plain = ox.NamedNode(terms.expand(said.property))
                face = terms.expand(f"says:{said.property.partition(':')[2]}")
                for triple in index.match(terms.expand(said.claim), face, None):
                    if _text(triple.object, terms) == said.value:
                        yield ox.Triple(subject, plain, triple.object)


def _holds(said: Said, day: date | None) -> bool:
    qualified = said.edtf is not None or said.period != Period()
    if not qualified or said.value.startswith("period:"):
        return True
    return day is not None and Period(day, day, day, day).within(said.period) is True


def _text(term: object, terms: Terms) -> str | None:
    if isinstance(term, ox.NamedNode):
        return terms.compact(term.value)
    return term.value if isinstance(term, ox.Literal) else None
