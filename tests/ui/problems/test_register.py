"""问题整改: the register itself, its cells, filters, keys and ways out."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from app.models.registers import LinkTarget, ProblemView
from app.models.rules.closing import ProblemState
from app.services.keeping.ledgers import open_ledger
from app.services.supervision import problemlinks, problems
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.problems.marks import problem_mark
from app.ui.problems.page import ProblemsPage
from app.ui.problems.panel import FACTS
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.problems.hands import rows, type_into


def set_cell(page: ProblemsPage, row: int, column: str, text: str) -> None:
    page.model.setData(page.model.index(row, page.model.column_of(column)), text)


def test_the_page_counts_what_is_open(page: ProblemsPage, window: MainWindow) -> None:
    assert page.table.order.rowCount() == 3
    assert window.navigation.button_of("problems").count_text() == "2"
    window.workspace.use_as_of(date(2020, 5, 1))
    assert window.navigation.button_of("problems").count_text() == "3"
    assert {view.state for view in page.model.rows} <= {
        ProblemState.NOT_STARTED, ProblemState.ON_TIME,
    }  # fmt: skip


def test_cells_are_edited_in_place(page: ProblemsPage, window: MainWindow) -> None:
    set_cell(page, 0, "due", "8.15")
    set_cell(page, 1, "due", "12月底前")
    set_cell(page, 0, "unit", "城建局")
    first, second, _ = rows(page)
    assert (first.due, first.deadline_text, first.unit) == (
        date(2020, 8, 15), "2020-08-15", "城建局",
    )  # fmt: skip
    assert (second.due, second.deadline_text) == (date(2020, 12, 31), "12月底前")
    set_cell(page, 0, "text", "")
    assert "不能为空" in window.statusline.text()


def test_filters_and_search_keep_what_fits(page: ProblemsPage) -> None:
    page.filters.show_state("未销号")
    assert page.table.order.rowCount() == 2
    page.filters.clear()
    page.filters.source.setCurrentIndex(page.filters.source.findData("信访"))
    assert page.table.order.rowCount() == 2
    page.filters.unit.setCurrentIndex(page.filters.unit.findData("水利站"))
    assert page.table.order.rowCount() == 0
    assert page.nothing.isVisible()
    assert page.go_back()
    page.search("yrc")
    assert page.table.order.rowCount() == 1
    page.search("水利站")
    assert page.table.order.rowCount() == 1


def test_delete_takes_rows_out_and_undo_brings_them_back(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.table.setFocus()
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert rows(page) == ()
    assert page.empty.isVisible()
    assert not page.panel.isVisible()
    window.undo()
    assert [view.id for view in rows(page)] == numbers
    assert page.table.isVisible()


def test_numbers_are_sorted_by_what_they_count(page: ProblemsPage, numbers: list[int]) -> None:
    for number, text in zip(numbers, ("10", "2", "2-1"), strict=True):
        problems.change_problems(page.workspace.ledger, [number], number=text)
    page.workspace.tell_changed()
    page.table.sortByColumn(page.model.column_of("number"), Qt.SortOrder.AscendingOrder)
    assert [view.number for view in page.table.order.rows()] == ["2", "2-1", "10"]
    page.table.sortByColumn(page.model.column_of("state"), Qt.SortOrder.AscendingOrder)
    assert page.table.order.rows()[-1].state is ProblemState.CLOSED


def test_problems_are_handed_over(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.table.select_key(numbers[0])
    page._hand.trigger()
    assert window.current_page().title == "交办"


def test_a_destination_finds_what_the_filters_hide(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.filters.show_state("未销号")
    window.go(Destination("problems", problem_id=numbers[2]))
    current = page.table.current_row()
    assert isinstance(current, ProblemView)
    assert current.id == numbers[2]
    assert page.panel.record_id == numbers[2]


def test_printing_goes_to_the_register(page: ProblemsPage, window: MainWindow) -> None:
    assert page.print_page()
    assert window.current_page().title == "报表"


def test_an_empty_register_teaches(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    window = open_window(bare_workspace)
    page = window.show_page("problems")
    assert isinstance(page, ProblemsPage)
    assert page.empty.isVisible()
    assert not page.print_page()
    page.begin_adding()
    type_into(page.ways.line.text, "污水直排")
    assert page.table.isVisible()
    assert page.ways.line.isVisible()
    assert window.navigation.button_of("problems").count_text() == "1"
    window.undo()
    assert page.go_back()
    assert page.empty.isVisible()


def test_reading_only_shows_everything_and_changes_nothing(
    open_window: Callable[[Workspace], MainWindow],
    workspace: Workspace,
    numbers: list[int],
    memory: Memory,
) -> None:
    problemlinks.add_link(workspace.ledger, numbers[0], LinkTarget("同步排查"))
    with open_ledger(workspace.ledger.folder, readonly=True) as ledger:
        window = open_window(Workspace(ledger, memory, as_of=JUNE))
        window.go(Destination("problems", problem_id=numbers[0]))
        page = window.current_page()
        assert isinstance(page, ProblemsPage)
        dots = [row.dot for row in page.panel.steps.rows.values()]
        assert not any(dot.isEnabled() for dot in dots)
        fields = page.panel.findChildren(QLineEdit)
        assert all(field.isReadOnly() or field.isHidden() for field in fields)
        assert all(edit.isReadOnly() for edit in page.panel.findChildren(QPlainTextEdit))
        assert not any(action.isVisible() for action in (page._import, page._add, page._finish))
        page.table.selectAll()
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            QTest.keyClick(page.table, key)
        assert len(rows(page)) == 3
        window.close()


def test_every_state_has_a_word_and_a_shape() -> None:
    marks = [problem_mark(state) for state in ProblemState]
    assert len({mark.word for mark in marks}) == len({mark.shape for mark in marks}) == 7


@pytest.mark.parametrize("typed", ["2020-02-30", "1899-1-1", "9999-12-31", "13.45"])
def test_a_deadline_that_is_no_day_is_refused_wherever_it_is_typed(
    page: ProblemsPage, window: MainWindow, typed: str
) -> None:
    before = rows(page)
    set_cell(page, 0, "due", typed)
    assert typed in window.statusline.text()
    page.begin_adding()
    page.ways.line.text.setText("新问题")
    page.ways.line.deadline.setText(typed)
    QTest.keyClick(page.ways.line.deadline, Qt.Key.Key_Return)
    assert page.ways.line.text.text() == "新问题"
    page.open_panel(before[0])
    page.panel.show_part(FACTS)
    line = page.panel.facts.lines["deadline_text"]
    line.setText(typed)
    line.editingFinished.emit()
    assert line.text() == before[0].deadline_text
    assert rows(page) == before


def test_the_wording_of_a_plan_stays_a_deadline(page: ProblemsPage) -> None:
    for words in ("9月", "2020年", "立行立改", "6.20"):
        set_cell(page, 0, "due", words)
        assert rows(page)[0].deadline_text == ("2020-06-20" if words == "6.20" else words)


def test_a_new_problem_without_words_says_what_is_missing(
    page: ProblemsPage, window: MainWindow
) -> None:
    page.begin_adding()
    QTest.keyClick(page.ways.line.text, Qt.Key.Key_Return)
    assert "问题描述不能为空" in window.statusline.text()


def test_a_cell_of_blanks_is_empty(page: ProblemsPage) -> None:
    set_cell(page, 0, "source", "  ")
    assert rows(page)[0].source == ""


def test_the_page_that_teaches_has_the_keyboard_on_its_button(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    window = open_window(bare_workspace)
    for key in ("problems", "dashboard", "returns"):
        window.show_page(key)
        held = window.focusWidget()
        assert isinstance(held, QPushButton), key
        assert held.text().startswith("导入"), key
