"""Blocks of cells: to and from a spreadsheet, filled, cleared, and never in half."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.views import TaskView
from app.services import queries
from app.services.history import journal
from app.services.work.owncolumns import add_own_column
from app.ui.blocks import Spread, block_text, read_block, spread, written_block
from app.ui.cellwork import rectangle
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign

Open = Callable[[Workspace], MainWindow]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("甲\t1\r\n乙\t2\r\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\n\n乙\n", [["甲"], [""], ["乙"]]),
        ('"两\n行"\t"他说""好"""\r\n', [["两\n行", '他说"好"']]),
        ('"锅炉"改造\t"未完\r\n', [['"锅炉"改造', '"未完']]),
        ("甲\t\r\n", [["甲", ""]]),
        ("\t乙", [["", "乙"]]),
        ("一格", [["一格"]]),
        ("", [[""]]),
    ],
)
def test_tab_text_is_read_as_a_spreadsheet_means_it(text: str, cells: list[list[str]]) -> None:
    assert read_block(text) in (cells, [] if cells == [[""]] else cells)


def test_what_is_copied_is_read_back() -> None:
    rows = [["6.20", '两\n行 "引"'], ["", "3<4"]]
    mime = written_block(rows, numbers=[False, True])
    assert read_block(mime.text()) == rows
    assert "3&lt;4" in mime.html()
    assert "mso-number-format" in mime.html().split("</td>")[0]


def test_what_is_merged_downwards_stands_in_each_of_its_rows() -> None:
    mime = QMimeData()
    mime.setHtml(
        "<table><tr><td rowspan=3>水利站</td><td>甲</td></tr><tr><td>乙</td></tr>"
        '<tr><td>两<br style="mso-data-placement:same-cell">行</td></tr>'
        "<tr><td colspan=2>合计</td></tr></table>"
    )
    wanted = [["水利站", "甲"], ["水利站", "乙"], ["水利站", "两\n行"], ["合计", ""]]
    assert read_block(block_text(mime)) == wanted
    mime.setText('水利站\t甲\r\n\t乙\r\n\t"两\n行"\r\n合计\t\r\n')
    assert read_block(block_text(mime)) == wanted
    mime.setText("水利站\t甲\r\n\t乙\r\n")  # another shape than the table's
    assert read_block(block_text(mime)) == [["水利站", "甲"], ["", "乙"]]


def test_blocks_are_spread_over_cells() -> None:
    assert spread([["x"]], [1, 2], [5, 6], selected=(2, 1)).cells == [(1, 5, "x"), (2, 5, "x")]
    two = [["a"], ["b"]]
    assert [text for *_, text in spread(two, [1, 2, 3, 4], [5], selected=(4, 1)).cells] == [
        "a", "b", "a", "b",
    ]  # fmt: skip
    assert spread(two, [9], [5], selected=(1, 1)) == Spread([], 1, 0)
    assert spread([["a", "b"]], [1], [5], selected=(1, 1)) == Spread([], 0, 1)


@pytest.fixture
def page(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> TasksPage:
    """The task page over the campaign."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    page.table.setFocus()
    return page


def task(page: TasksPage, number: int) -> TaskView:
    return queries.task_detail(page.workspace.ledger, number, as_of=JUNE, period="2020Q2").task


def put_cursor(page: TasksPage, number: int, column: str) -> None:
    assert page.table.show_task(number, column=column)


def select_block(page: TasksPage, first: int, last: int, left: str, right: str) -> None:
    """Select a rectangle as a drag of the mouse does."""
    table, model = page.table, page.model
    rows = [model.row_of(number) for number in (first, last)]
    header = table.horizontalHeader()
    columns = [header.visualIndex(model.column_of(key)) for key in (left, right)]
    put_cursor(page, first, left)
    block = rectangle(table, (rows[0] or 0, rows[1] or 0), (columns[0], columns[1]))
    table.selectionModel().select(block, table.selectionModel().SelectionFlag.ClearAndSelect)
    table._only_cells = True


def copied(text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)


def press(page: TasksPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.table, key, modifiers or Qt.KeyboardModifier.NoModifier)


def test_a_pasted_block_goes_cell_by_cell_and_comes_back_by_one_undo(
    page: TasksPage, campaign: Campaign
) -> None:
    before = [task(page, number) for number in (campaign.boilers, campaign.dust, campaign.asked)]
    put_cursor(page, campaign.boilers, "due")
    copied("9月底前\t水利站、张村\t先做\n10月底前\t\t\n2020-11-30\t李村\t再做\n")
    press(page, Qt.Key.Key_V, CTRL)
    one, two, three = (task(page, view.id) for view in before)
    assert (one.responsible, one.notes, str(one.due)) == (("水利站", "张村"), "先做", "2020-09-30")
    assert (two.responsible, two.notes, str(two.due)) == ((), "", "2020-10-31")
    assert (three.responsible, three.notes) == (("李村",), "再做")
    journal.undo(page.workspace.ledger)
    assert [task(page, view.id) for view in before] == before


def test_a_block_passes_over_the_heads_of_groups(page: TasksPage, campaign: Campaign) -> None:
    put_cursor(page, campaign.asked, "notes")
    copied("上\n下\n")
    press(page, Qt.Key.Key_V, CTRL)
    assert (task(page, campaign.asked).notes, task(page, campaign.rivers).notes) == ("上", "下")


def test_more_rows_than_tasks_are_said_and_nothing_is_written(
    page: TasksPage, campaign: Campaign, qtbot: QtBot
) -> None:
    put_cursor(page, campaign.rivers, "notes")
    copied("一\n二\n三\n")
    with qtbot.waitSignal(page.workspace.said) as said:
        press(page, Qt.Key.Key_V, CTRL)
    assert said.args is not None
    assert said.args[0].text.startswith("剪贴板有 3 行，从这里往下只有 2 行，多出 1 行；没有写入")
    assert task(page, campaign.rivers).notes == ""


def test_a_bad_value_is_named_with_its_row_and_nothing_is_written(
    page: TasksPage, campaign: Campaign, qtbot: QtBot
) -> None:
    put_cursor(page, campaign.boilers, "due")
    copied("9月底前\n2020-13-45\n")
    with qtbot.waitSignal(page.workspace.said) as said:
        press(page, Qt.Key.Key_V, CTRL)
    assert said.args is not None
    assert "序号15的时限“2020-13-45”不是日期" in said.args[0].text
    assert str(task(page, campaign.boilers).due) == "2020-12-31"


def test_cells_that_cannot_be_edited_are_skipped_and_counted(
    page: TasksPage, campaign: Campaign, qtbot: QtBot
) -> None:
    put_cursor(page, campaign.sewer, "bar")
    copied("9/9\t好\t2020-09-30\n")
    with qtbot.waitSignal(page.workspace.said) as said:
        press(page, Qt.Key.Key_V, CTRL)
    assert said.args is not None
    assert "跳过 2 格（不能修改）" in said.args[0].text
    assert str(task(page, campaign.sewer).due) == "2020-09-30"


def test_one_value_fills_the_block_and_a_head_row_is_left_out(
    page: TasksPage, campaign: Campaign
) -> None:
    select_block(page, campaign.boilers, campaign.asked, "notes", "notes")
    copied("已布置\n")
    press(page, Qt.Key.Key_V, CTRL)
    assert [t.notes for t in page.model.groups[0].tasks] == ["已布置"] * 3
    put_cursor(page, campaign.rivers, "units")
    copied("责任单位\t备注\n张村\t甲\n李村\t乙\n")
    press(page, Qt.Key.Key_V, CTRL)
    assert task(page, campaign.rivers).responsible == ("张村",)
    assert task(page, campaign.sewer).notes == "乙"


def test_delete_empties_cells_and_removes_only_whole_rows(
    page: TasksPage, campaign: Campaign
) -> None:
    page.verbs.change([task(page, campaign.sewer)], "notes", "注")
    put_cursor(page, campaign.sewer, "notes")
    press(page, Qt.Key.Key_Delete)
    assert task(page, campaign.sewer).notes == ""
    press(page, Qt.Key.Key_A, CTRL)
    assert not page.table.whole_rows()
    put_cursor(page, campaign.sewer, "notes")
    press(page, Qt.Key.Key_Space, SHIFT)
    assert page.table.whole_rows()
    press(page, Qt.Key.Key_Delete)
    assert page.model.row_of(campaign.sewer) is None


def test_fill_down_copies_each_column_s_first_cell(page: TasksPage, campaign: Campaign) -> None:
    select_block(page, campaign.boilers, campaign.dust, "due", "units")
    page.verbs.change([task(page, campaign.boilers)], "deadline_text", "9月底前")
    press(page, Qt.Key.Key_D, CTRL)
    assert task(page, campaign.dust).deadline_text == "9月底前"
    assert task(page, campaign.dust).responsible == ("牛塘镇",)
    put_cursor(page, campaign.asked, "units")
    press(page, Qt.Key.Key_D, CTRL)
    assert task(page, campaign.asked).responsible == ("牛塘镇",)


def test_shift_and_arrows_select_over_the_head_of_a_group(
    page: TasksPage, campaign: Campaign
) -> None:
    put_cursor(page, campaign.asked, "units")
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_Right, SHIFT)
    assert [row.id for row in page.table.selected_rows()] == [campaign.asked, campaign.rivers]
    assert page.table.work.count() == 4
    assert not page.table.whole_rows()


def test_typing_goes_on_down_a_column_and_tab_to_the_right(
    page: TasksPage, campaign: Campaign
) -> None:
    put_cursor(page, campaign.asked, "units")
    for words in ("张村", "李村"):
        QTest.keyClick(page.table, Qt.Key.Key_F2)
        editor = page.table.viewport().findChildren(QLineEdit)[-1]
        editor.setText(words)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
    assert task(page, campaign.rivers).responsible == ("李村",)
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.sewer
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    QTest.keyClick(page.table.viewport().findChildren(QLineEdit)[-1], Qt.Key.Key_Tab)
    assert page.table.current_column_key() == "notes"


def test_ctrl_enter_fills_every_selected_cell(page: TasksPage, campaign: Campaign) -> None:
    select_block(page, campaign.boilers, campaign.rivers, "notes", "notes")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    editor.setPlainText("七月报")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    numbers = (campaign.boilers, campaign.dust, campaign.asked, campaign.rivers)
    assert [task(page, number).notes for number in numbers] == ["七月报"] * 4
    assert task(page, campaign.sewer).notes == ""


def test_an_own_column_is_shown_typed_into_and_searched(
    page: TasksPage, campaign: Campaign
) -> None:
    add_own_column(page.workspace.ledger, campaign.list_id, "联系人")
    page.workspace.tell_changed()
    put_cursor(page, campaign.rivers, "own.联系人")
    copied("王五\n赵六\n")
    press(page, Qt.Key.Key_V, CTRL)
    assert task(page, campaign.sewer).own == {"联系人": "赵六"}
    page.search("zhaoliu")
    assert [t.id for t in page.model.tasks()] == [campaign.sewer]


def test_what_is_copied_is_what_is_seen(page: TasksPage, campaign: Campaign) -> None:
    select_block(page, campaign.boilers, campaign.dust, "target", "light")
    press(page, Qt.Key.Key_C, CTRL)
    cells = read_block(QGuiApplication.clipboard().text())
    assert [row[:2] for row in cells] == [["23 台", "17/23"], ["< 4.5 吨", "4.2/4.5"]]
    assert QGuiApplication.clipboard().mimeData().hasHtml()


def test_a_read_only_ledger_takes_no_block(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    ledger.readonly = True
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    put_cursor(page, campaign.boilers, "notes")
    copied("甲\n乙\n")
    press(page, Qt.Key.Key_V, CTRL)
    assert task(page, campaign.boilers).notes == ""
