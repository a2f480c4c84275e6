"""The tasks of the page as the ledger holds them; after an edit only those it touched are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import queries
from app.services.history import changes
from app.services.proof import prooflack
from app.ui.operations import run_service

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.models.views import TaskView
    from app.ui.workspace import Workspace

_EVERY = ("yes", "ask", "no")
_MANY = 500


class TaskReader:
    """Reads all tasks of the list in view, or only what the journal says has changed.

    A long list is read in the background, while the page stays as it is and in use.
    """

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace
        self._seen = 0
        self._focus: tuple[int | None, date, str] | None = None
        self._tasks: tuple[TaskView, ...] = ()
        self._round = 0
        self.is_reading = False
        self._unproved: tuple[tuple[TaskView, ...], frozenset[int]] | None = None

    def unproved(self) -> frozenset[int]:
        """The tasks that need proof and lack it; looked up once for the tasks as they were read."""
        if self._unproved is None or self._unproved[0] is not self._tasks:
            workspace = self._workspace
            found = prooflack.unproved(
                workspace.ledger, self._tasks, as_of=workspace.as_of, period=workspace.period
            )
            self._unproved = (self._tasks, found)
        return self._unproved[1]

    def read(self, done: Callable[[tuple[TaskView, ...]], object]) -> None:
        """Hand over the tasks as they are now, in the list's order, ours or not."""
        workspace = self._workspace
        focus = (workspace.list_id, workspace.as_of, workspace.period)
        self._round += 1
        if focus != self._focus or self.is_reading:
            touched = changes.Touched(changes.newest_step(workspace.ledger), None)
        else:
            touched = changes.touched_since(workspace.ledger, self._seen)
        if touched.tasks is None and self._is_long():
            self._read_in_background(focus, touched.up_to, done)
            return
        if touched.tasks is None:
            self._tasks = self._read_all(focus)
        elif touched.tasks:
            self._tasks = self._read_again(touched.tasks)
        self._seen, self._focus, self.is_reading = touched.up_to, focus, False
        done(self._tasks)

    def _is_long(self) -> bool:
        chosen = self._workspace.list_id
        lists = queries.list_lists(self._workspace.ledger)
        held = (one for one in lists if chosen in (None, one.id))
        return sum(one.ours + one.ask + one.others for one in held) > _MANY

    def _read_in_background(
        self,
        focus: tuple[int | None, date, str],
        up_to: int,
        done: Callable[[tuple[TaskView, ...]], object],
    ) -> None:
        mine, self.is_reading = self._round, True

        def take(tasks: tuple[TaskView, ...]) -> None:
            if mine == self._round:  # nothing newer was asked for meanwhile
                self._tasks, self._seen, self._focus = tasks, up_to, focus
                self.is_reading = False
                done(tasks)

        run_service(
            self._parent,
            self._workspace,
            lambda _monitor: self._read_all(focus),
            done=take,
            changes=False,
        )

    def _read_all(self, focus: tuple[int | None, date, str]) -> tuple[TaskView, ...]:
        list_id, as_of, period = focus
        return queries.list_tasks(
            self._workspace.ledger, list_id=list_id, as_of=as_of, period=period, ours=_EVERY
        )

    def _read_again(self, touched: frozenset[int]) -> tuple[TaskView, ...]:
        workspace = self._workspace
        fresh = changes.read_again(
            workspace.ledger, sorted(touched), as_of=workspace.as_of, period=workspace.period
        )
        held = {task.id: task for task in fresh}
        return tuple(held.get(task.id, task) for task in self._tasks)
