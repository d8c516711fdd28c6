"""The commands as data, and how each prints what its function returns."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.errors import UsageError
from respondeat.table import Table, display

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["COMMANDS", "Argument", "Command"]


class Argument(NamedTuple):
    """One argument, as argparse takes it."""

    flags: tuple[str, ...]
    help: str
    options: dict[str, Any] = {}  # noqa: RUF012  (never changed)


class Command(NamedTuple):
    """One command: what it does, its arguments, and the function that runs and prints it."""

    help: str
    arguments: tuple[Argument, ...]
    run: Callable[[Namespace], int]


def _load(args: Namespace) -> int:
    from respondeat.entry import Change
    from respondeat.load import load

    paths = [Path(path) for path in args.paths]
    done = load(args.workspace, paths, by=args.by or _user(), why=args.why, base=args.base)
    return _show(Table(Change._fields, list(done)), args.json)


def _retract(args: Namespace) -> int:
    from respondeat.retract import retract

    done = retract(args.workspace, args.claim, by=args.by or _user(), why=args.why)
    return _show(Table(done._fields, [done]), args.json)


def _verify(args: Namespace) -> int:
    from respondeat.verify import verify

    counted, violations = verify(args.workspace, texts=args.texts)
    if args.json:
        _print(json.dumps({**counted, "violations": violations}, ensure_ascii=False))
    else:
        _print(", ".join(f"{number:,} {name}" for name, number in counted.items()))
        for violation in violations:
            _print(f"violation: {display(violation)}")
        if not violations:
            _print("unchanged since loading (a hash proves no more than that)")
    return 1 if violations else 0


def _rebuild(args: Namespace) -> int:
    from respondeat.rebuild import rebuild

    count = rebuild(args.workspace, endpoint=args.endpoint)
    return _show(Table(("triples",), [(count,)]), args.json)


def _claims(args: Namespace) -> int:
    from respondeat.claims import claims, history

    if args.prefixes:
        return _prefixes(args)
    if args.log:
        return _show(history(args.workspace), args.json)
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
    return _show(table, args.json)


def _brief(row: tuple[Any, ...], place: dict[str, int]) -> list[Any]:
    def cell(name: str) -> Any:
        return row[place[name]]

    says = cell("value") or ""
    if cell("lower") is not None or cell("upper") is not None or cell("stated"):
        ends = ("?" if cell(name) is None else cell(name) for name in ("lower", "upper"))
        hedge = f"({cell('hedge') or 'no hedge'}: {cell('stated') or ''})"
        says = f"{says} {'..'.join(map(str, ends))} {hedge}".strip()
    says = " ".join(filter(None, (says, cell("edtf"), cell("place"))))
    names = ("claim", "asserter", "stance", "about", "property")
    return [*map(cell, names), says, cell("fragment")]


def _prefixes(args: Namespace) -> int:
    from respondeat.terms import Terms
    from respondeat.workspace import Workspace

    known = (args.workspace / "record").is_dir()
    terms = Terms(Workspace(args.workspace).record.base) if known else Terms()
    if args.json:
        _print(json.dumps(terms.prefixes))
        return 0
    return _show(Table(("prefix", "iri"), list(terms.prefixes.items())), False)


def _ask(args: Namespace) -> int:
    from respondeat.ask import answer, ask, questions
    from respondeat.limit import limit
    from respondeat.question import Question
    from respondeat.reading import Reading

    if not args.question:
        return _show(questions(), args.json)
    if args.question == "-":
        question = Question.from_text("-", sys.stdin.read())
    elif args.question.endswith(".rq"):
        question = Question.from_file(Path(args.question))
    else:
        question = Question.named(args.question)
    values = dict(_pair(pair) for pair in args.values)
    with limit(args.seconds):
        if args.endpoint:
            from respondeat.index import RemoteIndex

            table = answer(RemoteIndex(args.endpoint, seconds=args.seconds), question, values)
        else:
            table = ask(args.workspace, question, values)
    reading = Reading.named("every-claim")
    if args.json:
        whole = {
            "question": question.name,
            "asks": question.summary,
            "reading": reading.name,
            "columns": table.columns,
            "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        }
        _print(json.dumps(whole, ensure_ascii=False))
        return 0
    if question.summary:
        _print(f"{question.summary}\n")
    _show(table, False)
    return _reading(reading)


def _scope(args: Namespace) -> int:
    from respondeat.reading import Reading
    from respondeat.scope import scope
    from respondeat.scope_text import lines

    reading = Reading.named("every-claim")
    found = scope(args.workspace, args.incident, actor=args.actor, reading=reading)
    if args.json:
        for one in found:
            _print(json.dumps(one.json(reading.name), ensure_ascii=False))
        return 0
    for line in lines(found, why=args.why):
        _print(display(line))
    return _reading(reading)


def _check(args: Namespace) -> int:
    from respondeat.check import check

    table = check(args.workspace)
    _show(table, args.json)
    return 1 if table.rows else 0


def _export(args: Namespace) -> int:
    from respondeat.export import export

    return _show(export(args.workspace, args.folder), args.json)


_BY = (
    Argument(("--by",), "who makes this change (default: the user's name)"),
    Argument(("--why",), "why; needed for a correction or retraction", {"default": ""}),
)
_SECONDS = Argument(("--seconds",), "give up after so many seconds", {"type": int, "default": 60})
_ENDPOINT = Argument(("--endpoint",), "a SPARQL 1.1 endpoint instead of the workspace's index")

COMMANDS = {
    "load": Command(
        "Load document folders (document.yml with claims.csv or .xlsx) into the record.",
        (
            Argument(("paths",), "a document folder, or a folder of them", {"nargs": "+"}),
            *_BY,
            Argument(("--base",), "base IRI of a new workspace (default: of respondeat itself)"),
        ),
        _load,
    ),
    "retract": Command(
        "Retract a claim, or all claims of a document; the old state stays readable.",
        (Argument(("claim",), "claim:document.key, or doc:document"), *_BY),
        _retract,
    ),
    "verify": Command(
        "Rehash the record, compare the index with it, and prove offsets against the texts.",
        (Argument(("--texts",), "a folder with the texts pointed into", {"type": Path}),),
        _verify,
    ),
    "rebuild": Command(
        "Make the index again from the record, or fill a remote one.",
        (Argument(("--endpoint",), "empty this SPARQL 1.1 endpoint's default graph and fill it"),),
        _rebuild,
    ),
    "claims": Command(
        "List claims: who says what, where in the document, how surely.",
        (
            Argument(("document",), "only of this document", {"nargs": "?"}),
            Argument(("--about",), "only about this"),
            Argument(("--property",), "only with this property"),
            Argument(("--asserter",), "only by this asserter"),
            Argument(("--known",), "as the record stood after so many entries", {"type": int}),
            Argument(("--log",), "list the record's entries instead", {"action": "store_true"}),
            Argument(("--prefixes",), "list the prefixes instead", {"action": "store_true"}),
        ),
        _claims,
    ),
    "ask": Command(
        "Answer a stored question, a .rq file, or SPARQL from '-'; without a name, list them.",
        (
            Argument(("question",), "a question's name, a .rq file, or -", {"nargs": "?"}),
            Argument(("values",), "NAME=VALUE for a parameter", {"nargs": "*"}),
            _ENDPOINT,
            _SECONDS,
        ),
        _ask,
    ),
    "scope": Command(
        "Say which provisions reached an incident, for whom, on whose word, and why not.",
        (
            Argument(("incident",), "an incident or set of incidents"),
            Argument(("--actor",), "only for this actor"),
            Argument(("--why",), "print all seven tests of each result", {"action": "store_true"}),
        ),
        _scope,
    ),
    "check": Command(
        "Run the checks and shapes over a workspace; the rows are violations.", (), _check
    ),
    "export": Command(
        "Write the claims as N-Quads, Turtle, JSON-LD, CSV and JSON lines, with a manifest.",
        (Argument(("folder",), "a new or empty folder", {"type": Path}),),
        _export,
    ),
}


def _show(table: Table, as_json: bool) -> int:
    if as_json:
        _lines(table.json_lines())
    elif table.rows:
        _print(table.text(max(60, shutil.get_terminal_size((120, 40)).columns)))
    else:
        _print("(no rows)")
    return 0


def _reading(reading: Any) -> int:
    _print(f"\nreading: {reading.name} ({reading.summary})")
    return 0


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        _print(line)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r}: write NAME=VALUE")
    return name, value


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("say --by: who makes this change") from error
