"""Where a part of a number leads in the window: the very cell it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.workspace import Destination

if TYPE_CHECKING:
    from app.models.origins import Lead

_PAGES = {
    "task": "tasks",
    "tasks": "tasks",
    "item": "items",
    "assignment": "units",
    "problem": "problems",
    "split": "split",
    "source": "source",
    "scores": "scores",
    "settings": "settings",
}
_PARTS = {"targets": "checkpoints"}
"""Parts of the side panel that are called otherwise there."""


def destination_of(lead: Lead) -> Destination:
    """The place in the window."""
    return Destination(
        _PAGES[lead.place],
        task_id=lead.task_id,
        item_id=lead.item_id,
        assignment_id=lead.assignment_id,
        problem_id=lead.problem_id,
        part=_PARTS.get(lead.part, lead.part) if lead.place == "task" else "",
        group=lead.group,
    )
