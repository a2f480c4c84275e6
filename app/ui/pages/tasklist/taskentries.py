"""填表: the table of tasks as a sheet of what they report for the period in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services.work.entrycells import AMOUNT, period_entries
from app.ui.itemmodels.taskcolumns import FILLING
from app.ui.keys import FILL_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.views import ProgressView, TaskView
    from app.ui.pages.page import Page
    from app.ui.pages.tasklist.tasktable import TaskTable
    from app.ui.workspace import Workspace


class EntryReader:
    """The entries of the period in view, read when a cell first shows one.

    After an edit only the tasks that were read again are looked at again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entries: dict[int, ProgressView] = {}
        self._seen: dict[int, TaskView] = {}
        self._tasks: Sequence[TaskView] = ()
        self._fresh = True

    def take(self, tasks: Sequence[TaskView]) -> None:
        """Tell of these tasks from now on."""
        self._tasks, self._fresh = tasks, False

    def entry(self, task: TaskView) -> ProgressView | None:
        """What a task reports for the period in view; None where it reports nothing."""
        if not self._fresh:
            self._read()
        return self._entries.get(task.id)

    def _read(self) -> None:
        seen = self._seen
        touched = [task.id for task in self._tasks if seen.get(task.id) is not task]
        self._fresh = True
        if not touched:
            return
        workspace = self._workspace
        some = touched if len(touched) < len(self._tasks) else None
        found = period_entries(workspace.ledger, workspace.period, some)
        left = set(touched)
        kept = {n: held for n, held in self._entries.items() if some and n not in left}
        self._entries = kept | found
        self._seen = {task.id: task for task in self._tasks}


class FillTable(QObject):
    """Turns the table into the sheet to be filled, and back."""

    def __init__(self, page: Page, table: TaskTable, make_room: Callable[[], object]) -> None:
        super().__init__(page)
        self._table, self._make_room = table, make_room
        self.on = False
        self.action = page.add_action(
            "填表", self.toggle, shortcut=FILL_TABLE.sequence, tip=FILL_TABLE.does
        )

    def toggle(self) -> None:
        """Show the sheet with the cursor in the amounts, or all the usual columns again."""
        self.on = not self.on
        table = self._table
        if self.on:
            self._make_room()
            table.layout_of_columns.switch("tasks-fill", FILLING)
        else:
            table.layout_of_columns.switch("tasks")
        self.action.setText("退出填表" if self.on else "填表")
        task = table.current_task()
        if task:
            table.show_task(task.id, column=AMOUNT if self.on else "text")
        table.setFocus()

    def leave(self) -> bool:
        """Back to the usual columns; False when they are in view."""
        if self.on:
            self.toggle()
            return True
        return False
