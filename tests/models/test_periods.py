"""Reporting periods: keys, names, days and the day a return is due."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.periods import Period, periods_of_year

_KINDS = st.sampled_from(["year", "half", "quarter", "month"])
_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("key", "label", "start", "end", "due"),
    [
        ("2021Q2", "2021年第二季度", "2021-04-01", "2021-06-30", "2021-07-10"),
        ("2021Q4", "2021年第四季度", "2021-10-01", "2021-12-31", "2022-01-10"),
        ("2021-06", "2021年6月", "2021-06-01", "2021-06-30", "2021-07-10"),
        ("2024-02", "2024年2月", "2024-02-01", "2024-02-29", "2024-03-10"),
        ("2021H1", "2021年上半年", "2021-01-01", "2021-06-30", "2021-07-10"),
        ("2021H2", "2021年下半年", "2021-07-01", "2021-12-31", "2022-01-10"),
        ("2021", "2021年", "2021-01-01", "2021-12-31", "2022-01-10"),
    ],
)
def test_key_label_and_days(key: str, label: str, start: str, end: str, due: str) -> None:
    period = Period.parse(key)
    assert (period.key, period.label) == (key, label)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.return_due.isoformat() == due


@pytest.mark.parametrize(
    "key", ["", "Q2", "2021Q5", "2021H3", "2021-13", "2021-00", "21Q1", "二季度"]
)
def test_no_period(key: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period.parse(key)


@given(_DAYS, _KINDS)
def test_a_day_lies_in_its_period_and_no_neighbour(day: date, kind: str) -> None:
    period = Period.of(day, kind)
    assert period.contains(day)
    assert not period.previous.contains(day)
    assert not period.next.contains(day)
    assert period.previous.next == period == period.next.previous
    assert Period.parse(period.key) == period


@given(st.integers(1990, 2099), _KINDS)
def test_the_periods_of_a_year_fill_it(year: int, kind: str) -> None:
    periods = periods_of_year(year, kind)
    assert periods[0].start == date(year, 1, 1)
    assert periods[-1].end == date(year, 12, 31)
    assert all(a.next == b for a, b in pairwise(periods))
    assert list(periods) == sorted(periods)


@pytest.mark.parametrize(
    ("key", "together"),
    [
        ("2020-06", ["2020-06", "2020H1", "2020Q2"]),
        ("2020Q2", ["2020Q2", "2020H1", "2020-06"]),
        ("2020-05", ["2020-05"]),
        ("2020", ["2020", "2020H2", "2020Q4", "2020-12"]),
    ],
)
def test_periods_that_end_together(key: str, together: list[str]) -> None:
    assert [one.key for one in Period.parse(key).ending_together] == together
