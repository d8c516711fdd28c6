"""Background: what a dossier says beside the trace, gathered from the same record as plain data.

Documents and how their authors know, names and definitions of all that is named, dates of the
instruments, the reading, and the hashes of the record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from respondeat.denial import denials
from respondeat.evidence import Evidence
from respondeat.reading import Reading
from respondeat.refusal import clause
from respondeat.terms import FACES, OWN
from respondeat.withheld import Withheld
from respondeat.workspace import Workspace

__all__ = ["background"]

Json = dict[str, Any]

_CURIE = re.compile(rf"\b(?:{'|'.join(OWN)}):[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_FACES = {f"{face}:": stance for stance, face in FACES.items()}
_OF_SOURCES = ("knowledgeBasis", "methodChallenge", "standing", "reliesOn")
_OF_INSTRUMENTS = ("signed", "adopted", "inForce", "term", "extended", "operative")
_LINKS = frozenset(
    f"resp:{name}" for name in "relays answers supersedes partOf derivedFrom drawsOn".split()
)
_BOUNDS = ("lower", "upper", "best", "unit", "counts")
_POINTS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
_PLAIN = (
    "asserter standard verification sensitivity hedge fragment stated edtf original answers"
    " supersedes partOf about"
).split()


def background(
    workspace: Workspace, evidence: Evidence, incident: str, reading: Reading, *found: Json
) -> Json:
    """Gather the background of what was ``found`` about an incident under a reading.

    ``evidence`` is under the same reading: what the record says of the incident and the reading
    leaves out is listed as ``left_out``. Everything is of the same entries of the record as the
    evidence, and without what it withholds.
    """
    nodes = _Nodes(evidence)
    about = [one for one in nodes.subjects("resp:about", incident) if one not in evidence.withheld]
    named = {one for one in _named(found) if one not in evidence.withheld} | set(about)
    claims = {name: nodes.claim(name) for name in named if name.startswith("claim:")}
    context = {
        said.claim
        for subject in _subjects(claims.values()) | named
        for name in (*_OF_SOURCES, *_OF_INSTRUMENTS)
        for said in evidence.said(subject, name)
    }
    context |= {  # what later statements say of an instrument with a term bears on its duration
        said.claim
        for subject in named
        if subject.startswith("instrument:") and evidence.said(subject, "term")
        for name in ("endorses", "refersTo")
        for said in evidence.bearing(name, subject)
    }
    claims |= {name: nodes.claim(name) for name in context}
    for _ in range(2):  # what they relay, answer and supersede, and what those do
        claims |= {name: nodes.claim(name) for name in _linked(claims.values()) - claims.keys()}
    refused = evidence.refused(incident)
    left = {one.claim for one in refused}
    documents = sorted({one["document"] for one in claims.values()})
    held = {name: nodes.document(name) for name in documents}
    everything = named | _named([claims, held])
    everything |= {f"resp:{name}" for name in nodes.kinds(everything)}
    questions = nodes.subjects("rdf:type", "resp:ContestedQuestion")
    return {
        "documents": held,
        "claims": dict(sorted(claims.items())),
        "left_out": sorted(left),
        "denials": sorted(left & denials(evidence, [*evidence.occurrence(incident), *refused])),
        "names": {
            name: nodes.name(name)
            for name in sorted(everything | set(questions) | set(reading.positions.values()))
            if not name.startswith("claim:") and name not in evidence.withheld
        },
        "questions": {name: nodes.positions(name) for name in sorted(questions)},
        "reading": _reading(reading, evidence.withheld),
        "record": _record(workspace, evidence),
    }


class _Nodes:
    """The nodes of the index behind some evidence, with CURIEs for IRIs."""

    def __init__(self, evidence: Evidence) -> None:
        self._index, self._terms = evidence.index, evidence.terms
        self._withheld = evidence.withheld
        self._read: dict[str, dict[str, list[Any]]] = {}

    def of(self, node: str) -> dict[str, list[Any]]:
        """Return the properties of a node with their values."""
        if node not in self._read:
            self._read[node] = defaultdict(list)
            for triple in self._index.match(self._terms.expand(node), None, None):
                name = self._terms.compact(triple.predicate.value)
                value = triple.object
                if name not in _LINKS or self._terms.compact(_text(value)) not in self._withheld:
                    self._read[node][name].append(value)
        return self._read[node]

    def texts(self, node: str, name: str) -> list[str]:
        """Return the values of one property as CURIEs and texts."""
        return sorted(
            self._terms.compact(one.value) if isinstance(one, ox.NamedNode) else _text(one)
            for one in self.of(node).get(name, ())
        )

    def one(self, node: str, name: str) -> str | None:
        """Return the first value of one property."""
        return next(iter(self.texts(node, name)), None)

    def subjects(self, name: str, value: str) -> list[str]:
        """Return what has a value of a property."""
        iri = ox.NamedNode(self._terms.expand(value))
        found = self._index.match(None, self._terms.expand(name), iri)
        return sorted(self._terms.compact(_text(triple.subject)) for triple in found)

    def kinds(self, names: Iterable[str]) -> set[str]:
        """Return the classes of nodes, without prefix."""
        found = {kind for name in names for kind in self.texts(name, "rdf:type")}
        return {kind.removeprefix("resp:") for kind in found if kind.startswith("resp:")}

    def claim(self, name: str) -> Json:
        """Return one claim, as the register prints it."""
        document = self.one(name, "resp:inDocument") or ""
        publisher = self.one(document, "resp:publisher") if document else None
        face = next(
            (one for one in sorted(self.of(name)) if one[: one.find(":") + 1] in _FACES), ""
        )
        values = self.texts(name, face) if face else []
        found: Json = {key: self.one(name, f"resp:{key}") for key in _PLAIN}
        bodies = [*values, *self.texts(name, "resp:qualifierQuantity")]
        period = [*values, *self.texts(name, "resp:qualifierPeriod")]
        return found | {
            "document": document,
            "published": self.one(document, "resp:published") if document else None,
            "relayed_by": publisher if publisher != found["asserter"] else None,
            "stance": _FACES.get(face[: face.find(":") + 1], ""),
            "property": "resp:" + face.partition(":")[2],
            "value": values[0] if values else None,
            "values": values,
            "place": self.one(name, "resp:qualifierPlace"),
            "relays": self.texts(name, "resp:relays"),
            "quantity": self._body(bodies, "quantity:", _BOUNDS),
            "period": self._body(period, "period:", _POINTS),
        }

    def _body(self, values: list[str], prefix: str, names: Iterable[str]) -> dict[str, str]:
        body = next((one for one in values if one.startswith(prefix)), None)
        pairs = ((name, self.one(body, f"resp:{name}")) for name in names if body)
        return {name: value for name, value in pairs if value is not None}

    def document(self, name: str) -> Json:
        """Return a document's metadata and hashes."""
        keys = "publisher published sourceType address verification sheetSha256 textSha256".split()
        found: Json = {key: self.one(name, f"resp:{key}") for key in keys}
        return found | {
            "title": self.one(name, "dcterms:title"),
            "language": self.one(name, "dcterms:language"),
            "note": self.one(name, "rdfs:comment"),
            "drawsOn": self.texts(name, "resp:drawsOn"),
            "derivedFrom": self.texts(name, "resp:derivedFrom"),
        }

    def name(self, node: str) -> Json:
        """Return the labels of a node, what it is, and its definition."""
        labels = {
            one.language or "en": one.value
            for name in ("rdfs:label", "skos:prefLabel")
            for one in self.of(node).get(name, ())
            if isinstance(one, ox.Literal)
        }
        days = [self.one(node, f"resp:{name}") for name in ("earliestStart", "latestEnd")]
        span = "/".join(one or ".." for one in days) if any(days) else None
        return {
            "label": labels.get("en") or self.one(node, "dcterms:title") or span or node,
            "label_ar": labels.get("ar"),
            "definition": self.one(node, "skos:definition"),
            "basis": self.one(node, "resp:legalBasis"),
            "opens": self.one(node, "resp:opensWhen"),
            "closes": self.one(node, "resp:closesWhen"),
        }

    def positions(self, question: str) -> list[Json]:
        """Return the positions on a contested question, with the authorities for and against."""
        return [
            {
                "position": name,
                "label": self.name(name)["label"],
                "for": self.texts(name, "resp:authorityFor"),
                "against": self.texts(name, "resp:authorityAgainst"),
            }
            for name in self.subjects("resp:positionOn", question)
        ]


def _subjects(claims: Iterable[Json]) -> set[str]:
    """Return the documents and voices of claims."""
    return {
        one[key] for one in claims for key in ("document", "asserter", "relayed_by") if one[key]
    }


def _linked(claims: Iterable[Json]) -> set[str]:
    found = {name for one in claims for name in one["relays"]}
    found |= {str(one[key]) for one in claims for key in ("answers", "supersedes", "partOf")}
    return {name for name in found if name.startswith("claim:")}


def _named(node: Any) -> set[str]:
    """Return every identifier in a JSON value, those inside sentences and links too."""
    if isinstance(node, str):
        return set(_CURIE.findall(node))
    if isinstance(node, dict):
        return {name for pair in node.items() for part in pair for name in _named(part)}
    if isinstance(node, list | tuple | set):
        return {name for one in node for name in _named(one)}
    return set()


def _reading(reading: Reading, withheld: Withheld) -> Json:
    return {
        "name": reading.name,
        "summary": reading.summary,
        "positions": dict(sorted(reading.positions.items())),
        "policies": [clause(one) for one in reading.policies],
        "conventions": {word: list(bounds) for word, bounds in reading.conventions.items()},
        "known": reading.known,
        "at": reading.at.isoformat() if reading.at else None,
        "without": [one for one in reading.without if one not in withheld],
    }


def _record(workspace: Workspace, evidence: Evidence) -> Json:
    entries = workspace.record.entries()[: evidence.reading.known]
    days = sorted(entry.at[:10] for entry in entries)
    return {
        "head": evidence.head,
        "entries": len(entries),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
    }


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
