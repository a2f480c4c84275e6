"""The lines of the 工作台: what is to be done and what is due, and the cell each leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.rules.periods import Period
from app.models.views import Todo, Upcoming
from app.ui.itemmodels.columns import Column
from app.ui.style import Ink
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

ALL, OVERDUE = "全部", "已超期"
KEEP = "keep"
_FILLING = frozenset({"fill", "tick"})
DUTIES: dict[str, frozenset[str]] = {
    ALL: frozenset(),
    "填报": _FILLING,
    "确认": frozenset({"confirm"}),
    "问题": frozenset({"problem"}),
    "交办": frozenset({"assignment"}),
    "佐证": frozenset({"proof"}),
    "备份": frozenset({KEEP}),
}
_PERIODS = {"本月": "month", "本季": "quarter"}
SPANS = (ALL, *_PERIODS, OVERDUE)
_PARTS = {"fill": "progress", "tick": "items", "proof": "evidence"}
_VERBS = {
    "fill": "填进展",
    "tick": "去勾选",
    "confirm": "去确认",
    "problem": "去整改",
    "assignment": "看交办",
    "proof": "补佐证",
    KEEP: "去设置",
}


def of_kind(todos: Iterable[Todo], kind: str) -> tuple[Todo, ...]:
    """The duties of a kind, by its word."""
    actions = DUTIES[kind]
    return tuple(todo for todo in todos if not actions or todo.action in actions)


def within(upcoming: Iterable[Upcoming], span: str, day: date) -> tuple[Upcoming, ...]:
    """What is due in the month or quarter of a day, or overdue on it."""
    if span == ALL:
        return tuple(upcoming)
    if span == OVERDUE:
        return tuple(one for one in upcoming if one.overdue)
    period = Period.of(day, _PERIODS[span])
    return tuple(one for one in upcoming if period.contains(one.due))


def destination_of(row: Todo | Upcoming) -> Destination:
    """The very cell a line of the 工作台 leads to."""
    if row.problem_id is not None:
        return Destination("problems", problem_id=row.problem_id)
    if row.assignment_id is not None:
        return Destination("units", assignment_id=row.assignment_id)
    action = row.action if isinstance(row, Todo) else "tick" if row.item_id else "fill"
    if action == KEEP:
        return Destination("settings", part=KEEP)
    if action == "confirm":
        return Destination("tasks", ours="ask")
    return Destination(
        "tasks", task_id=row.task_id, item_id=row.item_id, part=_PARTS.get(action, "progress")
    )


def todo_columns() -> list[Column[Todo]]:
    """What is to be done, why, and the verb that does it."""
    return [
        Column("text", "事项", lambda todo: todo.text, stretch=True, tip=lambda todo: todo.text),
        Column(
            "state",
            "",
            lambda todo: todo.note,
            96,
            muted=True,
            spare=1,
            colour=lambda todo: Ink.FAULT.value if todo.action == KEEP else None,
        ),
        Column(
            "verb",
            "",
            lambda todo: _VERBS.get(todo.action, ""),
            width=72,
            align="right",
            colour=lambda _: Ink.ACCENT.value,
        ),
    ]


def upcoming_columns() -> list[Column[Upcoming]]:
    """What is due, when, and at whose place."""
    return [
        Column(
            "due",
            "时限",
            lambda one: one.due,
            width=100,
            colour=lambda one: Ink.FAULT.value if one.overdue else None,
            tip=lambda one: OVERDUE if one.overdue else "",
        ),
        Column("text", "事项", lambda one: one.text, 168, stretch=True, tip=_who_and_what),
        Column(
            "unit", "单位", lambda one: one.unit, 104, muted=True, spare=1, tip=lambda one: one.unit
        ),
    ]


def _who_and_what(one: Upcoming) -> str:
    return f"{one.text}\n{one.unit}" if one.unit else one.text
