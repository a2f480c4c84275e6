"""A click on a head sorts: by numbers as numbers, blanks last, tasks inside their groups."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.services.work.tasks import change_tasks
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.order import ranked
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]


@pytest.mark.parametrize(
    ("values", "sorted_", "backwards"),
    [
        (["10", "9", "9-10", "9-2", ""], ["9", "9-2", "9-10", "10", ""],
         ["10", "9-10", "9-2", "9", ""]),
        (["乙", "2", "", "甲10"], ["2", "乙", "甲10", ""], ["甲10", "乙", "2", ""]),
        ([Decimal(3), None, Decimal("2.5")], [Decimal("2.5"), Decimal(3), None],
         [Decimal(3), Decimal("2.5"), None]),
        ([Decimal(3), "三", None], None, None),
    ],
)  # fmt: skip
def test_numbers_sort_as_numbers_and_blanks_come_last_either_way(
    values: list[object], sorted_: list[object] | None, backwards: list[object] | None
) -> None:
    column: Column[object] = Column("x", "列", lambda value: value)
    for wanted, down in ((sorted_, False), (backwards, True)):
        found = [values[place] for place in ranked(values, column, backwards=down)]
        assert found == wanted if wanted else found[-1] is None


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    played = play_campaign(ledger)
    change_tasks(ledger, [played.dust], serial="9", notes="丙")
    change_tasks(ledger, [played.boilers], notes="甲")
    return played


@pytest.fixture
def page(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> TasksPage:
    return tasks_of(open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id)))


def tasks_of(window: MainWindow) -> TasksPage:
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    return page


def click(page: TasksPage, key: str) -> None:
    header = page.table.horizontalHeader()
    left = header.sectionViewportPosition(page.model.column_of(key))
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + 12, header.height() // 2)
    )


def serials(page: TasksPage) -> list[str]:
    return [task.serial for task in page.model.tasks()]


def test_a_click_on_a_head_sorts_the_tasks_inside_their_groups(
    page: TasksPage, campaign: Campaign
) -> None:
    page.table.show_task(campaign.asked, column="units")
    click(page, "serial")
    assert serials(page) == ["9", "12", "16", "40", "41"]
    click(page, "serial")
    assert serials(page) == ["16", "12", "9", "41", "40"]
    assert page.table.current_task() is not None
    assert page.table.current_task().serial == "16"  # type: ignore[union-attr]
    assert [task.serial for task in page.table.selected_rows()] == ["16"]
    click(page, "serial")
    assert serials(page) == ["12", "9", "16", "40", "41"]


def test_lights_sort_by_care_and_targets_by_their_number(page: TasksPage) -> None:
    click(page, "light")
    states = [task.judgement.state.value for task in page.model.groups[0].tasks]
    assert states[0] == "not_started"
    assert states[-1] == "ahead"
    click(page, "target")
    assert serials(page)[:3] == ["9", "12", "16"]


def test_the_order_stays_through_edits_searching_and_folding(
    page: TasksPage, ledger: Ledger, campaign: Campaign
) -> None:
    click(page, "notes")
    assert serials(page)[:3] == ["9", "12", "16"]  # 丙, 甲, none
    change_tasks(ledger, [campaign.asked], notes="乙")
    page.workspace.tell_changed()
    assert serials(page)[:3] == ["9", "16", "12"]  # by the sign: 丙 乙 甲
    page.table.fold_all(folded=True)
    page.table.fold_all(folded=False)
    assert serials(page)[:3] == ["9", "16", "12"]
    group = page.model.groups[0]
    page.model.fold(group.key, folded=True)
    page.model.fold(group.key, folded=False)
    shown = [getattr(row, "serial", "") for row in page.model.rows]
    assert shown[:4] == ["", "9", "16", "12"]
