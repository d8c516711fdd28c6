"""Invented claims beside the law data, in memory: one line a claim, without a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from respondeat.evidence import Evidence
from respondeat.index import MemoryIndex
from respondeat.ontology import declarations
from respondeat.period import POINTS, Period
from respondeat.reading import Reading
from respondeat.terms import FACES, TERMS

KINDS = {
    "incident": "Incident",
    "set": "IncidentSet",
    "place": "Place",
    "instrument": "Instrument",
    "conflict": "Conflict",
    "accusation": "Accusation",
    "demand": "Demand",
    "proceeding": "Proceeding",
}


@cache
def _language() -> bytes:
    return declarations()


def invented(
    claims: str,
    *,
    kinds: str = "",
    triples: str = "",
    published: str = "2030-01-01",
    publisher: str = "actor:source",
    positions: dict[str, str] | None = None,
    law: str = "",
) -> Evidence:
    """Return the evidence of claims, one a line: ``key about property value [word ...]``.

    Words: a stance; ``on=EDTF``; ``by=actor:x``; ``answers=key``; ``counts=concept``;
    ``verified=unverified``. The value of a date is its EDTF, that of a quantity its number.
    ``kinds`` gives actors their class, as ``actor:x Class`` a line. ``law`` is Turtle that is
    loaded with the law data.
    """
    index = MemoryIndex()
    text = "".join(_turtle(claims, kinds, published, publisher)) + triples
    index.load([_language(), (TERMS.turtle_prefixes() + text + law).encode()])
    return Evidence(index, reading=Reading("test", "", positions or {}))


def _turtle(claims: str, kinds: str, published: str, publisher: str) -> Iterator[str]:
    yield (f'doc:t a resp:Document ; resp:publisher {publisher} ; resp:published "{published}" .\n')
    for line in kinds.split("\n"):
        if line.strip():
            entity, kind = line.split()
            yield f"{entity} a resp:{kind} .\n"
    for line in claims.split("\n"):
        if line.strip():
            yield from _claim(*line.split())


def _claim(key: str, about: str, name: str, value: str, *words: str) -> Iterator[str]:
    stance = next((word for word in words if word in FACES), "affirms")
    given = dict(word.split("=", 1) for word in words if "=" in word)
    yield f"{about} a resp:{KINDS.get(about.partition(':')[0], 'Actor')} .\n"
    parts = [
        "a resp:Claim",
        "resp:inDocument doc:t",
        f"resp:about {about}",
        f"resp:asserter {given.get('by', 'actor:source')}",
        f'resp:verification "{given.get("verified", "read")}"',
    ]
    if "answers" in given:
        parts.append(f"resp:answers claim:t.{given['answers']}")
    if "on" in given:
        node, body = _period(given["on"])
        yield body
        parts += [f"resp:qualifierPeriod {node}", f'resp:edtf "{given["on"]}"']
    if name in ("occurredDuring", "inForce", "filed", "decided"):
        parts.append(f'resp:edtf "{value}"')
        value, body = _period(value)
        yield body
    elif name in ("killed", "destroyed"):
        number, value = value, f"quantity:{key}"
        yield f"{value} a resp:Quantity ; resp:lower {number} ; resp:upper {number} .\n"
        if "counts" in given:
            yield f"{value} resp:counts {given['counts']} .\n"
    elif name == "holdsOffice":
        value = f'"{value}"'
    parts.append(f"{FACES[stance]}:{name} {value}")
    yield f"claim:t.{key} {' ; '.join(parts)} .\n"


def _period(edtf: str) -> tuple[str, str]:
    period = Period.from_edtf(edtf)
    node = f"period:{period.key()}"
    names = [part.split("_")[0] + part.split("_")[1].title() for part in POINTS]
    points = " ; ".join(
        f'resp:{name} "{point.isoformat()}"^^xsd:date'
        for name, point in zip(names, period, strict=True)
        if point is not None
    )
    return node, f"{node} a resp:Period ; {points} .\n" if points else f"{node} a resp:Period .\n"
