"""What the words typed into the search box find among tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pinyin import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import TaskView


class TaskSearch:
    """Tasks by text, serial, theme, unit, deadline, notes, own columns, and by pinyin."""

    def __init__(self) -> None:
        self._tasks: Sequence[TaskView] = ()
        self._finder: Finder | None = None

    def take(self, tasks: Sequence[TaskView]) -> None:
        """Search among these from now on."""
        if tasks is not self._tasks:
            self._tasks, self._finder = tasks, None

    def find(self, words: str) -> set[int] | None:
        """The tasks that hold every word; None without any words."""
        if not words.strip():
            return None
        if self._finder is None:
            self._finder = Finder.of_parts((task.id, _parts(task)) for task in self._tasks)
        return self._finder.find(words)


def _parts(task: TaskView) -> tuple[str, ...]:
    units = (*task.responsible, *task.lead, *task.assist, *task.main_responsible)
    words = (task.serial, task.text, task.deadline_text, task.notes)
    return (*words, *task.groups, *units, *task.own.values())
