"""One claim as a reader meets it: who says what of what, when, how surely, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from respondeat.period import Period
from respondeat.terms import FACES

__all__ = ["Said", "Values", "day", "read_claims", "statement"]

Values = dict[str, list[str]]
"""The properties of one node, as CURIEs, with their values."""

_STANCES = {f"{face}:": stance for stance, face in FACES.items()}
_POINTS = ("resp:earliestStart", "resp:latestStart", "resp:earliestEnd", "resp:latestEnd")


class Said(NamedTuple):
    """One claim with one value; ``period`` is its value or its qualifier.

    ``lower`` to ``counts`` are of the quantity, where the value or the qualifier is one.
    ``relays`` names claims, or a document from which it was passed on without being read.
    """

    claim: str
    stance: str
    asserter: str
    about: str
    property: str
    value: str
    period: Period = Period()
    lower: float | None = None
    upper: float | None = None
    best: float | None = None
    unit: str | None = None
    counts: str | None = None
    stated: str | None = None
    hedge: str | None = None
    verification: str = "unverified"
    document: str = ""
    fragment: str | None = None
    standard: str | None = None
    edtf: str | None = None
    place: str | None = None
    answers: str | None = None
    supersedes: str | None = None
    sensitivity: str | None = None
    original: str | None = None
    part_of: str | None = None
    relays: tuple[str, ...] = ()


def statement(one: Said) -> tuple[str, ...]:
    """Return what is said, without who says it: about, property, value and qualifiers.

    >>> a = Said("claim:d.a", "affirms", "actor:a", "set:s", "resp:weapon", "weapon:sarin")
    >>> statement(a) == statement(a._replace(asserter="actor:b", stance="denies"))
    True
    """
    when = "" if one.value.startswith("period:") else one.period.key()
    bounds = f"{one.lower}/{one.upper}"
    if one.value.startswith("quantity:") and one.lower is None and one.upper is None:
        bounds = f"{one.hedge or ''} {one.stated or ''}"  # words without bounds agree as words only
    return one.about, one.property, one.value, when, one.place or "", bounds


def read_claims(
    triples: Iterable[tuple[str, str, str]], body: Callable[[str], Values]
) -> list[Said]:
    """Return the claims that triples of CURIEs and texts hold, one for each value, sorted.

    ``body`` gives the properties of a period or quantity.
    """
    nodes: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for subject, name, value in triples:
        nodes[subject][name].append(str(value))
    return sorted(
        (said for claim, node in nodes.items() for said in _read(claim, node, body)),
        key=lambda one: (one.claim, one.property, one.value),
    )


def _read(claim: str, node: Values, body: Callable[[str], Values]) -> Iterable[Said]:
    def one(name: str) -> str | None:
        return min(node[name]) if name in node else None

    if "resp:about" not in node:
        return
    for face, values in node.items():
        stance = _STANCES.get(face[: face.find(":") + 1])
        if stance is None:
            continue
        for value in values:
            when = value if value.startswith("period:") else one("resp:qualifierPeriod")
            many = value if value.startswith("quantity:") else one("resp:qualifierQuantity")
            period, quantity = (body(name) if name else {} for name in (when, many))
            yield Said(
                claim,
                stance,
                one("resp:asserter") or "",
                one("resp:about") or "",
                "resp:" + face.partition(":")[2],
                value,
                Period(*(day(_first(period.get(point))) for point in _POINTS)),
                _number(quantity.get("resp:lower")),
                _number(quantity.get("resp:upper")),
                _number(quantity.get("resp:best")),
                _first(quantity.get("resp:unit")),
                _first(quantity.get("resp:counts")),
                one("resp:stated"),
                one("resp:hedge"),
                one("resp:verification") or "unverified",
                one("resp:inDocument") or "",
                one("resp:fragment"),
                one("resp:standard"),
                one("resp:edtf"),
                one("resp:qualifierPlace"),
                one("resp:answers"),
                one("resp:supersedes"),
                one("resp:sensitivity"),
                one("resp:original"),
                one("resp:partOf"),
                tuple(sorted(node.get("resp:relays", ()))),
            )


def _first(values: list[str] | None) -> str | None:
    return min(values) if values else None


def day(text: str | None) -> date | None:
    """Return the day that an ISO date names."""
    return date.fromisoformat(text) if text else None


def _number(values: list[str] | None) -> float | None:
    return float(values[0]) if values else None
