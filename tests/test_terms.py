"""Identifiers: from CURIE to IRI and back, on any base."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from respondeat.errors import TermError
from respondeat.terms import TERMS, Terms, foreign, is_id

ids = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,20}[A-Za-z0-9])?", fullmatch=True)


@given(st.sampled_from(sorted(TERMS.prefixes)), ids, st.sampled_from([TERMS.base, "urn:a:b/"]))
def test_expand_and_compact_are_inverse(prefix: str, local: str, base: str) -> None:
    terms = Terms(base)
    assert terms.compact(terms.expand(f"{prefix}:{local}")) == f"{prefix}:{local}"


@given(st.text())
def test_any_text_is_a_curie_or_refused(text: str) -> None:
    with contextlib.suppress(TermError):
        assert TERMS.compact(TERMS.expand(text)) == text


@given(st.text())
def test_what_has_no_prefix_stays(text: str) -> None:
    compact = TERMS.compact(text)
    assert compact == text or TERMS.expand(compact) == text


@pytest.mark.parametrize(
    "text", ["", "actor", "actor:", "actor:-a", "actor:a/b", "x:a", "actor:a\n"]
)
def test_ill_formed(text: str) -> None:
    with pytest.raises(TermError):
        TERMS.expand(text)


def test_ids() -> None:
    assert is_id("a.b-c_1")
    assert not any(map(is_id, ("", "a ", "-a", "a.", "a/b", "é")))


def test_foreign_characters() -> None:
    assert foreign("\ud800") == "U+D800"
    assert foreign("a\u202e\n\t") is None
