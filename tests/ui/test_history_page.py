"""The journal as a page, the source inside the window, and pages without a place at the left."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.services import queries
from app.services.breakdown import items
from app.services.history import journal
from app.services.intake.imports import commit_import, plan_import, read_file
from app.services.intake.sources import copy_source
from app.services.work import tasks
from app.ui import sourcefile
from app.ui.importwizard.sourcepage import SourcePage
from app.ui.mainwindow import MainWindow
from app.ui.pages.catalogue import PAGES, UNLISTED
from app.ui.pages.past.history import HistoryPage
from app.ui.pages.past.stepkinds import KINDS
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.undoing import kept_words, undo_words
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.test_importwizard import OURS, a_list_file

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def imported(ledger: Ledger, tmp_path: Path) -> int:
    """A list of three tasks in the ledger, from row 4 of its sheet on; the step's number."""
    path = a_list_file(tmp_path, OURS)
    return commit_import(ledger, plan_import(ledger, read_file(path).lists[0]), path)


@pytest.fixture
def desk(open_window: Open, bare_workspace: Workspace, imported: int) -> MainWindow:
    """The window on the list imported."""
    return open_window(bare_workspace)


def history(desk: MainWindow) -> HistoryPage:
    page = desk.show_page("history")
    assert isinstance(page, HistoryPage)
    return page


def titles(page: HistoryPage) -> list[str]:
    table = page.steps.table
    return [table.order.index(n, 1).data() for n in range(table.order.rowCount())]


def test_ctrl_h_opens_the_journal(desk: MainWindow) -> None:
    QTest.keyClick(desk, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    page = desk.current_page()
    assert isinstance(page, HistoryPage)
    assert titles(page)[0].startswith("导入“2020年武进区")
    assert page.steps.panel.undo_button.isEnabled()


@pytest.mark.parametrize("key", [spec.key for spec in UNLISTED])
def test_nothing_is_marked_beside_a_page_without_a_place(desk: MainWindow, key: str) -> None:
    QTest.mouseClick(desk.navigation.button_of("tasks"), Qt.MouseButton.LeftButton)
    desk.show_page(key)
    marked = [spec.key for spec in PAGES if desk.navigation.button_of(spec.key).isChecked()]
    assert marked == []
    QTest.mouseClick(desk.navigation.button_of("tasks"), Qt.MouseButton.LeftButton)
    assert desk.navigation.button_of("tasks").isChecked()
    QTest.mouseClick(desk.navigation.button_of("tasks"), Qt.MouseButton.LeftButton)
    assert desk.navigation.button_of("tasks").isChecked()  # a second click leaves the mark


def test_an_import_is_taken_back_later_and_what_was_kept_is_named(
    desk: MainWindow, ledger: Ledger, imported: int
) -> None:
    river = queries.find_task(ledger, "3")
    tasks.change_tasks(ledger, [river], notes="区里来电确认")
    page = history(desk)
    assert page.steps.table.select_key(imported)
    page.steps.panel.undo_button.click()
    left = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert [task.id for task in left] == [river]
    assert "保留了之后改过的 1 项：任务“完成5条河道整治。”" in desk.statusline.text()
    assert not page.steps.panel.undo_button.isEnabled()
    QApplication.processEvents()
    told = page.steps.panel.text.toPlainText()
    assert "任务“完成5条河道整治。”：之后又用过，没有删除" in told
    page.refresh()
    row = page.steps.model.row_of(imported)
    assert row is not None
    assert page.steps.model.rows[row].undone
    desk.redo()
    assert len(queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")) == 3


def test_steps_are_narrowed_by_kind_and_by_words(desk: MainWindow, ledger: Ledger) -> None:
    made = items.create_blanks(ledger, queries.find_task(ledger, "1"), 3, stem="锅炉")
    items.tick_items(ledger, made[:1], date(2020, 6, 20))
    page = history(desk)
    page.steps.kinds.setCurrentIndex([name for name, _ in KINDS].index("清单"))
    page.steps.kinds.activated.emit(page.steps.kinds.currentIndex())
    assert len(titles(page)) == 2
    page.search("勾选")
    assert len(titles(page)) == 1
    page.search("")
    page.steps.kinds.setCurrentIndex(0)
    page.steps.kinds.activated.emit(0)
    assert len(titles(page)) > 3


def test_every_verb_of_the_services_has_its_kind() -> None:
    written = re.compile(r"""transaction\(\s*["']([a-z_]+)["']""")
    sources = Path(journal.__file__).parents[1].rglob("*.py")
    verbs = {verb for one in sources for verb in written.findall(one.read_text(encoding="utf-8"))}
    kinds = [verb for _, verbs in KINDS for verb in verbs]
    assert len(verbs) > 50
    assert sorted(verbs - set(kinds)) == []
    assert len(kinds) == len(set(kinds))


def test_a_step_that_stays_says_so(desk: MainWindow, ledger: Ledger) -> None:
    page = history(desk)
    page.steps.table.selectRow(page.steps.table.order.rowCount() - 1)  # 新建台账
    assert not page.steps.panel.undo_button.isEnabled()
    assert page.steps.panel.undo_button.toolTip() == "这一步不能撤销"
    journal.undo(ledger)
    desk.workspace.tell_changed()
    page.steps.table.selectRow(0)
    assert "本身就是撤销" in page.steps.panel.undo_button.toolTip()


def test_a_task_s_history_takes_back_one_step(desk: MainWindow, ledger: Ledger) -> None:
    river = queries.find_task(ledger, "3")
    tasks.change_tasks(ledger, [river], notes="甲")
    desk.workspace.tell_changed()
    desk.go(Destination("tasks", task_id=river, part="history"))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    tab = page.panel.history
    assert not tab.undo_button.isEnabled()
    tab.table.selectRow(0)
    tab.undo_button.click()
    assert queries.task_detail(ledger, river, as_of=JUNE, period="2020Q2").notes == ""
    tab.table.selectRow(0)
    tab.look_button.click()
    assert isinstance(desk.current_page(), HistoryPage)


def test_the_source_is_shown_as_it_came(
    desk: MainWindow, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    river = queries.find_task(ledger, "3")
    desk.go(Destination("tasks", task_id=river, part="source"))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.panel.source.look.click()
    shown = desk.current_page()
    assert isinstance(shown, SourcePage)
    view = shown.sheet_view
    assert view.isVisible()
    assert view.currentIndex().row() + 1 == 6
    assert [row for row in range(1, 9) if view.sheet_model.mark(row).part == "here"] == [6]
    assert view.sheet_model.headerData(2, Qt.Orientation.Horizontal) == "C"
    assert view.columnSpan(0, 0) == 7
    assert shown.place.text() == "第 6 行：完成5条河道整治。"
    opened: list[Path] = []
    monkeypatch.setattr(sourcefile, "open_file", opened.append)
    shown._open_action.trigger()
    assert opened[0].name == "任务分解表.xlsx"
    assert ledger.folder not in opened[0].parents  # a copy: what is typed there changes no proof
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.current_page().title == "任务"


def test_a_task_of_our_own_has_no_source(desk: MainWindow, ledger: Ledger) -> None:
    (held,) = queries.list_lists(ledger)
    own = tasks.add_task(ledger, held.id, text="自查一次")
    desk.go(Destination("source", task_id=own))
    page = desk.current_page()
    assert isinstance(page, SourcePage)
    assert "本单位自行增加" in page.place.text()
    assert not page._open_action.isEnabled()


def test_a_source_that_is_gone_is_told(desk: MainWindow, ledger: Ledger) -> None:
    river = queries.find_task(ledger, "3")
    for path in ledger.evidence_folder.iterdir():
        path.unlink()
    desk.go(Destination("source", task_id=river))
    page = desk.current_page()
    assert isinstance(page, SourcePage)
    assert "不见了" in page.place.text()


def test_a_copy_bears_the_file_s_own_name(ledger: Ledger, imported: int, tmp_path: Path) -> None:
    path = copy_source(ledger, queries.find_task(ledger, "1"), tmp_path / "打开")
    assert path.name == "任务分解表.xlsx"
    assert read_file(path).lists[0].tasks[2].text == "完成5条河道整治。"


def test_undo_says_what_it_kept() -> None:
    lines = (
        "形象进度“部署”：之后又用过，没有删除",
        *(f"任务“第{n}项：河道”：之后又改过，保留现在的内容" for n in range(1, 5)),
    )
    assert kept_words(()) == ""
    assert kept_words(lines[1:2]) == "保留了之后改过的 1 项：任务“第1项：河道”"
    assert kept_words(lines) == (
        "保留了之后改过的 5 项（任务 4、形象进度 1）："
        "任务“第1项：河道”、任务“第2项：河道”、任务“第3项：河道”等"
    )
    assert undo_words("已撤销", journal.UndoResult("导入", ())) == "已撤销：导入"
