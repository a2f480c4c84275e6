"""What a clerk does to tasks from the window, each with its line at the foot of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.views import NO_THEME
from app.services.work import tasks as task_services
from app.services.work.cells import change_cells, field_name
from app.services.work.doubts import doubts_among, doubts_told
from app.services.work.entrycells import ENTRY
from app.ui.operations import act, run_service
from app.ui.targets import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.models.views import TaskView
    from app.services.work.cells import Cell
    from app.ui.workspace import Workspace

_AT_ONCE = 200


class TaskVerbs:
    """The edits of tasks, for the table and the side panel alike."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace

    def change(self, tasks: Sequence[TaskView], field: str, text: str) -> None:
        """Set one field of one or several tasks from what the clerk typed."""
        self.write([(task.id, field, text) for task in tasks])

    def write(self, cells: Sequence[Cell], *, skipped: int = 0) -> None:
        """Write a block of cells as one step; say what could not be edited, and what is odd."""
        ledger, period = self._workspace.ledger, self._workspace.period
        day = self._workspace.as_of

        def work() -> str:
            change_cells(ledger, cells, period=period, as_of=day)
            reported = [number for number, field, _ in cells if field.startswith(ENTRY)]
            odd = doubts_told(doubts_among(ledger, reported, period)) if reported else ""
            return "；".join(part for part in (_written_words(cells, skipped), odd) if part)

        if len(cells) > _AT_ONCE:  # hundreds take longer than a key may
            run_service(self._parent, self._workspace, lambda _monitor: work(), say=str)
        else:
            act(self._parent, self._workspace, work, say=str)

    def finish(self, tasks: Sequence[TaskView]) -> None:
        """Mark tasks as done on the day looked at; when all are, take the marks away."""
        if not tasks:
            return
        done = all(task.done_on for task in tasks)
        day = None if done else self._workspace.as_of
        changed = [task for task in tasks if done or not task.done_on]
        act(
            self._parent,
            self._workspace,
            lambda: task_services.finish_tasks(
                self._workspace.ledger, [task.id for task in changed], day
            ),
            say=_finished_words(changed, taken_back=done),
        )

    def remove(self, tasks: Sequence[TaskView]) -> None:
        """Take tasks out; the line at the foot of the window brings them back."""
        if not tasks:
            return
        act(
            self._parent,
            self._workspace,
            lambda: task_services.remove_tasks(self._workspace.ledger, [t.id for t in tasks]),
            say=f"已删除任务 {len(tasks)} 项",
        )

    def decide(self, tasks: Sequence[TaskView], verdict: str) -> None:
        """Say whether tasks are ours: yes, no or ask."""
        if not tasks:
            return
        act(
            self._parent,
            self._workspace,
            lambda: task_services.decide_ours(
                self._workspace.ledger, [task.id for task in tasks], verdict
            ),
            say=f"已确认 {len(tasks)} 项为{task_services.VERDICTS[verdict]}",
        )

    def add(
        self,
        list_id: int | None,
        text: str,
        groups: tuple[str, ...] = (),
        after: int | None = None,
    ) -> int | None:
        """Add a task of the office's own, below another one where one is named.

        Without any list it begins one of the office's own.
        """
        ledger, year = self._workspace.ledger, self._workspace.as_of.year

        def work() -> int:
            if list_id is None:
                return task_services.add_first_task(ledger, text=text, year=year)
            return task_services.add_task(ledger, list_id, text=text, groups=groups, after=after)

        return act(self._parent, self._workspace, work, say="已新增任务 1 项")

    def duplicate(self, task: TaskView) -> int | None:
        """Make an own task like this one, right below it."""
        return act(
            self._parent,
            self._workspace,
            lambda: task_services.duplicate_task(self._workspace.ledger, task.id),
            say="已复制任务 1 项",
        )

    def move(self, task: TaskView, *, down: bool) -> None:
        """Move an own task past the next own one of its theme."""
        moved = act(
            self._parent,
            self._workspace,
            lambda: task_services.move_task(self._workspace.ledger, task.id, down=down),
            say=lambda moved: f"已{'下' if down else '上'}移任务" if moved else "",
        )
        if moved is False:
            self._workspace.say("这一主题里没有可换位置的自加任务。")

    def regroup(self, tasks: Sequence[TaskView], groups: tuple[str, ...]) -> None:
        """Put own tasks under another theme."""
        act(
            self._parent,
            self._workspace,
            lambda: task_services.regroup_tasks(
                self._workspace.ledger, [task.id for task in tasks], groups
            ),
            say=f"已移到“{one_line(groups[-1]) if groups else NO_THEME}” {len(tasks)} 项",
        )


def _finished_words(tasks: Sequence[TaskView], *, taken_back: bool) -> str:
    if taken_back:
        return f"已取消完成 {len(tasks)} 项"
    open_items = sum(task.items - task.items_done for task in tasks)
    rest = f"，清单还有 {open_items} 项未勾选" if open_items else ""
    return f"已标记完成 {len(tasks)} 项{rest}"


def _written_words(cells: Sequence[Cell], skipped: int) -> str:
    fields = list(dict.fromkeys(field for _, field, _ in cells))
    count = len(cells)
    done = "已填写" if all(field.startswith(ENTRY) for field in fields) else "已修改"
    what = f"{done}{field_name(fields[0])}" if len(fields) == 1 else done
    if len(fields) > 1:
        what += f" {count} 格"
    elif count > 1:
        what += f" {count} 项"
    return f"{what}，跳过 {skipped} 格（不能修改）" if skipped else what
