"""How a problem stands on its way to 销号: by its steps, its date and the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class ProblemState(StrEnum):
    """The states of a problem; the value is the stable key, ``label`` the field's word."""

    NOT_STARTED = "not_started"
    ON_TIME = "on_time"
    NEAR = "near"
    OVERDUE = "overdue"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    CLOSED_LATE = "closed_late"

    @property
    def label(self) -> str:
        """The word printed for the state."""
        return _LABELS[self]


_LABELS = {
    ProblemState.NOT_STARTED: "未启动",
    ProblemState.ON_TIME: "整改中",
    ProblemState.NEAR: "临近时限",
    ProblemState.OVERDUE: "超期",
    ProblemState.RECTIFIED: "完成整改",
    ProblemState.CLOSED: "已销号",
    ProblemState.CLOSED_LATE: "逾期后销号",
}


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step as the rule sees it."""

    name: str
    done_on: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ProblemJudgement:
    """A state, the sentence that says why, and the day of 销号 when it is closed."""

    state: ProblemState
    why: str
    closed_on: date | None = None


RECTIFIED_STEP = "完成整改"
NEAR_DAYS = 15


@dataclass(frozen=True, slots=True)
class _Way:
    """The steps as they stand on a day."""

    steps: tuple[StepFacts, ...]
    due: date | None
    as_of: date

    @property
    def open_steps(self) -> tuple[StepFacts, ...]:
        return tuple(step for step in self.steps if step.done_on is None)

    @property
    def closed_on(self) -> date | None:
        return self.steps[-1].done_on if self.steps else None

    @property
    def rectified_on(self) -> date | None:
        named = (step.done_on for step in self.steps if step.name == RECTIFIED_STEP)
        return next(named, None)

    @property
    def put_right_on(self) -> date | None:
        """The day that counts against 整改时限: the paper work after it takes its own time."""
        return self.rectified_on or self.closed_on


def judge_problem(
    steps: Sequence[StepFacts], *, due: date | None, as_of: date, near_days: int = NEAR_DAYS
) -> ProblemJudgement:
    """Where a problem stands on a day; a step done later than the day is not done yet.

    整改时限 asks for 完成整改: a problem put right in time and closed later is not late. Where no
    step of that name is done, the day of closing counts.

    Args:
        steps: in their order; the last one closes the problem.
        due: the day by which it must be put right (整改时限); where there is none, the day planned
            for 完成整改 or for the last step stands for it.
        as_of: the day it is looked at.
        near_days: how many days before the due day it counts as near.
    """
    seen = tuple(_as_seen(step, as_of) for step in steps)
    way = _Way(seen, due or _planned_due(seen), as_of)
    if way.closed_on is not None:
        return _closed(way, way.closed_on)
    if way.rectified_on is not None:
        return ProblemJudgement(ProblemState.RECTIFIED, _rectified_words(way, way.rectified_on))
    return _open(way, near_days)


def is_done(step: StepFacts, as_of: date) -> bool:
    """A step is done once its day has come."""
    return step.done_on is not None and step.done_on <= as_of


def next_day(steps: Sequence[StepFacts], *, due: date | None, as_of: date) -> date | None:
    """The next day to be kept: the nearer of 整改时限 and the day planned for the step at hand.

    None for a problem that is closed, or for which no day is set.
    """
    seen = tuple(_as_seen(step, as_of) for step in steps)
    way = _Way(seen, due or _planned_due(seen), as_of)
    if way.closed_on is not None:
        return None
    days = [step.due for step in way.open_steps[:1] if step.due is not None]
    if way.due is not None and way.rectified_on is None:
        days.append(way.due)
    return min(days, default=None)


def _as_seen(step: StepFacts, as_of: date) -> StepFacts:
    return step if is_done(step, as_of) else replace(step, done_on=None)


def _planned_due(steps: Sequence[StepFacts]) -> date | None:
    named = (step.due for step in steps if step.name == RECTIFIED_STEP and step.due)
    return next(named, steps[-1].due if steps else None)


def _closed(way: _Way, closed_on: date) -> ProblemJudgement:
    put_right = way.put_right_on or closed_on
    closing = _closing_words(way)
    if way.rectified_on == closed_on:
        head = f"{_day(closed_on)}完成整改并{closing}"
    elif way.rectified_on is not None:
        head = f"{_day(way.rectified_on)}完成整改，{_day(closed_on)}{closing}"
    else:
        head = f"{_day(closed_on)}{closing}"
    if way.due is None:
        return ProblemJudgement(ProblemState.CLOSED, f"{head}。", closed_on)
    late = (put_right - way.due).days
    if late > 0:
        why = f"{head}，比时限{_day(way.due)}晚{late}天。"
        return ProblemJudgement(ProblemState.CLOSED_LATE, why, closed_on)
    return ProblemJudgement(ProblemState.CLOSED, f"{head}，未超时限{_day(way.due)}。", closed_on)


def _closing_words(way: _Way) -> str:
    name = way.steps[-1].name
    left = len(way.open_steps)
    skipped = f"（前面还有{left}步未登记）" if left else ""
    return f"{'销号' if name == '销号' else f'完成“{name}”，销号'}{skipped}"


def _rectified_words(way: _Way, rectified_on: date) -> str:
    head = f"{_day(rectified_on)}完成整改"
    if way.due is not None and rectified_on > way.due:
        head += f"，比时限{_day(way.due)}晚{(rectified_on - way.due).days}天"
    left = "、".join(step.name for step in way.open_steps)
    return f"{head}，还差{left}{_late_step(way)}。"


def _open(way: _Way, near_days: int) -> ProblemJudgement:
    stands = _standing_words(way)
    if way.due is None:
        state = ProblemState.ON_TIME if _is_begun(way) else ProblemState.NOT_STARTED
        return ProblemJudgement(state, f"{stands}，没有整改时限{_late_step(way)}。")
    left = (way.due - way.as_of).days
    if left < 0:
        why = f"时限{_day(way.due)}，已超期{-left}天，{stands}。"
        return ProblemJudgement(ProblemState.OVERDUE, why)
    ahead = f"时限{_day(way.due)}，{f'还有{left}天' if left else '今天到期'}"
    why = f"{ahead}，{stands}{_late_step(way)}。"
    if left <= near_days:
        return ProblemJudgement(ProblemState.NEAR, why)
    state = ProblemState.ON_TIME if _is_begun(way) else ProblemState.NOT_STARTED
    return ProblemJudgement(state, why)


def _is_begun(way: _Way) -> bool:
    return len(way.open_steps) < len(way.steps)


def _standing_words(way: _Way) -> str:
    if not way.steps:
        return "还没有整改步骤"
    at, count = way.open_steps[0], len(way.steps)
    if not _is_begun(way):
        return f"{count}步都未完成"
    return f"已完成{count - len(way.open_steps)}步，共{count}步，正在“{at.name}”"


def _late_step(way: _Way) -> str:
    """A few words when the step at hand is past the day planned for it."""
    at = next(iter(way.open_steps), None)
    if at is None or at.due is None or at.due >= way.as_of:
        return ""
    return f"；“{at.name}”计划{_day(at.due)}，已过{(way.as_of - at.due).days}天"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
