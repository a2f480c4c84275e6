"""填写本季进展 by keyboard alone: the order, the drafts, what is saved and when."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.views import ProgressView
from app.services import queries
from app.services.work.goals import add_target, target_standings
from app.services.work.progress import NIL_TEXT, Entry, record_progress
from app.services.work.readings import record_readings
from app.services.work.tasks import change_target
from app.ui.mainwindow import MainWindow
from app.ui.pages.entering.filling import FillingView
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import LAST_WORDS, Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes; the boilers' quarter is filled already."""
    played = play_campaign(ledger)
    record_progress(ledger, played.boilers, "2020Q2", Entry(text="已完成17台。"), as_of=JUNE)
    return played


@pytest.fixture
def desk(campaign_window: MainWindow) -> MainWindow:
    """The window, filling begun."""
    campaign_window.go(Destination("tasks", part="fill"))
    return campaign_window


@pytest.fixture
def filling(desk: MainWindow) -> FillingView:
    """The form in view."""
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    assert page.is_filling()
    return page.filling


def entry_of(filling: FillingView, task_id: int) -> ProgressView | None:
    workspace = filling.workspace
    detail = queries.task_detail(workspace.ledger, task_id, as_of=JUNE, period="2020Q2")
    return next((entry for entry in detail.progress if entry.period == "2020Q2"), None)


def press(filling: FillingView, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    target = filling.window().focusWidget() or filling
    QTest.keyClick(target, key, modifiers)


def test_it_begins_at_the_first_task_without_progress(
    filling: FillingView, campaign: Campaign
) -> None:
    assert filling.task_id == campaign.dust
    assert filling.words.place.text() == "2 / 4"
    assert filling.form.last.shown.text() == LAST_WORDS
    assert filling.form.amount.hasFocus()


def test_only_our_open_tasks_are_asked_for(filling: FillingView, campaign: Campaign) -> None:
    numbers = [task.id for task in filling.model.rows]
    assert numbers == [campaign.boilers, campaign.dust, campaign.rivers, campaign.sewer]


def test_typing_says_at_once_what_the_light_becomes(filling: FillingView, qtbot: QtBot) -> None:
    QTest.keyClicks(filling.form.amount, "5.2")
    qtbot.waitUntil(lambda: filling.form.light.word() == "滞后")
    filling.form.amount.selectAll()
    QTest.keyClicks(filling.form.amount, "4.1")
    qtbot.waitUntil(lambda: filling.form.light.word() == "达到序时进度")
    assert "4.1" in filling.words.why.text()


def test_ctrl_enter_saves_and_goes_on(filling: FillingView, campaign: Campaign) -> None:
    QTest.keyClicks(filling.form.amount, "4.1")
    filling.form.text.setPlainText("上半年平均降尘量4.1吨。")
    filling.form.problems.setPlainText("道路施工较多。")
    filling.form.next_steps.setPlainText("增加洒水。")
    press(filling, Qt.Key.Key_Return, CTRL)
    assert filling.task_id == campaign.rivers
    entry = entry_of(filling, campaign.dust)
    assert entry is not None
    assert entry.amount == Decimal("4.1")
    assert (entry.text, entry.problems, entry.next_steps) == (
        "上半年平均降尘量4.1吨。",
        "道路施工较多。",
        "增加洒水。",
    )
    assert filling.model.rows[1].has_progress


def test_a_draft_is_marked_and_counts_once_gone_on_with(
    filling: FillingView, campaign: Campaign
) -> None:
    filling.go_to(3)
    assert filling.form.drafted.isVisible()
    drafted = filling.form.text.toPlainText()
    assert drafted.startswith("截至6月底")
    filling.go_to(1)
    assert entry_of(filling, campaign.sewer) is None
    filling.go_to(3)
    press(filling, Qt.Key.Key_Return, CTRL)
    entry = entry_of(filling, campaign.sewer)
    assert entry is not None
    assert entry.text == drafted


def test_a_draft_never_takes_the_place_of_written_words(
    filling: FillingView, campaign: Campaign
) -> None:
    filling.go_to(0)
    assert filling.form.text.toPlainText() == "已完成17台。"
    assert not filling.form.drafted.isVisible()
    assert not filling.form.draft.isEnabled()


def test_ctrl_0_reports_nothing_and_takes_it_back(filling: FillingView, campaign: Campaign) -> None:
    press(filling, Qt.Key.Key_0, CTRL)
    assert filling.form.text.toPlainText() == NIL_TEXT
    entry = entry_of(filling, campaign.dust)
    assert entry is not None
    assert entry.nil_report
    press(filling, Qt.Key.Key_0, CTRL)
    assert entry_of(filling, campaign.dust) is None  # nothing is reported, and nothing counts
    assert not filling.form.is_changed()


def test_ctrl_shift_enter_goes_back_and_saves(filling: FillingView, campaign: Campaign) -> None:
    filling.form.text.setPlainText("写了一半")
    press(filling, Qt.Key.Key_Return, CTRL_SHIFT)
    assert filling.task_id == campaign.boilers
    entry = entry_of(filling, campaign.dust)
    assert entry is not None
    assert entry.text == "写了一半"


def test_a_wrong_amount_keeps_the_clerk_where_she_is(
    filling: FillingView, campaign: Campaign, qtbot: QtBot
) -> None:
    filling.form.amount.setText("许多")
    with qtbot.waitSignal(filling.workspace.said) as said:
        press(filling, Qt.Key.Key_Return, CTRL)
    assert said.args is not None
    assert said.args[0].fault
    assert filling.task_id == campaign.dust
    assert entry_of(filling, campaign.dust) is None


def test_after_the_last_task_the_table_comes_back(desk: MainWindow, campaign: Campaign) -> None:
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.filling.go_to(3)
    page.filling.form.text.setPlainText("已排查12公里。")
    press(page.filling, Qt.Key.Key_Return, CTRL)
    assert not page.is_filling()
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.sewer
    assert current.has_progress


def test_esc_leaves_and_saves_what_was_typed(desk: MainWindow, campaign: Campaign) -> None:
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.filling.form.text.setPlainText("已安排洒水。")
    assert page.go_back()
    assert not page.is_filling()
    entry = entry_of(page.filling, campaign.dust)
    assert entry is not None
    assert entry.text == "已安排洒水。"


def test_last_period_s_words_can_be_taken_over(filling: FillingView) -> None:
    filling.form.last.reuse.click()
    assert filling.form.text.toPlainText() == LAST_WORDS


def test_a_task_asked_for_is_where_it_begins(desk: MainWindow, campaign: Campaign) -> None:
    desk.go(Destination("tasks", part="fill", task_id=campaign.asked))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    assert page.filling.task_id == campaign.asked


def test_undo_while_filling_shows_the_entry_as_it_is_again(
    desk: MainWindow, campaign: Campaign
) -> None:
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.filling.form.text.setPlainText("写错了")
    page.filling.leave()
    desk.undo()
    assert page.filling.task_id == campaign.dust
    assert entry_of(page.filling, campaign.dust) is None
    assert page.filling.form.text.toPlainText() != "写错了"


def test_closing_the_window_saves_what_was_typed(desk: MainWindow, campaign: Campaign) -> None:
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.filling.form.text.setPlainText("关窗前写的")
    desk.close()
    entry = entry_of(page.filling, campaign.dust)
    assert entry is not None
    assert entry.text == "关窗前写的"


def test_another_page_saves_what_was_typed(desk: MainWindow, campaign: Campaign) -> None:
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.filling.form.text.setPlainText("换页前写的")
    desk.show_page("dashboard")
    entry = entry_of(page.filling, campaign.dust)
    assert entry is not None
    assert entry.text == "换页前写的"


def test_ticked_amounts_are_not_written_as_reported(
    filling: FillingView, campaign: Campaign
) -> None:
    QTest.keyClicks(filling.form.amount, "4.1")
    filling.go_to(0)
    filling.form.text.setPlainText("已完成17台，余6台。")
    filling.go_to(2)
    entry = entry_of(filling, campaign.boilers)
    assert entry is not None
    assert entry.amount is None
    assert entry.text == "已完成17台，余6台。"


def test_a_further_target_is_filled_beside_the_amount(
    filling: FillingView, campaign: Campaign, ledger: Ledger
) -> None:
    further = add_target(ledger, campaign.rivers, "5公里")
    filling.workspace.tell_changed()
    filling.begin(filling._tasks, campaign.rivers)
    (cell,) = filling.targets.cells.values()  # what is cumulative wants the last month alone
    assert (cell.month, cell.accessibleName()) == (6, "5公里6月")
    press(filling, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert cell.hasFocus()
    QTest.keyClicks(cell, "2")
    press(filling, Qt.Key.Key_Return, CTRL)
    assert filling.task_id != campaign.rivers
    standings = target_standings(ledger, campaign.rivers, as_of=JUNE, period="2020Q2")
    assert [(one.target.id, one.amount) for one in standings][1:] == [(further, Decimal(2))]
    filling.begin(filling._tasks, campaign.sewer)
    assert not filling.targets.isVisibleTo(filling)


def test_an_indicators_months_are_filled_where_its_progress_is(
    filling: FillingView, campaign: Campaign, ledger: Ledger
) -> None:
    change_target(ledger, campaign.dust, number=Decimal(35), unit="微克/立方米")
    (target,) = target_standings(ledger, campaign.dust, as_of=JUNE, period="2020Q2")
    record_readings(ledger, target.target.id or 0, {"2020-04": Decimal(40)})
    filling.workspace.tell_changed()
    filling.begin(filling._tasks, campaign.dust)
    cells = list(filling.targets.cells.values())
    assert [cell.text() for cell in cells] == ["40", "", ""]
    assert cells[1].hasFocus()
    cells[1].setText("一")
    cells[1].leave()
    assert "不是数字" in filling.window().statusline.text()  # type: ignore[attr-defined]


def test_the_next_task_is_shown_from_its_name(desk: MainWindow, filling: FillingView) -> None:
    desk.resize(911, 480)
    bar = filling._area.verticalScrollBar()
    bar.setRange(0, 200)
    bar.setValue(200)
    press(filling, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0
