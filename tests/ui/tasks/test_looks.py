"""任务: what the table shows in the room it has: lights told, long texts, columns."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.work.tasks import add_task
from app.ui.mainwindow import MainWindow
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Workspace
from tests.ui.campaign import WATER, Campaign
from tests.ui.tasks.hands import Open, page_of


def test_hovering_a_light_says_why(page: TasksPage, campaign: Campaign) -> None:
    place = page.model.row_of(campaign.boilers)
    assert place is not None
    tip = page.model.index(place, page.model.column_of("light")).data(Qt.ItemDataRole.ToolTipRole)
    assert "17/23台" in tip


def test_rows_of_long_text_get_two_lines_as_the_room_changes(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    page = page_of(desk)
    text = "开展" + "沿河排口、小餐饮、夜排档、理发店、洗车店" * 3
    number = add_task(desk.workspace.ledger, campaign.list_id, text=text, groups=(WATER,))
    page.refresh()
    place = page.model.row_of(number)
    assert place is not None
    short = page.model.row_of(campaign.sewer)
    assert short is not None
    qtbot.waitUntil(lambda: page.table.rowHeight(place) > page.table.rowHeight(short))


def test_narrow_tables_let_columns_go_and_bring_them_back(desk: MainWindow, qtbot: QtBot) -> None:
    page = page_of(desk)
    units = page.model.column_of("units")
    assert not page.table.isColumnHidden(units)
    page.open_panel(page.model.tasks()[0])
    qtbot.waitUntil(lambda: page.table.isColumnHidden(units))
    assert desk.width() == 1366
    page.close_panel()
    qtbot.waitUntil(lambda: not page.table.isColumnHidden(units))


def test_no_task_yet_teaches_and_offers_the_import(
    bare_workspace: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(bare_workspace)
    window.show_page("tasks")
    page = page_of(window)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert page.empty.button is not None
    with qtbot.waitSignal(bare_workspace.left_for) as gone:
        bare_workspace.left_for.disconnect(window.go)
        page.empty.button.click()
    assert gone.args == [Destination("import")]


def test_columns_put_away_stay_away(page: TasksPage, qtbot: QtBot) -> None:
    page.table.layout_of_columns.choose("units", on=False)
    page.table.layout_of_columns.choose("acceptance", on=True)
    assert page.table.isColumnHidden(page.model.column_of("units"))
    assert not page.table.isColumnHidden(page.model.column_of("acceptance"))
    qtbot.waitUntil(lambda: "units" in page.workspace.memory.text("tables/tasks"))
    again = TasksPage(page.workspace)
    qtbot.addWidget(again)
    again.refresh()
    again.table.resize(1100, 600)
    hidden = {c.key for n, c in enumerate(again.table.columns) if again.table.isColumnHidden(n)}
    assert "units" in hidden
    assert "acceptance" not in hidden
    again.table.layout_of_columns.forget()
    usual = [column for column in again.table.columns if not column.put_away]
    assert {"serial", "text", "target", "bar", "light", "due", "units"} <= {c.key for c in usual}
    assert all(again.table.layout_of_columns.is_chosen(column) for column in usual)
