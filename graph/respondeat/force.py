"""Time and force: whether a provision operated, and its instrument was in force, on that day.

Dates that compete are tried one by one: a result holds only if it holds for each. After its term
an instrument is neither surely in force nor surely ended, since silence is no lapse.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from respondeat.case import Case, Outcome, all_agree, dates, finest, unknown
from respondeat.period import OPEN_END
from respondeat.said import Said

__all__ = ["force", "time"]


def time(case: Case) -> Outcome:
    """Say whether the provision operated: on its own dates, else on those of its instrument."""
    operative = finest(case.evidence.affirmed(case.provision, "operative"))
    return _dated(case, operative, "operative") if operative else force(case)


def force(case: Case) -> Outcome:
    """Say whether the instrument was in force; before signature it surely was not."""
    evidence = case.evidence
    entered = finest(evidence.affirmed(case.instrument, "inForce"))
    if entered:
        return _dated(case, [_prolonged(case, said) for said in entered], "in force")
    if signed := _signed_later(case):
        return _dated(case, signed, "signed")
    return unknown("no source read says when it was in force", "a claim of entry into force")


def _prolonged(case: Case, said: Said) -> Said:
    """Return an entry into force with the end that a term or an extension gives it."""
    terms = case.evidence.affirmed(case.instrument, "term")
    start = said.period.latest_start
    if not terms or start is None or said.period.earliest_end not in (None, OPEN_END):
        return said
    end = min(_end(start, term) for term in terms)
    for extension in case.evidence.affirmed(case.instrument, "extended"):
        last = extension.period.earliest_end
        if last is not None and last > end:
            end = last
    return said._replace(period=said.period._replace(earliest_end=end, latest_end=None))


def _end(start: date, term: Said) -> date:
    """Return the day to which a term surely lasts; of an unknown unit or length, the first."""
    length = int(term.lower or 0)
    if term.unit == "unit:day":
        return start + timedelta(days=length)
    return _later(start, length) if term.unit == "unit:month" else start


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _signed_later(case: Case) -> list[Said]:
    """Return the signatures, where the occurrence surely precedes every one of them."""
    signed = case.evidence.affirmed(case.instrument, "signed") or case.evidence.affirmed(
        case.instrument, "adopted"
    )
    later = case.days and all(
        day.latest_end and one.period.earliest_start and day.latest_end < one.period.earliest_start
        for one in signed
        for day in case.days
    )
    return signed if later else []


def _dated(case: Case, periods: list[Said], verb: str) -> Outcome:
    days = case.dated
    claims = tuple(dict.fromkeys(one.claim for one in (*periods, *days)))
    if not days:
        return unknown(f"{verb} {dates(periods)}", "a claim of the date of the occurrence", claims)
    values = [day.within(one.period) for one in periods for day in case.days]
    value = all_agree(values)
    why = f"{verb} {dates(periods)}"
    if value is False and (signed := _signed_later(case)):
        why += f"; before signature on {dates(signed)}"
    missing: tuple[str, ...] = ()
    if value is None:
        missing = (f"which date holds: {verb} {dates(periods)}; occurred {dates(days)}",)
    straddles = any(day.straddles(one.period) for one in periods for day in case.days)
    return Outcome(value, why, claims, missing, straddles)
