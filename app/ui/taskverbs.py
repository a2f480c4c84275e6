"""What a clerk does to tasks from the window, each with its line at the foot of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.services import tasks as task_services
from app.ui.operations import act
from app.ui.targets import read_target, target_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.models.views import TaskView
    from app.ui.workspace import Workspace

_NAMES = {
    "serial": "序号", "text": "任务", "deadline_text": "时限", "responsible": "责任单位",
    "lead": "牵头单位", "acceptance": "认定标准", "score": "分值", "notes": "备注",
}  # fmt: skip
UNIT_FIELDS = frozenset({"lead", "responsible", "assist", "main_responsible"})


class TaskVerbs:
    """The edits of tasks, for the table and the side panel alike."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace

    def change(self, tasks: Sequence[TaskView], field: str, text: str) -> None:
        """Set one field of one or several tasks from what the clerk typed."""
        value = split_units(text) if field in UNIT_FIELDS else text
        ids = [task.id for task in tasks]
        ledger = self._workspace.ledger
        act(
            self._parent,
            self._workspace,
            lambda: task_services.change_tasks(ledger, ids, **{field: value}),
            say=f"已修改{_NAMES[field]}" + (f" {len(ids)} 项" if len(ids) > 1 else ""),
        )

    def retarget(self, task: TaskView, text: str) -> None:
        """Set what a task must reach from words such as 23台, ≥90% or 全部."""
        target = read_target(text)
        if target is None:
            self._workspace.complain(f"看不懂目标“{text}”；请写成 23台、≥90% 或 全部 这样。")
            return
        ledger = self._workspace.ledger
        act(
            self._parent,
            self._workspace,
            lambda: task_services.change_target(
                ledger,
                task.id,
                number=target.number,
                unit=target.unit,
                comparator=target.comparator,
            ),
            say=f"已修改目标：{target_words(target) or '无'}",
        )

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

    def add(self, list_id: int, text: str, groups: tuple[str, ...]) -> int | None:
        """Add a task of the office's own."""
        return act(
            self._parent,
            self._workspace,
            lambda: task_services.add_task(
                self._workspace.ledger, list_id, text=text, groups=groups
            ),
            say="已新增任务 1 项",
        )


def split_units(text: str) -> tuple[str, ...]:
    """Unit names as a clerk lists them: 水利站、张村."""
    return tuple(part.strip() for part in re.split(r"[、，,;；\n]", text) if part.strip())


def _finished_words(tasks: Sequence[TaskView], *, taken_back: bool) -> str:
    if taken_back:
        return f"已取消完成 {len(tasks)} 项"
    open_items = sum(task.items - task.items_done for task in tasks)
    rest = f"，清单还有 {open_items} 项未勾选" if open_items else ""
    return f"已标记完成 {len(tasks)} 项{rest}"
