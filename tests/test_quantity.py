"""Number: bounds in order, and what conflicts with what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from respondeat.errors import QuantityError
from respondeat.quantity import Quantity, number

numbers = st.none() | st.integers(0, 100)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(st.integers(0, 100)), draw(st.integers(0, 100))))
    return Quantity(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


@given(numbers, numbers, numbers)
def test_bounds_are_in_order_or_refused(
    low: int | None, high: int | None, best: int | None
) -> None:
    cells = ["" if one is None else str(one) for one in (low, high, best)]
    given_bounds = [one for one in (low, best, high) if one is not None]
    if given_bounds == sorted(given_bounds):
        assert Quantity.from_cells(*cells)[:3] == (low, high, best)
    else:
        with pytest.raises(QuantityError, match="out of order"):
            Quantity.from_cells(*cells)


@given(quantities(), quantities())
def test_conflict_is_mutual_and_means_no_common_number(a: Quantity, b: Quantity) -> None:
    def fits(one: Quantity, n: int) -> bool:
        return (one.lower is None or one.lower <= n) and (one.upper is None or n <= one.upper)

    assert a.conflicts(b) == b.conflicts(a)
    assert a.conflicts(b) == (not any(fits(a, n) and fits(b, n) for n in range(101)))
    assert not a.conflicts(a)


@given(quantities(), quantities())
def test_equal_quantities_meet_in_one_node(a: Quantity, b: Quantity) -> None:
    assert (a.key() == b.key()) == (a == b)


def test_unit_and_count_are_of_the_quantity() -> None:
    keys = {Quantity(1, unit=unit, counts=counts).key() for unit in "ab" for counts in "ab"}
    assert len(keys) == 4


@pytest.mark.parametrize(
    "cell", ["1,109", "-1", "dozens", "1e3", "nan", "inf", "١٠", "1.", "9" * 16]
)
def test_what_is_no_number(cell: str) -> None:
    with pytest.raises(QuantityError, match="not a plain number"):
        Quantity.from_cells(cell)


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers_stay_whole(n: int) -> None:
    low = Quantity.from_cells(str(n)).lower
    assert low is not None
    assert number(low) == n
    assert isinstance(number(low), int)
