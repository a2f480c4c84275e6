"""The main job as a clerk does it: the real window by keys and clicks, its papers read back."""

from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.reporting.filing import filed_returns
from app.services.samples.sample_workbook import write_sample_workbook
from app.services.work.progress import NIL_TEXT
from app.ui.dayfield import DayField
from app.ui.dialogs.newledger import NewLedgerDialog
from app.ui.importwizard import filestep
from app.ui.importwizard.wizard import ImportPage
from app.ui.ledgerdesk import Desk
from app.ui.mainwindow import MainWindow
from app.ui.pages.returns import ReturnsPage
from app.ui.pages.sidepanels.sidepanel import SidePanel
from app.ui.pages.start import StartPage
from app.ui.pages.tasklist.tasks import TasksPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
WORDS = "截至6月底，23台燃气锅炉已完成低氮改造17台，余6台计划11月底前完成。"
TROUBLE = "2家企业改造资金未到位。"
EXPLAINED = "情况属实"
Kind = TypeVar("Kind", bound=QWidget)


def key(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, key, modifiers)
    QApplication.processEvents()


def type_in(words: str) -> None:
    """Type where the keyboard is; Chinese comes as an input method commits it."""
    field = QApplication.focusWidget()
    assert field is not None
    if words.isascii():
        QTest.keyClicks(field, words)
        return
    committed = QInputMethodEvent()
    committed.setCommitString(words)
    QApplication.sendEvent(field, committed)


def click(parent: QWidget, words: str) -> None:
    """Click the one button in view that says these words."""
    QApplication.processEvents()
    buttons = [one for one in parent.findChildren(QPushButton) if one.isVisible()]
    (button,) = [one for one in buttons if words in {one.text(), one.accessibleName()}]
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)
    QApplication.processEvents()


def click_row(view: QAbstractItemView, row: int, *, column: int = 0) -> None:
    """Click a row of a list or table, brought into view as a clerk scrolls."""
    index = view.model().index(row, column)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    QApplication.processEvents()


def tab_to(field: QWidget) -> None:
    """Press Tab until the keyboard is in a field."""
    for _ in range(12):
        if field.hasFocus():
            return
        key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {field}")


class Clerk:
    """The clerk at the desk: one verb for each stretch of the job."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot

    @property
    def window(self) -> MainWindow:
        """The window of the ledger."""
        assert isinstance(self.desk.window, MainWindow)
        return self.desk.window

    def page(self, kind: type[Kind]) -> Kind:
        """The page in view."""
        found = self.window.current_page()
        assert isinstance(found, kind)
        return found

    @property
    def said(self) -> str:
        """The line at the foot of the window."""
        return self.window.statusline.text()

    @property
    def panel(self) -> SidePanel:
        """The side panel of the task page."""
        return self.page(TasksPage).panel

    def sit_down(self) -> None:
        """Begin at the start page and bring what comes to the front."""
        self.desk.begin()
        assert isinstance(self.desk.window, StartPage)
        self.look_at(self.desk.window)

    def look_at(self, window: QWidget) -> None:
        """Wait until a window is there to take keys."""
        window.resize(1366, 768)
        with self.qtbot.waitActive(window):
            window.activateWindow()

    def make_ledger(self, office: str) -> None:
        """新建台账: type the office, Enter."""

        def fill() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, NewLedgerDialog) and dialog.office.hasFocus():
                asking.stop()
                type_in(office)
                key(Qt.Key.Key_Return)
                dialog.close()  # only where Enter did not

        assert self.desk.window is not None
        asking = QTimer(self.desk)
        asking.timeout.connect(fill)
        asking.start()
        click(self.desk.window, "新建台账")
        self.look_at(self.window)

    def date_in(self, field: DayField, day: str) -> None:
        """Type a day over the one that stands in a field."""
        QTest.mouseClick(field, LEFT)
        key(Qt.Key.Key_A, CTRL)
        type_in(day)
        key(Qt.Key.Key_Return)

    def find(self, words: str) -> TasksPage:
        """Ctrl+2, Ctrl+F, words, Enter: the first task found has the keyboard."""
        key(Qt.Key.Key_2, CTRL)
        key(Qt.Key.Key_F, CTRL)
        type_in(words)
        key(Qt.Key.Key_Return)
        return self.page(TasksPage)


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot) -> Clerk:
    """A clerk who starts the program for the first time."""
    return Clerk(desk, qtbot)


@pytest.fixture
def district_file(tmp_path: Path) -> Path:
    """The list as the district sends it."""
    path = tmp_path / "附件1 任务分解表.xlsx"
    write_sample_workbook(path)
    return path


@pytest.fixture
def picked(monkeypatch: pytest.MonkeyPatch, district_file: Path) -> Path:
    """The system's file dialog, in which the clerk picks the district's file."""
    monkeypatch.setattr(filestep, "ask_file", lambda _parent, _start: str(district_file))
    return district_file


def test_the_main_job_through_the_window(clerk: Clerk, picked: Path) -> None:
    """From the first start to the filed return, read back from its own files."""
    clerk.sit_down()
    clerk.make_ledger("牛塘镇")
    clerk.date_in(clerk.window.statusline.day, "2020-6-30")  # the quarter to be filed
    _import_the_list(clerk)
    _tick_the_boilers(clerk)
    _take_back_and_forth(clerk)
    _fill_in(clerk)
    _file(clerk)
    _read_back(clerk)


def _import_the_list(clerk: Clerk) -> None:
    """Three steps with a word on what asks; the file itself stays in the ledger."""
    key(Qt.Key.Key_I, CTRL)
    page = clerk.page(ImportPage)
    click(page, "选择文件…")
    key(Qt.Key.Key_Return, CTRL)  # recognised as it should be
    key(Qt.Key.Key_Return, CTRL)  # what asks may wait
    click(page, "导入")
    assert "已导入 85 项，其中本镇 61 项" in clerk.said
    assert clerk.page(TasksPage).table.order.rowCount()


def _tick_the_boilers(clerk: Clerk) -> None:
    """23 numbered blanks, 17 of them ticked at once; share and light follow."""
    page = clerk.find("23台天然气锅炉")
    task = page.table.current_task()
    assert task is not None
    assert task.serial == "12"
    key(Qt.Key.Key_Return)
    click(clerk.panel, "生成编号清单")
    assert clerk.panel.items.blanks.count.value() == 23
    key(Qt.Key.Key_Return)
    before = clerk.panel.light.word()
    table = clerk.panel.items.table
    assert table is not None
    click_row(table, 0, column=1)
    for _ in range(16):
        key(Qt.Key.Key_Down, SHIFT)
    key(Qt.Key.Key_Space)
    assert clerk.said == "已勾选 17 项"
    assert clerk.panel.bar.tabText(1) == "清单 17/23"
    assert clerk.panel.light.word() == "达到序时进度" != before
    assert "17/23台" in clerk.panel.why.text()


def _take_back_and_forth(clerk: Clerk) -> None:
    """Ctrl+Z takes the ticks back, share and light with them; Ctrl+Y ticks again."""
    lit = clerk.panel.light.word()
    key(Qt.Key.Key_Z, CTRL)
    assert clerk.panel.bar.tabText(1) == "清单 0/23"
    assert clerk.panel.light.word() != lit
    key(Qt.Key.Key_Y, CTRL)
    assert (clerk.panel.bar.tabText(1), clerk.panel.light.word()) == ("清单 17/23", lit)


def _fill_in(clerk: Clerk) -> None:
    """填写本季进展 without the mouse: a nil report, drafts taken, the boilers in own words."""
    page = clerk.page(TasksPage)
    click(page, "填写本季进展")
    filling = page.filling
    first = filling.words.title.text()
    key(Qt.Key.Key_0, CTRL)
    key(Qt.Key.Key_Return, CTRL)
    assert filling.words.title.text() != first
    for _ in range(len(filling.model.rows)):
        if filling.words.title.text().startswith("12　"):
            break
        key(Qt.Key.Key_Return, CTRL)
    assert filling.form.amount.text() == "17"
    assert "17台" in filling.form.text.toPlainText()  # drafted from the ticks
    key(Qt.Key.Key_A, CTRL)
    type_in(WORDS)
    tab_to(filling.form.problems)
    type_in(TROUBLE)
    key(Qt.Key.Key_Return, CTRL)
    key(Qt.Key.Key_Escape)
    assert not page.is_filling()
    assert clerk.said == "已保存2020年第二季度进展"


def _file(clerk: Clerk) -> None:
    """The date of filing, the check list, a word on each soft finding, 定稿."""
    key(Qt.Key.Key_5, CTRL)
    page = clerk.page(ReturnsPage)
    assert page.paper.view.page_count > 1
    clerk.date_in(page.day, "7.8")
    click(page, "定稿")
    assert "写明说明" in clerk.said
    while page.checks.focus_unexplained():
        type_in(EXPLAINED)
    click(page, "定稿")
    assert clerk.said == "已定稿：2020年第二季度季度报表（任务式），第1版。"


def _read_back(clerk: Clerk) -> None:
    """What the clerk typed and ticked stands in both files, and only once."""
    (filed,) = filed_returns(clerk.window.workspace.ledger)
    reader = PdfReader(filed.files["pdf"])
    printed = "".join("".join(page.extract_text().split()) for page in reader.pages)
    sheet = openpyxl.load_workbook(filed.files["xlsx"]).worksheets[0]
    written = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for words in (WORDS, TROUBLE):
        assert printed.count(words) == 1
        assert sum(words in text for text in written) == 1
    for words in ("牛塘镇", "2020年7月8日", NIL_TEXT.rstrip("。")):
        assert words in printed
        assert any(words in text for text in written)
