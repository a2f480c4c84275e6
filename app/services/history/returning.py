"""Bringing lost records back: what they belong to must be there, and their place be free."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.migrations import RECORDS
from app.models.recording import restored
from app.services.history.journalwords import kind_word, lost_words
from app.services.history.staying import Key, portions

_HANGING = frozenset({"evidence", "problem_link"})
"""What is nothing without the record it points at, whichever that is."""
Lost = tuple[str, int, dict[str, Any]]
"""A lost record: its kind, its number and what it held."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back, counted by kind, and what could not, line by line."""

    keys: frozenset[Key]
    back: str
    missing: tuple[str, ...]


def bring_back(session: Session, lost: Sequence[Lost]) -> Returned:
    """Add lost records again, owners before parts.

    One whose owner is gone, or in whose place another stands now, does not come back; a pointer
    to a record that is gone comes back empty where it may be empty.
    """
    held = set(rows_there(session, [(record, number) for record, number, _ in lost]))
    came: list[Key] = []
    missing: list[str] = []
    for record, group in _by_kind(lost, held).items():
        table = Base.metadata.tables[record]
        there = held | set(came) | set(rows_there(session, _pointed(table, group)))
        taken = _taken(session, table, group)
        for _, number, before in group:
            values, why = _placed(table, before, there)
            why = why or ("现在另有一条相同的" if number in taken else "")
            if why:
                missing.append(f"{lost_words(record, before)}：{why}，没有恢复")
            else:
                session.add(RECORDS[record](**restored(table, values)))
                came.append((record, number))
        session.flush()
    counts = Counter(record for record, _ in came)
    words = "、".join(f"{kind_word(record)} {count}" for record, count in counts.items())
    return Returned(frozenset(came), words, tuple(missing))


def rows_there(session: Session, keys: Sequence[Key]) -> Iterator[Key]:
    """Those of the records that the ledger holds now."""
    for record in dict.fromkeys(record for record, _ in keys):
        ids = Base.metadata.tables[record].columns["id"]
        for some in portions([number for name, number in keys if name == record]):
            yield from (
                (record, number) for number in session.scalars(select(ids).where(ids.in_(some)))
            )


def _by_kind(lost: Sequence[Lost], held: set[Key]) -> dict[str, list[Lost]]:
    groups: dict[str, list[Lost]] = defaultdict(list)
    for one in lost:
        if (one[0], one[1]) not in held:
            groups[one[0]].append(one)
    order = [table.name for table in Base.metadata.sorted_tables]
    return {record: groups[record] for record in order if record in groups}


def _pointers(table: Table) -> list[tuple[Column[Any], str]]:
    return [
        (column, key.column.table.name) for column in table.columns for key in column.foreign_keys
    ]


def _pointed(table: Table, group: Sequence[Lost]) -> list[Key]:
    found = {
        (owner, values[column.name]): None
        for column, owner in _pointers(table)
        for _, _, values in group
        if values.get(column.name) is not None
    }
    return list(found)


def _placed(table: Table, before: dict[str, Any], there: set[Key]) -> tuple[dict[str, Any], str]:
    """The values with pointers to what is gone emptied, and why the record can't come back."""
    values = dict(before)
    gone = ""
    for column, owner in _pointers(table):
        pointed = values.get(column.name)
        if pointed is None or (owner, pointed) in there:
            continue
        gone = f"所属的{kind_word(owner)}已经删除"
        if not column.nullable:
            return values, gone
        values[column.name] = None
    stray = gone and table.name in _HANGING and not any(values.get(name) for name in _names(table))
    return values, gone if stray else ""


def _names(table: Table) -> list[str]:
    return [column.name for column, _ in _pointers(table)]


def _taken(session: Session, table: Table, group: Sequence[Lost]) -> set[int]:
    """The numbers of those in whose place another record stands now."""
    found: set[int] = set()
    for names in _unique_sets(table):
        columns = [table.columns[name] for name in names]
        wanted = {tuple(values.get(name) for name in names): number for _, number, values in group}
        for some in portions(list(wanted)):
            rows = session.execute(select(*columns).where(tuple_(*columns).in_(some)))
            found |= {wanted[tuple(row)] for row in rows if tuple(row) in wanted}
    return found


def _unique_sets(table: Table) -> list[tuple[str, ...]]:
    several = [
        tuple(column.name for column in one.columns)
        for one in table.constraints
        if isinstance(one, UniqueConstraint)
    ]
    return [*several, *((column.name,) for column in table.columns if column.unique)]
