"""Which of the records a step made must stay when it is taken back: what was used since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.migrations import RECORDS
from app.models.recording import to_plain

Key = tuple[str, int]

_PARTS: Mapping[str, frozenset[str]] = {
    "task": frozenset({"target", "checkpoint"}),
    "task_list": frozenset({"list_source"}),
}
"""What a record can't do without: a task that stays keeps its targets, a list its source."""
_AT_ONCE = 400


def used_since(session: Session, made: Mapping[Key, Mapping[str, Any]]) -> frozenset[Key]:
    """The records that were edited since, or that records made by another step rest on.

    Args:
        session: the open session, flushed.
        made: what a step made, with the values it gave each record.
    """
    used = {key for key, after in made.items() if _is_edited(session, key, after)}
    for owner, dependent in _dependents(session, made):
        if dependent not in made:
            used.add(owner)
    return frozenset(used)


def staying(
    session: Session, made: Mapping[Key, Mapping[str, Any]], used: frozenset[Key]
) -> frozenset[Key]:
    """The records that stay: those used, what they rest on, and what they can't do without."""
    owners: dict[Key, list[Key]] = defaultdict(list)
    parts: dict[Key, list[Key]] = defaultdict(list)
    for owner, dependent in _dependents(session, made):
        if dependent in made:
            owners[dependent].append(owner)
            if dependent[0] in _PARTS.get(owner[0], ()):
                parts[owner].append(dependent)
    stays, open_ends = set(used), list(used)
    while open_ends:
        key = open_ends.pop()
        fresh = {*owners[key], *parts[key]} - stays
        stays |= fresh
        open_ends += fresh
    return frozenset(stays)


def _is_edited(session: Session, key: Key, after: Mapping[str, Any]) -> bool:
    row = session.get(RECORDS[key[0]], key[1])
    return row is not None and any(
        to_plain(getattr(row, name)) != value for name, value in after.items()
    )


def _dependents(session: Session, made: Mapping[Key, Any]) -> Iterator[tuple[Key, Key]]:
    """Every record that points at one of those made, as (the one pointed at, the one pointing)."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for record, number in made:
        numbers[record].append(number)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield from _pointing(session, table, column.name, key.column.table.name, numbers)


def _pointing(
    session: Session,
    table: Table,
    column: str,
    record: str,
    numbers: Mapping[str, Sequence[int]],
) -> Iterator[tuple[Key, Key]]:
    pointer = table.columns[column]
    pointed_at = numbers.get(record, ())
    for begin in range(0, len(pointed_at), _AT_ONCE):
        some = pointed_at[begin : begin + _AT_ONCE]
        query = select(pointer, table.columns["id"]).where(pointer.in_(some))
        for owner, dependent in session.execute(query):
            yield (record, owner), (table.name, dependent)
