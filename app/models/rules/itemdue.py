"""When a named item is due: on its own day, else with its task; and whether it is late."""

from datetime import date


def item_due(own: date | None, task: date | None) -> date | None:
    """The day that counts for an item; one without a day of its own is due with its task."""
    return own or task


def is_item_late(due: date | None, done_on: date | None, as_of: date) -> bool:
    """Past the day that counts, and not ticked off by the day looked at."""
    is_open = done_on is None or done_on > as_of
    return is_open and due is not None and due < as_of


def with_task(task: date | None) -> str:
    """What stands where an item has no day of its own: 随 2020-12-31."""
    return f"随 {task:%Y-%m-%d}" if task else ""


def due_tip(own: date | None, task: date | None, *, late: bool) -> str:
    """What a day needs to have said of it: that it is the task's, that it is past."""
    parts = [
        "没有自己的时限，随任务的时限" if own is None and task else "",
        "已超期" if late else "",
    ]
    return "；".join(part for part in parts if part)
