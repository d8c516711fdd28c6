"""Aspects: a trace as values that two readings can differ in, each under the item it belongs to.

An item is a tuple: the kind (fact, track, link, element, scope, crime, venue, accusation, demand,
proceeding) and what it is about. Sentences are left out: what differs in words alone is no
difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from respondeat.evidence import Evidence
from respondeat.fact import Fact
from respondeat.finding import Element, Link
from respondeat.said import Said, statement
from respondeat.trace import Trace

__all__ = ["Aspects", "Item", "aspects", "fact_item"]

Item = tuple[str, ...]
Aspects = dict[str, Any]
"""Name of an aspect to a value that JSON can hold."""

_WORDS = {True: "true", False: "false", None: "unknown"}
_Pairs = Iterator[tuple[Item, Aspects]]


def aspects(found: Trace) -> dict[Item, Aspects]:
    """Return the aspects of every item of a trace.

    >>> from respondeat.reading import Reading
    >>> aspects(Trace("incident:x", Reading.named("every-claim"), "", *[()] * 11, None))
    {}
    """
    parts = (_facts, _tracks, _scope, _crimes, _venues, _invocations)
    return {item: values for part in parts for item, values in part(found)}


def fact_item(evidence: Evidence, fact: Fact) -> Item:
    """Return what a fact states, the same under every reading: property, value and qualifiers."""
    names = (*fact.claims_for, *fact.claims_against, *fact.claims_questioning)
    own = (
        one
        for name in names
        for one in evidence.claim(name)
        if (one.property, one.value) == (fact.property, fact.value)
    )
    return _stated(evidence, next(own))


def _stated(evidence: Evidence, one: Said) -> Item:
    # as it stands in the record: a convention gives bounds, and makes no other statement
    raw = next(o for o in evidence.claim(one.claim) if o.value == one.value)
    return ("fact", *statement(raw)[1:])


def _facts(found: Trace) -> _Pairs:
    if not found.facts:
        return
    bounds: dict[Item, list[list[float | None]]] = {}
    for one in found.evidence.occurrence(found.incident):
        if one.value.startswith("quantity:"):
            kept = bounds.setdefault(_stated(found.evidence, one), [])
            kept += [pair for pair in [[one.lower, one.upper]] if pair not in kept]
    for fact in found.facts:
        item = fact_item(found.evidence, fact)
        yield (
            item,
            {
                "claims": _both(fact.claims_for, fact.claims_against)
                | {"questioning": list(fact.claims_questioning)},
                "origins": fact.origins.json(),
                "contested": list(fact.contested),
                **({"bounds": sorted(bounds[item], key=str)} if item in bounds else {}),
            },
        )


def _tracks(found: Trace) -> _Pairs:
    links: dict[str, Link] = {}
    for track in found.tracks:
        links |= {link.id: link for link in track.links}
        yield (
            ("track", track.track, track.actor),
            {
                "roles": list(track.roles),
                "chains": len(track.chains),
                "corroboration": track.corroboration.json() if track.corroboration else None,
                "preclusions": [[name, list(claims)] for name, claims in track.preclusions],
            },
        )
    for name, link in sorted(links.items()):
        yield (
            ("link", name),
            {
                "validity": link.validity,
                "dates": [link.from_date, link.until_date],
                "claims": _both(link.claims_for, link.claims_against),
                "origins": link.origins.json(),
            },
        )
        yield from _elements(("link", name), link.elements)


def _scope(found: Trace) -> _Pairs:
    for one in found.scope:
        reason = one.reason if one.result == "outside" else None
        yield ("scope", one.provision, one.actor), {"result": [one.result, reason]}


def _crimes(found: Trace) -> _Pairs:
    for crime in found.crimes:
        in_force = _WORDS[crime.in_force]
        yield (
            ("crime", crime.forum, crime.crime),
            {"basis": list(crime.basis), "in_force": in_force},
        )
        yield from _elements(("crime", ""), crime.elements)
        for mode in crime.modes:
            yield from _elements(("mode", mode.rule), mode.elements)


def _elements(where: Item, elements: tuple[Element, ...]) -> _Pairs:
    for one in elements:
        claims = _both(one.claims_for, one.claims_against)
        yield ("element", *where, one.element), {"claims": claims}


def _venues(found: Trace) -> _Pairs:
    for one in found.venues:
        item = ("venue", one.venue, one.crime or one.actor or one.track)
        yield item, {"result": one.result, "deciding": list(one.deciding)}


def _invocations(found: Trace) -> _Pairs:
    for one in found.accusations:
        yield ("accusation", one.accusation), {"link": one.link, "claims": list(one.claims)}
    for demand in found.demands:
        yield ("demand", demand.demand), {"link": demand.link, "claims": list(demand.claims)}
    for step in found.proceedings:
        yield ("proceeding", step.proceeding), {"link": step.link, "claims": list(step.claims)}


def _both(claims_for: tuple[str, ...], claims_against: tuple[str, ...]) -> dict[str, list[str]]:
    return {"for": list(claims_for), "against": list(claims_against)}
