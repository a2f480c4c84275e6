"""The journal as it is read: steps in portions, narrowed as one likes, and every change of one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.migrations import RECORDS
from app.models.views import OperationView
from app.services.history.journal import count_changes, step_view, undone_steps
from app.services.history.journalwords import RecordChange, told_in_full
from app.services.history.staying import Key, rows_of

_POINTERS = (("task_id", "task"), ("target_id", "target"), ("share_id", "share"))
"""What hangs on a task, and on what hangs on it, by column and owner."""


@dataclass(frozen=True, slots=True)
class StepFilter:
    """Which steps of the journal are wanted; what is left empty does not narrow.

    Attributes:
        words: in the title, or in what was changed, from or to.
        who: the name in the journal.
        first: the first day, as the clerk's clock has it.
        last: the last day.
        verbs: what was done.
        task_id: only what touched this task or what belongs to it, gone or not.
    """

    words: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None
    verbs: frozenset[str] = frozenset()
    task_id: int | None = None


def list_steps(
    ledger: Ledger,
    wanted: StepFilter = StepFilter(),
    *,
    before: int | None = None,
    limit: int = 200,
) -> tuple[OperationView, ...]:
    """A portion of the journal, newest first, without the changes of each.

    Args:
        ledger: the open ledger.
        wanted: which steps.
        before: only steps older than the one with this number.
        limit: how many at most.
    """
    query = select(Operation).order_by(Operation.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Operation.id < before)
    with ledger.reading() as session:
        for condition in _conditions(session, wanted):
            query = query.where(condition)
        gone = undone_steps(session)
        return tuple(step_view(row, gone) for row in session.scalars(query))


def step(ledger: Ledger, operation_id: int) -> OperationView | None:
    """One step of the journal by its number."""
    with ledger.reading() as session:
        row = session.get(Operation, operation_id)
        return step_view(row, undone_steps(session)) if row else None


def list_people(ledger: Ledger) -> tuple[str, ...]:
    """Everyone the journal names."""
    with ledger.reading() as session:
        return tuple(session.scalars(select(Operation.who).distinct().order_by(Operation.who)))


def count_of(ledger: Ledger, operation_id: int) -> int:
    """How many changes a step made."""
    with ledger.reading() as session:
        return count_changes(session, operation_id)


def changes_of(
    ledger: Ledger, operation_id: int, *, skip: int = 0, limit: int = 50
) -> tuple[RecordChange, ...]:
    """A portion of what a step changed, in the order it was done, nothing cut short."""
    query = select(Change).where(Change.operation_id == operation_id).order_by(Change.id)
    with ledger.reading() as session:
        changes = session.scalars(query.offset(skip).limit(limit)).all()
        _held = rows_of(session, {(one.record, one.record_id) for one in changes}, alone=True)
        return tuple(told_in_full(session, change) for change in changes)


def _conditions(session: Session, wanted: StepFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(Operation.who == wanted.who)
    if wanted.first:
        found.append(Operation.at >= _midnight(wanted.first))
    if wanted.last:
        found.append(Operation.at < _midnight(wanted.last + timedelta(days=1)))
    if wanted.verbs:
        found.append(Operation.verb.in_(wanted.verbs))
    if wanted.words:
        found.append(_saying(wanted.words))
    if wanted.task_id is not None:
        found.append(Operation.id.in_(_touching(session, wanted.task_id)))
    return found


def _midnight(day: date) -> datetime:
    """When a day begins here, as the journal writes it: UTC without a zone mark."""
    return datetime.combine(day, time.min).astimezone(UTC).replace(tzinfo=None)


def _saying(words: str) -> ColumnElement[bool]:
    """Steps whose title or changes hold some words; the journal keeps them as JSON writes them."""
    written = json.dumps(words)[1:-1]
    inside = select(Change.operation_id).where(
        or_(
            cast(Change.before, String).contains(written, autoescape=True, escape="!"),
            cast(Change.after, String).contains(written, autoescape=True, escape="!"),
        )
    )
    title = Operation.title.contains(words, autoescape=True)
    return or_(title, Operation.id.in_(inside))


def _touching(session: Session, task_id: int) -> Select[Any]:
    """The steps that changed a task or what belongs to it, whether that still exists or not."""
    family: dict[str, set[int]] = {"task": {task_id}}
    for pointer, owner in _POINTERS:
        for record, number in _pointing(session, pointer, family.get(owner, set())):
            family.setdefault(record, set()).add(number)
    touched = (
        and_(Change.record == record, Change.record_id.in_(numbers))
        for record, numbers in family.items()
    )
    return select(Change.operation_id).where(or_(*touched))


def _pointing(session: Session, pointer: str, owners: set[int]) -> Sequence[Key]:
    """Every record the journal ever saw pointing at some owners."""
    records = [name for name, mapped in RECORDS.items() if pointer in mapped.__table__.columns]
    if not owners:
        return ()
    query = select(Change.record, Change.record_id).distinct()
    query = query.where(
        Change.record.in_(records),
        or_(*(side[pointer].as_integer().in_(owners) for side in (Change.before, Change.after))),
    )
    return [(row[0], row[1]) for row in session.execute(query)]
