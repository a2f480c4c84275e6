"""改格式: a town's own format made by keyboard, looked at live, kept at once, taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.reports.formats.fieldwords import column_of
from app.reports.formats.format import Format
from app.reports.formats.formatfiles import load_formats, shared_text
from app.reports.looks import Font
from app.services.history.journal import recent_operations
from app.services.keeping.ledgers import open_ledger
from app.services.reporting import formats
from app.services.reporting.filing import write_return
from app.services.reporting.formats import FormatName
from app.services.supervision.problems import add_problem
from app.ui.formdesk.designer import DesignPage
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.returns import ReturnsPage
from app.ui.undoing import step_back
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE
from tests.reports.reading import poppler_pages

BASE = "quarterly_tasks"
_Key = Qt.Key
_CTRL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on the 23 boilers, with the keyboard."""
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> DesignPage:
    """The designer alone, on the town's copy of the quarterly return."""
    made = formats.copy_format(workspace.ledger, BASE, "季度报表（任务式）（本镇）")
    found = DesignPage(workspace)
    found.resize(1100, 640)
    qtbot.addWidget(found)
    found.show()
    with qtbot.waitActive(found):
        found.activateWindow()
    workspace.changed.connect(found.refresh)
    found.go_to(Destination("design", part=made.key))
    return found


def press(
    widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, keys)
    QApplication.processEvents()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def kept(page: DesignPage) -> Format:
    return formats.format_of(page.workspace.ledger, page._key)


def heads(page: DesignPage) -> list[str]:
    return [column.head[-1] for column in kept(page).columns]


def drawn(page: DesignPage) -> None:
    """Let the pages follow at once."""
    page._pause.stop()
    page._drawing.ask()


def told(page: DesignPage) -> list[Saying]:
    found: list[Saying] = []
    page.workspace.said.connect(found.append)
    return found


def test_a_built_in_is_changed_as_a_copy(window: MainWindow, ledger: Ledger) -> None:
    window.show_page("returns")
    window.go(Destination("design", part=BASE))
    page = window.current_page()
    assert isinstance(page, DesignPage)
    assert page.pages.count
    assert focused() is page.asking.name
    assert page.asking.name.text() == "季度报表（任务式）（本镇）"
    assert not page.panel.paper.isEnabled()
    press(page.asking.name, _Key.Key_Escape)
    assert isinstance(window.current_page(), ReturnsPage)
    assert formats.own_formats(ledger) == ()


def test_two_columns_out_one_renamed_the_paper_turned(window: MainWindow, ledger: Ledger) -> None:
    """The clerk's keys from the return page and back; the words typed are not counted."""
    returns = window.show_page("returns")
    assert isinstance(returns, ReturnsPage)
    returns.list.choose_format(BASE)
    pressed = 0

    def hit(key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        press(focused(), key, keys)

    returns.list.setFocus()
    hit(_Key.Key_E, _CTRL)
    hit(_Key.Key_Return)
    page = window.current_page()
    assert isinstance(page, DesignPage)
    hit(_Key.Key_Down)
    hit(_Key.Key_F2)
    QTest.keyClicks(focused(), "x")
    hit(_Key.Key_Return)
    for _ in range(2):
        hit(_Key.Key_Down)
    hit(_Key.Key_Down, _SHIFT)
    hit(_Key.Key_Delete)
    hit(_Key.Key_R, _CTRL)
    hit(_Key.Key_Escape)
    assert pressed <= 12
    (own,) = formats.own_formats(ledger)
    fmt = formats.format_of(ledger, own.key)
    assert [column.head[-1] for column in fmt.columns] == [
        "序号", "x", "完成时限", "进展情况", "序时状态", "存在问题", "下一步措施",
    ]  # fmt: skip
    assert not fmt.page.landscape
    assert window.current_page() is returns
    choice = returns.list.current_choice()
    assert isinstance(choice, FormatName)
    assert choice.key == own.key
    assert returns.pages.count


def test_from_nothing_to_the_printed_page_by_keyboard(
    window: MainWindow, ledger: Ledger, tmp_path: Path
) -> None:
    window.show_page("returns")
    window.go(Destination("design", part="new"))
    page = window.current_page()
    assert isinstance(page, DesignPage)
    page.asking.name.setText("锅炉表")
    press(page.asking.name, _Key.Key_Return)
    assert heads(page) == ["序号", "目标任务"]
    press(page.panel.table, _Key.Key_Down)
    press(page.panel.table, _Key.Key_N, _CTRL)
    for letters in ("wcl", "xszt"):
        QTest.keyClicks(focused(), letters)
        press(focused(), _Key.Key_Return)
    assert heads(page) == ["序号", "目标任务", "完成率", "序时状态"]
    press(focused(), _Key.Key_Escape)
    assert focused() is page.panel.table
    press(page.panel.table, _Key.Key_F4)
    line = page.panel.form.texts["title"].line
    assert focused() is line
    line.selectAll()
    QTest.keyClicks(line, "B")
    page.panel.form.texts["title"].put("office")
    press(line, _Key.Key_Return)
    press(line, _Key.Key_Escape)
    returns = window.current_page()
    assert isinstance(returns, ReturnsPage)
    wanted = returns._wanted()
    assert wanted is not None
    _, pdf = write_return(ledger, wanted, tmp_path / "out")
    (text,) = poppler_pages(pdf.read_bytes(), tmp_path)
    assert text.startswith("B牛塘镇填报单位（盖章）：牛塘镇")
    assert "完成率" in text
    assert "12" in text


def test_every_edit_is_kept_at_once_and_comes_back(page: DesignPage, ledger: Ledger) -> None:
    before, steps = kept(page), len(recent_operations(ledger))
    table = page.panel.table
    table.select_places(1, 1)
    press(table, _Key.Key_Delete)
    press(table, _Key.Key_Down, _ALT)
    page.panel.strip.flags["total"].click()
    page.panel.turn_paper()
    press(page.panel.paper, _Key.Key_Down)
    page.panel.paper.activated.emit(1)
    assert len(recent_operations(ledger)) == steps + 5
    assert kept(page).page.paper == "A3"
    for _ in range(5):
        step_back(page, page.workspace)
    assert kept(page) == before
    assert page._fmt == before
    step_back(page, page.workspace, redo=True)
    assert "目标任务" not in heads(page)
    assert page.panel.table.order.rowCount() == 8


def test_the_pages_follow_while_one_types(page: DesignPage, ledger: Ledger) -> None:
    steps = len(recent_operations(ledger))
    press(page.panel.table, _Key.Key_F4)
    line = page.panel.form.texts["title"].line
    line.selectAll()
    QTest.keyClicks(line, "abc")
    drawn(page)
    assert page._looked_at is not None
    assert page._looked_at.title == "abc"
    assert len(recent_operations(ledger)) == steps
    page.go_back()
    assert kept(page).title == "abc"
    assert len(recent_operations(ledger)) == steps + 1


def test_columns_are_dragged_into_their_order(page: DesignPage) -> None:
    table = page.panel.table
    table.select_places(0, 1)
    carried = QMimeData()
    carried.setData("application/x-gongjian-column", b"")
    row = table.rowViewportPosition(3) + table.rowHeight(3) - 2
    drop = QDropEvent(
        QPointF(QPoint(20, row)),
        Qt.DropAction.MoveAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    table.dropEvent(drop)
    assert heads(page)[:4] == ["完成时限", "责任单位", "序号", "目标任务"]
    assert table.places() == (2, 3)
    press(table, _Key.Key_Up, _ALT)
    assert heads(page)[:4] == ["完成时限", "序号", "目标任务", "责任单位"]


def test_what_can_not_be_is_said_and_nothing_is_lost(page: DesignPage) -> None:
    said, before = told(page), kept(page)
    table = page.panel.table
    row = table._held.rows[0]
    table._name(row, "  ")
    table._widen(row, "-3")
    table._widen(row, "宽")
    table.selectAll()
    page.panel.remove()
    assert [one.fault for one in said] == [True] * 4
    assert kept(page) == before
    page.change(replace(before, columns=()))
    assert said[-1].fault
    assert page._fmt == before


def test_faults_stand_at_their_column(page: DesignPage) -> None:
    narrow = replace(column_of("tasks", "own.包片领导"), width=3.0)
    page.change(replace(kept(page), columns=(*kept(page).columns, narrow)))
    drawn(page)
    rows = page.panel.table._held.rows
    assert rows[-1].remark
    assert not rows[0].remark
    said = [one.text() for one in page.panel.findChildren(QLabel) if one.text().startswith("▲")]
    assert len(said) == 2
    assert all("第 10 栏" in one for one in said)


def test_groups_of_headings_and_type(page: DesignPage) -> None:
    table = page.panel.table
    for at in (1, 2):
        table._group(table._held.rows[at], "任务 / 基本")
    assert kept(page).columns[2].head == ("任务", "基本", "完成时限")
    form = page.panel.form
    form.fonts["title"].setCurrentIndex(form.fonts["title"].findData(Font.HEI))
    form.fonts["title"].activated.emit(0)
    form.body_size.setCurrentIndex(form.body_size.findData(9.0))
    form.body_size.activated.emit(0)
    form.repeat_head.click()
    form.margins["top"].setText("30")
    form.margins["top"].editingFinished.emit()
    fmt = kept(page)
    assert (fmt.looks.title.font, fmt.size, fmt.repeat_head) == (Font.HEI, 9.0, False)
    assert fmt.page.margins.top == 30
    form.mode.setCurrentIndex(1)
    form.mode.activated.emit(1)
    assert kept(page).page.mode == "annex"


def test_every_kind_of_lines_can_be_changed(page: DesignPage) -> None:
    for key in {fmt.rows: key for key, fmt in load_formats().items()}.values():
        page._open(key)
        press(page.asking.name, _Key.Key_Return)
        first = kept(page)
        page.panel.begin_adding()
        page.panel.picker._choose()
        press(focused(), _Key.Key_Escape)
        drawn(page)
        assert len(kept(page).columns) == len(first.columns) + 1
        assert page.pages.count


def test_a_format_goes_out_and_comes_in(page: DesignPage, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "给邻镇.toml"
    page.sharing.export_to(page._key, path)
    page.sharing.look_at(path)
    bar = page.sharing.bar
    assert not bar.isHidden()
    assert "已有名为" in bar.words.text()
    bar.both.click()
    assert [one.name[-3:] for one in formats.own_formats(ledger)] == ["本镇）", "（2）"]
    strange = replace(load_formats()["item_register"], name="外来的")
    path.write_text(shared_text(strange), encoding="utf-8")
    page.sharing.look_at(path)
    assert bar.isHidden()
    assert page._fmt is not None
    assert page._fmt.name == "外来的"
    path.write_text(shared_text(strange).replace("24", "25"), encoding="utf-8")
    page.sharing.look_at(path)
    assert "核对码" in bar.words.text()
    bar.instead.click()
    assert len(formats.own_formats(ledger)) == 3
    said = told(page)
    path.write_text("colour = 1", encoding="utf-8")
    page.sharing.look_at(path)
    assert said[-1].fault
    assert "colour" in said[-1].text


def test_renamed_and_deleted(page: DesignPage, ledger: Ledger) -> None:
    page._ask_rename()
    page.asking.name.setText(load_formats()[BASE].name)
    press(page.asking.name, _Key.Key_Return)
    assert not page.asking.isHidden()  # taken: the name stays to be put right
    page.asking.name.setText("我们的季报")
    press(page.asking.name, _Key.Key_Return)
    assert page.asking.isHidden()
    assert kept(page).name == "我们的季报"
    page._remove()
    assert formats.own_formats(ledger) == ()


def test_a_damaged_format_says_so_and_can_go(page: DesignPage, ledger: Ledger) -> None:
    with ledger.transaction("spoil", "坏", undoable=False) as work:
        formats.own_row(work.session, page._key).design = "key = ]"
    page.refresh()
    assert page._empty.isVisibleTo(page)
    assert page._fmt is None
    (one,) = formats.own_formats(ledger)
    assert "有误" in one.fault
    page._remove()
    assert formats.own_formats(ledger) == ()


def test_problems_print_and_are_filed_without_a_list(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    window = open_window(bare_workspace)
    returns = window.show_page("returns")
    assert isinstance(returns, ReturnsPage)
    assert not returns.pages.count
    add_problem(bare_workspace.ledger, text="河道边堆放垃圾", source="自查", found_on=JUNE)
    bare_workspace.tell_changed()
    choice = returns.list.current_choice()
    assert isinstance(choice, FormatName)
    assert choice.rows == "problems"
    assert returns.pages.count
    assert returns._file_action.isEnabled()  # a register stands without a list


def test_a_read_only_ledger_only_shows(page: DesignPage, memory: Memory, qtbot: QtBot) -> None:
    with open_ledger(page.workspace.ledger.folder, readonly=True) as reader:
        other = DesignPage(Workspace(reader, memory, as_of=JUNE, list_id=1))
        qtbot.addWidget(other)
        other.go_to(Destination("design", part=page._key))
        assert other.pages.count
        assert not other.panel.form.isEnabled()
        assert not any(tool.isVisible() for tool in other.panel._buttons)
        other.change(replace(kept(other), title="不行"))
        assert kept(other).title != "不行"
