"""Elements: which claims bear on what a rule, a mode of liability or a crime requires.

What an element reads is law data (``resp:readsOf`` and beside it). A claim that fits bears on the
element and never establishes it; an element that reads nothing, or of which nobody speaks, is a
gap: it comes out with no claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from respondeat.ask import answer
from respondeat.case import finest
from respondeat.evidence import Evidence
from respondeat.finding import Element
from respondeat.once import once
from respondeat.period import Period
from respondeat.question import Question
from respondeat.said import Said, Values

__all__ = ["Reads", "days", "elements_of", "holds", "law", "reads"]


class Reads(NamedTuple):
    """What an element is, and which claims bear on it.

    ``of`` says what they are about: ``incident``, ``conflict`` (of the incident), ``actor`` (that
    acted) or ``bearer`` (that may have to answer; claims that give the actor or the incident as
    value); empty where it reads none. ``after`` is for a relation tested after the conduct.
    """

    kind: str
    of: str
    properties: tuple[str, ...]
    values: frozenset[str]
    against: frozenset[str]
    after: bool


@once
def law(evidence: Evidence) -> dict[str, dict[str, Values]]:
    """Return the nodes of the law data by class (``resp:Crime`` ...), each with its terms sorted.

    >>> from respondeat.index import MemoryIndex
    >>> law(Evidence(MemoryIndex()))
    {}
    """
    nodes: dict[str, Values] = {}
    rows = answer(evidence.index, Question.named("nodes", "law"), terms=evidence.terms).rows
    for node, name, value in sorted(set(rows), key=str):
        nodes.setdefault(node, {}).setdefault(name, []).append(str(value))
    found: dict[str, dict[str, Values]] = {}
    for node, terms in nodes.items():
        for kind in terms["rdf:type"]:
            found.setdefault(kind, {})[node] = terms
    return found


@once
def reads(evidence: Evidence) -> dict[str, Reads]:
    """Return what every element of the law data reads."""
    return {
        name: Reads(
            terms.get("resp:elementKind", [""])[0],
            terms.get("resp:readsOf", [""])[0],
            tuple(terms.get("resp:readsProperty", ())),
            frozenset(terms.get("resp:readsValue", ())),
            frozenset(terms.get("resp:readsAgainst", ())),
            "after-conduct" in terms.get("resp:timing", ()),
        )
        for name, terms in law(evidence).get("resp:Element", {}).items()
    }


def elements_of(
    evidence: Evidence,
    elements: Iterable[str],
    *,
    incident: str,
    said: list[Said],
    actor: str | None = None,
    bearer: str | None = None,
    conflict: str | None = None,
) -> tuple[Element, ...]:
    """Return the elements with the claims that bear on each, in the order given.

    ``said`` are the claims about the incident. ``actor`` acted (a link's "from"), ``bearer`` may
    have to answer (its "to"); without a bearer everyone counts. ``conflict`` is the conflict of
    the incident, by default each that a claim names. For: affirmed and fitting. Against: denied,
    questioned, or affirmed or left open with a value that the element's data set against it.
    """
    when = days(said)
    conflicts = [conflict] if conflict else _conflicts(said)
    found = []
    for name in elements:
        one = reads(evidence).get(name)
        if not one or not one.of:
            found.append(Element(name, (), ()))
            continue
        if one.of == "incident":
            claims = [each for each in said if each.property in one.properties]
        else:
            subjects = conflicts if one.of == "conflict" else [actor] if actor else []
            claims = _context(evidence, one, subjects, incident, bearer)
            claims = [each for each in claims if one.after or holds(each, when) is not False]
        found.append(_weighed(evidence, name, one, claims, actor))
    return tuple(found)


def days(said: Iterable[Said]) -> list[Period]:
    """Return the candidate dates that claims give an incident, the finest of them."""
    dated = {
        one.period: one
        for one in said
        if one.property == "resp:occurredDuring" and one.stance == "affirms"
    }
    return [one.period for one in finest(list(dated.values()))]


def holds(one: Said, when: list[Period]) -> bool | None:
    """Say whether what a claim says held on the days: surely, surely not, or unknown.

    An undated claim is unknown in time and yet not apart from any day.
    """
    if one.period == Period() or not when:
        return None
    found = {day.within(one.period) for day in when}
    return found.pop() if len(found) == 1 else None


def _conflicts(said: list[Said]) -> list[str]:
    return sorted(
        {
            one.value
            for one in said
            if one.property == "resp:partOfConflict" and one.stance == "affirms"
        }
    )


def _context(
    evidence: Evidence, one: Reads, subjects: list[str], incident: str, bearer: str | None
) -> list[Said]:
    """Return the claims about conflicts, about the actor, or of the bearer about the actor."""
    names = [name.partition(":")[2] for name in one.properties]
    if one.of != "bearer":
        claims = [
            each for about in subjects for name in names for each in evidence.said(about, name)
        ]
        return [each for each in claims if one.of != "actor" or bearer in (None, each.value)]
    claims = [
        each
        for value in (*subjects, incident)
        for name in names
        for each in evidence.bearing(name, value)
    ]
    return [each for each in claims if bearer in (None, each.about)]


def _weighed(
    evidence: Evidence, name: str, one: Reads, claims: list[Said], actor: str | None
) -> Element:
    """Sort the claims into those for and those against."""

    def reach(value: str) -> frozenset[str]:
        return evidence.above("skos:broader", value)

    pro: set[str] = set()
    contra: set[str] = set()
    for each in claims:
        if each.stance == "affirms":
            if each.upper == 0 or reach(_value(each)) & one.against:
                contra.add(each.claim)
            elif _fits(each, one, actor, reach):
                pro.add(each.claim)
        else:
            # who denies the broader value denies the narrower too, and one kind of it bears on it
            broader = any(each.value in reach(value) for value in one.values)
            left_open = each.stance == "questions" and not each.answers
            if (
                broader
                or _fits(each, one, actor, reach)
                or (left_open and reach(each.value) & one.against)
            ):
                contra.add(each.claim)
    return Element(name, tuple(sorted(pro)), tuple(sorted(contra)))


def _value(each: Said) -> str:
    """Return the value that is compared: of a number, what it counts."""
    return each.counts or "" if each.value.startswith("quantity:") else each.value


def _fits(
    each: Said, one: Reads, actor: str | None, reach: Callable[[str], frozenset[str]]
) -> bool:
    value = _value(each)
    if each.value.startswith("quantity:"):
        people = {name for name in one.values if name.startswith("target:")}
        return not people or bool(reach(value) & people)
    if one.values:
        return bool(reach(value) & one.values)
    if one.of in ("incident", "conflict") and value.startswith("actor:"):
        return value == actor
    return True
