"""How tasks are put under group rows: by theme, unit, light or deadline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from app.models.rules.pace import State
from app.models.views import NO_THEME
from app.ui.targets import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.models.views import TaskView

# Worst first: what needs the clerk stands on top.
STATES_BY_CARE = (
    State.OVERDUE,
    State.FAR_BEHIND,
    State.BEHIND,
    State.NOT_STARTED,
    State.ON_PACE,
    State.AHEAD,
    State.DONE_LATE,
    State.DONE,
)
_NO_UNIT, _NO_DATE = "未写责任单位", "常年或无固定时限"


class Grouping(StrEnum):
    """What the rows of the task page are grouped by."""

    THEME = "theme"
    UNIT = "unit"
    LIGHT = "light"
    DEADLINE = "deadline"
    NONE = "none"

    @property
    def label(self) -> str:
        """The word in the menu."""
        return _LABELS[self]


_LABELS = {
    Grouping.THEME: "主题",
    Grouping.UNIT: "责任单位",
    Grouping.LIGHT: "亮灯",
    Grouping.DEADLINE: "时限",
    Grouping.NONE: "不分组",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group row with its tasks; ``counts`` says how many stand in each state, worst first.

    A group without a title has no row of its own.
    """

    key: str
    title: str
    tasks: tuple[TaskView, ...]
    counts: tuple[tuple[State, int], ...]


def group_tasks(tasks: Sequence[TaskView], by: Grouping) -> tuple[Group, ...]:
    """Put tasks under groups, each task once, in the list's order inside a group."""
    if by is Grouping.THEME:
        depth = _first_split(tasks)
        return _grouped(tasks, lambda path: _theme(path, depth), key=attrgetter("groups"))
    if by is Grouping.NONE:
        return (Group("", "", tuple(tasks), ()),) if tasks else ()
    if by is Grouping.UNIT:
        return _grouped(tasks, _unit, key=attrgetter("carriers"))
    if by is Grouping.LIGHT:
        states = attrgetter("judgement.state")
        groups = _grouped(tasks, lambda state: state.label, key=states)
        return tuple(sorted(groups, key=lambda group: STATES_BY_CARE.index(group.counts[0][0])))
    dated = sorted(tasks, key=lambda task: (task.due or date.max, task.position))
    return _grouped(dated, _month, key=attrgetter("due"))


def count_states(tasks: Iterable[TaskView]) -> tuple[tuple[State, int], ...]:
    """How many tasks stand in each state, worst first, states without any left out."""
    counts = Counter(map(attrgetter("judgement.state"), tasks))
    return tuple((state, counts[state]) for state in STATES_BY_CARE if counts[state])


def _grouped(
    tasks: Sequence[TaskView], label: Callable[[Any], str], *, key: Callable[[TaskView], Any]
) -> tuple[Group, ...]:
    """Tasks by the label of a key; there are few keys, over many tasks: each is named once."""
    members: dict[str, list[TaskView]] = {}
    by_key: dict[Any, list[TaskView]] = {}
    for task, one in zip(tasks, map(key, tasks), strict=True):
        held = by_key.get(one)
        if held is None:
            held = by_key[one] = members.setdefault(label(one), [])
        held.append(task)
    return tuple(
        Group(title, title, tuple(held), count_states(held)) for title, held in members.items()
    )


def _first_split(tasks: Sequence[TaskView]) -> int:
    """The outermost level at which the labels differ: a list of one theme splits by its parts."""
    paths = set(map(attrgetter("groups"), tasks))  # far fewer than tasks
    deepest = max((len(path) for path in paths), default=0)
    for depth in range(deepest):
        if len({path[depth] if depth < len(path) else "" for path in paths}) > 1:
            return depth
    return 0


def _theme(path: tuple[str, ...], depth: int) -> str:
    label = path[depth] if depth < len(path) else "".join(path[-1:])
    return _flat(label) or NO_THEME


@lru_cache(maxsize=1024)
def _flat(label: str) -> str:
    """A theme on one line; there are few of them, over many tasks."""
    return one_line(label)


def _unit(units: tuple[str, ...]) -> str:
    return next(iter(units), _NO_UNIT)


def _month(due: date | None) -> str:
    return f"{due.year}年{due.month}月" if due else _NO_DATE
