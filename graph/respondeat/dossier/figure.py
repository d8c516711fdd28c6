"""The figure of a track: actors as boxes, steps between them with rule, origins and gaps.

An act is never drawn beside an actor without who says so and when: that stands on the step.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from respondeat.dossier.brief import Brief, Json, day
from respondeat.dossier.drawing import Drawing, wrapped

__all__ = ["chains", "least"]

_WIDTH = 660.0
_GAP = 14.0
_RISE = 20.0
_SIZE = 9.6
_LINES = {"perpetrator": "solid", "member": "dashed"}


class _Item(NamedTuple):
    """One thing in a row: an actor, the words of a step, or a bend of a line that goes past."""

    name: str
    lines: tuple[tuple[str, bool], ...] = ()
    line: str = "solid"
    heavy: bool = False
    round_: float = 0


class _Place(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def least(track: Json) -> list[int]:
    """Return the numbers, from 1, of the steps that a track's corroboration comes from."""
    used = {name for chain in track["chains"] for name in chain}
    return [
        number
        for number, link in enumerate(track["links"], 1)
        if link["id"] in used
        and link["kind"] != "member"
        and link["origins"] == track["corroboration"]
    ]


def chains(brief: Brief, track: Json) -> str:
    """Return the chains of a track as SVG, from the incident down to who may have to answer."""
    links = [(number, link) for number, link in enumerate(track["links"], 1)]
    layers = _layers(brief.trace["incident"], [link for _, link in links])
    links = [(n, link) for n, link in links if link["from"] in layers and link["to"] in layers]
    rows: list[list[_Item]] = [[] for _ in range(2 * max(layers.values(), default=0) + 1)]
    ends: dict[str, list[str]] = {}
    for name, layer in sorted(layers.items(), key=lambda item: item[1]):
        rows[2 * layer].append(_actor(brief, track, name))
    for number, link in links:
        here, there = 2 * layers[link["from"]], 2 * layers[link["to"]]
        past = [
            _Item(f"{link['id']} {row}", line=_line(link)) for row in range(here + 1, there - 1)
        ]
        for row, bend in enumerate(past, here + 1):
            rows[row].append(bend)
        weakest = number in least(track)
        rows[there - 1].append(_words(brief, number, link, weakest))
        ends[link["id"]] = [link["from"], *(one.name for one in past), link["id"], link["to"]]
    for _ in range(4):
        rows = _ordered(rows, list(ends.values()))
    return _drawn(brief, track, rows, links, ends)


def _layers(incident: str, links: list[Json]) -> dict[str, int]:
    """Return how far below the incident each actor stands: below everything that leads to it."""
    layers = {incident: 0}
    for _ in links:
        for link in links:
            if link["from"] in layers:
                below = layers[link["from"]] + 1
                if below <= len(links) and below > layers.get(link["to"], 0):
                    layers[link["to"]] = below
    used = sorted(set(layers.values()))
    return {name: used.index(layer) for name, layer in layers.items()}


def _actor(brief: Brief, track: Json, name: str) -> _Item:
    if name == brief.trace["incident"]:
        lines = [("The incident, as alleged:", False), (brief.label(name), True)]
    else:
        lines = [(brief.label(name), True), (brief.label(name, "_ar"), False)]
        lines.append((brief.kind(name), False))
    return _Item(name, tuple(one for one in lines if one[0]), heavy=name == track["actor"])


def _words(brief: Brief, number: int, link: Json, weakest: bool) -> _Item:
    low, high = link["origins"]["min"], link["origins"]["max"]
    said = brief.first(link["claims_for"])
    kind = {"perpetrator": "named in the allegation", "member": "member of the group: assumed"}
    what = kind.get(link["kind"]) or brief.label(link["rule"] or link["kind"])
    lines = [(f"{number}. {what}", True)]
    lines.append((f"according to {said}" if said else "nobody says so of it alone", False))
    if link["kind"] != "member":
        lines.append((f"independent origins {{{low}, {high}}}", False))
    against = brief.first(link["claims_against"])
    lines.append((f"against: {against}" if against else "against: none under this reading", False))
    if link["validity"] == "possible":
        lines.append(("possible: no sure date", False))
    elif link["from_date"] or link["until_date"]:
        lines.append((day(f"{link['from_date'] or ''}/{link['until_date'] or ''}"), False))
    if link["gaps"]:
        lines.append((f"gaps: {len(link['gaps'])}", False))
    if weakest:
        lines.append(("least corroborated step", True))
    return _Item(link["id"], tuple(lines), _line(link), weakest, 7)


def _line(link: Json) -> str:
    return "dotted" if link["validity"] == "possible" else _LINES.get(link["kind"], "solid")


def _ordered(rows: list[list[_Item]], ends: list[list[str]]) -> list[list[_Item]]:
    """Return the rows, each item near the middle of those above it that lead to it."""
    above: dict[str, set[str]] = {}
    for path in ends:
        for one, other in pairwise(path):
            above.setdefault(other, set()).add(one)
    done = rows[:1]
    for row in rows[1:]:
        place = {item.name: at / max(1, len(done[-1])) for at, item in enumerate(done[-1])}
        middles = {
            item.name: [place[name] for name in above.get(item.name, ()) if name in place]
            for item in row
        }
        done.append(
            sorted(row, key=lambda item: sum(middles[item.name]) / max(1, len(middles[item.name])))
        )
    return done


def _drawn(
    brief: Brief,
    track: Json,
    rows: list[list[_Item]],
    links: list[tuple[int, Json]],
    ends: dict[str, list[str]],
) -> str:
    fullest = max(sum(1 for item in row if item.lines) for row in rows)
    width = max(_WIDTH, fullest * 132.0)
    drawing = Drawing(f"Attribution hypotheses leading to {brief.label(track['actor'])}")
    places: dict[str, _Place] = {}
    y = 8.0
    for row in rows:
        y = _placed(row, y, width, places) + _RISE
    for _, link in links:
        path = [places[name] for name in ends[link["id"]]]
        for one, other in pairwise(path):
            start, end = (one.middle, one.y + one.height), (other.middle, other.y)
            drawing.curve(start, end, line=_line(link))
        drawing.head(path[-1].middle, path[-1].y)
    for row in rows:
        for item in row:
            _item(drawing, item, places[item.name])
    key = (
        "Solid border: on claims. Dashed: an assumption. Dotted: possible, no sure date."
        " Heavy border: where the chains end, and their least corroborated steps."
    )
    drawing.words(8, y + 2, wrapped(key, width - 16, 8), size=8, faint=True)
    return drawing.svg(width, y + 2 + 10 * len(wrapped(key, width - 16, 8)))


def _placed(row: list[_Item], y: float, width: float, places: dict[str, _Place]) -> float:
    """Place a row evenly, and return where it ends."""
    full = [item for item in row if item.lines]
    bends = len(row) - len(full)
    room = (width - bends * 20 - (len(row) + 1) * _GAP) / max(1, len(full))
    broad = min(230.0, room)
    height = max((_height(item, broad) for item in full), default=0.0)
    used = broad * len(full) + 20 * bends + _GAP * (len(row) - 1)
    x = (width - used) / 2
    for item in row:
        wide = broad if item.lines else 20.0
        tall = _height(item, wide) if item.lines else height
        places[item.name] = _Place(x, y if not item.lines else y + (height - tall) / 2, wide, tall)
        x += wide + _GAP
    return y + height


def _wrapped(item: _Item, width: float) -> list[tuple[str, bool]]:
    return [
        (line, bold)
        for content, bold in item.lines
        for line in wrapped(content, (width - 12) * (0.94 if bold else 1), _SIZE)
    ]


def _height(item: _Item, width: float) -> float:
    return len(_wrapped(item, width)) * _SIZE * 1.25 + 10


def _item(drawing: Drawing, item: _Item, place: _Place) -> None:
    if not item.lines:
        ends = [(place.middle, place.y), (place.middle, place.y + place.height)]
        drawing.line(ends, line=item.line)
        return
    drawing.box(*place, line=item.line, heavy=item.heavy, round_=item.round_)
    for number, (content, bold) in enumerate(_wrapped(item, place.width)):
        y = place.y + 5 + _SIZE + number * _SIZE * 1.25 - 1
        drawing.words(place.middle, y, [content], size=_SIZE, anchor="middle", bold=bold)
