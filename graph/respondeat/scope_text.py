"""Scope in sentences: what applied first, each with the fact that decides and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from respondeat.applicability import TESTS
from respondeat.scope import Scope

__all__ = ["lines"]

_HEADINGS = {
    "in-scope": "IN SCOPE: it bound there and then, for the conduct as alleged",
    "in-scope-unless": "IN SCOPE UNLESS an exception held",
    "excepted": "EXCEPTED",
    "undetermined": "UNDETERMINED: what is missing is named",
    "not-decomposable": "NOT DECOMPOSABLE: the set reaches across a boundary",
    "outside": "OUTSIDE: the first false test is named",
}
_CAPACITY = {
    "perpetrator": " (as alleged)",
    "jointly": " (named only jointly with others)",
    "addressed": " (who owes it)",
    "involved": " (said to be involved, in a way left open)",
    "nobody": " (no source read names it as perpetrator: hypothetical)",
}
_WORDS = {True: "true", False: "false", None: "unknown"}


def lines(found: list[Scope], *, why: bool = False) -> Iterator[str]:
    """Yield the lines of a scope; ``why`` adds every test. Equal results share their lines."""
    if not found:
        yield "no provision is registered"
        return
    yield f"Scope of every provision over {found[0].incident}"
    yield f"occurred {found[0].occurred or '?: no source read gives a date'}"
    yield "alleged, by whom and when:"
    yield from (f"  {one}" for one in found[0].alleged or ("no type, weapon or target",))
    for result, group in groupby(found, key=lambda one: one.result):
        yield ""
        yield _HEADINGS[result]
        alike: dict[tuple[str, ...], list[Scope]] = {}
        for one in group:
            body = tuple(_tests(one) if why else _deciding(one))
            alike.setdefault((*_labels(one), *body), []).append(one)
        for body, members in alike.items():
            yield from _heads(members)
            yield from (f"      {line}" for line in body)


def _heads(members: list[Scope]) -> Iterator[str]:
    """Name what shares a result: provisions that share their actors stand in one line."""
    provisions: dict[tuple[str, ...], list[str]] = {}
    for provision, same in groupby(members, key=lambda one: one.provision):
        actors = tuple(f"{one.actor}{_CAPACITY[one.named]}" for one in same)
        provisions.setdefault(actors, []).append(provision)
    for actors, names in provisions.items():
        yield f"  {', '.join(names)} for {', '.join(actors)}"


def _labels(one: Scope) -> tuple[str, ...]:
    labels = (("legal character", one.character), ("contested", one.contested))
    return tuple(f"{name}: {'; '.join(found)}" for name, found in labels if found)


def _deciding(one: Scope) -> Iterator[str]:
    if one.result == "outside":
        assert one.reason is not None
        yield f"{one.reason}: {one.outcomes[one.reason].why}"
        if one.reason != "force" and one.outcomes["force"].value is False:
            yield f"force: {one.outcomes['force'].why}"
    elif one.result in ("undetermined", "not-decomposable"):
        for name in TESTS:
            for text in one.outcomes[name].missing:
                yield f"{name} unknown: {text}"
    else:
        for name in ("force", "person", "matter"):
            yield f"{name}: {one.outcomes[name].brief or one.outcomes[name].why}"
        for name in ("territory", "context"):  # what somebody decided is never left unsaid
            if "through identicalTo" in one.outcomes[name].why:
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
