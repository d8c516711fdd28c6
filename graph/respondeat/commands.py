"""The commands as data: what each does, and its arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["COMMANDS", "Argument", "Command"]


class Argument(NamedTuple):
    """One argument, as argparse takes it."""

    flags: tuple[str, ...]
    help: str
    options: dict[str, Any] = {}  # noqa: RUF012  (never changed)


class Command(NamedTuple):
    """One command: what it does, and its arguments; `actions` runs it."""

    help: str
    arguments: tuple[Argument, ...]


_BY = (
    Argument(("--by",), "who makes this change (default: the user's name)"),
    Argument(("--why",), "why; needed for a correction or retraction", {"default": ""}),
)
_SECONDS = Argument(("--seconds",), "give up after so many seconds", {"type": int, "default": 60})
_WITHOUT = Argument(
    ("--without",),
    "what if: leave out a claim, an asserter, or an origin (actor:x@doc:y); may be given again",
    {"action": "append", "metavar": "ID"},
)
_READING = (
    Argument(("--reading",), "a reading: its name, or a .toml file", {"default": "every-claim"}),
    _WITHOUT,
)
_ENDPOINT = Argument(("--endpoint",), "a SPARQL 1.1 endpoint instead of the workspace's index")

COMMANDS = {
    "load": Command(
        "Load document folders (document.yml with claims.csv or .xlsx) into the record.",
        (
            Argument(
                ("paths",),
                "a document folder, or a folder of them (default: the bundled corpus)",
                {"nargs": "*"},
            ),
            *_BY,
            Argument(("--base",), "base IRI of a new workspace (default: of respondeat itself)"),
        ),
    ),
    "retract": Command(
        "Retract a claim, or all claims of a document; the old state stays readable.",
        (Argument(("claim",), "claim:document.key, or doc:document"), *_BY),
    ),
    "verify": Command(
        "Rehash the record, compare the index with it, and prove offsets against the texts.",
        (Argument(("--texts",), "a folder with the texts pointed into", {"type": Path}),),
    ),
    "rebuild": Command(
        "Make the index again from the record, or fill a remote one.",
        (Argument(("--endpoint",), "empty this SPARQL 1.1 endpoint's default graph and fill it"),),
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
    ),
    "ask": Command(
        "Answer a stored question, a .rq file, or SPARQL from '-'; without a name, list them.",
        (
            Argument(("question",), "a question's name, a .rq file, or -", {"nargs": "?"}),
            Argument(("values",), "NAME=VALUE for a parameter", {"nargs": "*"}),
            Argument(
                ("--reading",),
                "ask what a reading accepts, as GRAPH ?view: its name, or a .toml file; may be"
                " given again",
                {"action": "append"},
            ),
            _WITHOUT,
            _ENDPOINT,
            _SECONDS,
        ),
    ),
    "scope": Command(
        "Say which provisions reached an incident, for whom, on whose word, and why not.",
        (
            Argument(("incident",), "an incident or set of incidents"),
            Argument(("--actor",), "only for this actor"),
            *_READING,
            Argument(("--why",), "print all seven tests of each result", {"action": "store_true"}),
        ),
    ),
    "check": Command(
        "Run the checks and shapes over a workspace; the rows are violations.",
        (
            Argument(
                ("--reading",),
                "check instead what a reading accepts, by HermiT and the shapes: its name, or a"
                " .toml file",
            ),
            _WITHOUT,
        ),
    ),
    "export": Command(
        "Write the claims as N-Quads, Turtle, JSON-LD, CSV and JSON lines, with a manifest.",
        (Argument(("folder",), "a new or empty folder", {"type": Path}),),
    ),
}
