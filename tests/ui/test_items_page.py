"""清单: own columns of one task, blocks of cells, columns renamed, items moved, a file dropped."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.models.database import Ledger
from app.models.views import ItemView
from app.services.breakdown.itemcolumns import column_sets
from app.services.breakdown.items import paste_items
from app.services.breakdown.shares import split_units
from app.services.history import journal
from app.services.keeping.ledgers import open_ledger
from app.services.queries import list_items
from app.ui.dropped import importable_file
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.itemlist.itemlines import read_field
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = [["名称", "吨位", "所在村"], ["甲厂", "4", "漕溪村"], ["乙厂", "2", ""], ["丙厂", "", ""]]


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks; the sewer's items have a column of their own."""
    made = play_campaign(ledger)
    paste_items(ledger, made.sewer, ROWS)
    return made


@pytest.fixture
def page(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> ItemsPage:
    """The page with the sewer's three items alone."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    window.go(Destination("items", task_id=campaign.sewer))
    page = window.current_page()
    assert isinstance(page, ItemsPage)
    return page


def titles(page: ItemsPage) -> list[str]:
    return [column.title for column in page.model.columns]


def window_of(page: ItemsPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def items_of(page: ItemsPage, task_id: int) -> list[ItemView]:
    return [item for item in list_items(page.workspace.ledger) if item.task_id == task_id]


def put_cursor(page: ItemsPage, row: int, column: str) -> None:
    page.table.setCurrentIndex(page.table.order.index(row, page.model.column_of(column)))


def paste(page: ItemsPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.table, Qt.Key.Key_V, CTRL)


def write_name(page: ItemsPage, text: str) -> None:
    field = page.verbs.name_form.name
    assert field.isVisible()
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_own_columns_appear_while_one_task_is_shown(page: ItemsPage) -> None:
    assert "吨位" in titles(page)
    assert page.table.order.rowCount() == 3
    page.task.setCurrentIndex(0)
    assert "吨位" not in titles(page)
    assert "所属任务" in titles(page)
    assert page.table.order.rowCount() == 26


def test_a_block_is_pasted_over_own_columns_in_one_step(
    page: ItemsPage, campaign: Campaign
) -> None:
    put_cursor(page, 0, "unit")
    paste(page, "塘口村\t8\t9.30\t6.2\n塘口村\t6\t\t\n塘口村\t5\t\t\n")
    first, second, third = items_of(page, campaign.sewer)
    assert (first.due, first.done_on) == (date(2020, 9, 30), date(2020, 6, 2))
    assert [item.fields.get("吨位") for item in (first, second, third)] == ["8", "6", "5"]
    assert {item.unit for item in (first, second, third)} == {"塘口村"}
    window_of(page).undo()
    assert [item.fields.get("吨位") for item in items_of(page, campaign.sewer)] == ["4", "2", None]


def test_a_unit_typed_for_the_first_time_can_be_filtered_by(page: ItemsPage) -> None:
    put_cursor(page, 1, "unit")
    paste(page, "新村\n")
    assert page.unit.findText("新村") > 0
    page.search("新村")
    assert page.table.order.rowCount() == 1


def test_a_word_where_a_date_belongs_keeps_the_block_back(
    page: ItemsPage, campaign: Campaign
) -> None:
    heard: list[Saying] = []
    page.workspace.said.connect(heard.append)
    put_cursor(page, 0, "unit")
    paste(page, "塘口村\t5\t尽快\n")
    assert heard[-1].fault
    assert items_of(page, campaign.sewer)[0].unit == "漕溪村"


def test_a_name_can_not_be_emptied(page: ItemsPage, campaign: Campaign) -> None:
    put_cursor(page, 0, "name")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert items_of(page, campaign.sewer)[0].name == "甲厂"


def test_a_column_is_added_renamed_and_taken_out(page: ItemsPage, campaign: Campaign) -> None:
    page.verbs.begin_column()
    write_name(page, "燃料")
    assert "燃料" in titles(page)
    put_cursor(page, 0, "own:吨位")
    page.verbs.begin_rename()
    write_name(page, "蒸吨(t/h)")
    assert items_of(page, campaign.sewer)[0].fields == {"蒸吨(t/h)": "4"}
    put_cursor(page, 0, "own:蒸吨(t/h)")
    page.verbs.remove_column()
    assert "蒸吨(t/h)" not in titles(page)
    window_of(page).undo()
    assert items_of(page, campaign.sewer)[0].fields == {"蒸吨(t/h)": "4"}
    assert "蒸吨(t/h)" in titles(page)


def test_fixed_columns_are_not_renamed(page: ItemsPage) -> None:
    heard: list[Saying] = []
    page.workspace.said.connect(heard.append)
    put_cursor(page, 0, "unit")
    page.verbs.begin_rename()
    assert heard[-1].fault
    assert not page.verbs.name_form.isVisible()


def test_columns_of_another_task_are_taken_over(page: ItemsPage, campaign: Campaign) -> None:
    place = next(n for n in range(page.task.count()) if "锅炉" in page.task.itemText(n))
    page.task.setCurrentIndex(place)
    page.verbs.begin_taking_over()
    page.verbs.task_form.task.setCurrentIndex(1)
    page.verbs.task_form._finish()
    sets = {number: own for number, _, own in column_sets(page.workspace.ledger)}
    assert sets[campaign.boilers] == ("吨位",)
    assert "吨位" in titles(page)


def test_selected_items_move_to_another_task(page: ItemsPage, campaign: Campaign) -> None:
    put_cursor(page, 0, "name")
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.verbs.begin_moving()
    box = page.verbs.task_form.task
    box.setCurrentIndex(next(n for n in range(box.count()) if "河道" in box.itemText(n)))
    page.verbs.task_form._finish()
    assert [item.name for item in items_of(page, campaign.rivers)] == ["甲厂", "乙厂"]
    assert [item.name for item in items_of(page, campaign.sewer)] == ["丙厂"]
    window_of(page).undo()
    assert len(items_of(page, campaign.sewer)) == 3


def test_twenty_three_items_are_ticked_by_two_keys(page: ItemsPage, campaign: Campaign) -> None:
    place = next(n for n in range(page.task.count()) if "锅炉" in page.task.itemText(n))
    page.task.setCurrentIndex(place)
    put_cursor(page, 0, "name")
    QTest.keyClick(page.table, Qt.Key.Key_A, CTRL)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert all(item.done_on for item in items_of(page, campaign.boilers))


def test_a_day_is_typed_once_for_all_selected(page: ItemsPage, campaign: Campaign) -> None:
    put_cursor(page, 0, "done_on")
    page.table.setFocus()
    for _ in range(2):
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.table.viewport(), "6")
    field = page.table.viewport().findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, ".20")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert {item.done_on for item in items_of(page, campaign.sewer)} == {date(2020, 6, 20)}


def test_a_dropped_list_goes_to_the_import(
    page: ItemsPage, campaign: Campaign, tmp_path: Path
) -> None:
    gone: list[Destination] = []
    page.workspace.left_for.connect(gone.append)
    path = tmp_path / "名单.csv"
    path.write_text("企业名称\n丁厂\n", encoding="utf-8")
    page.dropEvent(a_drop(path))
    assert (gone[-1].page, gone[-1].task_id, gone[-1].file) == ("itemimport", campaign.sewer, path)


def a_drop(path: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.keeps = data  # type: ignore[attr-defined]  # the event does not own it
    return event


def test_photos_are_no_lists(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "照片.jpg"))])
    assert importable_file(data) is None


def test_escape_closes_the_form_then_shows_all_tasks(page: ItemsPage) -> None:
    page.verbs.begin_column()
    assert page.go_back()
    assert not page.verbs.name_form.isVisible()
    assert page.go_back()
    assert page.table.order.rowCount() == 26
    assert not page.go_back()


def test_read_only_ledgers_offer_no_change(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    reader = open_ledger(ledger.folder, readonly=True)
    try:
        window = open_window(Workspace(reader, memory, as_of=JUNE, list_id=campaign.list_id))
        window.go(Destination("items", task_id=campaign.sewer))
        page = window.current_page()
        assert isinstance(page, ItemsPage)
        index = page.table.order.index(0, page.model.column_of("own:吨位"))
        assert not index.flags() & Qt.ItemFlag.ItemIsEditable
        assert not page.acceptDrops()
        window.close()
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [("name", "甲", {"name": "甲"}), ("due", "6.20", {"due": date(2020, 6, 20)}),
     ("due", "", {"due": None}), ("done_on", "尽快", None),
     ("own:吨位", " 4 ", {"fields": {"吨位": "4"}})],
)  # fmt: skip
def test_a_text_is_read_by_its_column(key: str, text: str, field: object) -> None:
    assert read_field(key, text, 2020) == field


def test_on_another_day_lines_that_say_the_same_stay_and_late_ones_show(page: ItemsPage) -> None:
    before = page.model.rows
    order = page.table.order
    assert order.setData(order.index(0, page.model.column_of("due")), "2020-07-10")
    edited = page.model.rows
    assert [old is new for old, new in zip(before, edited, strict=True)].count(False) == 1
    page.workspace.use_as_of(date(2020, 7, 11))
    shown = page.model.rows
    late = [line.item.id for line in shown if line.is_late]
    assert late == [order.rows()[0].item.id]
    assert [old is new for old, new in zip(edited, shown, strict=True)].count(False) == 1


def test_a_unit_nobody_knew_is_told_stands_last_and_goes_by_undo(
    page: ItemsPage, ledger: Ledger
) -> None:
    said: list[Saying] = []
    page.workspace.said.connect(said.append)
    before = [unit.name for unit in split_units(ledger)]
    put_cursor(page, 0, "unit")
    QGuiApplication.clipboard().setText("漕溪材\n漕溪村\n漕溪材")
    QTest.keyClick(page.table, Qt.Key.Key_V, CTRL)
    assert said[-1].text == "已修改清单 3 项，新增单位“漕溪材”"
    assert [unit.name for unit in split_units(ledger)] == [*before, "漕溪材"]
    journal.undo(ledger)
    assert [unit.name for unit in split_units(ledger)] == before


def test_a_village_typed_anew_stands_after_the_others(page: ItemsPage, ledger: Ledger) -> None:
    put_cursor(page, 0, "unit")
    QGuiApplication.clipboard().setText("安家村")
    QTest.keyClick(page.table, Qt.Key.Key_V, CTRL)
    villages = [unit.name for unit in split_units(ledger) if unit.kind == "village"]
    assert villages == ["漕溪村", "安家村"]


def stands_on(page: ItemsPage) -> str | None:
    """The name of the item the cursor stands on."""
    line = page.table.current_row()
    return line.item.name if line else None


def test_the_cursor_goes_on_after_a_tick_that_leaves_the_filter(
    page: ItemsPage, ledger: Ledger
) -> None:
    page.state.setCurrentIndex(page.state.findText("未完成"))
    put_cursor(page, 0, "unit")
    for left in (["乙厂", "丙厂"], ["丙厂"], []):
        QTest.keyClick(page.table, Qt.Key.Key_Space)
        assert [line.item.name for line in page.table.order.rows()] == left
        assert stands_on(page) == (left[0] if left else None)
    assert all(item.done_on for item in list_items(ledger) if item.name in {"甲厂", "丙厂"})


def test_the_cursor_stays_beside_what_was_deleted_and_in_its_column(page: ItemsPage) -> None:
    put_cursor(page, 1, "unit")
    QTest.keyClick(page.table, Qt.Key.Key_Minus, CTRL)
    assert stands_on(page) == "丙厂"
    assert page.table.columns[page.table.currentIndex().column()].key == "unit"
    QTest.keyClick(page.table, Qt.Key.Key_Minus, CTRL)
    assert stands_on(page) == "甲厂"
