"""The shell: every page opens, keys work, everything is reached by Tab, words come and go."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.models.rules.pace import State
from app.services import queries
from app.services.breakdown import items
from app.ui.mainwindow import MainWindow
from app.ui.pages.catalogue import PAGES
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.style import apply_style
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE

KEYS = [spec.key for spec in PAGES]


@pytest.mark.parametrize("key", KEYS)
def test_every_page_opens_and_refreshes(window: MainWindow, key: str) -> None:
    page = window.show_page(key)
    page.refresh()
    assert window.current_page() is page
    assert page.isVisible()
    assert page.title
    assert window.navigation.button_of(key).isChecked()


@pytest.mark.parametrize("key", KEYS)
def test_every_page_opens_on_an_empty_ledger(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace, key: str
) -> None:
    assert open_window(bare_workspace).show_page(key).isVisible()


@pytest.mark.parametrize(("place", "key"), list(enumerate(KEYS[:6], 1)))
def test_ctrl_and_a_number_goes_to_a_page(window: MainWindow, place: int, key: str) -> None:
    window.show_page("help")
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() is window.show_page(key)


def test_f1_opens_help_and_escape_goes_back(window: MainWindow) -> None:
    window.show_page("units")
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.current_page().title == "帮助"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.current_page().title == "单位"


def test_ctrl_f_searches_and_escape_empties(window: MainWindow, qtbot: QtBot) -> None:
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.topbar.search.hasFocus()
    window.topbar.search.setText("锅炉07")
    QTest.keyClick(window.topbar.search, Qt.Key.Key_Return)
    assert page.table.order.rowCount() == 1
    QTest.keyClick(window.topbar.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table.order.rowCount() == 23)


def test_undo_and_redo_by_keys_and_by_the_status_line(window: MainWindow) -> None:
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    page.table.selectRow(10)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert _done(window) == 4
    assert "勾选" in window.statusline.text()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _done(window) == 3
    assert window.statusline.text().startswith("已撤销")
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert _done(window) == 4
    window.statusline.undo_asked.emit()
    assert _done(window) == 3


def test_counts_stand_beside_the_pages(window: MainWindow) -> None:
    assert window.navigation.button_of("tasks").findChildren(QWidget)
    counts = [window.navigation.button_of(key).count_text() for key in ("tasks", "items", "units")]
    assert counts == ["1", "23", ""]


def test_a_fault_is_said_at_the_foot(window: MainWindow) -> None:
    window.workspace.complain("单位名称不能为空；请填写名称。")
    assert "不能为空" in window.statusline.text()
    window.statusline.say(Saying("已勾选 17 项", undoable=True))
    assert window.statusline.text() == "已勾选 17 项"


def test_the_day_moves_the_period_and_the_period_the_day(window: MainWindow) -> None:
    workspace = window.workspace
    workspace.use_as_of(JUNE.replace(month=7, day=8))
    assert workspace.period == "2020Q2"
    workspace.use_as_of(JUNE.replace(month=7, day=11))
    assert workspace.period == "2020Q3"
    workspace.use_period("2020Q1")
    assert workspace.as_of.isoformat() == "2020-03-31"


@pytest.mark.parametrize("key", KEYS)
def test_everything_pressable_is_reached_by_tab(window: MainWindow, key: str) -> None:
    window.show_page(key)
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and _is_pressable(widget)
    }
    reached: set[QWidget] = set()
    for _ in range(400):
        focus = QApplication.focusWidget()
        if focus:
            reached.add(focus)
        window.focusNextPrevChild(True)
    missed = {f"{type(one).__name__} {one.accessibleName()}" for one in wanted - reached}
    assert not missed


def test_it_fits_a_small_screen_at_half_as_large_again(window: MainWindow) -> None:
    for key in KEYS:
        window.show_page(key)
    least = window.minimumSizeHint()
    assert least.width() <= 911
    assert least.height() <= 512


def test_it_fits_with_the_largest_text(
    dressed: QApplication, open_window: Callable[[Workspace], MainWindow], workspace: Workspace
) -> None:
    apply_style(dressed, percent=150)
    try:
        window = open_window(workspace)
        for key in KEYS:
            window.show_page(key)
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 768
    finally:
        apply_style(dressed)


def test_a_tile_leads_to_the_tasks_of_its_light(window: MainWindow) -> None:
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    gone: list[Destination] = []
    window.workspace.left_for.disconnect(window.go)
    window.workspace.left_for.connect(gone.append)
    page.tiles[State.FAR_BEHIND].click()
    assert gone == [Destination("tasks", states=("far_behind",), ours="sure")]


def test_the_foremost_duty_leads_to_its_cell(window: MainWindow) -> None:
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    gone: list[Destination] = []
    window.workspace.left_for.disconnect(window.go)
    window.workspace.left_for.connect(gone.append)
    page.todos.selectRow(0)
    QTest.keyClick(page.todos, Qt.Key.Key_Return)
    assert [(one.page, one.task_id, one.part) for one in gone] == [("tasks", 1, "items")]


def test_an_empty_ledger_teaches_to_import(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    window = open_window(bare_workspace)
    page = window.show_page("dashboard")
    labels = [widget.text() for widget in page.findChildren(QWidget) if hasattr(widget, "text")]
    assert any("任务分解表" in text for text in labels)


def test_changes_made_elsewhere_show_when_a_page_comes_back(window: MainWindow) -> None:
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    window.show_page("units")
    ledger = window.workspace.ledger
    first = queries.list_items(ledger)[5].id
    items.change_items(ledger, [first], name="改过的名称")
    window.workspace.tell_changed()
    window.show_page("items")
    assert page.model.rows[5].item.name == "改过的名称"


def _done(window: MainWindow) -> int:
    return sum(item.done_on is not None for item in queries.list_items(window.workspace.ledger))


def _is_pressable(widget: QWidget) -> bool:
    names = {"QPushButton", "QToolButton", "QComboBox", "QLineEdit", "QCheckBox"}
    if widget.objectName().startswith("qt_") or _kinds(widget.parent()) & names:
        return False
    kinds = _kinds(widget)
    return bool(kinds & (names | {"LightTile", "GroupBar", "Table"}))


def _kinds(one: object) -> set[str]:
    return {kind.__name__ for kind in type(one).__mro__}


def test_in_a_narrow_window_icons_and_the_sign_do_all(window: MainWindow) -> None:
    window.resize(911, 512)
    assert window.navigation.button_of("tasks").text() == ""
    assert window.navigation.button_of("tasks").toolTip() == "任务（Ctrl+2）"
    assert not window.navigation.menu_button.isVisible()
    sign = window.navigation.findChild(QToolButton, "sign")
    assert isinstance(sign, QToolButton)
    assert sign.isVisible()
    assert "备份到文件…(&B)" in [action.text() for action in sign.menu().actions()]
    window.resize(1366, 768)
    assert window.navigation.button_of("tasks").text() == "任务"
