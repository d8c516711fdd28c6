"""The language: which terms there are, and what each may say about what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from respondeat.files import folder
from respondeat.terms import FACES, TERMS, Terms

__all__ = ["Ontology", "Property", "data_files", "ontology"]

_RESP = TERMS.prefixes["resp"]
_RDF, _RDFS, _OWL, _SKOS = (TERMS.prefixes[name] for name in ("rdf", "rdfs", "owl", "skos"))


class Property(NamedTuple):
    """A plain property: what it is about, and what its value is.

    ``range`` is a class name, ``Entity`` for any, ``Quantity``, ``Period``, ``Concept`` (of
    ``scheme``), ``string`` or ``boolean``.
    """

    name: str
    domain: str
    range: str
    scheme: str | None
    label: str


class Ontology(NamedTuple):
    """The terms of ``ontology/`` and the law data beside them."""

    properties: dict[str, Property]
    parents: dict[str, frozenset[str]]
    kinds: dict[str, str]
    labels: dict[str, str]

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Say whether every ``kind`` is an ``ancestor``.

        >>> ontology().is_a("StateOrgan", "Actor")
        True
        """
        return kind == ancestor or ancestor in self.parents.get(kind, ())


def data_files() -> list[Path]:
    """Return the Turtle files whose terms an index holds: modules, vocabularies, law."""
    root = folder("ontology")
    return sorted(
        path
        for part in (".", "vocabulary", "law")
        for path in (root / part).glob("*.ttl")
        if path.name != "alignment.ttl"
    )


def fingerprint() -> str:
    """Return the SHA-256 of all data files: an index made with another ontology is stale."""
    content = hashlib.sha256()
    for path in data_files():
        content.update(path.name.encode() + b"\0" + path.read_bytes())
    return content.hexdigest()


def declarations(terms: Terms = TERMS) -> bytes:
    """Return what an index holds of the ontology, as N-Triples without blank nodes, with faces."""
    triples = [
        triple
        for triple in _triples(terms)
        if not isinstance(triple.subject, ox.BlankNode)
        and not isinstance(triple.object, ox.BlankNode)
    ]
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines + terms.rebase(faces()).encode()


def faces() -> str:
    """Return the generated faces of every plain property, as N-Triples."""
    return "".join(_faces())


def _faces() -> Iterator[str]:
    def iri(prefix: str, local: str) -> str:
        return f"<{TERMS.prefixes[prefix]}{local}>"

    for name, plain in sorted(ontology().properties.items()):
        kind = "DatatypeProperty" if plain.range in ("string", "boolean") else "ObjectProperty"
        for stance in FACES:
            face = iri(FACES[stance], name)
            yield f"{face} {iri('rdf', 'type')} {iri('owl', kind)} .\n"
            yield f'{face} {iri("rdfs", "label")} "{FACES[stance]}: {plain.label}"@en .\n'
            yield f"{face} {iri('resp', 'plainProperty')} {iri('resp', name)} .\n"
            yield f"{face} {iri('resp', 'faceStance')} {iri('stance', stance)} .\n"


def face_axioms() -> str:
    """Return ``(face some Thing) SubClassOf (about only domain)`` for every face, as Turtle.

    They are for the reasoner alone: an index holds no blank nodes.
    """
    lines = [TERMS.turtle_prefixes()]
    for name, plain in sorted(ontology().properties.items()):
        if plain.domain == "Thing":
            continue  # about anything: there is nothing to rule out
        filler = "owl:Thing"
        if plain.range in ("string", "boolean"):
            filler = f"xsd:{plain.range}"
        lines += [
            f"[] a owl:Restriction ; owl:onProperty {FACES[stance]}:{name} ; "
            f"owl:someValuesFrom {filler} ; rdfs:subClassOf [ a owl:Restriction ; "
            f"owl:onProperty resp:about ; owl:allValuesFrom resp:{plain.domain} ] .\n"
            for stance in FACES
        ]
    return "".join(lines)


@cache
def ontology() -> Ontology:
    """Read the ontology that this installation carries."""
    objects: dict[str, dict[str, list[str]]] = {}
    labels: dict[str, str] = {}
    for triple in _triples(TERMS):
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        if not isinstance(triple.object, ox.NamedNode | ox.Literal):
            continue
        subject, value = triple.subject.value, triple.object.value
        objects.setdefault(triple.predicate.value, {}).setdefault(subject, []).append(value)
        if triple.predicate.value in (_RDFS + "label", _SKOS + "prefLabel"):
            language = getattr(triple.object, "language", None)
            if language in (None, "en"):
                labels[TERMS.compact(subject)] = value
    local = len(_RESP)
    above = objects.get(_RDFS + "subClassOf", {})
    parents = {
        iri[local:]: {parent[local:] for parent in above.get(iri, ()) if parent.startswith(_RESP)}
        for iri, found in objects[_RDF + "type"].items()
        if _OWL + "Class" in found and iri.startswith(_RESP)
    }
    properties = {}
    for iri in objects.get(_RESP + "claimable", {}):
        ranges = objects.get(_RDFS + "range", {}).get(iri, [_RESP + "Entity"])
        schemes = objects.get(_RESP + "scheme", {}).get(iri)
        domain = objects[_RDFS + "domain"].get(iri, [_OWL + "Thing"])[0]
        properties[iri[local:]] = Property(
            iri[local:],
            TERMS.compact(domain).partition(":")[2],
            TERMS.compact(ranges[0]).partition(":")[2].replace("Thing", "Entity"),
            schemes[0].rsplit("/", 1)[1] if schemes else None,
            labels.get("resp:" + iri[local:], iri[local:]),
        )
    kinds = {
        TERMS.compact(iri): TERMS.compact(kind).partition(":")[2]
        for iri, found in objects[_RDF + "type"].items()
        for kind in found
        if not kind.startswith(_OWL)
    }
    return Ontology(properties, _closure(parents), kinds, labels)


def _closure(parents: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    def ancestors(kind: str, seen: frozenset[str]) -> frozenset[str]:
        for parent in parents.get(kind, ()):
            if parent not in seen:
                seen = ancestors(parent, seen | {parent})
        return seen

    return {kind: ancestors(kind, frozenset()) for kind in parents}


def _triples(terms: Terms) -> Iterator[ox.Triple]:
    for path in data_files():
        text = terms.rebase(path.read_text("utf-8"))
        for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple
