"""A time limit on what cannot be interrupted: the store answers in native code."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from respondeat.errors import RemoteError, UsageError

__all__ = ["limit"]


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """End the process with the exit code of a time limit where the block takes too long."""
    if not 1 <= seconds <= 86_400:
        raise UsageError("--seconds takes a whole number from 1 to 86400")
    timer = threading.Timer(seconds, _stop, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _stop(seconds: int) -> None:
    sys.stderr.write(
        f"respondeat: no answer within {seconds} s: narrow the question or raise --seconds;"
        " `respondeat verify` tells whether the index is damaged\n"
    )
    sys.stderr.flush()
    os._exit(RemoteError.exit_code)
