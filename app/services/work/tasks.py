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
from app.models.rules.moments import missing_day
from app.models.rules.quantities import read_quantities
from app.models.tasks import Checkpoint, Target, Task, TaskList
from app.models.units import Unit
from app.models.views import NO_THEME
from app.services.settings import office_in
from app.services.wording import shorten
from app.services.work.targets import targets_from

EDITABLE = frozenset({
    "serial", "groups", "text", "acceptance", "score", "scoring_method", "notes",
    "deadline_text", "lead", "responsible", "assist", "main_responsible",
})  # fmt: skip
_OWN_WHY = "本单位自行增加"
_COPIED = (
    "list_id", "groups", "text", "acceptance", "score", "scoring_method", "notes",
    "deadline_text", "deadline_kind", "start", "due", "precision", "lead", "responsible",
    "assist", "main_responsible", "own", "proof", "item_columns",
)  # fmt: skip
_COPIED_TARGET = (
    "position", "number", "unit", "comparator", "change", "baseline_year", "name", "base",
    "gathering",
)  # fmt: skip
VERDICTS = {"yes": "本镇任务", "no": "非本镇任务", "ask": "待确认"}


def add_task(
    ledger: Ledger,
    list_id: int,
    *,
    text: str,
    groups: Sequence[str] = (),
    after: int | None = None,
    **fields: Any,
) -> int:
    """Add a task of the office's own, below another one or at the end of a list.

    Raises:
        UserError: ``empty_text``.
    """
    if not text.strip():
        raise UserError("empty_text", "任务内容不能为空；请填写要做的事。")
    with ledger.transaction("add_task", f"新增任务“{shorten(text)}”") as work:
        task = _own_task(work.session, list_id, text, _place_after(work.session, list_id, after))
        task.groups = list(groups)
        _set_fields(work.session, task, fields)
        work.session.flush()
        return task.id


def add_first_task(ledger: Ledger, *, text: str, year: int) -> int:
    """Begin a list of the office's own, where the district's has not come, with a task in it."""
    with ledger.transaction("add_task", f"新增任务“{shorten(text)}”") as work:
        title = f"{year}年{office_in(work.session).name}自加任务"
        query = select(TaskList).where(TaskList.title == title).limit(1)
        held = work.session.scalar(query) or TaskList(title=title, year=year)
        work.session.add(held)
        work.session.flush()
        place = _place_after(work.session, held.id, None)
        return _own_task(work.session, held.id, text, place).id


def _own_task(session: Session, list_id: int, text: str, position: int) -> Task:
    task = Task(
        list_id=list_id, position=position, text=text, groups=[], ours="yes",
        ours_why=_OWN_WHY, ours_decided=True, targets=targets_from(read_quantities(text)),
    )  # fmt: skip
    session.add(task)
    session.flush()
    return task


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


def duplicate_task(ledger: Ledger, task_id: int) -> int:
    """Make an own task like another one, right below it: its duty and targets, no work done."""
    with ledger.transaction("add_task", "") as work:
        (held,) = tasks_of(work.session, [task_id])
        values = {key: _copied(getattr(held, key)) for key in _COPIED}
        place = _place_after(work.session, held.list_id, task_id)
        task = Task(position=place, ours="yes", ours_why=_OWN_WHY, ours_decided=True, **values)
        task.targets = [
            Target(**{key: getattr(target, key) for key in _COPIED_TARGET})
            for target in held.targets
        ]
        work.session.add(task)
        work.session.flush()
        work.entitle(f"复制任务“{shorten(task.text)}”")
        return task.id


def move_task(ledger: Ledger, task_id: int, *, down: bool) -> bool:
    """Move an own task past the next own one of its group; False at the end of them.

    Raises:
        UserError: ``listed`` for a task of the district's list, whose order stays as printed.
    """
    with ledger.transaction("move_task", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        _refuse_listed([task])
        other = _own_neighbour(work.session, task, down=down)
        if other is None:
            return False
        task.position, other.position = other.position, task.position
        work.entitle(f"{'下' if down else '上'}移任务“{shorten(task.text)}”")
        return True


def regroup_tasks(ledger: Ledger, task_ids: Sequence[int], groups: Sequence[str]) -> None:
    """Put own tasks under another theme.

    Raises:
        UserError: ``listed`` for a task of the district's list.
    """
    with ledger.transaction("regroup_tasks", "") as work:
        tasks = tasks_of(work.session, task_ids)
        _refuse_listed(tasks)
        for task in tasks:
            if task.groups != list(groups):
                task.groups = list(groups)
        work.entitle(f"移到“{shorten(''.join(groups[-1:]) or NO_THEME)}”：任务{_counted(tasks)}")


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
            first.change = None
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
            year = year or date.today().year  # noqa: DTZ011 - the clerk's day
            _refuse_missing_day(task, value, year)
            set_deadline(task, value, year)
        else:
            setattr(task, key, list(value) if isinstance(value, tuple) else value)


def _refuse_missing_day(task: Task, wording: str, year: int) -> None:
    missing = missing_day(wording, year=year) if wording != task.deadline_text else ""
    if missing:
        raise UserError(
            "no_such_day", f"时限里的“{missing}”，日历上没有这一天；请核对日期后重新填写。"
        )


def _place_after(session: Session, list_id: int, after: int | None) -> int:
    """A free position below a task, those behind it making room, or the one at the end."""
    inside = Task.list_id == list_id
    at = None if after is None else session.scalar(select(Task.position).where(Task.id == after))
    if at is None:
        return (session.scalar(select(func.max(Task.position)).where(inside)) or 0) + 1
    behind = select(Task).where(inside, Task.position > at).order_by(Task.position, Task.id)
    free = at + 1
    for task in session.scalars(behind.execution_options(yield_per=50)):
        if task.position > free:
            break
        free += 1
        task.position = free
    return at + 1


def _own_neighbour(session: Session, task: Task, *, down: bool) -> Task | None:
    order = Task.position if down else Task.position.desc()
    query = select(Task).where(
        Task.list_id == task.list_id,
        Task.position > task.position if down else Task.position < task.position,
        Task.source_row.is_(None),
        Task.removed_in.is_(None),
    )
    found = session.scalars(query.order_by(order))
    return next((other for other in found if other.groups == task.groups), None)


def _refuse_listed(tasks: Sequence[Task]) -> None:
    listed = next((task for task in tasks if task.source_row is not None), None)
    if listed is not None:
        raise UserError(
            "listed", f"“{shorten(listed.text)}”是区里任务，次序和主题按原表；只能移动自加任务。"
        )


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, list | dict) else value


def _learn_alias(session: Session, alias: str) -> None:
    office = session.scalar(select(Unit).where(Unit.kind == "office"))
    if office is not None and alias not in (office.name, *office.aliases):
        office.aliases = [*office.aliases, alias]


def _counted(tasks: Sequence[Task]) -> str:
    return f"“{shorten(tasks[0].text)}”" if len(tasks) == 1 else f" {len(tasks)} 项"
