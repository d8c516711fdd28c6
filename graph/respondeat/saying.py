"""Saying: who says something, how surely, when and where, for a sentence that names an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from respondeat.evidence import Evidence
from respondeat.finding import Independence
from respondeat.period import OPEN_END, OPEN_START, Period
from respondeat.said import Said

__all__ = ["content", "counted", "dated", "ids", "said_by", "span", "voices"]


def said_by(evidence: Evidence, said: Iterable[Said]) -> str:
    """Write who makes some claims: each voice once, with how surely, when, and through whom.

    A voice that others pass on is one voice; its outlets are counted, not named as voices.
    """
    voices: dict[str, list[Said]] = {}
    for one in said:
        voices.setdefault(one.asserter, []).append(one)
    return ", ".join(f"{voice} ({_how(evidence, ones)})" for voice, ones in sorted(voices.items()))


def _how(evidence: Evidence, said: list[Said]) -> str:
    standards = sorted({_local(one.standard) for one in said if one.standard})
    hedges = sorted({_local(one.hedge) for one in said if one.hedge})
    days = sorted({dated(evidence, one) for one in said} - {"undated"}) or ["undated"]
    relayed = {one.document for one in said if one.relays and not _own(evidence, one)}
    parts = [*standards, *hedges, days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"]
    if relayed:
        parts.append(f"passed on by {len(relayed)} document{'s' if len(relayed) > 1 else ''}")
    taken = [one.claim for one in said if one.relays and _own(evidence, one)]
    if others := {one.asserter for one in evidence.origins(taken)} - {said[0].asserter}:
        parts.append(f"on the word of {' and '.join(sorted(others))}")
    if all(one.verification == "unverified" for one in said):
        parts.append("unverified")
    return ", ".join(parts)


def _own(evidence: Evidence, one: Said) -> bool:
    """Say whether a document speaks in its own voice, and not in that of whom it passes on."""
    publication = evidence.documents.get(one.document)
    return publication is not None and publication.publisher == one.asserter


def dated(evidence: Evidence, one: Said) -> str:
    """Return when the document of a claim was published."""
    publication = evidence.documents.get(one.document)
    return (publication.published if publication else None) or "undated"


def voices(evidence: Evidence, claims: Iterable[str]) -> str:
    """Write who makes the claims with some ids, as `said_by` does."""
    names = dict.fromkeys(claims)
    return said_by(evidence, [one for name in names for one in evidence.claim(name)[:1]])


def counted(found: Independence) -> str:
    """Write how many independent origins there are.

    >>> counted(Independence(1, 1)), counted(Independence(1, 2))
    ('1 independent origin', '1 to 2 independent origins')
    """
    many = f"{found.min}" if found.min == found.max else f"{found.min} to {found.max}"
    return f"{many} independent origin{'' if found.max == 1 else 's'}"


def content(one: Said) -> str:
    """Write what a claim says: its value, or its bounds with what is counted, or its period.

    >>> content(Said("claim:d.k", "affirms", "actor:a", "set:s", "resp:killed", "quantity:q",
    ...              lower=30, unit="unit:person", counts="target:civilians"))
    '30 or more (person, civilians)'
    """
    if one.value.startswith("quantity:"):
        counted = ", ".join(_local(name) for name in (one.unit, one.counts) if name)
        return f"{_bounds(one)} ({counted})" if counted else _bounds(one)
    return span(one.period) if one.value.startswith("period:") else one.value


def _bounds(one: Said) -> str:
    low, high = one.lower, one.upper
    if low is None and high is None:
        if one.best is not None:
            return f"{one.best:g} as the best estimate"
        return one.stated or "an unstated number of"
    if low == high:
        return f"{low:g}"
    best = "" if one.best is None else f", best estimate {one.best:g}"
    if high is None:
        return f"{low:g} or more{best}"
    return f"up to {high:g}{best}" if low is None else f"{low:g} to {high:g}{best}"


def span(period: Period) -> str:
    """Write a period from its first to its last day.

    >>> span(Period.from_edtf("2017-04-04")), span(Period.from_edtf("2017-05-05/.."))
    ('2017-04-04', 'from 2017-05-05')
    >>> span(Period(latest_start=date(2017, 4, 4)))
    'begun by 2017-04-04'
    """
    first, last = period.earliest_start, period.latest_end
    start = None if first in (None, OPEN_START) else str(first)
    end = None if last in (None, OPEN_END) else str(last)
    if start and end:
        return start if start == end else f"{start} to {end}"
    if not start and not end and isinstance(period.latest_start, date):
        return f"begun by {period.latest_start}"
    return f"from {start}" if start else f"until {end}" if end else "an unknown date"


def ids(said: Iterable[Said]) -> tuple[str, ...]:
    """Return the ids of claims, each once."""
    return tuple(sorted({one.claim for one in said}))


def _local(name: str | None) -> str:
    return (name or "").partition(":")[2].replace("-", " ")
