"""``document.yml``: what it may hold, and how it is refused."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

import pytest

from respondeat.document import Document
from respondeat.errors import DocumentError, TextError

SHA = hashlib.sha256(b"abc").hexdigest()
USUAL = "title: A\npublisher: actor:a\n"


def read(tmp_path: Path, text: str | bytes, name: str = "d") -> Document:
    path = tmp_path / name / "document.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Document.from_file(path)[0]


def test_entries(tmp_path: Path) -> None:
    text = USUAL + (
        "published: 2017-05\nlanguage: no\naddress: 010\nnote:\nsource-type: source:news-report\n"
        f"draws-on: [doc:b, doc:c]\nderived-from: doc:e\nverification: read\n"
        f"text: {{file: t.txt, sha256: {SHA.upper()}, characters: 3}}\n"
    )
    document = read(tmp_path, text)
    expected: dict[str, Any] = {
        "title": "A",
        "publisher": "actor:a",
        "published": "2017-05",
        "language": "no",
        "address": "010",
        "source-type": "source:news-report",
        "draws-on": ["doc:b", "doc:c"],
        "derived-from": ["doc:e"],
        "verification": "read",
        "text": {"file": "t.txt", "sha256": SHA, "characters": 3},
    }
    assert document == Document("d", expected)
    assert document.text_sha256 == SHA
    assert ("draws-on", "doc:c") in document.links


def test_without_a_text(tmp_path: Path) -> None:
    document = read(tmp_path, USUAL)
    assert document.text_sha256 is None
    assert document.metadata["verification"] == "unverified"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected 'name: value' lines"),
        ("- a\n", "expected 'name: value' lines"),
        ("title: A\n", "'publisher' is missing"),
        ("title:\npublisher: actor:a\n", "'title' is missing"),
        (USUAL + "colour: red\n", ":3:1: unknown entry 'colour'; known are address"),
        (USUAL + "title: B\n", ":3:1: 'title' stands twice"),
        (USUAL + "published: yesterday\n", ":3:1: 'yesterday' is not an EDTF date"),
        (USUAL + "verification: maybe\n", ":3:1: 'verification' is 'read' or 'unverified'"),
        (USUAL + "note: [a, b]\n", ":3:1: expected one value"),
        (USUAL + "draws-on: [[doc:a]]\n", ":3:1: expected one value"),
        (USUAL + "draws-on: nowhere:a\n", ":3:1: 'nowhere:a' has no known prefix"),
        ("title: A\npublisher: somebody\n", ":2:1: 'somebody' has no known prefix"),
        (USUAL + "text: t.txt\n", ":3:1: 'text' needs exactly"),
        (USUAL + "text: {file: t, sha256: 0, characters: 3}\n", "64 hex digits"),
        (USUAL + f"text: {{file: t, sha256: {SHA}, characters: many}}\n", "whole number"),
        (USUAL + f"text: {{file: ../t, sha256: {SHA}, characters: 3}}\n", "without a folder"),
        (USUAL + 'note: "a\\0b"\n', ":3:1: holds the character U+0000"),
        (USUAL + 'note: "a\\ud800b"\n', ":3:1: holds the character U+D800"),
        ("a: &a x\nb: *a\n", ":2:4: not plain YAML"),
        ("title: 'A\n", "not plain YAML"),
        ("? [a]\n: b\n", "expected 'name: value'"),
        (b"title: \xff\n", "cannot be read as UTF-8"),
        (b"\x00", "not plain YAML"),
        ("a" * 70_000, "larger than 64 KiB"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    assert "document.yml" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["a.b", "-a", "a b", "é"])
def test_the_folder_is_the_id(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="folder name"):
        read(tmp_path, USUAL, name)


LAUGHS = "a: &a [x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    "text",
    [LAUGHS, "a: " + "[" * 60_000, "a: " + "{" * 60_000, "- " * 30_000, "? " * 30_000],
    ids=["laughs", "lists", "maps", "items", "keys"],
)
def test_bombs(tmp_path: Path, text: str) -> None:
    began = time.monotonic()
    with pytest.raises(DocumentError):
        read(tmp_path, text)
    assert time.monotonic() - began < 5


def test_a_text_is_proved(tmp_path: Path) -> None:
    document = read(tmp_path, USUAL + f"text: {{file: t, sha256: {SHA}, characters: 3}}\n")
    path = tmp_path / "t"
    with pytest.raises(TextError, match="cannot be read"):
        document.prove(path)
    path.write_bytes(b"abd")
    with pytest.raises(TextError, match="another text"):
        document.prove(path)
    path.write_bytes(b"abc")
    assert document.prove(path) == "abc"
