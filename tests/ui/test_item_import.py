"""导入清单 in the window: a file, what was copied, columns put right, doubtful rows, one undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.services.breakdown.items import add_items
from app.services.keeping.ledgers import open_ledger
from app.services.queries import list_items
from app.ui.importwizard.sheetview import SheetView
from app.ui.itemimport.page import ItemImportPage
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign

Open = Callable[[Workspace], MainWindow]
LIST = "企业名称\t吨位\t所在村\n甲厂\t4\t漕溪村\n乙厂\t2\t塘口村\n合计\t6\t\n"


@pytest.fixture
def page(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> ItemImportPage:
    """The page, the sewer's task chosen."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    return go(window, Destination("itemimport", task_id=campaign.sewer))


def go(window: MainWindow, destination: Destination) -> ItemImportPage:
    window.go(destination)
    page = window.current_page()
    assert isinstance(page, ItemImportPage)
    return page


def paste(page: ItemImportPage, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def window_of(page: ItemImportPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def names(page: ItemImportPage, task_id: int) -> list[str]:
    items = list_items(page.workspace.ledger)
    return [item.name for item in items if item.task_id == task_id]


def test_a_copied_list_is_looked_at_and_written_by_two_keys(
    page: ItemImportPage, campaign: Campaign
) -> None:
    heard: list[Saying] = []
    page.workspace.said.connect(heard.append)
    paste(page, LIST)
    assert page.view.isVisible()
    assert page.import_action.text() == "导入 2 项"
    assert page.panel.summary.text() == "名单 2 项"
    assert names(page, campaign.sewer) == []
    QTest.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert names(page, campaign.sewer) == ["甲厂", "乙厂"]
    assert heard[-1].text == "已导入清单：新增 2 项（名单 2 项）"
    assert heard[-1].undoable
    window_of(page).undo()
    assert names(page, campaign.sewer) == []


def test_a_file_is_read_and_its_columns_are_put_right(
    page: ItemImportPage, campaign: Campaign, tmp_path: Path
) -> None:
    path = tmp_path / "锅炉台账.xlsx"
    book = Workbook()
    for line in (("序号", "使用单位", "设备名称"), (1, "甲厂", "A炉"), (2, "乙厂", "B炉")):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(path)
    go(window_of(page), Destination("itemimport", task_id=campaign.sewer, file=path))
    menu = page.menu_for(3)
    words = [action.text() for action in menu.actions()]
    assert words[0] == "原样保留（清单的一列）"
    assert "责任单位" in words
    next(action for action in menu.actions() if action.text() == "名称").trigger()
    page.carry_out()
    assert names(page, campaign.sewer) == ["A炉", "B炉"]
    assert list_items(page.workspace.ledger)[-1].fields == {"使用单位": "乙厂"}


def test_doubtful_rows_are_answered_by_a_tick(page: ItemImportPage, campaign: Campaign) -> None:
    add_items(page.workspace.ledger, campaign.sewer, ["常州市华东印染有限公司"])
    paste(page, "企业名称\n华东印染有限公司\n")
    (box,) = page.panel.questions
    assert box.isChecked()
    box.setChecked(False)
    (box,) = page.panel.questions
    assert not box.isChecked()
    page.carry_out()
    assert len(names(page, campaign.sewer)) == 2


def test_blanks_are_filled_unless_the_clerk_says_no(
    page: ItemImportPage, campaign: Campaign
) -> None:
    go(window_of(page), Destination("itemimport", task_id=campaign.boilers))
    paste(page, LIST)
    assert page.panel.fill.isVisible()
    assert "填入编号项 2 项" in page.panel.counts.text()
    page.panel.fill.setChecked(False)
    assert "新增 2 项" in page.panel.counts.text()
    page.panel.fill.setChecked(True)
    page.carry_out()
    assert len(names(page, campaign.boilers)) == 23


def test_rows_spread_over_the_tasks_they_name(page: ItemImportPage, campaign: Campaign) -> None:
    window_of(page).go(Destination("itemimport"))
    page.task.setCurrentIndex(0)
    paste(page, "任务序号\t企业名称\n40\t东沟\n41\t人民路\n")
    assert page.task.itemText(0) == "按表中“所属任务”一列"
    assert page.panel.summary.text() == "2 项，分到 2 项任务"
    page.carry_out()
    assert names(page, campaign.rivers) == ["东沟"]
    assert names(page, campaign.sewer) == ["人民路"]


def test_without_a_task_nothing_can_be_imported(page: ItemImportPage) -> None:
    page.task.setCurrentIndex(0)
    paste(page, LIST)
    assert not page.import_action.isEnabled()
    assert page.panel.summary.text().startswith("请在上面选")
    page.task.setCurrentIndex(1)
    page.task.activated.emit(1)
    assert page.import_action.isEnabled()


def test_escape_lets_go_without_a_change(page: ItemImportPage, campaign: Campaign) -> None:
    paste(page, LIST)
    window_of(page)._go_back()
    assert not page.view.isVisible()
    assert names(page, campaign.sewer) == []


def test_what_can_not_be_read_is_said_on_the_page(page: ItemImportPage, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    page.open_file(empty)
    assert "空的" in page._fault.text()
    assert not isinstance(page.focusWidget(), SheetView)


def test_read_only_ledgers_import_nothing(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    reader = open_ledger(ledger.folder, readonly=True)
    try:
        window = open_window(Workspace(reader, memory, as_of=JUNE, list_id=campaign.list_id))
        page = go(window, Destination("itemimport", task_id=campaign.sewer))
        assert "只读" in page._fault.text()
        assert not page._pick.isVisible()
        page.paste()
        assert not page.view.isVisible()
        window.close()
    finally:
        reader.close()
