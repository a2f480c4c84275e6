"""The clerk's verbs on what a task must reach, and how each of its targets stands."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import ReadingView, TargetStanding
from app.models.rules.pace import Thresholds, plain
from app.models.rules.periods import Period
from app.models.rules.readings import Gathering, gathering_of, goal_of
from app.models.tasks import Target, Task, TaskList
from app.models.views import TargetView, TaskView
from app.services.settings import thresholds_in
from app.services.standing import AnyRow, Facts, judged, task_views
from app.services.wording import shorten
from app.services.work.targets import put, renumber, target_in
from app.services.work.tasks import tasks_of

_SPAN = select(Task.start, Task.due, Task.deadline_kind, Task.done_on, TaskList.year).join(TaskList)
_FACTS = frozenset({"name", "base", "baseline_year", "gathering"})


def add_target(ledger: Ledger, task_id: int, words: str) -> int:
    """Add a target as typed (接管200户); the words before the number are its name.

    Raises:
        UserError: ``bad_target``.
    """
    quantity = target_in(words)
    with ledger.transaction("add_target", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        target = Target(position=len(task.targets), name=quantity.metric)
        put(target, quantity)
        task.targets.append(target)
        renumber(task.targets)
        work.entitle(f"新增目标“{words.strip()}”")
        work.session.flush()
        return target.id


def reword_target(ledger: Ledger, target_id: int, words: str) -> None:
    """Let a target be what is typed now; a unit or name left out stays.

    A name alone that is left out, where the number and its unit are typed as they stand, is taken
    away.

    Raises:
        UserError: ``bad_target``, or the target is gone.
    """
    with ledger.transaction("change_target", f"修改目标“{words.strip()}”") as work:
        target = target_of(work.session, target_id)
        unit, before = target.unit, view_of(target)
        quantity = target_in(words.strip().removeprefix(target.name))
        put(target, quantity)
        named = bool(target.name) and words.strip().startswith(target.name)
        if not named and not quantity.metric and view_of(target) == before:
            target.name = ""
        if not target.unit and unit:
            target.unit = unit
        if quantity.metric and quantity.metric != target.name:
            target.name = quantity.metric


def change_target_facts(ledger: Ledger, target_id: int, **facts: Any) -> None:
    """Set name, base, baseline_year or gathering of a target.

    Raises:
        UserError: the target is gone, or ``bad_base`` for a base of nought or less.
    """
    unknown = set(facts) - _FACTS
    if unknown:
        raise TypeError(f"no such facts of a target: {sorted(unknown)}")
    base = facts.get("base")
    if base is not None and base <= 0:
        raise UserError("bad_base", "基准值应是大于 0 的数；请重新填写。")
    if facts.get("gathering"):
        Gathering(facts["gathering"])
    with ledger.transaction("change_target", "") as work:
        target = target_of(work.session, target_id)
        for name, value in facts.items():
            if getattr(target, name) != value:
                setattr(target, name, value)
        work.entitle(f"修改目标“{_called(target)}”")


def remove_target(ledger: Ledger, target_id: int) -> None:
    """Take a target out with its readings and shares; undo brings all back."""
    with ledger.transaction("remove_target", "") as work:
        target = target_of(work.session, target_id)
        (task,) = tasks_of(work.session, [target.task_id])
        work.entitle(f"删除目标“{_called(target)}”")
        task.targets.remove(target)
        renumber(task.targets)


def move_target(ledger: Ledger, target_id: int, place: int) -> None:
    """Put a target at a place among its task's; the one at 0 is counted in the table."""
    with ledger.transaction("move_target", "") as work:
        target = target_of(work.session, target_id)
        (task,) = tasks_of(work.session, [target.task_id])
        others = [one for one in task.targets if one is not target]
        others.insert(max(place, 0), target)
        renumber(others)
        work.entitle(
            f"以“{_called(target)}”为主要目标" if place <= 0 else f"调整目标次序“{_called(target)}”"
        )


def target_of(session: Session, target_id: int) -> Target:
    """A target by its number.

    Raises:
        UserError: it is gone.
    """
    target = session.get(Target, target_id)
    if target is None:
        raise UserError("not_found", "这个目标已被删除；请刷新后再试。")
    return target


def target_standings(
    ledger: Ledger, task_id: int, *, as_of: date, period: str
) -> tuple[TargetStanding, ...]:
    """Every target of a task, in order, each with what is done of it and its light."""
    with ledger.reading() as session:
        views = task_views(
            session,
            as_of=as_of,
            period=Period.parse(period),
            task_ids=[task_id],
            ours=("yes", "ask", "no"),
        )
        task = session.get(Task, task_id)
        row = session.execute(_SPAN.where(Task.id == task_id)).one_or_none()
        if task is None or row is None or not views:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        limits = thresholds_in(session)
        ordered = sorted(task.targets, key=lambda target: (target.position, target.id))
        return tuple(
            _standing(row, target, as_of, limits, views[0] if place == 0 else None)
            for place, target in enumerate(ordered)
        )


def view_of(target: Target) -> TargetView:
    """A target as it leaves the services."""
    return TargetView(
        target.number, target.unit, target.comparator, target.change, target.baseline_year,
        target.id, target.name, target.base, target.gathering,
    )  # fmt: skip


def _standing(
    row: AnyRow, target: Target, as_of: date, limits: Thresholds, task: TaskView | None
) -> TargetStanding:
    """The first target stands as its task does, any other by its readings alone."""
    view = view_of(target)
    facts = Facts(
        readings=[(reading.period, reading.amount) for reading in target.readings], target=view
    )
    done, judgement, heading = judged(row, facts, as_of, limits)
    goal = goal_of(view.number, view.unit, view.comparator, view.change, view.base)
    line = TargetView(goal.number, goal.unit, goal.comparator)
    return TargetStanding(
        target=view,
        goal=line if task is None else task.target or line,
        amount=done.amount if task is None else task.amount,
        judgement=judgement if task is None else task.judgement,
        forecast=heading if task is None else task.forecast,
        how=gathering_of(goal.unit, view.gathering),
        gathered=done.gathered,
        readings=tuple(
            ReadingView(one.id, one.period, one.amount, one.notes) for one in target.readings
        ),
    )


def _called(target: Target) -> str:
    number = "" if target.number is None else plain(target.number)
    return shorten(f"{target.name} {number}{target.unit}".strip()) or "目标"
