"""The states of a problem as shape, word and colour, the same hues as the lights of tasks."""

from app.models.rules.closing import ProblemState
from app.models.rules.pace import State
from app.ui.style import LightMark, light_mark

_LIKE = {
    ProblemState.NOT_STARTED: State.NOT_STARTED,
    ProblemState.ON_TIME: State.ON_PACE,
    ProblemState.NEAR: State.BEHIND,
    ProblemState.OVERDUE: State.OVERDUE,
    ProblemState.RECTIFIED: State.AHEAD,
    ProblemState.CLOSED: State.DONE,
    ProblemState.CLOSED_LATE: State.DONE_LATE,
}


def problem_mark(state: ProblemState) -> LightMark:
    """The mark of a state: shape, word and colour."""
    like = light_mark(_LIKE[state])
    return LightMark(like.shape, state.label, like.colour, like.tint)
