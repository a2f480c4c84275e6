"""Pace 序时进度: how far a task should be on a day, how far it is, and the light that follows.

A checkpoint written for the period decides on its last day, and before it by the part of the
period gone by; otherwise the expected share is the elapsed share
of the span to the deadline, in months (domain rule: Jan-Nov of a year is 11/12 = 91.7 %).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

ONE = Decimal(1)
ZERO = Decimal(0)
_MOST_FIGURES = 400
CEILINGS = frozenset({"<", "<="})


class State(StrEnum):
    """The states of a task; the value is the stable key, ``label`` the field's word."""

    NOT_STARTED = "not_started"
    ON_PACE = "on_pace"
    AHEAD = "ahead"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"

    @property
    def label(self) -> str:
        """The word printed for the state."""
        return _LABELS[self]


_LABELS = {
    State.NOT_STARTED: "未启动",
    State.ON_PACE: "达到序时进度",
    State.AHEAD: "超序时",
    State.BEHIND: "滞后",
    State.FAR_BEHIND: "严重滞后",
    State.OVERDUE: "超期",
    State.DONE: "已完成",
    State.DONE_LATE: "逾期后补齐",
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Points behind (of 100) up to which a task is still green, then yellow; points ahead."""

    green: Decimal = Decimal(10)
    yellow: Decimal = Decimal(30)
    ahead: Decimal = Decimal(10)


@dataclass(frozen=True, slots=True)
class PaceFacts:
    """What the judgement rests on; amounts are cumulative, in the target's unit.

    Attributes:
        checkpoint_text: the wording written for the period, empty when none is.
        checkpoint_share: the part of the target it asks for, when it states a number.
        checkpoint_reached: the clerk's mark that a checkpoint without a number is reached.
        checkpoint_from: the first day of its period, up to which ``checkpoint_before`` was asked.
        checkpoint_due: the last day of its period, on which it decides; None for at once.
        checkpoint_before: the share the checkpoint before it asked for; None for by time.
        reported: the office has reported anything on the task up to the day.
        level: the amount is a level (a rate over the months), which doesn't grow towards the line.
        gathered: how the months made it (1—6月平均).
        hopeless: whatever the months to come bring, the line is passed.
    """

    as_of: date
    start: date | None
    due: date | None
    standing: bool = False
    target: Decimal | None = None
    unit: str = ""
    comparator: str = "="
    amount: Decimal | None = None
    done_on: date | None = None
    checkpoint_text: str = ""
    checkpoint_share: Decimal | None = None
    checkpoint_reached: bool | None = None
    checkpoint_from: date | None = None
    checkpoint_due: date | None = None
    checkpoint_before: Decimal | None = None
    reported: bool = False
    level: bool = False
    gathered: str = ""
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state with the shares behind it (0 to 1) and one sentence that says why."""

    state: State
    expected: Decimal | None
    actual: Decimal | None
    why: str

    @property
    def has_share(self) -> bool:
        """Something is to be counted; what only words report (on pace) is neither half nor none."""
        told = self.actual is None and self.state is State.ON_PACE
        return self.expected is not None and not told

    @property
    def reached(self) -> Decimal:
        """The share it brings into a mean: nothing where nothing is reported, one at most."""
        return min(self.actual or ZERO, ONE)


def judge(facts: PaceFacts, limits: Thresholds | None = None) -> Judgement:
    """The light of a task on a day, with the sentence that explains it.

    Args:
        facts: what is known of the task up to the day.
        limits: the office's thresholds; 10 and 30 points when None.
    """
    limits = limits or Thresholds()
    actual = actual_share(facts)
    done_on = facts.done_on if facts.done_on and facts.done_on <= facts.as_of else None
    if done_on:
        return _judge_done(facts, done_on, actual)
    if facts.due and facts.as_of > facts.due:
        return _judge_overdue(facts, facts.due, actual)
    return _judge_open(facts, actual, limits)


def _judge_open(facts: PaceFacts, actual: Decimal | None, limits: Thresholds) -> Judgement:
    """What is neither done nor past its deadline."""
    if facts.checkpoint_text and facts.checkpoint_share is None:
        return _judge_mark(facts, actual)
    if facts.comparator in CEILINGS and not facts.reported:
        return _judge_unread(facts)
    if (facts.level or facts.comparator in CEILINGS) and actual is not None:
        return _judge_level(facts, actual)
    if facts.checkpoint_share is None and (facts.standing or facts.due is None):
        return _judge_standing(facts, actual)
    return _judge_share(facts, actual, limits)


def actual_share(facts: PaceFacts) -> Decimal | None:
    """The part of the target reached, or None where nothing was reported or nothing is counted.

    A ceiling (PM2.5 达33微克) has no share: below it is reached, above it is not.
    """
    if facts.target is None or facts.amount is None:
        return None
    if facts.comparator in CEILINGS:
        return ONE if _holds(facts.amount, facts.target, facts.comparator) else ZERO
    if facts.target <= 0:
        return ONE if facts.amount >= facts.target else ZERO
    return facts.amount / facts.target


def _holds(amount: Decimal, line: Decimal, comparator: str) -> bool:
    """Whether a level lies on the good side of its line."""
    if comparator in CEILINGS:
        return amount < line if comparator == "<" else amount <= line
    return amount > line if comparator == ">" else amount >= line


@lru_cache(maxsize=4096)  # a list's thousands of tasks share a few dozen deadlines
def elapsed_share(start: date, due: date, as_of: date) -> Decimal:
    """The part of the span from ``start`` to ``due`` gone by at the end of ``as_of``, in months.

    Whole months count as one, a part of a month by its days; the result lies in 0..1.
    """
    if as_of >= due:
        return ONE
    if as_of < start:
        return ZERO
    whole = months_at_end(due) - months_at_start(start)
    gone = months_at_end(as_of) - months_at_start(start)
    return gone / whole


def points(share: Decimal) -> str:
    """A share as a percentage with one decimal at most: 0.435 is 43.5."""
    value = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{value:f}"
    return text.removesuffix(".0")


def is_sane(number: Decimal) -> bool:
    """True of a number that can be written out: 1e999999999 alone would fill the memory."""
    return number.is_finite() and -_MOST_FIGURES < number.adjusted() < _MOST_FIGURES


def plain(number: Decimal) -> str:
    """A number without needless zeros or exponent: 23.00 is 23."""
    if not is_sane(number):
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _judge_done(facts: PaceFacts, done_on: date, actual: Decimal | None) -> Judgement:
    late = facts.due is not None and done_on > facts.due
    if late and facts.due:
        why = f"{_day(done_on)}完成，晚于时限{_day(facts.due)}。"
        return Judgement(State.DONE_LATE, ONE, actual or ONE, why)
    return Judgement(State.DONE, ONE, actual or ONE, f"{_day(done_on)}已完成。")


def _judge_overdue(facts: PaceFacts, due: date, actual: Decimal | None) -> Judgement:
    days = (facts.as_of - due).days
    why = f"时限{_day(due)}，已超期{days}天，{_reached(facts, actual)}。"
    return Judgement(State.OVERDUE, ONE, actual, why)


def _judge_mark(facts: PaceFacts, actual: Decimal | None) -> Judgement:
    quoted = _short(facts.checkpoint_text)
    if facts.checkpoint_reached:
        return Judgement(State.ON_PACE, None, actual, f"本期形象进度“{quoted}”已达到。")
    if not facts.reported:
        return Judgement(State.NOT_STARTED, None, actual, f"本期形象进度“{quoted}”，尚未填报。")
    if facts.checkpoint_due and facts.as_of < facts.checkpoint_due:
        by = f"应于{_day(facts.checkpoint_due)}前达到"
        return Judgement(State.ON_PACE, None, actual, f"本期形象进度“{quoted}”{by}，已填报进展。")
    return Judgement(State.BEHIND, None, actual, f"本期形象进度“{quoted}”尚未达到。")


def _judge_level(facts: PaceFacts, actual: Decimal) -> Judgement:
    """A level is held against its line, or against the checkpoint's own."""
    line = (facts.target or ZERO) * (
        ONE if facts.checkpoint_share is None else facts.checkpoint_share
    )
    words = _level_words(facts, line)
    if _holds(facts.amount or ZERO, line, facts.comparator):
        return Judgement(State.ON_PACE, None, actual, f"{words}。")
    if facts.hopeless:
        return Judgement(State.FAR_BEHIND, None, actual, f"{words}，后几个月已无法扭转。")
    return Judgement(State.BEHIND, None, actual, f"{words}。")


def _judge_unread(facts: PaceFacts) -> Judgement:
    """A ceiling is no distance to go: without a value there is nothing to be behind with."""
    line = "" if facts.target is None else f"上限{plain(facts.target)}{facts.unit}，"
    return Judgement(State.NOT_STARTED, None, None, f"{line}尚未填报数值。")


def _level_words(facts: PaceFacts, line: Decimal) -> str:
    """1—6月平均31微克/立方米，符合上限33."""
    amount = facts.amount or ZERO
    ceiling = facts.comparator in CEILINGS
    bound = "上限" if ceiling else "下限"
    verdict = "符合" if _holds(amount, line, facts.comparator) else "超过" if ceiling else "低于"
    head = facts.gathered or "现为"
    return f"{head}{plain(amount)}{facts.unit}，{verdict}{bound}{plain(line)}"


def _judge_standing(facts: PaceFacts, actual: Decimal | None) -> Judgement:
    words = "常年任务" if facts.standing else "没有可计算的时限"
    if facts.target is not None and facts.amount is not None and actual is not None:
        reached = actual >= 1
        state = State.ON_PACE if reached else State.BEHIND
        return Judgement(state, None, actual, f"{words}，{_reached(facts, actual)}。")
    if facts.reported:
        return Judgement(State.ON_PACE, None, actual, f"{words}，已填报进展。")
    return Judgement(State.NOT_STARTED, None, actual, f"{words}，尚未填报进展。")


def _judge_share(facts: PaceFacts, actual: Decimal | None, limits: Thresholds) -> Judgement:
    expected, basis = _expected(facts)
    if not facts.reported and actual in (None, ZERO):
        return _judge_silent(facts, expected, basis, limits)
    if actual is None:
        why = f"应达{points(expected)}%（{basis}），没有可计算的数量，已填报进展。"
        return Judgement(State.ON_PACE, expected, None, why)
    state, verdict = _compare((expected - actual) * 100, limits)
    why = f"应达{points(expected)}%（{basis}），{_reached(facts, actual)}，{verdict}。"
    return Judgement(state, expected, actual, why)


def _compare(gap: Decimal, limits: Thresholds) -> tuple[State, str]:
    """The state for ``gap`` points behind (negative: ahead), and the words for it."""
    behind = f"差{points(gap / 100)}个点"
    if gap > limits.yellow:
        return State.FAR_BEHIND, f"{behind}，超过{plain(limits.yellow)}个点"
    if gap > limits.green:
        return State.BEHIND, f"{behind}，超过{plain(limits.green)}个点"
    if -gap >= limits.ahead:
        return State.AHEAD, f"超{points(-gap / 100)}个点"
    return State.ON_PACE, behind if round(gap, 1) > 0 else "不落后"


def _judge_silent(facts: PaceFacts, expected: Decimal, basis: str, limits: Thresholds) -> Judgement:
    """Nothing reported: not started while little is due, then behind like any other."""
    behind = expected * 100
    head = f"应达{points(expected)}%（{basis}），尚未填报进展"
    if behind > limits.yellow and facts.target is not None:
        return Judgement(
            State.FAR_BEHIND, expected, ZERO, f"{head}，落后超过{plain(limits.yellow)}个点。"
        )
    return Judgement(State.NOT_STARTED, expected, None, f"{head}。")


def _expected(facts: PaceFacts) -> tuple[Decimal, str]:
    if facts.checkpoint_share is None:
        return _by_time(facts, facts.as_of), "按时间"
    named = f"本期形象进度“{_short(facts.checkpoint_text)}”"
    begun, due = facts.checkpoint_from, facts.checkpoint_due
    if begun is None or due is None or facts.as_of >= due:
        return facts.checkpoint_share, named
    before = facts.checkpoint_before
    asked = _by_time(facts, begun - timedelta(days=1)) if before is None else before
    left = max(facts.checkpoint_share - asked, ZERO)
    share = facts.checkpoint_share - left * (1 - elapsed_share(begun, due, facts.as_of))
    return share, f"{named}，按时间折算"


def _by_time(facts: PaceFacts, day: date) -> Decimal:
    due = facts.due or facts.as_of
    return elapsed_share(facts.start or date(due.year, 1, 1), due, day)


def _reached(facts: PaceFacts, actual: Decimal | None) -> str:
    if facts.amount is None or facts.target is None:
        return "尚未完成"
    if facts.level or facts.comparator in CEILINGS:
        return _level_words(facts, facts.target)
    if facts.unit in {"%", "％"}:
        goal = (
            ""
            if facts.target == 100
            else f"（现为{plain(facts.amount)}%，目标{plain(facts.target)}%）"
        )
        return f"实达{points(actual or ZERO)}%{goal}"
    words = f"{plain(facts.amount)}/{plain(facts.target)}{facts.unit}"
    return f"实达{points(actual or ZERO)}%（{words}）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 30 else flat[:29] + "…"


def months_at_end(day: date) -> Decimal:
    """Months since year 0 at the end of ``day``."""
    length = calendar.monthrange(day.year, day.month)[1]
    return Decimal(day.year * 12 + day.month - 1) + Decimal(day.day) / length


def months_at_start(day: date) -> Decimal:
    """Months since year 0 at the beginning of ``day``."""
    length = calendar.monthrange(day.year, day.month)[1]
    return Decimal(day.year * 12 + day.month - 1) + Decimal(day.day - 1) / length
