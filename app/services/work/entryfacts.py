"""What an amount follows from, and how one is read that a clerk typed."""

from decimal import Decimal, InvalidOperation

from app.models.rules.measure import is_counted
from app.models.rules.pace import is_sane
from app.models.views import TaskView

_NO_NUMBER = frozenset({"", "-", "—", "/"})


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


def read_amount(text: str, unit: str = "") -> Decimal | None:
    """A number as a spreadsheet holds it: 1,234.5, 83.3%, 17台; None for a blank or a dash.

    Args:
        text: what was typed.
        unit: the unit it may carry.

    Raises:
        ValueError: it is none.
    """
    words = text.strip().replace(",", "").replace("，", "").rstrip("%％")
    words = words.removesuffix(unit).strip() if unit else words
    if words in _NO_NUMBER:
        return None
    try:
        number = Decimal(words)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not is_sane(number):
        raise ValueError(text)
    return number
