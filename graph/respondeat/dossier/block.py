"""Blocks: what a dossier is written in, as plain data that a page and a paper lay out alike.

A *run* is a piece of a line: a text, or a dictionary with ``text`` and a ``kind``: ``claim`` (a
reference ``to`` an entry of the register), ``id`` (an identifier, which may break anywhere),
``strong``, ``label`` (a mark in words, so that nothing hangs on colour), ``rtl`` (right-to-left
text), ``break`` (a new line in a cell). A *block* is a dictionary with ``kind``. All of it is JSON,
and nothing in it is markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from respondeat.table import display

__all__ = [
    "BREAK",
    "Block",
    "Line",
    "Run",
    "facts",
    "figure",
    "heading",
    "joined",
    "label",
    "listing",
    "note",
    "paragraph",
    "plain",
    "section",
    "strong",
    "table",
    "text",
]

Run = str | dict[str, str]
Line = list[Run]
Block = dict[str, Any]

BREAK: Line = [{"kind": "break", "text": " "}]
"""Between the lines of a cell."""

_ISOLATES = "\u2068\u2069"


def text(content: object) -> Line:
    r"""Return a text as runs: right-to-left stretches apart, control characters made visible.

    >>> text("Idlib (\u0625\u062f\u0644\u0628)")[1]["kind"]
    'rtl'
    >>> text("a\u202eb")
    ['a<U+202E>b']
    """
    written = str(content)
    shown = display(" ".join(written.split())).strip(_ISOLATES)
    if not shown:
        return [" "] if written else []
    runs: Line = [" "] if written[0].isspace() else []
    at = 0
    for start, end in _stretches(shown):
        if shown[at:start]:
            runs.append(shown[at:start])
        runs.append({"kind": "rtl", "text": shown[start:end]})
        at = end
    if shown[at:]:
        runs.append(shown[at:])
    return [*runs, " "] if written[-1].isspace() else runs


def _stretches(shown: str) -> list[tuple[int, int]]:
    """Return where right-to-left text starts and ends, with the numbers and marks inside it."""
    directions = "".join(_direction(character) for character in shown)
    if "R" in directions and "L" not in directions:
        return [(0, len(shown))]
    return [match.span() for match in re.finditer(r"R(?:[RN]*R)?", directions)]


def _direction(character: str) -> str:
    kind = unicodedata.bidirectional(character)
    return "R" if kind in ("R", "AL") else "L" if kind == "L" else "N"


def strong(content: object) -> Line:
    """Return a text that stands out."""
    return [
        run if isinstance(run, dict) else {"kind": "strong", "text": run} for run in text(content)
    ]


def label(content: str) -> Run:
    """Return a mark in words, such as "assumption"."""
    return {"kind": "label", "text": content}


def joined(lines: Iterable[Line], between: str | Line = "; ") -> Line:
    """Return lines as one, with a text between them.

    >>> joined([["a"], ["b"]])
    ['a', '; ', 'b']
    """
    found: Line = []
    for line in lines:
        if found and line:
            found += [between] if isinstance(between, str) else between
        found += line
    return found


def plain(line: Line) -> str:
    """Return the bare text of a line.

    >>> plain(["a ", {"kind": "strong", "text": "b"}])
    'a b'
    """
    return "".join(run if isinstance(run, str) else run["text"] for run in line)


def section(name: str, title: str, blocks: list[Block]) -> Block:
    """Return a section of the dossier, with the anchor that leads to it."""
    return {"id": name, "title": title, "blocks": blocks}


def heading(title: str | Line) -> Block:
    """Return a heading inside a section."""
    return {"kind": "heading", "runs": text(title) if isinstance(title, str) else title}


def paragraph(*parts: Run | Line) -> Block:
    """Return a paragraph of texts and runs."""
    runs: Line = []
    for part in parts:
        runs += part if isinstance(part, list) else [part]
    return {"kind": "paragraph", "runs": runs}


def listing(items: Iterable[Line], *, ordered: bool = False) -> Block:
    """Return a list of lines."""
    return {"kind": "list", "ordered": ordered, "items": list(items)}


def note(title: str, *paragraphs: Line) -> Block:
    """Return a framed note, for what a reader must not miss."""
    return {"kind": "note", "title": title, "paragraphs": list(paragraphs)}


def facts(pairs: Iterable[tuple[str, Line]]) -> Block:
    """Return names with what stands for each; what is empty is left out."""
    return {"kind": "facts", "pairs": [[name, line] for name, line in pairs if line]}


def table(
    columns: Iterable[tuple[str, int]],
    rows: Iterable[Iterable[Line]],
    *,
    anchors: Iterable[str] = (),
    small: bool = False,
) -> Block:
    """Return a table: columns are titles with widths in shares, a cell is a line.

    A row of one cell spans all columns, above the rows that it is about. ``anchors`` name the
    rows, one each or nothing, so that a reference leads there.
    """
    heads = list(columns)
    return {
        "kind": "table",
        "titles": [title for title, _ in heads],
        "widths": [width for _, width in heads],
        "rows": [list(row) for row in rows],
        "anchors": list(anchors),
        "small": small,
    }


def figure(name: str, svg: str, caption: Line, said: list[Line]) -> Block:
    """Return a drawn figure; ``said`` is all that it shows, in words, for who cannot see it."""
    return {"kind": "figure", "name": name, "svg": svg, "caption": caption, "said": said}
