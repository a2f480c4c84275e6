"""The way from chosen rows of tasks or items to the page that hands them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.views import TaskView
from app.services.supervision.assignments import Thing
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import ItemView
    from app.ui.workspace import Workspace

NOTHING = "先选中要交办的行；按住 Ctrl 或 Shift 可以选多行。"


def hand_over_tasks(workspace: Workspace, tasks: Sequence[TaskView]) -> None:
    """Go and hand some tasks to units; the heads of groups among them are passed over."""
    chosen = (task for task in tasks if isinstance(task, TaskView))
    hand_over(workspace, [Thing(task_id=task.id) for task in chosen])


def hand_over_items(workspace: Workspace, items: Sequence[ItemView]) -> None:
    """Go and hand some items to units, each to the one that carries it."""
    hand_over(workspace, [Thing(item_id=item.id) for item in items])


def hand_over(workspace: Workspace, things: Sequence[Thing], *, unit_id: int | None = None) -> None:
    """Go to the page that makes 交办单; with a unit, that one is chosen already."""
    if not things and unit_id is None:
        workspace.complain(NOTHING)
        return
    workspace.go(Destination("handing", things=tuple(things), unit_id=unit_id))
