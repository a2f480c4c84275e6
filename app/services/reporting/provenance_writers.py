"""Who wrote a value down and when, read out of the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.models.journal import Change, Operation


@dataclass(frozen=True, slots=True)
class Written:
    """The step that wrote a value last."""

    who: str
    at: datetime
    operation_id: int


def writers(
    session: Session, record: str, ids: Select[int], field: str, *, until: int | None = None
) -> dict[int, Written]:
    """Who gave a field of some records its value last, by the record's number.

    ``until`` leaves out what was written by later steps.
    """
    query = (
        select(Change.record_id, Change.after, Operation.who, Operation.at, Operation.id)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Change.record == record, Change.record_id.in_(ids))
        .order_by(Change.id)
    )
    if until is not None:
        query = query.where(Operation.id <= until)
    found: dict[int, Written] = {}
    for record_id, after, who, at, number in session.execute(query):
        if _holds(after, field):
            found[record_id] = Written(who, at, number)
    return found


def _holds(after: dict[str, Any] | None, field: str) -> bool:
    return bool(after) and after is not None and after.get(field) is not None


def written(
    session: Session, record: str, number: int, field: str, *, until: int | None = None
) -> Written | None:
    """Who gave a field of one record its value last."""
    return writers(session, record, select(literal(number)), field, until=until).get(number)
