"""The sentence a progress entry begins with, told from what the ledger knows of the task."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.rules.pace import CEILINGS, State, plain, points
from app.models.rules.periods import Period

_NAMED = 3
_NAMES_LENGTH = 36


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a task at the end of a period.

    Attributes:
        period: the period told of.
        text: the task, shortened.
        state: its light.
        expected: the share it should have reached, where the time or a checkpoint says so.
        actual: the share reached.
        amount: what is done, in ``unit``.
        target: what is to be reached.
        comparator: how it binds.
        gathered: of an indicator, how the months made the amount (1—6月平均).
        forecast: where it is heading, in words.
        checkpoint: the checkpoint of the period, where it has no number.
        reached: that checkpoint is reached.
        left_by: the day the rest is planned for.
        done_on: the day all was done.
        ticked: the names of what was ticked in the period.
    """

    period: Period
    text: str
    state: State
    expected: Decimal | None = None
    actual: Decimal | None = None
    amount: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    comparator: str = "="
    gathered: str = ""
    forecast: str = ""
    checkpoint: str = ""
    reached: bool = False
    left_by: date | None = None
    done_on: date | None = None
    ticked: tuple[str, ...] = ()


def sentence(told: Told) -> str:
    """截至6月底，计划23台，已完成17台，占73.9%，超序时进度23.9个百分点，余6台计划11月底前完成."""
    day = f"截至{told.period.end.month}月底"
    if told.amount is None or told.target is None:
        return f"{day}，{_unmeasured(told)}。"
    if told.gathered or told.comparator in CEILINGS:
        return f"{day}，{_level(told)}。"
    return f"{day}，{_counted(told)}。"


def _unmeasured(told: Told) -> str:
    if told.done_on:
        return f"{told.text}已于{_day(told.done_on)}完成"
    if told.reached and told.checkpoint:
        return f"{told.text}已达到本期形象进度“{told.checkpoint}”"
    parts = [f"{told.text}正在推进", _newly(told)]
    return "，".join(part for part in parts if part)


def _level(told: Told) -> str:
    """An indicator: its value, the line, and what the months to come may bring."""
    amount, line = plain(told.amount or Decimal(0)), plain(told.target or Decimal(0))
    ceiling = told.comparator in CEILINGS
    bound = "不高于" if ceiling else "不低于"
    holds = told.state in {State.ON_PACE, State.AHEAD, State.DONE, State.DONE_LATE}
    verdict = "符合" if holds else "超过" if ceiling else "低于"
    goal = f"{bound}{line}{told.unit}的目标" if holds else f"目标（{bound}{line}{told.unit}）"
    head = f"{told.gathered or '现为'}{amount}{told.unit}，{verdict}{goal}"
    return f"{head}，{told.forecast}" if told.forecast and not holds else head


def _counted(told: Told) -> str:
    amount, target, unit = told.amount or Decimal(0), told.target or Decimal(0), told.unit
    share = points(told.actual or Decimal(0))
    if unit in {"%", "％"}:
        words = f"已完成{plain(amount)}%，目标{plain(target)}%"
    else:
        words = f"计划{plain(target)}{unit}，已完成{plain(amount)}{unit}，占{share}%"
    left = target - amount
    if left <= 0:
        return f"{words}，已全部完成"
    parts = [words, _newly(told), _pace(told), _rest(told, left)]
    return "，".join(part for part in parts if part)


def _pace(told: Told) -> str:
    """达到序时进度, or by how many points it lags."""
    if told.expected is None or told.actual is None:
        return ""
    gap = points(abs(told.expected - told.actual))
    if told.state is State.AHEAD:
        return f"超序时进度{gap}个百分点"
    if told.actual >= told.expected or gap == "0":
        return "达到序时进度"
    return f"落后序时进度{gap}个百分点"


def _rest(told: Told, left: Decimal) -> str:
    own = "个百分点" if told.unit in {"%", "％"} else told.unit
    by = told.left_by
    if by is None or by <= told.period.end:
        return f"余{plain(left)}{own}正抓紧推进"
    year = f"{by.year}年" if by.year != told.period.year else ""
    return f"余{plain(left)}{own}计划{year}{by.month}月底前完成"


def _newly(told: Told) -> str:
    """What was ticked in the period, by name while that is short."""
    count = len(told.ticked)
    if not count:
        return ""
    names = "、".join(told.ticked)
    if count > _NAMED or len(names) > _NAMES_LENGTH:
        return f"本期新完成{count}项"
    return f"本期新完成{names}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
