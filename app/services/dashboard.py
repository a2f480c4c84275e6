"""What the 工作台 shows as of a day: lights, completion, what is due and what is to be done."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.tracking import Item
from app.models.units import Unit
from app.models.views import Dashboard, GroupProgress, TaskView, Todo, Upcoming
from app.services.standing import task_views
from app.services.wording import shorten

_NEAR = timedelta(days=45)
_LAGGING = (State.OVERDUE, State.FAR_BEHIND, State.BEHIND)
_FINISHED = (State.DONE, State.DONE_LATE)
_WORDS = 40
THEME, UNIT = "theme", "unit"


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
        return Dashboard(
            as_of=as_of,
            period=span.key,
            return_due=span.return_due,
            missing_progress=sum(_wants_progress(view) for view in tasks),
            counts=dict(Counter(view.judgement.state.value for view in tasks)),
            groups=_completion(tasks, _units_of if by == UNIT else _theme_of),
            todos=_todos(tasks, asked),
            upcoming=_upcoming(session, tasks, as_of),
        )


def _wants_progress(view: TaskView) -> bool:
    return not view.has_progress and view.judgement.state not in _FINISHED


def _theme_of(view: TaskView) -> tuple[str, ...]:
    return view.groups[:1] or ("未分组",)


def _units_of(view: TaskView) -> tuple[str, ...]:
    return view.responsible or view.lead or ("未定单位",)


def _completion(
    tasks: Iterable[TaskView], names_of: Callable[[TaskView], tuple[str, ...]]
) -> tuple[GroupProgress, ...]:
    """Mean shares of the tasks under each name, as far as they can be counted."""
    grouped: dict[str, list[TaskView]] = defaultdict(list)
    for view in tasks:
        if view.judgement.expected is not None:
            for name in names_of(view):
                grouped[name].append(view)
    return tuple(
        GroupProgress(
            name=name,
            tasks=len(views),
            actual=_mean([min(view.judgement.actual or Decimal(0), Decimal(1)) for view in views]),
            expected=_mean([view.judgement.expected or Decimal(0) for view in views]),
        )
        for name, views in grouped.items()
    )


def _mean(shares: list[Decimal]) -> Decimal:
    return sum(shares, Decimal(0)) / len(shares) if shares else Decimal(0)


def _todos(tasks: list[TaskView], asked: int) -> tuple[Todo, ...]:
    """What is to be done, the most pressing first; a task stands once, under its worst reason."""
    todos = [Todo("confirm", f"{asked} 项待确认是否本镇任务")] if asked else []
    lagging = [view for state in _LAGGING for view in tasks if view.judgement.state is state]
    todos += [_duty(view, view.judgement.state.label) for view in lagging]
    known = {view.id for view in lagging}
    missing = (view for view in tasks if view.id not in known and _wants_progress(view))
    return (*todos, *(Todo("fill", _words(view), "本期未填", view.id) for view in missing))


def _duty(view: TaskView, note: str) -> Todo:
    return Todo("tick" if view.items else "fill", _words(view), note, view.id)


def _words(view: TaskView) -> str:
    return shorten(view.text, _WORDS)


def _upcoming(session: Session, tasks: list[TaskView], as_of: date) -> tuple[Upcoming, ...]:
    """Open tasks and items that are overdue or due soon, the nearest first."""
    last = max(as_of + _NEAR, Period.of(as_of).end)
    open_tasks = {view.id: view for view in tasks if view.judgement.state not in _FINISHED}
    found = [
        Upcoming(view.due, view.text, "、".join(view.responsible), view.due < as_of, view.id)
        for view in open_tasks.values()
        if view.due is not None and view.due <= last
    ]
    query = select(Item.task_id, Item.due, Item.name, Unit.name, Item.id).outerjoin(Unit)
    query = query.where(Item.due <= last, (Item.done_on.is_(None)) | (Item.done_on > as_of))
    found += [
        Upcoming(row[1], row[2], row[3] or "", row[1] < as_of, row[0], row[4])
        for row in session.execute(query)
        if row[0] in open_tasks and row[1] is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.task_id or 0)))
