"""How the journal hears of every change: what a session flushes is written down beside it."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.journal import Change, Operation

_SILENT = (Operation, Change)


def record_flush(session: Session, operation: Operation) -> None:
    """Add to the journal what the flush that just ran has changed.

    Runs after the flush, when new records have their numbers and the old values are still known.
    """
    session.add_all(
        Change(
            operation_id=operation.id,
            record=type(row).__tablename__,
            record_id=row.id,
            before=before,
            after=after,
        )
        for row, before, after in _flushed(session)
    )


def _flushed(
    session: Session,
) -> Iterator[tuple[Any, dict[str, Any] | None, dict[str, Any] | None]]:
    for row in session.new:
        if isinstance(row, Base) and not isinstance(row, _SILENT):
            yield row, None, row_values(row)
    for row in session.dirty:
        before, after = _differences(row)
        if after and isinstance(row, Base) and not isinstance(row, _SILENT):
            yield row, before, after
    for row in session.deleted:
        if isinstance(row, Base) and not isinstance(row, _SILENT):
            yield row, row_values(row), None


def row_values(row: Base) -> dict[str, Any]:
    """All columns of a record as plain JSON values."""
    return {column.key: to_plain(getattr(row, column.key)) for column in inspect(type(row)).columns}


def _differences(row: object) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
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


def restored(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Journal values of one record as its table's columns take them."""
    return {key: from_plain(table.c[key], value) for key, value in values.items()}
