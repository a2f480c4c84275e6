"""The page of problems in the real window: ticked to 销号, edited, pasted, imported, undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
)

from app.models.database import Ledger
from app.models.registers import LinkTarget, ProblemView, StepPlan
from app.models.rules.closing import ProblemState
from app.services import settings
from app.services.keeping.ledgers import open_ledger
from app.services.proof import evidence
from app.services.supervision import problemlinks, problems, problemsteps
from app.ui.evidence import verbs
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.problems.marks import problem_mark
from app.ui.problems.page import ProblemsPage
from app.ui.problems.panel import FACTS, HISTORY, LINKS
from app.ui.style import apply_style
from app.ui.workspace import Destination, Workspace
from tests.importing.builders import a_workbook
from tests.ledgers import JUNE, a_task

MAY = date(2020, 5, 6)


@pytest.fixture
def numbers(ledger: Ledger) -> list[int]:
    """Three problems: one under way, one near its day without proof, one closed."""

    def made(text: str, steps: int, **fields: object) -> int:
        number = problems.add_problem(ledger, text=text, year=2020, **fields)
        if steps:
            (view,) = problems.list_problems(ledger, as_of=JUNE, problem_ids=[number])
            problemsteps.complete_step(
                ledger, view.steps[steps - 1].id, MAY, earlier="too", proofless=True
            )
        return number

    return [
        made("采菱港雨污混接", 1, source="中央督察", unit="水利站", deadline_text="9月底前"),
        made("印染厂污泥露天堆放", 3, source="信访", unit="张村", deadline_text="7.10"),
        made("建材堆场扬尘", 7, source="信访", unit="李村", deadline_text="立行立改"),
    ]


@pytest.fixture
def page(window: MainWindow, numbers: list[int]) -> ProblemsPage:
    window.workspace.tell_changed()
    shown = window.show_page("problems")
    assert isinstance(shown, ProblemsPage)
    return shown


def rows(page: ProblemsPage) -> tuple[ProblemView, ...]:
    return problems.list_problems(page.workspace.ledger, as_of=page.workspace.as_of)


def set_cell(page: ProblemsPage, row: int, column: str, text: str) -> None:
    page.model.setData(page.model.index(row, page.model.column_of(column)), text)


def press(page: ProblemsPage, word: str) -> None:
    """Press the button of the question that is open."""
    found = [one for one in page.panel.steps.asked.findChildren(QPushButton) if one.text() == word]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_the_page_counts_what_is_open(page: ProblemsPage, window: MainWindow) -> None:
    assert page.table.order.rowCount() == 3
    assert window.navigation.button_of("problems").count_text() == "2"
    window.workspace.use_as_of(date(2020, 5, 1))
    assert window.navigation.button_of("problems").count_text() == "3"
    assert {view.state for view in page.model.rows} <= {
        ProblemState.NOT_STARTED, ProblemState.ON_TIME,
    }  # fmt: skip


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


def type_into(line: QLineEdit, text: str) -> None:
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)


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


def test_problems_are_typed_one_after_the_other(page: ProblemsPage, window: MainWindow) -> None:
    page.table.setFocus()
    page._add.trigger()
    line = page.ways.line
    assert window.focusWidget() is line.text
    line.text.setText("油烟扰民")
    line.source.setText("信访")
    line.unit.setText("王村")
    type_into(line.deadline, "7月底前")
    assert line.text.text() == ""
    assert line.source.text() == "信访"
    type_into(line.text, "噪声扰民")
    made = rows(page)[3:]
    assert [(one.text, one.unit, one.source) for one in made] == [
        ("油烟扰民", "王村", "信访"), ("噪声扰民", "", "信访"),
    ]  # fmt: skip
    assert made[0].due == date(2020, 7, 31)
    assert page.go_back()
    assert not line.isVisible()
    window.undo()
    assert len(rows(page)) == 4


def test_rows_from_a_spreadsheet_are_pasted(page: ProblemsPage, window: MainWindow) -> None:
    text = '问题\t责任单位\t整改措施\n污水直排\t张村\t"一、排查\n二、整改"\n'
    QGuiApplication.clipboard().setText(text)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    made = rows(page)[3]
    assert (made.text, made.unit, made.measures) == ("污水直排", "张村", "一、排查\n二、整改")
    assert len(rows(page)) == 4
    window.undo()
    assert len(rows(page)) == 3


def test_a_file_is_previewed_before_it_is_imported(
    page: ProblemsPage, window: MainWindow, tmp_path: Path
) -> None:
    head = ("序号", "存在问题", "整改时限", "责任单位", "督办单位")
    body = [
        ("1", "加油站油气回收缺失", "12月底前", "安监站", "区局"),
        ("2", "建材堆场扬尘", "", "", ""),
    ]
    path = a_workbook(tmp_path / "省督察问题清单.xlsx", [("省级督察反馈问题清单",), head, *body])
    page.ways.read_file(path)
    view = page.ways.preview
    assert view.isVisible()
    assert len(rows(page)) == 3
    assert [line.taken for line in view.model.rows] == [True, False]
    assert view.source.text() == "省督察"
    assert view.take.text() == "导入 1 个问题"
    view.table.selectAll()
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert view.take.text() == "导入 2 个问题"
    box = view.columns[5]
    box.setCurrentIndex(box.findData("person"))
    box.activated.emit(box.currentIndex())
    assert view.take.text() == "导入 1 个问题"
    view.take.click()
    made = rows(page)[3]
    assert (made.source, made.person, made.unit) == ("省督察", "区局", "安监站")
    assert not view.isVisible()
    window.undo()
    assert len(rows(page)) == 3


def test_esc_leaves_the_preview_with_nothing_written(page: ProblemsPage, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "问题.xlsx", [("问题", "责任单位"), ("污水直排", "张村")])
    page.ways.read_file(path)
    assert page.go_back()
    assert page.table.isVisible()
    assert len(rows(page)) == 3


def test_a_file_that_lists_no_problems_is_told(
    page: ProblemsPage, window: MainWindow, tmp_path: Path
) -> None:
    page.ways.read_file(a_workbook(tmp_path / "名单.xlsx", [("姓名", "电话"), ("张三", "1")]))
    assert "没有找到问题清单" in window.statusline.text()
    assert page.table.isVisible()


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


def test_space_on_arrival_finishes_a_step_and_writes_no_blank(page: ProblemsPage) -> None:
    assert page._finish.isEnabled()
    before = rows(page)[0]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.table.state() == page.table.State.NoState
    after = rows(page)[0]
    assert after.number == before.number
    assert [step.done_on for step in after.steps].count(None) == 5


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
