"""What a column prints of a line: blank, ``/``, ``—`` and ``0`` stay four things."""

from decimal import Decimal

import pytest

from app.models.views import ReturnLine, TargetView
from app.reports.fields import TASKS, read_field
from app.reports.values import BLANK, Value, format_number
from tests.reports.builders import HEAD, a_line


def shown(line: ReturnLine, name: str, number: str = "") -> str:
    return read_field(line, name, HEAD, number=number).text


@pytest.mark.parametrize("text", ["/", "—", "0", "——", "常年", "√"])
def test_marks_print_as_they_are(text: str) -> None:
    assert shown(a_line(checkpoint=text), "checkpoint") == text


@pytest.mark.parametrize("blank", ["", None])
def test_blank_prints_nothing(blank: str | None) -> None:
    assert read_field(a_line(problems=blank), "problems", HEAD) is BLANK


def test_zero_is_a_number_and_no_amount_is_blank() -> None:
    assert read_field(a_line(amount=Decimal(0)), "amount", HEAD) == Value("0", Decimal(0), "0")
    assert read_field(a_line(amount=None), "amount", HEAD) is BLANK


def test_nil_report_differs_from_blank() -> None:
    assert shown(a_line(progress_text=None, nil_report=True), "progress_text") == "零报告"
    assert shown(a_line(progress_text=None, nil_report=False), "progress_text") == ""
    assert shown(a_line(progress_text="/", nil_report=True), "progress_text") == "/"


def test_units_are_joined_and_groups_counted_from_outside() -> None:
    line = a_line(lead=("发改局", "住建局"), groups=("一、大气", "（一）工业", "1.锅炉"))
    assert shown(line, "lead") == "发改局、住建局"
    assert shown(line, "groups.1") == "一、大气"
    assert shown(line, "groups.2+") == "（一）工业\n1.锅炉"
    assert shown(line, "groups.4") == ""


def test_keyed_fields_and_this_periods_shorthand() -> None:
    line = a_line(values={"形象进度/一季度": "排查", "备注.1": "甲"})
    assert shown(line, "checkpoints.2020Q1") == "排出计划"
    assert shown(line, "checkpoints.{year}Q1") == "排出计划"
    assert shown(line, "checkpoints.{period}") == "完成12台"
    assert shown(line, "progress_texts.2020Q1") == "已完成9台，占39%。"
    assert shown(line, "values.形象进度/一季度") == "排查"
    assert shown(line, "values.备注.1") == "甲"
    assert shown(line, "values.没有") == ""


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (TargetView(Decimal(23), "台"), "23台"),
        (TargetView(Decimal("83.30"), "%", ">="), "≥83.3%"),
        (TargetView(Decimal(80000), "吨", "<="), "≤80000吨"),
        (TargetView(Decimal(18), "%", "=", Decimal(-18), 2015), "比2015年下降18%"),
        (TargetView(Decimal(100), "%", "all"), "全部"),
        (None, "提供改造合同、验收监测报告"),
    ],
)
def test_goal_says_the_target_or_else_the_acceptance(target: TargetView, words: str) -> None:
    assert shown(a_line(target=target), "goal") == words


@pytest.mark.parametrize(
    ("number", "code", "text", "written"),
    [
        ("1.480", "general", "1.48", "0.00"),
        ("80000", "general", "80000", "0"),
        ("8E+4", "general", "80000", "0"),
        ("0", "general", "0", "0"),
        ("-0.0", "general", "0", "0"),
        ("0.7391304", "0.0%", "73.9%", "0.0%"),
        ("1234.5", "#,##0.00", "1,234.50", "#,##0.00"),
        ("2.345", "0.00", "2.35", "0.00"),
    ],
)
def test_numbers_read_the_same_in_print_and_sheet(
    number: str, code: str, text: str, written: str
) -> None:
    value = format_number(Decimal(number), code)
    assert (value.text, value.number_format) == (text, written)


def test_a_share_of_many_digits_is_still_a_number() -> None:
    value = format_number(Decimal(17) / Decimal(23), "0.0%")
    assert (value.text, value.number) == ("73.9%", Decimal("0.739130434782609"))


def test_a_number_too_long_for_a_sheet_stays_text() -> None:
    assert format_number(Decimal("12345678901234567"), "general").number is None


@pytest.mark.parametrize(
    ("score", "number"),
    [("2", Decimal(2)), ("2.0", Decimal("2.0")), ("007", None), ("2分", None), ("", None)],
)
def test_a_written_number_keeps_its_spelling(score: str, number: Decimal | None) -> None:
    value = read_field(a_line(score=score), "score", HEAD, number="general")
    assert (value.text, value.number) == (score, number)


@pytest.mark.parametrize(
    ("state", "label", "done", "on_pace"),
    [
        ("done", "已完成", "是", "是"),
        ("behind", "滞后", "否", "否"),
        ("达到序时进度", "达到序时进度", "否", "是"),
        ("not_started", "未启动", "否", "未启动"),
        ("报备", "报备", "", "报备"),
    ],
)
def test_state_by_key_or_word(state: str, label: str, done: str, on_pace: str) -> None:
    line = a_line(state=state)
    assert [shown(line, name) for name in ("state", "is_done", "is_on_pace")] == [
        label,
        done,
        on_pace,
    ]


def test_every_field_of_a_line_can_be_printed() -> None:
    for name in ("amount_with_unit", "ticks", "evidence", "share", "target_number", "groups"):
        assert TASKS.has(name)
        assert shown(a_line(), name, "general")
    assert shown(a_line(items=0, items_done=0), "ticks") == ""
    assert shown(a_line(amount=None), "amount_with_unit") == ""
    assert not TASKS.has("values.")
    assert not TASKS.has("head")
