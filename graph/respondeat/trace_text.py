"""Trace in sentences and in a table: who says what, for and against, and what is missing.

Every sentence or row that names an actor and an act carries who says so and when.
"""

from __future__ import annotations

from collections.abc import Iterator

from respondeat import scope_text
from respondeat.dispute import NO_ANSWER, SENSES, answered
from respondeat.fact import Fact, LeftOut, left_out_in_short
from respondeat.law_text import invocation_lines, law_lines, none_read
from respondeat.saying import content, counted, said_by, voices
from respondeat.table import Table
from respondeat.trace import Trace
from respondeat.track_text import track_lines

__all__ = ["lines", "table"]

_TRACKS = {
    "state": "STATE TRACK: hypotheses of attribution, and what each State owes itself",
    "individual": "INDIVIDUAL TRACK: holders of a command or office, unnamed unless charged",
    "non-state": "NON-STATE TRACK: groups that answer for themselves",
}


def table(found: Trace) -> Table:
    """Return one row for each link: who says so, who denies it, and how it is corroborated."""
    columns = ("track", "answers", "step", "validity", "for", "against", "origins", "gaps")
    rows = [
        (
            track.track,
            track.actor,
            f"{link.rule or link.kind}: {link.source} > {link.target}",
            link.validity,
            "assumption" if link.assumed else voices(found.evidence, link.claims_for) or "none",
            voices(found.evidence, link.claims_against) or "none",
            "" if link.assumed else counted(link.origins),
            len(link.gaps),
        )
        for track in found.tracks
        for link in track.links
    ]
    return Table(columns, rows)


def lines(found: Trace) -> Iterator[str]:
    """Yield a trace as counsel reads it; the last line names the reading."""
    label = found.evidence.label(found.incident)
    yield f"Trace of {found.incident}" + ("" if label == found.incident else f" ({label})")
    yield ""
    yield "WHAT IS SAID, statement by statement"
    for fact in found.facts:
        senses = "; ".join(SENSES[sense] for sense in fact.contested)
        beside = [counted(fact.origins)] if fact.claims_for else []
        beside += [f"contested: {senses}"] if senses else []
        beside += [f"takes the place of {', '.join(fact.superseded)}"] if fact.superseded else []
        beside += [NO_ANSWER] if _unanswered(found, fact) else []
        yield f"  {fact.text}" + (f" [{'; '.join(beside)}]" if beside else "")
    if found.left_out:
        yield f"  {left_out_in_short(found.left_out)}"
        against = [one for one in found.left_out if one.stance != "affirms"]
        yield from (f"    {_left_out(found, one)}" for one in against)
    if found.related:
        yield ""
        yield "RELATED INCIDENTS: what is said of one is not said of the other"
        yield from (f"  {one.text}" for one in found.related)
    for name, heading in _TRACKS.items():
        yield ""
        yield heading
        tracks = [track for track in found.tracks if track.track == name]
        for track in tracks:
            yield from track_lines(found, track)
        yield from none_read(tracks)
    yield ""
    yield from scope_text.lines(list(found.scope))
    yield from invocation_lines(found)
    yield from law_lines(found)
    yield ""
    yield "CHANGED IN PASSING ON"
    yield from (f"  {one.kind}: {one.why} ({one.relay})" for one in found.mutations)
    yield from none_read(found.mutations)
    yield ""
    yield f"reading: {found.reading.name} ({found.reading.summary}); record {found.record[:12]}"


def _unanswered(found: Trace, fact: Fact) -> bool:
    """Say whether a fact names somebody of whose side no answer was read, heard or left out."""
    if fact.property not in ("resp:perpetrator", "resp:involved") or not fact.claims_for:
        return False
    heard = found.evidence.occurrence(found.incident)
    unheard = [said for one in found.left_out for said in found.evidence.claim(one.claim)[:1]]
    return not answered(found.evidence, [*heard, *unheard], fact.value)


def _left_out(found: Trace, one: LeftOut) -> str:
    """Write a denial or doubt that the reading does not hear: it may speak for somebody."""
    said = found.evidence.claim(one.claim)
    verb = {"denies": "denies", "questions": "leaves open"}[one.stance]
    what = " and ".join(f"{each.property.partition(':')[2]} {content(each)}" for each in said)
    return f"{said_by(found.evidence, said[:1])} {verb}: {what}; {one.why} ({one.claim})"
