"""数字来源 in the window: a number opens by mouse and by keys, each part leads to its cell."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.models.database import Ledger
from app.services.breakdown.items import tick_items
from app.services.reporting.filing import file_return, filed_returns
from app.services.reporting.provenance_filed import FiledNumbers
from app.services.reporting.provenance_page import PageNumbers
from app.services.work.tasks import change_tasks
from app.ui.filing.origins import Cell
from app.ui.mainwindow import MainWindow
from app.ui.pages.returns import ReturnsPage
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE


@pytest.fixture
def page(workspace: Workspace, open_window: Callable[[Workspace], MainWindow]) -> ReturnsPage:
    """The scored return of the 23 boilers."""
    change_tasks(workspace.ledger, [1], score="2", scoring_method="Ⅱ")
    found = open_window(workspace).show_page("returns")
    assert isinstance(found, ReturnsPage)
    found.list.choose_format("quarterly_scored")
    return found


def cell_of(page: ReturnsPage, field: str) -> Cell:
    numbers = page.tracing._numbers
    assert isinstance(numbers, PageNumbers)
    column = numbers.fields.index(field) + 1
    return next(one for one in page.tracing._traced() if one.column == column)


def press(page: ReturnsPage, key: Qt.Key, *, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(page.paper.view, key, held)


def point_at(page: ReturnsPage, cell: Cell) -> None:
    page.paper.view.pointed.emit(cell.page, QPointF(cell.place.center()))


def test_a_double_click_on_a_number_opens_its_parts(page: ReturnsPage) -> None:
    point_at(page, cell_of(page, "self_score"))
    assert page.right.bar.tabText(page.right.bar.currentIndex()) == "来源"
    words = page.right.origin.tree.words
    assert words[0].startswith("自评分　0.52 分")
    assert any(word.startswith("计分规则　按完成比例计分") for word in words)
    assert page.right.origin.words.startswith("2 个部分合计 0.52 分。")


def test_a_text_still_leads_to_its_task(page: ReturnsPage) -> None:
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    number = cell_of(page, "self_score")
    origins, numbers = page.tracing.origins, page.tracing._numbers
    assert origins is not None
    assert isinstance(numbers, PageNumbers)
    column = numbers.fields.index("text") + 1
    (text,) = origins.cells(lambda row, at, _paper: (row, at) == (number.row, column))
    point_at(page, text)
    assert went == [Destination("tasks", task_id=1, part="progress")]


def test_keys_go_from_number_to_number_and_open_them(page: ReturnsPage) -> None:
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    page.paper.view.setFocus()
    press(page, Qt.Key.Key_Right, ctrl=True)
    first = page.tracing._current
    assert first == page.tracing._traced()[0]
    while page.tracing._current != cell_of(page, "self_score"):
        press(page, Qt.Key.Key_Right, ctrl=True)
    press(page, Qt.Key.Key_Return)
    tree = page.right.origin.tree
    assert tree.hasFocus()
    top = tree.topLevelItem(0)
    assert top is not None
    rule = next(
        child
        for place in range(top.childCount())
        if (child := top.child(place)) is not None and child.text(0).startswith("计分规则")
    )
    tree.setCurrentItem(rule)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert went == [Destination("scores", task_id=1)]
    assert page.go_back()
    assert page.paper.view.hasFocus()
    assert not page.go_back()


def test_another_return_empties_the_panel_and_the_same_one_keeps_it(
    page: ReturnsPage, ledger: Ledger
) -> None:
    point_at(page, cell_of(page, "self_score"))
    tick_items(ledger, [10], JUNE)
    page.workspace.tell_changed()
    assert page.right.origin.tree.words
    page.list.choose_format("progress_summary")
    assert not page.right.origin.tree.words
    assert page.right.bar.currentIndex() == 0


def test_a_total_opens_to_its_lines(page: ReturnsPage) -> None:
    numbers = page.tracing._numbers
    assert isinstance(numbers, PageNumbers)
    (row,) = numbers.totals
    column = numbers.fields.index("self_score") + 1
    (total,) = [one for one in page.tracing._traced() if (one.row, one.column) == (row, column)]
    point_at(page, total)
    assert page.right.origin.tree.words[0] == "合计　0.52"


def test_a_filed_number_says_what_changed_since(page: ReturnsPage, ledger: Ledger) -> None:
    wanted = page._wanted()
    assert wanted is not None
    file_return(ledger, wanted, default_word="已核")
    place = cell_of(page, "self_score")
    tick_items(ledger, [10, 11], JUNE)
    page.workspace.tell_changed()
    page.list.choose_filed(filed_returns(ledger)[0].id)
    point_at(page, place)
    words = page.right.origin.tree.words
    assert words[0].startswith("自评分　0.52")
    assert any(word.startswith("现在为　0.87") for word in words)
    assert any(word.startswith("定稿以后变化　+0.35") for word in words)


def test_words_of_a_filed_return_open_too(page: ReturnsPage, ledger: Ledger) -> None:
    wanted = page._wanted()
    assert wanted is not None
    file_return(ledger, wanted, default_word="已核")
    page.workspace.tell_changed()
    page.list.choose_filed(filed_returns(ledger)[0].id)
    numbers = page.tracing._numbers
    assert isinstance(numbers, FiledNumbers)
    place = next(at for at, one in numbers.words.items() if one.asked.field == "text")
    text = next(one for one in page.tracing._traced() if (one.row, one.column) == place)
    point_at(page, text)
    words = page.right.origin.tree.words
    assert words[0].startswith("任务　")
    assert "定稿以后　没有变化" in words


def test_the_periods_folder_is_asked_for_and_told(page: ReturnsPage, tmp_path: Path) -> None:
    page._begin_packing()
    bar = page.period_bar
    assert bar.isVisible()
    assert "还没有定稿的报表" in bar.words.text()
    assert bar.drafts.isChecked()
    bar.export_to(tmp_path)
    assert not bar.isVisible()
    (folder,) = [one for one in tmp_path.iterdir() if one.name.endswith("报送材料")]
    assert len(list(folder.rglob("*.xlsx"))) == 2
    assert "未定稿报表 1 份" in page.notice.words
    page._begin_packing()
    assert page.go_back()
    assert not bar.isVisible()
