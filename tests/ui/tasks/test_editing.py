"""任务: what is done to tasks in their cells, to one or to many at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.rules.pace import State
from app.services.history import journal
from app.services.work.typed import read_target
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.targets import one_line, target_words
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import WATER, Campaign
from tests.ui.tasks.hands import Open, page_of, select, serials, task


def test_space_finishes_all_selected_and_takes_it_back(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.dust, campaign.sewer)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert task(page, campaign.sewer).done_on == JUNE
    assert task(page, campaign.dust).judgement.state is State.DONE
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert task(page, campaign.sewer).done_on is None


def test_delete_takes_out_and_undo_brings_back(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    page = page_of(desk)
    select(page, campaign.sewer)
    with qtbot.waitSignal(desk.workspace.said) as said:
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert said.args is not None
    assert said.args[0].undoable
    assert "41" not in serials(page)
    desk.undo()
    assert "41" in serials(page)


def test_f2_edits_the_whole_text_in_a_grown_cell(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.sewer)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    assert editor.height() > page.table.rowHeight(page.table.currentIndex().row())
    editor.setPlainText("完成老旧污水管网排查12公里。")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert task(page, campaign.sewer).text == "完成老旧污水管网排查12公里。"
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.sewer


def test_ctrl_d_fills_units_down(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.rivers, campaign.sewer, column="units")
    QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert task(page, campaign.sewer).responsible == ("水利站",)


def test_ctrl_enter_saves_for_all_selected(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.boilers, campaign.sewer, column="units")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText("水利站、城管中队")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for number in (campaign.boilers, campaign.sewer):
        assert task(page, number).responsible == ("水利站", "城管中队")


def test_a_photo_dropped_on_a_row_is_proof_and_a_list_is_not(
    page: TasksPage, campaign: Campaign, tmp_path: Path
) -> None:
    photo, listing = tmp_path / "现场.jpg", tmp_path / "附件1.xlsx"
    for file in (photo, listing):
        file.write_bytes(b"x")
    assert page.table.show_task(campaign.sewer)
    spot = page.table.visualRect(page.table.currentIndex()).center()

    def drop(path: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        page.table.dropEvent(
            QDropEvent(
                QPointF(spot),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )

    drop(listing)
    assert task(page, campaign.sewer).evidence == 0
    drop(photo)
    assert task(page, campaign.sewer).evidence == 1
    assert page.panel.files.isVisible()


def test_deadline_is_edited_as_worded_and_read_again(page: TasksPage, campaign: Campaign) -> None:
    place = page.model.row_of(campaign.sewer)
    assert place is not None
    index = page.model.index(place, page.model.column_of("due"))
    assert index.data() == "2020-12-31"
    assert index.data(Qt.ItemDataRole.EditRole) == "2020年底前"
    page.model.setData(index, "9月底前")
    assert task(page, campaign.sewer).due == date(2020, 9, 30)


def test_target_is_typed_and_a_strange_one_is_refused(
    page: TasksPage, campaign: Campaign, qtbot: QtBot
) -> None:
    place = page.model.row_of(campaign.sewer)
    assert place is not None
    index = page.model.index(place, page.model.column_of("target"))
    page.model.setData(index, "12公里")
    target = task(page, campaign.sewer).target
    assert target is not None
    assert (target.number, target.unit) == (Decimal(12), "公里")
    with qtbot.waitSignal(page.workspace.said) as said:
        page.model.setData(index, "很多")
    assert said.args is not None
    assert said.args[0].fault


def test_copy_gives_rows_of_tab_text(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.boilers, campaign.dust)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert "17/23" in lines[0].split("\t")
    assert any(word in lines[0] for word in ("达到序时进度", "超序时"))


def test_asked_tasks_are_decided_where_they_are_shown(page: TasksPage, campaign: Campaign) -> None:
    assert page.asked.isVisible()
    page.asked.look.click()
    select(page, campaign.asked)
    page.asked.yes.click()
    assert task(page, campaign.asked).ours == "yes"
    assert not page.asked.isVisible()


def test_a_new_task_is_opened_for_typing_under_the_same_theme(
    page: TasksPage, campaign: Campaign
) -> None:
    select(page, campaign.rivers)
    page._begin_adding()
    editor = page.table.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    editor.setPlainText("本镇自加：巡查河道。")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    above, added = page.model.groups[1].tasks[:2]
    assert above.id == campaign.rivers
    assert (added.text, added.groups) == ("本镇自加：巡查河道。", (WATER,))


def test_nothing_can_be_written_in_a_read_only_ledger(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    ledger.readonly = True
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    window.show_page("tasks")
    page = page_of(window)
    index = page.model.index(1, page.model.column_of("text"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    select(page, campaign.sewer)
    assert not page.table.tick_selected()
    assert not page._add.isEnabled()


def test_undo_survives_the_page_s_refresh(desk: MainWindow, campaign: Campaign) -> None:
    page = page_of(desk)
    page.verbs.change((task(page, campaign.sewer),), "notes", "需要资金")
    assert "修改任务" in journal.undo_state(desk.workspace.ledger).undo


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("23台", "23 台"),
        ("≥90%", "≥ 90 %"),
        (">= 90 %", "≥ 90 %"),
        ("不高于4.5吨", "≤ 4.5 吨"),
        ("全部", "全部"),
        ("", ""),
    ],
)
def test_targets_as_typed_are_targets_as_shown(typed: str, words: str) -> None:
    assert target_words(read_target(typed)) == words


def test_one_line_closes_up_between_chinese_characters() -> None:
    assert one_line("移动源\n污染防治") == "移动源污染防治"
    assert one_line("VOCs\n治理  两项") == "VOCs 治理 两项"
