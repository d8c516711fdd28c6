"""Time and force: whether a provision operated, and its instrument was in force, on that day.

Dates that compete are tried one by one: a result holds only if it holds for each. After its term
an instrument is neither surely in force nor surely ended, since silence is no lapse.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from respondeat.case import Occasion, Outcome, Setting, all_agree, dates, finest, unknown
from respondeat.evidence import Evidence
from respondeat.once import once
from respondeat.period import OPEN_END, Period
from respondeat.said import Said

__all__ = ["compared", "force", "time"]


class _Clock(NamedTuple):
    """The dates between which something ran, one for each that a source gives, and in words."""

    said: list[Said]
    words: str


def time(setting: Setting) -> Outcome:
    """Say whether the provision operated: on its own dates, else on those of its instrument."""
    evidence, occasion, provision, instrument = setting
    operative = _clock(evidence, provision, "operative", "operative")
    if operative.said:
        return _dated(occasion, operative, _signed(evidence, instrument))
    return force(setting)


def force(setting: Setting) -> Outcome:
    """Say whether the instrument was in force; before signature it surely was not."""
    return _force(setting.occasion, setting.evidence, setting.instrument)


def compared(evidence: Evidence, provision: str, instrument: str) -> list[Period]:
    """Return every period that the two tests lay the days of an occurrence beside."""
    clocks = (
        _clock(evidence, provision, "operative", "operative"),
        _clock(evidence, instrument, "inForce", "in force"),
        _signed(evidence, instrument),
    )
    return [one.period for clock in clocks for one in clock.said]


@once
def _force(occasion: Occasion, evidence: Evidence, instrument: str) -> Outcome:
    signed = _signed(evidence, instrument)
    entered = _clock(evidence, instrument, "inForce", "in force")
    if entered.said:
        return _dated(occasion, entered, signed)
    if _precedes(occasion, signed):
        return _dated(occasion, signed, signed)
    return unknown("no source read says when it was in force", "a claim of entry into force")


@once
def _clock(evidence: Evidence, about: str, name: str, verb: str) -> _Clock:
    said = finest(evidence.affirmed(about, name))
    if name == "inForce":
        said = [_prolonged(evidence, about, one) for one in said]
    return _Clock(said, f"{verb} {dates(said)}")


@once
def _signed(evidence: Evidence, instrument: str) -> _Clock:
    said = evidence.affirmed(instrument, "signed") or evidence.affirmed(instrument, "adopted")
    return _Clock(said, f"signed {dates(said)}")


def _prolonged(evidence: Evidence, instrument: str, said: Said) -> Said:
    """Return an entry into force with the end that a term or an extension gives it."""
    terms = evidence.affirmed(instrument, "term")
    start = said.period.latest_start
    if not terms or start is None or said.period.earliest_end not in (None, OPEN_END):
        return said
    end = min(_end(start, term) for term in terms)
    for extension in evidence.affirmed(instrument, "extended"):
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


def _precedes(occasion: Occasion, signed: _Clock) -> bool:
    """Say whether the occurrence surely precedes every signature, and there is one."""
    return bool(occasion.days and signed.said) and all(
        day.latest_end and one.period.earliest_start and day.latest_end < one.period.earliest_start
        for one in signed.said
        for day in occasion.days
    )


def _dated(occasion: Occasion, clock: _Clock, signed: _Clock) -> Outcome:
    claims = tuple(dict.fromkeys(one.claim for one in (*clock.said, *occasion.dated)))
    if not occasion.dated:
        return unknown(clock.words, "a claim of the date of the occurrence", claims)
    pairs = [(day, one.period) for one in clock.said for day in occasion.days]
    value = all_agree(day.within(period) for day, period in pairs)
    why = clock.words
    if value is False and _precedes(occasion, signed):
        why += f"; before signature on {signed.words.removeprefix('signed ')}"
    missing: tuple[str, ...] = ()
    if value is None:
        missing = (f"which date holds: {clock.words}; occurred {occasion.when}",)
    straddles = any(day.straddles(period) for day, period in pairs)
    return Outcome(value, why, claims, missing, straddles)
