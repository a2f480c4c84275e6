"""What the newest steps of the journal touched, so that a page reads only those tasks again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.rules.periods import Period
from app.models.tasks import Checkpoint, Target
from app.models.tracking import Evidence, Item, Progress
from app.models.views import TaskView
from app.services.standing import task_views

_MOST = 400
_OWNED: dict[str, type[Item | Progress | Evidence | Target | Checkpoint]] = {
    mapped.__tablename__: mapped for mapped in (Item, Progress, Evidence, Target, Checkpoint)
}
_HARMLESS = frozenset({
    "unit", "problem", "problem_step", "problem_link", "assignment", "assignment_line", "feedback",
    "share", "share_report", "reading", "blank_form",
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


def touched_since(ledger: Ledger, operation_id: int) -> Touched:
    """The tasks touched by the journal lines after ``operation_id``."""
    with ledger.reading() as session:
        newest = session.scalar(select(func.max(Operation.id))) or 0
        query = select(Change.record, Change.record_id, Change.before, Change.after)
        query = query.where(Change.operation_id > operation_id).limit(_MOST + 1)
        changes = [tuple(row) for row in session.execute(query)]
        return Touched(newest, None if len(changes) > _MOST else _tasks_of(session, changes))


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
    touched: set[int] = set()
    owned: dict[str, set[int]] = defaultdict(set)
    for record, record_id, before, after in changes:
        if record == "task":
            if before is None or after is None or _MOVING & after.keys():
                return None
            touched.add(record_id)
        elif record in _OWNED:
            owner = (after or {}).get("task_id") or (before or {}).get("task_id")
            (touched.add(owner) if owner else owned[record].add(record_id))
        elif record not in _HARMLESS:
            return None
    for record, numbers in owned.items():
        mapped = _OWNED[record]
        touched.update(session.scalars(select(mapped.task_id).where(mapped.id.in_(numbers))))
    return frozenset(touched)
