"""What the commands that compute print, and their exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable

from respondeat.errors import UsageError
from respondeat.output import reading_line, say, show
from respondeat.table import Table, display

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

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


def _assess(args: Namespace) -> int:
    from respondeat.summary import assess, lines
    from respondeat.wanted import Wanted

    if args.all and not args.out:
        raise UsageError("--all is for a file: say --out too")
    reading, wanted = _reading(args), Wanted.of(args.where)
    found = assess(
        args.workspace,
        reading=reading,
        wanted=wanted,
        engine=args.engine,
        out=args.out,
        whole=args.all,
    )
    if args.json:
        return _json(found.json())
    for line in lines(found, args.out):
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
    for one in made:
        if one.note:
            sys.stderr.write(f"respondeat: {one.file} was not written: {one.note}\n")
    written = [one[:3] for one in made if not one.note]
    return show(Table(Made._fields[:3], written), args.json)


def _network(args: Namespace) -> int:
    from respondeat.interchange import to_json, write
    from respondeat.measure import measure, measures
    from respondeat.network import network, networks, to_table

    if not args.network:
        if args.measure or args.write or args.at or args.start or args.end:
            raise UsageError("say which network: `respondeat network` lists them")
        tables = {"networks": networks(), "measures": measures()}
        if args.json:
            return _json({name: _rows(one) for name, one in tables.items()})
        show(tables["networks"], False)
        say("")
        return show(tables["measures"], False)
    if not args.measure and (args.start or args.end):
        raise UsageError("--from and --to are the ends of a measure: add --measure")
    reading = _reading(args)
    graph = network(args.workspace, args.network, at=args.at, reading=reading)
    if args.write:
        size = write(graph, args.write)
        sys.stderr.write(f"respondeat: wrote {size:,} bytes to {args.write}\n")
    if not args.measure:
        if args.json:
            say(to_json(graph).decode().rstrip("\n"))
            return 0
        say(f"{graph.graph['asks']}\n({graph.graph['caution']})\n")
        show(to_table(graph), False)
        return reading_line(reading)
    done = measure(graph, args.measure, args.start, args.end)
    if args.json:
        about = {"network": args.network, "at": graph.graph.get("at"), "reading": reading.name}
        return _json(
            {**about, "measure": args.measure, "says": done.says, "rows": _rows(done.table)}
        )
    say(f"{done.says}\n")
    if done.lines:
        say("\n".join(done.lines))
    else:
        show(done.table, False)
    return reading_line(reading)


def _rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


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
    "assess": _assess,
    "trace": _trace,
    "weigh": _weigh,
    "compare": _compare,
    "report": _report,
    "network": _network,
}
"""Command to what runs and prints it."""
