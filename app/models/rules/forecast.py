"""Where a task is heading: done by when at this rate, and what the months to come must bring."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_UP, Decimal
from functools import lru_cache

from app.models.rules.measure_units import is_count
from app.models.rules.pace import months_at_end, months_at_start, plain
from app.models.rules.readings import Gathering, Goal, Leeway

_TENTH = Decimal("0.1")
_FAR = 36  # months beyond which a date would be guesswork


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a forecast of something that adds up rests on."""

    as_of: date
    start: date
    due: date | None
    target: Decimal | None
    unit: str
    amount: Decimal | None


def forecast(outlook: Outlook) -> str:
    """Words on what is to come; empty where nothing sensible can be said.

    On time: 按目前进度预计10月完成. Late: 按目前进度预计2021年3月完成，后6个月每月需完成1.2台.
    """
    target, amount, due = outlook.target, outlook.amount, outlook.due
    if target is None or amount is None or due is None or amount >= target or target <= 0:
        return ""
    if not outlook.start <= outlook.as_of < due:
        return ""
    gone, ahead = _spans(outlook.start, outlook.as_of, due)
    left = target - amount
    needed = _needed(left, outlook.unit, ahead)
    if amount <= 0:
        return needed
    more = left * gone / amount
    if more <= ahead:
        return f"按目前进度预计{_month(outlook.as_of, more)}完成"
    if more > _FAR:
        return f"按目前进度难以按时完成，{needed}"
    return f"按目前进度预计{_month(outlook.as_of, more)}完成，{needed}"


def forecast_level(goal: Goal, how: Gathering, left: Leeway | None) -> str:
    """What the months to come may average, or add up to, for the line to be held."""
    if left is None:
        return ""
    last = f"后{left.months}个月"
    if not left.possible:
        return f"{last}无论如何已达不到全年目标"
    if how is Gathering.SUM:
        return f"{last}合计不得超过{_rounded(left.whole, goal)}{goal.unit}"
    bound = "不高于" if goal.is_ceiling else "不低于"
    if not goal.is_ceiling and left.each <= 0:
        return ""
    return f"{last}平均须{bound}{_rounded(left.each, goal)}{goal.unit}"


def _rounded(number: Decimal, goal: Goal) -> str:
    """To the safe side: a ceiling down, a floor up."""
    return plain(number.quantize(_TENTH, ROUND_FLOOR if goal.is_ceiling else ROUND_CEILING))


def _needed(left: Decimal, unit: str, ahead: Decimal) -> str:
    own = "个百分点" if unit in {"%", "％"} else unit
    if ahead <= 1:
        return f"时限前还需完成{plain(left)}{own}"
    each = (left / ahead).quantize(_TENTH, ROUND_UP)
    span = f"后{plain(ahead)}个月" if ahead == ahead.to_integral_value() else "此后"
    if left < ahead and is_count(unit):  # nobody finishes 0.3 of a thing a month
        return f"{span}还需完成{plain(left)}{own}"
    return f"{span}每月需完成{plain(each)}{own}"


def _month(as_of: date, more: Decimal) -> str:
    """The month that lies so many months after the end of a day."""
    at = int((months_at_end(as_of) + more).to_integral_value(ROUND_CEILING)) - 1
    year, month = divmod(at, 12)
    return f"{month + 1}月" if year == as_of.year else f"{year}年{month + 1}月"


@lru_cache(maxsize=4096)  # thousands of tasks share a few dozen deadlines
def _spans(start: date, as_of: date, due: date) -> tuple[Decimal, Decimal]:
    """The months gone by at the end of a day, and those to the deadline."""
    now = months_at_end(as_of)
    return now - months_at_start(start), months_at_end(due) - now
