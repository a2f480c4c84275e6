"""What lacks proof: named, narrowed, waived, and given right there."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.breakdown.items import tick_items
from app.services.work.tasks import finish_tasks
from app.ui.mainwindow import MainWindow
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign
from tests.ui.proof.hands import (
    Open,
    copy_files,
    drop_on,
    file_mime,
    held,
    items_of,
    page_of,
    photos,
)


def test_proof_is_given_right_where_it_lacks(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    page = page_of(desk)
    assert page.tabs.tabText(0) == "缺佐证 17"
    assert page.table.hasFocus()
    paths = photos(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    for number, path in enumerate(paths[:2]):
        copy_files(path)
        QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.tabText(0) == f"缺佐证 {16 - number}"
    names = {file.file_name: file.item_id for file in held(desk, campaign.boilers)}
    items = items_of(desk, campaign.boilers)
    assert names == {"a.jpg": items["燃气锅炉01"], "b.jpg": items["燃气锅炉02"]}
    third = page.table.visualRect(page.table.order.index(2, 1)).center()
    drop_on(page.table, file_mime(paths[2]), third)
    assert held(desk, campaign.boilers)[-1].item_id == items["燃气锅炉05"]


def test_what_lacks_is_narrowed_and_waived(desk: MainWindow, campaign: Campaign) -> None:
    finish_tasks(desk.workspace.ledger, [campaign.sewer], JUNE)
    page = page_of(desk)
    assert page.table.order.rowCount() == 18
    page.kind.setCurrentText("任务")
    assert page.table.order.row_at(page.table.order.index(0, 0)).task_id == campaign.sewer
    page.kind.setCurrentText("全部")
    page.group.setCurrentText("（一）打赢蓝天保卫战")
    assert page.table.order.rowCount() == 17
    page.group.setCurrentIndex(0)
    page.search("锅炉05")
    assert page.table.order.rowCount() == 1
    page.search("")
    page.table.selectRow(0)
    page.waive.click()
    assert [row.task_id for row in page.model.rows] == [campaign.sewer]
    desk.undo()
    assert len(page.model.rows) == 18


def test_tasks_and_places_that_lack_proof_are_counted_apart(
    desk: MainWindow, campaign: Campaign
) -> None:
    items = list(items_of(desk, campaign.boilers).values())
    tick_items(desk.workspace.ledger, items, JUNE)
    desk.workspace.tell_changed()
    page = page_of(desk)
    tasks = {line.task_id for line in page.model.rows}
    assert len(page.model.rows) > len(tasks)
    note = f"{len(tasks)} 项任务还缺佐证，共 {len(page.model.rows)} 处"
    assert page._note.text() == note


def test_where_nothing_lacks_the_keyboard_stands_on_the_tabs(
    open_window: Open, bare_workspace: Workspace
) -> None:
    page = page_of(window := open_window(bare_workspace))
    assert window.focusWidget() is page.tabs
