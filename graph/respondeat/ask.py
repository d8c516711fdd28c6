"""Ask: a stored question, a file, or SPARQL from a stream, answered from the index."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pyoxigraph as ox

from respondeat.errors import QuestionError, TermError
from respondeat.index import Index, reading
from respondeat.question import Question, names, refuse_requests
from respondeat.table import Table
from respondeat.terms import TERMS, Terms
from respondeat.workspace import Workspace

TYPE_CHECKING = False  # true to a type checker
if TYPE_CHECKING:
    from typing import Any

__all__ = ["answer", "ask", "questions", "refuse_unknown"]

_NUMBERS = {TERMS.prefixes["xsd"] + name for name in ("integer", "decimal", "double")}
_BOOLEAN = TERMS.prefixes["xsd"] + "boolean"


def ask(folder: Path, question: Question, values: dict[str, str] | None = None) -> Table:
    """Answer a question from a workspace's index; values replace the examples of its parameters."""
    workspace = Workspace(folder)
    index, terms = workspace.index(), Terms(workspace.base)
    refuse_unknown(index, question, values or {}, terms)
    return answer(index, question, values, terms)


def refuse_unknown(
    index: Index, question: Question, values: dict[str, str], terms: Terms = TERMS
) -> None:
    """Raise ``QuestionError`` where a value names nothing: an empty answer would mislead.

    A value is of the kind of the example it replaces: an identifier, a day, or a word.
    """
    for name, value in values.items():
        example = question.example(name)
        if re.fullmatch(r'"\d{4}-\d\d-\d\d"', example):
            from datetime import date

            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise QuestionError(f"{name}={value}: expected a day such as {example}") from error
        elif re.match(r"[a-z]+:", example):
            try:
                node = ox.NamedNode(terms.expand(value))
            except TermError as error:
                raise QuestionError(f"{name}={value}: {error.message}") from error
            if not any(index.match(node.value, None, None)) and not any(
                index.match(None, None, node)
            ):
                raise QuestionError(
                    f"{name}={value}: nothing is called so here; `respondeat ask words`, `actors`"
                    " and `incidents` list names"
                )


def answer(
    index: Index, question: Question, values: dict[str, str] | None = None, terms: Terms = TERMS
) -> Table:
    """Answer a question from any index, the same from each, identifiers as CURIEs.

    Raise ``QuestionError`` where it is no SPARQL or would send a request.
    """
    text = question.bound(values or {}, terms)
    refuse_requests(text)
    found = index.query(text)
    with reading():
        if isinstance(found, ox.QueryBoolean):
            return Table(("answer",), [(bool(found),)])
        if isinstance(found, ox.QueryTriples):
            triples = ((t.subject, t.predicate, t.object) for t in found)
            rows = [tuple(_cell(term, terms) for term in triple) for triple in triples]
            return Table(("subject", "predicate", "object"), rows)
        columns = tuple(variable.value for variable in found.variables)
        return Table(columns, [tuple(_cell(cell, terms) for cell in row) for row in found])


def questions() -> Table:
    """Return every stored question: its name, parameters, and what it asks."""
    found = [Question.named(name) for name in names()]
    return Table(
        ("question", "parameters", "asks"),
        [(one.name, " ".join(one.parameters), one.summary) for one in found],
    )


def _number(text: str) -> str | int | float:
    """Return an exact whole number, else a float; what is neither stays as it is written."""
    try:
        value = int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
    except ValueError:
        return text
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        return text
    return int(value) if value == int(value) else value


def _cell(term: Any, terms: Terms) -> str | int | float | None:
    """Return a term of an answer as a cell: a number, a text, or a CURIE."""
    if term is None:
        return None
    if isinstance(term, ox.Triple):
        return str(term)
    if isinstance(term, ox.Literal):
        if term.datatype.value in _NUMBERS:
            return _number(term.value)
        if term.datatype.value == _BOOLEAN:  # also written 1 and 0
            return "true" if term.value in ("true", "1") else "false"
        return term.value
    return terms.compact(str(term.value))
