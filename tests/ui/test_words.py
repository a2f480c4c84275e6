"""Words and memory of the window: days, periods, moments, recent ledgers, where one looked last."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.models.rules.pace import State
from app.ui.focus import due_period, keep_focus, workspace_of
from app.ui.memory import Memory
from app.ui.style import light_mark
from app.ui.wording import in_lines, moment, period_label, read_day, read_due, short_period

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    "text", ["2020-6-20", "2020年6月20日", "6.20", "0620", "20200620", "6/20", "6月20日", "20.6.20"]
)
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    assert read_day(text, 2020) == date(2020, 6, 20)


@pytest.mark.parametrize(
    "text", ["", "下周", "13.40", "2020-02-30", "6", "123456789", "1899-1-1", "9999-12-31"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, 2020) is None


def test_periods_have_names() -> None:
    assert period_label("2020Q2") == "2020年第二季度"
    assert short_period("2020Q2") == "第二季度"
    assert short_period("2020") == "全年"


def test_moments_are_as_short_as_they_are_clear() -> None:
    now = datetime(2020, 6, 30, 9, 0, tzinfo=CHINA)
    assert moment(now.replace(hour=8, minute=2), now) == "今天 08:02"
    assert moment(now - timedelta(days=1), now) == "昨天 09:00"
    assert moment(now - timedelta(days=10), now) == "6月20日 09:00"
    assert moment(now.replace(year=2019), now) == "2019年6月30日"


def test_the_quarter_before_is_due_until_its_return_is() -> None:
    assert due_period(date(2020, 7, 10)) == "2020Q2"
    assert due_period(date(2020, 7, 11)) == "2020Q3"


def test_every_light_has_a_shape_a_word_and_a_colour_of_its_own_or_shares_red() -> None:
    marks = [light_mark(state) for state in State]
    assert len({mark.word for mark in marks}) == len(marks)
    assert len({mark.shape for mark in marks}) == len(marks) - 1
    assert light_mark(State.BEHIND).text == "▲ 滞后"


@pytest.mark.parametrize("state", list(State))
def test_lights_are_dark_enough_to_be_read_on_white(state: State) -> None:
    mark = light_mark(state)
    assert _contrast(mark.colour) >= 4.5


def test_recent_ledgers_are_newest_first_and_only_those_there(
    memory: Memory, tmp_path: Path
) -> None:
    one, two = tmp_path / "一", tmp_path / "二"
    for folder in (one, two):
        folder.mkdir()
        memory.keep_ledger(folder)
    memory.keep_ledger(one)
    assert memory.recent_ledgers() == (one, two)
    two.rmdir()
    assert memory.recent_ledgers() == (one,)


def test_where_one_looked_is_remembered_but_not_today(
    qapp: QApplication, ledger: Ledger, memory: Memory
) -> None:
    first = workspace_of(ledger, memory)
    first.use_as_of(date(2020, 6, 30))
    keep_focus(first)
    again = workspace_of(ledger, memory)
    assert (again.as_of, again.period) == (date(2020, 6, 30), "2020Q2")
    again.use_as_of(datetime.now().astimezone().date())
    keep_focus(again)
    assert '"as_of": ""' in _kept(memory)


def test_a_spoilt_memory_is_no_hindrance(
    qapp: QApplication, ledger: Ledger, memory: Memory
) -> None:
    workspace = workspace_of(ledger, memory)
    keep_focus(workspace)
    for line in ("{", "[1]", '{"as_of": "x", "period": "y", "list": "z"}'):
        memory.keep(_place(memory), line)
        assert workspace_of(ledger, memory).list_id is None


def _place(memory: Memory) -> str:
    return next(key for key in memory.remembered() if key.startswith("focus/"))


def _kept(memory: Memory) -> str:
    return memory.text(_place(memory))


def _contrast(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (light + 0.05)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("6.20", date(2020, 6, 20)),
        ("2020年9月底", date(2020, 9, 30)),
        ("10月底前", date(2020, 10, 31)),
        ("2020.12", date(2020, 12, 31)),
        ("不知道", None),
        ("长期坚持", None),
        ("9月" * 40, None),
    ],
)
def test_a_day_something_is_due_may_be_worded_as_a_plan_does(typed: str, day: date | None) -> None:
    assert read_due(typed, 2020) == day


@given(st.text("完成，。；”a ", max_size=200))
def test_no_line_of_a_tip_begins_with_a_sign(words: str) -> None:
    lines = in_lines(words).split("\n")
    assert "".join(lines) == words
    assert not any(line[0] in "，。；”" for line in lines[1:])
