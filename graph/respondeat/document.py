"""Documents: what was published, by whom, when, and the text that offsets point into."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from respondeat.errors import DocumentError, TermError, TextError
from respondeat.period import Period
from respondeat.terms import TERMS

__all__ = ["Document"]

_IRIS = {"publisher", "source-type", "draws-on", "derived-from"}
_TEXTS = {"title", "published", "language", "address", "verification", "note"}


class Document(NamedTuple):
    """A document's metadata, as ``document.yml`` gives it.

    ``metadata`` holds only strings, lists of CURIEs, and ``text`` (``file``, ``sha256``,
    ``characters``): the text that offsets point into, which the graph never stores.
    """

    slug: str
    metadata: dict[str, Any]

    @classmethod
    def from_file(cls, path: Path) -> Document:
        """Read ``<slug>/document.yml``; raise ``DocumentError`` with the place and the cure."""
        import yaml

        try:
            data = yaml.safe_load(path.read_text("utf-8"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
            raise DocumentError("not YAML: mend or quote the value", path=path, **where) from error
        except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
            raise DocumentError(f"cannot be read as UTF-8 YAML: {error}", path=path) from error
        slug = path.parent.name if path.parent.name else path.parent.resolve().name
        return cls(slug, _checked(slug, data, path))

    @property
    def text_sha256(self) -> str | None:
        """The SHA-256 of the text that offsets point into, where there is one."""
        text = self.metadata.get("text")
        return text["sha256"] if text else None

    def prove(self, path: Path) -> str:
        """Return the text at ``path``; raise ``TextError`` if it is not the text of this document.

        A hash proves "unchanged since the claims were written" and no more.
        """
        expected = self.metadata["text"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise TextError(f"cannot be read: {error.strerror}", path=path) from error
        found = hashlib.sha256(content).hexdigest()
        if found != expected["sha256"]:
            raise TextError(
                f"this is another text than doc:{self.slug} points into: SHA-256 is {found}, "
                f"expected {expected['sha256']}; get the text as it was, or correct document.yml",
                path=path,
            )
        return content.decode("utf-8")


def _checked(slug: str, data: object, path: Path) -> dict[str, Any]:
    def fail(message: str) -> DocumentError:
        return DocumentError(message, path=path)

    if "." in slug:
        raise fail(f"the folder name {slug!r} is the document's id and must have no dot")
    try:
        TERMS.expand(f"doc:{slug}")
        if not isinstance(data, dict):
            raise fail("expected 'name: value' lines, beginning with title and publisher")
        known = _IRIS | _TEXTS | {"text"}
        for name in data:
            if name not in known:
                raise fail(f"unknown entry {name!r}; known are {', '.join(sorted(known))}")
        for name in ("title", "publisher"):
            if not data.get(name):
                raise fail(f"{name!r} is missing")
        found: dict[str, Any] = {}
        for name in sorted(data):
            value = data[name]
            if value is None:
                continue
            if name in ("draws-on", "derived-from"):
                found[name] = [str(item) for item in (value if isinstance(value, list) else [value])]
                for item in found[name]:
                    TERMS.expand(item)
            elif name == "text":
                found[name] = _text(value, fail)
            elif isinstance(value, dict | list):
                raise fail(f"{name!r} must be one value")
            else:
                found[name] = str(value)
                if name in _IRIS:
                    TERMS.expand(found[name])
    except TermError as error:
        raise fail(error.message) from error
    if "published" in found:
        Period.from_edtf(found["published"])
    if found.setdefault("verification", "unverified") not in ("read", "unverified"):
        raise fail("'verification' is 'read' or 'unverified'")
    return found


def _text(value: object, fail: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != {"file", "sha256", "characters"}:
        raise fail("'text' needs exactly file, sha256 and characters")
    if not isinstance(value["characters"], int) or len(str(value["sha256"])) != 64:
        raise fail("'text' needs 64 hex digits of SHA-256 and a whole number of characters")
    return {**value, "file": str(value["file"]), "sha256": str(value["sha256"]).lower()}
