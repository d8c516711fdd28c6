"""Scope in sentences: what applied first, each with the fact that decides and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from respondeat.applicability import TESTS
from respondeat.scope import Scope

__all__ = ["lines"]

_HEADINGS = {
    "in-scope": "IN SCOPE: what bound there and then, as alleged",
    "in-scope-unless": "IN SCOPE UNLESS an exception held",
    "excepted": "EXCEPTED",
    "undetermined": "UNDETERMINED: what is missing is named",
    "not-decomposable": "NOT DECOMPOSABLE: the set reaches across a boundary",
    "outside": "OUTSIDE",
}
_WORDS = {True: "true", False: "false", None: "unknown"}


def lines(found: list[Scope], *, why: bool = False) -> Iterator[str]:
    """Yield the lines of a scope; ``why`` adds every test."""
    yield f"Scope of every provision over {found[0].incident if found else 'nothing'}"
    heading = ""
    for one in found:
        if one.result != heading:
            heading = one.result
            yield ""
            yield _HEADINGS[heading]
        yield f"  {one.provision} for {one.actor}{_character(one)}"
        yield from (f"      {line}" for line in (_tests(one) if why else _deciding(one)))


def _character(one: Scope) -> str:
    return f"  [legal character: {'; '.join(one.character)}]" if one.character else ""


def _deciding(one: Scope) -> Iterator[str]:
    if one.result == "outside":
        for name in TESTS[:-1]:
            if one.outcomes[name].value is False:
                yield f"{name}: {one.outcomes[name].why}"
        return
    if one.result in ("undetermined", "not-decomposable"):
        for name in TESTS:
            if one.outcomes[name].value is None:
                for text in one.outcomes[name].missing:
                    yield f"{name} unknown: {text}"
        return
    for name in ("force", "person", "matter"):
        yield f"{name}: {one.outcomes[name].why}"
    if one.result != "in-scope":
        yield f"exception: {one.outcomes['exception'].why}"
        for text in one.outcomes["exception"].missing:
            yield f"exception unknown: {text}"


def _tests(one: Scope) -> Iterator[str]:
    for name in TESTS:
        outcome = one.outcomes[name]
        yield f"{name} {_WORDS[outcome.value]}: {outcome.why}"
        for text in outcome.missing:
            yield f"    missing: {text}"
