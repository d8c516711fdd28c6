"""Contested questions of law and fact: what they touch, and what each position makes of a test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from respondeat.period import OPEN_END, Period
from respondeat.said import day

__all__ = ["Contested", "contested"]


class Contested(NamedTuple):
    """A contested question about a provision; while it is open it decides ``test``, if any.

    It touches a provision or instrument, and where they are named only these actors, places and
    days. ``positions`` are what each position makes of the test.
    """

    name: str
    label: str
    test: str
    touches: frozenset[str]
    days: Period
    positions: dict[str, bool | None]


def contested(rows: Iterable[tuple[str | None, ...]]) -> list[Contested]:
    """Return the questions, from one row for each thing touched and position."""
    found: dict[tuple[str, str], Contested] = {}
    for name, label, test, touches, start, end, position, value in rows:
        assert name
        assert label
        assert touches
        days = Period(day(start), day(start), day(end) or OPEN_END, day(end) or OPEN_END)
        before = found.get((name, test or "")) or Contested(
            name, label, test or "", frozenset(), days, {}
        )
        positions = dict(before.positions)
        if position:
            positions[position] = {"true": True, "false": False}.get(str(value).lower())
        found[name, test or ""] = before._replace(
            touches=before.touches | {touches}, positions=positions
        )
    return [found[key] for key in sorted(found)]
