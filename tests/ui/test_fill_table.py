"""填表: amounts and texts of the period typed, pasted and filled down the table of tasks."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.services.breakdown.items import create_blanks
from app.services.work.entrycells import AMOUNT, period_entries
from app.services.work.progress import Entry, record_progress
from app.ui.itemmodels.taskcolumns import FILLING
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, a_list, a_task

Open = Callable[[Workspace], MainWindow]
Q1, Q2 = "2020Q1", "2020Q2"
FORTY = 40


@pytest.fixture
def tasks(ledger: Ledger) -> list[int]:
    """Forty tasks of 30 km, each with 5 km reported in spring."""
    list_id = a_list(ledger)
    made = [
        a_task(ledger, list_id, "新建污水管网30公里", serial=f"{n}") for n in range(1, FORTY + 1)
    ]
    for number in made:
        record_progress(ledger, number, Q1, Entry(amount=Decimal(5)))
    return made


@pytest.fixture
def window(
    dressed: QApplication, ledger: Ledger, memory: Memory, tasks: list[int], open_window: Open
) -> MainWindow:
    """The window, the task page in view."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE))
    window.show_page("tasks")
    return window


@pytest.fixture
def page(window: MainWindow) -> TasksPage:
    """The task page as a sheet to be filled."""
    page = window.current_page()
    assert isinstance(page, TasksPage)
    page.fill_table.action.trigger()
    return page


def keyboard(page: TasksPage) -> QWidget:
    """What the next key goes to."""
    return page.window().focusWidget() or page.table


def shown(page: TasksPage) -> set[str]:
    table = page.table
    return {table.columns[n].key for n in table.shown_columns()}


def cell(page: TasksPage, task_id: int, column: str) -> str:
    place = page.model.row_of(task_id)
    assert place is not None
    index = page.table.order.index(place, page.model.column_of(column))
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def heard(page: TasksPage) -> list[str]:
    said: list[str] = []
    page.workspace.said.connect(lambda saying: said.append(saying.text))
    return said


def test_one_click_shows_the_sheet_and_esc_goes_back(page: TasksPage, tasks: list[int]) -> None:
    assert shown(page) == FILLING
    assert page.table.current_column_key() == AMOUNT
    assert cell(page, tasks[0], "before") == "5"
    page.table.layout_of_columns.choose("notes", on=True)
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert "light" in shown(page)
    assert not shown(page) & {AMOUNT, "entry.text", "before"}
    page.fill_table.action.trigger()
    assert shown(page) >= (FILLING | {"notes"}) - {"target"}


def test_forty_amounts_are_pasted_by_one_key_and_told_of(
    page: TasksPage, ledger: Ledger, tasks: list[int]
) -> None:
    said = heard(page)
    page.table.show_task(tasks[0], column=AMOUNT)  # the one click
    texts = [f"{n}" for n in range(3, FORTY + 3)]
    QGuiApplication.clipboard().setText("\n".join(texts))
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    held = period_entries(ledger, Q2)
    assert [held[number].amount for number in tasks] == [Decimal(text) for text in texts]
    assert said[-1].startswith(
        "已填写本期完成数 40 项；2 项比上期少：1、2；12 项超过目标：29、30、"
    )
    assert cell(page, tasks[7], AMOUNT) == "10"


def test_typing_goes_down_the_column(page: TasksPage, ledger: Ledger, tasks: list[int]) -> None:
    for text in ("6", "0", "/", "7"):
        QTest.keyClicks(page.table, text)
        editor = keyboard(page)
        assert editor is not page.table
        QTest.keyClick(editor, Qt.Key.Key_Return)
    held = period_entries(ledger, Q2)
    assert [held[n].amount for n in tasks[:4]] == [Decimal(6), Decimal(0), None, Decimal(7)]
    assert [cell(page, n, AMOUNT) for n in tasks[:5]] == ["6", "0", "/", "7", ""]
    assert page.table.current_task() is not None


def test_words_are_filled_down_and_cleared(
    page: TasksPage, ledger: Ledger, tasks: list[int]
) -> None:
    record_progress(ledger, tasks[0], Q2, Entry(text="在建"))
    page.workspace.tell_changed()
    page.table.show_task(tasks[0], column="entry.text")
    down = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        QTest.keyClick(page.table, Qt.Key.Key_Down, down)
    QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [cell(page, n, "entry.text") for n in tasks[:4]] == ["在建"] * 3 + [""]
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert period_entries(ledger, Q2) == {}
    assert cell(page, tasks[1], "entry.text") == ""


def test_an_amount_counted_by_ticks_says_why_it_is_not_typed(
    page: TasksPage, ledger: Ledger, tasks: list[int]
) -> None:
    list_id = page.workspace.list_id
    assert list_id is not None
    counted = a_task(ledger, list_id, serial="99")
    create_blanks(ledger, counted, 23, stem="锅炉")
    page.workspace.tell_changed()
    said = heard(page)
    page.table.show_task(counted, column=AMOUNT)
    QTest.keyClicks(page.table, "9")
    assert keyboard(page) is page.table
    assert said == ["完成数按清单勾选计，不用填写。"]
    page.table.show_task(tasks[-1], column=AMOUNT)
    QGuiApplication.clipboard().setText("6\n9")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert said[-1] == "已填写本期完成数，跳过 1 格（不能修改）"
    assert counted not in period_entries(ledger, Q2)


def test_hundreds_of_cells_are_written_in_the_background(
    page: TasksPage, ledger: Ledger, tasks: list[int], qtbot: QtBot
) -> None:
    said = heard(page)
    row = "\t".join(("6", "在建", "缺地", "再会办", "", ""))
    page.table.show_task(tasks[0], column=AMOUNT)
    QGuiApplication.clipboard().setText("\n".join([row[:-2]] * FORTY))
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(said))
    held = period_entries(ledger, Q2)
    assert {(e.text, e.problems, e.next_steps) for e in held.values()} == {
        ("在建", "缺地", "再会办")
    }
    assert len(held) == FORTY


def test_another_period_shows_its_own_words(page: TasksPage, tasks: list[int]) -> None:
    assert cell(page, tasks[0], AMOUNT) == ""
    page.workspace.use_period(Q1)
    page.refresh()
    assert cell(page, tasks[0], AMOUNT) == "5"
    assert cell(page, tasks[0], "before") == ""
