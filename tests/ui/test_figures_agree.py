"""What the 工作台 counts is what one finds behind it: tiles, bars and the choices of the table."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.services.work.tasks import add_task, decide_ours
from app.ui.charts import GroupBar
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """The campaign with two more tasks to be confirmed, one under no theme, one with a 主体责任."""
    played = play_campaign(ledger)
    more = [
        add_task(ledger, played.list_id, text=text, deadline_text="2020年底前", **fields)  # type: ignore[arg-type]
        for text, fields in (
            ("相关镇完成5座加油站改造", {"responsible": ("相关镇",)}),
            ("开展餐饮油烟抽查10次", {"main_responsible": ("城管中队",), "lead": ("生态局",)}),
            ("完成裸地复绿6处", {"groups": ("（二）打好碧水\n保卫战",)}),
        )
    ]
    decide_ours(ledger, more[:1], "ask")
    return played


@pytest.fixture
def window(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    return open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))


def dashboard_of(window: MainWindow) -> DashboardPage:
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    return page


def shown(window: MainWindow) -> list[str]:
    """The texts of the tasks in the table."""
    page = window.current_page()
    assert isinstance(page, TasksPage)
    return [task.text for task in page.model.tasks()]


def test_a_tile_shows_as_many_tasks_as_it_counts(window: MainWindow) -> None:
    page = dashboard_of(window)
    assert page._view
    counts = page._view.counts
    assert sum(counts.values()) == 6  # the two that wait for a decision are not counted
    for state, tile in page.tiles.items():
        if not counts.get(state.value):
            continue
        tile.click()
        assert len(shown(window)) == counts[state.value]
        tasks = window.current_page()
        assert isinstance(tasks, TasksPage)
        assert tasks.filters.states.currentText().endswith(f"　{counts[state.value]}")
        dashboard_of(window)


def test_the_states_offered_are_counted_in_the_range_chosen(window: MainWindow) -> None:
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    filters = page.filters

    def offered() -> int:
        words = [filters.states.itemText(place) for place in range(2, filters.states.count())]
        return sum(int(word.rpartition("　")[2]) for word in words)

    for key, many in (("ours", 8), ("sure", 6), ("ask", 2), ("all", 9)):
        filters.ours.setCurrentIndex(filters.ours.findData(key))
        assert offered() == many == len(shown(window))


@pytest.mark.parametrize("by", ["按主题", "按单位"])
def test_a_bar_leads_to_its_own_tasks_and_no_others(window: MainWindow, by: str) -> None:
    page = dashboard_of(window)
    page.by.setCurrentText(by)
    assert page._view
    names = [group.name for group in page._view.groups]
    assert ("城管中队" in names) == (by == "按单位")
    for place, group in enumerate(page._view.groups):
        bars = dashboard_of(window).findChildren(GroupBar)
        bars[len(bars) - len(names) + place].click()
        assert len(shown(window)) >= group.tasks > 0, group.name
        dashboard_of(window).by.setCurrentText(by)


def test_a_bar_speaks_its_name_on_one_line(window: MainWindow) -> None:
    page = dashboard_of(window)
    names = [bar.accessibleName() for bar in page.findChildren(GroupBar)]
    assert any(name.startswith("（二）打好碧水保卫战：") for name in names)
    assert not any("\n" in name for name in names)
