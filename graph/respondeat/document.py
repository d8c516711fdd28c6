"""Documents: what was published, by whom, when, and the text that offsets point into."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from respondeat.errors import DocumentError, PeriodError, TermError, TextError
from respondeat.period import Period
from respondeat.terms import TERMS, foreign, is_id

if TYPE_CHECKING:
    import yaml

__all__ = ["LINKS", "MOST_BYTES", "Document"]

MOST_BYTES = 64 * 2**10
"""The largest ``document.yml`` that is read."""

LINKS = ("publisher", "source-type", "draws-on", "derived-from")
"""Entries that name something; the last two may be lists."""

_LISTS = ("draws-on", "derived-from")
_TEXTS = ("title", "published", "language", "address", "verification", "note")
_KNOWN = sorted((*LINKS, *_TEXTS, "text"))


class Document(NamedTuple):
    """A document's metadata, as ``document.yml`` gives it.

    ``metadata`` holds only strings, lists of CURIEs, and ``text`` (``file``, ``sha256``,
    ``characters``): the text that offsets point into, which the graph never stores.
    """

    slug: str
    metadata: dict[str, Any]

    @classmethod
    def from_file(cls, path: Path) -> tuple[Document, bytes]:
        """Read ``<slug>/document.yml``; return the document, and the bytes it was read from.

        Raise ``DocumentError`` with the place and the cure.
        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise DocumentError(f"larger than {MOST_BYTES // 2**10} KiB", path=path)
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"cannot be read: {error.strerror}", path=path) from error
        return cls._from_bytes(path.resolve().parent.name, content, path), content

    def checked(self) -> Document:
        """Return it as its file would be read; raise ``DocumentError`` where it could not be."""
        entries = {name: value for name, value in self.metadata.items() if name != "text"}
        content = json.dumps(entries, ensure_ascii=False).encode(errors="backslashreplace")
        found = self._from_bytes(self.slug, content, Path(f"{self.slug}/document.yml"))
        return Document(self.slug, {**self.metadata, **found.metadata})

    @classmethod
    def _from_bytes(cls, slug: str, content: bytes, path: Path) -> Document:
        if not is_id(slug) or "." in slug or slug.endswith("-entities"):
            raise DocumentError(
                f"the folder name {slug!r} is the document's id: write letters, digits, '_' or"
                " '-', beginning and ending with a letter or digit; -entities is for registries",
                path=path,
            )
        found: dict[str, Any] = {}
        for key, value in _entries(content, path):
            fail = _failure(path, key)
            name = key.value
            if name not in _KNOWN:
                raise fail(f"unknown entry {name!r}; known are {', '.join(_KNOWN)}")
            if name in found:
                raise fail(f"{name!r} stands twice")
            if value.value not in ("", []):
                found[name] = _value(name, value, fail)
        for name in ("title", "publisher"):
            if name not in found:
                raise DocumentError(f"{name!r} is missing", path=path)
        found.setdefault("verification", "unverified")
        return cls(slug, dict(sorted(found.items())))

    @property
    def text_sha256(self) -> str | None:
        """The SHA-256 of the text that offsets point into, where there is one."""
        text = self.metadata.get("text")
        return text["sha256"] if text else None

    @property
    def links(self) -> list[tuple[str, str]]:
        """Every (entry, CURIE) of the metadata that names something."""
        found = []
        for name in LINKS:
            items = self.metadata.get(name, [])
            found += [(name, item) for item in (items if isinstance(items, list) else [items])]
        return found

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
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TextError("not UTF-8: offsets count characters of UTF-8", path=path) from error


_Fail = Callable[[str], DocumentError]


def _failure(path: Path, node: yaml.Node) -> _Fail:
    mark = node.start_mark
    return lambda message: DocumentError(
        message, path=path, line=mark.line + 1, column=mark.column + 1
    )


def _entries(content: bytes, path: Path) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Read the top level of YAML. Nodes keep what was written: ``no`` is Norwegian, not false."""
    import yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):  # an alias of an alias of ... is a bomb
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "an alias", mark)
            return super().compose_node(parent, index)

    try:
        whole = yaml.compose(content.decode("utf-8-sig"), Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise DocumentError("not plain YAML: mend or quote this", path=path, **where) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"cannot be read as UTF-8 YAML: {error}", path=path) from error
    if not isinstance(whole, yaml.MappingNode):
        raise DocumentError("expected 'name: value' lines, beginning with title", path=path)
    for key, _ in whole.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _failure(path, key)("expected 'name: value'")
    return list(whole.value)


def _value(name: str, node: yaml.Node, fail: _Fail) -> Any:
    if name == "text":
        return _text(node, fail)
    if name in _LISTS:
        items = node.value if isinstance(node.value, list) else [node]
        return [_link(_scalar(item, fail), fail) for item in items]
    value = _scalar(node, fail)
    if name in LINKS:
        return _link(value, fail)
    if name == "published":
        try:
            Period.from_edtf(value)
        except PeriodError as error:
            raise fail(error.message) from error
    if name == "verification" and value not in ("read", "unverified"):
        raise fail("'verification' is 'read' or 'unverified'")
    return value


def _scalar(node: yaml.Node, fail: _Fail) -> str:
    if not isinstance(node.value, str):
        raise fail("expected one value, or a list of ids")
    if character := foreign(node.value):
        raise fail(f"holds the character {character}, which no text may hold")
    return node.value


def _link(value: str, fail: _Fail) -> str:
    try:
        TERMS.expand(value)
    except TermError as error:
        raise fail(error.message) from error
    return value


def _text(node: yaml.Node, fail: _Fail) -> dict[str, Any]:
    pairs = node.value if str(node.tag).endswith(":map") else []
    found = {_scalar(key, fail): _scalar(value, fail) for key, value in pairs}
    if set(found) != {"file", "sha256", "characters"} or len(pairs) != len(found):
        raise fail("'text' needs exactly file, sha256 and characters")
    sha256 = found["sha256"].lower()
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise fail("'sha256' takes 64 hex digits")
    if not found["characters"].isascii() or not found["characters"].isdigit():
        raise fail("'characters' takes a whole number")
    if not found["file"] or "/" in found["file"] or "\\" in found["file"]:
        raise fail("'file' takes the name of a file, without a folder")
    characters = int(found["characters"][:15])
    return {"file": found["file"], "sha256": sha256, "characters": characters}
