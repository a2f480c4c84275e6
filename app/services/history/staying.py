"""Which of the records a step made must stay when it is taken back: what was used since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, selectinload

from app.models.base import Base
from app.models.migrations import RECORDS
from app.models.recording import to_plain

Key = tuple[str, int]
One = TypeVar("One")

_PARTS: Mapping[str, frozenset[str]] = {
    "task": frozenset({"target", "checkpoint"}),
    "task_list": frozenset({"list_source"}),
}
"""What a record can't do without: a task that stays keeps its targets, a list its source."""
_AT_ONCE = 400


def rows_of(session: Session, keys: Iterable[Key], *, alone: bool = False) -> dict[Key, Base]:
    """The records that are still there, read with all that hangs on them in a few queries.

    Args:
        session: the open session.
        keys: which records.
        alone: read them without what hangs on them.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for record, number in keys:
        numbers[record].append(number)
    found: dict[Key, Base] = {}
    for record, wanted in numbers.items():
        mapped = RECORDS[record]
        for some in portions(wanted):
            query = select(mapped).where(mapped.id.in_(some))
            query = query if alone else query.options(selectinload("*"))
            found |= {(record, row.id): row for row in session.scalars(query)}
    return found


def used_since(
    session: Session, made: Mapping[Key, Mapping[str, Any]], rows: Mapping[Key, Base]
) -> frozenset[Key]:
    """The records that were edited since, or that records made by another step rest on.

    Args:
        session: the open session, flushed.
        made: what a step made, with the values it gave each record.
        rows: those of them that are still there.
    """
    used = {key for key, row in rows.items() if _is_edited(row, made[key])}
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


def _is_edited(row: Base, after: Mapping[str, Any]) -> bool:
    return any(to_plain(getattr(row, name)) != value for name, value in after.items())


def _dependents(session: Session, made: Mapping[Key, Any]) -> Iterator[tuple[Key, Key]]:
    """Every record that points at one of those made, as (the one pointed at, the one pointing)."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for record, number in made:
        numbers[record].append(number)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield from _pointing(session, table, column.name, key.column.table.name, numbers)


def portions(numbers: Sequence[One]) -> Iterator[Sequence[One]]:
    """Some at a time, as many as one query may name."""
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))


def _pointing(
    session: Session,
    table: Table,
    column: str,
    record: str,
    numbers: Mapping[str, Sequence[int]],
) -> Iterator[tuple[Key, Key]]:
    pointer = table.columns[column]
    for some in portions(numbers.get(record, ())):
        query = select(pointer, table.columns["id"]).where(pointer.in_(some))
        for owner, dependent in session.execute(query):
            yield (record, owner), (table.name, dependent)
