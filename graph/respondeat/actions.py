"""What each command prints of what its function returns, and its exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from respondeat.analyses import ANALYSES
from respondeat.changes import CHANGES
from respondeat.errors import UsageError
from respondeat.output import EVERY_CLAIM, reading_line, say, show
from respondeat.table import Table, display

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from respondeat.question import Question
    from respondeat.reading import Reading
    from respondeat.terms import Terms

__all__ = ["ACTIONS"]


def _claims(args: Namespace) -> int:
    from respondeat.claims import claims, history

    if args.prefixes:
        return _prefixes(args)
    if args.log:
        return show(history(args.workspace), args.json)
    table = claims(
        args.workspace,
        document=args.document,
        about=args.about,
        property=args.property,
        asserter=args.asserter,
        known=args.known,
    )
    if not args.json:
        short = ("claim", "asserter", "stance", "about", "property", "says", "fragment")
        place = {name: table.columns.index(name) for name in table.columns}
        table = Table(short, [tuple(_brief(row, place)) for row in table.rows])
    return show(table, args.json)


def _brief(row: tuple[Any, ...], place: dict[str, int]) -> list[Any]:
    def cell(name: str) -> Any:
        return row[place[name]]

    says = cell("value") or ""
    if cell("lower") is not None or cell("upper") is not None or cell("stated"):
        ends = ("?" if cell(name) is None else cell(name) for name in ("lower", "upper"))
        known = cell("hedge") or cell("stated")
        hedge = f"({cell('hedge') or 'no hedge'}: {cell('stated') or ''})" if known else ""
        says = f"{says} {'..'.join(map(str, ends))} {hedge}".strip()
    if cell("best") is not None and cell("best") != cell("upper"):
        says = f"{says} best {cell('best')}".strip()
    points = [cell(name) or "?" for name in ("earliest_start", "latest_end")]
    when = cell("edtf") or (" to ".join(points) if points != ["?", "?"] else None)
    if when is None and cell("latest_start"):
        when = f"begun by {cell('latest_start')}"
    says = " ".join(filter(None, (says, cell("counts"), when, cell("place"))))
    names = ("claim", "asserter", "stance", "about", "property")
    return [*map(cell, names), says, cell("fragment")]


def _terms(workspace: Path) -> Terms:
    """Return the identifiers of a workspace, or where there is none those on the default base."""
    from respondeat.terms import Terms
    from respondeat.workspace import Workspace

    return Terms(Workspace(workspace).base) if (workspace / "record").is_dir() else Terms()


def _prefixes(args: Namespace) -> int:
    terms = _terms(args.workspace)
    if args.json:
        say(json.dumps(terms.prefixes))
        return 0
    return show(Table(("prefix", "iri"), list(terms.prefixes.items())), False)


def _question(args: Namespace) -> Question:
    from respondeat.question import Question

    if args.question == "-":
        try:
            text = sys.stdin.read()
        except (UnicodeDecodeError, AttributeError) as error:
            raise UsageError("standard input is closed or not UTF-8") from error
        return Question.from_text("-", text)
    if args.question.endswith(".rq"):
        return Question.from_file(Path(args.question))
    return Question.named(args.question)


def _values(args: Namespace) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in args.values:
        name, value = _pair(pair)
        if name in values:
            raise UsageError(f"{name!r} is given twice")
        values[name] = value
    return values


def _ask(args: Namespace) -> int:
    from respondeat.ask import answer, ask, questions, refuse_unknown
    from respondeat.limit import limit

    if not args.question:
        return show(questions(), args.json)
    question, values = _question(args), _values(args)
    if args.without and not args.reading:
        raise UsageError("--without changes a reading: say --reading too")
    readings = _readings(args)
    if readings and args.endpoint is not None:
        raise UsageError("an endpoint holds no reading: ask the workspace")
    if args.graph and args.endpoint is None:
        raise UsageError("--graph is of an endpoint: say --endpoint too")
    with limit(args.seconds):
        if readings:
            from respondeat.view import ask_views

            table = ask_views(args.workspace, question, values, readings)
        elif args.endpoint is not None:
            from respondeat.remote import RemoteIndex

            index = RemoteIndex(args.endpoint, graph=args.graph, seconds=args.seconds)
            terms = _terms(args.workspace)
            refuse_unknown(index, question, values, terms)
            table = answer(index, question, values, terms)
        else:
            table = ask(args.workspace, question, values)
    used = {name: values.get(name, question.example(name)) for name in question.parameters}
    if args.json:
        whole = {
            "question": question.name,
            "asks": question.summary,
            "parameters": used,
            "reading": ", ".join(one.name for one in readings) or EVERY_CLAIM,
            "columns": table.columns,
            "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        }
        say(json.dumps(whole, ensure_ascii=False))
        return 0
    if question.summary:
        say(question.summary)
    for name, value in used.items():
        say(f"  {name}={value}{'' if name in values else ' (the example; give another)'}")
    say("")
    show(table, False)
    for reading in readings or (None,):
        reading_line(reading)
    return 0


def _readings(args: Namespace) -> list[Reading]:
    if not args.reading:
        return []
    from respondeat.reading import Reading

    return [Reading.named(name).without_also(args.without or ()) for name in args.reading]


def _check(args: Namespace) -> int:
    from respondeat.check import check

    if args.reading:
        return _check_view(args)
    if args.without:
        raise UsageError("--without changes a reading: say --reading too")
    table, shapes = check(args.workspace)
    show(table, args.json)
    if not shapes:
        sys.stderr.write(
            "respondeat: the shapes were not run: they need pySHACL (the extra 'check')\n"
        )
    return 1 if table.rows else 0


def _check_view(args: Namespace) -> int:
    from respondeat.reading import Reading
    from respondeat.view import check_view

    reading = Reading.named(args.reading).without_also(args.without or ())
    table, ran = check_view(args.workspace, reading)
    if not ran:
        raise UsageError(
            "nothing was checked: HermiT needs Java and the extra 'reason', the shapes the extra"
            " 'check'"
        )
    show(table, args.json)
    for part in sorted({"HermiT", "SHACL"} - set(ran)):
        sys.stderr.write(
            f"respondeat: {part} was not run: it needs the extra 'reason' (with Java) or 'check'\n"
        )
    if not args.json:
        reading_line(reading)
    return 1 if table.rows else 0


def _resolve(args: Namespace) -> int:
    from respondeat.resolve import lines, resolve
    from respondeat.review import write_review

    if bool(args.write) != bool(args.by):
        raise UsageError("--write and --by go together: decisions are somebody's")
    found = resolve(args.workspace, args.kind, args.least)
    if args.write:
        rows = write_review(args.write, found, args.by)
        sys.stderr.write(
            f"respondeat: {rows} proposals written: strike or change rows of"
            f" {args.write / 'claims.csv'}, then `respondeat load {args.write}`\n"
        )
    elif args.json:
        for one in found:
            say(json.dumps(one.json(), ensure_ascii=False))
    else:
        for line in lines(found):
            say(display(line))
    return 0


def _export(args: Namespace) -> int:
    from respondeat.export import export

    return show(export(args.workspace, args.folder), args.json)


ACTIONS: dict[str, Callable[[Namespace], int]] = {
    **CHANGES,
    "claims": _claims,
    "ask": _ask,
    "resolve": _resolve,
    "check": _check,
    "export": _export,
    **ANALYSES,
}
"""Command to what runs and prints it."""


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r}: write NAME=VALUE")
    return name, value
