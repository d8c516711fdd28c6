"""Time: four points, three values.

A period is known by four points: it starts between ``earliest_start`` and ``latest_start`` and
ends between ``earliest_end`` and ``latest_end``. A point that nobody gives is ``None``; an end
that a source says is open is ``OPEN_END``. Dates are local days of the place.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import redirect_stdout, suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from respondeat.errors import PeriodError

__all__ = ["OPEN_END", "OPEN_START", "POINTS", "Period"]

OPEN_START = date.min
OPEN_END = date.max
_LONGEST = 100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLES = "write 2017-04-04, 2017-04, 2017-05-05/.. or [2017-05-04,2017-05-05]"
POINTS = ("earliest_start", "latest_start", "earliest_end", "latest_end")


class Period(NamedTuple):
    """A stretch of days of which the ends may be known only roughly.

    >>> Period.from_edtf("2017-05-05/..").within(Period.from_edtf("2017-05"))
    >>> Period.from_edtf("2017-04-04").within(Period.from_edtf("2017-05-05/.."))
    False
    """

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None

    @classmethod
    def from_edtf(cls, text: str) -> Period:
        """Read an EDTF date or interval (Library of Congress, EDTF levels 0 and 1, and sets).

        ``..`` is an open end, an empty end is unknown; ``~`` and ``?`` widen a date by one unit
        of its precision (a convention of this project). Raise ``PeriodError`` on other text.

        >>> Period.from_edtf("[2017-05-04,2017-05-05]").latest_start
        datetime.date(2017, 5, 5)
        """
        start, slash, end = text.strip().partition("/")
        if not text.strip() or len(text) > _LONGEST:
            raise PeriodError(f"{text[:_LONGEST]!r} is no date; {_EXAMPLES}")
        if {start[:4], end[:4]} & {"0001", "9999"}:  # these years stand for open ends
            raise PeriodError(f"{text!r}: write .. for an open end, not its first or last year")
        if not slash:
            low, high = _bounds(start, text)
            return cls(low, high, low, high).checked(text)
        first = (OPEN_START, OPEN_START) if start == ".." else _bounds(start, text)
        last = (OPEN_END, OPEN_END) if end == ".." else _bounds(end, text)
        return cls(first[0], first[1], last[0], last[1]).checked(text)

    def checked(self, text: str = "") -> Period:
        """Return the period itself, or raise ``PeriodError`` where its points contradict."""
        start, _, _, end = self
        disordered = (
            _after(self.earliest_start, self.latest_start)
            or _after(self.earliest_end, self.latest_end)
            or _after(start, end)
        )
        if disordered:
            raise PeriodError(f"the period {text!r} ends before it starts: {self.isoformat()}")
        return self

    def within(self, other: Period) -> bool | None:
        """Say whether this lies in the other: surely (True), surely apart (False), else None."""
        apart = _before(self.latest_end, other.earliest_start) or _before(
            other.latest_end, self.earliest_start
        )
        if apart:
            return False
        inside = _reached(other.latest_start, self.earliest_start) and _reached(
            self.latest_end, other.earliest_end
        )
        return True if inside else None

    def straddles(self, other: Period) -> bool:
        """Say whether this surely reaches both into the other and beyond one of its ends."""
        meets = _reached(other.latest_start, self.earliest_end) and _reached(
            self.latest_start, other.earliest_end
        )
        beyond = _before(self.latest_start, other.earliest_start) or _before(
            other.latest_end, self.earliest_end
        )
        return meets and beyond

    def isoformat(self) -> str:
        """Write the four points, ``..`` for an open end and ``?`` for a missing one."""
        return "/".join(
            "?" if point is None else ".." if point in (OPEN_START, OPEN_END) else str(point)
            for point in self
        )

    def key(self) -> str:
        """Return the id of the shared node that equal periods of two documents meet in."""
        return hashlib.sha256(self.isoformat().encode()).hexdigest()[:20]


@lru_cache(maxsize=4096)  # the parser takes a hundredth of a second, and dates recur
def _bounds(text: str, whole: str) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    core = text.rstrip("~?%")
    if _DAY.fullmatch(text):  # what most dates are, and the parser takes its time
        with suppress(ValueError):
            return (day := date.fromisoformat(text)), day
    import edtf  # 0.1 s: only a load needs it

    try:
        with redirect_stdout(None):  # the parser prints what it stumbles over
            parsed = edtf.parse_edtf(core)
        low, high = (date(*point[:3]) for point in (parsed.lower_strict(), parsed.upper_strict()))
        if core != text:
            pad = timedelta(days={4: 366, 7: 31}.get(len(core), 1))
            low, high = low - pad, high + pad
    except Exception as error:  # the parser raises several kinds, and TypeErrors on open ends
        raise PeriodError(f"{whole!r} is not an EDTF date; {_EXAMPLES}") from error
    return low, high


def _before(a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and a < b


def _after(a: date | None, b: date | None) -> bool:
    return _before(b, a)


def _reached(a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and a <= b
