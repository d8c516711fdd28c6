"""Spans: the stretches of days in which an instrument was, may have been, or was not in force."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from respondeat.dossier.brief import Brief, Json

__all__ = ["Force", "forces"]


class Force(NamedTuple):
    """When an instrument was in force, as sources say it.

    From ``first`` to ``start`` sources disagree whether it was in force yet; from ``start`` to
    ``end`` every source says so; after ``end`` nobody says for how long, unless ``open`` (no end
    was given) or until ``last`` (the end that was given). ``dates`` are single days, with what
    they are and the claims. ``entered`` are the claims of the force itself, ``terms`` those of how
    long it was to last. ``extended`` are claims of an extension, or of a later statement that
    endorses or refers to an instrument with a term: what it means for the duration nobody decides.
    """

    instrument: str
    first: date | None
    start: date | None
    end: date | None
    last: date | None
    open: bool
    dates: tuple[tuple[date, str, tuple[str, ...]], ...]
    extended: tuple[str, ...]
    entered: tuple[str, ...]
    terms: tuple[str, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims of force, term, signature and adoption."""
        return (*self.entered, *self.terms, *(name for _, _, names in self.dates for name in names))


def forces(brief: Brief) -> list[Force]:
    """Return the force of every instrument that the scope of the incident names, oldest first.

    Outside instruments count only where time or force is why: the others were never near.
    """
    named = {
        one["instrument"]
        for one in brief.trace.get("scope", [])
        if one["result"] != "outside" or one["reason"] in ("time", "force")
    }
    found = [_force(brief, name) for name in named]
    return sorted(
        (one for one in found if one.claims),
        key=lambda one: (one.first or date.max, one.instrument),
    )


def _force(brief: Brief, instrument: str) -> Force:
    said = [
        (name, one)
        for name, one in brief.claims.items()
        if one.get("about") == instrument and one["stance"] == "affirms"
    ]
    entered = _finest([pair for pair in said if pair[1]["property"] == "resp:inForce"])
    starts = [_points(one) for _, one in entered]
    first = min((s[0] for s in starts if s[0]), default=None)
    start = max((s[1] or s[0] or date.min for s in starts), default=None)
    ends = [s[2] for s in starts]
    open_ = bool(ends) and all(end is None for end in ends)
    terms = [pair for pair in said if pair[1]["property"] == "resp:term"]
    later = ("resp:endorses", "resp:refersTo") if terms else ()
    longer = [
        name
        for name, one in brief.claims.items()
        if (one.get("about") == instrument and one["property"] == "resp:extended")
        or (one.get("value") == instrument and one["property"] in later)
    ]
    end = min((e for e in ends if e), default=None)
    last = end
    if open_ and terms and start:
        end, last, open_ = min(_later(start, one) for _, one in terms), None, False
    single: dict[tuple[date, str], list[str]] = {}
    for name, one in said:
        word = {"resp:signed": "signed", "resp:adopted": "adopted"}.get(one["property"])
        day = _points(one)[0]
        if word and day:
            single.setdefault((day, word), []).append(name)
    return Force(
        instrument,
        first,
        start,
        end,
        last,
        open_,
        tuple((day, word, tuple(names)) for (day, word), names in sorted(single.items())),
        tuple(longer),
        tuple(name for name, _ in entered),
        tuple(name for name, _ in terms),
    )


def _finest(said: list[tuple[str, Json]]) -> list[tuple[str, Json]]:
    """Leave out dates that only say more roughly what another says: they do not compete."""

    def rougher(one: Json, other: Json) -> bool:
        a, b = _points(one), _points(other)
        if a[:2] == b[:2] or None in (*a[:2], *b[:2]):
            return False
        return a[0] <= b[0] and b[1] <= a[1]  # type: ignore[operator]

    return [pair for pair in said if not any(rougher(pair[1], other[1]) for other in said)]


def _points(one: Json) -> tuple[date | None, date | None, date | None]:
    """Return the earliest and latest start and the end of what a claim says."""
    body = one.get("period") or {}
    found = [
        date.fromisoformat(body[name]) if body.get(name) else None
        for name in ("earliestStart", "latestStart", "latestEnd")
    ]
    start = None if found[0] == date.min else found[0]
    return (
        start,
        None if found[1] == date.min else found[1],
        None if found[2] == date.max else found[2],
    )


def _later(start: date, term: Json) -> date:
    body = term.get("quantity") or {}
    length = int(float(body.get("lower") or 0))
    if body.get("unit") == "unit:day":
        return start + timedelta(days=length)
    if body.get("unit") != "unit:month":
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + length, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days(brief: Brief, facts: Iterable[Json]) -> list[tuple[date, date, tuple[str, ...]]]:
    """Return the candidate dates of the incident, from and to, with the claims of each."""
    found: dict[tuple[date, date], list[str]] = {}
    for fact in facts:
        if not fact["property"].endswith("occurredDuring"):
            continue
        for name in fact["claims_for"]:
            body = brief.claims.get(name, {}).get("period") or {}
            low, high = body.get("earliestStart"), body.get("latestEnd") or body.get("latestStart")
            if low and high:
                key = date.fromisoformat(low), date.fromisoformat(high)
                found.setdefault(key, []).append(name)
    return [(low, high, tuple(names)) for (low, high), names in sorted(found.items())]
