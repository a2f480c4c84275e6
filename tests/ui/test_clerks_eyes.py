"""What a clerk in a hurry tripped over: empty, read-only, very long and other periods."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.services.keeping.ledgers import open_ledger
from app.services.parties.units import add_unit
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks
from app.ui.controls import EmptyState
from app.ui.dialogs.newledger import NewLedgerDialog
from app.ui.filing.choices import formats_for
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.itemlist.itemmaking import BlanksForm
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.returns import ReturnsPage
from app.ui.pages.settings import SettingsPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE, a_list, boilers
from tests.ui.campaign import Campaign

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def desk(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    """The window on the campaign."""
    return open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))


@pytest.fixture
def readonly(
    dressed: QApplication, ledger: Ledger, memory: Memory, open_window: Open
) -> Iterator[MainWindow]:
    """The window of a second reader, on the 23 boilers."""
    boilers(ledger, ticked=3)
    add_unit(ledger, "张村", kind="village")
    second = open_ledger(ledger.folder, readonly=True)
    window = open_window(Workspace(second, memory, as_of=JUNE, list_id=1))
    yield window
    window.close()
    second.close()


def tasks_page(window: MainWindow) -> TasksPage:
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    return page


def test_enter_in_the_office_makes_the_ledger(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = NewLedgerDialog()
    qtbot.addWidget(dialog)
    dialog.office.setText("牛塘镇")
    dialog.show()
    QTest.keyClick(dialog.office, Qt.Key.Key_Return)
    assert dialog.result() == NewLedgerDialog.DialogCode.Accepted


def test_enter_beside_the_number_makes_the_blanks(dressed: QApplication, qtbot: QtBot) -> None:
    made: list[list[str]] = []
    form = BlanksForm(lambda names: made.append(list(names)))
    qtbot.addWidget(form)
    form.stem.setText("锅炉")
    form.count.setValue(2)
    QTest.keyClick(form.count, Qt.Key.Key_Return)
    assert made == [["锅炉01", "锅炉02"]]


def test_escape_leaves_the_filling_before_it_empties_the_search(desk: MainWindow) -> None:
    page = tasks_page(desk)
    desk.topbar.search.setText("锅炉")
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Return)
    page.begin_filling()
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert not page.is_filling()
    assert desk.topbar.search.text() == "锅炉"
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.topbar.search.text() == ""


def test_what_is_selected_is_counted(desk: MainWindow) -> None:
    page = tasks_page(desk)
    ours = len(page._tasks) - 1  # one is not ours
    page.table.selectAll()
    cells = ours * len(page.table.shown_columns())
    assert page._note.text().endswith(f"选中 {cells} 格（{ours} 项）")
    page.table.select_whole_rows()
    assert page._note.text().endswith(f"选中 {ours} 项")
    page.table.clearSelection()
    assert "选中" not in page._note.text()


def test_a_filter_without_tasks_says_the_way_back(desk: MainWindow) -> None:
    page = tasks_page(desk)
    page.search("没有这个词")
    assert page.nothing.isVisible()
    assert "Esc" in page.nothing._words.text()


def test_months_and_the_years_of_the_lists_are_offered(desk: MainWindow, ledger: Ledger) -> None:
    a_list(ledger, title="2018年任务分解表", year=2018)
    desk.workspace.tell_changed()
    offered = desk.topbar.periods
    keys = [offered.itemData(place) for place in range(offered.count())]
    assert {"2018Q1", "2020Q1", "2020Q4", "2020H1", "2020", "2020-06"} <= set(keys)
    assert offered.currentText() == "2020年第二季度"
    desk.topbar.period_chosen.emit("2020-06")
    page = tasks_page(desk)
    assert page.primary_action is not None
    assert page.primary_action.text() == "填写本月进展"


def test_a_list_without_tasks_of_ours_offers_nothing_to_file(
    bare_workspace: Workspace, ledger: Ledger, open_window: Open
) -> None:
    a_list(ledger)
    window = open_window(bare_workspace)
    dashboard, returns = window.show_page("dashboard"), window.show_page("returns")
    assert isinstance(dashboard, DashboardPage)
    assert isinstance(returns, ReturnsPage)
    assert dashboard._stack.currentWidget() is dashboard._empty
    assert not returns._desk.is_open


def test_the_sentence_of_an_empty_page_is_never_cut(dressed: QApplication, qtbot: QtBot) -> None:
    empty = EmptyState(
        "tasks", "还没有任务。导入区里发来的任务分解表，选出本镇的任务，可以记进展。"
    )
    qtbot.addWidget(empty)
    empty.resize(900, 600)
    empty.show()
    words = empty._words
    assert words.height() >= words.heightForWidth(words.width())


def test_a_very_long_task_leaves_room_to_fill_in(
    desk: MainWindow, ledger: Ledger, campaign: Campaign
) -> None:
    change_tasks(ledger, [campaign.sewer], text="完成河道整治和管网排查等工作，" * 150)
    desk.workspace.tell_changed()
    desk.go(Destination("tasks", task_id=campaign.sewer, part="fill"))
    filling = tasks_page(desk).filling
    QApplication.processEvents()  # what was just made gets its place
    assert len(filling.words.title.text()) < 130
    assert filling.form.text.visibleRegion().boundingRect().height() > 60


def test_below_a_limit_nothing_adds_up(
    desk: MainWindow, ledger: Ledger, campaign: Campaign
) -> None:
    record_progress(ledger, campaign.dust, "2020Q2", Entry(text="已洒水。"))
    desk.go(Destination("tasks", task_id=campaign.dust, part="fill"))
    form = tasks_page(desk).filling.form
    assert form.share.text() == "→"
    desk.go(Destination("tasks", task_id=campaign.boilers, part="fill"))
    assert form.share.text().startswith("累计 73.9 %")


def test_who_may_only_read_is_offered_no_change(readonly: MainWindow) -> None:
    units, items = readonly.show_page("units"), readonly.show_page("items")
    settings, dashboard = readonly.show_page("settings"), readonly.show_page("dashboard")
    assert isinstance(units, UnitsPage)
    assert isinstance(items, ItemsPage)
    assert isinstance(settings, SettingsPage)
    editable = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
    for model in (units.overview.model, items.model):
        assert model.rows
        flags = [model.index(0, column).flags() for column in range(model.columnCount())]
        assert not any(flag & editable for flag in flags)
    for page in (units, items):
        assert page.primary_action is not None
        assert not page.primary_action.isEnabled()
    assert not any(choice.isEnabled() for choice in settings.presets.values())
    assert dashboard.primary_action is not None
    assert dashboard.primary_action.text() == "去报表"


def test_names_that_are_items_already_are_not_called_missing(
    desk: MainWindow, campaign: Campaign
) -> None:
    desk.go(Destination("tasks", task_id=campaign.rivers, part="items"))
    items = tasks_page(desk).panel.items
    items.propose.click()
    items.proposal.add.click()
    items.propose.click()
    assert "都已在清单里" in items.proposal.head.text()


def test_a_form_for_another_beat_says_so(desk: MainWindow) -> None:
    page = desk.show_page("returns")
    assert isinstance(page, ReturnsPage)
    assert page._note.text() == "2020年第二季度"
    monthly = next(one for one in formats_for("2020-06") if "月" in one.name)
    page.list.choose(monthly)
    assert page._note.text() == "2020年第二季度（此表按月报送，请在上方改选）"
    desk.workspace.use_period("2020-06")
    assert page._note.text() == "2020年6月"
