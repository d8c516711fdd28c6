"""Verdicts: outcomes of the seven tests as one number, and what each number comes to.

An outcome is a digit (0 false, 1 true, 2 unknown). A number is the sum of what each test adds to
it, so that an engine can put together what was worked out apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from respondeat.applicability import TESTS
from respondeat.case import Outcome
from respondeat.scope import result_of

__all__ = ["STRADDLES", "Overruling", "adds", "may_reach", "verdicts"]

_VALUES = (False, True, None)
_WORDS = {True: "true", False: "false", None: "unknown"}
_PLACE = {name: 3**number for number, name in enumerate(TESTS)}

STRADDLES = 3 ** len(TESTS)
"""What is added for a set of incidents that reaches across a boundary."""

Overruling = tuple[tuple[str, bool | None], ...]
"""Tests that contested questions decide, or leave open, wherever they are not false."""


def adds(outcomes: Mapping[str, Outcome]) -> int:
    """Return what some outcomes add to the number.

    >>> adds({"time": Outcome(True, ""), "territory": Outcome(None, "")})
    7
    """
    return sum(_VALUES.index(one.value) * _PLACE[name] for name, one in outcomes.items())


def may_reach(outcomes: Mapping[str, Outcome]) -> bool:
    """Say whether these outcomes leave room for another result than outside."""
    return all(one.value is not False for name, one in outcomes.items() if name != TESTS[-1])


def _verdict(number: int, overruling: Overruling) -> tuple[str, ...]:
    straddles, rest = divmod(number, STRADDLES)
    values = {name: _VALUES[rest // place % 3] for name, place in _PLACE.items()}
    for name, value in overruling:
        if values[name] is not False:
            values[name] = value
    outcomes = {name: Outcome(value, "") for name, value in values.items()}
    reason = next((name for name in TESTS[:-1] if values[name] is False), "")
    words = (_WORDS[values[name]] for name in TESTS)
    return (*words, result_of(outcomes, bool(straddles)), reason)


def verdicts(overrulings: Iterable[Overruling]) -> list[tuple[int | str, ...]]:
    """Return number, verdict: every number, raised by its overruling's place among these.

    >>> verdicts([()])[1]
    (1, 'true', 'false', 'false', 'false', 'false', 'false', 'false', 'outside', 'territory')
    """
    return [
        (place * 2 * STRADDLES + number, *verdict)
        for place, overruling in enumerate(overrulings)
        for number, verdict in enumerate(_all(overruling))
    ]


@lru_cache(maxsize=64)
def _all(overruling: Overruling) -> list[tuple[str, ...]]:
    return [_verdict(number, overruling) for number in range(2 * STRADDLES)]
