"""A crowd of invented incidents on the edges of the corpus: every claim that bears on scope.

Dates lie on, beside and around the days that the corpus gives; some compete, some are denied,
replaced or passed on. Some actors, places and conflicts are known by other names only, on some days
only, or not surely. The rows are those of a claims table.
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
from respondeat.period import OPEN_END, OPEN_START, POINTS, Period
from respondeat.project import claims_to_turtle, document_to_turtle
from respondeat.reading import Reading
from respondeat.terms import TERMS
from respondeat.workspace import Workspace

SAME = """
actor:crowd-regime identicalTo actor:syrian-government
actor:crowd-army identicalTo actor:syrian-armed-forces 2017-04-05/2018-06-30
actor:russian-armed-forces identicalTo actor:crowd-corps
actor:crowd-corps identicalTo actor:crowd-legion denies
actor:crowd-legion identicalTo actor:crowd-corps
actor:crowd-front identicalTo actor:al-nusrah-front 2017-01-28/..
actor:crowd-front identicalTo actor:hts denies 2018-01-01/..
actor:hts identicalTo actor:crowd-front 2017-01-28/..
actor:crowd-band identicalTo actor:crowd-front
actor:crowd-caliphate identicalTo actor:isil
conflict:crowd-299 identicalTo conflict:syria-government-opposition
conflict:crowd-300 identicalTo conflict:syria-iranian-forces 2017-05-06/2017-12-31
conflict:crowd-301 identicalTo conflict:crowd-299
conflict:crowd-299 identicalTo conflict:crowd-301 denies 2018-03-01/..
place:crowd-town identicalTo place:khan-shaykhun
place:crowd-field liesIn place:crowd-district
place:crowd-district liesIn place:idlib-governorate
place:crowd-farm liesIn place:idlib-governorate 2017-05-04/2018-02-01
place:crowd-farm liesIn place:hama-governorate 2018-02-02/..
place:crowd-barn liesIn place:idlib-governorate 2018-02-02/..
place:crowd-barn liesIn place:hama-governorate 2017-05-04/2018-02-01
place:crowd-province identicalTo place:latakia-governorate 2017-05-10/2017-11-20
place:crowd-mill liesIn place:crowd-region
place:crowd-region identicalTo place:hama-governorate
place:crowd-well liesIn place:crowd-region denies
place:crowd-well liesIn place:crowd-region
place:crowd-quarter liesIn place:damascus
place:crowd-far liesIn place:crowd-canton
place:crowd-lines identicalTo place:idlib-agreed-lines 2017-09-15/..
"""
"""Who is who and what lies where: a stance other than affirming, and a date, where there is one."""

VOICES = "actor:snhr actor:sohr actor:jim actor:tass actor:syrian-command".split()
RELAYED = "sc-12663 snhr-2017-03-06 uawire-memorandum".split()
ACTORS = (
    "actor:syria actor:syrian-government actor:syrian-armed-forces actor:russia actor:hts"
    " actor:russian-armed-forces actor:isil actor:armed-opposition-groups actor:crowd-pair"
    " actor:crowd-either actor:crowd-unit actor:crowd-unknown actor:iran"
    " actor:crowd-regime actor:crowd-army actor:crowd-corps actor:crowd-legion actor:crowd-front"
    " actor:crowd-band"
).split()
PLACES = (
    "place:idlib-governorate place:khan-shaykhun place:idlib-agreed-lines place:syria place:world"
    " place:hama-governorate place:eastern-ghouta place:doha place:crowd-hamlet place:crowd-town"
    " place:crowd-field place:crowd-farm place:crowd-mill place:crowd-well place:crowd-lines"
    " place:crowd-district place:crowd-region place:crowd-quarter place:crowd-far"
    " place:crowd-barn"
).split()
CHOICES = {
    "incidentType": "type:airstrike type:shelling type:chemical-attack type:massacre".split(),
    "weapon": "weapon:barrel-bomb weapon:cluster-munition weapon:sarin weapon:rocket".split(),
    "target": "target:civilians target:school".split(),
    "partOfConflict": (
        "conflict:syria-government-opposition conflict:syria-iranian-forces conflict:crowd-299"
        " conflict:crowd-300 conflict:crowd-301"
    ).split(),
    "targetedActor": (
        "actor:al-nusrah-front actor:hts actor:isil actor:crowd-unknown actor:crowd-front"
        " actor:crowd-band actor:crowd-caliphate"
    ).split(),
    "perpetrator": ACTORS,
    "involved": ACTORS,
}
STRUCTURE = """
place:crowd-hamlet a resp:Place ; resp:within place:idlib-governorate .
actor:crowd-pair a resp:Actor ; resp:member actor:syria , actor:crowd-unit .
actor:crowd-either a resp:Actor ; resp:alternative actor:syria , actor:russia .
actor:crowd-unit a resp:MilitaryUnit .
actor:crowd-regime a resp:Regime .
actor:crowd-army a resp:ArmedForce .
actor:crowd-corps a resp:MilitaryUnit .
actor:crowd-legion a resp:ArmedForce .
actor:crowd-front a resp:NonStateArmedGroup .
actor:crowd-band a resp:Militia .
actor:crowd-caliphate a resp:NonStateArmedGroup .
place:crowd-district a resp:AdministrativeArea ; resp:registeredIn doc:crowd .
place:crowd-canton a resp:AdministrativeArea ; resp:within place:syria ;
    resp:registeredIn doc:crowd .
place:crowd-province a resp:AdministrativeArea ; resp:registeredIn doc:crowd .
place:crowd-region a resp:AdministrativeArea ; resp:registeredIn doc:crowd .
"""


def crowd(many: int, days: list[date], seed: int = 7) -> list[Row]:
    """Return the rows of so many incidents; ``days`` are those on the edges of which they lie."""
    chance = random.Random(seed)
    rows = [_row("organ-of", "actor:crowd-unit", "organOf", value="actor:syria", **_open())]
    for number, line in enumerate(SAME.strip().split("\n")):
        about, name, value, *words = line.split()
        stance = "denies" if "denies" in words else "affirms"
        voice = VOICES[number % len(VOICES)]
        when = _points(words[-1]) if "/" in (words or [""])[-1] else {}
        more = {"value": value, "stance": stance, "asserter": voice, **when}
        rows.append(_row(f"same-{number}", about, name, **more))
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
    structure = (TERMS.turtle_prefixes() + STRUCTURE).encode()
    text = claims_to_turtle(to_table(rows))
    index.load([*Workspace(workspace).turtle(), document, structure, text])
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
        elif chance.random() < 0.1:
            more["relays"] = chance.sample(RELAYED, chance.choice([1, 2]))
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


def _points(edtf: str) -> dict[str, object]:
    return dict(zip(POINTS, Period.from_edtf(edtf), strict=True)) | {"edtf": edtf}


def _open() -> dict[str, object]:
    return dict(zip(POINTS, (date(2017, 1, 1),) * 2 + (OPEN_END,) * 2, strict=True))


def _row(key: str, about: str, name: str, **more: object) -> Row:
    said = {"document": "crowd", "key": key.replace(":", "."), "about": about, "stance": "affirms"}
    what = {"asserter": "actor:snhr", "property": f"resp:{name}", "verification": "read"}
    return {**blank(), **said, **what, **more}
