"""Keys of a spreadsheet that leap and grow: the selection goes where the cursor goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.models.database import Ledger
from app.services import queries
from app.services.history import journal
from app.services.work.tasks import change_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.tasklist.tasktable import TaskTable
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign

Open = Callable[[Workspace], MainWindow]
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def table(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> TaskTable:
    """The task table over the campaign: five tasks of ours in two groups."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    page.table.setFocus()
    return page.table


def press(table: TaskTable, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(table, key, modifiers)


def chosen(table: TaskTable) -> tuple[list[str], list[str]]:
    """The serials of the selected tasks, and the selected columns."""
    columns = [table.columns[place].key for place in table.work.columns()]
    return [task.serial for task in table.selected_rows()], columns


def notes(ledger: Ledger) -> dict[str, str]:
    tasks = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    return {task.serial: task.notes for task in tasks if task.notes}


def test_ctrl_home_and_end_go_to_the_corners_and_take_the_selection_along(
    table: TaskTable, campaign: Campaign
) -> None:
    table.show_task(campaign.dust, column="notes")
    press(table, KEY.Key_Home, CTRL)
    assert chosen(table) == (["12"], ["serial"])
    press(table, KEY.Key_End, CTRL)
    assert chosen(table) == (["41"], ["notes"])


def test_what_is_cleared_after_a_leap_is_the_cell_one_stands_on(
    table: TaskTable, ledger: Ledger, campaign: Campaign
) -> None:
    change_tasks(ledger, [campaign.boilers, campaign.dust, campaign.sewer], notes="照会")
    table.window().workspace.tell_changed()  # type: ignore[attr-defined]
    table.show_task(campaign.boilers, column="notes")
    press(table, KEY.Key_Down, CTRL)  # the end of the run of two, over no group's head
    assert chosen(table) == (["15"], ["notes"])
    press(table, KEY.Key_Down, CTRL)  # the next that is filled
    assert chosen(table) == (["41"], ["notes"])
    press(table, KEY.Key_Delete)
    assert notes(ledger) == {"12": "照会", "15": "照会"}


def test_ctrl_left_and_right_go_to_the_edge_of_what_is_filled(
    table: TaskTable, campaign: Campaign
) -> None:
    table.show_task(campaign.boilers, column="serial")
    press(table, KEY.Key_Right, CTRL)
    assert chosen(table) == (["12"], ["units"])
    press(table, KEY.Key_Left, CTRL)
    assert chosen(table) == (["12"], ["serial"])


def test_ctrl_shift_grows_the_block_from_where_it_began(
    table: TaskTable, campaign: Campaign
) -> None:
    table.show_task(campaign.dust, column="due")
    press(table, KEY.Key_Right, SHIFT)
    press(table, KEY.Key_End, CTRL | SHIFT)
    assert chosen(table) == (["15", "16", "40", "41"], ["due", "units", "notes"])
    assert not table.whole_rows()
    press(table, KEY.Key_Home, CTRL | SHIFT)
    assert chosen(table)[0] == ["12", "15"]
    assert chosen(table)[1][-1] == "due"
    table.show_task(campaign.rivers, column="text")
    press(table, KEY.Key_Left, CTRL | SHIFT)
    assert chosen(table) == (["40"], ["serial", "text"])


def test_shift_and_arrows_add_whole_rows_to_whole_rows(
    table: TaskTable, campaign: Campaign
) -> None:
    table.show_task(campaign.dust, column="notes")
    press(table, KEY.Key_Space, SHIFT)
    for _ in range(2):  # over the head of the second group
        press(table, KEY.Key_Down, SHIFT)
    assert table.whole_rows()
    assert chosen(table)[0] == ["15", "16", "40"]
    press(table, KEY.Key_Up, SHIFT)
    assert chosen(table)[0] == ["15", "16"]
    assert table.whole_rows()


def test_ctrl_space_takes_the_column(table: TaskTable, campaign: Campaign) -> None:
    table.show_task(campaign.dust, column="notes")
    press(table, KEY.Key_Space, CTRL)
    assert chosen(table) == (["12", "15", "16", "40", "41"], ["notes"])
    assert table.state() == TaskTable.State.NoState


def test_cut_copies_and_empties_in_one_step(
    table: TaskTable, ledger: Ledger, campaign: Campaign
) -> None:
    change_tasks(ledger, [campaign.boilers], notes="甲")
    change_tasks(ledger, [campaign.dust], notes="乙")
    table.window().workspace.tell_changed()  # type: ignore[attr-defined]
    table.show_task(campaign.boilers, column="notes")
    press(table, KEY.Key_Down, SHIFT)
    press(table, KEY.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "甲\n乙"
    assert notes(ledger) == {}
    journal.undo(ledger)
    assert notes(ledger) == {"12": "甲", "15": "乙"}


def test_whole_rows_are_not_cut(table: TaskTable, ledger: Ledger, campaign: Campaign) -> None:
    said: list[str] = []
    table.refused.connect(said.append)
    table.show_task(campaign.boilers, column="notes")
    press(table, KEY.Key_Space, SHIFT)
    press(table, KEY.Key_X, CTRL)
    assert said == ["整行只能复制，不能剪切；已复制。"]
    assert len(queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")) == 5


def test_ctrl_r_fills_to_the_right(table: TaskTable, ledger: Ledger, campaign: Campaign) -> None:
    table.show_task(campaign.rivers, column="units")
    press(table, KEY.Key_Right, SHIFT)
    press(table, KEY.Key_R, CTRL)
    assert notes(ledger) == {"40": "水利站"}


def test_backspace_begins_with_an_empty_cell(
    table: TaskTable, ledger: Ledger, campaign: Campaign
) -> None:
    change_tasks(ledger, [campaign.boilers], notes="旧话")
    table.window().workspace.tell_changed()  # type: ignore[attr-defined]
    table.show_task(campaign.boilers, column="notes")
    press(table, KEY.Key_Backspace)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == ""
    QTest.keyClick(editor, KEY.Key_Escape)
    assert notes(ledger) == {"12": "旧话"}


def test_after_a_task_is_deleted_one_goes_on_from_its_place_and_back_by_undo(
    table: TaskTable, campaign: Campaign
) -> None:
    window = table.window()
    assert isinstance(window, MainWindow)
    table.show_task(campaign.asked, column="units")
    press(table, KEY.Key_Minus, CTRL)
    assert chosen(table) == (["40"], ["units"])  # what stood below it, past the group's head
    window.undo_action.trigger()
    assert chosen(table) == (["16"], ["units"])
    table.show_task(campaign.sewer, column="notes")
    press(table, KEY.Key_Minus, CTRL)
    assert chosen(table) == (["40"], ["notes"])  # the last one gone: what stood above


def test_a_search_begins_with_its_first_task(table: TaskTable, campaign: Campaign) -> None:
    page = table.window().current_page()  # type: ignore[attr-defined]
    table.show_task(campaign.sewer, column="notes")
    page.search("锅炉")
    assert chosen(table)[0] == ["12"]
