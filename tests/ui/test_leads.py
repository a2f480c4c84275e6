"""Where the keyboard is after a lead, and what comes into cells without being typed."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import queries
from app.services.history import journal
from app.ui.blocks import block_text, read_block
from app.ui.mainwindow import MainWindow
from app.ui.pages.frame import PageFrame
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> TasksPage:
    """The task page of the 23 boilers, with the keyboard."""
    with qtbot.waitActive(window):
        window.activateWindow()
    shown = window.show_page("tasks")
    assert isinstance(shown, TasksPage)
    return shown


@pytest.mark.parametrize("part", ["progress", "items", "checkpoints", "evidence"])
def test_a_lead_puts_the_keyboard_into_the_very_cell(page: TasksPage, part: str) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    window.show_page("dashboard")
    window.go(Destination("tasks", task_id=1, part=part))
    field = QApplication.focusWidget()
    assert field is not None
    assert page.panel.current_part().isAncestorOf(field)


def test_words_that_come_whole_open_the_cell(page: TasksPage) -> None:
    """Handwriting and dictation commit without composing; Qt alone would drop them."""
    table = page.table
    assert table.select_key(1, column="notes")
    table.setFocus()
    come = QInputMethodEvent()
    come.setCommitString("手写的")
    QApplication.sendEvent(table, come)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not table
    QTest.keyClick(editor, Qt.Key.Key_Return)
    (task,) = queries.list_tasks(page.workspace.ledger, as_of=page.workspace.as_of, period="2020Q2")
    assert task.notes == "手写的"
    journal.undo(page.workspace.ledger)


def test_words_that_come_whole_into_a_fixed_cell_change_nothing(page: TasksPage) -> None:
    before = journal.undo_state(page.workspace.ledger).undo
    assert page.table.select_key(1, column="light")
    come = QInputMethodEvent()
    come.setCommitString("手")
    QApplication.sendEvent(page.table, come)
    assert journal.undo_state(page.workspace.ledger).undo == before


def html(body: str) -> QMimeData:
    mime = QMimeData()
    mime.setHtml(f"<html><body>{body}</body></html>")
    return mime


def test_a_table_that_comes_without_its_text_is_read() -> None:
    rows = "<tr><td colspan=2>甲</td><td>4</td></tr><tr><td>乙<br>丙</td><td></td><td>6</td></tr>"
    assert read_block(block_text(html(f"<p>表1</p><table>{rows}</table>"))) == [
        ["甲", "", "4"],
        ["乙\n丙", "", "6"],
    ]
    assert block_text(html("<p>只有一句</p>")) == "只有一句"
    assert block_text(QMimeData()) == ""


def test_a_table_alone_is_pasted_into_cells(page: TasksPage) -> None:
    QGuiApplication.clipboard().setMimeData(html("<table><tr><td>从网页来</td></tr></table>"))
    assert page.table.select_key(1, column="notes")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (task,) = queries.list_tasks(page.workspace.ledger, as_of=page.workspace.as_of, period="2020Q2")
    assert task.notes == "从网页来"


def test_a_pasted_list_is_told_with_its_number_and_shown(page: TasksPage) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    window.go(Destination("tasks", task_id=1, part="items"))
    QGuiApplication.clipboard().setText('名称\t备注\n甲厂\t"两行\n备注"\n乙厂\t\n')
    page.panel.items.paste_list()
    assert window.statusline.text() == "已粘贴清单 2 项"
    assert journal.undo_state(page.workspace.ledger).undo.startswith("粘贴清单 新增 2 项：")
    made = [item for item in queries.list_items(page.workspace.ledger) if item.name == "甲厂"]
    assert [item.notes for item in made] == ["两行\n备注"]
    page.panel.items.paste_list()
    assert "没有改动" in window.statusline.text()


def test_a_page_one_comes_back_to_shows_its_head(page: TasksPage) -> None:
    """In a small window the 工作台 scrolls; going to another page must not scroll it unseen."""
    window = page.window()
    assert isinstance(window, MainWindow)
    window.resize(911, 512)
    dashboard = window.show_page("dashboard")
    window.show_page("tasks")
    window.show_page("dashboard")
    (frame,) = [one for one in window.findChildren(PageFrame) if one.widget() is dashboard]
    assert frame.verticalScrollBar().maximum() > 0
    assert frame.verticalScrollBar().value() == 0


def test_a_paste_into_a_column_that_is_hidden_by_now_does_nothing(page: TasksPage) -> None:
    assert page.table.select_key(1, column="notes")
    page.table.layout_of_columns.choose("notes", on=False)
    QGuiApplication.clipboard().setText("甲")
    before = journal.undo_state(page.workspace.ledger).undo
    assert not page.table.work.paste()
    assert journal.undo_state(page.workspace.ledger).undo == before
