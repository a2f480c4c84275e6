"""How a thing handed to a unit stands: waiting for feedback, under review, returned or settled."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RETURNED, ACCEPTED = "returned", "accepted"
_EVERY_VILLAGE = re.compile(
    r"(?:全镇|各|所有)(?:行政)?村(?:[（(、/]?(?:社区|居委会|涉农社区)[）)]?)?|各(?:镇)?社区|各村居"
)


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

    @property
    def is_open(self) -> bool:
        """Something is still to come: an answer, a better one, or our word on it."""
        return self not in _ENDED


_LABELS = {
    LineState.WAITING: "待反馈",
    LineState.ANSWERED: "待审核",
    LineState.RETURNED: "已退回",
    LineState.SETTLED: "已办结",
    LineState.WITHDRAWN: "已撤回",
}
_ENDED = frozenset({LineState.SETTLED, LineState.WITHDRAWN})
_BY_VERDICT = {RETURNED: LineState.RETURNED, ACCEPTED: LineState.SETTLED}


@dataclass(frozen=True, slots=True)
class Round:
    """One answer and what was said to it; ``verdict`` is empty, accepted or returned."""

    given_on: date
    verdict: str = ""
    verdict_on: date | None = None


def rounds_by(rounds: Sequence[Round], as_of: date) -> tuple[Round, ...]:
    """The rounds as they stood on a day: later answers are not there, later verdicts are open."""
    return tuple(
        one if (one.verdict_on or one.given_on) <= as_of else Round(one.given_on)
        for one in rounds
        if one.given_on <= as_of
    )


def stand(rounds: Sequence[Round], *, withdrawn_on: date | None, as_of: date) -> LineState:
    """Where a line stands on a day: the last round decides; what is settled stays settled."""
    seen = rounds_by(rounds, as_of)
    state = _BY_VERDICT.get(seen[-1].verdict, LineState.ANSWERED) if seen else LineState.WAITING
    if state is not LineState.SETTLED and withdrawn_on is not None and withdrawn_on <= as_of:
        return LineState.WITHDRAWN
    return state


def is_late(state: LineState, due: date | None, as_of: date) -> bool:
    """Its day is over and it is not settled."""
    return state.is_open and due is not None and due < as_of


def next_number(numbers: Sequence[str], year: int, older: Sequence[str] = ()) -> str:
    """The number after those given out in a year, in the office's own way of writing them.

    Args:
        numbers: the year's numbers, in the order they were given out.
        year: the year.
        older: the numbers of the years before, whose way of writing is kept.
    """
    shape = next((number for number in reversed(numbers) if _parts(number)), "")
    if shape:
        head, _, width, tail = _parts(shape) or ("", 0, 1, "")
        alike = [found for number in numbers if (found := _parts(number))]
        last = max(count for h, count, _, t in alike if (h, t) == (head, tail))
        return f"{head}{last + 1:0{width}d}{tail}"
    for number in reversed(older):
        found = _parts(number)
        if found:
            head = re.sub(r"20\d\d", str(year), found[0])
            return f"{head}{1:0{found[2]}d}{found[3]}"
    return f"交办〔{year}〕1号"


def _parts(number: str) -> tuple[str, int, int, str] | None:
    """What stands before the running count, the count, its least digits, what follows.

    The year is no running count: 交办〔2020〕 alone has none.
    """
    found = re.fullmatch(r"(?P<head>.*?)(?P<count>\d{1,6})(?P<tail>\D*)", number.strip())
    if found is None or re.fullmatch(r"20\d\d", found["count"]):
        return None
    count = found["count"]
    width = len(count) if count.startswith("0") else 1
    return found["head"], int(count), width, found["tail"]


def names_unit(names: Iterable[str], own: frozenset[str], kind: str) -> bool:
    """Whether a list of responsible units means this one: by name, by alias, or as 各村."""
    return any(name in own or means_all(name, kind) for name in names)


def means_all(name: str, kind: str) -> bool:
    """Whether a name stands for every unit of a kind: 各村（社区） for the villages."""
    return kind == "village" and _EVERY_VILLAGE.fullmatch(name) is not None
