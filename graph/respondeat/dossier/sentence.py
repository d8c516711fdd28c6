"""Sentences: one claim in words, always with who says it and when, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from respondeat.dossier.block import Line, joined, text
from respondeat.dossier.brief import Brief, Json, day

__all__ = ["content", "marks", "number", "pinpoint", "sentence", "sentences"]

_VERBS = {"affirms": " says: ", "denies": " denies: ", "questions": " leaves open: "}
_NOT_SO = " says that it was not so: "
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
    return _sentence(brief, [claim]) if claim in brief.claims else []


def _sentence(brief: Brief, claims: list[str]) -> Line:
    one = brief.claims[claims[0]]
    who = brief.label(one["asserter"])
    when = [day(one.get("published")) or "undated"]
    if one.get("relayed_by"):
        when.append(f"as passed on by {brief.label(one['relayed_by'])}")
    when += marks(brief, one)
    said = [*text(f"{who} ({', '.join(when)})"), *text(_verb(brief, claims[0]))]
    if one.get("about") not in (None, brief.trace["incident"]):
        said += [*brief.name(one["about"]), " – "]
    said += [*text(_property(brief, one)), " – "]
    said += joined((_said(brief, brief.claims[name]) for name in claims), ", ")
    return [*said, " [", *brief.refs(claims), "]"]


def _verb(brief: Brief, name: str) -> str:
    one = brief.claims[name]
    if one["stance"] == "questions" and one.get("original"):
        return f" leaves open, in the words “{one['original']}”: "  # how far open, only they say
    return _NOT_SO if name in brief.negative else _VERBS.get(one["stance"], ": ")


def sentences(brief: Brief, claims: Iterable[str]) -> list[Line]:
    """Return claims as sentences, in the order of the register.

    What one voice says in one document about one thing, with one property, is one sentence.
    """
    wanted = {*claims} & brief.claims.keys()
    alike: dict[tuple[object, ...], list[str]] = {}
    for name, one in brief.claims.items():
        if name in wanted:
            keys = "asserter document stance about property standard hedge verification".split()
            key = (_verb(brief, name), *(one.get(key) for key in keys))
            alike.setdefault(key, []).append(name)
    return [_sentence(brief, names) for names in alike.values()]


def marks(brief: Brief, one: Json) -> list[str]:
    """Return the standard of proof, the hedge and the verification of a claim, in words."""
    found = [brief.label(one[key]) for key in ("standard", "hedge") if one.get(key)]
    return [*found, *(["unverified"] if one.get("verification") == "unverified" else [])]


def content(brief: Brief, one: Json) -> Line:
    """Return what is said, without who says it: property, value and qualifiers."""
    return [*text(_property(brief, one)), " – ", *_said(brief, one)]


def _property(brief: Brief, one: Json) -> str:
    return brief.label(one["property"]).removeprefix("has ")


def _said(brief: Brief, one: Json) -> Line:
    values = [str(value) for value in one.get("values") or [one.get("value")] if value]
    line = joined((_value(brief, one, value) for value in values), ", ")
    period = one.get("edtf")
    if period and not any(value.startswith("period:") for value in values):
        line += text(f", {day(period)}")
    if one.get("place") and one["place"] not in values:
        line += [*text(", at "), *brief.name(one["place"])]
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
    names = [body[key] for key in ("unit", "counts") if body.get(key)]
    if len(names) > 1 and names[0] == "unit:person":  # whoever is counted is a person
        del names[0]
    kinds = [brief.label(name) for name in names]
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
