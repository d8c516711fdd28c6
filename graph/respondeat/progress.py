"""Progress: on a terminal, how far something is that takes more than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType

__all__ = ["Progress"]

_PATIENCE = 2.0


class Progress:
    """One line on standard error, written over and taken away at the end."""

    def __init__(self, unit: str) -> None:
        """Name what is counted."""
        self._unit, self._start, self._shown = unit, time.monotonic(), False

    def __enter__(self) -> Progress:
        """Begin."""
        return self

    def at(self, count: int) -> None:
        """Say how far it is."""
        if sys.stderr.isatty() and time.monotonic() - self._start > _PATIENCE:
            sys.stderr.write(f"\r{count:,} {self._unit} ")
            sys.stderr.flush()
            self._shown = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, and leave no trace."""
        if self._shown:
            sys.stderr.write("\r\033[K")
