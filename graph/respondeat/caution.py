"""Caution: what holds of every network, what is left out of one, and why one shows nothing."""

from __future__ import annotations

from collections.abc import Sized
from datetime import date
from typing import Any

__all__ = ["caution", "empty"]


def caution(gone: list[dict[str, Any]], secret: int, why: str = "") -> str:
    """Write what holds of every network, how many claims are left out of this one, and why.

    ``gone`` are rows that the reading leaves out, ``secret`` counts those that are not public.
    """
    text = "every edge is a claim with its asserter; none is a finding"
    if secret:
        text += f"; {secret} that are not public are withheld"
    if gone:
        stances = {row["claim"]: str(row.get("stance") or "stance:affirms") for row in gone}
        deny, leave = (
            sum(one.endswith(word) for one in stances.values()) for word in ("denies", "questions")
        )
        text += (
            f"; the reading leaves out {len(stances)} claim{'' if len(stances) == 1 else 's'}"
            f" read for it, of them {deny} that deny, {leave} that leave open"
        )
    return f"{text}; nothing is shown, for {why}" if why else text


def empty(found: Sized, public: Sized, kept: Sized, day: date | None) -> str:
    """Write why no claim found is shown, and what to do.

    >>> empty([], [], [], None)
    'no document loaded says anything of it: README lists datasets, and `load` brings them in'
    >>> empty([1], [1], [1], date(2018, 6, 13))
    'none of the claims can have held on 2018-06-13: --at asks for another day'
    """
    if kept:
        return f"none of the claims can have held on {day}: --at asks for another day"
    if public:
        return "the reading accepts none of the claims, or others replace them: try another"
    if found:
        return "none of the claims is public"
    return (
        "no document loaded says anything of it: README lists datasets, and `load` brings them in"
    )
