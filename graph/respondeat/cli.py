"""The command line: one command per function, errors in one line, exit codes that mean something.

0 fine, 1 violations found, 2 usage, 3 input unreadable, 4 remote or time limit, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from respondeat import __version__
from respondeat.commands import COMMANDS
from respondeat.errors import RespondeatError, UsageError
from respondeat.output import width
from respondeat.table import display

__all__ = ["main", "parser"]


_INTERRUPTED = {
    "load": "respondeat: interrupted: each document is stored whole or not at all; the same"
    " command loads the rest\n"
}


def parser(name: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of one command, or without a name that of the program."""
    room = width(80) - 2  # as argparse has it
    if name is None:
        longest = max(map(len, COMMANDS))
        listing = "\n".join(f"  {key:{longest}}  {one.help}" for key, one in COMMANDS.items())
        main_parser = argparse.ArgumentParser(
            prog="respondeat",
            usage="respondeat [-w WORKSPACE] COMMAND ... | respondeat COMMAND --help",
            description="Who says who answers for what, where they say it, and how surely.",
            epilog=f"commands:\n{listing}",
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=room),
        )
        main_parser.add_argument("--version", action="version", version=f"respondeat {__version__}")
        return main_parser
    command = COMMANDS[name]
    one = argparse.ArgumentParser(
        prog=f"respondeat {name}",
        description=command.help,
        formatter_class=partial(argparse.HelpFormatter, width=room),
    )
    for argument in command.arguments:
        one.add_argument(*argument.flags, help=argument.help, **argument.options)
    one.add_argument(
        "-w",
        "--workspace",
        type=Path,
        default=Path("workspace"),
        help="the workspace folder (default: ./workspace)",
    )
    one.add_argument("--json", action="store_true", help="print JSON instead of text")
    one.add_argument("--debug", action="store_true", help="show a traceback on errors")
    return one


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    before, words = _options(given)
    try:
        for word in given:
            word.encode()
        if not words or words[0] not in COMMANDS:
            if words:
                _tell(f"respondeat: there is no command {words[0]!r}; try --help\n")
                return UsageError.exit_code
            parser().parse_args(before or ["--help"])
            return UsageError.exit_code
        args = parser(words[0]).parse_intermixed_args(before + words[1:])
    except UnicodeEncodeError as error:
        _tell(f"respondeat: {error.object!r}: not UTF-8: write or name it so\n")
        return UsageError.exit_code
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        from respondeat.actions import ACTIONS  # --help is quicker without

        code = ACTIONS[words[0]](args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _tell(_INTERRUPTED.get(words[0], ""))
        return 130
    except (RespondeatError, OSError) as error:
        if args.debug:
            raise
        # a file or a server may have put anything into it
        _tell("respondeat: " + "\n".join(map(display, str(error).split("\n"))) + "\n")
        return getattr(error, "exit_code", RespondeatError.exit_code)
    except Exception as error:
        # a mistake of this program, said as one; the traceback is for whoever mends it
        if args.debug:
            raise
        _tell(
            f"respondeat: a mistake in respondeat itself ({type(error).__name__}: {error});"
            " please report it with what --debug prints\n"
        )
        return RespondeatError.exit_code


def _tell(text: str) -> None:
    """Write to standard error, if it takes anything: the exit code says the same."""
    with suppress(OSError):
        sys.stderr.write(text)


def _streams() -> None:
    """Speak UTF-8, and where standard output or error is closed (as by ``>&-``) to nobody."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nobody = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nobody, "w", errors="replace"))
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _options(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the options that stand before the command from the rest.

    >>> _options(["-w", "load", "--json", "claims", "--log"])
    (['-w', 'load', '--json'], ['claims', '--log'])
    """
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in ("-w", "--workspace") else 1
    return words[:at], words[at:]
