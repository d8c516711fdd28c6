"""Coincidences: incidents of different registries that may be one event.

Only those are compared that fall on one day, within their precision, and at one place, at places
of one name, or at places near each other: the claims table is bucketed by day and place with
polars, and only the pairs that meet in a bucket are looked at. Nothing about events is ever sure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from respondeat.bucket import MOST_DAYS, called, meetings
from respondeat.geometry import distance, points
from respondeat.proposal import Proposal, pair
from respondeat.roster import Roster

if TYPE_CHECKING:
    import polars

__all__ = ["MOST_DAYS", "coincidences"]

_SIDES = ("resp:perpetrator", "resp:involved", "resp:targetedActor")
_DETAILS = (*_SIDES, "resp:incidentType", "resp:killed", "resp:occurredAt", "resp:occurredDuring")
_SURE = 0.95
_NEAR, _AROUND = 5, 25
"""Kilometres between places that are near each other, and that may still be of one event."""


class _Event(NamedTuple):
    """What claims say of one incident; each value with who says it."""

    sides: dict[str, str]
    kinds: dict[str, str]
    places: dict[str, str]
    days: list[tuple[str, str, str]]
    killed: list[tuple[float | None, float | None, str]]


def coincidences(
    table: polars.DataFrame, roster: Roster, alike: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Yield the pairs of incidents that may be one; ``alike`` are actors proposed to be one."""
    met = meetings(table, roster)
    wanted = {name for ends in met for name in ends}
    events = _events(table, wanted)
    sides = _Sides(roster, alike)
    often = Counter(name for ends in met for name in ends)
    for a, b in sorted(met):
        if where := _where(events[a], events[b], roster):
            yield _proposal((a, b), events, where, sides, max(often[a], often[b]) - 1)


def _events(table: polars.DataFrame, wanted: set[str]) -> dict[str, _Event]:
    import polars as pl

    columns = (
        "about property value asserter document counts part_of lower upper earliest_start"
        " latest_end"
    ).split()
    rows = (
        table.lazy()
        .filter(
            pl.col("property").is_in(_DETAILS)
            & (pl.col("stance") == "affirms")
            & pl.col("about").is_in(sorted(wanted))
        )
        .select(columns)
        .collect()
    )
    found: dict[str, _Event] = defaultdict(lambda: _Event({}, {}, {}, [], []))
    for (
        about,
        name,
        value,
        asserter,
        document,
        counts,
        part,
        low,
        high,
        start,
        end,
    ) in rows.iter_rows():
        one, whose = found[about], f"{asserter} (doc:{document})"
        if name in _SIDES:
            one.sides.setdefault(value, whose)
        elif name == "resp:incidentType":
            one.kinds.setdefault(value, whose)
        elif name == "resp:occurredAt":
            one.places.setdefault(value, whose)
        elif name == "resp:occurredDuring" and start and end:
            one.days.append((str(start), str(end), whose))
        elif name == "resp:killed" and not counts and not part and (low, high) != (None, None):
            one.killed.append((low, high, whose))
    return found


class _Sides:
    """Whose side an actor is on: under its decided names, with its State or Government."""

    def __init__(self, roster: Roster, alike: set[tuple[str, str]]) -> None:
        self._roster, self._alike, self._same = roster, alike, roster.same_names
        self._above: dict[str, set[str]] = defaultdict(set)
        for link in roster.linked("organOf", "governs"):
            if link.stance == "affirms":
                self._above[self._name(link.about)].add(self._name(link.value))

    def _name(self, actor: str) -> str:
        return self._same.get(actor, actor)

    def side(self, actor: str) -> set[str]:
        found, waiting = {self._name(actor)}, [self._name(actor)]
        while waiting:
            for other in self._above.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def compare(self, one: _Event, other: _Event) -> tuple[float, str | None, str | None]:
        """Return the score, and what speaks for or against."""
        told_apart = None
        for a, left in sorted(one.sides.items()):
            for b, right in sorted(other.sides.items()):
                said = f"{left} names {a}, {right} names {b}"
                if shared := self.side(a) & self.side(b):
                    return 0.2, f"{said}: one side ({', '.join(sorted(shared))})", None
                if pair(a, b) in self._alike:
                    return 0.1, f"{said}, which may be one themselves", None
                if self._registries(a) & self._registries(b):
                    told_apart = f"{said}: two sides"
        return (-0.2, None, told_apart) if told_apart else (0.0, None, None)

    def _registries(self, actor: str) -> set[str]:
        found = self._roster.entities.get(actor)
        return found.registries if found else set()


def _proposal(
    ends: tuple[str, str],
    events: dict[str, _Event],
    where: tuple[float, str],
    sides: _Sides,
    others: int,
) -> Proposal:
    a, b = ends
    one, other = events[a], events[b]
    reasons, against = [], []
    score = 0.3
    (start, end, whose), (first, last, who) = min(one.days), min(other.days)
    days = f"{whose} dates {a} {_span(start, end)}, {who} dates {b} {_span(first, last)}"
    if start == end == first == last:
        score += 0.1
    else:
        against.append("the dates are no more precise than that")
    reasons.append(days)
    score += where[0]
    reasons.append(where[1])
    gain, speaks, opposes = sides.compare(one, other)
    score += gain
    reasons += [speaks] if speaks else []
    against += [opposes] if opposes else []
    if kinds := sorted(one.kinds.keys() & other.kinds.keys()):
        score += 0.05
        reasons.append(f"{one.kinds[kinds[0]]} and {other.kinds[kinds[0]]} say {kinds[0]}")
    gain, speaks, opposes = _killed(one, other)
    score += gain
    reasons += [speaks] if speaks else []
    against += [opposes] if opposes else []
    if others:
        score -= 0.1
        against.append(f"{others} more of another registry would fit one of them as well")
    score = round(max(0.0, min(score, _SURE)), 2)
    return Proposal("event", a, "identicalTo", b, score, tuple(reasons), tuple(against))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _where(one: _Event, other: _Event, roster: Roster) -> tuple[float, str] | None:
    """Return how near the places are, and on whose word; ``None`` where none are."""
    found = [
        (gain, f"{left} puts it at {a}, {right} at {b}{how}")
        for a, left in one.places.items()
        for b, right in other.places.items()
        for gain, how in _near(a, b, roster)
    ]
    return max(found, default=None)


def _near(a: str, b: str, roster: Roster) -> Iterator[tuple[float, str]]:
    same, entities = roster.same_names, roster.entities
    if same.get(a, a) == same.get(b, b):
        yield 0.3, "" if a == b else ", one place by decision"
        return
    if a not in entities or b not in entities:
        return
    left, right = (points((c.text, c.whose) for c in entities[p].coordinates) for p in (a, b))
    far = min((distance(x, y) for x in left for y in right), default=None)
    if far is None and called(entities[a]) & called(entities[b]):
        yield 0.25, ", named alike"
    elif far is not None and far <= _AROUND:
        yield 0.25 if far <= _NEAR else 0.15, f", {far:.0f} km apart"


def _killed(one: _Event, other: _Event) -> tuple[float, str | None, str | None]:
    for low, high, left in one.killed:
        for first, last, right in other.killed:
            said = f"{left} counts {_bounds(low, high)} killed, {right} {_bounds(first, last)}"
            meet = (high is None or first is None or first <= high) and (
                last is None or low is None or low <= last
            )
            return (0.05, said, None) if meet else (-0.1, None, said)
    return 0.0, None, None


def _bounds(low: float | None, high: float | None) -> str:
    ends = ("?" if end is None else f"{end:g}" for end in (low, high))
    return f"{low:g}" if low is not None and low == high else " to ".join(ends)
