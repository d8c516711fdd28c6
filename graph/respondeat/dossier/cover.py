"""The cover: what the paper is and is not, under which reading, from which record."""

from __future__ import annotations

import re

from respondeat.dossier.block import Line, facts, joined, note, plain, text
from respondeat.dossier.brief import Brief, Json, day

__all__ = ["cover", "withheld"]

_PAPER = (
    "This paper sets out what sources say about {}, and what follows from it under one"
    " reading. It is no finding of any court or body and decides nothing: each allegation is that"
    " of the source named beside it. The results depend on the reading named below; another"
    " reading of the same record may give others."
)
_PERSONS = "Everyone is presumed innocent until a court has found otherwise by law."
_HASHES = (
    "A hash shows that the record is unchanged since it was loaded, and no more: not that a"
    " document is authentic, nor that what it says is so."
)


def cover(brief: Brief) -> Json:
    """Return the title and the blocks of the cover."""
    incident = brief.trace["incident"]
    about = "one set of incidents" if incident.startswith("set:") else "one incident"
    return {
        "title": plain(brief.name(incident)),
        "title_ar": plain(text(brief.label(incident, "_ar"))),
        "subtitle": "Responsibility dossier",
        "status": "Working paper, not a finding",
        "incident": incident,
        "blocks": [
            note("Working paper, not a finding", text(_PAPER.format(about)), text(_PERSONS)),
            facts(_pairs(brief)),
        ],
    }


def _pairs(brief: Brief) -> list[tuple[str, Line]]:
    trace, record = brief.trace, brief.background.get("record", {})
    reading = brief.background.get("reading", {})
    sealed = brief.count
    claims = (
        f"{len(brief.claims)} claims from {len({c['document'] for c in brief.claims.values()})}"
    )
    loaded = sorted({day(record.get("first")), day(record.get("last"))} - {""})
    return [
        ("Incident", [{"kind": "id", "text": trace["incident"]}]),
        ("Dates of the incident, as said", _dates(brief)),
        ("Reading", text(f"{trace['reading']}: {reading.get('summary', '')}".rstrip(": "))),
        ("Policy", _policy(brief, reading)),
        ("Positions taken", _positions(brief)),
        ("Questions left open", _open(brief)),
        ("As of", text(_as_of(reading))),
        ("Printed", text(f"{claims} documents, each in the register with its place")),
        (
            "Sensitivity",
            text(
                f"public. {withheld(sealed)}, not being public; nothing here was computed from"
                " what is withheld, or names it."
                if sealed
                else "public. No claim is withheld."
            ),
        ),
        ("Record loaded", text(" to ".join(loaded))),
        ("Record head (SHA-256)", [{"kind": "id", "text": trace.get("record", "")}]),
        ("What a hash shows", text(_HASHES)),
    ]


def withheld(count: int) -> str:
    """Say how many claims are withheld.

    >>> withheld(1), withheld(2)
    ('1 claim of the record is withheld', '2 claims of the record are withheld')
    """
    words = "claim of the record is" if count == 1 else "claims of the record are"
    return f"{count} {words} withheld"


def _dates(brief: Brief) -> Line:
    dated = [
        one for one in brief.trace.get("facts", []) if one["property"].endswith("occurredDuring")
    ]
    return joined(
        [*brief.prose(_date(brief, one)), " – ", *brief.voices(one["claims_for"])] for one in dated
    ) or text("no source read gives a date")


def _date(brief: Brief, fact: Json) -> str:
    edtf = next(
        (brief.claims[c].get("edtf") for c in fact["claims_for"] if c in brief.claims), None
    )
    return day(edtf) or str(fact["text"])


def _policy(brief: Brief, reading: Json) -> Line:
    """Return what each policy of the reading accepts; the first that fits a claim decides."""
    found = [
        _KIND.sub(lambda kind: f"{kind[1]} {kind[2].lower()}", one)
        for one in reading.get("policies", [])
    ]
    return joined(
        ([f"({number}) ", *brief.prose(one)] for number, one in enumerate(found, 1)), "; "
    )


_KIND = re.compile(r"\b([A-Z][a-z]+)([A-Z][a-z]+)\b")


def _positions(brief: Brief) -> Line:
    taken = brief.trace.get("positions", {})
    return joined(
        [*brief.name(question), ": ", *brief.name(position)]
        for question, position in sorted(taken.items())
    ) or text("none")


def _open(brief: Brief) -> Line:
    """Return the questions that bear on a result of this paper and are left open."""
    said = str(brief.trace.get("scope", "")) + str(brief.trace.get("crimes", ""))
    found = [one for one in brief.background.get("questions", {}) if one in said]
    left = [one for one in found if one not in brief.trace.get("positions", {})]
    return joined(map(brief.name, left))


def _as_of(reading: Json) -> str:
    world = f"the world as on {day(reading['at'])}" if reading.get("at") else "no day of the world"
    known = reading.get("known")
    return f"{world}; {f'the first {known} entries' if known else 'all entries'} of the record"
