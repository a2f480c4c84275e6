"""The panel of one problem: texts, links, its task, its history."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QScrollArea,
)

from app.models.database import Ledger
from app.services.supervision import problems
from app.ui.mainwindow import MainWindow
from app.ui.problems.page import ProblemsPage
from app.ui.problems.panel import FACTS, HISTORY, LINKS
from app.ui.style import apply_style
from app.ui.workspace import Destination
from tests.ledgers import JUNE, a_task
from tests.ui.problems.hands import rows, type_into


def test_enter_opens_the_panel_and_esc_closes_it(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.table.select_key(numbers[0])
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    steps = page.panel.steps
    assert page.panel.isVisible()
    assert window.focusWidget() is list(steps.rows.values())[1].dot
    assert "时限2020年9月30日" in page.panel.why.text()
    QTest.keyClick(list(steps.rows.values())[1].dot, Qt.Key.Key_Space)
    assert rows(page)[0].steps[1].done_on == JUNE
    assert page.go_back()
    assert not page.panel.isVisible()


def test_texts_of_the_panel_are_saved_when_left(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.show_part(FACTS)
    facts = page.panel.facts
    facts.notes["progress"].setPlainText("已完成排查")
    facts.lines["deadline_text"].setText("10月底前")
    facts.lines["unit"].setText("水利站、城建局")
    page.panel.show_record(numbers[1], at_once=True)
    first = rows(page)[0]
    assert (first.progress, first.due, first.unit) == (
        "已完成排查", date(2020, 10, 31), "水利站、城建局",
    )  # fmt: skip
    assert facts.notes["progress"].toPlainText() == ""
    facts.notes["text"].setPlainText(" ")
    page.panel.leave()
    assert facts.notes["text"].toPlainText() == "印染厂污泥露天堆放"


def test_leaving_the_page_saves_what_was_typed(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.facts.notes["measures"].setPlainText("雨污分流")
    window.show_page("items")
    assert rows(page)[0].measures == "雨污分流"


def test_the_like_is_linked_by_words_or_by_choice(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.show_part(LINKS)
    links = page.panel.links
    type_into(links.line, "全镇排口同步排查")
    links.line.setText("锅炉低氮")
    links.line.offer()
    type_into(links.line, "任务 12 完成23台天然气锅炉低氮改造")
    assert [link.text for link in rows(page)[0].links] == [
        "全镇排口同步排查", "12 完成23台天然气锅炉低氮改造",
    ]  # fmt: skip
    links.table.selectRow(1)
    QTest.keyClick(links.table, Qt.Key.Key_Return)
    assert window.current_page().title == "任务"
    window.show_page("problems")
    links.table.selectRow(0)
    QTest.keyClick(links.table, Qt.Key.Key_Delete)
    assert len(rows(page)[0].links) == 1


def test_a_problem_is_hung_on_a_task(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    facts = page.panel.facts
    facts.task.setText("锅炉")
    facts.task.offer()
    type_into(facts.task, "任务 12 完成23台天然气锅炉低氮改造")
    assert rows(page)[0].task == "12 完成23台天然气锅炉低氮改造"
    facts.task_off.click()
    assert rows(page)[0].task_id is None


def test_the_history_tells_every_step(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.show_part(HISTORY)
    assert [line.verb for line in page.panel.history.model.rows] == [
        "complete_step", "add_problem",
    ]  # fmt: skip


def test_a_long_task_beside_the_measures_pushes_nothing_out_of_the_panel(
    page: ProblemsPage, window: MainWindow, ledger: Ledger, qapp: QApplication
) -> None:
    apply_style(qapp, percent=150)
    task = a_task(ledger, 1, "做好片区整治前期调查设计并完成雨污分流主体工程建设" * 2)
    number = rows(page)[0].id
    problems.change_problems(ledger, [number], task_id=task)
    window.workspace.tell_changed()
    window.go(Destination("problems", problem_id=number))
    page.panel.show_part(FACTS)
    area = page.panel.facts.findChild(QScrollArea)
    assert area is not None
    inner = area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= area.viewport().width()
    apply_style(qapp)
