"""A crowd of invented incidents on the edges of the corpus: every claim that bears on scope.

Dates lie on, beside and around the days that the corpus gives; some compete, some are denied,
replaced or passed on. The rows are those of a claims table.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from respondeat.claim import Row, blank, to_table
from respondeat.document import Document
from respondeat.evidence import Evidence
from respondeat.index import MemoryIndex
from respondeat.period import OPEN_END, OPEN_START, POINTS
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.reading import Reading
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

VOICES = "actor:snhr actor:sohr actor:jim actor:tass actor:syrian-command".split()
ACTORS = (
    "actor:syria actor:syrian-government actor:syrian-armed-forces actor:russia actor:hts"
    " actor:russian-armed-forces actor:isil actor:armed-opposition-groups actor:crowd-pair"
    " actor:crowd-either actor:crowd-unit actor:crowd-unknown actor:iran"
).split()
PLACES = (
    "place:idlib-governorate place:khan-shaykhun place:idlib-agreed-lines place:syria place:world"
    " place:hama-governorate place:eastern-ghouta place:doha place:crowd-hamlet"
).split()
CHOICES = {
    "incidentType": "type:airstrike type:shelling type:chemical-attack type:massacre".split(),
    "weapon": "weapon:barrel-bomb weapon:cluster-munition weapon:sarin weapon:rocket".split(),
    "target": "target:civilians target:school".split(),
    "partOfConflict": "conflict:syria-government-opposition conflict:syria-iranian-forces".split(),
    "targetedActor": "actor:al-nusrah-front actor:hts actor:isil actor:crowd-unknown".split(),
    "perpetrator": ACTORS,
    "involved": ACTORS,
}
STRUCTURE = """
place:crowd-hamlet a resp:Place ; resp:within place:idlib-governorate .
actor:crowd-pair a resp:Actor ; resp:member actor:syria , actor:crowd-unit .
actor:crowd-either a resp:Actor ; resp:alternative actor:syria , actor:russia .
actor:crowd-unit a resp:MilitaryUnit .
"""


def crowd(many: int, days: list[date], seed: int = 7) -> list[Row]:
    """Return the rows of so many incidents; ``days`` are those on the edges of which they lie."""
    chance = random.Random(seed)
    rows = [_row("organ-of", "actor:crowd-unit", "organOf", value="actor:syria", **_open())]
    for number in range(many):
        rows += _incident(number, chance, days)
    return rows


def edges(evidence: Evidence) -> list[date]:
    """Return the days that claims of the context give."""
    said = (one for claims in evidence._about.values() for one in claims)
    points = {point for one in said for point in one.period if point}
    return sorted(points - {OPEN_END, OPEN_START})


def stored(rows: list[Row], path: Path) -> Path:
    """Write the rows as a record does."""
    to_table(rows).write_parquet(path)
    return path


def beside(workspace: Path, rows: list[Row], reading: Reading | None = None) -> Evidence:
    """Return the evidence of a workspace with these rows beside its own."""
    index = MemoryIndex()
    document = document_to_turtle(Document("crowd", {"publisher": "actor:editor"}), "")
    structure = TERMS.turtle_prefixes() + STRUCTURE
    text = claims_to_turtle(to_table(rows))
    index.load([*Workspace(workspace).turtle(), *map(str.encode, (document, structure, text))])
    return Evidence(index, reading=reading)


def _incident(number: int, chance: random.Random, days: list[date]) -> Iterator[Row]:
    grouped = chance.random() < 0.15
    about = f"{'set' if grouped else 'incident'}:crowd-{number}"
    kind = "resp:IncidentSet" if grouped else "resp:Incident"
    yield _row(about, about, "", property="rdf:type", value=kind)
    claims: list[tuple[str, dict[str, object]]] = [
        *(("occurredDuring", _period(chance, days)) for _ in range(_some(chance, 0.9))),
    ]
    claims += [("occurredAt", {"place": chance.choice(PLACES)}) for _ in range(_some(chance, 0.9))]
    for name, values in CHOICES.items():
        claims += [(name, {"value": chance.choice(values)}) for _ in range(_some(chance, 0.6))]
    for place, (name, said) in enumerate(claims or [("killed", {"lower": 1.0, "stated": "1"})]):
        key = f"{number}-{place}"
        odd = chance.random()
        stance = "affirms" if odd < 0.9 else "denies" if odd < 0.97 else "questions"
        more: dict[str, object] = {"asserter": chance.choice(VOICES), "stance": stance}
        if chance.random() < 0.02:
            more["relays"] = ["crowd.0-0"]
        if chance.random() < 0.02 and place:
            more |= {"supersedes": f"crowd.{number}-{place - 1}"}
        yield _row(key, about, name, **{**more, **said})


def _some(chance: random.Random, likely: float) -> int:
    return 0 if chance.random() > likely else 1 if chance.random() < 0.85 else 2


def _period(chance: random.Random, days: list[date]) -> dict[str, object]:
    day = chance.choice(days) + timedelta(days=chance.choice([-1, 0, 0, 1]))
    width, sure = timedelta(days=chance.choice([0, 0, 0, 1, 6, 31, 365])), chance.random() < 0.5
    points: tuple[date | None, ...] = (
        (day, day, day + width, day + width) if sure else (day, day + width) * 2
    )
    if chance.random() < 0.1:
        points = (day, day, None, None) if chance.random() < 0.5 else (day, day, OPEN_END, OPEN_END)
    return dict(zip(POINTS, points, strict=True)) | {"edtf": "crowd"}


def _open() -> dict[str, object]:
    return dict(zip(POINTS, (date(2017, 1, 1),) * 2 + (OPEN_END,) * 2, strict=True))


def _row(key: str, about: str, name: str, **more: object) -> Row:
    said = {"document": "crowd", "key": key.replace(":", "."), "about": about, "stance": "affirms"}
    what = {"asserter": "actor:snhr", "property": f"resp:{name}", "verification": "read"}
    return {**blank(), **said, **what, **more}
