"""交办: orders issued to units, answered, accepted, sent back, withdrawn; all of it undoable."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import AssignedView, AssignmentView
from app.models.supervision import Assignment, AssignmentLine, Feedback
from app.services.breakdown.items import change_items, tick_items
from app.services.history.journal import redo, undo
from app.services.parties.units import add_unit
from app.services.queries import list_items, task_detail
from app.services.supervision.assignments import (
    Order,
    Thing,
    add_lines,
    change_assignment,
    change_lines,
    issue_assignments,
    remove_assignments,
    remove_lines,
    same_to_each,
    suggest_number,
    withdraw_assignments,
)
from app.services.supervision.assignments_feedback import (
    accept,
    change_feedback,
    record_feedback,
    remove_feedback,
    reported_amounts,
    return_back,
    take_back_verdict,
    take_over_amount,
)
from app.services.supervision.assignments_paper import assignment_page, write_assignments
from app.services.supervision.assignments_plan import look_up_things, plan_handing
from app.services.supervision.assignments_reading import (
    assignments_answered,
    assignments_late,
    list_assignments,
)
from app.services.work.tasks import change_tasks, remove_tasks
from tests.ledgers import JUNE, a_list, a_task, boilers, count_of

MAY = date(2020, 5, 10)
DUE = date(2020, 6, 10)
FREE = Thing("每周五前报送巡查记录")


def villages(ledger: Ledger, *names: str) -> list[int]:
    return [add_unit(ledger, name, kind="village") for name in names]


def the_order(ledger: Ledger, *, as_of: date = JUNE) -> AssignmentView:
    (order,) = list_assignments(ledger, as_of=as_of)
    return order


def the_line(ledger: Ledger, *, as_of: date = JUNE) -> AssignedView:
    (line,) = the_order(ledger, as_of=as_of).lines
    return line


@pytest.fixture
def line(ledger: Ledger) -> int:
    """One free thing, handed to 漕溪村 on 10 May, due on 10 June."""
    issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=MAY, due=DUE)
    return the_line(ledger).id


def test_twelve_items_go_to_their_three_villages_in_one_step(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    for place, name in enumerate(("漕溪村", "塘口村", "丫河村")):
        change_items(ledger, items[place * 4 : place * 4 + 4], unit=name)
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:12]], as_of=JUNE)
    handing = plan_handing(ledger, things, units=(), apart=True, on=JUNE, due=None)
    assert handing.words == "3 家单位，共 12 项"
    made = issue_assignments(ledger, handing.orders, on=JUNE, demands="专人负责", contact="李四")
    orders = list_assignments(ledger, as_of=JUNE, ids=made)
    assert [(order.unit, len(order.lines)) for order in orders] == [
        ("漕溪村", 4), ("塘口村", 4), ("丫河村", 4),
    ]  # fmt: skip
    assert [order.number for order in orders] == [
        "交办〔2020〕1号", "交办〔2020〕2号", "交办〔2020〕3号",
    ]  # fmt: skip
    assert orders[0].lines[0].text == "燃气锅炉01"
    assert orders[0].lines[0].due == date(2020, 12, 31)
    assert undo(ledger).title == "交办 3 家单位，共 12 项"
    assert count_of(ledger, AssignmentLine) == count_of(ledger, Assignment) == 0
    redo(ledger)
    assert list_assignments(ledger, as_of=JUNE, ids=made) == orders


def test_sixty_villages_at_once_get_a_number_each(ledger: Ledger) -> None:
    made = issue_assignments(ledger, same_to_each([f"第{n}村" for n in range(60)], [FREE]), on=MAY)
    numbers = [order.number for order in list_assignments(ledger, as_of=JUNE, ids=made)]
    assert len(set(numbers)) == 60
    assert numbers[-1] == "交办〔2020〕60号"


def test_numbers_are_unique_in_their_year_only(ledger: Ledger) -> None:
    issue_assignments(ledger, same_to_each(["漕溪村", "塘口村"], [FREE]), on=MAY, number="2020-07")
    assert suggest_number(ledger, JUNE) == "2020-09"
    with pytest.raises(UserError, match="已有编号“2020-08”的交办单（塘口村）"):
        issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=JUNE, number="2020-08")
    first = min(order.id for order in list_assignments(ledger, as_of=JUNE))
    with pytest.raises(UserError, match="2020-08"):
        change_assignment(ledger, first, number="2020-08")
    change_assignment(ledger, first, number="2020-07")
    issue_assignments(
        ledger, same_to_each(["漕溪村"], [FREE]), on=date(2021, 3, 1), number="2020-08"
    )


@pytest.mark.parametrize(
    ("units", "things", "words"),
    [
        ([], [FREE], "还没有选"),
        (["漕溪村"], [], "没有要交办"),
        (["漕溪村"], [Thing(" ")], "不能为空"),
        ([99], [FREE], "已被删除"),
        (["漕溪村"], [Thing(item_id=99)], "已被删除"),
    ],
)
def test_what_can_not_be_handed_is_said_and_nothing_is_kept(
    ledger: Ledger, units: list[int | str], things: list[Thing], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        issue_assignments(ledger, same_to_each(units, things), on=MAY)
    assert count_of(ledger, Assignment) == 0


def test_a_day_before_the_order_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="早于交办日期"):
        issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=JUNE, due=MAY)
    issue_assignments(ledger, same_to_each(["漕溪村"], [FREE]), on=MAY, due=DUE)
    with pytest.raises(UserError, match="早于交办日期"):
        change_assignment(ledger, the_order(ledger).id, due=date(2020, 5, 1))
    assert the_order(ledger).due == DUE


def test_several_rounds_are_kept_until_one_is_accepted(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已完成", on=date(2020, 6, 1))
    assert the_line(ledger).state_label == "待审核"
    return_back(ledger, [line], "没有照片", on=date(2020, 6, 3), due=date(2020, 6, 20))
    assert (the_line(ledger).state_label, the_line(ledger).due) == ("已退回", date(2020, 6, 20))
    record_feedback(ledger, [line], text="补报照片", amount=Decimal(2), on=date(2020, 6, 15))
    accept(ledger, [line], on=date(2020, 6, 16), why="属实")
    shown = the_line(ledger)
    assert shown.state_label == "已办结"
    assert [(one.text, one.verdict, one.verdict_why) for one in shown.feedback] == [
        ("已完成", "returned", "没有照片"), ("补报照片", "accepted", "属实"),
    ]  # fmt: skip
    take_back_verdict(ledger, [line])
    assert the_line(ledger).state_label == "待审核"
    for _ in range(5):
        undo(ledger)
    assert (the_line(ledger).state_label, the_line(ledger).feedback) == ("待反馈", ())
    assert the_line(ledger).due == DUE


def test_an_earlier_day_shows_how_it_stood_then(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已完成", on=date(2020, 6, 1))
    return_back(ledger, [line], "没有照片", on=date(2020, 6, 3))
    withdraw_assignments(ledger, [the_order(ledger).id], date(2020, 6, 20))
    states = {
        day: the_line(ledger, as_of=date(2020, *day)).state_label
        for day in ((5, 31), (6, 2), (6, 3), (6, 20))
    }
    assert list(states.values()) == ["待反馈", "待审核", "已退回", "已撤回"]
    assert the_line(ledger, as_of=date(2020, 6, 2)).feedback[0].verdict_why == ""
    assert the_order(ledger, as_of=date(2020, 6, 19)).withdrawn_on is None
    assert list_assignments(ledger, as_of=date(2020, 5, 9)) == ()


def test_accepting_ticks_the_item_only_when_asked(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    issue_assignments(
        ledger, same_to_each(["漕溪村"], [Thing(item_id=i) for i in items[:2]]), on=MAY
    )
    first, second = (line.id for line in the_order(ledger).lines)
    accept(ledger, [first], on=JUNE)
    assert list_items(ledger)[0].done_on is None
    assert the_order(ledger).lines[0].item_open
    accept(ledger, [second], on=JUNE, tick=True)
    assert list_items(ledger)[1].done_on == JUNE
    undo(ledger)
    assert list_items(ledger)[1].done_on is None
    assert the_order(ledger).lines[1].state_label == "待反馈"


def test_amounts_of_three_villages_are_offered_to_the_task(ledger: Ledger) -> None:
    task = a_task(ledger, a_list(ledger))
    parts = zip(villages(ledger, "漕溪村", "塘口村", "丫河村"), (10, 8, 5), strict=True)
    orders = [
        Order(unit, (Thing(task_id=task, amount=Decimal(n), measure="台"),)) for unit, n in parts
    ]
    issue_assignments(ledger, orders, on=MAY, due=DUE)
    lines = [order.lines[0].id for order in list_assignments(ledger, as_of=JUNE)]
    assert reported_amounts(ledger, lines, period="2020Q2", as_of=JUNE) == ()
    for line in lines[:2]:
        record_feedback(ledger, [line], amount=Decimal(4), on=JUNE)
        accept(ledger, [line], on=JUNE)
    (offer,) = reported_amounts(ledger, lines[:1], period="2020Q2", as_of=JUNE)
    assert (offer.amount, offer.held, offer.units, offer.of_units) == (Decimal(8), None, 2, 3)
    take_over_amount(ledger, task, period="2020Q2", as_of=JUNE, amount=offer.amount)
    detail = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    assert (detail.task.amount, detail.progress[0].text) == (Decimal(8), None)
    assert reported_amounts(ledger, lines, period="2020Q2", as_of=JUNE) == ()
    undo(ledger)
    assert task_detail(ledger, task, as_of=JUNE, period="2020Q2").progress == ()


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((10, 8, 5), None),
        ((10, 8, 2), "合计 20 台，目标 23 台，还差 3 台"),
        ((10, 10, 10), "合计 30 台，目标 23 台，多出 7 台"),
    ],
)
def test_amounts_that_miss_the_target_are_told(
    ledger: Ledger, amounts: tuple[int, ...], words: str | None
) -> None:
    task = a_task(ledger, a_list(ledger))
    units = villages(ledger, "漕溪村", "塘口村", "丫河村")
    things = look_up_things(ledger, [Thing(task_id=task)], as_of=JUNE)
    given = dict(zip(units, map(Decimal, amounts), strict=True))
    handing = plan_handing(ledger, things, units=units, apart=False, on=MAY, amounts=given)
    told = [doubt for doubt in handing.doubts if "合计" in doubt]
    assert len(told) == (words is not None)
    assert words is None or words in told[0]
    issue_assignments(ledger, handing.orders, on=MAY)
    again = plan_handing(
        ledger, things, units=units[:1], apart=False, on=MAY, amounts={units[0]: Decimal(1)}
    )
    assert any(f"含以前交办的 {sum(amounts)}" in doubt for doubt in again.doubts)


def test_what_was_handed_before_what_is_done_and_who_has_no_contact_is_told(
    ledger: Ledger,
) -> None:
    _, items = boilers(ledger)
    (village,) = villages(ledger, "漕溪村")
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:3]], as_of=JUNE)
    first = plan_handing(ledger, things, units=[village], apart=False, on=JUNE)
    assert first.doubts == ("漕溪村没有登记联系人，可在单位的“资料”里补上。",)
    issue_assignments(ledger, first.orders, on=JUNE)
    tick_items(ledger, items[:1], JUNE)
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:3]], as_of=JUNE)
    doubts = plan_handing(ledger, things, units=[village], apart=False, on=JUNE).doubts
    assert "“燃气锅炉01”已交办给漕溪村（交办〔2020〕1号），还没有办结，这样的共 3 项" in doubts[0]
    assert doubts[1] == "“燃气锅炉01”已经完成。"


def test_a_task_goes_to_the_village_it_names_and_the_rest_is_counted(ledger: Ledger) -> None:
    listed = a_list(ledger)
    named = a_task(ledger, listed, responsible=("漕溪",))
    every = a_task(ledger, listed, responsible=("各村（社区）",))
    nobody = a_task(ledger, listed, responsible=("牛塘镇",))
    villages(ledger, "塘口村")
    add_unit(ledger, "漕溪村", kind="village", aliases=("漕溪",), contact="王五")
    asked = [Thing(task_id=task) for task in (named, every, nobody)]
    things = look_up_things(ledger, asked, as_of=JUNE)
    handing = plan_handing(ledger, things, units=(), apart=True, on=JUNE)
    assert handing.words == "2 家单位，共 3 项，另有 1 项没有责任单位，未列入"
    assert sorted(len(order.things) for order in handing.orders) == [1, 2]


def test_settled_and_withdrawn_take_no_more_answers(ledger: Ledger, line: int) -> None:
    with pytest.raises(UserError, match="还没有反馈"):
        return_back(ledger, [line], "补材料", on=JUNE)
    with pytest.raises(UserError, match="原因"):
        return_back(ledger, [line], " ", on=JUNE)
    with pytest.raises(UserError, match="至少填一项"):
        record_feedback(ledger, [line], on=JUNE)
    with pytest.raises(UserError, match="0 或正数"):
        record_feedback(ledger, [line], amount=Decimal(-1), on=JUNE)
    with pytest.raises(UserError, match="没有审核过"):
        take_back_verdict(ledger, [line])
    accept(ledger, [line], on=JUNE)
    with pytest.raises(UserError, match="已办结"):
        record_feedback(ledger, [line], text="再报", on=JUNE)
    take_back_verdict(ledger, [line])
    assert the_line(ledger).state_label == "待反馈"
    withdraw_assignments(ledger, [the_order(ledger).id], JUNE)
    with pytest.raises(UserError, match="已撤回"):
        accept(ledger, [line], on=JUNE)


def test_withdrawing_after_feedback_keeps_it_and_can_be_taken_back(
    ledger: Ledger, line: int
) -> None:
    record_feedback(ledger, [line], text="已完成", on=DUE)
    order = the_order(ledger).id
    withdraw_assignments(ledger, [order], JUNE)
    assert (the_line(ledger).state_label, len(the_line(ledger).feedback)) == ("已撤回", 1)
    assert assignments_late(ledger, as_of=JUNE) == ()
    withdraw_assignments(ledger, [order], None)
    assert the_line(ledger).state_label == "待审核"
    undo(ledger)
    assert the_line(ledger).state_label == "已撤回"


def test_late_lines_lead_to_the_very_order(ledger: Ledger, line: int) -> None:
    assert assignments_late(ledger, as_of=DUE) == ()
    (late,) = assignments_late(ledger, as_of=JUNE)
    order = the_order(ledger)
    assert (late.line_id, late.assignment_id, late.unit_id) == (line, order.id, order.unit_id)
    assert (late.unit, late.days, late.state_label) == ("漕溪村", 20, "待反馈")
    assert assignments_answered(ledger, as_of=JUNE) == ()
    record_feedback(ledger, [line], text="已完成", on=JUNE)
    assert [one.line_id for one in assignments_answered(ledger, as_of=JUNE)] == [line]
    accept(ledger, [line], on=JUNE)
    assert assignments_late(ledger, as_of=JUNE) == ()


def test_lines_are_changed_added_and_taken_off(ledger: Ledger, line: int) -> None:
    order = the_order(ledger).id
    (other,) = add_lines(ledger, order, [Thing("报送名单", due=JUNE)])
    change_lines(ledger, [line, other], due=date(2020, 7, 1))
    assert [one.due for one in the_order(ledger).lines] == [date(2020, 7, 1)] * 2
    with pytest.raises(UserError, match="不能为空"):
        change_lines(ledger, [line], text=" ")
    remove_lines(ledger, [other])
    assert [one.id for one in the_order(ledger).lines] == [line]
    remove_lines(ledger, [line])
    assert list_assignments(ledger, as_of=JUNE) == ()
    undo(ledger)
    undo(ledger)
    assert [one.id for one in the_order(ledger).lines] == [line, other]


def test_a_removed_order_comes_back_with_its_feedback(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已完成", on=DUE)
    before = the_order(ledger)
    remove_assignments(ledger, [before.id])
    assert count_of(ledger, Feedback) == 0
    undo(ledger)
    assert the_order(ledger) == before


def test_feedback_is_mended_and_taken_out(ledger: Ledger, line: int) -> None:
    (number,) = record_feedback(ledger, [line], text="已完成", on=DUE)
    change_feedback(ledger, number, text="完成一半", amount=Decimal(1), on=JUNE)
    (shown,) = the_line(ledger).feedback
    assert (shown.text, shown.amount, shown.given_on) == ("完成一半", Decimal(1), JUNE)
    remove_feedback(ledger, number)
    assert the_line(ledger).feedback == ()
    undo(ledger)
    assert the_line(ledger).feedback == (shown,)


def test_the_wording_stays_when_the_task_goes(ledger: Ledger) -> None:
    task = a_task(ledger, a_list(ledger))
    issue_assignments(ledger, same_to_each(["漕溪村"], [Thing(task_id=task)]), on=MAY)
    remove_tasks(ledger, [task])
    assert (the_line(ledger).text, the_line(ledger).task_id) == ("完成23台天然气锅炉低氮改造", None)
    undo(ledger)
    assert the_line(ledger).task_id == task


def test_the_page_says_what_was_handed_and_what_came_back(ledger: Ledger, line: int) -> None:
    record_feedback(ledger, [line], text="已巡查三次", amount=Decimal(3), on=date(2020, 6, 1))
    return_back(ledger, [line], "缺签字", on=date(2020, 6, 2))
    texts = [cell.text for cell in assignment_page(ledger, the_order(ledger).id).cells]
    for words in (
        "交办单",
        "编号：交办〔2020〕1号",
        "漕溪村：",
        "　　现将下列 1 项工作交办你村，请于2020年6月10日前办结，并填写回执反馈办理情况。",
        FREE.text,
        "2020.6.10",
        "第1项，6月1日：完成 3；已巡查三次",
        "第1项，6月2日退回：缺签字",
    ):
        assert words in texts


def test_a_line_has_demands_of_its_own_and_they_are_printed(ledger: Ledger, line: int) -> None:
    order = the_order(ledger).id
    add_lines(ledger, order, [Thing("报送名单", demands="盖章后报送纸质件。")])
    change_lines(ledger, [line], demands="每次巡查拍照。")
    assert [one.demands for one in the_order(ledger).lines] == [
        "每次巡查拍照。",
        "盖章后报送纸质件。",
    ]
    texts = {cell.text for cell in assignment_page(ledger, order).cells}
    assert {f"{FREE.text}\n要求：每次巡查拍照。", "报送名单\n要求：盖章后报送纸质件。"} <= texts
    undo(ledger)
    assert the_order(ledger).lines[0].demands == ""


def test_several_orders_are_written_together_or_apart(ledger: Ledger, tmp_path: Path) -> None:
    made = issue_assignments(ledger, same_to_each(["漕溪村", "塘口村"], [FREE]), on=MAY, due=DUE)
    together = write_assignments(ledger, made, tmp_path / "一起")
    assert [path.name for path in together] == [
        "交办单_交办〔2020〕1号等2份.pdf", "交办单_交办〔2020〕1号等2份.xlsx",
    ]  # fmt: skip
    book = openpyxl.load_workbook(together[1])
    assert [sheet.title for sheet in book] == ["交办单 交办〔2020〕1号", "交办单 交办〔2020〕2号"]
    apart = write_assignments(ledger, made, tmp_path / "分开", apart=True)
    assert {path.stem for path in apart} == {
        "交办单_交办〔2020〕1号_漕溪村", "交办单_交办〔2020〕2号_塘口村",
    }  # fmt: skip
    with pytest.raises(UserError, match="已被删除"):
        write_assignments(ledger, [*made, 99], tmp_path)


def test_a_unit_chosen_by_hand_that_gets_nothing_is_named(ledger: Ledger) -> None:
    _, items = boilers(ledger)
    change_items(ledger, items[:2], unit="漕溪村")
    (other,) = villages(ledger, "塘口村")
    things = look_up_things(ledger, [Thing(item_id=item) for item in items[:2]], as_of=JUNE)
    apart = plan_handing(ledger, things, units=[other], apart=True, on=JUNE)
    assert any("塘口村没有分到事项" in doubt for doubt in apart.doubts)
    together = plan_handing(ledger, things, units=[other], apart=False, on=JUNE)
    assert not any("没有分到" in doubt for doubt in together.doubts)


def test_a_paper_handed_over_stays_as_it_was_when_the_task_asks_for_more(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger), "完成污水管网排查", serial="41")
    village = add_unit(ledger, "张村", kind="village")
    things = [Thing(task_id=task_id)]
    (number,) = issue_assignments(
        ledger, same_to_each([village], things), on=JUNE, demands="专人负责"
    )
    before = assignment_page(ledger, number)
    change_tasks(ledger, [task_id], acceptance="排查报告和检测报告", notes="另议")
    assert assignment_page(ledger, number) == before
    assert "专人负责" in [cell.text for cell in before.cells]
