"""Whether every record still is what the journal says of it: a value that changed on its own.

Every change is written into the journal with the new value, so that the journal's last word on a
column is what the record must hold. This sees what SQLite's checks can't: a sound page with
another letter in it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.recording import to_plain
from app.monitor import SILENT, Monitor
from app.services.history.journalwords import kind_word

_AT_ONCE = 1_000
_OWN = frozenset({Change.__tablename__, Operation.__tablename__})
Odd = tuple[str, int]
"""A record by its kind and number; number 0 when the kind can't be read through."""


def unlike_journal(ledger: Ledger, *, monitor: Monitor = SILENT) -> tuple[Odd, ...]:
    """The records that are not what the journal comes to, those missing included.

    A record of which the journal says nothing can't be judged and passes.

    Raises:
        UserError: the ledger is gone.
        Cancelled: the clerk stopped it.
    """
    odd: list[Odd] = []
    with ledger.reading() as session:
        for name, table in Base.metadata.tables.items():
            if name in _OWN:
                continue
            monitor.report(0, 0, "正在核对记录和操作历史…")
            try:
                odd += [(name, number) for number in _odd(session, table)]
            except (DBAPIError, ValueError, TypeError, ArithmeticError, AttributeError):
                odd.append((name, 0))  # no text, no date, no number any more
    return tuple(odd)


def odd_words(odd: Sequence[Odd]) -> str:
    """What was found, in words: 清单项等 3 条记录和操作历史对不上."""
    kind = kind_word(odd[0][0])
    if not odd[0][1]:
        return f"“{kind}”的记录读不出，内容已损坏"
    more = f"“{kind}”等 {len(odd)} 条" if len(odd) > 1 else f"有一条“{kind}”"
    return f"{more}记录和操作历史对不上，内容可能已损坏"


def _odd(session: Session, table: Table) -> Iterator[int]:
    """The numbers of records that differ; both sides are read in order, never held whole."""
    rows = _rows(session, table)
    row = next(rows, None)
    for number, told in _told(session, table.name):
        while row is not None and row["id"] < number:
            row = next(rows, None)
        held = row if row is not None and row["id"] == number else None
        if (held is None) != (told is None) or _differ(held or {}, told or {}):
            yield number


def _differ(held: dict[str, Any], told: dict[str, Any]) -> bool:
    return any(to_plain(held[key]) != value for key, value in told.items() if key in held)


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(table.c.id).execution_options(yield_per=_AT_ONCE)
    return (dict(row) for row in session.execute(query).mappings())


def _told(session: Session, record: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """What the journal comes to for each record, in their order; None when it was deleted."""
    query = select(Change.record_id, Change.after).where(Change.record == record)
    ordered = query.order_by(Change.record_id, Change.id).execution_options(yield_per=_AT_ONCE)
    for number, changes in groupby(session.execute(ordered), key=itemgetter(0)):
        told: dict[str, Any] | None = None
        for _, after in changes:
            told = None if after is None else {**(told or {}), **after}
        yield number, told
