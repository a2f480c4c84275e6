"""Who wrote a value down and when, read out of the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models.journal import Change, Operation


@dataclass(frozen=True, slots=True)
class Written:
    """The step that wrote a value last."""

    who: str
    at: datetime
    operation_id: int


def writers(session: Session, record: str, ids: Select[int], field: str) -> dict[int, Written]:
    """Who gave a field of some records its value last, by the record's number."""
    query = (
        select(Change.record_id, Change.after, Operation.who, Operation.at, Operation.id)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Change.record == record, Change.record_id.in_(ids))
        .order_by(Change.id)
    )
    found: dict[int, Written] = {}
    for record_id, after, who, at, number in session.execute(query):
        if _holds(after, field):
            found[record_id] = Written(who, at, number)
    return found


def _holds(after: dict[str, Any] | None, field: str) -> bool:
    return bool(after) and after is not None and after.get(field) is not None
