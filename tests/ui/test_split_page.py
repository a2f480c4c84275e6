"""分解到村 in the window: typed and pasted as in a spreadsheet, sums always right."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.tracking import Progress
from app.models.units import Unit
from app.models.views import ItemView
from app.services.breakdown.items import change_items
from app.services.breakdown.shares import add_villages, set_shares, split_rows, split_units
from app.services.keeping.ledgers import open_ledger
from app.services.queries import list_items
from app.services.work.tasks import change_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.splitting.split import SplitPage
from app.ui.workspace import Destination, Saying, Workspace
from tests.ledgers import JUNE, count_of
from tests.ui.campaign import Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]
VILLAGES = ("漕溪村", "塘口村", "人民社区", "卢家巷村")


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks, and four villages to split them over."""
    made = play_campaign(ledger)
    add_villages(ledger, VILLAGES)
    return made


@pytest.fixture
def page(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> SplitPage:
    """The matrix, the boilers in the first row."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    return on_split(window)


def on_split(window: MainWindow) -> SplitPage:
    window.go(Destination("split"))
    page = window.current_page()
    assert isinstance(page, SplitPage)
    return page


def shown(page: SplitPage, row: int) -> list[str]:
    """A row as the clerk sees it, frozen part and units."""
    head, body = page.matrix.frozen.model(), page.table.model()
    assert isinstance(head, QAbstractItemModel)
    assert isinstance(body, QAbstractItemModel)
    frozen = [str(head.index(row, at).data()) for at in (2, 3, 4)]
    return frozen + [str(body.index(row, at).data()) for at in range(body.columnCount())]


def put_cursor(page: SplitPage, row: int, column: int) -> None:
    page.table.setCurrentIndex(page.table.order.index(row, column))


def type_in(page: SplitPage, text: str) -> None:
    """Type over the cell under the cursor, as in a spreadsheet."""
    QTest.keyClicks(page.table.viewport(), text[0])
    field = page.table.viewport().findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, text[1:])
    QTest.keyClick(field, Qt.Key.Key_Return)


def said(page: SplitPage) -> list[Saying]:
    heard: list[Saying] = []
    page.workspace.said.connect(heard.append)
    return heard


def test_tasks_that_can_be_counted_stand_by_villages(page: SplitPage) -> None:
    heads = [column.title for column in page.matrix.model.columns]
    assert heads == list(VILLAGES)
    assert [line.row.serial for line in page.matrix.model.rows] == ["12", "40"]
    assert shown(page, 0) == ["23 台", "", "", "", "", "", ""]
    QAbstractItemModelTester(page.matrix.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_numbers_are_typed_and_the_difference_follows(page: SplitPage) -> None:
    put_cursor(page, 0, 0)
    page.table.setFocus()
    type_in(page, "12")
    assert shown(page, 0)[:4] == ["23 台", "12", "差 11 台", "12"]
    assert page.table.currentIndex().row() == 1
    put_cursor(page, 0, 1)
    assert "差 11 台" in page.told.text()
    page.window().undo()  # type: ignore[attr-defined]
    assert shown(page, 0)[:4] == ["23 台", "", "", ""]


def test_a_block_from_a_spreadsheet_lands_in_one_step(page: SplitPage) -> None:
    put_cursor(page, 0, 0)
    QGuiApplication.clipboard().setText("12\t9\t1台\t1\n1\t1\t\t2\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown(page, 0) == ["23 台", "23", "", "12", "9", "1", "1"]
    assert shown(page, 1) == ["3 条", "4", "多 1 条", "1", "1", "", "2"]
    page.window().undo()  # type: ignore[attr-defined]
    assert all(not row.shares for row in split_rows(page.workspace.ledger))


def test_words_among_numbers_keep_the_block_back(page: SplitPage) -> None:
    heard = said(page)
    put_cursor(page, 0, 0)
    QGuiApplication.clipboard().setText("12\t九\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert heard[-1].fault
    assert "九" in heard[-1].text
    assert not split_rows(page.workspace.ledger)[0].shares


def test_one_key_splits_evenly_over_all_or_the_selected(page: SplitPage) -> None:
    put_cursor(page, 0, 0)
    page.split_evenly()
    assert shown(page, 0) == ["23 台", "23", "", "6", "6", "6", "5"]
    page.window().undo()  # type: ignore[attr-defined]
    QTest.keyClick(page.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    page.split_evenly()
    assert shown(page, 0) == ["23 台", "23", "", "12", "11", "", ""]


def test_delete_empties_cells(page: SplitPage) -> None:
    put_cursor(page, 0, 0)
    page.split_evenly()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert shown(page, 0) == ["23 台", "17", "差 6 台", "", "6", "6", "5"]


def test_the_items_say_how_to_split(page: SplitPage, campaign: Campaign, ledger: Ledger) -> None:
    items = [item.id for item in items_of(ledger, campaign.boilers)]
    change_items(ledger, items[:20], unit="塘口村")
    heard = said(page)
    put_cursor(page, 0, 0)
    page.split_by_items()
    assert shown(page, 0)[:5] == ["23 台", "20", "差 3 台", "", "20"]
    assert "3 项没有责任单位" in heard[-1].text


def items_of(ledger: Ledger, task_id: int) -> list[ItemView]:
    return [item for item in list_items(ledger) if item.task_id == task_id]


def test_reports_are_typed_in_the_other_view_and_taken_when_asked(page: SplitPage) -> None:
    ledger = page.workspace.ledger
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    assert not page.is_plan
    assert page.numbers.currentText() == "第二季度完成"
    put_cursor(page, 1, 0)
    QGuiApplication.clipboard().setText("1\t1\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown(page, 1)[:5] == ["3 条", "2", "差 1 条", "1", "1"]
    before = count_of(ledger, Progress)
    put_cursor(page, 1, 0)
    heard = said(page)
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert count_of(ledger, Progress) == before + 1
    assert heard[-1].text.startswith("已把上报合计 2 条填入第二季度进展")
    with ledger.reading() as session:
        newest = session.query(Progress).order_by(Progress.id.desc()).first()
        assert newest is not None
        assert newest.amount == Decimal(2)


def test_a_village_more_leaves_the_cursor_on_its_task(page: SplitPage) -> None:
    put_cursor(page, 1, 2)
    page._more_villages.trigger()
    page.villages.names.setPlainText("牛塘社区")
    page.villages.finish()
    assert [column.title for column in page.model_columns][-1] == "牛塘社区"
    line = page.table.current_row()
    assert line is not None
    assert line.row.serial == "40"
    assert page.table.hasFocus()


def test_rows_not_yet_split_are_found(page: SplitPage) -> None:
    put_cursor(page, 0, 0)
    page.split_evenly()
    page.which.setCurrentIndex(1)
    assert page.table.order.rowCount() == page.matrix.frozen.model().rowCount() == 1
    page.which.setCurrentIndex(0)
    page.search("锅炉")
    assert page.table.order.rowCount() == 1
    page.search("")
    assert page.table.order.rowCount() == 2


def test_departments_join_when_asked(page: SplitPage, ledger: Ledger) -> None:
    with ledger.transaction("a", "a") as work:
        work.session.add(Unit(name="水利站", kind="department"))
    page.workspace.tell_changed()
    assert len(page.matrix.model.columns) == 4
    page.columns.setCurrentIndex(1)
    assert [column.title for column in page.matrix.model.columns][-1] == "水利站"


def test_an_empty_matrix_teaches_and_takes_names(
    dressed: QApplication, ledger: Ledger, memory: Memory, open_window: Open, qtbot: QtBot
) -> None:
    made = play_campaign(ledger)
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=made.list_id))
    page = on_split(window)
    assert page.villages.isVisible()
    page.villages.names.setPlainText("漕溪村\n塘口村、人民社区\n漕溪村")
    assert page.villages.add_button.text() == "添加 3 个"
    page.villages.finish()
    assert [unit.name for unit in split_units(ledger)] == ["漕溪村", "塘口村", "人民社区"]
    assert page.table.isVisible()


def test_a_ledger_without_tasks_leads_to_them(open_window: Open, bare_workspace: Workspace) -> None:
    page = on_split(open_window(bare_workspace))
    assert page._no_tasks.isVisible()
    assert not page.numbers.isVisible()


def test_nothing_can_be_changed_read_only(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    unit = split_units(ledger)[0].id
    set_shares(ledger, {(split_rows(ledger)[0].target_id, unit): Decimal(3)})
    reader = open_ledger(Path(ledger.folder), readonly=True)
    try:
        window = open_window(Workspace(reader, memory, as_of=JUNE, list_id=campaign.list_id))
        page = on_split(window)
        assert shown(page, 0)[:4] == ["23 台", "3", "差 20 台", "3"]
        flags = page.table.order.index(0, 0).flags()
        assert not flags & Qt.ItemFlag.ItemIsEditable
        assert page.primary_action is not None
        assert not page.primary_action.isVisible()
        window.close()
    finally:
        reader.close()


def test_printing_leads_to_the_paper(page: SplitPage) -> None:
    gone: list[Destination] = []
    page.workspace.left_for.connect(gone.append)
    assert page.print_page()
    assert (gone[-1].page, gone[-1].part) == ("returns", "village_matrix")


def test_a_long_task_is_told_by_its_beginning_and_an_ellipsis(
    page: SplitPage, ledger: Ledger, campaign: Campaign
) -> None:
    change_tasks(ledger, [campaign.boilers], text="完成锅炉改造，" * 6 + "年减排量不少于45.5吨")
    page.workspace.tell_changed()
    put_cursor(page, 0, 0)
    assert page.told.text().split("　")[0].endswith("…")
