"""Sentences: one claim in words, always with who says it and when, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from respondeat.block import Line, text
from respondeat.brief import Brief, Json, day

__all__ = ["content", "marks", "number", "pinpoint", "sentence", "sentences"]

_VERBS = {"affirms": " says: ", "denies": " denies: ", "questions": " leaves open: "}
_PLACES = {
    "char": ("character", "characters"),
    "para": ("paragraph", "paragraphs"),
    "page": ("page", "pages"),
    "row": ("row", "rows"),
    "cell": ("cell", "cells"),
    "line": ("line", "lines"),
}


def sentence(brief: Brief, claim: str) -> Line:
    """Return who says what and when, with the reference, as one sentence.

    A claim that is not public gives nothing.
    """
    one = brief.claims.get(claim)
    if one is None:
        return []
    who = brief.label(one["asserter"])
    when = [day(one.get("published")) or "undated"]
    if one.get("relayed_by"):
        when.append(f"as passed on by {brief.label(one['relayed_by'])}")
    when += marks(brief, one)
    said = [*text(f"{who} ({', '.join(when)})"), _VERBS.get(one["stance"], ": ")]
    return [*said, *content(brief, one), " [", *brief.refs([claim]), "]"]


def sentences(brief: Brief, claims: Iterable[str]) -> list[Line]:
    """Return claims as sentences, in the order of the register."""
    wanted = {*claims} & brief.claims.keys()
    return [sentence(brief, name) for name in brief.claims if name in wanted]


def marks(brief: Brief, one: Json) -> list[str]:
    """Return the standard of proof, the hedge and the verification of a claim, in words."""
    found = [brief.label(one[key]) for key in ("standard", "hedge") if one.get(key)]
    return [*found, *(["unverified"] if one.get("verification") == "unverified" else [])]


def content(brief: Brief, one: Json) -> Line:
    """Return what is said, without who says it: property, value and qualifiers."""
    values = one.get("values") or [one.get("value")]
    line: Line = [*brief.name(one["property"]), " – "]
    for at, value in enumerate(filter(None, values)):
        line += [*([", "] if at else []), *_value(brief, one, str(value))]
    period = one.get("edtf")
    if period and not any(str(value).startswith("period:") for value in values):
        line += text(f", {day(period)}")
    if one.get("place") and one["place"] not in values:
        line += [", at ", *brief.name(one["place"])]
    return line


def _value(brief: Brief, one: Json, value: str) -> Line:
    if value.startswith("period:"):
        return text(day(one.get("edtf")) or "a date")
    if value.startswith("quantity:"):
        return _quantity(brief, one)
    prefix, colon, _ = value.partition(":")
    if colon and re.fullmatch(r"[a-z]+", prefix):
        return brief.name(value)
    return text(f"“{value}”")


def _quantity(brief: Brief, one: Json) -> Line:
    body = one.get("quantity") or {}
    bounds = _bounds(body.get("lower"), body.get("upper"))
    printed = f"“{one['stated']}”" if one.get("stated") else bounds or "a number"
    kinds = [brief.label(body[key]) for key in ("unit", "counts") if body.get(key)]
    inside = [*kinds, *([f"bounds {bounds}"] if bounds and one.get("stated") else [])]
    return text(f"{printed} ({', '.join(inside)})" if inside else printed)


def _bounds(lower: str | None, upper: str | None) -> str:
    if lower and lower == upper:
        return f"exactly {number(lower)}"
    parts = [f"{number(lower)} or more" if lower else "", f"up to {number(upper)}" if upper else ""]
    return ", ".join(filter(None, parts))


def number(value: object) -> str:
    """Write a number with thousands apart.

    >>> number("1109.0")
    '1,109'
    """
    found = float(str(value))
    return f"{found:,.0f}" if found == int(found) else f"{found:,}"


def pinpoint(fragment: str | None) -> str:
    """Write where in its document a claim stands.

    >>> pinpoint("char=831,877"), pinpoint("para=39"), pinpoint(None)
    ('characters 831-877', 'paragraph 39', 'no place given')
    """
    kind, _, place = (fragment or "").partition("=")
    if kind not in _PLACES or not place:
        return fragment or "no place given"
    one, many = _PLACES[kind]
    if kind == "char":
        place = place.replace(",", "-")
    return f"{many if re.search('[-,]', place) else one} {place.replace(',', ', ')}"
