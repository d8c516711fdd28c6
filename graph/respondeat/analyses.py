"""What the commands that compute print, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from respondeat.output import reading_line, say, show
from respondeat.table import Table, display

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


def _trace(args: Namespace) -> int:
    from respondeat.trace import trace
    from respondeat.trace_text import lines, table

    found = trace(args.workspace, args.incident, _reading(args), args.to)
    if args.json:
        return _json(found.json())
    if args.table:
        show(table(found), False)
        return reading_line(found.reading)
    return _text(lines(found))


def _weigh(args: Namespace) -> int:
    from respondeat.reading import Reading
    from respondeat.weigh import weigh
    from respondeat.weigh_text import lines

    reading = Reading.named(args.reading)
    without = args.without or ()
    found = weigh(args.workspace, args.incident, reading, args.to, without, exact=args.exact)
    return _json(found.json()) if args.json else _text(lines(found))


def _compare(args: Namespace) -> int:
    from respondeat.compare import compare
    from respondeat.compare_text import lines
    from respondeat.reading import Reading

    readings = Reading.named(args.left), Reading.named(args.right)
    found = compare(args.workspace, args.incident, *readings)
    return _json(found.json()) if args.json else _text(lines(found))


def _report(args: Namespace) -> int:
    from respondeat.reading import Reading
    from respondeat.report import Made, report

    against = Reading.named(args.against) if args.against else None
    made = report(
        args.workspace, args.incident, reading=_reading(args), against=against, out=args.out
    )
    return show(Table(Made._fields, list(made)), args.json)


def _network(args: Namespace) -> int:
    from respondeat.interchange import to_json, write
    from respondeat.measure import measure, measures
    from respondeat.network import network, networks, to_table

    if not args.name:
        show(networks(), args.json)
        return show(measures(), args.json)
    reading = _reading(args)
    found = network(args.workspace, args.name, args.at, reading)
    if args.write:
        size = write(found, args.write)
        return show(Table(("file", "bytes"), [(str(args.write), size)]), args.json)
    if args.measure:
        measured = measure(found, args.measure, args.start, args.end)
        if not args.json:
            say(display(measured.says) + "\n")
        show(measured.table, args.json)
    elif args.json:
        say(to_json(found).decode().rstrip())
    else:
        show(to_table(found), False)
    return 0 if args.json else reading_line(reading)


def _json(found: dict[str, Any]) -> int:
    say(json.dumps(found, ensure_ascii=False))
    return 0


def _text(found: Iterable[str]) -> int:
    for line in found:
        say(display(line))
    return 0


def _reading(args: Namespace) -> Reading:
    from respondeat.reading import Reading

    return Reading.named(args.reading).without_also(args.without or ())


ANALYSES: dict[str, Callable[[Namespace], int]] = {
    "scope": _scope,
    "trace": _trace,
    "weigh": _weigh,
    "compare": _compare,
    "report": _report,
    "network": _network,
}
"""Command to what runs and prints it."""
