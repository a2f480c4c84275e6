"""How the journal hears of every change: each record written is written down beside it.

The mapper's own events tell of every insert, update and delete, those that cascade included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table, event, insert, inspect
from sqlalchemy.orm import Session, object_session

from app.models.base import Base
from app.models.journal import Change, Operation

_HEARD = "journal"
_SILENT = (Operation, Change)
Values = dict[str, Any]


@contextmanager
def journalling(session: Session, operation: Operation) -> Iterator[None]:
    """Write every change of the block into the journal, under one operation."""
    heard: list[Values] = []
    session.info[_HEARD] = heard

    def write_down(flushed: Session, _context: object) -> None:
        if heard:
            rows = [{**one, "operation_id": operation.id} for one in heard]
            heard.clear()
            flushed.execute(insert(Change), rows)

    event.listen(session, "after_flush", write_down)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "after_flush", write_down)
        del session.info[_HEARD]


@event.listens_for(Base, "after_insert", propagate=True)
def _on_insert(_mapper: object, _connection: object, row: Base) -> None:
    _hear(row, None, row_values(row))


@event.listens_for(Base, "after_update", propagate=True)
def _on_update(_mapper: object, _connection: object, row: Base) -> None:
    before, after = _differences(row)
    if after:
        _hear(row, before, after)


@event.listens_for(Base, "after_delete", propagate=True)
def _on_delete(_mapper: object, _connection: object, row: Base) -> None:
    _hear(row, row_values(row), None)


def _hear(row: Base, before: Values | None, after: Values | None) -> None:
    session = object_session(row)
    if session is None or isinstance(row, _SILENT) or _HEARD not in session.info:
        return
    session.info[_HEARD].append(
        {"record": row.__tablename__, "record_id": row.id, "before": before, "after": after}
    )


def row_values(row: Base) -> Values:
    """All columns of a record as plain JSON values."""
    return {column.key: to_plain(getattr(row, column.key)) for column in inspect(type(row)).columns}


def _differences(row: object) -> tuple[Values, Values]:
    before: Values = {}
    after: Values = {}
    state = inspect(row)
    for column in state.mapper.columns:
        history = state.attrs[column.key].history
        if history.has_changes() and history.added != history.deleted:
            before[column.key] = to_plain(history.deleted[0] if history.deleted else None)
            after[column.key] = to_plain(history.added[0] if history.added else None)
    return before, after


def to_plain(value: Any) -> Any:
    """A column's value as JSON knows it: dates in ISO form, amounts as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def from_plain(column: Column[Any], value: Any) -> Any:
    """A journal value as its column takes it."""
    if value is None:
        return None
    kind = column.type.python_type
    if kind is Decimal:
        return Decimal(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return value


def restored(table: Table, values: Values) -> Values:
    """Journal values of one record as its table's columns take them."""
    return {key: from_plain(table.c[key], value) for key, value in values.items()}
