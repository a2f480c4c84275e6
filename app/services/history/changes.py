"""What the newest steps of the journal touched, so that a page reads only those tasks again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.breakdown import Reading, Share, ShareReport
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.rules.periods import Period
from app.models.tasks import Checkpoint, Target
from app.models.tracking import Evidence, Item, Progress
from app.models.views import TaskView
from app.services.standing import task_views

_MOST_CHANGES, _MOST_TASKS = 3000, 400
_OWNED: dict[str, type[Item | Progress | Evidence | Target | Checkpoint]] = {
    mapped.__tablename__: mapped for mapped in (Item, Progress, Evidence, Target, Checkpoint)
}
_OF_TARGETS: dict[str, type[Share | Reading]] = {
    mapped.__tablename__: mapped for mapped in (Share, Reading)
}
_REPORT = ShareReport.__tablename__
# No task's line says anything of these.
_HARMLESS = frozenset({
    "unit", "problem", "problem_step", "problem_link", "assignment", "assignment_line", "feedback",
    "blank_form", "filed_return", "learned_mapping", "own_format", "report_text",
})  # fmt: skip
_MOVING = frozenset({"position", "list_id", "removed_in"})


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed since a journal line.

    Attributes:
        up_to: the newest journal line now; 0 for none.
        tasks: the tasks touched; None when rows came, went or moved, or anything may differ.
    """

    up_to: int
    tasks: frozenset[int] | None


def newest_step(ledger: Ledger) -> int:
    """The newest journal line; 0 for none."""
    with ledger.reading() as session:
        return _newest(session)


def touched_since(ledger: Ledger, operation_id: int) -> Touched:
    """The tasks touched by the journal lines after ``operation_id``."""
    with ledger.reading() as session:
        newest, changes = journalled_since(session, operation_id, most=_MOST_CHANGES)
        tasks = None if changes is None else _tasks_of(session, changes)
        return Touched(newest, tasks if tasks is None or len(tasks) <= _MOST_TASKS else None)


def journalled_since(
    session: Session, operation_id: int, *, most: int
) -> tuple[int, list[tuple[Any, ...]] | None]:
    """The newest journal line, and what changed after one; None where that is more than ``most``.

    A change is its record, the record's number, and what it held before and after.
    """
    newest = _newest(session)
    query = select(Change.record, Change.record_id, Change.before, Change.after)
    query = query.where(Change.operation_id > operation_id).limit(most + 1)
    changes = [tuple(row) for row in session.execute(query)]
    return newest, None if len(changes) > most else changes


def _newest(session: Session) -> int:
    return session.scalar(select(func.max(Operation.id))) or 0


def read_again(
    ledger: Ledger, task_ids: Sequence[int], *, as_of: date, period: str
) -> tuple[TaskView, ...]:
    """Some tasks, whosever they are, each with its light on a day."""
    with ledger.reading() as session:
        return task_views(
            session,
            as_of=as_of,
            period=Period.parse(period),
            task_ids=task_ids,
            ours=("yes", "ask", "no"),
        )


def _tasks_of(session: Session, changes: Sequence[tuple[Any, ...]]) -> frozenset[int] | None:
    """The tasks that changes belong to; None when a row came, went or moved."""
    touched: set[int | None] = set()
    rows: dict[str, set[int]] = defaultdict(set)
    for record, record_id, before, after in changes:
        held = {**(before or {}), **(after or {})}
        if record == "task":
            if before is None or after is None or _MOVING & after.keys():
                return None
            touched.add(record_id)
        elif record in _OWNED and "task_id" in held:
            touched |= {(before or {}).get("task_id"), held["task_id"]}
        elif record in _OF_TARGETS and "target_id" in held:
            rows[Target.__tablename__].add(held["target_id"])
        elif record == _REPORT and "share_id" in held:
            rows[Share.__tablename__].add(held["share_id"])
        elif record in _OWNED or record in _OF_TARGETS or record == _REPORT:
            rows[record].add(record_id)
        elif record not in _HARMLESS:
            return None
    owners = touched | _owners(session, rows)
    return frozenset(owner for owner in owners if owner is not None)


def _owners(session: Session, rows: Mapping[str, Collection[int]]) -> set[int | None]:
    """The tasks of records whose change does not name one: an edit of a tick, a village's sum."""
    owners: set[int | None] = set()
    for record, numbers in rows.items():
        if record in _OWNED:
            mapped = _OWNED[record]
            owners |= set(session.scalars(select(mapped.task_id).where(mapped.id.in_(numbers))))
            continue
        query = select(Target.task_id)
        if record in _OF_TARGETS:
            part = _OF_TARGETS[record]
            query = query.join(part, part.target_id == Target.id).where(part.id.in_(numbers))
        else:
            query = query.join(Share, Share.target_id == Target.id).join(ShareReport)
            query = query.where(ShareReport.id.in_(numbers))
        owners |= set(session.scalars(query))
    return owners
