"""Number: an interval with a unit and what is counted; the hedge stays on the claim."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from respondeat.errors import QuantityError

__all__ = ["Quantity", "number"]


def number(value: float) -> int | float:
    """Return a whole number as an ``int``.

    >>> number(1109.0), number(2.5)
    (1109, 2.5)
    """
    return int(value) if value == int(value) else value


class Quantity(NamedTuple):
    """How many of what: bounds are inclusive, and ``None`` where a source gives none.

    >>> Quantity(lower=1109).conflicts(Quantity(lower=700, upper=800))
    True
    """

    lower: float | None = None
    upper: float | None = None
    best: float | None = None
    unit: str | None = None
    counts: str | None = None

    @classmethod
    def from_cells(
        cls,
        lower: str = "",
        upper: str = "",
        best: str = "",
        unit: str | None = None,
        counts: str | None = None,
    ) -> Quantity:
        """Read the cells of a sheet; raise ``QuantityError`` where they are no bounds in order.

        >>> Quantity.from_cells("1109", best="1200").lower
        1109.0
        """
        low, high, middle = (_read(cell) for cell in (lower, upper, best))
        ordered = [bound for bound in (low, middle, high) if bound is not None]
        if ordered != sorted(ordered):
            raise QuantityError(f"bounds out of order: lower {lower}, best {best}, upper {upper}")
        return cls(low, high, middle, unit, counts)

    def conflicts(self, other: Quantity) -> bool:
        """Say whether no number fits both: only meaningful for the same scope and unit."""
        return (
            self.upper is not None and other.lower is not None and self.upper < other.lower
        ) or (other.upper is not None and self.lower is not None and other.upper < self.lower)

    def key(self) -> str:
        """Return the id of the shared node that equal quantities of two documents meet in."""
        parts = (
            "" if part is None else str(number(part)) if isinstance(part, float | int) else part
            for part in self
        )
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def _read(cell: str) -> float | None:
    text = cell.strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", text):
        raise QuantityError(
            f"{cell!r} is not a plain number; write digits only, 1109 and not 1,109"
        )
    return float(text)
