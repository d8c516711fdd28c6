"""Time: the algebra of four points and three values."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from respondeat.errors import PeriodError
from respondeat.period import OPEN_END, OPEN_START, Period

days = st.dates(date(2016, 1, 1), date(2019, 12, 31))
points = st.none() | days


@st.composite
def periods(draw: st.DrawFn) -> Period:
    low, high = sorted((draw(days), draw(days)))
    first, last = sorted((draw(days), draw(days)))
    period = Period(
        draw(st.sampled_from([low, None, OPEN_START])),
        draw(st.sampled_from([high, None])),
        draw(st.sampled_from([first, None])),
        draw(st.sampled_from([last, None, OPEN_END])),
    )
    try:
        return period.checked()
    except PeriodError:
        assume(False)
        raise


def shift(period: Period, by: timedelta) -> Period:
    return Period(*(p if p in (None, OPEN_START, OPEN_END) else p + by for p in period))


@given(periods(), periods())
def test_apart_is_mutual(a: Period, b: Period) -> None:
    assert (a.within(b) is False) == (b.within(a) is False)


@given(periods(), periods(), st.integers(-400, 400))
def test_shifting_both_changes_nothing(a: Period, b: Period, number: int) -> None:
    by = timedelta(days=number)
    assert shift(a, by).within(shift(b, by)) == a.within(b)
    assert shift(a, by).straddles(shift(b, by)) == a.straddles(b)


@given(periods(), periods(), st.integers(0, 3), st.integers(0, 400))
def test_widening_only_moves_towards_none(a: Period, b: Period, at: int, number: int) -> None:
    names = ("earliest_start", "latest_start", "earliest_end", "latest_end")
    point, sign = a[at], -1 if names[at].startswith("earliest") else 1
    known = point is not None and point not in (OPEN_START, OPEN_END)
    wider = point + sign * timedelta(days=number) if known and point else point
    for loose in (a._replace(**{names[at]: wider}), a._replace(**{names[at]: None})):
        assert loose.within(b) in (None, a.within(b))
        assert b.within(loose) in (None, b.within(a))


@given(periods())
def test_apart_from_what_it_straddles_never(a: Period) -> None:
    assert not a.straddles(a)
    assert a.within(a) is not False


@given(periods(), periods())
def test_equal_points_meet_in_one_node(a: Period, b: Period) -> None:
    assert (a.key() == b.key()) == (a == b)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_is_a_day(day: date) -> None:
    assert Period.from_edtf(day.isoformat()) == (day, day, day, day)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2017", "2017-01-01/2017-12-31/2017-01-01/2017-12-31"),
        ("2017-02", "2017-02-01/2017-02-28/2017-02-01/2017-02-28"),
        ("2017-05-05/..", "2017-05-05/2017-05-05/../.."),
        ("../2017-05-05", "../../2017-05-05/2017-05-05"),
        ("2017-05-05/", "2017-05-05/2017-05-05/?/?"),
        ("[2017-05-04,2017-05-06]", "2017-05-04/2017-05-06/2017-05-04/2017-05-06"),
        ("2017-05-04/2017-06", "2017-05-04/2017-05-04/2017-06-01/2017-06-30"),
        ("2017-05-04~", "2017-05-03/2017-05-05/2017-05-03/2017-05-05"),
        ("2017-06?", "2017-05-01/2017-07-31/2017-05-01/2017-07-31"),
        ("201X", "2010-01-01/2019-12-31/2010-01-01/2019-12-31"),
    ],
)
def test_edtf(text: str, points: str) -> None:
    assert Period.from_edtf(text).isoformat() == points


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "yesterday", "4 May 2017", "2017-02-30", "2017-13", "0001~", "..", "1" * 101),
        *("2018/2017", "2017-05-05/2017-05-04", "Y17E7", "[2017", "12017-01-01"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.from_edtf(text)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    with contextlib.suppress(PeriodError):
        Period.from_edtf(text)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2017/9999", "0001/2017"])
def test_a_year_that_stands_for_an_open_end_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="open end"):
        Period.from_edtf(text)


def test_a_wrong_date_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PeriodError):
        Period.from_edtf("../../31")
    assert capsys.readouterr() == ("", "")
