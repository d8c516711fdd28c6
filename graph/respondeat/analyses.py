"""What the commands that compute print, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from respondeat.output import reading_line, say
from respondeat.table import display

if TYPE_CHECKING:
    from argparse import Namespace

    from respondeat.reading import Reading

__all__ = ["ANALYSES"]


def _scope(args: Namespace) -> int:
    from respondeat.scope import scope
    from respondeat.scope_text import lines

    reading = _reading(args)
    found = scope(args.workspace, args.incident, actor=args.actor, reading=reading)
    if args.json:
        for one in found:
            say(json.dumps(one.json(reading.name), ensure_ascii=False))
        return 0
    for line in lines(found, why=args.why):
        say(display(line))
    return reading_line(reading)


def _reading(args: Namespace) -> Reading:
    from respondeat.reading import Reading

    return Reading.named(args.reading).without_also(args.without or ())


ANALYSES: dict[str, Callable[[Namespace], int]] = {"scope": _scope}
"""Command to what runs and prints it."""
