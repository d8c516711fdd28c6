"""The commands as data: what each does, and its arguments."""

from __future__ import annotations

from pathlib import Path

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from typing import Any

__all__ = ["COMMANDS", "Argument", "Command"]


class Argument:
    """One argument, as argparse takes it."""

    def __init__(
        self, flags: tuple[str, ...], help: str, options: dict[str, Any] | None = None
    ) -> None:
        """Take its names, what it is, and what else argparse is told."""
        self.flags, self.help, self.options = flags, help, options or {}


class Command:
    """One command: what it does, and its arguments; `actions` runs it."""

    def __init__(self, help: str, arguments: tuple[Argument, ...]) -> None:
        """Take both."""
        self.help, self.arguments = help, arguments


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
_INCIDENT = Argument(("incident",), "an incident or set of incidents")
_ENDPOINT = Argument(
    ("--endpoint",),
    "a SPARQL 1.1 endpoint instead of the workspace's index (http://name@host/...; the password"
    " is in RESPONDEAT_PASSWORD)",
)
_GRAPH = Argument(("--graph",), "the endpoint's graph to ask (default: its default graph)")

COMMANDS = {
    "load": Command(
        "Load document folders, or a file of a dataset, into the record.",
        (
            Argument(
                ("paths",),
                "a document folder (document.yml with claims.csv or .xlsx), or a folder of them"
                " (default: the bundled corpus); with --dataset a file (default: its sample)",
                {"nargs": "*"},
            ),
            Argument(
                ("--dataset",),
                "what the file is of: a bundled dataset's name, or a folder with dataset.yml and"
                " mapping.yml",
            ),
            Argument(
                ("--slug",), "the id of the document that the file becomes (default: the name)"
            ),
            Argument(
                ("--published",),
                "when the file of a dataset was published, an EDTF date (default: as dataset.yml"
                " says, if it does)",
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
        (
            Argument(("--endpoint",), "empty a graph of this SPARQL 1.1 endpoint and fill it"),
            Argument(("--graph",), "which graph (default: the endpoint's default graph)"),
            Argument(
                ("--store",),
                "fill it through this Graph Store address, quicker than updates on some servers",
            ),
        ),
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
            _GRAPH,
            _SECONDS,
        ),
    ),
    "scope": Command(
        "Say which provisions reached an incident, for whom, on whose word, and why not.",
        (
            _INCIDENT,
            Argument(("--actor",), "only for this actor"),
            *_READING,
            Argument(("--why",), "print all seven tests of each result", {"action": "store_true"}),
        ),
    ),
    "assess": Command(
        "Say it of every incident at once, for everybody concerned: rows in a file, and counts.",
        (
            *_READING,
            Argument(
                ("--where",),
                "NAME=VALUE: only this incident, actor, provision, instrument, place (and within),"
                " area, month (or year), result or reason; may be given again",
                {"action": "append", "default": []},
            ),
            Argument(
                ("--out",),
                "a .parquet or .csv file for the rows that are not outside (Spark: a folder)",
                {"type": Path},
            ),
            Argument(("--all",), "write the rows that are outside too", {"action": "store_true"}),
            Argument(
                ("--engine",),
                "duckdb (in this process; the extra 'engine') or spark (the extra 'spark')",
                {"default": "duckdb"},
            ),
        ),
    ),
    "trace": Command(
        "Trace an incident to everyone who may have to answer for it, link by link.",
        (
            _INCIDENT,
            Argument(("--to",), "only what leads to this actor"),
            Argument(("--table",), "print one row for each link instead", {"action": "store_true"}),
            *_READING,
        ),
    ),
    "weigh": Command(
        "Weigh what leads to each actor: corroboration, sole sources, what if one is withdrawn.",
        (
            _INCIDENT,
            Argument(("--to",), "only what leads to this actor"),
            Argument(
                ("--exact",),
                "ask a solver how many voices it takes where it is more than three (needs the"
                " extra 'solve')",
                {"action": "store_true"},
            ),
            *_READING,
        ),
    ),
    "compare": Command(
        "Lay two readings of an incident side by side, and name what makes the difference.",
        (
            _INCIDENT,
            Argument(("left",), "a reading: its name, or a .toml file"),
            Argument(("right",), "another"),
        ),
    ),
    "report": Command(
        "Write the dossier of an incident: one HTML file and a PDF.",
        (
            _INCIDENT,
            Argument(
                ("--against",), "an adverse reading for the best contrary case: name or .toml file"
            ),
            Argument(
                ("--out",),
                "the folder to write into (default: this one)",
                {"type": Path, "default": Path()},
            ),
            *_READING,
        ),
    ),
    "network": Command(
        "Show a network of claims, measure it, or write it as a file; without a name, list them.",
        (
            Argument(("network",), "a network's name", {"nargs": "?"}),
            Argument(("--at",), "leave out what surely did not hold on this day (2018-06-13)"),
            Argument(("--measure",), "a measure's name"),
            Argument(("--from",), "where a measure begins", {"dest": "start"}),
            Argument(("--to",), "where a measure ends", {"dest": "end"}),
            Argument(
                ("--write",), "a .gexf, .graphml, .json or .csv file to write", {"type": Path}
            ),
            *_READING,
        ),
    ),
    "resolve": Command(
        "Propose which actors, places and events of different sources may be one, and why; decide"
        " nothing.",
        (
            Argument(("--kind",), "only these: actor, place, event or conflict"),
            Argument(("--least",), "the lowest score to propose", {"type": float, "default": 0.6}),
            Argument(
                ("--write",),
                "a new folder to write what is undecided into, as a claim sheet to strike rows from"
                " and load",
                {"type": Path, "metavar": "FOLDER"},
            ),
            Argument(("--by",), "who reviews: a name, or actor:NAME; needed for --write"),
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
