"""Steps: one step from an incident towards somebody, with the claims that make it.

A step over a relation is tried on every date that is given for the incident. Claims that surely
speak of other dates make no step; a step without a sure date is possible, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from respondeat.case import all_agree
from respondeat.chains import ALWAYS, Window, window
from respondeat.denial import denied_beside
from respondeat.evidence import Evidence
from respondeat.kindred import kindred
from respondeat.period import OPEN_END, OPEN_START, Period
from respondeat.rule import Rule
from respondeat.said import Said
from respondeat.saying import ids, said_by, span

__all__ = ["Step", "denials", "further", "held", "member", "perpetrator", "relations"]


class Step(NamedTuple):
    """One step before its elements are looked up.

    ``said`` are the claims for it; where they may not be shown, ``counted`` are. ``surely`` are
    those of them that surely cover the date, none where time is no matter or nothing is sure.
    """

    id: str
    kind: str
    rule: Rule | None
    source: str
    target: str
    said: tuple[Said, ...]
    against: tuple[Said, ...]
    sure: bool = True
    windows: tuple[Window, ...] = ALWAYS
    from_date: str | None = None
    until_date: str | None = None
    assumptions: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    counted: tuple[Said, ...] = ()
    surely: tuple[Said, ...] = ()

    @property
    def carrying(self) -> tuple[Said, ...]:
        """The claims whose independent origins count for the step."""
        return self.surely or self.said or self.counted


def perpetrator(
    evidence: Evidence, incident: str, actor: str, said: Iterable[Said], kinds: frozenset[str]
) -> Step:
    """Return the step from an incident to an actor that claims name as its perpetrator."""
    said = list(said)
    about = [one for one in said if one.property == "resp:perpetrator"]
    affirmed = tuple(one for one in about if one.stance == "affirms" and one.value == actor)
    names = {one.claim for one in affirmed}
    against = tuple(
        one
        for one in about
        if one.stance == "denies" and (one.value == actor or one.answers in names)
    )
    beside = [] if evidence.links("resp:member", actor) else _beside(evidence, said, actor, against)
    open_to = [one for one in about if one.stance == "questions" and one.value == actor]
    gaps = (
        [f"left open by {said_by(evidence, open_to)}: {', '.join(ids(open_to))}"] if open_to else []
    )
    if "UnidentifiedActor" in kinds:
        gaps.append(f"no source read identifies {actor}")
    return Step(
        f"perpetrator {incident} > {actor}",
        "perpetrator",
        None,
        incident,
        actor,
        affirmed,
        (*against, *beside),
        gaps=tuple(gaps),
    )


def member(evidence: Evidence, group: str, actor: str, said: Iterable[Said]) -> Step:
    """Return the step from a group to a member: an assumption, for no claim names it alone."""
    said = list(said)
    against = denials(said, actor)
    beside = _beside(evidence, said, actor, against)
    return Step(
        f"member {group} > {actor}",
        "member",
        None,
        group,
        actor,
        (),
        (*against, *beside),
        assumptions=(f"that what is said of {group} holds of {actor}",),
        gaps=(f"no claim read in the statement about {group} names {actor} alone",),
    )


def _beside(
    evidence: Evidence, said: list[Said], actor: str, against: tuple[Said, ...]
) -> list[Said]:
    """Return the denials of the act for kin of an actor: its organ, government or State."""
    denied = [one for one in said if one.stance == "denies" and one not in against]
    named = [one._replace(value=actor) for one in said if one.property == "resp:perpetrator"]
    return denied_beside(evidence, named[0], denied) if named else []


def denials(said: Iterable[Said], actor: str) -> tuple[Said, ...]:
    """Return the claims that deny that an actor is the perpetrator."""
    return tuple(
        one
        for one in said
        if (one.property, one.stance, one.value) == ("resp:perpetrator", "denies", actor)
    )


def relations(evidence: Evidence, rule: Rule, here: str, days: list[Period]) -> Iterator[Step]:
    """Yield the steps by which one rule leads on from an actor or an incident on those days."""
    ends: dict[str, list[Said]] = {}
    for name in rule.relations:
        for one in evidence.said(here, name) if rule.forward or rule.both else ():
            ends.setdefault(one.value, []).append(one)
        for one in evidence.bearing(name, here) if rule.both or not rule.forward else ():
            ends.setdefault(one.about, []).append(one)
    kinds = evidence.kinds(here)
    for end in sorted(ends):
        if end == here or not rule.leads_to(evidence.kinds(end)):
            continue
        if not rule.both or kindred(kinds, evidence.kinds(end)):
            step = _relation(evidence, rule, here, end, ends[end], days)
            if step:
                yield step


def held(period: Period, days: list[Period], *, after: bool = False) -> bool | None:
    """Say whether something of that period surely held on each of the days, or on none.

    With ``after`` it must have begun when the days were over. Without days nothing is sure.

    >>> day = [Period.from_edtf("2017-04-04")]
    >>> [held(Period.from_edtf(text), day) for text in ("2010/..", "2018/..", "/2020")]
    [True, False, None]
    """
    return all_agree(_after(day, period) if after else day.within(period) for day in days)


def _after(day: Period, period: Period) -> bool | None:
    if period.latest_end and day.earliest_start and period.latest_end < day.earliest_start:
        return False
    if period.latest_start and day.earliest_start and period.latest_start < day.earliest_start:
        return False
    later = period.earliest_start and day.latest_end and day.latest_end < period.earliest_start
    return True if later else None


def _relation(
    evidence: Evidence, rule: Rule, here: str, end: str, said: list[Said], days: list[Period]
) -> Step | None:
    values = {
        one.claim: True  # one and the same without a date is so at all times
        if rule.both and one.period == Period()
        else held(one.period, days, after=rule.after)
        for one in said
    }
    bearing = sorted(
        (one for one in said if values[one.claim] is not False),
        key=lambda one: (one.claim, one.property),
    )
    affirmed = tuple(one for one in bearing if one.stance == "affirms")
    if not affirmed:
        return None
    names = {one.claim for one in affirmed}
    against = tuple(one for one in bearing if one.stance == "denies")
    answered = (o for o in said if o.stance == "denies" and o.answers in names and o not in against)
    open_to = [one for one in bearing if one.stance == "questions"]
    sure = tuple(one for one in affirmed if values[one.claim])
    first, last = _common(sure or affirmed)
    gaps = [] if sure else list(_undated(affirmed, here, end, days))
    if sure and (others := [one for one in affirmed if one not in sure]):
        gaps.append(f"{further(len(others))}: {', '.join(ids(others))}")
    if open_to:
        gaps.append(f"left open by {said_by(evidence, open_to)}: {', '.join(ids(open_to))}")
    return Step(
        f"{rule.id} {here} > {end}",
        rule.kind,
        rule,
        here,
        end,
        affirmed,
        (*against, *answered),
        bool(sure),
        ALWAYS if rule.after else tuple(window(one.period) for one in affirmed),
        first,
        last,
        gaps=tuple(gaps),
        surely=sure,
    )


def further(many: int) -> str:
    """Write how many claims for a step that holds do not surely cover the date.

    >>> further(1)
    'not surely on the date: 1 further claim for it'
    """
    return f"not surely on the date: {many} further claim{'s' if many > 1 else ''} for it"


def _undated(said: Iterable[Said], here: str, end: str, days: list[Period]) -> Iterator[str]:
    if not days:
        yield "no claim read dates the incident"
    if all(one.period == Period() for one in said):
        relation = " or ".join(sorted({one.property.partition(":")[2] for one in said}))
        yield f"no claim read dates the relation “{relation}” between {here} and {end}"
    elif days:
        given = ", ".join(sorted({span(one.period) for one in said}))
        yield f"the dates given for it ({given}) do not surely cover the incident"


def _common(said: Iterable[Said]) -> tuple[str | None, str | None]:
    """Return the first and last day that all the claims allow, ``None`` where none is given."""
    windows = [window(one.period) for one in said]
    first, last = max(start for start, _ in windows), min(end for _, end in windows)
    if first > last:
        return None, None
    return (
        None if first == OPEN_START else first.isoformat(),
        None if last == OPEN_END else last.isoformat(),
    )
