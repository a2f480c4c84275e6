"""The sentence a progress entry begins with, told from what the ledger knows of the task."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.models.rules.measure import is_counted
from app.models.rules.pace import CEILINGS, ONE, ZERO, State, plain, points
from app.models.rules.periods import Period
from app.models.rules.readings import Goal

_NAMED = 3
_NAMES_LENGTH = 36
_OPENINGS = re.compile(
    r"[(（]?\d{1,2}[)）.．、](?!\d)|"  # a number of its own
    r"(?:加快|全面|深入|持续|继续|大力|积极|扎实)*(?:推进(?!会)|完成(?![率数量])|开展|实施(?!方案))"
)
_SENTENCE_END = re.compile(r"[。；;\n]")
_PERCENT = frozenset({"%", "％"})
_SHARES = {"0": "不足0.1", "100": "99.9"}
"""What a share must not be rounded to while something is done, or left."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A target beside the counted one, as far as its months tell: 减排已达80吨."""

    name: str
    target: Decimal | None
    unit: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a task at the end of a period.

    Attributes:
        period: the period told of.
        text: the task in a few words, as ``topic`` makes them.
        state: its light.
        expected: the share it should have reached, where the time or a checkpoint says so.
        actual: the share reached.
        amount: what is done, in ``unit``.
        target: what is to be reached.
        comparator: how it binds.
        gathered: of an indicator, how the months made the amount (1—6月平均).
        forecast: where it is heading, in words.
        checkpoint: the checkpoint of the period.
        reached: that checkpoint is reached.
        due: the deadline.
        left_by: the day the rest is planned for.
        done_on: the day all was done.
        ticked: the names of what was ticked in the period.
        beside: the further targets that something is known of.
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
    due: date | None = None
    left_by: date | None = None
    done_on: date | None = None
    ticked: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


def sentence(told: Told) -> str:
    """截至6月底，计划23台，已完成17台，占73.9%，超序时进度23.9个百分点，余6台计划11月底前完成."""
    if told.amount is None or told.target is None:
        parts = _unmeasured(told)
    elif "平均" in told.gathered or told.comparator in CEILINGS:
        parts = _level(told)
    else:
        parts = _counted(told)
    parts += [_aside(one) for one in told.beside]
    return "，".join([f"截至{told.period.end.month}月底", *(part for part in parts if part)]) + "。"


def topic(text: str) -> str:
    """What a task is about, to be said that it goes on: its first sentence without the verb.

    完成23台锅炉改造；建立台账 becomes 23台锅炉改造等.
    """
    text = text.strip()
    while (opening := _OPENINGS.match(text)) and opening.end() < len(text):
        text = text[opening.end() :].strip()
    first, *rest = [one.strip() for one in _SENTENCE_END.split(text) if one.strip()] or [text]
    return f"{first.rstrip('. ')}等" if rest else first.rstrip(". ")


def _unmeasured(told: Told) -> list[str]:
    if told.done_on:
        return [f"{told.text}已于{_day(told.done_on)}完成"]
    if told.reached and told.checkpoint:
        return [f"{told.text}已达到本期形象进度“{told.checkpoint}”", _late(told)]
    plan = "" if told.target is None else f"{plain(told.target)}{told.unit}"
    head = f"（计划{plan}）" if plan and plan not in told.text else ""
    return [
        f"{told.text}{head}正在推进",
        "" if told.amount is None else f"累计完成{plain(told.amount)}{told.unit}",
        _newly(told),
        f"本期形象进度“{told.checkpoint}”尚未达到" if told.checkpoint else "",
        _late(told) or _pace(told),
        "" if _by(told) is None else f"计划{_by(told)}完成",
    ]


def _level(told: Told) -> list[str]:
    """An indicator: its value, the line, and what the months to come may bring."""
    amount, line = told.amount or ZERO, told.target or ZERO
    goal = Goal(line, told.unit, told.comparator)
    bound = {"<": "低于", "<=": "不高于", ">": "高于"}.get(told.comparator, "不低于")
    value = f"{told.gathered or '现为'}{plain(amount)}{told.unit}"
    words = f"{bound}{plain(line)}{told.unit}"
    if goal.admits(amount):
        return [value, f"符合{words}的目标"]
    side = "未达到" if amount == line else "超过" if goal.is_ceiling else "低于"
    checkpoint = told.checkpoint if told.state is State.ON_PACE else ""
    return [
        value,
        f"{side}目标（{words}）",
        f"符合本期形象进度“{checkpoint}”" if checkpoint else "",
        _late(told) or told.forecast,
    ]


def _counted(told: Told) -> list[str]:
    amount, target = told.amount or ZERO, told.target or ZERO
    head = [*_done_of(told, amount, target), _newly(told)]
    if amount >= target:
        return [*head, _whole(told, amount - target)]
    if told.done_on:
        return [*head, f"已于{_day(told.done_on)}办结"]
    return [*head, _late(told) or _pace(told), _rest(told, target - amount)]


def _done_of(told: Told, amount: Decimal, target: Decimal) -> list[str]:
    """计划23台，已完成17台，占73.9%."""
    if told.unit in _PERCENT:
        return [f"已完成{plain(amount)}%", f"目标{plain(target)}%"]
    plan = f"计划{plain(target)}{told.unit}"
    if not amount:
        return [plan, "尚未完成"]
    share = points(told.actual or ZERO)
    if ZERO < (told.actual or ZERO) < ONE:
        share = _SHARES.get(share, share)
    return [plan, f"已完成{plain(amount)}{told.unit}", f"占{share}%"]


def _whole(told: Told, over: Decimal) -> str:
    """All is done, more than that, or too late; a rate stands above its line, and may yet turn."""
    late = "（逾期后补齐）" if told.state is State.DONE_LATE else ""
    if told.unit in _PERCENT and told.target != 100:
        return f"已达到目标{late}"
    return f"超额完成{plain(over)}{told.unit}{late}" if over else f"已全部完成{late}"


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


def _late(told: Told) -> str:
    """The deadline is over: the pace says nothing more."""
    if told.state is not State.OVERDUE or told.due is None:
        return ""
    return f"已超过完成时限（{_day(told.due)}）"


def _rest(told: Told, left: Decimal) -> str:
    own = "个百分点" if told.unit in _PERCENT else told.unit
    by = _by(told)
    rest = f"余{plain(left)}{own}"
    return f"{rest}正抓紧推进" if by is None else f"{rest}计划{by}完成"


def _by(told: Told) -> str | None:
    """11月底前, 11月15日前; None where no day is named or it has gone by."""
    by = told.left_by
    if by is None or by <= told.period.end:
        return None
    year = f"{by.year}年" if by.year != told.period.year else ""
    is_end = (by + timedelta(days=1)).day == 1
    return f"{year}{by.month}月{'底' if is_end else f'{by.day}日'}前"


def _newly(told: Told) -> str:
    """What was ticked in the period, by name while that is short."""
    count = len(told.ticked)
    if not count:
        return ""
    names = "、".join(told.ticked)
    if count > _NAMED or len(names) > _NAMES_LENGTH:
        return f"本期新完成{count}{told.unit if told.unit and is_counted(told.unit) else '项'}"
    return f"本期新完成{names}"


def _aside(one: Beside) -> str:
    """减排已达80吨（目标120吨）."""
    goal = "" if one.target is None else f"（目标{plain(one.target)}{one.unit}）"
    return f"{one.name or '另一目标'}已达{plain(one.amount)}{one.unit}{goal}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
