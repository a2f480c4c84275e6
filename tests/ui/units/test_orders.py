"""单位: orders of a unit answered, judged, changed and seen on paper without leaving it."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.services.parties.units import list_units
from app.services.queries import list_items, task_detail
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import record_feedback
from app.services.supervision.assignments_reading import list_assignments
from app.ui.mainwindow import MainWindow
from app.ui.pages.unitlist.handing import HandingPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.pages.unitlist.units_desk import ORDERS
from app.ui.workspace import Destination
from tests.ledgers import JUNE, a_task
from tests.ui.units.hands import lines, see, units_page


def test_feedback_is_taken_and_sent_back_without_the_mouse(
    desk: MainWindow, ledger: Ledger
) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(ORDERS)
    page.desk.orders.take_focus()
    QTest.keyClick(page.desk.orders.table, Qt.Key.Key_Return)
    form = page.desk.orders.form
    assert form.text.hasFocus()
    form.text.insert("已改造")
    QTest.keyClick(form.text, Qt.Key.Key_Return)
    assert lines(ledger)[0].state_label == "待审核"
    assert form.why.hasFocus()
    form.why.insert("没有照片")
    QTest.keyClick(form.why, Qt.Key.Key_Return)
    (round_,) = lines(ledger)[0].feedback
    assert (lines(ledger)[0].state_label, round_.verdict_why) == ("已退回", "没有照片")
    assert "6月30日　退回：没有照片" in form.rounds.text()
    assert form.answering.isVisible()
    assert page.desk.orders.table.hasFocus()
    desk.undo()
    assert lines(ledger)[0].state_label == "待审核"


def test_a_lead_to_an_order_ends_where_its_feedback_is_typed(
    desk: MainWindow, ledger: Ledger, qtbot: QtBot
) -> None:
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.show_page("dashboard")
    (order,) = list_assignments(ledger, as_of=JUNE)
    desk.go(Destination("units", assignment_id=order.id))
    page = desk.current_page()
    assert isinstance(page, UnitsPage)
    assert QApplication.focusWidget() is page.desk.orders.form.text
    assert {one.order.id for one in page.desk.orders.chosen()} == {order.id}


def test_of_another_unit_the_first_open_line_is_chosen(desk: MainWindow, ledger: Ledger) -> None:
    (village,) = [unit.id for unit in list_units(ledger) if unit.name == "塘口村"]
    issue_assignments(ledger, same_to_each([village], [Thing("清理河道")]), on=JUNE)
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(ORDERS)
    assert page.desk.orders.chosen()
    page.list.field.clear()
    see(page, "tkc")
    assert [one.line.text for one in page.desk.orders.chosen()] == ["清理河道"]
    assert page.desk.orders.form.answering.isVisible()


def test_settling_offers_the_tick_and_never_does_it_silently(
    desk: MainWindow, ledger: Ledger
) -> None:
    first, second = (line.id for line in lines(ledger))
    record_feedback(ledger, [first, second], text="已办", on=JUNE)
    desk.workspace.tell_changed()
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(ORDERS)
    page.desk.orders.show_line(second)
    assert not page.desk.orders.form.tick_button.isVisible()
    page.desk.orders.form.accept()
    assert list_items(ledger)[5].done_on is None
    page.desk.orders.show_line(first)
    assert page.desk.orders.form.tick_button.isVisible()
    page.desk.orders.form.tick_button.click()
    assert list_items(ledger)[5].done_on == JUNE
    assert {line.state_label for line in lines(ledger)} == {"已办结"}
    assert page.desk.orders.form.unjudge.isVisible()
    page.desk.orders.form.unjudge.click()
    assert lines(ledger)[0].state_label == "待审核"


def test_reported_amounts_are_offered_to_the_task(desk: MainWindow, ledger: Ledger) -> None:
    task = a_task(ledger, 1, "回收农膜60吨")
    village = next(unit.id for unit in list_units(ledger) if unit.name == "塘口村")
    thing = Thing(task_id=task, amount=Decimal(20), measure="吨")
    (made,) = issue_assignments(ledger, same_to_each([village], [thing]), on=JUNE)
    desk.go(Destination("units", assignment_id=made))
    page = desk.current_page()
    assert isinstance(page, UnitsPage)
    form = page.desk.orders.form
    form.amount.setText("多")
    form.record()
    assert "不是数" in desk.statusline.text()
    form.amount.setText("12")
    form.record()
    form.accept()
    assert form.offer.text() == "1 家中 1 家已办结，合计 12，写入任务本季完成数"
    form.offer.click()
    detail = task_detail(ledger, task, as_of=JUNE, period="2020Q2")
    assert detail.task.amount == Decimal(12)
    assert not form.offer.isVisible()


def test_orders_are_changed_in_place_withdrawn_and_removed(
    desk: MainWindow, ledger: Ledger
) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(ORDERS)
    model = page.desk.orders.model
    model.setData(model.index(1, model.column_of("text")), "报送网格员名单")
    model.setData(model.index(1, model.column_of("due")), "7.1")
    model.setData(model.index(1, model.column_of("amount")), "3")
    model.setData(model.index(0, model.column_of("number")), "2020-07")
    model.setData(model.index(0, model.column_of("due")), "不久")
    assert "看不懂日期" in desk.statusline.text()
    line = lines(ledger)[1]
    assert (line.text, line.due, line.amount) == ("报送网格员名单", date(2020, 7, 1), Decimal(3))
    assert model.rows[0].order.number == "2020-07"
    page.desk.orders.withdraw.click()
    assert {one.state_label for one in lines(ledger)} == {"已撤回"}
    page.desk.orders.form.restore.click()
    assert {one.state_label for one in lines(ledger)} == {"待反馈"}
    page.desk.orders.remove.click()
    assert list_assignments(ledger, as_of=JUNE) == ()
    assert page.desk.orders.nothing.isVisible()
    desk.undo()
    assert len(lines(ledger)) == 2


def test_an_order_is_seen_on_paper_and_more_is_handed_over(desk: MainWindow) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(ORDERS)
    assert page.print_page()
    handing = desk.current_page()
    assert isinstance(handing, HandingPage)
    assert handing.paper.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.current_page() is page
    page.desk.hand.click()
    form = handing.form
    assert form.words == "还没有交办事项"
    assert [one.unit.name for one in form.picker.model.rows if one.chosen] == ["漕溪村"]
    assert form.list.quick.hasFocus()


def test_the_duties_selected_go_along_to_the_paper(desk: MainWindow) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.duties.parts.setCurrentIndex(2)
    page.desk.duties.table.selectAll()
    duties = page.desk.duties.table.selected_rows()
    wanted = [one.text for one in duties if one.is_open and one.kind != "line"]
    assert wanted
    page.desk.hand.click()
    handing = desk.current_page()
    assert isinstance(handing, HandingPage)
    assert len(handing.form.list.things) == len(wanted)
    assert handing.form.is_ready
    assert handing.form.words.startswith("1 家单位")
