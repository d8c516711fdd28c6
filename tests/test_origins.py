"""Origins: relays collapse, an unread upstream stays one origin, and what they share counts."""

from __future__ import annotations

import random
import time
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from respondeat.apart import most_apart
from respondeat.finding import Independence
from respondeat.origins import UNREAD, Head, Interests, Origin, Sources, origins


def row(document: str, asserter: str = "actor:x", relays: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"document": document, "key": "k", "asserter": asserter, "relays": list(relays)}


def head(document: str, asserter: str = "actor:x", *relays: str) -> tuple[str, Head]:
    """Return a claim of its own, or one that relays others (``a`` is the claim of document a)."""
    targets = (one if one.startswith("doc:") else f"claim:{one}.k" for one in relays)
    return f"claim:{document}.k", Head(asserter, f"doc:{document}", tuple(targets))


def independence(
    *heads: tuple[str, Head],
    inputs: tuple[tuple[str, str], ...] = (),
    interests: Interests | None = None,
) -> Independence:
    """Return that of all claims together; inputs are documents."""
    pairs = [(f"doc:{one}", f"doc:{other}") for one, other in inputs]
    return Sources(dict(heads).get, pairs, interests).independence(name for name, _ in heads)


def test_a_claim_of_its_own_is_its_origin() -> None:
    assert origins([row("a")])["a.k"] == {Origin("actor:x", "doc:a")}


def test_six_relays_of_one_source_are_one_origin() -> None:
    rows = [row("a"), *(row(f"r{i}", relays=("a.k",)) for i in range(6))]
    assert len(set().union(*origins(rows).values())) == 1


def test_a_chain_of_relays_ends_where_the_first_was_said() -> None:
    rows = [row("c", relays=("b.k",)), row("b", relays=("a.k",)), row("a")]
    assert origins(rows)["c.k"] == {Origin("actor:x", "doc:a")}


def test_a_chain_may_be_longer_than_the_stack() -> None:
    rows = [row(f"d{i}", relays=(f"d{i + 1}.k",)) for i in range(5000)]
    assert origins([*rows, row("d5000")])["d0.k"] == {Origin("actor:x", "doc:d5000")}


def test_an_unread_upstream_is_still_an_origin() -> None:
    assert origins([row("b", relays=("a",))])["b.k"] == {Origin("actor:x", UNREAD)}


def test_a_retracted_upstream_is_unread() -> None:
    assert origins([row("b", relays=("a.k",))])["b.k"] == {Origin("actor:x", UNREAD)}


def test_an_asserter_that_was_read_takes_the_place_of_an_unread_one() -> None:
    rows = [row("a"), row("c", relays=("a.k", "b"))]
    assert origins(rows)["c.k"] == {Origin("actor:x", "doc:a")}


def test_two_upstreams_are_two_origins() -> None:
    rows = [row("a"), row("b", "actor:y"), row("c", relays=("a.k", "b.k"))]
    assert origins(rows)["c.k"] == {Origin("actor:x", "doc:a"), Origin("actor:y", "doc:b")}


def test_a_circle_that_nobody_began_is_one_origin_from_wherever_it_is_seen() -> None:
    rows = [
        row("a", "actor:y", ("b.k",)),
        row("b", "actor:x", ("a.k",)),
        row("c", "actor:z", ("a.k",)),
    ]
    assert set(origins(rows).values()) == {frozenset({Origin("actor:x", UNREAD)})}


def test_a_circle_of_many_is_one_origin() -> None:
    rows = [row(f"d{i}", f"actor:{i}", (f"d{(i + 1) % 5}.k",)) for i in range(5)]
    assert set(origins(rows).values()) == {frozenset({Origin("actor:0", UNREAD)})}


def test_a_circle_ends_where_it_is_left() -> None:
    rows = [
        row("a", relays=("b.k", "s.k")),
        row("b", relays=("a.k", "t.k")),
        row("s", "actor:s"),
        row("t", "actor:t"),
    ]
    assert origins(rows)["a.k"] == origins(rows)["b.k"]
    assert {end.asserter for end in origins(rows)["a.k"]} == {"actor:s", "actor:t"}


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


def test_no_claim_has_no_origin() -> None:
    assert independence() == Independence(0, 0)
    assert Sources(dict[str, Head]().get).origins(["claim:gone.k"]) == frozenset()


def test_two_who_share_nothing_are_two() -> None:
    assert independence(head("a"), head("b", "actor:y")) == Independence(2, 2)


def test_one_asserter_in_two_documents_is_one() -> None:
    assert independence(head("a"), head("b")) == Independence(1, 1)
    assert independence(head("a"), head("b", "actor:x", "doc:c")) == Independence(1, 1)


def test_two_voices_in_one_document_are_two() -> None:
    claims = head("a"), ("claim:a.other", Head("actor:y", "doc:a"))
    assert independence(*claims) == Independence(2, 2)


@pytest.mark.parametrize(
    "inputs",
    [
        (("a", "b"),),
        (("b", "a"),),
        (("a", "c"), ("b", "c")),
        (("a", "c"), ("c", "d"), ("b", "e"), ("e", "d")),
        (("a", "c"), ("c", "a"), ("a", "d"), ("d", "b")),
    ],
)
def test_what_a_document_draws_on_collapses_the_least(inputs: tuple[tuple[str, str], ...]) -> None:
    assert independence(head("a"), head("b", "actor:y"), inputs=inputs) == Independence(1, 2)


def test_what_is_derived_from_two_sources_adds_nothing_and_joins_nothing() -> None:
    inputs = (("c", "a"), ("c", "b"))
    two = head("a"), head("b", "actor:y")
    assert independence(*two, inputs=inputs) == Independence(2, 2)
    assert independence(*two, head("c", "actor:z"), inputs=inputs) == Independence(2, 3)
    further = (*inputs, ("d", "c"), ("d", "e"), ("a", "e"))
    both = head("c", "actor:z"), head("d", "actor:d")
    assert independence(*two, *both, inputs=further) == Independence(2, 4)


def test_another_document_of_one_voice_joins_nothing_either() -> None:
    claims = head("a"), head("b", "actor:y")
    more = head("c", "actor:x"), head("d", "actor:y")
    assert independence(*claims, *more, inputs=(("c", "b"), ("d", "a"))) == Independence(2, 2)


def test_two_voices_in_one_document_are_one_where_it_draws_on_another() -> None:
    claims = head("a"), ("claim:a.other", Head("actor:y", "doc:a"))
    assert independence(*claims, inputs=(("a", "b"),)) == Independence(1, 2)
    assert independence(*claims, head("c", "actor:z"), inputs=(("c", "a"),)) == Independence(2, 3)


def test_a_document_passed_on_unread_has_inputs_all_the_same() -> None:
    relay = head("news", "actor:jim", "doc:report")
    assert independence(relay, head("ffm", "actor:ffm"), inputs=(("report", "ffm"),)) == (1, 2)


def test_who_shares_an_interest_collapses_the_least() -> None:
    sides = Interests([("actor:x", "actor:state"), ("actor:y", "actor:state")])
    assert independence(head("a"), head("b", "actor:y"), interests=sides) == Independence(1, 2)


def test_a_joint_voice_shares_the_interest_of_each_member_and_joins_nobody_else() -> None:
    sides = Interests(
        [("actor:x", "actor:army")], [("actor:both", "actor:x"), ("actor:both", "actor:y")]
    )
    two = head("a"), head("b", "actor:y")
    assert independence(*two, interests=sides) == Independence(2, 2)
    assert independence(*two, head("c", "actor:both"), interests=sides) == Independence(2, 3)
    assert independence(two[0], head("c", "actor:both"), interests=sides) == Independence(1, 2)
    assert independence(head("c", "actor:both"), head("d", "actor:army"), interests=sides) == (1, 2)


def test_kin_are_a_whole_group_and_the_joint_voices_with_one_of_them() -> None:
    sides = Interests(
        [("actor:army", "actor:state"), ("actor:government", "actor:state")],
        [("actor:both", "actor:government"), ("actor:both", "actor:other")],
    )
    assert sides.kin("actor:army") == {
        "actor:army",
        "actor:state",
        "actor:government",
        "actor:both",
    }
    assert sides.kin("actor:other") == {"actor:other", "actor:both"}
    assert sides.kin("actor:nobody") == {"actor:nobody"}


NUMBERS = st.integers(0, 6)
CLAIMS = st.lists(st.tuples(NUMBERS, st.lists(NUMBERS, max_size=2)), max_size=7)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5)


class Record:
    """Claims that relay each other in any way, circles too; some upstreams are not there."""

    def __init__(
        self,
        claims: list[tuple[int, list[int]]],
        inputs: list[tuple[int, int]],
        pairs: list[tuple[int, int]],
    ) -> None:
        self.heads = dict(
            head(f"d{i}", f"actor:a{asserter}", *(f"d{target}" for target in relays))
            for i, (asserter, relays) in enumerate(claims)
        )
        self.inputs = [(f"doc:d{one}", f"doc:d{other}") for one, other in inputs]
        self.sides = Interests([(f"actor:a{one}", f"actor:a{other}") for one, other in pairs])

    def sources(self, *more: tuple[str, Head]) -> Sources:
        return Sources({**self.heads, **dict(more)}.get, self.inputs, self.sides)


RECORDS = st.builds(Record, CLAIMS, PAIRS, PAIRS)


@given(RECORDS, st.randoms())
def test_the_least_is_never_above_the_most_and_the_order_is_nothing(
    record: Record, order: random.Random
) -> None:
    names = list(record.heads)
    found = record.sources().independence(names)
    assert found.min <= found.max
    assert (found.min > 0) == bool(names)
    order.shuffle(names)
    record.inputs.reverse()
    assert record.sources().independence(names) == found
    assert record.sources().origins(names) == record.sources().origins(sorted(names))


@given(RECORDS, st.sets(NUMBERS), st.integers(0, 9))
def test_adding_a_relay_never_raises_independence(
    record: Record, chosen: set[int], asserter: int
) -> None:
    names = [f"claim:d{i}.k" for i in chosen if f"claim:d{i}.k" in record.heads]
    before = record.sources().independence(names)
    relay = "claim:relay.k", Head(f"actor:b{asserter}", "doc:relay", tuple(names))
    after = record.sources(relay).independence([*names, relay[0]])
    if names:  # a relay of nothing is a claim of its own
        assert after == before
        assert record.sources(relay).independence([relay[0]]) == before


@given(RECORDS, st.sets(NUMBERS), st.sets(NUMBERS))
def test_more_claims_never_have_fewer_asserters_at_most(
    record: Record, some: set[int], more: set[int]
) -> None:
    def most(numbers: set[int]) -> int:
        return record.sources().independence(f"claim:d{i}.k" for i in numbers).max

    assert max(most(some), most(more)) <= most(some | more) <= most(some) + most(more)


DISTINCT = st.just([(number, list[int]()) for number in range(7)])


@given(
    st.one_of(RECORDS, st.builds(Record, DISTINCT, PAIRS, PAIRS)),
    st.sets(NUMBERS),
    NUMBERS,
    st.sets(NUMBERS),
)
def test_one_more_claim_never_lowers_either_number(
    record: Record, some: set[int], more: int, feeding: set[int]
) -> None:
    record.inputs += [(f"doc:d{more}", f"doc:d{one}") for one in feeding]

    def found(numbers: set[int]) -> Independence:
        return record.sources().independence(f"claim:d{i}.k" for i in numbers)

    before, after = found(some), found(some | {more})
    assert (before.min <= after.min, before.max <= after.max) == (True, True)


def test_a_document_that_is_read_at_last_can_show_two_relays_to_be_one() -> None:
    relays = head("b", "actor:x", "a"), head("c", "actor:y", "a")
    assert independence(*relays) == Independence(2, 2)
    assert independence(*relays, head("a", "actor:z")) == Independence(1, 1)


@given(RECORDS, st.sets(st.integers(0, 6)))
def test_only_origins_that_are_heard_count(record: Record, shut: set[int]) -> None:
    gone = {f"actor:a{one}" for one in shut}
    sources, names = record.sources(), list(record.heads)

    def heard(_: str, origin: Origin) -> bool:
        return origin.asserter not in gone

    whole, left = sources.origins(names), sources.origins(names, heard)
    assert {one.asserter for one in left} == {one.asserter for one in whole} - gone
    assert sources.independence(names, heard).max == len({one.asserter for one in left})
    assert sources.independence(names, heard).min <= sources.independence(names).min
    assert sources.independence(names, lambda *_: True) == sources.independence(names)


def test_a_claim_is_heard_for_an_origin_and_another_for_the_same_is_not() -> None:
    heads = dict([head("a"), head("b", "actor:y"), head("c", "actor:z", "a", "b")])
    sources = Sources(heads.get)

    def heard(claim: str, origin: Origin) -> bool:
        return claim == "claim:a.k" or origin.asserter == "actor:y"

    assert sources.origins(["claim:c.k"], heard) == {Origin("actor:y", "doc:b")}
    assert sources.independence(["claim:c.k"], heard) == Independence(1, 1)
    assert sources.independence(["claim:c.k", "claim:a.k"], heard) == Independence(2, 2)


@given(st.integers(1, 8), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_most_apart_is_what_trying_everything_gives(
    count: int, pairs: set[tuple[int, int]]
) -> None:
    joined: dict[int, set[int]] = {name: set() for name in range(count)}
    for one, other in pairs:
        if one != other and max(one, other) < count:
            joined[one].add(other)
            joined[other].add(one)
    sizes = [
        size
        for size in range(count + 1)
        for chosen in combinations(range(count), size)
        if all(joined[one].isdisjoint(chosen) for one in chosen)
    ]
    assert most_apart(joined) == max(sizes)


def test_hundreds_of_origins_are_counted_soon() -> None:
    """A lattice of shared inputs, in which nothing stands in for anything, ends the search."""
    heads = [head(f"d{i}", f"actor:a{i}") for i in range(400)]
    inputs = tuple((f"d{i}", f"s{(i * k) % 397}") for i in range(400) for k in (1, 7, 31))
    before = time.perf_counter()
    found = independence(*heads, inputs=inputs)
    assert time.perf_counter() - before < 20
    assert 1 < found.min < found.max == 400


@given(RECORDS)
def test_one_claim_has_the_origins_of_the_claims_table(record: Record) -> None:
    rows = [
        {
            "document": claim.document.removeprefix("doc:"),
            "key": "k",
            "asserter": claim.asserter,
            "relays": [one.removeprefix("claim:") for one in claim.relays],
        }
        for claim in record.heads.values()
    ]
    for name, found in origins(rows).items():
        assert record.sources().origins([f"claim:{name}"]) == found
        assert record.sources().independence([f"claim:{name}"]).max == len(
            {end.asserter for end in found}
        )


@given(RECORDS, st.tuples(NUMBERS, NUMBERS))
def test_declaring_more_only_lowers_the_least(record: Record, pair: tuple[int, int]) -> None:
    before = record.sources().independence(record.heads)
    record.inputs.append((f"doc:d{pair[0]}", f"doc:d{pair[1]}"))
    after = record.sources().independence(record.heads)
    assert after.max == before.max
    assert after.min <= before.min
