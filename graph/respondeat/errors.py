"""Errors, each named for the input that somebody must mend."""

from __future__ import annotations

__all__ = [
    "DamagedIndexError",
    "DatasetError",
    "DocumentError",
    "PeriodError",
    "QuantityError",
    "QuestionError",
    "ReadingError",
    "ReasonError",
    "RecordError",
    "RemoteError",
    "RespondeatError",
    "SheetError",
    "TermError",
    "TextError",
    "UsageError",
    "WorkspaceError",
]


class RespondeatError(Exception):
    """Anything that a user can mend; printed as ``path:line:column: what, why, how to mend``.

    >>> print(RespondeatError("no such key", path="claims.csv", line=3, column=2))
    claims.csv:3:2: no such key
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        path: object = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        """Keep the message and, where known, the place in the input."""
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)


class UsageError(RespondeatError):
    """A command was given words it does not understand."""

    exit_code = 2


class RemoteError(RespondeatError):
    """A SPARQL endpoint could not be reached, refused, or took too long."""

    exit_code = 4


class DocumentError(RespondeatError):
    """A document folder or its ``document.yml`` is wrong."""


class SheetError(RespondeatError):
    """A claim sheet or registry holds wrong cells; the whole sheet is refused."""


class TextError(RespondeatError):
    """A text that claims point into is missing, or is another text."""


class TermError(RespondeatError):
    """An identifier is not a known prefix and a well-formed local name."""


class PeriodError(RespondeatError):
    """A date is not EDTF, or its four points contradict each other."""


class QuantityError(RespondeatError):
    """A quantity is not a number, or its bounds contradict each other."""


class QuestionError(RespondeatError):
    """A question is not SPARQL, or its parameters are wrong."""


class ReadingError(RespondeatError):
    """A reading names a policy, position or convention that does not exist."""


class ReasonError(RespondeatError):
    """The reasoner is missing, stopped, or could not read the ontology."""


class WorkspaceError(RespondeatError):
    """There is no workspace here, or another process is writing to it."""


class RecordError(RespondeatError):
    """The record is torn or altered."""


class DamagedIndexError(RespondeatError):
    """The index is missing, altered or behind the record; ``respondeat rebuild`` restores it."""


class DatasetError(RespondeatError):
    """A dataset's folder or its mapping is wrong, or a file of it holds rows that are."""
