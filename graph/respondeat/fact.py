"""Facts: what is said about one incident, statement by statement, for, against and left open.

Two sources meet in a statement where they say the same of the same with the same qualifier; the
standards of two bodies stay with their own claims. A fact here is what is said, never more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from respondeat.dispute import SENSES, disputes
from respondeat.evidence import Evidence
from respondeat.finding import Independence
from respondeat.said import Said, statement
from respondeat.saying import content, ids, said_by, span

__all__ = ["Fact", "facts"]

_ORDER = (
    "occurredDuring occurredAt incidentType weapon target perpetrator involved cause killed injured"
    " destroyed harm size"
).split()

_ONE_OF = "{} leads to nobody: one or other is named, and which is left open"
_PERSON = (
    "no step leads on to a person: no public charge, judgment or investigative conclusion read"
    " names that person for this"
)


class Fact(NamedTuple):
    """One statement about an incident, with the claims that take a stance on it."""

    property: str
    value: str
    text: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    claims_questioning: tuple[str, ...]
    origins: Independence
    contested: tuple[str, ...]
    superseded: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the fact as ``trace --json`` prints it."""
        lists = ("claims_for", "claims_against", "claims_questioning", "contested", "superseded")
        found = self._asdict() | {name: list(getattr(self, name)) for name in lists}
        return found | {"origins": self.origins.json()}


def facts(
    evidence: Evidence,
    said: list[Said],
    persons: Iterable[str] = (),
) -> list[Fact]:
    """Return the statements about one incident, in the order in which counsel asks for them.

    ``persons`` may be named as perpetrators. A denial belongs to its own statement, and to each
    that it answers.
    """
    statements: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        statements.setdefault(statement(one), []).append(one)
    place = {one.claim: key for key, ones in statements.items() for one in ones}
    answering: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        key = place.get(one.answers or "")
        if key and one.stance != "affirms" and one not in statements[key]:
            answering.setdefault(key, []).append(one)
    senses: dict[tuple[str, ...], list[str]] = {}
    for dispute in disputes(evidence, said):
        senses.setdefault(dispute.statement, []).append(dispute.sense)
    found = [
        _fact(
            evidence,
            ones,
            answering.get(key, []),
            frozenset(persons),
            tuple(sense for sense in SENSES if sense in senses.get(key, ())),
        )
        for key, ones in statements.items()
    ]
    return sorted(found, key=_place)


def _place(one: Fact) -> tuple[int, str, str, tuple[str, ...]]:
    name = one.property.partition(":")[2]
    rank = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    return rank, name, one.text, one.claims_for


def _fact(
    evidence: Evidence,
    said: list[Said],
    answering: list[Said],
    persons: frozenset[str],
    contested: tuple[str, ...],
) -> Fact:
    affirmed = [one for one in said if one.stance == "affirms"]
    denied = [one for one in (*said, *answering) if one.stance == "denies"]
    open_to = [one for one in (*said, *answering) if one.stance == "questions"]
    first = said[0]
    name = first.property.partition(":")[2]
    what = f"{name} {content(first)}{_qualifier(first)}"
    verbs = (("says", "say"), ("denies", "deny"), ("leaves open", "leave open"))
    parts = [
        f"{said_by(evidence, ones)} {verb[len({one.asserter for one in ones}) > 1]}: {what}"
        for verb, ones in zip(verbs, (affirmed, denied, open_to), strict=True)
        if ones
    ]
    if note := _leads_nowhere(evidence, first, persons):
        parts.append(note)
    claims = ids(affirmed)
    return Fact(
        first.property,
        first.value,
        "; ".join(parts),
        claims,
        ids(denied),
        ids(open_to),
        evidence.independence(claims),
        contested,
        tuple(sorted({one.supersedes for one in said if one.supersedes})),
    )


def _qualifier(one: Said) -> str:
    parts = []
    if not one.value.startswith("period:") and any(one.period):
        parts.append(span(one.period))
    if one.place and one.place != one.value:
        parts.append(f"at {one.place}")
    return f" ({', '.join(parts)})" if parts else ""


def _leads_nowhere(evidence: Evidence, one: Said, persons: frozenset[str]) -> str:
    if one.property != "resp:perpetrator":
        return ""
    kinds = evidence.kinds(one.value)
    if "DisjunctiveActor" in kinds:
        return _ONE_OF.format(one.value)
    if "Person" in kinds and one.value not in persons:
        return _PERSON
    if "CollectiveActor" in kinds and not evidence.links("resp:member", one.value):
        return f"the registry gives no member of {one.value}"
    return ""
