"""What a column prints of a line: blank, ``/``, ``—`` and ``0`` stay four things."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.registers import FeedbackView
from app.models.returnviews import ReturnLine, ReturnView
from app.models.views import TargetView
from app.reports.formats.catalogue import Catalogue, merged
from app.reports.formats.fields import TASKS, read_field
from app.reports.formats.formatfiles import load_formats
from app.reports.formats.printed import printed_lines
from app.reports.formats.registerfields import ASSIGNMENTS, GROUPS, ITEMS, PROBLEMS, VILLAGES
from app.reports.formats.values import BLANK, Value, format_number
from tests.reports.builders import HEAD, a_line
from tests.reports.registers import VILLAGES as REGISTER_VILLAGES
from tests.reports.registers import a_group, a_problem, a_share, an_assigned, an_item


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


def of(kind: Catalogue[Any], line: Any, *names: str, number: str = "") -> list[str]:
    return [kind.read(line, name, HEAD, number=number).text for name in names]


def test_a_districts_column_is_found_by_its_bare_heading() -> None:
    line = a_line(values={"投资/总投资（万元）": "5000", "本年度\n投资计划": "1200", "备注": ""})
    names = ("values.总投资", "values.年度计划投资|本年度投资计划", "values.备注", "values.投资额")
    assert of(TASKS, line, *names) == ["5000", "1200", "", ""]
    own = a_line(values={"备注": ""}, own={"责任人": "李四"})
    assert of(TASKS, own, "values.责任人", "own.责任人") == ["李四", "李四"]


def test_only_tasks_with_money_are_invested_in() -> None:
    invested = TASKS.only["invested"]
    assert not invested(a_line())
    assert not invested(a_line(values={"总投资": ""}))
    assert invested(a_line(values={"年度计划投资（万元）": "0"}))
    money = a_line(target=TargetView(Decimal(50000000), "元"), amount=Decimal(12500000))
    assert invested(money)
    assert of(TASKS, money, "invested") == ["1250"]
    stated = a_line(values={"总投资": "9"}, own={"本年完成投资（万元）": "3"})
    assert of(TASKS, stated, "invested") == ["3"]
    assert of(TASKS, a_line(values={"总投资": "9"}), "invested") == [""]


@pytest.mark.parametrize(
    ("state", "warning", "lags"),
    [("behind", "黄色", True), ("far_behind", "红色", True), ("overdue", "红色", True),
     ("on_pace", "", False), ("done_late", "", False), ("报备", "", False)],
)  # fmt: skip
def test_what_lags_is_warned_of(state: str, warning: str, lags: bool) -> None:
    assert of(TASKS, a_line(state=state), "warning") == [warning]
    assert TASKS.only["lagging"](a_line(state=state)) is lags


def test_an_item_done_after_the_day_is_not_done_yet() -> None:
    names = ("is_done", "done_on", "state")
    due = date(2020, 5, 1)
    assert of(ITEMS, an_item(done_on=date(2020, 7, 1)), *names) == ["否", "", "未完成"]
    assert of(ITEMS, an_item(done_on=date(2020, 7, 1), due=due), *names) == ["否", "", "超期"]
    late = an_item(done_on=date(2020, 6, 1), due=due)
    assert of(ITEMS, late, *names) == ["是", "2020年6月1日", "逾期完成"]
    assert of(ITEMS, an_item(done_on=due), *names) == ["是", "2020年5月1日", "已完成"]
    assert ITEMS.only["open"](an_item(done_on=None))


def test_a_problem_tells_its_steps_and_days() -> None:
    line = a_problem(3)
    assert of(PROBLEMS, line, "steps.整改中", "steps.销号", "step", "steps.没有") == [
        "2020年5月3日",
        "",
        "完成整改",
        "",
    ]
    assert of(PROBLEMS, line, "is_rectified", "is_closed", "days_left") == ["否", "否", "-10"]
    assert of(PROBLEMS, a_problem(4), "is_rectified", "is_closed") == ["是", "否"]
    assert of(PROBLEMS, a_problem(7), "is_closed", "days_left", "step") == ["是", "", ""]
    assert of(PROBLEMS, a_problem(2), "steps_done") == ["2020年5月1日 交办\n2020年5月2日 整改方案"]
    assert of(PROBLEMS, a_problem(1, deadline_text="6月底"), "deadline") == ["6月底"]
    unnumbered = replace(line, problem=replace(line.problem, number=""))
    assert of(PROBLEMS, unnumbered, "number") == ["3"]
    assert of(PROBLEMS, a_problem(1), "fields.影响程度", "groups") == ["一般", "中央督察"]
    assert [PROBLEMS.only["open"](a_problem(number)) for number in (6, 7)] == [True, False]


def test_a_handed_over_thing_tells_its_light_and_last_answer() -> None:
    waiting, returned, settled = an_assigned(4), an_assigned(2), an_assigned(3)
    assert of(ASSIGNMENTS, waiting, "light", "days_left", "feedback", "verdict") == [
        "已过期",
        "-11",
        "",
        "",
    ]
    assert of(ASSIGNMENTS, returned, "verdict", "state") == ["退回重报：缺验收单", "已退回"]
    assert of(ASSIGNMENTS, settled, "light", "days_left", "verdict") == ["已办结", "", "已办结"]
    near = an_assigned(4, due=date(2020, 7, 10))
    far = an_assigned(4, due=None)
    assert of(ASSIGNMENTS, near, "light") == ["即将到期"]
    assert of(ASSIGNMENTS, far, "light", "due") == ["正常", "2020年7月31日"]
    later = an_assigned(3, feedback=(FeedbackView(1, date(2020, 7, 2), "七月的反馈", Decimal(7)),))
    assert of(ASSIGNMENTS, later, "feedback", "feedback_on", "feedback_amount") == ["", "", ""]


def test_a_share_tells_parts_reports_and_what_is_left() -> None:
    line = a_share(2)
    assert of(VILLAGES, line, "total", "allotted", "left", number="general") == ["8", "6", "2"]
    assert of(VILLAGES, line, "shares.青云社区", "shares.高家村", "reported") == ["3", "", "3"]
    assert of(VILLAGES, line, "reported_share", number="0.0%") == ["50.0%"]
    assert of(VILLAGES, a_share(2, shares=()), "allotted", "reported", "reported_share") == [
        "", "", ""
    ]  # fmt: skip


def test_a_family_lists_its_keys_in_order() -> None:
    lines = [an_item(1), an_item(2, fields={"河长": "李四"})]
    assert ITEMS.keys(lines, "fields") == ("吨位（蒸吨）", "改造方式", "河长")
    assert VILLAGES.keys([a_share(1), a_share(4)], "shares") == REGISTER_VILLAGES
    assert len(GROUPS.keys([a_group()], "bar")) == 20


def test_lines_of_a_comparison_leave_out_what_never_rests() -> None:
    fmt = load_formats()["problem_register"]
    (line,) = printed_lines(fmt, ReturnView(HEAD, (a_problem(3),)))
    assert (line.identity, line.label[:6]) == ("3", "WT-003")
    assert "序号" not in line.texts
    assert line.texts["整改情况/办理过程/整改中"] == "2020年5月3日"
    (group,) = printed_lines(load_formats()["progress_summary"], ReturnView(HEAD, (a_group(),)))
    assert "完成率图示" not in group.texts


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("交办 公示 销号", "交办 复核 销号"), "交办 公示 复核 销号"),
        (("交办 销号", "交办 公示 销号 归档"), "交办 公示 销号 归档"),
        (("乙", "甲 乙", "丙"), "甲 乙 丙"),
        (("甲 乙", "乙 丁 甲"), "甲 乙 丁"),
        (("", ""), ""),
    ],
)
def test_what_lines_name_in_an_order_of_their_own_is_joined(
    rows: tuple[str, ...], found: str
) -> None:
    assert merged(row.split() for row in rows) == tuple(found.split())
