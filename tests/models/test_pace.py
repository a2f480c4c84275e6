"""Pace: the states, their thresholds, their sentences, and what must hold for all numbers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.pace import PaceFacts, State, Thresholds, elapsed_share, judge, points

YEAR = date(2020, 1, 1)
END = date(2020, 12, 31)
JUNE = date(2020, 6, 30)


def boilers(done: int, *, as_of: date = JUNE, **facts: Any) -> PaceFacts:
    base = PaceFacts(
        as_of=as_of,
        start=YEAR,
        due=END,
        target=Decimal(23),
        unit="台",
        amount=Decimal(done),
        reported=True,
    )
    values = {name: getattr(base, name) for name in PaceFacts.__slots__} | facts
    return PaceFacts(**values)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        (0, State.FAR_BEHIND),
        (4, State.FAR_BEHIND),
        (5, State.BEHIND),
        (9, State.BEHIND),
        (10, State.ON_PACE),
        (13, State.ON_PACE),
        (17, State.AHEAD),
    ],
)
def test_half_a_year_wants_half_of_the_boilers(done: int, state: State) -> None:
    assert judge(boilers(done)).state is state


def test_the_sentence_names_both_shares_and_the_gap() -> None:
    why = judge(boilers(10)).why
    assert why == "应达50%（按时间），实达43.5%（10/23台），差6.5个点。"


def test_november_of_a_year_is_eleven_twelfths() -> None:
    assert points(elapsed_share(YEAR, END, date(2020, 11, 30))) == "91.7"


def test_a_day_late_is_overdue_and_done_late_is_its_own_state() -> None:
    assert judge(boilers(22, as_of=date(2021, 1, 1))).state is State.OVERDUE
    late = judge(boilers(23, as_of=date(2021, 2, 1), done_on=date(2021, 1, 5)))
    assert late.state is State.DONE_LATE
    assert "2021年1月5日" in late.why


def test_done_after_the_day_looked_at_is_not_done_yet() -> None:
    assert judge(boilers(10, done_on=date(2020, 9, 1))).state is State.ON_PACE


def test_a_written_checkpoint_beats_the_calendar() -> None:
    asked: dict[str, Any] = {"checkpoint_text": "完成16台", "checkpoint_share": Decimal(16) / 23}
    judged = judge(boilers(10, **asked))
    assert judged.state is State.BEHIND
    assert "完成16台" in judged.why


def test_a_checkpoint_without_a_number_waits_for_the_clerk() -> None:
    facts = boilers(0, checkpoint_text="完成招投标", amount=None, target=None)
    assert judge(facts).state is State.BEHIND
    assert (
        judge(boilers(0, checkpoint_text="完成招投标", checkpoint_reached=True)).state
        is State.ON_PACE
    )


def test_a_ceiling_is_met_below_it() -> None:
    facts: dict[str, Any] = {"target": Decimal(33), "unit": "微克/立方米", "comparator": "<="}
    assert judge(boilers(31, **facts)).state is State.ON_PACE
    assert judge(boilers(35, **facts)).state is State.BEHIND


def test_nothing_reported_early_in_the_year_is_not_started() -> None:
    early = boilers(0, as_of=date(2020, 2, 29), amount=None, reported=False)
    assert judge(early).state is State.NOT_STARTED


def test_a_standing_task_without_numbers_is_on_pace_once_reported() -> None:
    facts = boilers(0, due=None, standing=True, target=None, amount=None)
    assert judge(facts).state is State.ON_PACE


def test_thresholds_are_settings() -> None:
    strict = Thresholds(green=Decimal(5), yellow=Decimal(20))
    assert judge(boilers(10), strict).state is State.BEHIND


DAYS = st.dates(date(2018, 1, 1), date(2024, 12, 31))


@given(start=DAYS, length=st.integers(1, 900), first=st.integers(0, 900), later=st.integers(0, 400))
def test_the_expected_share_never_falls(start: date, length: int, first: int, later: int) -> None:
    due = start + timedelta(days=length)
    early = elapsed_share(start, due, start + timedelta(days=first))
    late = elapsed_share(start, due, start + timedelta(days=first + later))
    assert 0 <= early <= late <= 1


GOODNESS = [State.FAR_BEHIND, State.BEHIND, State.ON_PACE, State.AHEAD]


@given(less=st.integers(0, 30), more=st.integers(0, 30), day=st.dates(YEAR, END))
def test_more_done_is_never_a_worse_light(less: int, more: int, day: date) -> None:
    worse, better = judge(boilers(less, as_of=day)), judge(boilers(less + more, as_of=day))
    assert GOODNESS.index(worse.state) <= GOODNESS.index(better.state)
    assert worse.why.endswith("。")


def test_a_ceiling_without_a_value_is_not_behind() -> None:
    silent = boilers(0, comparator="<=", unit="微克/立方米", amount=None, reported=False)
    judged = judge(silent)
    assert (judged.state, judged.expected) == (State.NOT_STARTED, None)
    assert judged.why == "上限23微克/立方米，尚未填报数值。"


HALF: dict[str, Any] = {
    "checkpoint_text": "完成50%",
    "checkpoint_share": Decimal("0.5"),
    "checkpoint_from": date(2020, 4, 1),
    "checkpoint_due": date(2020, 6, 30),
    "checkpoint_before": Decimal("0.2"),
    "target": Decimal(20),
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2020, 4, 30), "30"), (date(2020, 5, 31), "40"), (date(2020, 6, 30), "50")],
)
def test_a_checkpoint_is_asked_for_bit_by_bit_until_its_day(day: date, expected: str) -> None:
    judged = judge(boilers(4, as_of=day, **HALF))
    assert points(judged.expected or Decimal(0)) == expected
    assert ("按时间折算" in judged.why) == (day < date(2020, 6, 30))


def test_the_first_checkpoint_grows_from_what_time_asked_before_it() -> None:
    facts = HALF | {"checkpoint_before": None}
    judged = judge(boilers(6, as_of=date(2020, 4, 1), **facts))
    assert judged.state is State.ON_PACE
    assert Decimal("0.25") < (judged.expected or Decimal(0)) < Decimal("0.26")


def test_a_checkpoint_that_asks_less_than_time_did_is_not_exceeded() -> None:
    facts = HALF | {"checkpoint_share": Decimal("0.1")}
    assert judge(boilers(2, as_of=date(2020, 5, 1), **facts)).expected == Decimal("0.1")


def test_a_checkpoint_in_words_is_not_missed_before_its_day() -> None:
    facts: dict[str, Any] = {
        "checkpoint_text": "完成招投标", "checkpoint_due": date(2020, 9, 30), "target": None,
        "amount": None,
    }  # fmt: skip
    before, after = boilers(0, **facts), boilers(0, as_of=date(2020, 9, 30), **facts)
    assert judge(before).why == "本期形象进度“完成招投标”应于2020年9月30日前达到，已填报进展。"
    assert [judge(one).state for one in (before, after)] == [State.ON_PACE, State.BEHIND]
    silent = boilers(0, reported=False, **facts)
    assert judge(silent).state is State.NOT_STARTED
