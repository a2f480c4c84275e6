"""The clerk's verbs on tasks: add, edit, finish, remove, and say whose they are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.deadlines import read_deadline
from app.models.rules.quantities import read_quantities
from app.models.tasks import Checkpoint, Target, Task, TaskList
from app.models.units import Unit
from app.services.targets import targets_from
from app.services.wording import shorten

EDITABLE = frozenset({
    "serial", "groups", "text", "acceptance", "score", "scoring_method", "notes",
    "deadline_text", "lead", "responsible", "assist", "main_responsible",
})  # fmt: skip
VERDICTS = {"yes": "本镇任务", "no": "非本镇任务", "ask": "待确认"}


def add_task(
    ledger: Ledger, list_id: int, *, text: str, groups: Sequence[str] = (), **fields: Any
) -> int:
    """Add a task of the office's own at the end of a list.

    Raises:
        UserError: ``empty_text``.
    """
    if not text.strip():
        raise UserError("empty_text", "任务内容不能为空；请填写要做的事。")
    with ledger.transaction("add_task", f"新增任务“{shorten(text)}”") as work:
        last = work.session.scalar(select(func.max(Task.position)).where(Task.list_id == list_id))
        task = Task(
            list_id=list_id,
            position=(last or 0) + 1,
            text=text,
            groups=list(groups),
            ours="yes",
            ours_why="本单位自行增加",
            ours_decided=True,
        )
        work.session.add(task)
        work.session.flush()
        _set_fields(work.session, task, fields)
        task.targets = targets_from(read_quantities(text))
        work.session.flush()
        return task.id


def change_tasks(ledger: Ledger, task_ids: Sequence[int], **fields: Any) -> None:
    """Set the same fields on one or several tasks; a deadline's wording is read again."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"no such task fields: {sorted(unknown)}")
    with ledger.transaction("change_task", "") as work:
        tasks = tasks_of(work.session, task_ids)
        for task in tasks:
            _set_fields(work.session, task, fields)
        work.entitle(f"修改任务{_counted(tasks)}")


def remove_tasks(ledger: Ledger, task_ids: Sequence[int]) -> None:
    """Take tasks out of the ledger with everything under them; undo brings all back."""
    with ledger.transaction("remove_tasks", "") as work:
        tasks = tasks_of(work.session, task_ids)
        work.entitle(f"删除任务{_counted(tasks)}")
        for task in tasks:
            work.session.delete(task)


def decide_ours(
    ledger: Ledger, task_ids: Sequence[int], verdict: str, *, learn_alias: str = ""
) -> None:
    """Say whether tasks are the office's; an alias learned here counts from the next import on."""
    with ledger.transaction("decide_ours", "") as work:
        tasks = tasks_of(work.session, task_ids)
        for task in tasks:
            task.ours, task.ours_decided = verdict, True
            task.ours_why = f"人工确认：{VERDICTS[verdict]}"
        if learn_alias:
            _learn_alias(work.session, learn_alias)
        work.entitle(f"确认{len(tasks)}项为{VERDICTS[verdict]}")


def finish_tasks(ledger: Ledger, task_ids: Sequence[int], on: date | None) -> None:
    """Mark tasks as done on a day, or take the mark back with None."""
    with ledger.transaction("finish_tasks", "") as work:
        tasks = tasks_of(work.session, task_ids)
        for task in tasks:
            task.done_on = on
        work.entitle(f"{'标记完成' if on else '取消完成'}{_counted(tasks)}")


def change_target(
    ledger: Ledger, task_id: int, *, number: Decimal | None, unit: str, comparator: str = "="
) -> None:
    """Set what a task must reach; None for no number."""
    with ledger.transaction("change_target", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        if task.targets:
            first = task.targets[0]
            first.number, first.unit, first.comparator = number, unit, comparator
        else:
            task.targets.append(Target(number=number, unit=unit, comparator=comparator))
        work.entitle(f"修改目标“{shorten(task.text)}”")


def reach_checkpoint(ledger: Ledger, checkpoint_id: int, on: date | None) -> None:
    """Mark a checkpoint as reached on a day, or not reached with None."""
    with ledger.transaction("reach_checkpoint", "") as work:
        checkpoint = work.session.get(Checkpoint, checkpoint_id)
        if checkpoint is None:
            raise UserError("not_found", "这个节点已被删除；请刷新后再试。")
        checkpoint.reached_on = on
        verb = "达到节点" if on else "取消节点"
        work.entitle(f"{verb}“{shorten(checkpoint.text)}”")


def tasks_of(session: Session, task_ids: Sequence[int]) -> list[Task]:
    """The tasks by number, in the list's order.

    Raises:
        UserError: one of them is gone.
    """
    query = select(Task).where(Task.id.in_(task_ids)).order_by(Task.position)
    tasks = list(session.scalars(query))
    if len(tasks) != len(set(task_ids)):
        raise UserError("not_found", "任务已被删除；请刷新后再试。")
    return tasks


def set_deadline(task: Task, wording: str, year: int) -> None:
    """Keep a deadline's wording and what it means."""
    deadline = read_deadline(wording, year=year)
    task.deadline_text = wording
    task.deadline_kind, task.precision = deadline.kind, deadline.precision or ""
    task.start, task.due = deadline.start, deadline.due


def _set_fields(session: Session, task: Task, fields: dict[str, Any]) -> None:
    for key, value in fields.items():
        if key == "deadline_text":
            year = session.scalar(select(TaskList.year).where(TaskList.id == task.list_id))
            set_deadline(task, value, year or date.today().year)  # noqa: DTZ011 - the clerk's day
        else:
            setattr(task, key, list(value) if isinstance(value, tuple) else value)


def _learn_alias(session: Session, alias: str) -> None:
    office = session.scalar(select(Unit).where(Unit.kind == "office"))
    if office is not None and alias not in (office.name, *office.aliases):
        office.aliases = [*office.aliases, alias]


def _counted(tasks: Sequence[Task]) -> str:
    return f"“{shorten(tasks[0].text)}”" if len(tasks) == 1 else f" {len(tasks)} 项"
