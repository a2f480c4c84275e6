"""计分: rules and points are edited in place, the sums follow, a reader changes nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.models.database import Ledger
from app.services.history.journal import undo
from app.services.work.tasks import change_tasks
from app.ui.mainwindow import MainWindow
from app.ui.pages.scores import ScoresPage
from app.ui.workspace import Destination, Saying, Workspace

D = Decimal


@pytest.fixture
def page(workspace: Workspace, open_window: Callable[[Workspace], MainWindow]) -> ScoresPage:
    """The scores of the 23 boilers, three of them ticked."""
    change_tasks(workspace.ledger, [1], score="2", scoring_method="Ⅱ")
    window = open_window(workspace)
    workspace.go(Destination("scores", task_id=1))
    found = window.show_page("scores")
    assert isinstance(found, ScoresPage)
    return found


def type_in(page: ScoresPage, key: str, text: str) -> None:
    column = next(one for one in page.model.columns if one.key == key)
    (row,) = page.model.rows
    column.save((row,), text)


def test_points_working_and_sums_are_shown(page: ScoresPage) -> None:
    (line,) = page.model.rows
    assert (line.points, line.left) == (D("0.52"), D("1.48"))
    assert page.sums_model.rows[0].name == "合计"
    assert page.sums_model.rows[0].points == D("0.52")
    assert "0.52 / 2 分" in page._note.text()
    assert page.table.current_row() == line


def test_a_rule_is_changed_in_place_and_undone(page: ScoresPage, ledger: Ledger) -> None:
    type_in(page, "rule", "得分=2×达标率")
    (line,) = page.model.rows
    assert line.working == "得分=2×13.04%=0.26"
    assert page.sums_model.rows[0].points == D("0.26")
    undo(ledger)
    page.workspace.tell_changed()
    assert page.model.rows[0].points == D("0.52")


def test_what_is_no_rule_is_said_at_the_foot(page: ScoresPage) -> None:
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    type_in(page, "rule", "看着办")
    assert told[-1].fault
    assert "未能识别" in told[-1].text
    type_in(page, "points", "很多")
    assert told[-1].text == "自评分“很多”不是数字；请重新填写。"
    type_in(page, "points", "9")
    assert "0 到 2" in told[-1].text
    assert page.model.rows[0].points == D("0.52")


def test_points_by_hand_come_and_go(page: ScoresPage) -> None:
    type_in(page, "points", "1.5")
    assert page.model.rows[0].by_hand
    type_in(page, "points", "")
    assert page.model.rows[0].points == D("0.52")


def test_a_ledger_without_points_teaches(
    workspace: Workspace, open_window: Callable[[Workspace], MainWindow]
) -> None:
    page = open_window(workspace).show_page("scores")
    assert isinstance(page, ScoresPage)
    assert page._stack.currentIndex() == 1


def test_a_reader_edits_nothing(
    workspace: Workspace, open_window: Callable[[Workspace], MainWindow]
) -> None:
    change_tasks(workspace.ledger, [1], score="2", scoring_method="Ⅱ")
    workspace.ledger.readonly = True
    page = open_window(workspace).show_page("scores")
    assert isinstance(page, ScoresPage)
    assert not [one for one in page.model.columns if one.edit]
