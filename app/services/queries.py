"""What the pages read: lists, tasks, details and items, all as of a day."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.importing.paragraphs import PROSE_SHEET
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.models.tasks import ListSource, Task, TaskList
from app.models.tracking import Evidence, Item, Progress
from app.models.units import Unit
from app.models.views import (
    CheckpointView,
    ItemView,
    ListView,
    OperationView,
    ProgressView,
    TaskDetail,
    TaskView,
)
from app.services.history.journal import history_of
from app.services.proof.evidence import evidence_view
from app.services.standing import task_views
from app.services.work.goals import view_of

_SERIAL = re.compile(r"(?P<serial>.*?)(?:#(?P<nth>\d+))?")
_ALL = ("yes", "ask", "no")
_PORTION = 2_000


def list_lists(ledger: Ledger) -> tuple[ListView, ...]:
    """The task lists of the ledger, newest year first."""
    with ledger.reading() as session:
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        query = select(Task.list_id, Task.ours, func.count()).where(Task.removed_in.is_(None))
        for list_id, ours, count in session.execute(query.group_by(Task.list_id, Task.ours)):
            counts[list_id][ours] = count
        rows = session.scalars(select(TaskList).order_by(TaskList.year.desc(), TaskList.id))
        return tuple(
            ListView(
                row.id,
                row.title,
                row.document_number,
                row.year,
                row.edition,
                counts[row.id]["yes"],
                counts[row.id]["ask"],
                counts[row.id]["no"],
            )
            for row in rows
        )


def list_tasks(
    ledger: Ledger,
    *,
    as_of: date,
    period: str,
    list_id: int | None = None,
    ours: tuple[str, ...] = ("yes", "ask"),
) -> tuple[TaskView, ...]:
    """The tasks in the list's order, each with its light on a day."""
    with ledger.reading() as session:
        return task_views(
            session, as_of=as_of, period=Period.parse(period), list_id=list_id, ours=ours
        )


def task_detail(ledger: Ledger, task_id: int, *, as_of: date, period: str) -> TaskDetail:
    """Everything the side panel shows of one task, but for its history.

    Args:
        ledger: the open ledger.
        task_id: the task.
        as_of: the day its light is judged on.
        period: the period looked at.

    Raises:
        UserError: the task is gone.
    """
    with ledger.reading() as session:
        views = task_views(
            session, as_of=as_of, period=Period.parse(period), task_ids=[task_id], ours=_ALL
        )
        task = session.get(Task, task_id)
        if task is None or not views:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        return TaskDetail(
            task=views[0],
            notes=task.notes,
            values=task.values,
            item_columns=tuple(task.item_columns),
            targets=tuple(view_of(row) for row in task.targets),
            checkpoints=tuple(
                CheckpointView(row.id, row.period, row.text, row.amount, row.unit, row.reached_on)
                for row in task.checkpoints
            ),
            items=_items(session, Item.task_id == task_id),
            progress=tuple(_entry(row) for row in task.progress),
            evidence=tuple(evidence_view(row) for row in task.evidence),
            source=_source(session, task),
        )


def task_history(ledger: Ledger, task_id: int) -> tuple[OperationView, ...]:
    """The journal lines of a task, its items and its entries, newest first; none when it is gone.

    It takes several times as long as all the rest of a task.
    """
    with ledger.reading() as session:
        task = session.get(Task, task_id)
        return () if task is None else _history(session, task)


def foresee(
    ledger: Ledger, task_id: int, *, as_of: date, period: str, amount: Decimal | None
) -> TaskView:
    """The task as it would stand with an entry of this cumulative amount; nothing is written.

    Raises:
        UserError: the task is gone.
    """
    with ledger.reading() as session:
        views = task_views(
            session,
            as_of=as_of,
            period=Period.parse(period),
            task_ids=[task_id],
            ours=_ALL,
            supposed={task_id: amount},
        )
        if not views:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        return views[0]


def find_task(ledger: Ledger, serial: str, *, list_title: str | None = None) -> int:
    """The task with a serial as printed; ``4#2`` is the second line under serial 4.

    Raises:
        UserError: ``no_such_task``, or ``several_lists`` when it must be said which is meant.
    """
    match = _SERIAL.fullmatch(serial.strip())
    wanted, nth = (match["serial"], int(match["nth"] or 1)) if match else (serial, 1)
    with ledger.reading() as session:
        query = select(Task.id, Task.list_id).join(TaskList).where(Task.removed_in.is_(None))
        query = query.where(Task.serial == wanted).order_by(Task.list_id, Task.position)
        if list_title:
            query = query.where(TaskList.title == list_title)
        found = session.execute(query).all()
    if len({row.list_id for row in found}) > 1:
        raise UserError("several_lists", f"序号“{wanted}”在几个任务表里都有；请用 --list 指明。")
    if not 1 <= nth <= len(found):
        raise UserError("no_such_task", f"没有序号为“{serial}”的任务；请核对任务表里的序号。")
    return int(found[nth - 1].id)


def list_items(
    ledger: Ledger, *, list_id: int | None = None, item_ids: Sequence[int] | None = None
) -> tuple[ItemView, ...]:
    """All named items of our tasks (or some of them), in the order of tasks and items."""
    with ledger.reading() as session:
        where = and_(Task.removed_in.is_(None), Task.ours != "no")
        if list_id is not None:
            where = and_(where, Task.list_id == list_id)
        if item_ids is not None:
            where = and_(where, Item.id.in_(item_ids))
        return _items(session, where)


def task_names(ledger: Ledger, *, list_id: int | None = None) -> dict[int, tuple[str, str]]:
    """Serial and text of our tasks by their number, without judging how they stand."""
    with ledger.reading() as session:
        query = select(Task.id, Task.serial, Task.text)
        query = query.where(Task.removed_in.is_(None), Task.ours != "no")
        if list_id is not None:
            query = query.where(Task.list_id == list_id)
        return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def count_items(ledger: Ledger, *, list_id: int | None = None) -> int:
    """How many named items our tasks have, without reading them."""
    with ledger.reading() as session:
        query = select(func.count(Item.id)).join(Task, Task.id == Item.task_id)
        query = query.where(Task.removed_in.is_(None), Task.ours != "no")
        if list_id is not None:
            query = query.where(Task.list_id == list_id)
        return session.scalar(query) or 0


def _items(session: Session, where: ColumnElement[bool]) -> tuple[ItemView, ...]:
    """The items of some tasks, in the order of lists, tasks and items."""
    proofs = select(Evidence.item_id, func.count()).join(Item, Item.id == Evidence.item_id)
    proofs = proofs.join(Task, Task.id == Item.task_id).where(where)
    counts = {row[0]: row[1] for row in session.execute(proofs.group_by(Evidence.item_id))}
    query = select(
        *Item.__table__.columns, Unit.name.label("unit"), Task.due.label("task_due")
    ).select_from(Item)
    query = query.join(Task, Task.id == Item.task_id).outerjoin(Unit, Unit.id == Item.unit_id)
    query = query.where(where).order_by(Task.list_id, Task.position, Item.position)
    # Tens of thousands are read in portions; what many of them say alike is held once.
    known: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    same: dict[Any, Any] = {}
    once = same.setdefault
    return tuple(
        ItemView(
            row.id,
            once(row.task_id, row.task_id),
            row.position,
            row.name,
            once(row.unit, row.unit) or "",
            row.unit_id,
            once(row.due, row.due),
            once(row.done_on, row.done_on),
            known.setdefault(tuple(row.fields.items()), row.fields),
            once(row.notes, row.notes),
            counts.get(row.id, 0),
            once(row.task_due, row.task_due),
        )
        for row in session.execute(query.execution_options(yield_per=_PORTION))
    )


def _entry(row: Progress) -> ProgressView:
    return ProgressView(
        row.id,
        row.task_id,
        row.period,
        row.dated,
        row.amount,
        row.text,
        row.problems,
        row.next_steps,
        row.nil_report,
    )


def _source(session: Session, task: Task) -> str:
    """Where the task came from, in words: file, sheet and row."""
    if task.source_row is None:
        return "本单位自行增加"
    query = select(ListSource.file_name).where(ListSource.list_id == task.list_id)
    name = session.scalar(query.order_by(ListSource.edition.desc())) or ""
    if task.source_sheet == PROSE_SHEET:
        return f"{name}　{PROSE_SHEET}　第 {task.source_row} 段"
    return f"{name}　工作表“{task.source_sheet}”　第 {task.source_row} 行"


def _history(session: Session, task: Task) -> tuple[OperationView, ...]:
    lines = {
        line.id: line
        for record, numbers in (
            ("task", [task.id]),
            ("item", [item.id for item in task.items]),
            ("progress", [entry.id for entry in task.progress]),
        )
        for line in history_of(session, record, numbers)
    }
    return tuple(lines[number] for number in sorted(lines, reverse=True))
