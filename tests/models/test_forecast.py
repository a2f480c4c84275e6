"""Forecasts: done by when, needed per month, and silence where nothing is known."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.forecast import Outlook, forecast, forecast_level
from app.models.rules.pace import elapsed_share
from app.models.rules.readings import Gathering, Goal, Leeway
from app.models.rules.spreading import by_time, evenly, periods_to

YEAR, END, JUNE = date(2020, 1, 1), date(2020, 12, 31), date(2020, 6, 30)


def boilers(done: int | None, *, as_of: date = JUNE, due: date | None = END) -> str:
    amount = None if done is None else Decimal(done)
    return forecast(Outlook(as_of, YEAR, due, Decimal(23), "台", amount))


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (17, "按目前进度预计9月完成"),
        (22, "按目前进度预计7月完成"),
        (12, "按目前进度预计12月完成"),
        (11, "按目前进度预计2021年1月完成，后6个月每月需完成2台"),
        (9, "按目前进度预计2021年4月完成，后6个月每月需完成2.4台"),
        (1, "按目前进度难以按时完成，后6个月每月需完成3.7台"),
        (0, "后6个月每月需完成3.9台"),
        (23, ""),
        (None, ""),
    ],
)
def test_at_this_rate(done: int | None, words: str) -> None:
    assert boilers(done) == words


def test_no_deadline_or_past_it_says_nothing() -> None:
    assert boilers(9, due=None) == ""
    assert boilers(9, as_of=date(2021, 1, 1)) == ""
    assert boilers(9, as_of=date(2019, 12, 1)) == ""


def test_within_the_last_month_what_is_left_is_named_whole() -> None:
    assert boilers(20, as_of=date(2020, 12, 10)).endswith("时限前还需完成3台")
    assert boilers(3, as_of=date(2020, 6, 10)).endswith("此后每月需完成3台")


def test_few_things_are_not_cut_by_the_month() -> None:
    late = Outlook(JUNE, YEAR, END, Decimal(4), "家", Decimal(1))
    assert forecast(late) == "按目前进度预计2021年12月完成，后6个月还需完成3家"
    metres = Outlook(JUNE, YEAR, END, Decimal(4), "公里", Decimal(1))
    assert forecast(metres).endswith("每月需完成0.5公里")


@pytest.mark.parametrize(
    ("goal", "how", "left", "words"),
    [
        (Goal(Decimal(33), "微克/立方米", "<="), "average",
         Leeway(6, Decimal("26.07"), Decimal(1), True),
         "后6个月平均须不高于26微克/立方米"),
        (Goal(Decimal(80), "%", ">="), "average", Leeway(3, Decimal("81.01"), Decimal(1), True),
         "后3个月平均须不低于81.1%"),
        (Goal(Decimal(80), "%", ">="), "average", Leeway(3, Decimal(104), Decimal(1), False),
         "后3个月无论如何已达不到全年目标"),
        (Goal(Decimal(100), "吨", "<="), "sum", Leeway(6, Decimal(2), Decimal(12), True),
         "后6个月合计不得超过12吨"),
        (Goal(Decimal(33), "", "<="), "latest", None, ""),
    ],
)  # fmt: skip
def test_what_the_months_to_come_may_bring(
    goal: Goal, how: str, left: Leeway | None, words: str
) -> None:
    assert forecast_level(goal, Gathering(how), left) == words


@given(done=st.integers(1, 22), day=st.dates(date(2020, 2, 1), date(2020, 12, 30)))
def test_a_date_is_on_time_just_when_the_pace_is_kept(done: int, day: date) -> None:
    """The forecast and the light rest on the same months: on pace is done in time."""
    words = boilers(done, as_of=day)
    on_pace = Decimal(done) / 23 >= elapsed_share(YEAR, END, day)
    assert on_pace == ("每月需" not in words and "还需" not in words)


@given(number=st.integers(1, 500), count=st.integers(1, 12))
def test_spread_amounts_never_fall_and_end_at_the_target(number: int, count: int) -> None:
    due = date(2020, count, 28)
    spans = periods_to(YEAR, due, "month")
    for amounts in (
        by_time(Decimal(number), "台", spans, start=YEAR, due=due),
        evenly(Decimal(number), "台", spans),
    ):
        assert list(amounts) == sorted(amounts)
        assert amounts[-1] == number
        assert all(amount == int(amount) for amount in amounts)


def test_a_start_within_the_year_leaves_earlier_quarters_out() -> None:
    assert [span.key for span in periods_to(date(2020, 4, 1), date(2020, 9, 30), "quarter")] == [
        "2020Q2",
        "2020Q3",
    ]
