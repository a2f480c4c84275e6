"""What an amount follows from: the ticks, the readings, or the clerk's own word."""

from app.models.rules.measure import is_counted
from app.models.views import TaskView


def amount_source(task: TaskView) -> str:
    """What the amount follows from by itself: 按清单勾选计; empty where it is typed."""
    if task.gathered:
        return f"按月度数据（{task.gathered}）"
    return "按清单勾选计" if counts_by_ticks(task) else ""


def counts_by_ticks(task: TaskView) -> bool:
    """The amount follows from the ticks, so it can't be typed."""
    target = task.target
    if not task.items:
        return False
    free = target is None or target.number is None or target.comparator == "all"
    return free or (target is not None and is_counted(target.unit))
