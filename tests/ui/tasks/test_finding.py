"""任务: groups, filters and search; the cursor, what is selected and folded stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.views import TaskView
from app.services import queries
from app.services.proof.prooflack import decide_proof
from app.services.work.tasks import add_task, change_tasks, finish_tasks
from app.ui.itemmodels.grouping import Group, Grouping, group_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.taskfilters import TaskFilter
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE, a_list
from tests.ui.campaign import AIR, WATER, Campaign
from tests.ui.tasks.hands import page_of, select, serials


def titles(page: TasksPage) -> list[str]:
    return [row.title for row in page.model.rows if isinstance(row, Group)]


def _numbered(seed: TaskView, number: int) -> TaskView:
    values = {name: getattr(seed, name) for name in TaskView.__slots__}
    return TaskView(**{**values, "id": number + 1, "serial": str(number), "position": number})


def test_the_models_keep_qt_s_rules_while_rows_come_and_go(page: TasksPage) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (page.model, page.table.order)]
    page.model.fold(AIR, folded=True)
    page.model.fold(AIR, folded=False)
    page.filters.grouping.setCurrentIndex(2)
    page.search("锅炉")
    page.search("")
    page.model.fold_all(folded=True)
    page.model.fold_all(folded=False)
    assert len(testers) == 2


def test_tasks_stand_under_their_theme_with_counts(page: TasksPage) -> None:
    assert titles(page) == [AIR, WATER]
    assert serials(page) == ["12", "15", "16", "40", "41"]
    air = page.model.groups[0]
    assert sum(count for _, count in air.counts) == 3


def test_a_list_of_one_theme_splits_by_its_parts(page: TasksPage) -> None:
    tasks = page.model.tasks()
    parts = [t for t in tasks if t.groups == (AIR,)]
    assert [g.title for g in group_tasks(parts, Grouping.THEME)] == [AIR]
    assert {g.title for g in group_tasks(tasks, Grouping.UNIT)} >= {"牛塘镇", "水利站"}
    assert [g.title for g in group_tasks(tasks, Grouping.DEADLINE)] == ["2020年12月"]
    lights = group_tasks(tasks, Grouping.LIGHT)
    assert sum(len(group.tasks) for group in lights) == len(tasks)
    assert all(len(group.counts) == 1 for group in lights)


def test_folding_by_keys_hides_the_rows_of_one_group(page: TasksPage) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.order.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert serials(page) == ["40", "41"]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert serials(page) == ["12", "15", "16", "40", "41"]


def test_filters_narrow_and_are_taken_back(page: TasksPage) -> None:
    page.filters.show_filter(TaskFilter(ours="ask"))
    assert serials(page) == ["16"]
    page.filters.show_filter(TaskFilter(ours="all"))
    assert serials(page) == ["12", "15", "16", "40", "41", "42"]
    page.filters.show_filter(TaskFilter(unit="水利站"))
    assert serials(page) == ["40"]
    page.filters.show_filter(TaskFilter(states=(State.OVERDUE, State.FAR_BEHIND, State.BEHIND)))
    assert all(t.judgement.state in {State.BEHIND, State.FAR_BEHIND} for t in page.model.tasks())
    page.filters.clear_button.click()
    assert len(serials(page)) == 5


def test_filters_show_what_lacks_proof_it_needs_and_own_tasks_only(
    page: TasksPage, ledger: Ledger, campaign: Campaign
) -> None:
    own = add_task(ledger, campaign.list_id, text="自查一次", acceptance="自查报告")
    change_tasks(ledger, [own], serial="自1")
    plain = add_task(ledger, campaign.list_id, text="走访一次")
    finish_tasks(ledger, [own, plain], JUNE)
    page.workspace.tell_changed()
    page.filters.show_filter(TaskFilter(extra="unproved"))
    assert serials(page) == ["自1"]
    decide_proof(ledger, [own], "no")
    page.workspace.tell_changed()
    assert serials(page) == []
    page.filters.show_filter(TaskFilter(ours="own"))
    assert {own, plain} <= {row.id for row in page.model.tasks()}
    assert all(row.is_own for row in page.model.tasks())
    page.filters.show_filter(TaskFilter(ours="listed"))
    assert not any(row.is_own for row in page.model.tasks())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("锅炉", ["12"]),
        ("41", ["41"]),
        ("水利站", ["40"]),
        ("trqgl", ["12"]),
        ("TRQGL", ["12"]),
        ("ranqi", ["12"]),
        ("tianranqiguo", ["12"]),
        ("trqguolu", ["12"]),
        ("rq锅炉", ["12"]),
        ("锅l", ["12"]),
        ("guanw", ["41"]),
        ("碧水 管网", ["41"]),
        ("没有的", []),
        ("  ", ["12", "15", "16", "40", "41"]),
    ],
)
def test_search_finds_words_serials_units_and_initials(
    page: TasksPage, words: str, found: list[str]
) -> None:
    page.search(words)
    assert serials(page) == found
    assert page.table.isVisible() == bool(found)


def test_selection_cursor_and_folding_survive_a_refresh(
    page: TasksPage, campaign: Campaign
) -> None:
    page.model.fold(WATER, folded=True)
    select(page, campaign.boilers, campaign.dust, column="units")
    page.filters.grouping.setCurrentIndex(2)
    page.filters.grouping.setCurrentIndex(0)
    page.refresh()
    assert {row.id for row in page.table.selected_rows()} == {campaign.boilers, campaign.dust}
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.dust
    assert page.table.currentIndex().column() == page.model.column_of("units")
    assert WATER in page.model.folded


def test_enter_opens_the_panel_which_follows_the_cursor_and_esc_closes_it(
    desk: MainWindow, campaign: Campaign
) -> None:
    page = page_of(desk)
    select(page, campaign.boilers)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert page.panel.record_id == campaign.boilers
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.panel.record_id == campaign.dust
    assert page.go_back()
    assert not page.panel.isVisible()
    assert not page.go_back()


def test_a_destination_selects_unfolds_and_opens_a_part(
    desk: MainWindow, campaign: Campaign
) -> None:
    page = page_of(desk)
    page.model.fold_all(folded=True)
    page.filters.show_filter(TaskFilter(ours="ask"))
    desk.go(Destination("tasks", task_id=campaign.boilers, part="items"))
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.boilers
    assert page.panel.isVisible()
    assert page.panel.items.isVisible()
    desk.go(Destination("tasks", states=(State.NOT_STARTED.value,)))
    assert all(t.judgement.state is State.NOT_STARTED for t in page.model.tasks())


def test_five_thousand_tasks_are_searched_in_an_instant(
    dressed: QApplication, ledger: Ledger, memory: Memory, qtbot: QtBot
) -> None:
    list_id = a_list(ledger)
    add_task(ledger, list_id, text="完成23台天然气锅炉低氮改造", groups=(AIR,))
    seed = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")[0]
    page = TasksPage(Workspace(ledger, memory, as_of=JUNE, list_id=list_id))
    qtbot.addWidget(page)
    page._tasks = tuple(_numbered(seed, n) for n in range(5000))
    page.search("锅炉 77")
    assert {t.serial for t in page.model.tasks()} >= {"77", "4977"}
    page.search("trqgl")
    assert len(page.model.tasks()) == 5000


def test_tasks_of_others_shown_as_well_are_not_counted_against_ours(page: TasksPage) -> None:
    assert page._note.text() == "5 项"
    page.filters.show_filter(TaskFilter(ours="all"))
    assert page._note.text() == "6 项"
    page.filters.show_filter(TaskFilter(ours="ask"))
    assert page._note.text() == "1 / 5 项"
