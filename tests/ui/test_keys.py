"""Shortcuts: one table names them all, none is given twice in a place, F1 lists every one."""

from collections import Counter
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.services import queries
from app.services.breakdown import items
from app.services.history import journal
from app.services.work import tasks
from app.ui.dialogs.commands import CommandBox
from app.ui.keys import KEYS, Where, keys_page, page_keys, shown
from app.ui.mainwindow import MainWindow
from app.ui.pages.catalogue import PAGES, UNLISTED
from app.ui.pages.help import help_texts
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.tasklist.tasks import TasksPage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


POPUP = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""Popups without a screen can neither be raised nor grab the keyboard."""


def spelt(keys: str) -> str:
    return QKeySequence(keys).toString()


KNOWN = {spelt(one) for key in KEYS for one in key.keys} | {
    spelt(page_keys(n)) for n in range(1, len(PAGES) + 1)
}


def test_no_keys_are_given_twice_in_a_place() -> None:
    for where in Where:
        given = Counter(spelt(one) for key in KEYS if key.where is where for one in key.keys)
        assert [one for one, times in given.items() if times > 1] == []
    everywhere = {spelt(one) for key in KEYS if key.where is Where.WINDOW for one in key.keys}
    local = {spelt(one) for key in KEYS if key.where is not Where.WINDOW for one in key.keys}
    assert everywhere & local == set()


def test_the_help_page_lists_every_one() -> None:
    text = help_texts()["快捷键"]
    for key in KEYS:
        assert f"| {'、'.join(dict.fromkeys(map(shown, key.keys)))} | {key.does} |" in text
    for place, spec in enumerate(PAGES, 1):
        assert f"| Ctrl+{place} | {spec.label} |" in text
    assert keys_page(("工作台",)).count("| Ctrl+1 |") == 1


@pytest.mark.parametrize("key", [spec.key for spec in (*PAGES, *UNLISTED)])
def test_every_shortcut_of_a_page_stands_in_the_table(window: MainWindow, key: str) -> None:
    page = window.show_page(key)
    actions = [
        one for part in (window, page, *page.findChildren(QWidget)) for one in part.actions()
    ]
    carried = {one.toString() for action in actions for one in action.shortcuts()}
    carried |= {one.key().toString() for one in page.findChildren(QShortcut)}
    assert sorted(carried - KNOWN - {""}) == []


def test_the_window_carries_every_one_it_is_said_to(window: MainWindow) -> None:
    carried = {one.toString() for action in window.actions() for one in action.shortcuts()}
    wanted = {spelt(one) for key in KEYS if key.where is Where.WINDOW for one in key.keys}
    assert wanted - carried == set()


def test_no_two_actions_of_the_window_share_keys(window: MainWindow) -> None:
    given = Counter(one.toString() for action in window.actions() for one in action.shortcuts())
    assert [one for one, times in given.items() if times > 1] == []


def test_tooltips_and_menus_tell_the_keys(window: MainWindow) -> None:
    assert window.navigation.button_of("tasks").toolTip() == "任务（Ctrl+2）"
    assert window.help_action.toolTip() == "帮助（F1）"
    assert window.undo_action.toolTip().endswith("（Ctrl+Z）")
    menu = [action.text() for action in window.navigation.menu().actions()]
    assert "导入任务分解表…(&I)\tCtrl+I" in menu
    letters = [text[text.index("(&") + 2] for text in menu if "(&" in text]
    assert len(letters) == len(set(letters)) == len([text for text in menu if text])


@POPUP
def test_alt_t_opens_the_menu_and_a_letter_does_it(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_T, ALT)
    menu = window.navigation.menu()
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_H)
    assert window.current_page().title == "历史"
    assert not menu.isVisible()


@POPUP
def test_alt_letters_reach_list_period_and_day(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Q, ALT)
    assert window.topbar.periods.view().isVisible()
    window.topbar.periods.hidePopup()
    QTest.keyClick(window, Qt.Key.Key_D, ALT)
    assert window.statusline.day.hasFocus()
    assert window.statusline.day.selectedText() == "2020-06-30"


def test_undo_takes_back_the_typing_first(window: MainWindow) -> None:
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    page.table.selectRow(10)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    field = window.topbar.search
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == ""
    assert done(window) == 4
    QTest.keyClick(field, Qt.Key.Key_Y, CTRL)
    assert field.text() == "abc"
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert done(window) == 3


def test_a_long_text_is_untyped_first_too(window: MainWindow) -> None:
    text = QPlainTextEdit(window)
    text.show()
    text.setFocus()
    QTest.keyClicks(text, "x")
    step = journal.undo_state(window.workspace.ledger).undo
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL)
    assert text.toPlainText() == ""
    assert journal.undo_state(window.workspace.ledger).undo == step
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL)
    assert journal.undo_state(window.workspace.ledger).undo != step


def test_undo_leads_to_what_came_back(window: MainWindow) -> None:
    ledger = window.workspace.ledger
    item = queries.list_items(ledger)[7].id
    items.change_items(ledger, [item], name="改名")
    window.workspace.tell_changed()
    window.show_page("units")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    page = window.current_page()
    assert isinstance(page, ItemsPage)
    current = page.table.current_row()
    assert current is not None
    assert current.item.id == item


def test_undo_of_a_deletion_selects_the_task(window: MainWindow) -> None:
    ledger = window.workspace.ledger
    tasks.remove_tasks(ledger, [1])
    window.workspace.tell_changed()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    page = window.current_page()
    assert isinstance(page, TasksPage)
    assert page.table.current_task() is not None
    assert "恢复清单项 23" in window.statusline.text().replace("目标 1、", "").replace(
        "任务 1、", ""
    )


def test_undo_in_the_history_stays_there(window: MainWindow) -> None:
    window.show_page("history")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.current_page().title == "历史"


def test_a_large_step_goes_back_in_the_background(window: MainWindow) -> None:
    ledger = window.workspace.ledger
    made = items.create_blanks(ledger, 1, 300, stem="排口")
    window.workspace.tell_changed()
    window.undo()
    assert not {one.id for one in queries.list_items(ledger)} & set(made)
    window.redo()
    assert len(queries.list_items(ledger)) == 323


@POPUP
def test_ctrl_k_does_what_is_typed(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    box = window.findChild(CommandBox)
    assert isinstance(box, CommandBox)
    assert box.list.count() > 10
    box.field.setText("单位")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert window.current_page().title == "单位"


@POPUP
def test_ctrl_k_walks_by_the_arrows(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    box = window.findChild(CommandBox)
    assert isinstance(box, CommandBox)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert box.list.currentRow() == 1
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.list.currentRow() == 0
    box.field.setText("没有这样的")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    box.close()


def test_alt_enter_presses_the_primary_button(window: MainWindow) -> None:
    window.show_page("dashboard")
    QTest.keyClick(window, Qt.Key.Key_Return, ALT)
    page = window.current_page()
    assert isinstance(page, TasksPage)
    assert page.is_filling()


def done(window: MainWindow) -> int:
    until = date(2099, 1, 1)
    rows = queries.list_items(window.workspace.ledger)
    return sum(row.done_on is not None and row.done_on < until for row in rows)
