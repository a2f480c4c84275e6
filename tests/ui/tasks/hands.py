"""What the tests of 任务 do to its page."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel

from app.models.views import TaskView
from app.services import queries
from app.ui.mainwindow import MainWindow
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE

Open = Callable[[Workspace], MainWindow]


def page_of(window: MainWindow) -> TasksPage:
    page = window.current_page()
    assert isinstance(page, TasksPage)
    return page


def serials(page: TasksPage) -> list[str]:
    return [row.serial for row in page.model.rows if isinstance(row, TaskView)]


def task(page: TasksPage, number: int) -> TaskView:
    return queries.task_detail(page.workspace.ledger, number, as_of=JUNE, period="2020Q2").task


def select(page: TasksPage, *numbers: int, column: str = "text") -> None:
    table = page.table
    table.clearSelection()
    for number in numbers:
        place = page.model.row_of(number)
        assert place is not None
        index = table.order.index(place, page.model.column_of(column))
        flags = QItemSelectionModel.SelectionFlag
        table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
    table.setFocus()
