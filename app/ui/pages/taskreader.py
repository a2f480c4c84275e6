"""The tasks of the page as the ledger holds them; after an edit only those it touched are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import changes, queries

if TYPE_CHECKING:
    from datetime import date

    from app.models.views import TaskView
    from app.ui.workspace import Workspace

_EVERY = ("yes", "ask", "no")


class TaskReader:
    """Reads all tasks of the list in view, or only what the journal says has changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen = 0
        self._focus: tuple[int | None, date, str] | None = None
        self._tasks: tuple[TaskView, ...] = ()

    def read(self) -> tuple[TaskView, ...]:
        """The tasks as they are now, in the list's order, ours or not."""
        workspace = self._workspace
        focus = (workspace.list_id, workspace.as_of, workspace.period)
        touched = changes.touched_since(workspace.ledger, self._seen)
        if focus != self._focus or touched.tasks is None:
            self._tasks = queries.list_tasks(
                workspace.ledger,
                list_id=workspace.list_id,
                as_of=workspace.as_of,
                period=workspace.period,
                ours=_EVERY,
            )
        elif touched.tasks:
            fresh = changes.read_again(
                workspace.ledger,
                sorted(touched.tasks),
                as_of=workspace.as_of,
                period=workspace.period,
            )
            held = {task.id: task for task in fresh}
            self._tasks = tuple(held.get(task.id, task) for task in self._tasks)
        self._seen, self._focus = touched.up_to, focus
        return self._tasks
