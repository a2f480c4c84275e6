"""Tasks of the office's own: also before the district's list has come, and over all lists."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.models.database import Ledger
from app.services import queries
from app.services.history import journal
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, a_list, a_task

Open = Callable[[Workspace], MainWindow]


def tasks_page(window: MainWindow) -> TasksPage:
    page = window.show_page("tasks")
    assert isinstance(page, TasksPage)
    return page


def add(page: TasksPage, text: str) -> None:
    """新增任务, the text over what stands there, Enter."""
    action = next(one for one in page.actions() if one.text() == "新增任务")
    assert action.isVisible()
    action.trigger()
    editor = page.table.findChild(QPlainTextEdit)
    assert editor is not None
    editor.setPlainText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_first_task_is_written_without_any_list_and_comes_back_by_undo(
    bare_workspace: Workspace, ledger: Ledger, open_window: Open
) -> None:
    window = open_window(bare_workspace)
    page = tasks_page(window)
    add(page, "整治村级工业园6处")
    (held,) = queries.list_lists(ledger)
    assert (held.title, held.year, held.ours) == ("2020年牛塘镇自加任务", 2020, 1)
    assert window.workspace.list_id == held.id
    (task,) = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert (task.text, task.is_own, task.ours) == ("整治村级工业园6处", True, "yes")
    add(page, "开展春季植树")
    assert len(queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")) == 2
    while journal.undo_state(ledger).undo:
        journal.undo(ledger)
    window.workspace.tell_changed()
    assert queries.list_lists(ledger) == ()
    assert window.workspace.list_id is None
    add(tasks_page(window), "从头再来")
    assert len(queries.list_lists(ledger)) == 1


def test_over_all_lists_a_new_task_goes_into_the_list_one_stands_in(
    dressed: QApplication, ledger: Ledger, memory: Memory, open_window: Open
) -> None:
    lists = [a_list(ledger, title=title) for title in ("大气", "水")]
    tasks = [a_task(ledger, one, deadline_text="2020年底前") for one in lists]
    window = open_window(Workspace(ledger, memory, as_of=date(2020, 6, 30)))
    page = tasks_page(window)
    assert page.table.show_task(tasks[1])
    add(page, "疏浚支浜2条")
    made = [
        task
        for task in queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
        if task.text == "疏浚支浜2条"
    ]
    assert [task.list_id for task in made] == [lists[1]]
