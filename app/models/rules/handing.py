"""How a thing handed to a unit stands: waiting for feedback, under review, returned or settled."""

from enum import StrEnum


class LineState(StrEnum):
    """The states of one line of a 交办单; ``label`` is the field's word."""

    WAITING = "waiting"
    ANSWERED = "answered"
    RETURNED = "returned"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word printed for the state."""
        return _LABELS[self]


_LABELS = {
    LineState.WAITING: "待反馈",
    LineState.ANSWERED: "待审核",
    LineState.RETURNED: "已退回",
    LineState.SETTLED: "已办结",
    LineState.WITHDRAWN: "已撤回",
}
