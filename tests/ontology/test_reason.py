"""HermiT finds contradictions and empty classes, and can be stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import Any

import pytest

from respondeat.errors import ReasonError
from respondeat.reason import inconsistencies

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None, reason="Java is missing: HermiT not run"
)

A, CLASS, SUB, DISJOINT = (
    b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    b"<http://www.w3.org/2002/07/owl#Class>",
    b"<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
    b"<http://www.w3.org/2002/07/owl#disjointWith>",
)
APART = (
    b"".join(b"<urn:%s> %s %s .\n" % (name, A, CLASS) for name in (b"Claim", b"Finding", b"Both"))
    + b"<urn:Claim> %s <urn:Finding> .\n" % DISJOINT
)


def test_sound_input_has_no_inconsistency() -> None:
    assert inconsistencies(APART + b"<urn:x> %s <urn:Claim> .\n" % A) == []


def test_contradiction_is_found() -> None:
    both = b"<urn:x> %s <urn:Claim> .\n<urn:x> %s <urn:Finding> .\n" % (A, A)
    assert inconsistencies(APART + both) == ["the axioms and data contradict each other"]


def test_class_without_possible_member_is_named() -> None:
    both = b"<urn:Both> %s <urn:Claim> .\n<urn:Both> %s <urn:Finding> .\n" % (SUB, SUB)
    assert inconsistencies(APART + both) == ["nothing can be a urn:Both"]


def test_literals_that_hermit_cannot_read_are_left_out() -> None:
    dated = b'<urn:x> <urn:p> "2017-05-04"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    spoken = b'<urn:x> <urn:q> "\\"quoted\\""@ar .\n'
    assert inconsistencies(APART + dated + spoken) == []


def test_time_limit_ends_the_reasoner_and_its_java(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    with pytest.raises(ReasonError, match="stopped after"):
        inconsistencies(APART, seconds=0.2)
    (session,) = started
    limit = time.monotonic() + 5
    while time.monotonic() < limit and _has_members(session):
        time.sleep(0.05)
    assert not _has_members(session)


def _has_members(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True


def test_unreadable_input_is_an_error_that_says_so() -> None:
    with pytest.raises(ReasonError, match="could not read"):
        inconsistencies(b"this is no N-Triples\n")


def test_missing_java_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonError, match="Java is missing"):
        inconsistencies(APART)
