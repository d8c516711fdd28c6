"""Withdrawal: all smallest sets of origins that break every path, against trying them all."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from respondeat.cut import Flow
from respondeat.errors import UsageError
from respondeat.withdrawal import MOST, Smallest, Step, Withdrawals, smallest, withdrawals

NAMES = "abcdefg"


def step(source: str, target: str, origins: str = "") -> Step:
    return Step(f"{source}{target}{origins}", source, target, frozenset(origins))


def connected(steps: Iterable[Step], gone: frozenset[str] = frozenset()) -> bool:
    """Say whether a path leads from node 0 to node 9 when some origins are withdrawn."""
    standing = [one for one in steps if not one.origins or not one.origins <= gone]
    seen, before = {"0"}, 0
    while before != len(seen):
        before = len(seen)
        seen |= {one.target for one in standing if one.source in seen}
    return "9" in seen


def tried(steps: list[Step], most: int = MOST) -> tuple[tuple[str, ...], ...]:
    """Return the minimal breaking sets, by trying every set."""
    names = sorted({name for one in steps for name in one.origins})
    found: list[tuple[str, ...]] = []
    for size in range(1, most + 1):
        for some in itertools.combinations(names, size):
            smaller = any(set(one) <= set(some) for one in found)
            if not smaller and not connected(steps, frozenset(some)):
                found.append(some)
    return tuple(found)


_ORIGINS = st.sets(st.sampled_from(NAMES), max_size=4).map(lambda one: "".join(sorted(one)))
_NODE = st.sampled_from("012349")
_STEPS = st.lists(st.builds(step, _NODE, _NODE, _ORIGINS), max_size=16)
_ROWS = st.lists(st.lists(_ORIGINS.filter(bool), min_size=1, max_size=4), min_size=1, max_size=4)


@given(_STEPS)
@settings(max_examples=500)
def test_small_graphs_agree_with_trying_every_set(steps: list[Step]) -> None:
    found = withdrawals(steps, "0", "9")
    if not connected(steps):
        assert found == Withdrawals((), MOST, 0, paths=False)
        return
    assert found.sets == tried(steps)
    assert found.whole_to == MOST
    assert (found.at_least is None) == connected(steps, frozenset(NAMES))
    if found.at_least is not None:
        assert not tried(steps, found.at_least - 1)


@given(_ROWS)
@settings(max_examples=300)
def test_paths_side_by_side_agree_with_trying_every_set(rows: list[list[str]]) -> None:
    steps = []
    for row, origins in enumerate(rows):
        nodes = ["0", *(f"n{row}.{place}" for place in range(1, len(origins))), "9"]
        steps += [step(*ends) for ends in zip(nodes, nodes[1:], origins, strict=False)]
    assert withdrawals(steps, "0", "9").sets == tried(steps)


@given(_STEPS)
def test_every_set_breaks_and_no_smaller_one_does(steps: list[Step]) -> None:
    for one in withdrawals(steps, "0", "9").sets:
        assert not connected(steps, frozenset(one))
        for name in one:
            assert connected(steps, frozenset(one) - {name})


@given(_STEPS, st.sets(st.sampled_from(NAMES)))
def test_withdrawing_an_origin_never_adds_a_path(steps: list[Step], gone: set[str]) -> None:
    left = [one for one in steps if not one.origins or not one.origins <= gone]
    before, after = withdrawals(steps, "0", "9"), withdrawals(left, "0", "9")
    assert before.paths or not after.paths
    if after.paths and after.at_least is not None and before.at_least is not None:
        assert after.at_least <= before.at_least
        for one in before.sets:  # what broke all still does, with less or the same
            assert not connected(left, frozenset(one))


@given(_STEPS, st.integers(1, 60))
def test_a_list_that_was_cut_short_is_whole_up_to_the_size_it_names(
    steps: list[Step], budget: int
) -> None:
    found = withdrawals(steps, "0", "9", budget=budget)
    if found.paths and found.at_least is not None:
        assert found.sets == tried(steps, found.whole_to)
        assert not tried(steps, min(found.at_least - 1, MOST))


def test_a_spent_budget_leaves_a_shorter_list_that_is_whole() -> None:
    steps = ladder(random.Random(3), 12, NAMES + "hijk", both_ways=True)
    cut_short = {}
    for power in range(20):
        found = withdrawals(steps, "0", "9", budget=2**power)
        assert found.sets == tried(steps, found.whole_to)
        cut_short[found.whole_to] = len(found.sets)
    assert sorted(cut_short) == [0, 1, 2, 3]
    assert cut_short[2] < cut_short[3]


@pytest.mark.parametrize("large", [0, 16])
@pytest.mark.parametrize("both_ways", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_ladders_agree_with_trying_every_set(
    monkeypatch: pytest.MonkeyPatch, large: int, both_ways: bool, seed: int
) -> None:
    monkeypatch.setattr(Flow, "large", large)
    chance = random.Random(seed)
    steps = ladder(chance, 12, "".join(NAMES), both_ways)
    assert withdrawals(steps, "0", "9").sets == tried(steps)


def ladder(chance: random.Random, rungs: int, names: str, both_ways: bool) -> list[Step]:
    ends = [("0", "t0"), ("0", "b0"), (f"t{rungs}", "9"), (f"b{rungs}", "9")]
    for n in range(rungs):
        ends += [(f"t{n}", f"t{n + 1}"), (f"b{n}", f"b{n + 1}"), (f"t{n}", f"b{n}")]
        ends += [(f"b{n}", f"t{n}")] if both_ways else []
    return [step(*pair, "".join(chance.sample(names, chance.randint(1, 3)))) for pair in ends]


def test_the_order_of_the_steps_does_not_matter() -> None:
    steps = ladder(random.Random(7), 20, NAMES, both_ways=True)
    shuffled = steps.copy()
    random.Random(8).shuffle(shuffled)
    assert withdrawals(steps, "0", "9") == withdrawals(shuffled, "0", "9")


def test_a_path_of_assumptions_stands_whatever_is_withdrawn() -> None:
    found = withdrawals([step("0", "1"), step("1", "9"), step("0", "9", "a")], "0", "9")
    assert (found.sets, found.at_least, found.paths) == ((), None, True)


def test_four_paths_that_share_no_origin_take_more_than_three() -> None:
    steps = [one for n in "abcd" for one in (step("0", f"n{n}", n), step(f"n{n}", "9"))]
    assert withdrawals(steps, "0", "9") == Withdrawals((), 3, 4)


def test_one_origin_of_every_step_is_sole() -> None:
    steps = [step("0", "1", "a"), step("1", "9", "b"), step("0", "9", "ab")]
    assert withdrawals(steps, "0", "9").sets == (("a", "b"),)
    assert withdrawals([*steps[:2], step("0", "9", "b")], "0", "9").sole == ("b",)


@given(_STEPS)
@settings(max_examples=200, deadline=None)
def test_the_solver_finds_the_size_that_trying_every_set_finds(steps: list[Step]) -> None:
    pytest.importorskip("pysat", reason="python-sat (the extra 'solve') is missing")
    found = smallest(steps, "0", "9")
    sets = tried(steps, len(NAMES))
    if not connected(steps):
        assert found == Smallest(0, ())
    elif not sets:
        assert found == Smallest(None, None)
    else:
        assert found.size == len(sets[0])
        assert found.origins is not None
        assert not connected(steps, frozenset(found.origins))


def test_a_solver_that_was_stopped_gives_a_lower_bound() -> None:
    pytest.importorskip("pysat", reason="python-sat (the extra 'solve') is missing")
    steps = [one for n in NAMES for one in (step("0", f"n{n}", n), step(f"n{n}", "9"))]
    found = smallest(steps, "0", "9", rounds=3)
    assert found == Smallest(3, None)
    assert smallest(steps, "0", "9").size == len(NAMES)


def test_without_the_solver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysat.examples.rc2", None)
    with pytest.raises(UsageError, match="python-sat"):
        smallest([step("0", "9", "a")], "0", "9")
