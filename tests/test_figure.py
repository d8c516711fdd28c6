"""Figures: what they show and say, that nothing overlaps, and that hostile text is inert."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from respondeat.dossier.brief import Brief
from respondeat.dossier.drawing import Drawing, wrapped
from respondeat.dossier.figure import chains
from respondeat.dossier.timeline import timeline

Json = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"
SAMPLE = json.loads(Path(__file__).with_name("dossier").joinpath("trace.json").read_text("utf-8"))
HOSTILE = "</text><script>alert(1)</script> \"'&<> #let x = $ * _ @ \\ \u202egnp.exe"


def sample() -> Json:
    copied: Json = json.loads(json.dumps(SAMPLE))
    return copied


def drawn(trace: Json, track: int = 0) -> ElementTree.Element:
    return ElementTree.fromstring(chains(Brief(trace), trace["tracks"][track]))


def said(root: ElementTree.Element) -> str:
    return " ".join(one.text or "" for one in root.iter(f"{SVG}text"))


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    sides = ("x", "y", "width", "height")
    return [
        tuple(float(one.get(side, "0")) for side in sides)  # type: ignore[misc]
        for one in root.iter(f"{SVG}rect")
    ]


def branched(width: int) -> Json:
    """Return a trace in which so many voices name so many forces of one State."""
    trace = sample()
    track = trace["tracks"][0]
    first, _, last = track["links"]
    incident = trace["incident"]
    track["links"], track["chains"] = [], []
    for number in range(width):
        name = f"actor:force-{number}"
        trace["entities"][name] = {"label": f"Force {number}", "label_ar": "", "kind": "ArmedForce"}
        one = first | {"id": f"perpetrator {incident} > {name}", "to": name}
        other = last | {"id": f"rule:arsiwa-4 {name} > actor:northland", "from": name}
        track["links"] += [one, other]
        track["chains"].append([one["id"], other["id"]])
    direct = first | {"id": "direct", "to": "actor:northland"}
    track["links"].append(direct)
    track["chains"].append(["direct"])
    return trace


def test_every_step_carries_its_rule_origins_and_what_speaks_against() -> None:
    shown = said(drawn(sample()))
    assert "Conduct of a State organ" in shown or "arsiwa 4" in shown
    assert shown.count("independent origins {1, 1}") == 2
    assert "member of the group: assumed" in shown
    assert "against: Northern Command, 3 March 2030" in re.sub(r"\s+", " ", shown)
    assert "gaps: 1" in shown
    assert "possible: no sure date" in shown
    assert "least corroborated step" in shown


def test_an_act_stands_with_who_says_so_and_when() -> None:
    root = drawn(sample())
    shown = re.sub(r"\s+", " ", said(root))
    step = shown[shown.index("named in the allegation") :]
    assert step.index("River Monitor, 5 March 2030") < step.index("2.")


def test_meaning_does_not_hang_on_colour() -> None:
    root = drawn(sample())
    dashes = {one.get("stroke-dasharray") for one in root.iter(f"{SVG}rect")}
    assert len(dashes) == 3  # solid, dashed, dotted
    colours = {one.get(key) for one in root.iter() for key in ("fill", "stroke")} - {None, "none"}
    for colour in colours:
        assert colour
        assert len({colour[at : at + 2] for at in (1, 3, 5)}) == 1  # grey


@pytest.mark.parametrize("width", [1, 2, 4, 9])
def test_no_box_overlaps_another_and_words_fit_their_box(width: int) -> None:
    root = drawn(branched(width))
    size = [float(part) for part in root.get("viewBox", "").split()]
    found = boxes(root)
    assert len(found) == 3 * width + 3
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(found, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    for x, y, w, h in found:
        assert x >= 0
        assert x + w <= size[2]
        assert y + h <= size[3]
    for one in root.iter(f"{SVG}text"):
        if one.get("text-anchor") == "middle":
            at, base = float(one.get("x", 0)), float(one.get("y", 0))
            wide = len(one.text or "") * float(one.get("font-size", 0)) * 0.5
            inside = [b for b in found if b[0] <= at <= b[0] + b[2] and b[1] < base < b[1] + b[3]]
            assert inside, one.text
            assert wide <= inside[0][2], one.text


def test_a_line_that_goes_past_a_row_keeps_its_style() -> None:
    trace = sample()
    past = trace["tracks"][0]["links"][1] | {"id": "past", "to": "actor:northland"}
    trace["tracks"][0]["links"].append(past)  # from the group past its other member
    straight = [one for one in drawn(trace).iter(f"{SVG}path") if " L" in (one.get("d") or "")]
    bends = [one for one in straight if one.get("fill") == "none"]
    assert bends
    assert all(one.get("stroke-dasharray") == "6 4" for one in bends)


def test_a_circle_of_links_ends() -> None:
    trace = sample()
    back = trace["tracks"][0]["links"][2] | {
        "id": "back",
        "from": "actor:northland",
        "to": "actor:both-commands",
    }
    trace["tracks"][0]["links"].append(back)
    assert drawn(trace) is not None


def test_hostile_names_are_inert() -> None:
    trace = sample()
    trace["entities"]["actor:northland"]["label"] = HOSTILE
    root = drawn(trace)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "rect", "path", "polygon", "text")
    }
    shown = said(root)
    assert "\u202e" not in shown + (root.findtext(f"{SVG}title") or "")
    assert "<U+202E>" in shown.replace(" ", "")


def test_arabic_is_marked_as_such() -> None:
    arabic = [one for one in drawn(sample()).iter(f"{SVG}text") if one.get("direction") == "rtl"]
    assert "القيادة الشمالية" in {one.text for one in arabic}


def test_a_long_word_is_broken() -> None:
    assert all(len(line) <= 20 for line in wrapped("x" * 90, 100))
    assert Drawing("t").svg(1, 1) == Drawing("t").svg(1, 1)


def dated(*claims: tuple[str, str, Json]) -> Brief:
    """Return a brief whose accord has claims of property, EDTF and more."""
    trace = sample()
    made: dict[str, Json] = {
        "claim:river-report.when": {
            "period": {"earliestStart": "2030-03-02", "latestEnd": "2030-03-02"}
        }
    }
    for number, (name, start, more) in enumerate(claims):
        made[f"claim:accord-text.k{number}"] = {
            "asserter": "actor:press",
            "document": "doc:accord-text",
            "published": "2030-01-10",
            "stance": "affirms",
            "about": "instrument:river-accord",
            "property": f"resp:{name}",
            "value": "period:x",
            "period": {"earliestStart": start, "latestStart": start} if start else {},
        } | more
    return Brief(trace, background={"claims": made})


def test_competing_dates_are_hatched_and_the_unknown_is_said() -> None:
    term = {"quantity": {"lower": "3", "unit": "unit:month"}}
    found = timeline(
        dated(
            ("signed", "2030-01-10", {}),
            ("inForce", "2030-01-11", {}),
            ("inForce", "2030-01-20", {}),
            ("term", "", term),
        )
    )
    assert found
    root = ElementTree.fromstring(found["svg"])
    shown = re.sub(r"\s+", " ", said(root))
    assert "in force from 11 January 2030 or 20 January 2030, by different sources" in shown
    assert "signed 10 January 2030" in shown
    assert "? unknown" in shown
    assert any(one.get("stroke-dasharray") for one in root.iter(f"{SVG}rect"))
    told = json.dumps(found["said"])
    assert "to 20 April 2030 at least; after that, nobody says surely" in told


def test_what_has_no_end_is_open_and_what_has_no_date_is_said_to() -> None:
    found = timeline(dated(("inForce", "2030-01-11", {})))
    assert found
    assert "no end given" in json.dumps(found["said"])
    assert "? unknown" not in said(ElementTree.fromstring(found["svg"]))
    nothing = timeline(dated(("signed", "2030-01-10", {})))
    assert nothing
    assert "no source read says when" in said(ElementTree.fromstring(nothing["svg"]))


def test_without_a_date_of_the_incident_there_is_no_timeline() -> None:
    assert timeline(Brief(sample())) is None
