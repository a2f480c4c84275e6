"""交办 through the real window: rows chosen, units found by initials, orders made and on paper."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.models.database import Ledger
from app.models.registers import AssignmentView
from app.models.supervision import Assignment
from app.services.breakdown.items import change_items
from app.services.keeping.ledgers import open_ledger
from app.services.parties.units import add_unit
from app.services.queries import list_items, list_tasks
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_reading import list_assignments
from app.services.work.tasks import change_target
from app.ui.assigning.handover import NOTHING, hand_over_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.handing import HandingPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, count_of

VILLAGES = ("漕溪村", "塘口村", "丫河村")
Open = Callable[[Workspace], MainWindow]


def press(widget: QLineEdit, *keys: Qt.Key | str) -> None:
    """Type words and press keys, one after the other; Chinese comes as an input method sends it."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key) if key.isascii() else widget.insert(key)
        else:
            QTest.keyClick(widget, key)


def orders(ledger: Ledger) -> tuple[AssignmentView, ...]:
    return list_assignments(ledger, as_of=JUNE)


@pytest.fixture
def villages(ledger: Ledger) -> list[int]:
    return [add_unit(ledger, name, kind="village") for name in VILLAGES]


@pytest.fixture
def desk(workspace: Workspace, villages: list[int], open_window: Open) -> MainWindow:
    """The window on the 23 boilers and three villages."""
    return open_window(workspace)


def handing_page(window: MainWindow) -> HandingPage:
    page = window.current_page()
    assert isinstance(page, HandingPage)
    return page


def chosen_items(window: MainWindow, count: int) -> HandingPage:
    """Choose the first items on the item page and press Ctrl+J."""
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    page.table.setFocus()
    page.table.select_key(page.model.rows[0].item.id)
    for _ in range(count - 1):
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    return handing_page(window)


def test_items_with_units_are_handed_out_by_two_keys(desk: MainWindow, ledger: Ledger) -> None:
    items = [item.id for item in list_items(ledger)]
    for place, name in enumerate(VILLAGES):
        change_items(ledger, items[place * 4 : place * 4 + 4], unit=name)
    desk.workspace.tell_changed()
    page = chosen_items(desk, 12)
    assert page.form.words == "3 家单位，共 12 项"
    press(page.form.picker.field, Qt.Key.Key_Return)
    assert [(one.unit, len(one.lines)) for one in reversed(orders(ledger))] == [
        ("漕溪村", 4), ("塘口村", 4), ("丫河村", 4),
    ]  # fmt: skip
    assert desk.statusline.text().startswith("已交办 3 家单位，共 12 项")
    assert page.paper.isVisible()
    assert page.paper.pane.view.page_count == 3


def test_units_are_found_by_initials_and_enter_goes_on(desk: MainWindow, ledger: Ledger) -> None:
    page = chosen_items(desk, 2)
    field = page.form.picker.field
    assert field.hasFocus()
    assert not page.form.is_ready
    press(field, Qt.Key.Key_Return)
    assert "还没有选" in desk.statusline.text()
    press(field, "cxc", Qt.Key.Key_Return, "tkc", Qt.Key.Key_Return)
    assert page.form.words == "2 家单位，共 4 项"
    press(field, "没有", Qt.Key.Key_Return)
    assert "没有找到“没有”" in desk.statusline.text()
    field.clear()
    press(field, Qt.Key.Key_Return)
    assert {one.unit for one in orders(ledger)} == {"漕溪村", "塘口村"}


def test_undo_brings_the_form_back_as_it_was(desk: MainWindow, ledger: Ledger) -> None:
    page = chosen_items(desk, 2)
    press(page.form.picker.field, "cxc", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert page.paper.isVisible()
    desk.undo()
    assert count_of(ledger, Assignment) == 0
    assert page.form.isVisible()
    assert page.form.words == "1 家单位，共 2 项"


def test_escape_leads_back_to_the_rows(desk: MainWindow) -> None:
    chosen_items(desk, 2)
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert isinstance(desk.current_page(), ItemsPage)


def test_a_target_is_shared_out_and_a_wrong_sum_is_said(desk: MainWindow, ledger: Ledger) -> None:
    (task,) = list_tasks(ledger, as_of=JUNE, period="2020Q2")
    change_target(ledger, task.id, number=Decimal(23), unit="台")
    hand_over_tasks(desk.workspace, [task])
    page = handing_page(desk)
    model = page.form.picker.model
    amount = model.column_of("amount")
    for row, number in enumerate(("10", "8", "2")):
        model.setData(model.index(row, amount), number)
    assert page.form.words == "3 家单位，共 3 项"
    assert "还差 3 台" in page.form.doubts[0].text()
    model.setData(model.index(2, amount), "5")
    assert "还差" not in page.form.doubts[0].text()
    model.setData(model.index(2, amount), "五")
    assert "不是数" in desk.statusline.text()
    page.issue()
    lines = [one.lines[0] for one in reversed(orders(ledger))]
    assert [(line.amount, line.measure) for line in lines] == [
        (Decimal(10), "台"), (Decimal(8), "台"), (Decimal(5), "台"),
    ]  # fmt: skip


def test_words_days_and_number_are_the_clerks_own(desk: MainWindow, ledger: Ledger) -> None:
    page = chosen_items(desk, 3)
    form = page.form
    form.list.table.delete_asked.emit(form.list.model.rows[1:])
    assert form.list.told.text() == "已去掉 2 项"
    form.list.back.click()
    assert [line.place for line in form.list.model.rows] == [0, 1, 2]
    form.list.table.delete_asked.emit(form.list.model.rows[2:])
    press(form.list.quick, "每周报送巡查记录", Qt.Key.Key_Return)
    model = form.list.model
    model.setData(model.index(0, model.column_of("text")), "一号锅炉换燃烧器")
    model.setData(model.index(0, model.column_of("due")), "7.15")
    model.setData(model.index(1, model.column_of("due")), "下周")
    assert "看不懂日期" in desk.statusline.text()
    form.number.setText("2020-07")
    form.demands.setText("专人负责")
    form.picker.choose([form.picker.model.rows[0].unit.id])
    form.plan()
    assert any("没有时限" in line.text() for line in form.doubts)
    page.issue()
    (order,) = orders(ledger)
    assert (order.number, order.demands) == ("2020-07", "专人负责")
    assert [(line.text, line.due) for line in order.lines] == [
        ("一号锅炉换燃烧器", date(2020, 7, 15)),
        ("燃气锅炉02", date(2020, 12, 31)),
        ("每周报送巡查记录", None),
    ]
    again = chosen_items(desk, 1)
    assert (again.form.number.text(), again.form.demands.text()) == ("2020-08", "专人负责")


def test_one_day_for_all_things(desk: MainWindow, ledger: Ledger) -> None:
    page = chosen_items(desk, 2)
    page.form.together.setChecked(True)
    page.form.day.pick(date(2020, 9, 30))
    press(page.form.picker.field, "yhc", Qt.Key.Key_Return, Qt.Key.Key_Return)
    (order,) = orders(ledger)
    assert {order.due, *(line.due for line in order.lines)} == {date(2020, 9, 30)}


def test_a_number_that_is_taken_is_said_and_nothing_made(
    desk: MainWindow, ledger: Ledger, villages: list[int]
) -> None:
    issue_assignments(
        ledger, same_to_each(villages[:1], [Thing("报数")]), on=JUNE, number="2020-07"
    )
    page = chosen_items(desk, 1)
    page.form.number.setText("2020-07")
    press(page.form.picker.field, "cxc", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert "已有编号“2020-07”" in desk.statusline.text()
    assert count_of(ledger, Assignment) == 1
    assert page.form.isVisible()


def test_without_rows_the_clerk_is_told_to_choose_some(desk: MainWindow) -> None:
    page = desk.show_page("items")
    assert isinstance(page, ItemsPage)
    page.table.clearSelection()
    QTest.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert desk.current_page() is page
    assert desk.statusline.text() == NOTHING


def test_tasks_are_handed_over_from_their_page(desk: MainWindow) -> None:
    page = desk.show_page("tasks")
    assert isinstance(page, TasksPage)
    page.table.show_task(list_tasks(desk.workspace.ledger, as_of=JUNE, period="2020Q2")[0].id)
    QTest.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert [one.thing.task_id for one in handing_page(desk).form.list.things] == [1]


def test_orders_are_saved_together_or_apart(
    desk: MainWindow, villages: list[int], tmp_path: Path
) -> None:
    made = issue_assignments(
        desk.workspace.ledger, same_to_each(villages, [Thing("报数")]), on=JUNE
    )
    desk.workspace.tell_changed()
    page = desk.show_page("handing")
    assert isinstance(page, HandingPage)
    page.show_paper(made)
    page.paper.write_to(tmp_path / "一起")
    assert len(list((tmp_path / "一起").iterdir())) == 2
    page.paper.apart.setChecked(True)
    page.paper.write_to(tmp_path / "分开")
    assert len(list((tmp_path / "分开").iterdir())) == 6
    assert "等 6 个文件" in page.paper.notice.words


def test_sixty_villages_are_handed_to_at_once(desk: MainWindow, ledger: Ledger) -> None:
    for number in range(57):
        add_unit(ledger, f"第{number}村", kind="village")
    page = chosen_items(desk, 2)
    page.form.picker.table.selectAll()
    page.form.picker.table.tick_selected()
    assert page.form.words == "60 家单位，共 120 项"
    page.issue()
    assert len({one.number for one in orders(ledger)}) == 60


def test_a_reader_hands_nothing_over(
    ledger: Ledger, memory: Memory, workspace: Workspace, villages: list[int], open_window: Open
) -> None:
    second = open_ledger(ledger.folder, readonly=True)
    window = open_window(Workspace(second, memory, as_of=JUNE, list_id=1))
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() is page
    window.close()
    second.close()
