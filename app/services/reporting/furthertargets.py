"""The targets of tasks beside the counted one, with what is done of each by a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models.origins import How, Lead, Part
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.readings import Gathered, Gathering, goal_of
from app.models.targetlines import TargetLine
from app.models.tasks import Target
from app.services.history.staying import portions
from app.services.standing import Facts, measured
from app.services.work.goals import target_of, view_of

HOW = {Gathering.SUM: How.SUM, Gathering.AVERAGE: How.MEAN, Gathering.LATEST: How.LATEST}
"""How the months make the number."""


def further_targets(
    session: Session, task_ids: Sequence[int], as_of: date, before: date | None = None
) -> dict[int, tuple[TargetLine, ...]]:
    """Every target but the first of each task, in their order; tasks with one have none here.

    Args:
        session: an open reading.
        task_ids: the tasks.
        as_of: the day it is told for.
        before: the last day of the period before, where what the period brought is asked.
    """
    found: dict[int, list[TargetLine]] = defaultdict(list)
    seen: set[int] = set()
    for some in portions(list(task_ids)):
        query = select(Target).where(Target.task_id.in_(some))
        query = query.order_by(Target.task_id, Target.position, Target.id)
        for target in session.scalars(query.options(selectinload(Target.readings))):
            if target.task_id in seen:
                found[target.task_id].append(_line(target, as_of, before))
            seen.add(target.task_id)
    return {task_id: tuple(lines) for task_id, lines in found.items()}


def further_parts(session: Session, task_id: int, as_of: date) -> tuple[Part, ...]:
    """The further targets of a task beside its number: they explain, and add nothing."""
    lead = Lead("task", task_id, part="targets")
    return tuple(
        Part(
            f"另一目标{'：' if line.name else ''}{line.name}",
            "没有数字" if line.number is None else f"{plain(line.number)} {line.unit}".rstrip(),
            line.number,
            note="" if line.amount is None else f"已完成 {plain(line.amount)} {line.unit}".rstrip(),
            lead=lead,
            counts=False,
        )
        for line in further_targets(session, [task_id], as_of).get(task_id, ())
    )


def further_trees(session: Session, target_id: int, as_of: date) -> tuple[Part, Part]:
    """What is done of a further target, month by month, and what must be reached.

    Raises:
        UserError: it is gone.
    """
    target = target_of(session, target_id)
    line, lead = _line(target, as_of), Lead("task", target.task_id, part="targets")
    readings = [(one.period, one.amount) for one in target.readings]
    gathered = measured(
        Facts(readings=readings, target=view_of(target)), None, as_of=as_of
    ).gathered
    parts = tuple(
        Part(Period.parse(one.period).label, plain(one.amount), one.amount, note=one.notes)
        for one in target.readings
        if gathered and is_gathered(one.period, gathered)
    )
    how = HOW[gathered.how] if gathered else How.STATED
    done = "未填" if line.amount is None else f"{plain(line.amount)} {line.unit}".rstrip()
    whole = "没有数字" if line.number is None else f"{plain(line.number)} {line.unit}".rstrip()
    return (
        Part("完成数", done, line.amount, how, parts, line.name, lead=lead),
        Part("目标", whole, line.number, note=line.name, lead=lead),
    )


def is_gathered(period: str, gathered: Gathered) -> bool:
    """Whether a month is one of those that make the value."""
    span = Period.parse(period)
    return span.year == gathered.year and span.end.month in gathered.months


def _line(target: Target, as_of: date, before: date | None = None) -> TargetLine:
    view = view_of(target)
    facts = Facts(readings=[(one.period, one.amount) for one in target.readings], target=view)
    done = measured(facts, None, as_of=as_of)
    goal = goal_of(view.number, view.unit, view.comparator, view.change, view.base)
    line = TargetLine(
        target.id, target.name, goal.number, goal.unit, goal.comparator,
        amount=done.amount, is_level=done.is_level,
        before=measured(facts, None, as_of=before).amount if before else None,
    )  # fmt: skip
    if view.change is None or goal.number is not None:
        return line
    # Without its base a change is told as a change: 下降120吨.
    year = view.baseline_year
    return replace(line, number=view.number, unit=view.unit, change=view.change, baseline_year=year)
