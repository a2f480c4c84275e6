"""Deadline wordings and what they mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.deadlines import read_deadline

YEAR = 2022


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "due", "precision"),
    [
        ("2022.10", "2022-10-31", "month"),
        ("2022-10", "2022-10-31", "month"),
        ("2022/6/30", "2022-06-30", "day"),
        ("2022.6.30", "2022-06-30", "day"),
        ("20220630", "2022-06-30", "day"),
        ("2022-06-30 00:00:00", "2022-06-30", "day"),
        ("2022年6月上旬", "2022-06-10", "day"),
        ("2022年6月中旬", "2022-06-20", "day"),
        ("2022年2月下旬", "2022-02-28", "day"),
        ("8月30日前", "2022-08-30", "day"),
        ("8月30日之前完成", "2022-08-30", "day"),
        ("2023年2月底", "2023-02-28", "month"),
        ("２０２２年１１月底前", "2022-11-30", "month"),
        ("2022 年 11 月 20 日", "2022-11-20", "day"),
        ("2022年11\n月底", "2022-11-30", "month"),
        ("2022\xa0年底", "2022-12-31", "year"),
        ("二〇二二年十一月二十日", "2022-11-20", "day"),
        ("五月底前", "2022-05-31", "month"),
        ("三季度末", "2022-09-30", "quarter"),
        ("第三季度", "2022-09-30", "quarter"),
        ("2022年第二季度", "2022-06-30", "quarter"),
        ("2022Q3", "2022-09-30", "quarter"),
        ("上半年", "2022-06-30", "half"),
        ("年底前", "2022-12-31", "year"),
        ("年内", "2022-12-31", "year"),
        ("年中", "2022-06-30", "half"),
        ("今年5月底", "2022-05-31", "month"),
        ("明年3月底前", "2023-03-31", "month"),
        ("到2024年", "2024-12-31", "year"),
        ("“十五五”末", "2030-12-31", "year"),
        ("“十四五”期间末", "2025-12-31", "year"),
        ("国庆节前", "2022-09-30", "day"),
        ("（2022年9月底前）", "2022-09-30", "month"),
        ("2022年9月底前完成，并长期坚持", "2022-09-30", "month"),
        ("6.30", "2022-06-30", "day"),
    ],
)
def test_due(text: str, due: str, precision: str) -> None:
    reading = read_deadline(text, year=YEAR)
    assert (reading.kind, reading.due, reading.precision) == ("due", day(due), precision)
    assert reading.start is None
    assert not reading.ambiguous
    assert reading.text == text


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("2021年3月至2023年2月", "2021-03-01", "2023-02-28"),
        ("2021-2023年", "2021-01-01", "2023-12-31"),
        ("5-9月", "2022-05-01", "2022-09-30"),
        ("5月～9月", "2022-05-01", "2022-09-30"),
        ("5月一9月", "2022-05-01", "2022-09-30"),
        ("2022.03-2022.11", "2022-03-01", "2022-11-30"),
        ("2022.03—11", "2022-03-01", "2022-11-30"),
        ("7月1日-31日", "2022-07-01", "2022-07-31"),
        ("11月至次年3月", "2022-11-01", "2023-03-31"),
        ("11月至3月", "2022-11-01", "2023-03-31"),
        ("一至三季度", "2022-01-01", "2022-09-30"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("全年", "2022-01-01", "2022-12-31"),
        ("下半年", "2022-07-01", "2022-12-31"),
        ("7月份", "2022-07-01", "2022-07-31"),
        ("秋冬季", "2022-10-01", "2023-03-31"),
        ("2022年5月启动，11月底前完成", "2022-05-01", "2022-11-30"),
    ],
)
def test_span(text: str, start: str, due: str) -> None:
    reading = read_deadline(text, year=YEAR)
    assert (reading.kind, reading.start, reading.due) == ("span", day(start), day(due))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2023年起", "2023-01-01"),
        ("从2023 年起", "2023-01-01"),
        ("自2022年7月1日起", "2022-07-01"),
        ("5月份开始", "2022-05-01"),
        ("2023年以后", "2023-01-01"),
    ],
)
def test_start(text: str, start: str) -> None:
    reading = read_deadline(text, year=YEAR)
    assert (reading.kind, reading.start, reading.due) == ("start", day(start), None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("常年", "standing"),
        ("长期\n坚持", "standing"),
        ("持续推进", "standing"),
        ("全年持续推进", "standing"),
        ("常态化开展", "standing"),
        ("收到通知后30日内", "relative"),
        ("接到交办单之日起7个工作日内", "relative"),
        ("立即整改", "relative"),
        ("按序时进度", "relative"),
        ("根据上级统一部署", "relative"),
        ("汛期前", "relative"),
        ("春节前", "relative"),
        ("√", "mark"),
        ("完成", "mark"),
        ("已完成", "done"),
        ("已于去年建成", "done"),
        ("尚未完成", "unknown"),
        ("待定", "unknown"),
        ("0", "unknown"),
        ("2022年13月", "unknown"),
        ("张三", "unknown"),
        ("", "none"),
        (" \n", "none"),
        ("/", "none"),
        ("—", "none"),
        ("——", "none"),
        ("－", "none"),
        ("无", "none"),
    ],
)
def test_kind_without_a_date(text: str, kind: str) -> None:
    assert read_deadline(text, year=YEAR).kind == kind


@pytest.mark.parametrize(
    ("text", "every", "interval"),
    [
        ("每月10日前", "month", 1),
        ("每季度末", "quarter", 1),
        ("每年3月底前", "year", 1),
        ("每两周", "week", 2),
        ("每5年", "year", 5),
        ("三年一次", "year", 3),
        ("一季一考核", "quarter", 1),
        ("日产日清", "day", 1),
        ("按月", "month", 1),
        ("定期", "unspecified", 1),
    ],
)
def test_recurring(text: str, every: str, interval: int) -> None:
    reading = read_deadline(text, year=YEAR)
    assert (reading.kind, reading.every, reading.interval) == ("recurring", every, interval)


def test_recurring_within_bounds() -> None:
    reading = read_deadline("2021年至2023年每年", year=YEAR)
    assert (reading.start, reading.due) == (date(2021, 1, 1), date(2023, 12, 31))
    assert read_deadline("每年4月底前", year=YEAR).due == date(2022, 4, 30)


@pytest.mark.parametrize(
    ("text", "due", "literal"),
    [
        ("2022年前", "2022-12-31", "2021-12-31"),
        ("2022年6月前", "2022-06-30", "2022-05-31"),
        ("2022.1", "2022-10-31", "2022-01-31"),
    ],
)
def test_ambiguous_keeps_the_other_reading(text: str, due: str, literal: str) -> None:
    reading = read_deadline(text, year=YEAR)
    assert (reading.kind, reading.due, reading.literal) == ("due", day(due), day(literal))
    assert reading.ambiguous


def test_guesses_are_flagged() -> None:
    impossible = read_deadline("6月31日", year=YEAR)
    assert (impossible.due, impossible.ambiguous) == (date(2022, 6, 30), True)
    several = read_deadline("3月底前完成方案，9月底前完成整治", year=YEAR)
    assert (several.due, several.ambiguous) == (date(2022, 9, 30), True)
    serial = read_deadline("44742", year=YEAR)
    assert (serial.due, serial.ambiguous) == (date(2022, 6, 30), True)


@pytest.mark.parametrize("text", ["力争2022年底前", "争取年底前完成", "原则上在9月底前完成"])
def test_soft(text: str) -> None:
    assert read_deadline(text, year=YEAR).soft


_WORDS = st.one_of(
    st.sampled_from(
        "0123456789年月日底末前后起至到-—~.、，每周半上下旬初全内第一二三十五次两已（\n "
    ),
    st.sampled_from(["2022", "十四五", "秋冬季", "季度", "期间", "持续", "汛期", "次年", "工作日"]),
)


@given(st.text(), st.integers(-5, 12000))
def test_never_raises(text: str, year: int) -> None:
    assert read_deadline(text, year=year).text == text


@given(st.lists(_WORDS, max_size=14).map("".join), st.integers(1990, 2100))
def test_likely_words_never_raise_and_keep_order(text: str, year: int) -> None:
    reading = read_deadline(text, year=year)
    if reading.kind == "due":
        assert reading.due is not None
    if reading.kind == "span" and not reading.ambiguous and reading.start and reading.due:
        assert reading.start <= reading.due


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_written_day_is_read(written: date) -> None:
    forms = [
        f"{written.year}年{written.month}月{written.day}日",
        f"{written:%Y-%m-%d}",
        f"{written.year}.{written.month}.{written.day}",
        f"{written:%Y/%m/%d}前",
    ]
    for form in forms:
        reading = read_deadline(form, year=2000)
        assert (reading.kind, reading.due, reading.precision) == ("due", written, "day")
