"""The timeline: which instruments were in force when, against the dates of the incident.

Competing dates are drawn as such, and a stretch of which nobody speaks is drawn as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from respondeat.dossier.block import Block, Line, figure, joined, text
from respondeat.dossier.brief import Brief, day
from respondeat.dossier.drawing import INK, PAPER, Drawing, wrapped
from respondeat.dossier.sentence import sentences
from respondeat.dossier.span import Force, days, forces

__all__ = ["timeline"]

_WIDTH, _LEFT, _RIGHT = 660.0, 186.0, 8.0
_BAR, _SIZE, _SMALL = 9.0, 9.0, 8.0
GREY = "#c9c9c9"
_AROUND = timedelta(days=420)


def timeline(brief: Brief) -> Block | None:
    """Return the figure, or None where no source dates an instrument or the incident."""
    incident = days(brief, brief.trace.get("facts", []))
    found = forces(brief)
    if not incident or not found:
        return None
    return figure(
        "force",
        _drawn(brief, found, incident),
        text(
            "Force of the instruments, as sources date it, against the dates given for the"
            " incident. In force is not applicable: the tables test the rest."
        ),
        [_said(brief, one) for one in found],
    )


class _Scale:
    """Days to lengths."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def at(self, moment: date) -> float:
        inside = min(max(moment, self.first), self.last)
        share = (inside - self.first).days / max(1, (self.last - self.first).days)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


_Days = list[tuple[date, date, tuple[str, ...]]]


def _drawn(brief: Brief, found: list[Force], incident: _Days) -> str:
    first = min(low for low, _, _ in incident) - _AROUND
    last = max(high for _, high, _ in incident) + _AROUND
    scale = _Scale(first, last)
    drawing = Drawing("Force of the instruments against the dates of the incident")
    top = y = _incident(drawing, brief, scale, incident)
    always = [one for one in found if _throughout(one, scale)]
    rows = [one for one in found if one not in always]
    heights = [_height(brief, one, scale) for one in rows]
    below = top + sum(heights) + (_all_height(brief, always) if always else 0)
    for low, high, _ in incident:  # first, so that words stand before them
        for moment in dict.fromkeys((low, high)):
            drawing.line([(scale.at(moment), top - 8), (scale.at(moment), below)], line="dotted")
    for one, height in zip(rows, heights, strict=True):
        _row(drawing, brief, scale, one, y)
        y += height
    if always:
        _all(drawing, brief, always, y)
    _axis(drawing, scale, below)
    return drawing.svg(_WIDTH, _key(drawing, below + 28))


def _throughout(one: Force, scale: _Scale) -> bool:
    started = one.start is None or one.start <= scale.first
    ended = not one.open and (one.last is None or one.last < scale.last)
    near = any(scale.first <= moment <= scale.last for moment, _, _ in one.dates)
    return started and not ended and not near and bool(one.claims)


def _incident(drawing: Drawing, brief: Brief, scale: _Scale, incident: _Days) -> float:
    y = 12.0
    drawing.words(0, y, ["The incident, as dated by"], bold=True)
    y += 14
    for low, high, claims in incident:
        voices = sorted({brief.label(brief.claims[c]["asserter"]) for c in claims})
        who = brief.first(claims) if len(voices) < 4 else f"{len(voices)} voices"
        when = day(str(low)) if low == high else f"{day(str(low))} to {day(str(high))}"
        lines = wrapped(f"{who}: {when}", _LEFT - 12, _SMALL)
        drawing.words(0, y, lines, size=_SMALL)
        width = max(2.5, scale.at(high) - scale.at(low))
        drawing.box(scale.at(low), y - 7, width, _BAR, fill=INK)
        y += _SMALL * 1.25 * len(lines) + 5
    return y + 12


def _notes(one: Force, scale: _Scale) -> list[str]:
    days_: dict[str, list[str]] = {}
    for moment, word, _ in one.dates:
        days_.setdefault(word, []).append(day(str(moment)))
    dated = [
        f"{word} {' or '.join(found)}{', by different sources' if len(found) > 1 else ''}"
        for word, found in days_.items()
    ]
    if one.extended:
        many = len(one.extended)
        dated.append(
            f"extension or later endorsement: {many} claim{'s' * (many > 1)}, set out below"
        )
    return wrapped("; ".join([*_words(one, scale), *dated]), _WIDTH - _LEFT - _RIGHT, _SMALL)


def _height(brief: Brief, one: Force, scale: _Scale) -> float:
    named = len(wrapped(brief.label(one.instrument), _LEFT - 12, _SIZE))
    noted = len(_notes(one, scale))
    return max(named * _SIZE * 1.25, _BAR + 4 + noted * _SMALL * 1.25) + 9


def _row(drawing: Drawing, brief: Brief, scale: _Scale, one: Force, y: float) -> None:
    drawing.words(0, y + _BAR, wrapped(brief.label(one.instrument), _LEFT - 12, _SIZE), size=_SIZE)
    _bars(drawing, scale, one, y)
    for moment, _, _ in one.dates:
        if scale.first <= moment <= scale.last:
            x = scale.at(moment)
            drawing.line([(x, y - 3), (x, y + _BAR + 3)], heavy=True)
    notes = _notes(one, scale)
    widest = max((len(line) for line in notes), default=0) * _SMALL * 0.54
    drawing.blank(_LEFT, y + _BAR + 4, widest, len(notes) * _SMALL * 1.25)
    drawing.words(_LEFT, y + _BAR + 4 + _SMALL, notes, size=_SMALL, faint=True)


def _bars(drawing: Drawing, scale: _Scale, one: Force, y: float) -> None:
    start = one.start or one.first
    if start is None:
        drawing.words(_LEFT, y + _BAR - 1, ["? no source read says when"], size=_SMALL)
        return
    if start >= scale.last:
        words = [f"only from {day(str(start))} →"]
        drawing.words(_WIDTH - _RIGHT, y + _BAR - 1, words, size=_SMALL, anchor="end")
        return
    until = scale.last if one.open else max(start, one.end or start)
    left, right = scale.at(start), scale.at(until)
    drawing.box(left, y, max(1.5, right - left), _BAR, fill=GREY)
    if not one.open and one.last is None and until < scale.last:
        drawing.box(right, y, scale.at(scale.last) - right, _BAR, line="dashed")
        middle = (right + scale.at(scale.last)) / 2
        drawing.blank(middle - 24, y + 0.8, 48, _BAR - 1.6)
        drawing.words(middle, y + _BAR - 1.8, ["? unknown"], size=_SMALL, anchor="middle")
    if one.first and one.first < start and start > scale.first:
        width = max(4.0, left - scale.at(one.first))
        drawing.hatched(left - width, y, width, _BAR, 3)


def _all_lines(brief: Brief, always: list[Force]) -> list[str]:
    named = (
        brief.label(one.instrument) + (f" (since {day(str(one.first))})" if one.first else "")
        for one in always
    )
    return wrapped("; ".join(named), _WIDTH - _LEFT - _RIGHT, _SMALL)


def _all_height(brief: Brief, always: list[Force]) -> float:
    return _BAR + 4 + len(_all_lines(brief, always)) * _SMALL * 1.25 + 9


def _all(drawing: Drawing, brief: Brief, always: list[Force], y: float) -> None:
    """Draw once the instruments that every source has in force throughout."""
    words = wrapped("In force throughout these years, by every source", _LEFT - 12, _SIZE)
    drawing.words(0, y + _BAR, words, size=_SIZE)
    drawing.box(_LEFT, y, _WIDTH - _LEFT - _RIGHT, _BAR, fill=GREY)
    lines = _all_lines(brief, always)
    drawing.blank(_LEFT, y + _BAR + 4, _WIDTH - _LEFT, len(lines) * _SMALL * 1.25)
    drawing.words(_LEFT, y + _BAR + 4 + _SMALL, lines, size=_SMALL, faint=True)


def _words(one: Force, scale: _Scale) -> list[str]:
    if not one.first:
        return []
    if one.first < scale.first:
        return [f"in force since {day(str(one.first))}"]
    if one.start and one.first != one.start:
        return [
            f"in force from {day(str(one.first))} or {day(str(one.start))}, by different sources"
        ]
    return [f"in force from {day(str(one.first))}"]


def _axis(drawing: Drawing, scale: _Scale, y: float) -> None:
    drawing.line([(_LEFT, y), (_WIDTH - _RIGHT, y)])
    year, month = scale.first.year, scale.first.month
    months = (scale.last - scale.first).days / 30
    step = 3 if months < 40 else 6 if months < 80 else 12
    while date(year, month, 1) <= scale.last:
        tick = date(year, month, 1)
        if (month - 1) % step == 0 and tick >= scale.first:
            x = scale.at(tick)
            drawing.line([(x, y), (x, y + 4)])
            words = str(year) if month == 1 else tick.strftime("%m")
            drawing.words(x, y + 13, [words], size=8, anchor="middle", bold=month == 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _key(drawing: Drawing, y: float) -> float:
    x = 0.0
    samples = (
        ("in force, by every source that dates it", "bar"),
        ("sources disagree", "hatched"),
        ("unknown: no source says", "dashed"),
        ("signed or adopted", "mark"),
        ("the incident", "incident"),
    )
    for words, sample in samples:
        if sample == "hatched":
            drawing.hatched(x, y - 7, 14, 8, 3)
        elif sample == "mark":
            drawing.line([(x + 7, y - 9), (x + 7, y + 3)], heavy=True)
        else:
            fill = {"bar": GREY, "dashed": PAPER}.get(sample, INK)
            drawing.box(
                x, y - 7, 14, 8, line="dashed" if sample == "dashed" else "solid", fill=fill
            )
        drawing.words(x + 18, y, [words], size=_SMALL)
        x += 18 + len(words) * _SMALL * 0.5 + 16
    return y + 8


def _said(brief: Brief, one: Force) -> Line:
    line: Line = [*brief.name(one.instrument), ": "]
    line += text(_plain(one) if one.first else "in force throughout, or without a date")
    line += [" – ", *(joined(_entered(brief, one)) or text("on no claim of its force"))]
    if one.terms:
        line += [*text("; its term, as each gives it – "), *brief.voices(one.terms)]
    for moment, word, names in one.dates:
        line += [*text(f"; {word} {day(str(moment))} – "), *brief.voices(names)]
    if one.extended:
        line += [*text("; on its duration: "), *joined(_duration(brief, one))]
    return line


def _entered(brief: Brief, one: Force) -> Iterator[Line]:
    """Yield who says that it was in force, each date apart where they compete."""
    by_date: dict[str, list[str]] = {}
    for name in one.entered:
        competes = one.start != one.first
        by_date.setdefault(day(brief.claims[name].get("edtf")) if competes else "", []).append(name)
    for when, names in sorted(by_date.items()):
        yield [*text(f"{when}: " if when else ""), *brief.voices(names)]


def _duration(brief: Brief, one: Force) -> Iterator[Line]:
    """Yield what is said of an extension, then which later statements endorse or refer to it."""
    own = [name for name in one.extended if brief.claims[name]["about"] == one.instrument]
    yield from sentences(brief, own)
    later: dict[tuple[str, str], list[str]] = {}
    for name in one.extended:
        if name not in own:
            claim = brief.claims[name]
            later.setdefault((claim["property"], claim["about"]), []).append(name)
    for (kind, statement), claims in sorted(later.items()):
        word = f" {brief.label(kind)} it – "
        yield [*brief.name(statement), *text(word), *brief.voices(claims)]


def _plain(one: Force) -> str:
    start = day(str(one.first))
    if one.start and one.start != one.first:
        start += f" or {day(str(one.start))}"
    if one.open:
        return f"in force from {start}, no end given"
    if one.last:
        return f"in force from {start} to {day(str(one.last))}"
    return f"in force from {start} to {day(str(one.end))} at least; after that, nobody says surely"
