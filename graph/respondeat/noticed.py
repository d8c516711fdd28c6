"""Noticed: what was found in a file of a dataset that could not be said, or was not expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from respondeat.listing import Listed

__all__ = ["Report"]

_EXAMPLES = 5


class Report(NamedTuple):
    """What was found in a file that could not be said, or was not expected; see `lines`."""

    rows: int
    unknown_columns: tuple[str, ...]
    unknown_codes: tuple[tuple[str, str, int], ...]
    unresolved: tuple[tuple[str, str, int, int], ...]
    unexpected: tuple[tuple[str, int, int], ...]
    unknown_names: tuple[tuple[str, str, int], ...] = ()
    listings: tuple[Listed, ...] = ()
    kept: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield what a person should know, a line each."""
        yield f"{self.rows:,} rows"
        if self.unknown_columns:
            names = ", ".join(self.unknown_columns)
            yield f"columns that the mapping does not know, and that say nothing here: {names}"
        for column, code, count in self.unknown_codes:
            yield f"column {column}: unknown code {code!r} ({count:,} times): nothing is said"
        for column in dict.fromkeys(column for column, _, _ in self.unknown_names):
            called = [f"{a!r} ({b:,} times)" for one, a, b in self.unknown_names if one == column]
            yield (
                f"column {column}: names that no one row of the file has, and that stay names:"
                f" {len(called):,}: {', '.join(called[:_EXAMPLES])}"
                f"{', ...' if len(called) > _EXAMPLES else ''}"
            )
        for item, name, count, row in self.unresolved:
            what = "no claim" if item.startswith("claim:") else "nobody"
            yield f"{item} is {what} here ({name}, {count:,} times, first in row {row}): not said"
        for listed in self.listings:
            yield listed.line()
        if self.kept:
            names = ", ".join(self.kept[:_EXAMPLES]) + ", ..." * (len(self.kept) > _EXAMPLES)
            yield f"no longer in the file, and kept since other documents speak of it: {names}"
        for what, count, row in self.unexpected:
            yield f"expected of every row, and not so in {count:,}, first in row {row}: {what}"
