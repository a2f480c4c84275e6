"""交办: orders withdrawn, changed, removed, printed; each comes back by undo."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.supervision import Feedback
from app.services.history.journal import undo
from app.services.parties.units import add_unit
from app.services.supervision.assignments import (
    Thing,
    add_lines,
    change_lines,
    issue_assignments,
    remove_assignments,
    remove_lines,
    same_to_each,
    withdraw_assignments,
)
from app.services.supervision.assignments_feedback import (
    accept,
    record_feedback,
    return_back,
)
from app.services.supervision.assignments_paper import assignment_page, write_assignments
from app.services.supervision.assignments_reading import (
    assignments_answered,
    assignments_late,
    list_assignments,
)
from app.services.work.tasks import change_tasks, remove_tasks
from tests.ledgers import JUNE, a_list, a_task, count_of
from tests.services.handing.hands import DUE, FREE, MAY, the_line, the_order


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
    for absurd in ("-5", "NaN", "sNaN"):
        with pytest.raises(UserError, match="0 或正数"):
            change_lines(ledger, [line], amount=Decimal(absurd))
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
