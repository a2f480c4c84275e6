"""What the 工作台 shows as of a day: lights, completion, what is due and what is to be done."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.registers import LineDue, NearProblem
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.tracking import Item
from app.models.units import Unit
from app.models.views import Dashboard, GroupProgress, TaskView, Todo, Upcoming, theme_of
from app.services.keeping.upkeep import keeping_todos
from app.services.proof.prooflack import Lacking, lacking_among
from app.services.standing import task_views
from app.services.supervision.assignments_reading import assignments_answered, assignments_late
from app.services.supervision.problems import problems_near
from app.services.wording import shorten

_NEAR = timedelta(days=45)
_LAGGING = (State.OVERDUE, State.FAR_BEHIND, State.BEHIND)
_FINISHED = (State.DONE, State.DONE_LATE)
_WORDS = 40
THEME, UNIT = "theme", "unit"
NO_UNIT = "未定单位"
"""How the chart calls the tasks that name no unit."""


def dashboard(
    ledger: Ledger, *, as_of: date, period: str, list_id: int | None = None, by: str = THEME
) -> Dashboard:
    """What the 工作台 shows as of a day.

    Args:
        ledger: the open ledger.
        as_of: the day lights are judged on.
        period: the period whose return is due next.
        list_id: one list, None for all.
        by: what completion is charted by, ``theme`` or ``unit``.
    """
    span = Period.parse(period)
    with ledger.reading() as session:
        views = task_views(session, as_of=as_of, period=span, list_id=list_id)
        tasks = [view for view in views if view.ours == "yes"]
        asked = sum(view.ours == "ask" for view in views)
        items = _items_due(session, tasks, as_of)
        lacking = lacking_among(session, tasks, as_of=as_of, period=span)
    pressed = _pressed(ledger, as_of)
    alarms = keeping_todos(ledger, now=datetime.now().astimezone())
    return Dashboard(
        as_of=as_of,
        period=span.key,
        return_due=span.return_due,
        missing_progress=sum(_wants_progress(view) for view in tasks),
        counts=dict(Counter(view.judgement.state.value for view in tasks)),
        groups=_completion(tasks, _units_of if by == UNIT else _theme_of),
        todos=(*alarms, *_todos(tasks, asked, pressed), *_proofs_wanted(lacking)),
        upcoming=_upcoming(tasks, items, pressed, as_of),
    )


def _wants_progress(view: TaskView) -> bool:
    return not view.has_progress and view.judgement.state not in _FINISHED


def _theme_of(view: TaskView) -> tuple[str, ...]:
    return (theme_of(view.groups),)


def _units_of(view: TaskView) -> tuple[str, ...]:
    return view.carriers or (NO_UNIT,)


def _completion(
    tasks: Iterable[TaskView], names_of: Callable[[TaskView], tuple[str, ...]]
) -> tuple[GroupProgress, ...]:
    """Mean shares of the tasks under each name, as far as they can be counted."""
    grouped: dict[str, list[TaskView]] = defaultdict(list)
    for view in tasks:
        if view.judgement.has_share:
            for name in names_of(view):
                grouped[name].append(view)
    return tuple(
        GroupProgress(
            name=name,
            tasks=len(views),
            actual=_mean([view.judgement.reached for view in views]),
            expected=_mean([view.judgement.expected or Decimal(0) for view in views]),
        )
        for name, views in grouped.items()
    )


def _mean(shares: list[Decimal]) -> Decimal:
    return sum(shares, Decimal(0)) / len(shares) if shares else Decimal(0)


@dataclass(frozen=True, slots=True)
class _Pressed:
    """What presses beside the tasks."""

    problems: tuple[NearProblem, ...]
    late: tuple[LineDue, ...]
    answered: tuple[LineDue, ...]


def _pressed(ledger: Ledger, as_of: date) -> _Pressed:
    return _Pressed(
        problems_near(ledger, as_of=as_of),
        assignments_late(ledger, as_of=as_of),
        assignments_answered(ledger, as_of=as_of),
    )


def _todos(tasks: list[TaskView], asked: int, pressed: _Pressed) -> tuple[Todo, ...]:
    """What is to be done, the most pressing first; a task stands once, under its worst reason."""
    lagging = [view for state in _LAGGING for view in tasks if view.judgement.state is state]
    known = {view.id for view in lagging}
    missing = (view for view in tasks if view.id not in known and _wants_progress(view))
    problems = [
        Todo("problem", _words(one.text), _days_left(one), problem_id=one.problem_id)
        for one in pressed.problems
    ]
    overdue = [one.overdue for one in pressed.problems]
    return (
        *((Todo("confirm", f"{asked} 项待确认是否本镇任务"),) if asked else ()),
        *(todo for todo, late in zip(problems, overdue, strict=True) if late),
        *(_handed(one, f"逾期{one.days}天") for one in pressed.late),
        *(_duty(view, view.judgement.state.label) for view in lagging),
        *(_handed(one, one.state_label) for one in pressed.answered if one.days <= 0),
        *(todo for todo, late in zip(problems, overdue, strict=True) if not late),
        *(Todo("fill", _words(view.text), "本期未填", view.id) for view in missing),
    )


def _proofs_wanted(lacking: Iterable[Lacking]) -> list[Todo]:
    """One line for each task that lacks proof, however many of its items do."""
    grouped: dict[int, list[Lacking]] = defaultdict(list)
    for one in lacking:
        grouped[one.task_id].append(one)
    return [
        Todo("proof", _words(ones[0].task), f"缺佐证{len(ones)}处", task_id)
        for task_id, ones in grouped.items()
    ]


def _duty(view: TaskView, note: str) -> Todo:
    return Todo("tick" if view.items else "fill", _words(view.text), note, view.id)


def _handed(line: LineDue, note: str) -> Todo:
    text = f"{line.unit}：{_words(line.text)}"
    return Todo("assignment", text, note, assignment_id=line.assignment_id)


def _days_left(problem: NearProblem) -> str:
    return f"{problem.step}超期" if problem.overdue else f"{problem.step}临近"


def _words(text: str) -> str:
    return shorten(text, _WORDS)


def _items_due(session: Session, tasks: list[TaskView], as_of: date) -> list[Upcoming]:
    """Open items of open tasks that are overdue or due soon."""
    open_tasks = {view.id for view in tasks if view.judgement.state not in _FINISHED}
    query = select(Item.task_id, Item.due, Item.name, Unit.name, Item.id).outerjoin(Unit)
    query = query.where(
        Item.due <= _last_day(as_of), (Item.done_on.is_(None)) | (Item.done_on > as_of)
    )
    return [
        Upcoming(row[1], row[2], row[3] or "", row[1] < as_of, row[0], row[4])
        for row in session.execute(query)
        if row[0] in open_tasks and row[1] is not None
    ]


def _upcoming(
    tasks: list[TaskView], items: list[Upcoming], pressed: _Pressed, as_of: date
) -> tuple[Upcoming, ...]:
    """Everything open that is overdue or due soon, the nearest first."""
    last = _last_day(as_of)
    found = [
        Upcoming(view.due, view.text, "、".join(view.responsible), view.due < as_of, view.id)
        for view in tasks
        if view.judgement.state not in _FINISHED and view.due is not None and view.due <= last
    ]
    found += items
    found += [
        Upcoming(one.due, one.text, one.unit, one.overdue, problem_id=one.problem_id)
        for one in pressed.problems
    ]
    found += [
        Upcoming(one.due, one.text, one.unit, True, assignment_id=one.assignment_id)
        for one in pressed.late
        if one.due is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.task_id or 0)))


def _last_day(as_of: date) -> date:
    return max(as_of + _NEAR, Period.of(as_of).end)
