"""UCDP GED as a script with rdflib would add it: the same triples as the dataset's mapping makes.

``python benchmarks/_rdflib.py FILE STORE PLACE`` adds them to a store of rdflib (``Memory``, or
``BerkeleyDB``, its own on disk, which needs the package ``berkeleydb``) and prints the seconds
and the seconds of CPU. It runs alone: nothing but rdflib is imported.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import time
import unicodedata
from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

BASE = "https://w3id.org/respondeat/"
VIOLENCE = {"1": "state-based-violence", "2": "non-state-violence", "3": "one-sided-violence"}
KIND = {"1": "Incident", "2": "IncidentSet"}
NEAR = {"1": "", "2": "near ", "5": "somewhere in or along ", "7": "waters or airspace at "}
SIDES = {
    "deaths_a": "side-a",
    "deaths_b": "side-b",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown-status",
}
WHOLE = "what UCDP's sources report as one sum, and UCDP counts as one event"


def iri(text: str) -> URIRef:
    """Return an IRI below the base."""
    return URIRef(BASE + text)


def resp(name: str) -> URIRef:
    """Return a term of the ontology."""
    return iri(f"ontology#{name}")


def says(name: str) -> URIRef:
    """Return the property of what a claim affirms."""
    return iri(f"says#{name}")


CLAIM, IN, BY, ABOUT, READ, RELAYS, REGISTERED = map(
    resp, "Claim inDocument asserter about verification relays registeredIn".split()
)
LIES, AT, COORDINATES, INVOLVED, KILLED = map(
    says, "liesIn occurredAt coordinates involved killed".split()
)
DURING, TYPE, PART = map(says, "occurredDuring incidentType partOfConflict".split())
BEST, LOWER, UPPER, UNIT, COUNTS = map(resp, "best lower upper unit counts".split())
DOCUMENT, UCDP, PERSON = iri("document/ucdp-ged"), iri("actor/ucdp"), iri("unit/person")
READ_SO, CIVILIANS = Literal("read"), iri("target/civilians")


class Adder:
    """Adds row after row to a graph; what is shared by rows is added with the first of them."""

    def __init__(self, graph: Graph) -> None:
        """Take the graph."""
        self.graph, self.known, self.ids = graph, set[str](), dict[str, str]()

    def add(self, path: Path) -> None:
        """Add every row of a file."""
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.row({name: cell.strip() for name, cell in row.items()})

    def row(self, row: dict[str, str]) -> None:
        """Add one event, the places that it names and what it says."""
        add, one_sided = self.graph.add, row["type_of_violence"] == "3"
        event, claim = iri(f"incident/ged-{row['id']}"), iri(f"claim/ucdp-ged.{row['id']}")
        add((event, RDF.type, resp(KIND[row["event_clarity"]])))
        if row["event_clarity"] == "2":
            add((event, resp("criteria"), Literal(WHOLE, "en")))
        self.head(claim, event)
        add((claim, TYPE, iri(f"type/{VIOLENCE[row['type_of_violence']]}")))
        side = self.side(row["side_a_new_id"], row["side_a"])
        if one_sided:
            add((claim, says("perpetrator"), side))
            add((claim, says("target"), CIVILIANS))
        else:
            add((claim, INVOLVED, side))
            add((claim, INVOLVED, self.side(row["side_b_new_id"], row["side_b"])))
        conflict, number = row["conflict_name"], row["conflict_new_id"]
        node = iri(f"conflict/ucdp-{number}")
        self.entity(node, "Conflict", conflict, f"ucdp:{number}")
        add((claim, PART, node))
        add((claim, DURING, self.period(row["date_start"], row["date_end"])))
        self.offices(claim, row)
        self.places(claim, row)
        self.deaths(claim, row)

    def head(self, claim: URIRef, about: URIRef) -> None:
        """Add what every claim has."""
        add = self.graph.add
        add((claim, RDF.type, CLAIM))
        add((claim, IN, DOCUMENT))
        add((claim, BY, UCDP))
        add((claim, ABOUT, about))
        add((claim, READ, READ_SO))

    def new(self, text: str) -> bool:
        """Say whether a node is met for the first time."""
        if text in self.known:
            return False
        self.known.add(text)
        return True

    def entity(self, node: URIRef, kind: str, label: str, identifier: str = "") -> None:
        """Register what a row names."""
        if self.new(node):
            add = self.graph.add
            add((node, RDF.type, resp(kind)))
            add((node, SKOS.prefLabel, Literal(label, "en")))
            add((node, REGISTERED, DOCUMENT))
            if identifier:
                add((node, DCTERMS.identifier, Literal(identifier)))

    def side(self, number: str, label: str) -> URIRef:
        """Register a side."""
        node = iri(f"actor/ucdp-{number}")
        kind = "Regime" if label.startswith("Government of ") else "NonStateArmedGroup"
        self.entity(node, kind, label, f"ucdp:{number}")
        return node

    def offices(self, claim: URIRef, row: dict[str, str]) -> None:
        """Add who reported the event."""
        told = row["source_office"]
        for office in filter(None, (one.strip() for one in told.split(";"))):
            actor, document = (
                iri(f"{kind}/ged-{self.slug(office)}") for kind in ("actor", "document")
            )
            self.entity(actor, "Actor", office)
            if self.new(document):
                title = Literal(f"Reports of {office} that UCDP cites")
                self.graph.add((document, RDF.type, resp("Document")))
                self.graph.add((document, DCTERMS.title, title))
                self.graph.add((document, resp("publisher"), actor))
            self.graph.add((claim, RELAYS, document))
        original = row["source_original"]
        if original and original.lower() not in told.lower().replace(";", ", "):
            self.graph.add((claim, says("informant"), Literal(original)))

    def places(self, claim: URIRef, row: dict[str, str]) -> None:
        """Add the places, one within the other, and at which of them the event was."""
        level, country = row["where_prec"], iri(f"place/gw-{row['country_id']}")
        self.entity(country, "Place", row["country"], f"gw:{row['country_id']}")
        names, within, at = [], country, country if level == "6" else None
        governorate = ", ".join((row["adm_1"], row["country"]))
        if row["adm_1"]:
            names.append(("AdministrativeArea", "4", governorate, governorate))
        if row["adm_1"] and row["adm_2"]:
            district = f"{row['adm_2']}, {governorate}"
            names.append(("AdministrativeArea", "3", district, district))
        if level in NEAR:
            label = NEAR[level] + row["where_coordinates"].replace("  ", " ")
            names.append(("Place", level, label, f"{label} {row['latitude']} {row['longitude']}"))
        for kind, own, label, name in names:
            slug = self.slug(name)
            node, said = iri(f"place/ged-{slug}"), iri(f"claim/ucdp-ged.place.{slug}")
            self.entity(node, kind, label)
            if self.new(said):
                self.head(said, node)
                if own != "7":
                    self.graph.add((said, LIES, within))
                if kind == "Place":
                    self.graph.add((said, COORDINATES, Literal(row["geom_wkt"])))
            centre = iri(f"claim/ucdp-ged.centre.{slug}")
            if own == level and kind != "Place" and self.new(centre):
                self.head(centre, node)
                self.graph.add((centre, COORDINATES, Literal(row["geom_wkt"])))
            if own == level or (level, own) == ("3", "4"):
                at = node
            within = node
        if at is not None:
            self.graph.add((claim, AT, at))

    def deaths(self, claim: URIRef, row: dict[str, str]) -> None:
        """Add how many were killed, of all and by side."""
        low, best, high = row["low"], row["best"], row["high"]
        ordered = int(low) <= int(best) <= int(high)
        many = self.quantity(best, low=low, high=high) if ordered else self.quantity(best)
        self.graph.add((claim, KILLED, many))
        for column, whom in SIDES.items():
            if row[column] != "0":
                many = self.quantity(row[column], whom=f"target:{whom}")
                self.graph.add((claim, KILLED, many))

    def quantity(self, best: str, low: str = "", high: str = "", whom: str = "") -> URIRef:
        """Add a number that claims share."""
        node = iri(f"quantity/{self.key(f'{low}|{high}|{best}|unit:person|{whom}')}")
        if self.new(node):
            self.graph.add((node, RDF.type, resp("Quantity")))
            self.graph.add((node, UNIT, PERSON))
            for term, number in ((BEST, best), (LOWER, low), (UPPER, high)):
                if number:
                    self.graph.add((node, term, Literal(number, datatype=XSD.integer)))
            if whom:
                self.graph.add((node, COUNTS, iri(whom.replace(":", "/"))))
        return node

    def period(self, start: str, end: str) -> URIRef:
        """Add a stretch of days that claims share."""
        node = iri(f"period/{self.key('/'.join((start, end, start, end)))}")
        if self.new(node):
            self.graph.add((node, RDF.type, resp("Period")))
            for name, day in (("earliest", start), ("latest", end)):
                for point in ("Start", "End"):
                    self.graph.add((node, resp(name + point), Literal(day, datatype=XSD.date)))
        return node

    def key(self, text: str) -> str:
        """Return the id of a shared node."""
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def slug(self, name: str) -> str:
        """Return the id of a name, made once."""
        if name not in self.ids:
            plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-")
            mark = hashlib.sha256(name.encode()).hexdigest()[:8]
            same = short.replace("-", " ") == name.lower()
            self.ids[name] = short if same else f"{short}-{mark}".strip("-")
        return self.ids[name]


def main(path: str, store: str, place: str) -> None:
    """Add a file to a store and say how long it took."""
    graph = Graph(store=store, identifier=URIRef(BASE))
    start, worked = time.perf_counter(), time.process_time()
    graph.open(place, create=True)
    Adder(graph).add(Path(path))
    if store != "Memory":
        graph.close()
    print(time.perf_counter() - start, time.process_time() - worked)


if __name__ == "__main__":
    main(*sys.argv[1:])
