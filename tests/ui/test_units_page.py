"""单位 through the real window: what a village owes, its orders answered in place, its facts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.registers import AssignedView
from app.services.breakdown.items import change_items
from app.services.keeping.ledgers import open_ledger
from app.services.parties.units import add_unit, list_units
from app.services.queries import list_items, task_detail
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_feedback import accept, record_feedback
from app.services.supervision.assignments_reading import list_assignments
from app.ui.dialogs.commands import CommandBox
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.handing import HandingPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.pages.unitlist.units_desk import DUTIES, FACTS, ORDERS
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE, a_task

Open = Callable[[Workspace], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(workspace: Workspace, ledger: Ledger, open_window: Open) -> MainWindow:
    """The 23 boilers, four of them 漕溪村's; an order of two lines to it, due on 10 June."""
    village = add_unit(ledger, "漕溪村", kind="village", aliases=("漕溪",))
    add_unit(ledger, "塘口村", kind="village")
    add_unit(ledger, "水利站", kind="department")
    items = [item.id for item in list_items(ledger)]
    change_items(ledger, items[2:6], unit="漕溪村")
    change_items(ledger, items[4:5], due=date(2020, 6, 1))
    things = [Thing(item_id=items[5]), Thing("报送名单")]
    issue_assignments(
        ledger, same_to_each([village], things), on=date(2020, 5, 10), due=date(2020, 6, 10)
    )
    return open_window(workspace)


def units_page(window: MainWindow) -> UnitsPage:
    page = window.show_page("units")
    assert isinstance(page, UnitsPage)
    return page


def see(page: UnitsPage, letters: str) -> None:
    """Type initials into the search of units."""
    QTest.keyClicks(page.list.field, letters)
    page.list.tell_now()


def lines(ledger: Ledger) -> tuple[AssignedView, ...]:
    (order,) = list_assignments(ledger, as_of=JUNE)
    return order.lines


def texts(page: UnitsPage) -> list[str]:
    return [duty.text for duty in page.desk.duties.table.order.rows()]


def test_what_a_village_owes_is_seen_after_one_key_and_its_initials(desk: MainWindow) -> None:
    QTest.keyClick(desk, Qt.Key.Key_6 if "problems" in desk._specs else Qt.Key.Key_5, CTRL)
    page = desk.current_page()
    assert isinstance(page, UnitsPage)
    assert page.list.field.hasFocus()
    see(page, "cxc")
    assert page.desk.name.text() == "漕溪村"
    assert texts(page) == ["燃气锅炉05", "燃气锅炉06", "报送名单", "燃气锅炉04"]
    assert page.desk.tabs.tabText(DUTIES) == "办理事项 4"
    assert [page.desk.duties.parts.tabText(place) for place in range(3)] == [
        "未完 4", "超期 3", "全部 5",
    ]  # fmt: skip


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_unit_is_found_from_anywhere_by_its_initials(desk: MainWindow) -> None:
    desk.show_page("items")
    QTest.keyClick(desk, Qt.Key.Key_K, CTRL)
    (box,) = desk.findChildren(CommandBox)
    QTest.keyClicks(box.field, "cxc")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    page = desk.current_page()
    assert isinstance(page, UnitsPage)
    assert page.desk.name.text() == "漕溪村"
    assert page.desk.tabs.currentIndex() == DUTIES
    QTest.keyClick(desk, Qt.Key.Key_K, CTRL)
    box = desk.findChildren(CommandBox)[-1]
    box.field.insert("塘口村")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert page.desk.name.text() == "塘口村"


def test_units_stand_under_their_kinds_with_counts(desk: MainWindow) -> None:
    page = units_page(desk)
    rows = [(row.name, row.unit.open if row.unit else None) for row in page.list.model.rows]
    assert rows[:3] == [("村（社区）　2", None), ("漕溪村", 4), ("塘口村", 0)]
    assert rows[3] == ("本镇部门　1", None)
    assert page.list.unit is not None
    assert page.list.unit.name == "漕溪村"
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    page.list.tell_now()
    assert page.desk.name.text() == "塘口村"
    assert page.desk.duties.nothing.isVisible()


def test_enter_leads_to_the_very_cell(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "cxc")
    QTest.keyClick(page.list.field, Qt.Key.Key_Return)
    assert page.desk.duties.table.hasFocus()
    QTest.keyClick(page.desk.duties.table, Qt.Key.Key_Return)
    tasks = desk.current_page()
    assert isinstance(tasks, TasksPage)
    table = tasks.panel.items.table
    assert table is not None
    item = table.current_row()
    assert item is not None
    assert item.item.name == "燃气锅炉05"
    desk.show_page("units")
    page.desk.duties.table.select_key(("line", lines(ledger)[1].id))
    QTest.keyClick(page.desk.duties.table, Qt.Key.Key_Return)
    assert page.desk.tabs.currentIndex() == ORDERS
    assert [one.line.text for one in page.desk.orders.chosen()] == ["报送名单"]


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
    assert [one.unit.name for one in form.picker.model.rows if one.chosen] == ["漕溪村"]
    assert form.list.quick.hasFocus()


def test_facts_are_saved_as_they_are_typed(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(FACTS)
    facts = page.desk.facts
    facts.texts["contact"].setText("王五")
    facts.texts["contact"].editingFinished.emit()
    facts.texts["aliases"].setText("漕溪，漕溪行政村")
    facts.texts["aliases"].editingFinished.emit()
    facts.notes.setPlainText("含工业园")
    facts.notes.left.emit()
    unit = next(one for one in list_units(ledger) if one.name == "漕溪村")
    assert (unit.contact, unit.aliases, unit.notes) == ("王五", ("漕溪", "漕溪行政村"), "含工业园")
    assert "王五" in page.desk.about.text()
    facts.texts["name"].setText("塘口村")
    facts.texts["name"].editingFinished.emit()
    assert "已有名为“塘口村”" in desk.statusline.text()
    assert facts.texts["name"].text() == "漕溪村"


def test_a_unit_goes_into_another_and_comes_out_again(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "tkc")
    page.desk.tabs.setCurrentIndex(FACTS)
    page.desk.facts.into.setCurrentText("没有的村")
    page.desk.facts.merge_button.click()
    assert "没有这家单位" in desk.statusline.text()
    page.desk.facts.into.setCurrentText("漕溪村")
    page.desk.facts.merge_button.click()
    page.list.tell_now()
    assert page.desk.name.text() == "漕溪村"
    assert "塘口村" not in {unit.name for unit in list_units(ledger)}
    desk.undo()
    assert "塘口村" in {unit.name for unit in list_units(ledger)}


def test_a_unit_in_use_is_not_deleted_and_one_without_is(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.facts.remove_button.click()
    assert "名下有 1 份交办单" in desk.statusline.text()
    page.list.field.clear()
    see(page, "slz")
    page.desk.facts.remove_button.click()
    assert "水利站" not in {unit.name for unit in list_units(ledger)}


def test_units_are_pasted_from_a_sheet(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    rows = "村（社区）\t联系人\t电话\n漕溪村\t王五\t13800000000\n卢家巷社区\t赵六\t\n"
    QGuiApplication.clipboard().setText(rows)
    page._paste()
    assert desk.statusline.text().startswith("已粘贴单位：新增 1 个，更新 1 个")
    units = {unit.name: unit for unit in list_units(ledger)}
    assert units["漕溪村"].phone == "13800000000"
    assert units["卢家巷社区"].kind == "village"


def test_the_register_of_all_stands_in_place_of_the_desk(desk: MainWindow) -> None:
    page = units_page(desk)
    page.toggle_overview()
    assert page.overview.table.isVisible()
    page.search("cxc")
    assert page.overview.table.order.rowCount() == 1
    page.overview.table.opened.emit(page.overview.table.order.rows()[0])
    assert page.desk.name.isVisible()
    assert page.desk.name.text() == "漕溪村"
    page.toggle_overview()
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert not page.overview.table.isVisible()


def test_the_search_of_the_window_finds_units_too(desk: MainWindow) -> None:
    page = units_page(desk)
    desk.topbar.search.setText("tkc")
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Return)
    page.list.tell_now()
    assert page.desk.name.text() == "塘口村"


def test_an_earlier_day_shows_what_was_owed_then(desk: MainWindow) -> None:
    page = units_page(desk)
    see(page, "cxc")
    desk.workspace.use_as_of(date(2020, 5, 1))
    assert page.desk.tabs.tabText(ORDERS) == "交办单"
    assert "报送名单" not in texts(page)


def test_an_order_of_a_later_day_does_not_draw_the_page_back(
    desk: MainWindow, ledger: Ledger
) -> None:
    (order,) = list_assignments(ledger, as_of=JUNE)
    desk.workspace.use_as_of(date(2020, 5, 1))
    desk.go(Destination("units", assignment_id=order.id))
    page = desk.current_page()
    assert isinstance(page, UnitsPage)
    see(page, "tkc")
    desk.workspace.tell_changed()
    assert page.desk.name.text() == "塘口村"


def test_an_empty_page_teaches_to_paste(bare_workspace: Workspace, open_window: Open) -> None:
    page = units_page(open_window(bare_workspace))
    button = page._empty.button
    assert button is not None
    assert button.isVisible()
    QGuiApplication.clipboard().setText("漕溪村\t王五")
    button.click()
    assert page.desk.name.isVisible()
    assert page.desk.name.text() == "漕溪村"


def test_a_reader_sees_all_and_changes_nothing(
    desk: MainWindow, ledger: Ledger, memory: Memory, open_window: Open
) -> None:
    first = lines(ledger)[0].id
    record_feedback(ledger, [first], text="已办", on=JUNE)
    accept(ledger, [first], on=JUNE)
    second = open_ledger(ledger.folder, readonly=True)
    window = open_window(Workspace(second, memory, as_of=JUNE, list_id=1))
    page = units_page(window)
    see(page, "cxc")
    assert len(texts(page)) == 4  # the item of the settled line is not ticked yet
    page.desk.tabs.setCurrentIndex(ORDERS)
    page.desk.orders.show_line(first)
    form = page.desk.orders.form
    assert "反馈：已办" in form.rounds.text()
    shown = (
        form.answering,
        form.judging,
        form.ended,
        page.desk.orders.withdraw,
        page.desk.facts.into,
    )
    assert not any(part.isVisibleTo(page) for part in shown)
    assert not page.desk.hand.isVisibleTo(page)
    assert page.primary_action is not None
    assert not page.primary_action.isVisible()
    assert all(field.isReadOnly() for field in page.desk.facts.texts.values())
    assert isinstance(page.desk.facts.texts["name"], QLineEdit)
    window.close()
    second.close()
