"""What the pages of items, units, settings and help do to the ledger."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models.rules.pace import Thresholds
from app.services import queries, settings
from app.services.parties import units
from app.services.supervision import problems
from app.ui.mainwindow import MainWindow
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.help import CHAPTERS, HelpPage, help_texts
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.settings import SettingsPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.pages.unitlist.units_table import split_names
from app.ui.workspace import Workspace


@pytest.fixture
def items_page(window: MainWindow) -> ItemsPage:
    page = window.show_page("items")
    assert isinstance(page, ItemsPage)
    return page


@pytest.fixture
def units_page(window: MainWindow) -> UnitsPage:
    page = window.show_page("units")
    assert isinstance(page, UnitsPage)
    return page


@pytest.fixture
def settings_page(window: MainWindow) -> SettingsPage:
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    return page


def test_several_items_are_ticked_in_one_step(items_page: ItemsPage, window: MainWindow) -> None:
    items_page.table.selectAll()
    items_page.table.tick_selected()
    done = [item.done_on for item in queries.list_items(window.workspace.ledger)]
    assert all(day is not None and day.isoformat() <= "2020-06-30" for day in done)
    window.undo()
    done = [item.done_on for item in queries.list_items(window.workspace.ledger)]
    assert sum(day is not None for day in done) == 3


def test_items_are_filtered_by_state_and_counted(items_page: ItemsPage) -> None:
    items_page.state.setCurrentText("已完成")
    assert items_page.table.order.rowCount() == 3
    items_page.state.setCurrentText("未完成")
    assert items_page.table.order.rowCount() == 20
    items_page.search("07")
    assert items_page.table.order.rowCount() == 1
    items_page.search("")


def test_a_day_is_read_as_typed_and_a_wrong_one_is_said(
    items_page: ItemsPage, window: MainWindow
) -> None:
    index = items_page.model.index(0, items_page.model.column_of("due"))
    items_page.model.setData(index, "6.20")
    assert str(queries.list_items(window.workspace.ledger)[0].due) == "2020-06-20"
    items_page.model.setData(index, "下周")
    assert "看不懂日期“下周”" in window.statusline.text()


def test_a_unit_of_several_items_makes_the_unit(items_page: ItemsPage, window: MainWindow) -> None:
    ledger = window.workspace.ledger
    index = items_page.model.index(0, items_page.model.column_of("unit"))
    items_page.model.setData(index, "张村")
    items_page.table.setCurrentIndex(items_page.table.order.index(0, index.column()))
    items_page.table.selectAll()
    items_page.table.fill_down()
    assert {item.unit for item in queries.list_items(ledger)} == {"张村"}
    assert "张村" in {unit.name for unit in units.list_units(ledger)}


def test_a_unit_is_added_named_and_taken_out(
    units_page: UnitsPage, window: MainWindow, qtbot: QtBot
) -> None:
    ledger = window.workspace.ledger
    assert units_page.primary_action
    units_page.primary_action.trigger()
    editor = units_page.overview.table.viewport().findChildren(QLineEdit)[0]
    editor.setText("水利站")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "水利站" in {unit.name for unit in units.list_units(ledger)})
    made = next(unit for unit in units_page.overview.model.rows if unit.name == "水利站")
    assert units_page.overview.table.select_key(made.id)
    units_page.overview.table.delete_asked.emit(units_page.overview.table.selected_rows())
    assert "水利站" not in {unit.name for unit in units.list_units(ledger)}


def test_kind_and_aliases_are_edited_in_place(units_page: UnitsPage, window: MainWindow) -> None:
    ledger = window.workspace.ledger
    units.add_unit(ledger, "发展和改革委员会", kind="other")
    window.workspace.tell_changed()
    row = len(units_page.overview.model.rows) - 1
    model = units_page.overview.model
    model.setData(model.index(row, model.column_of("kind")), "上级部门")
    model.setData(model.index(row, model.column_of("aliases")), "发改委，区发改委 发改委")
    unit = units.list_units(ledger)[row]
    assert (unit.kind, unit.aliases) == ("superior", ("发改委", "区发改委"))


def test_the_office_itself_stays(units_page: UnitsPage, window: MainWindow) -> None:
    units_page.overview.table.delete_asked.emit(units_page.overview.model.rows[:1])
    assert "本单位不能删除" in window.statusline.text()


def test_names_are_divided_by_any_sign() -> None:
    assert split_names("甲，乙;丙 丁、甲") == ("甲", "乙", "丙", "丁")


def test_the_office_is_saved_as_it_is_typed(
    settings_page: SettingsPage, window: MainWindow
) -> None:
    settings_page.people["filled_by"].setText("李四")
    settings_page.people["filled_by"].editingFinished.emit()
    assert settings.office(window.workspace.ledger).filled_by == "李四"
    settings_page.name.setText(" ")
    settings_page.name.editingFinished.emit()
    assert settings_page.name.text() == "牛塘镇"
    assert "不能为空" in window.statusline.text()


def test_thresholds_by_preset_and_of_ones_own(
    settings_page: SettingsPage, window: MainWindow
) -> None:
    ledger = window.workspace.ledger
    settings_page.presets["从严（5/20）"].click()
    assert settings.thresholds(ledger).green == 5
    settings_page.presets["自定"].click()
    settings_page.yellow.setValue(25)
    settings_page.yellow.editingFinished.emit()
    assert settings.thresholds(ledger) == Thresholds(Decimal(5), Decimal(25), Decimal(10))
    settings_page.green.setValue(40)
    settings_page.green.editingFinished.emit()
    assert settings.thresholds(ledger).green == 5


def test_help_is_found_by_a_word(window: MainWindow) -> None:
    page = window.show_page("help")
    assert isinstance(page, HelpPage)
    page.search("优盘")
    assert page.topics.currentItem().text() == "台账放在哪里"
    assert page.text.textCursor().selectedText() == "优盘"


def test_every_help_text_has_a_title_and_every_key_is_in_it() -> None:
    texts = help_texts()
    assert len(texts) >= 4
    assert list(texts)[1] == "快捷键"
    keys = texts["快捷键"]
    for key in ("Ctrl+F", "Ctrl+I", "Ctrl+P", "Ctrl+Z", "F1", "F2", "Ctrl+D", "Ctrl+;", "Esc"):
        assert key in keys


def test_an_open_problem_presses_on_the_first_page_without_any_task(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    ledger = bare_workspace.ledger
    problems.add_problem(ledger, text="河岸堆放渣土", year=2020, deadline_text="6.20")
    page = open_window(bare_workspace).current_page()
    assert isinstance(page, DashboardPage)
    assert page.todos.isVisibleTo(page)
    assert [todo.text for todo in page.todos.order.rows()] == ["河岸堆放渣土"]
    assert page.primary_action is not None
    assert not page.primary_action.isVisible()
    assert page._upcoming_head.text() == "已超期 1 件"


def test_f1_tells_of_the_page_one_is_on(window: MainWindow) -> None:
    window.show_page("problems")
    QTest.keyClick(window, Qt.Key.Key_F1)
    page = window.current_page()
    assert isinstance(page, HelpPage)
    assert page.topics.currentItem().text() == "问题整改"
    QTest.keyClick(window, Qt.Key.Key_F1)  # 帮助 has no chapter of its own: it stays
    assert page.topics.currentItem().text() == "问题整改"
    assert set(CHAPTERS.values()) <= set(help_texts())


def test_a_page_that_teaches_has_the_keyboard_on_its_button(
    dressed: QApplication, bare_workspace: Workspace, open_window: Callable[[Workspace], MainWindow]
) -> None:
    window = open_window(bare_workspace)
    window.show_page("units")
    at = window.focusWidget()
    assert isinstance(at, QPushButton)
    assert at.text() == "粘贴单位"
