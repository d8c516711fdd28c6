"""Questions: SPARQL in files, with a header that says what is asked."""

from __future__ import annotations

import re
from pathlib import Path

from respondeat.errors import QuestionError, TermError
from respondeat.files import folder
from respondeat.terms import BASE, TERMS, Terms

__all__ = ["Question", "names", "refuse_requests"]

_HEADER = re.compile(r"^#\+\s*([a-z_]+)\s*:\s*(.*?)\s*$", re.MULTILINE)
# an IRI, a comment, or a string: whatever keyword stands in them is no keyword
_OPAQUE = re.compile(
    r"""\\.|<[^<>"{}|^`\\\s]*>|\#[^\n\r]*"""
    r"""|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'""",
    re.DOTALL,
)
# what follows the keyword where it asks another server, wherever it seems to stand
_REQUEST = re.compile(
    r"(?<![?$:\w-])SERVICE(?:\s|#[^\n\r]*)*(?:SILENT\b|<|[?$]\w|[\w-]*:)", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LONGEST, _DEEPEST = 50_000, 2_000


class Question:
    """One ``.rq`` file: its name, what it asks, and its SPARQL with an example in every parameter.

    Parameters are ``VALUES ?name { ... }`` blocks that the header lists.
    """

    def __init__(
        self, name: str, summary: str, text: str, parameters: tuple[str, ...] = ()
    ) -> None:
        """Take what a file says."""
        self.name, self.summary, self.text, self.parameters = name, summary, text, parameters

    @classmethod
    def named(cls, name: str, kind: str = "question") -> Question:
        """Read ``queries/<kind>/<name>.rq``; raise ``QuestionError`` if there is none."""
        if name not in names(kind):
            near = [other for other in names(kind) if name[:4] and name[:4] in other]
            hint = f"; perhaps {', '.join(near[:5])}" if near else ""
            raise QuestionError(f"there is no question {name!r}{hint}; `respondeat ask` lists them")
        return cls.from_file(folder("queries") / kind / f"{name}.rq")

    @classmethod
    def from_file(cls, path: Path) -> Question:
        """Read a ``.rq`` file with a grlc header."""
        try:
            return cls.from_text(path.stem, path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionError(f"cannot be read: {error}", path=path) from error

    @classmethod
    def from_text(cls, name: str, text: str) -> Question:
        r"""Take SPARQL with or without a header.

        >>> Question.from_text("a", "#+ summary: Who?\nSELECT * {}").summary
        'Who?'
        """
        header = dict(_HEADER.findall(text))
        listed = header.get("parameters", "").strip("[] ")
        parameters = tuple(part.strip() for part in listed.split(",") if part.strip())
        return cls(name, header.get("summary", ""), text, parameters)

    def example(self, name: str) -> str:
        """Return the value that a parameter has where none is given.

        >>> Question.from_text("a", "SELECT * { VALUES ?x { actor:snhr } }").example("x")
        'actor:snhr'
        """
        block = re.search(rf"VALUES\s+\?{name}\s*\{{\s*([^{{}}]*?)\s*\}}", self.text)
        return block[1] if block else ""

    def bound(self, values: dict[str, str], terms: Terms = TERMS) -> str:
        r"""Return SPARQL with values in place of the examples, each written as one RDF term.

        A value is a CURIE or an IRI in angle brackets, else a string. Nothing of a value is ever
        read as SPARQL.

        >>> q = Question.from_text("a", "#+ parameters: [x]\nSELECT * { VALUES ?x { 1 } }")
        >>> q.bound({"x": 'a" } DROP ALL'})
        '#+ parameters: [x]\nSELECT * { VALUES ?x { "a\\" } DROP ALL" } }'
        """
        text = terms.rebase(self.text)
        for name, value in values.items():
            if name not in self.parameters:
                has = ", ".join(self.parameters) or "none"
                raise QuestionError(f"{self.name!r} has no parameter {name!r}; it has {has}")
            block = re.compile(rf"VALUES\s+\?{name}\s*\{{[^{{}}]*\}}")
            if not block.search(text):
                raise QuestionError(f"question {self.name!r} lacks VALUES ?{name} {{ ... }}")
            written = f"VALUES ?{name} {{ {_term(value, terms)} }}"
            text = block.sub(lambda _, written=written: written, text, count=1)  # type: ignore[misc]
        return text


def names(kind: str = "question") -> list[str]:
    """Return the names of the questions of one folder of ``queries/``."""
    return sorted(path.stem for path in (folder("queries") / kind).glob("*.rq"))


def refuse_requests(text: str) -> None:
    """Raise ``QuestionError`` where a query would send a request or read another address.

    >>> refuse_requests("SELECT * { SERVICE <http://a> { ?s ?p ?o } }")
    Traceback (most recent call last):
    respondeat.errors.QuestionError: SERVICE is refused: a question sends no request
    """
    # nesting beyond the parser's stack would end the process without a word
    if (
        len(text) > _LONGEST
        or len(re.findall(r"[{(\[!/|+*^-]|&&", _OPAQUE.sub(" ", text))) > _DEEPEST
    ):
        raise QuestionError("too long or too deeply nested to be answered safely")
    plain = _ESCAPE.sub(_character, text)
    bare = _OPAQUE.sub(" ", plain)
    found = re.search(r"(?<![?$:\w-])(SERVICE|LOAD|FROM)(?![:\w-])", bare, re.IGNORECASE)
    if found or _REQUEST.search(plain):
        word = found[1].upper() if found else "SERVICE"
        raise QuestionError(f"{word} is refused: a question sends no request")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code < 0x110000 else " "


def _term(value: str, terms: Terms) -> str:
    if re.fullmatch(r"<[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*>", value):
        return value
    try:
        return f"<{terms.expand(value)}>"
    except TermError:
        if re.match(rf"({'|'.join(terms.prefixes)}):", value) or value.startswith(BASE):
            raise
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04X}", escaped)
    return f'"{escaped}"'
