"""Origins: relays collapse, and an unread upstream stays one origin of the same asserter."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from respondeat.origins import UNREAD, Origin, origins


def row(document: str, asserter: str = "actor:x", relays: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"document": document, "key": "k", "asserter": asserter, "relays": list(relays)}


def test_a_claim_of_its_own_is_its_origin() -> None:
    assert origins([row("a")])["a.k"] == {Origin("actor:x", "doc:a")}


def test_six_relays_of_one_source_are_one_origin() -> None:
    rows = [row("a"), *(row(f"r{i}", relays=("a.k",)) for i in range(6))]
    assert len(set().union(*origins(rows).values())) == 1


def test_a_chain_of_relays_ends_where_the_first_was_said() -> None:
    rows = [row("c", relays=("b.k",)), row("b", relays=("a.k",)), row("a")]
    assert origins(rows)["c.k"] == {Origin("actor:x", "doc:a")}


def test_an_unread_upstream_is_still_an_origin() -> None:
    assert origins([row("b", relays=("a",))])["b.k"] == {Origin("actor:x", UNREAD)}


def test_a_retracted_upstream_is_unread() -> None:
    assert origins([row("b", relays=("a.k",))])["b.k"] == {Origin("actor:x", UNREAD)}


def test_relays_in_a_circle_end() -> None:
    found = origins([row("a", relays=("b.k",)), row("b", relays=("a.k",))])
    assert set(found) == {"a.k", "b.k"}
    assert all(found.values())


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_adding_a_relay_never_raises_the_number_of_origins(targets: list[int]) -> None:
    rows = [row(f"d{i}", asserter=f"actor:a{i % 3}") for i in range(10)]
    before = set().union(*origins(rows).values())
    relays = [
        row(f"r{i}", asserter=f"actor:a{target % 3}", relays=(f"d{target}.k",))
        for i, target in enumerate(targets)
    ]
    assert set().union(*origins([*rows, *relays]).values()) == before
