"""What the commands that change or check a record print, and their exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from respondeat.errors import UsageError
from respondeat.output import say, show
from respondeat.table import Table, display

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from argparse import Namespace

    from respondeat import entry

__all__ = ["CHANGES"]


def _load(args: Namespace) -> int:
    from respondeat.entry import Change
    from respondeat.files import folder
    from respondeat.load import load

    if args.dataset:
        return _ingest(args)
    if args.slug or args.published:
        raise UsageError("--slug and --published are of the document of a --dataset")
    paths = [Path(path) for path in args.paths] or [folder("corpus")]
    done = load(args.workspace, paths, by=args.by or _user(), why=args.why, base=args.base)
    _say_retracted(args.workspace, done)
    return show(Table(Change._fields, list(done)), args.json)


def _ingest(args: Namespace) -> int:
    from respondeat.dataset import Dataset
    from respondeat.ingest import ingest

    if len(args.paths) > 1:
        raise UsageError("one file at a time: each becomes a document")
    change, report = ingest(
        args.workspace,
        Dataset.named(args.dataset, args.slug, args.published),
        Path(args.paths[0]) if args.paths else None,
        by=args.by or _user(),
        why=args.why,
        base=args.base,
    )
    _say_retracted(args.workspace, [change])
    if args.json:
        found = {**change._asdict(), "report": report._asdict() if report else None}
        say(json.dumps(found, ensure_ascii=False))
        return 0
    for line in report.lines() if report else ():
        sys.stderr.write(f"respondeat: {display(line)}\n")
    return show(Table(change._fields, [change]), False)


def _say_retracted(workspace: Path, changes: list[entry.Change]) -> None:
    from respondeat.retract import retracted

    for slug, count in retracted(workspace, [one.document for one in changes]).items():
        claims = "claim stands" if count == 1 else "claims stand"
        sys.stderr.write(
            f"respondeat: {count:,} {claims} retracted in doc:{slug}, and loading the same again"
            " does not bring them back: change what they say, if only a word in 'original', and"
            " load with --why\n"
        )


def _retract(args: Namespace) -> int:
    from respondeat.retract import retract

    done = retract(args.workspace, args.claim, by=args.by or _user(), why=args.why)
    return show(Table(done._fields, [done]), args.json)


def _verify(args: Namespace) -> int:
    from respondeat.verify import verify

    counted, violations = verify(args.workspace, texts=args.texts)
    if args.json:
        say(json.dumps({**counted, "violations": violations}, ensure_ascii=False))
    else:
        say(", ".join(f"{number:,} {name}" for name, number in counted.items()))
        for violation in violations:
            say(f"violation: {display(violation)}")
        if not violations:
            say("unchanged since loading (a hash proves no more than that)")
    return 1 if violations else 0


def _rebuild(args: Namespace) -> int:
    from respondeat.rebuild import rebuild

    if args.endpoint is None and (args.graph or args.store):
        raise UsageError("--graph and --store are of an endpoint: say --endpoint too")
    count = rebuild(args.workspace, endpoint=args.endpoint, graph=args.graph, store=args.store)
    return show(Table(("triples",), [(count,)]), args.json)


CHANGES: dict[str, Callable[[Namespace], int]] = {
    "load": _load,
    "retract": _retract,
    "verify": _verify,
    "rebuild": _rebuild,
}
"""Command to what runs and prints it."""


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("say --by: who makes this change") from error
