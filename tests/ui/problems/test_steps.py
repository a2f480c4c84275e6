"""Steps of a problem: done by a key, with their proof and their days, and laid out anew."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QPushButton,
)

from app.models.registers import StepPlan
from app.models.rules.closing import ProblemState
from app.services import settings
from app.services.proof import evidence
from app.ui.evidence import verbs
from app.ui.mainwindow import MainWindow
from app.ui.problems.page import ProblemsPage
from app.ui.workspace import Destination
from tests.ledgers import JUNE
from tests.ui.problems.hands import MAY, rows, type_into


def press(page: ProblemsPage, word: str) -> None:
    """Press the button of the question that is open."""
    found = [one for one in page.panel.steps.asked.findChildren(QPushButton) if one.text() == word]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_space_finishes_the_step_at_hand_and_ctrl_z_takes_it_back(
    page: ProblemsPage, window: MainWindow, numbers: list[int]
) -> None:
    page.table.select_key(numbers[0])
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert rows(page)[0].steps[1].done_on == JUNE
    assert "完成“整改方案”" in window.statusline.text()
    window.undo()
    assert rows(page)[0].steps[1].done_on is None


def test_a_step_without_its_proof_asks_in_the_panel(page: ProblemsPage, numbers: list[int]) -> None:
    page.table.select_key(numbers[1])
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    asked = page.panel.steps.asked
    assert asked.isVisible()
    assert "“完成整改”须有佐证" in asked.words()
    assert rows(page)[1].steps[3].done_on is None
    press(page, "先登记，佐证后补")
    assert not asked.isVisible()
    assert page.table.hasFocus()
    assert rows(page)[1].state is ProblemState.RECTIFIED
    page.filters.show_state("缺佐证")
    assert page.table.order.rowCount() == 2


def test_several_rows_go_on_together_and_what_did_not_is_told(
    page: ProblemsPage, window: MainWindow
) -> None:
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert rows(page)[0].steps[1].done_on == JUNE
    assert "已登记 1 个；1 个缺佐证" in window.statusline.text()
    assert "1 个已销号" in window.statusline.text()


def test_a_later_step_first_is_asked_about(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    dots = [one.dot for one in page.panel.steps.rows.values()]
    QTest.mouseClick(dots[2], Qt.MouseButton.LeftButton)
    assert "“整改中”之前还有 1 步未完成" in page.panel.steps.asked.words()
    assert not dots[2].isChecked()
    press(page, "一并登记")
    assert [step.done_on for step in rows(page)[0].steps[:4]] == [MAY, JUNE, JUNE, None]
    QTest.mouseClick(dots[0], Qt.MouseButton.LeftButton)
    assert "“交办”之后还有 2 步已完成" in page.panel.steps.asked.words()
    assert page.go_back()
    assert page.panel.isVisible()
    assert dots[0].isChecked()


def test_days_of_a_step_are_typed(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    row = list(page.panel.steps.rows.values())[1]
    type_into(row.due, "8.31")
    type_into(row.done, "2020-06-12")
    step = rows(page)[0].steps[1]
    assert (step.due, step.done_on) == (date(2020, 8, 31), date(2020, 6, 12))
    assert row.tag.isHidden()
    type_into(row.done, "5.1")
    assert row.tag.text() == "完成日期早于上一步"
    type_into(row.done, "")
    assert rows(page)[0].steps[1].done_on is None
    type_into(row.due, "下周")
    assert row.due.text() == "2020-08-31"


def test_a_file_dropped_on_a_step_is_its_proof(
    page: ProblemsPage, numbers: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go_to(Destination("problems", problem_id=numbers[1]))
    photo = tmp_path / "整改后.jpg"
    photo.write_bytes(b"photo")
    row = list(page.panel.steps.rows.values())[3]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    plain = Qt.KeyboardModifier.NoModifier
    row.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, plain)
    )
    assert rows(page)[1].steps[3].evidence == 1
    page.table.select_key(numbers[1])
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert rows(page)[1].state is ProblemState.RECTIFIED
    opened: list[Path] = []
    monkeypatch.setattr(verbs, "open_outside", opened.append)
    (look,) = [one for one in row.findChildren(QPushButton) if one.text() == "整改后.jpg"]
    look.click()
    assert opened[0].name == "整改后.jpg"
    assert page.workspace.ledger.folder not in opened[0].parents  # a copy: the proof stays whole
    file = evidence.evidence_of(
        page.workspace.ledger, evidence.Owner(step_id=rows(page)[1].steps[3].id)
    )[0]
    row.file_removed.emit(file.id)
    assert rows(page)[1].steps[3].evidence == 0


def test_a_photo_dropped_on_a_row_proves_the_step_at_hand(
    page: ProblemsPage, tmp_path: Path
) -> None:
    photo, book = tmp_path / "整改方案.jpg", tmp_path / "问题清单.xlsx"
    for path in (photo, book):
        path.write_bytes(b"photo")
    place = page.table.visualRect(page.table.order.index(0, 1)).center()

    def dropped(path: Path) -> QDropEvent:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        held.append(data)
        return QDropEvent(
            QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip

    held: list[QMimeData] = []
    page.table.dropEvent(dropped(book))
    assert not page.panel.isVisible()
    page.table.dropEvent(dropped(photo))
    assert rows(page)[0].steps[1].evidence == 1
    assert page.panel.isVisible()


def test_steps_of_one_problem_are_laid_out_anew(page: ProblemsPage, numbers: list[int]) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.steps.arrange.click()
    form = page.panel.steps.form
    form.rows[0].name.setText("")
    form.save.click()
    assert form.isVisible()
    form.rows[0].name.setText("下发")
    form.add.click()
    form.rows[6].name.setText("公开")
    form.save.click()
    assert not form.isVisible()
    assert [step.name for step in rows(page)[0].steps] == [
        "下发", "整改方案", "整改中", "完成整改", "验收", "公示", "公开", "销号",
    ]  # fmt: skip


def test_the_keyboard_stays_on_the_tool_that_moves_a_step(
    page: ProblemsPage, numbers: list[int]
) -> None:
    page.go_to(Destination("problems", problem_id=numbers[0]))
    page.panel.steps.arrange.click()
    form = page.panel.steps.form
    assert not form.rows[0].tools[-1].isEnabled()
    assert not form.rows[-1].tools[1].isEnabled()
    form.rows[2].tools[-1].setFocus()
    QTest.keyClick(form.rows[2].tools[-1], Qt.Key.Key_Space)
    moved = form.rows[1].tools[-1]
    assert moved.hasFocus()
    assert moved.accessibleName() == "上移“整改中”"
    QTest.keyClick(moved, Qt.Key.Key_Space)
    assert form.rows[0].name.hasFocus()  # it is the first now: there is no further up
    assert "完成整改" in form.head.text()


def test_the_usual_steps_are_changed_for_new_problems(page: ProblemsPage) -> None:
    page._lay.trigger()
    for _ in range(5):
        page.steps._move(page.steps.rows[0], 0)
    page.steps.save.click()
    assert settings.problem_steps(page.workspace.ledger) == (
        StepPlan("公示"), StepPlan("销号", True),
    )  # fmt: skip


def test_space_on_arrival_finishes_a_step_and_writes_no_blank(page: ProblemsPage) -> None:
    assert page._finish.isEnabled()
    before = rows(page)[0]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.table.state() == page.table.State.NoState
    after = rows(page)[0]
    assert after.number == before.number
    assert [step.done_on for step in after.steps].count(None) == 5
