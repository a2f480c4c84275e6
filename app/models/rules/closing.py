"""How a problem stands on its way to 销号: by its steps, its date and the day."""

from collections.abc import Sequence
from dataclasses import dataclass
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


def judge_problem(
    steps: Sequence[StepFacts], *, due: date | None, as_of: date, near_days: int = NEAR_DAYS
) -> ProblemJudgement:
    """Where a problem stands on a day; a step done later than the day is not done yet.

    Args:
        steps: in their order; the last one closes the problem.
        due: the day by which it must be put right (整改时限).
        as_of: the day it is looked at.
        near_days: how many days before the due day it counts as near.
    """
    raise NotImplementedError
