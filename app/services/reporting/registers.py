"""The lines of every kind of register as the ledger stands on a period's last day."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.models.database import Ledger
from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.models.rules.periods import Period
from app.models.supervision import Assignment, Problem
from app.models.views import GroupProgress, TaskView, theme_of
from app.services.breakdown.shares import split_rows
from app.services.dashboard import dashboard
from app.services.parties.units import list_units
from app.services.queries import list_items, list_tasks, task_names
from app.services.supervision.assignments_reading import list_assignments
from app.services.supervision.problems import list_problems

TOTAL = "合计"
_LAGGING = ("behind", "far_behind", "overdue")


def register_lines(
    ledger: Ledger, rows: str, *, list_id: int | None, span: Period
) -> tuple[Any, ...]:
    """The lines of a register of a list, or of the whole ledger, as of the period's last day.

    Problems and 交办 that hang on no task belong to every list.
    """
    return _READERS[rows](ledger, list_id, span)


def rows_without_list(ledger: Ledger) -> frozenset[str]:
    """The kinds of lines a ledger holds that belong to no task list: they print without one."""
    kinds: tuple[tuple[str, type[Problem] | type[Assignment]], ...] = (
        ("problems", Problem),
        ("assignments", Assignment),
    )
    with ledger.reading() as session:
        held = [rows for rows, record in kinds if session.scalar(select(record.id).limit(1))]
    return frozenset(held)


def summary_total(lines: tuple[GroupLine, ...]) -> GroupLine | None:
    """The line of all groups together: shares weighed by the tasks that are counted."""
    if not lines:
        return None
    states: Counter[str] = Counter()
    for line in lines:
        states.update(line.states)
    return GroupLine(
        ordinal=len(lines) + 1,
        name=TOTAL,
        tasks=sum(line.tasks for line in lines),
        states=dict(states),
        counted=sum(line.counted for line in lines),
        actual=_weighed([(line.actual, line.counted) for line in lines]),
        expected=_weighed([(line.expected, line.counted) for line in lines]),
    )


def _items(ledger: Ledger, list_id: int | None, span: Period) -> tuple[ItemLine, ...]:
    tasks = {
        task.id: task
        for task in list_tasks(
            ledger, as_of=span.end, period=span.key, list_id=list_id, ours=("yes",)
        )
    }
    held = [item for item in list_items(ledger, list_id=list_id) if item.task_id in tasks]
    return tuple(
        ItemLine(place, item, tasks[item.task_id].serial, tasks[item.task_id].text, span.end)
        for place, item in enumerate(held, 1)
    )


def _problems(ledger: Ledger, list_id: int | None, span: Period) -> tuple[ProblemLine, ...]:
    """Those found by the day, those of one source together."""
    ours = task_names(ledger, list_id=list_id)
    held = [
        view
        for view in list_problems(ledger, as_of=span.end)
        if view.task_id is None or view.task_id in ours
        if view.found_on is None or view.found_on <= span.end
    ]
    sources = {view.source: place for place, view in reversed(list(enumerate(held)))}
    held.sort(key=lambda view: sources[view.source])
    return tuple(ProblemLine(place, view, span.end) for place, view in enumerate(held, 1))


def _assignments(ledger: Ledger, list_id: int | None, span: Period) -> tuple[AssignedLine, ...]:
    """Those issued by the day, by unit, the older first."""
    ours = task_names(ledger, list_id=list_id)
    order = {unit.id: place for place, unit in enumerate(list_units(ledger))}
    issued = sorted(
        list_assignments(ledger, as_of=span.end),
        key=lambda one: (order.get(one.unit_id, 0), one.issued_on, one.id),
    )
    held = [
        (one, line)
        for one in issued
        for line in one.lines
        if line.task_id is None or line.task_id in ours
    ]
    return tuple(
        AssignedLine(place, one, line, span.end) for place, (one, line) in enumerate(held, 1)
    )


def _villages(ledger: Ledger, list_id: int | None, span: Period) -> tuple[ShareLine, ...]:
    """The targets that are split, with every unit that carries a part of any."""
    tasks = list_tasks(ledger, as_of=span.end, period=span.key, list_id=list_id, ours=("yes",))
    themes = {task.id: task.groups[:1] for task in tasks}
    rows = [
        row
        for row in split_rows(ledger, list_id=list_id, period=span.key)
        if row.shares and row.task_id in themes
    ]
    carrying = {share.unit for row in rows for share in row.shares}
    units = tuple(unit.name for unit in list_units(ledger) if unit.name in carrying)
    return tuple(
        ShareLine(place, row, themes[row.task_id], units, span.key)
        for place, row in enumerate(rows, 1)
    )


def _groups(ledger: Ledger, list_id: int | None, span: Period) -> tuple[GroupLine, ...]:
    """A line a theme; the shares are the very ones of the 工作台."""
    tasks = list_tasks(ledger, as_of=span.end, period=span.key, list_id=list_id, ours=("yes",))
    shown = dashboard(ledger, as_of=span.end, period=span.key, list_id=list_id)
    shares = {group.name: group for group in shown.groups}
    themes: dict[str, list[TaskView]] = {}
    for task in tasks:
        themes.setdefault(theme_of(task.groups), []).append(task)
    return tuple(
        _group(place, name, held, shares.get(name))
        for place, (name, held) in enumerate(themes.items(), 1)
    )


def _group(place: int, name: str, tasks: list[TaskView], share: GroupProgress | None) -> GroupLine:
    # A plain dict: asdict(), by which a return is frozen, garbles a Counter.
    states = dict(Counter(task.judgement.state.value for task in tasks))
    lagging = (task for task in tasks if task.judgement.state.value in _LAGGING)
    return GroupLine(
        ordinal=place,
        name=name,
        tasks=len(tasks),
        states=states,
        counted=share.tasks if share else 0,
        actual=share.actual if share else None,
        expected=share.expected if share else None,
        lagging=tuple(f"{task.serial}　{task.text}".strip() for task in lagging),
    )


def _weighed(shares: list[tuple[Decimal | None, int]]) -> Decimal | None:
    known = [(share, count) for share, count in shares if share is not None and count]
    whole = sum(count for _, count in known)
    return sum((share * count for share, count in known), Decimal(0)) / whole if whole else None


_READERS: Mapping[str, Callable[[Ledger, int | None, Period], tuple[Any, ...]]] = {
    "items": _items,
    "problems": _problems,
    "assignments": _assignments,
    "villages": _villages,
    "groups": _groups,
}
