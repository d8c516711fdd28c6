"""Weigh: how each chain of a trace is corroborated, and on whose word alone it stands.

Corroboration counts independent origins and is no score: courts have no such rule, and one
admission may outweigh ten reports. A voice is whoever a claim begins with; all its documents are
one voice. A step falls when every voice behind its claims for it is withdrawn; counted *strictly*,
a voice takes only its own claims with it, *cautiously* also those of documents that are declared to
derive from, rely on or draw on its documents. A step to a member is an assumption and has no
corroboration; it never falls, nor does a step on no claim that may be shown. What a withdrawal
would add is not seen here, as `FROZEN` says.

``weigh --json`` prints one object; ids are those of ``trace --json`` under the same reading::

    {"incident", "reading", "record", "positions", "frozen",
     "tracks": [{"track", "actor", "corroboration": {"min", "max"} | null,
       "steps": [{"id", "kind", "corroboration", "voices": [actors],
                  "sole": {"strict": [actors], "cautious": [actors]}}],
       "chains": [{"links": [ids], "corroboration", "least": [ids], "assumptions": [ids]}],
       "whole", "best": index of a chain | null,
       "sole": {"strict": [{"voice", "fells": [ids]}], "cautious": [...]},
       "withdrawals": {"strict": {"sets": [[actors]], "whole_to", "at_least": number | null},
                       "cautious": {...}},
       "smallest": {"size", "origins": [actors] | null} | null}],
     "missing": [{"claim", "document", "closes": [places], "settles": [places]}],
     "questions": [{"question", "closes", "settles"}], "effect": object | null,
     "left_out": [{"claim", "stance", "asserter", "why"}]}

A place is ``{"link": id}`` or ``{"provision", "actor", "test"}``; ``effect`` is described in the
module of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.balance import TrackWeight, weigh_track
from respondeat.effect import Effect, effect
from respondeat.evidence import Evidence
from respondeat.fact import LeftOut, left_out
from respondeat.missing import Missing, missing
from respondeat.reading import Reading
from respondeat.trace import Trace, trace_incident

__all__ = ["FROZEN", "Weight", "weigh", "weigh_trace"]

FROZEN = (
    "exceptions, contest conditions, rules that take another's place and superseded claims are"
    " frozen: a withdrawal that lifts one of them may add a step or change a result, which only"
    " a trace without that source shows"
)


class Weight(NamedTuple):
    """What one reading of one record finds about an incident, weighed."""

    incident: str
    reading: Reading
    record: str
    tracks: tuple[TrackWeight, ...]
    missing: tuple[Missing, ...]
    questions: tuple[Missing, ...]
    effect: Effect | None
    evidence: Evidence
    left_out: tuple[LeftOut, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the object that ``weigh --json`` prints, as this module describes it."""
        return {
            "incident": self.incident,
            "reading": self.reading.name,
            "record": self.record,
            "positions": dict(sorted(self.reading.positions.items())),
            "frozen": FROZEN,
            "tracks": [one.json() for one in self.tracks],
            "missing": [one.json() for one in self.missing],
            "questions": [
                {"question": one.claim, "closes": one.places(), "settles": one.places(settled=True)}
                for one in self.questions
            ],
            "effect": self.effect.json() if self.effect else None,
            "left_out": [one.json() for one in self.left_out],
        }


def weigh(
    folder: Path,
    incident: str,
    reading: Reading | None = None,
    to: str | None = None,
    without: Iterable[str] = (),
    *,
    exact: bool = False,
) -> Weight:
    """Trace one incident in a workspace and weigh what leads to each actor, or ``to`` one.

    ``without`` leaves out claims, asserters or origins, traces again and says what changes: to
    retract a claim changes the same, but for what relays it. ``exact`` asks a solver how many
    voices it takes where it is more than three. Raise ``UsageError`` where no claim is about the
    incident, no registry holds the actor or the solver is missing, ``ReadingError`` where nothing
    is called as something left out.
    """
    evidence = Evidence.opened(folder, reading)
    before = trace_incident(evidence, incident, to)
    ids = list(without)
    if not ids:
        return weigh_trace(before, exact=exact)
    under = evidence.under(evidence.reading.without_also(ids))
    after = trace_incident(under, incident, to) if under.occurrence(incident) else None
    changed = effect(before, after, ids)
    if after is None:
        gone = tuple(left_out(under, incident))
        return Weight(incident, under.reading, under.head, (), (), (), changed, under, gone)
    return weigh_trace(after, exact=exact)._replace(effect=changed)


def weigh_trace(trace: Trace, *, exact: bool = False) -> Weight:
    """Weigh a trace that was made before, as `weigh` does."""
    claims, questions = missing(trace)
    return Weight(
        trace.incident,
        trace.reading,
        trace.record,
        tuple(
            weigh_track(one, trace.evidence, exact=exact)
            for one in trace.tracks
            if one.chains or not one.whole
        ),
        tuple(claims),
        tuple(questions),
        None,
        trace.evidence,
        trace.left_out,
    )
