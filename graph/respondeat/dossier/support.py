"""Support: how many independent origins each step has, whose word decides, and what if it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from respondeat.dossier.block import (
    BREAK,
    Block,
    Line,
    heading,
    joined,
    paragraph,
    section,
    strong,
    table,
    text,
)
from respondeat.dossier.brief import Brief, Json
from respondeat.dossier.figure import least
from respondeat.dossier.tracks import pair

__all__ = ["support"]

_COUNTS = ("strict", "cautious")


def support(brief: Brief, effects: Iterable[Json] = ()) -> Block:
    """Return the section on corroboration; ``effects`` are of voices left out, one each."""
    return section(
        "corroboration",
        "Corroboration, sole sources, what if",
        [
            paragraph(
                text(
                    "Corroboration is the number of independent origins, at least and at most:"
                    " {1, 1} is one voice, however many pass it on. Reports that rest on one source"
                    " weigh as that source. It is a count, never a score: one admission may weigh"
                    " more than ten reports."
                )
            ),
            *_tracks(brief),
            *_sole(brief),
            *_effects(brief, effects),
            *_voices(brief),
        ],
    )


def _chained(brief: Brief) -> list[Json]:
    tracks = brief.trace.get("tracks", [])
    return [one for one in tracks if one["chains"] and one["track"] != "individual"]


def _tracks(brief: Brief) -> Iterator[Block]:
    found = _chained(brief)
    if not found:
        yield paragraph(text("No chain leads to a State or group, so there is nothing to weigh."))
        return
    yield table(
        [("Leads to", 6), ("Chains", 2), ("Corroboration", 3), ("Least corroborated steps", 9)],
        (
            [
                [*brief.name(one["actor"]), *text(f" ({one['track']} track)")],
                text(len(one["chains"])),
                text(pair(one["corroboration"])),
                _steps(brief, one, (one["links"][n - 1]["id"] for n in least(one))),
            ]
            for one in found
        ),
    )


def _steps(brief: Brief, track: Json, ids: Iterable[str]) -> Line:
    """Return steps by the numbers of the track's own table, with who says each."""
    wanted = {*ids}
    return joined(
        (
            [
                *text(f"{number}, on the word of "),
                *text(brief.first(link["claims_for"]) or "nobody"),
            ]
            for number, link in enumerate(track["links"], 1)
            if link["id"] in wanted
        ),
        BREAK,
    ) or text("every step is an assumption")


def _sole(brief: Brief) -> Iterator[Block]:
    weighed = {(one["track"], one["actor"]): one for one in brief.weigh.get("tracks", [])}
    found = [
        (t, weighed[key]) for t in _chained(brief) if (key := (t["track"], t["actor"])) in weighed
    ]
    if not found:
        return
    yield heading("Sole sources, and whose withdrawal breaks every chain")
    yield paragraph(
        text(
            "A step falls when every voice behind its claims is withdrawn. Counted strictly, a"
            " voice takes only its own claims with it; cautiously, also those of documents that are"
            " declared to derive from, rely on or draw on its documents. Sets are minimal: no part"
            " of one would do. In this count "
        ),
        brief.prose(brief.weigh.get("frozen", "nothing is frozen")),
        ".",
    )
    yield table(
        [("Leads to", 4), ("Counted", 2), ("Sole source of a step", 7), ("Breaks every chain", 7)],
        (
            [
                brief.name(track["actor"]),
                text(count),
                joined(
                    [
                        *strong(brief.label(one["voice"])),
                        *text(f": step {_numbers(track, one['fells'])}"),
                    ]
                    for one in weight["sole"][count]
                )
                or text("none"),
                _sets(brief, weight, count),
            ]
            for track, weight in found
            for count in _COUNTS
        ),
    )


def _together(voices: list[Line]) -> Line:
    if len(voices) < 2:
        return joined(voices)
    return [*joined(voices[:-1], ", "), " and ", *voices[-1], *text(" together")]


def _numbers(track: Json, ids: list[str]) -> str:
    return ", ".join(str(n) for n, link in enumerate(track["links"], 1) if link["id"] in ids)


def _sets(brief: Brief, weight: Json, count: str) -> Line:
    found = weight["withdrawals"][count]
    line = joined(
        (_together([brief.name(voice) for voice in one]) for one in found["sets"]), "; or "
    )
    to = f"no set of up to {found['whole_to']} voices"
    if not line and found["at_least"]:
        return text(f"{to}; at least {found['at_least']} are needed")
    return line or text(to)


def _effects(brief: Brief, effects: Iterable[Json]) -> Iterator[Block]:
    found = list(effects)
    if not found:
        return
    yield heading("What if a voice is left out")
    yield paragraph(
        text(
            "Left out are voices that alone break every chain to an actor; where none does, pairs"
            " that do, counted strictly. Everything was computed again without them, and nothing"
            " is frozen: a step may appear, and an exception may go."
        )
    )
    yield table(
        [("Without", 4), ("Chains", 8), ("Law, crimes and venues", 8)],
        (
            [
                [
                    *joined((strong(brief.label(name)) for name in one["without"]), " and "),
                    *text(f": {len(one['claims'])} claims on the incident"),
                ],
                joined((_changed(brief, track) for track in one["tracks"]), BREAK)
                or text("no change"),
                _around(one),
            ]
            for one in found
        ),
    )


def _changed(brief: Brief, one: Json) -> Line:
    line = [*brief.name(one["actor"]), *text(f" ({one['track']}): ")]
    if one["change"] != "changed":
        return [*line, *text(one["change"])]
    words = [
        f"{name} {_of(before)} to {_of(after)}"
        for name, (before, after) in (
            ("chains", one["chains"]),
            ("corroboration", one["corroboration"]),
        )
        if before != after
    ]
    before, after = (side or [] for side in one["roles"])
    words += [f"no longer “{role}”" for role in before if role not in after]
    words += [f"now “{role}”" for role in after if role not in before]
    gone = len(one["links_gone"])
    words += [f"{gone} {'steps' if gone > 1 else 'step'} gone"] if gone else []
    return [
        *line,
        *text(", ".join(words) or "its chains stand; the claims for or against its steps change"),
    ]


def _of(value: object) -> str:
    return pair(value) if isinstance(value, dict) else "none" if value is None else str(value)


def _around(one: Json) -> Line:
    moves: dict[str, int] = {}
    for result in one["scope"]:
        before, after = (str(side or "not tested").replace("-", " ") for side in result["result"])
        move = f"from {before} to {after}" if before != after else f"still {before}, by other tests"
        moves[move] = moves.get(move, 0) + 1
    lines = [text(f"scope: {count} {move}") for move, count in sorted(moves.items())]
    for name in ("crimes", "venues"):
        if one[name]:
            lines.append(text(f"{name}: {len(one[name])} change"))
    return joined(lines, BREAK) or text("no change")


def _voices(brief: Brief) -> Iterator[Block]:
    """Yield how many documents of the record carry each voice on the incident."""
    documents: dict[str, set[str]] = {}
    for one in brief.claims.values():
        if one.get("about") == brief.trace["incident"]:
            documents.setdefault(one["asserter"], set()).add(one["document"])
    many = {voice: found for voice, found in documents.items() if len(found) > 1}
    if many:
        yield heading("Many documents, one voice")
        yield paragraph(
            joined(
                [*brief.name(voice), *text(f": {len(found)} documents, one voice")]
                for voice, found in sorted(many.items())
            ),
            ".",
        )
