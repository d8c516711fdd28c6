"""The contrast: what another reading makes of the same record, and what makes the difference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    heading,
    joined,
    listing,
    paragraph,
    plain,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.contest import sides
from respondeat.dossier.sentence import content
from respondeat.dossier.tracks import ends, pair

__all__ = ["contrast"]

_MOST = 6
"""Things of one kind that are named one by one where they differ alike."""

_SKIPPED = ("origins", "contested", "deciding", "basis", "corroboration")
"""Aspects that only follow from another one that is shown."""


def contrast(brief: Brief) -> list[Block]:
    """Return the blocks on how two readings of the incident differ; none without a comparison."""
    compare = brief.compare
    if not compare:
        return []
    left, right = compare["left"], compare["right"]
    names = [_reading(brief, one) for one in (left, right)]
    blocks: list[Block] = [
        heading(text(f"What the reading {right['reading']} makes of it")),
        paragraph(
            strong(left["reading"]),
            text(f": {left['summary']}. "),
            strong(right["reading"]),
            text(f": {right['summary']}. Both read the same record. "),
            *_refused(brief),
        ),
        *_blocks(brief, compare["differences"], names),
    ]
    law = compare["law"]["left"]
    if law:
        blocks += [
            heading("On the same claims, by positions on the law alone"),
            *_blocks(
                brief,
                [{**one, "left": one["own"], "right": one["other"]} for one in law],
                (names[0], "With the other's positions"),
            ),
        ]
    return blocks


def _reading(brief: Brief, one: Json) -> str:
    return f"Reading {one['reading']}"


def _refused(brief: Brief) -> Iterator[Line]:
    for side in ("left", "right"):
        found = [one["claim"] for one in brief.compare["refused"][side]]
        if refs := brief.refs(found):
            name = brief.compare[side]["reading"]
            yield [*text(f"{name} leaves out {len(found)} claims on the incident: "), *refs, ". "]


def _blocks(brief: Brief, found: list[Json], titles: Iterable[str]) -> Iterator[Block]:
    """Yield a table of what both readings have and find otherwise, then what only one has."""
    shown = [
        one
        for one in found
        if one["kind"] in _ITEMS
        and one["aspect"] not in _SKIPPED
        and not (one["kind"] == "link" and "> holder of " in one["item"][0])
    ]
    both = [one for one in shown if None not in (one["left"], one["right"])]
    titles = list(titles)
    if both:
        columns = zip(("What differs", *titles, "What makes the difference"), (5,) * 4, strict=True)
        yield table(columns, _rows(brief, both))
    alone: dict[str, list[Json]] = {}
    for one in shown:
        if one not in both:
            key = json.dumps([one["left"] is None, str(_cause(brief, one))])
            alone.setdefault(key, []).append(one)
    for group in alone.values():
        only = titles[group[0]["left"] is None]
        cause = _cause(brief, group[0])
        yield paragraph(*strong(f"Only in: {only}"), *text("; what makes the difference: "), cause)
        yield listing(_several(brief, group))


def _rows(brief: Brief, found: Iterable[Json]) -> Iterator[list[Line]]:
    """Yield what differs, what differs alike for the same cause in one row."""
    alike: dict[str, list[Json]] = {}
    for one in found:
        own = one["kind"] in ("fact", "link")  # each has its own claims
        cause = one.get("parts", [one.get("from_left"), one.get("from_right")])
        values = [_plain(one, side) for side in ("left", "right")]
        key = json.dumps([one["kind"], one["aspect"], values, cause, own and one["item"]])
        alike.setdefault(key, []).append(one)
    order = list(_ITEMS)
    for group in sorted(alike.values(), key=lambda group: order.index(group[0]["kind"])):
        one = group[0]
        yield [
            _items(brief, group),
            _value(brief, one, one["left"]),
            _value(brief, one, one["right"]),
            _cause(brief, one),
        ]


def _several(brief: Brief, group: list[Json]) -> list[Line]:
    """Return what only one reading has, by kind and result, each act with who says so."""
    by_kind: dict[tuple[int, str], list[Json]] = {}
    for one in group:
        value = one["left"] if one["left"] is not None else one["right"]
        result = one["kind"] in ("scope", "venue")
        word = f", {plain(_value(brief, one, value))}" if result else ""
        head = f"{_ITEMS[one['kind']][0]}{word}"
        by_kind.setdefault((list(_ITEMS).index(one["kind"]), head), []).append(one)
    lines: list[Line] = []
    for (_, head), ones in sorted(by_kind.items(), key=lambda pair: pair[0]):
        named = list({str(line): line for line in (_item(brief, o) for o in ones)}.values())
        most = len(named) if ones[0]["kind"] in ("fact", "link") else _MOST
        more = len(named) - most
        tail = text(f"; and {more} more") if more > 0 else []
        lines.append([*strong(f"{head}:"), " ", *joined(named[:most]), *tail])
    return lines


def _item(brief: Brief, one: Json) -> Line:
    line = _ITEMS[one["kind"]][1](brief, one["item"])
    if one["kind"] not in ("fact", "link"):
        return line
    value = one["left"] if one["left"] is not None else one["right"]
    claims = value.get("claims", value)
    words = (("", "for"), ("against: ", "against"), ("left open: ", "questioning"))
    said = [f"{word}{brief.first(claims[key])}" for word, key in words if claims.get(key)]
    return [*line, *text(f" ({'; '.join(said) or 'an assumption'})")]


def _plain(one: Json, side: str) -> Any:
    """Return a value as far as it is printed, so that equal rows meet."""
    value = one[side]
    if one["kind"] in ("scope", "venue") and isinstance(value, dict):
        return value["result"]
    return value is not None if one["aspect"] is None else value


def _items(brief: Brief, group: list[Json]) -> Line:
    kind, name = _ITEMS[group[0]["kind"]]
    lines = list({str(line): line for one in group if (line := name(brief, one["item"]))}.values())
    more = len(lines) - _MOST
    tail = text(f"; and {more} more") if more > 0 else []
    aspect = group[0]["aspect"]
    word = f"{kind}, {aspect}: " if aspect and aspect not in ("claims", "result") else f"{kind}: "
    return [*strong(word.strip()), " ", *joined(lines[:_MOST]), *tail]


def _track(brief: Brief, item: list[str]) -> Line:
    return [*brief.name(item[1]), *text(f" ({item[0]})")]


def _link(brief: Brief, item: list[str]) -> Line:
    for track in brief.trace.get("tracks", []):
        for link in track["links"]:
            if link["id"] == item[0]:
                return ends(brief, link)
    return brief.prose(item[0].replace(" > ", " → "))


def _fact(brief: Brief, item: list[str]) -> Line:
    claims = (
        one
        for one in brief.claims.values()
        if one["property"] == item[0]
        and one.get("value") == item[1]
        and one.get("about") == brief.trace["incident"]
    )
    found = next(claims, None)
    return content(brief, found) if found else [*brief.name(item[0]), " – ", *brief.name(item[1])]


def _names(brief: Brief, item: list[str]) -> Line:
    return joined((brief.name(one) for one in item), ", ")


_ITEMS: dict[str, tuple[str, Callable[[Brief, list[str]], Line]]] = {
    "track": ("Leads to", _track),
    "link": ("Step", _link),
    "fact": ("Said", _fact),
    "scope": ("Scope", _names),
    "crime": ("Crime", _names),
    "venue": ("Venue", _names),
    "accusation": ("Accusation", _names),
    "proceeding": ("Proceeding", _names),
    "demand": ("Demand", _names),
}
"""Kinds of difference in the order in which they are printed, with how an item is named."""


def _value(brief: Brief, one: Json, value: Any) -> Line:
    kind = one["kind"]
    if value is None:
        return text("not there")
    claims = value.get("claims", value) if isinstance(value, dict) else None
    if kind in ("fact", "link") and isinstance(claims, dict):
        return _claims(brief, claims, "" if kind == "fact" else "against ")
    if kind in ("scope", "venue"):
        result = value["result"] if isinstance(value, dict) else value
        parts = result if isinstance(result, list) else [result]
        words = [str(part).replace("-", " ") for part in parts if part]
        return text(" at ".join(words) if len(words) < 3 else ", ".join(words))
    if kind == "track" and isinstance(value, dict):
        found = f"{value['chains']} chains; corroboration {pair(value['corroboration'])}; "
        return [*text(found), *joined(map(brief.prose, value["roles"]), ", ")]
    if isinstance(value, dict):
        return text("there" if "min" not in value else pair(value))
    many = value if isinstance(value, list) else [value]
    return joined((brief.prose(str(part)) for part in many), ", ") or text("none")


def _claims(brief: Brief, claims: Json, against: str) -> Line:
    lines = [brief.voices(claims["for"])] if claims.get("for") else []
    if against:
        other = brief.voices(claims["against"]) if claims.get("against") else []
        lines += [[*text(against), *other]] if other else []
    else:
        lines.append(sides(brief, [*claims.get("against", ()), *claims.get("questioning", ())]))
    return joined(filter(None, lines), BREAK) or text("an assumption, on nobody's word")


def _cause(brief: Brief, one: Json) -> Line:
    sets = one.get("parts")
    if sets is None:
        sets = one["from_left"] or one["from_right"]
    lines = (joined((_part(brief, part) for part in parts), " with ") for parts in sets)
    return joined(lines, "; or ") or text("not isolated")


def _part(brief: Brief, part: str) -> Line:
    name, _, about = part.partition(":")
    if name != "policy":
        return brief.prose(part)
    on = f" on {brief.label(f'resp:{about}').removeprefix('has ')}" if about else ""
    return text(f"whose claims are accepted{on}")
