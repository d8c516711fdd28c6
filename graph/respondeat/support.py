"""Support: how many independent origins each step has, whose word decides, and what if it goes."""

from __future__ import annotations

from respondeat.block import Block, Line, heading, joined, paragraph, section, table, text
from respondeat.brief import Brief, Json
from respondeat.tracks import least

__all__ = ["support"]


def support(brief: Brief) -> Block:
    """Return the section on corroboration."""
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
            *_voices(brief),
        ],
    )


def _tracks(brief: Brief) -> list[Block]:
    found = [one for one in brief.trace.get("tracks", []) if one["chains"]]
    if not found:
        return [paragraph(text("No chain leads to anybody, so there is nothing to weigh."))]
    return [
        table(
            [("Leads to", 5), ("Chains", 2), ("Corroboration", 3), ("Least corroborated step", 8)],
            (
                [
                    [*brief.name(one["actor"]), *text(f" ({one['track']} track)")],
                    text(len(one["chains"])),
                    text(f"{{{one['corroboration']['min']}, {one['corroboration']['max']}}}")
                    if one["corroboration"]
                    else text("none"),
                    _steps(brief, one),
                ]
                for one in found
            ),
        )
    ]


def _steps(brief: Brief, track: Json) -> Line:
    links = [track["links"][number - 1] for number in least(track)]
    return joined(
        [
            *brief.name(one["from"]),
            " → ",
            *brief.name(one["to"]),
            *text(" according to "),
            *brief.voices(one["claims_for"]),
        ]
        for one in links
    ) or text("every step is an assumption")


def _voices(brief: Brief) -> list[Block]:
    """Return how many documents of the record carry each voice on the incident."""
    documents: dict[str, set[str]] = {}
    for one in brief.claims.values():
        if one.get("about") == brief.trace["incident"]:
            documents.setdefault(one["asserter"], set()).add(one["document"])
    many = {voice: found for voice, found in documents.items() if len(found) > 1}
    if not many:
        return []
    return [
        heading("Many documents, one voice"),
        paragraph(
            joined(
                [*brief.name(voice), *text(f": {len(found)} documents, one voice")]
                for voice, found in sorted(many.items())
            ),
            ".",
        ),
    ]
