"""单位: units found by initials, what each owes, the register of all, earlier days."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.models.database import Ledger
from app.services.keeping.ledgers import open_ledger
from app.services.parties.units import list_units
from app.services.supervision.assignments_feedback import accept, record_feedback
from app.services.supervision.assignments_reading import list_assignments
from app.ui.dialogs.commands import CommandBox
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.pages.unitlist.units_desk import DUTIES, ORDERS
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.units.hands import Open, lines, see, units_page

CTRL = Qt.KeyboardModifier.ControlModifier


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
