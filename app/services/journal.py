"""Undo and redo by the journal: they survive a restart, and keep what was edited since."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.base import Base
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.migrations import RECORDS
from app.models.recording import restored, to_plain
from app.models.views import OperationView, UndoState
from app.services.journalwords import describe_kind, in_words
from app.services.staying import rows_of, staying, used_since

_ORDER: dict[str, int] = {
    table.name: place for place, table in enumerate(Base.metadata.sorted_tables)
}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was taken back, and what was kept because it was edited since."""

    title: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Net:
    """All changes of one operation to one record, as one."""

    record: str
    record_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def undo(ledger: Ledger) -> UndoResult:
    """Take back the newest operation that still stands.

    Raises:
        UserError: ``nothing_to_undo``.
    """
    target = _top(ledger, redo=False)
    if target is None:
        raise UserError("nothing_to_undo", "没有可以撤销的操作。")
    return _reverse(ledger, target, "undo")


def redo(ledger: Ledger) -> UndoResult:
    """Carry out again what was undone last.

    Raises:
        UserError: ``nothing_to_redo``.
    """
    target = _top(ledger, redo=True)
    if target is None:
        raise UserError("nothing_to_redo", "没有可以重做的操作。")
    return _reverse(ledger, target, "redo")


def undo_operation(ledger: Ledger, operation_id: int) -> UndoResult:
    """Take back one operation, however long ago; what was edited since is kept and named.

    Raises:
        UserError: it was undone already, or can't be (a filed return stays filed).
    """
    with ledger.reading() as session:
        operation = session.get(Operation, operation_id)
        if operation is None or operation.kind != "do" or not operation.undoable:
            raise UserError("not_undoable", "这一步不能撤销。")
        if operation_id in _undone(_links(session)):
            raise UserError("already_undone", "这一步已经撤销过了。")
        session.expunge(operation)
    return _reverse(ledger, operation, "undo")


def undo_state(ledger: Ledger) -> UndoState:
    """What undo and redo would do now."""
    undoing, redoing = _top(ledger, redo=False), _top(ledger, redo=True)
    return UndoState(undoing.title if undoing else "", redoing.title if redoing else "")


def recent_operations(ledger: Ledger, limit: int = 200) -> tuple[OperationView, ...]:
    """The journal, newest first, each line with its first changes in words."""
    with ledger.reading() as session:
        gone = _undone(_links(session))
        rows = session.scalars(select(Operation).order_by(Operation.id.desc()).limit(limit)).all()
        return tuple(_view(session, row, undone=row.id in gone) for row in rows)


def history_of(
    session: Session, record: str, record_ids: Iterable[int]
) -> tuple[OperationView, ...]:
    """The journal lines that touched some records, newest first."""
    query = (
        select(Operation)
        .join(Change, Change.operation_id == Operation.id)
        .where(Change.record == record, Change.record_id.in_(list(record_ids)))
        .distinct()
        .order_by(Operation.id.desc())
    )
    gone = _undone(_links(session))
    return tuple(_view(session, row, undone=row.id in gone) for row in session.scalars(query).all())


def _view(session: Session, row: Operation, *, undone: bool) -> OperationView:
    changes = session.scalars(
        select(Change).where(Change.operation_id == row.id).order_by(Change.id).limit(_SHOWN)
    ).all()
    details = tuple(line for change in changes if (line := in_words(session, change)))
    return OperationView(
        id=row.id,
        at=row.at,
        who=row.who,
        verb=row.verb,
        title=row.title,
        kind=row.kind,
        undone=undone,
        details=details,
        undoable=row.undoable,
        more=_count(session, row.id) - _SHOWN if len(changes) == _SHOWN else 0,
    )


def _count(session: Session, operation_id: int) -> int:
    """How many changes a step made."""
    query = select(func.count()).where(Change.operation_id == operation_id)
    return session.scalar(query) or 0


def _links(session: Session) -> list[tuple[int, str, int | None]]:
    query = select(Operation.id, Operation.kind, Operation.target_id).where(Operation.kind != "do")
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(Operation.id))]


def _undone(links: list[tuple[int, str, int | None]]) -> set[int]:
    gone: set[int] = set()
    for _, kind, target in links:
        if target is not None:
            (gone.add if kind == "undo" else gone.discard)(target)
    return gone


def _top(ledger: Ledger, *, redo: bool) -> Operation | None:
    """The operation that undo (or redo) would act on next."""
    with ledger.reading() as session:
        links = _links(session)
        gone = _undone(links)
        found = _redoable(session, links, gone) if redo else _undoable(session, gone)
        if found is not None:
            session.expunge(found)
        return found


def _undoable(session: Session, gone: set[int]) -> Operation | None:
    """The newest operation that stands; filings are passed over, for they stay filed."""
    query = select(Operation).where(Operation.kind == "do", Operation.undoable)
    rows = session.scalars(query.order_by(Operation.id.desc()).execution_options(yield_per=50))
    return next((row for row in rows if row.id not in gone), None)


def _redoable(
    session: Session, links: list[tuple[int, str, int | None]], gone: set[int]
) -> Operation | None:
    """What was undone last, unless something new was done after it."""
    newest = session.scalar(
        select(func.max(Operation.id)).where(Operation.kind == "do", Operation.undoable)
    )
    for number, kind, target in reversed(links):
        if newest is not None and number < newest:
            return None
        if kind == "undo" and target in gone:
            return session.get(Operation, target)
    return None


def _reverse(ledger: Ledger, target: Operation, kind: str) -> UndoResult:
    word = "撤销" if kind == "undo" else "重做"
    with ledger.transaction(
        target.verb, f"{word}：{target.title}", kind=kind, target_id=target.id
    ) as work:
        nets = _net_changes(work.session, target.id)
        if kind == "redo":
            nets = [_Net(net.record, net.record_id, net.after, net.before) for net in nets]
        kept = _put_back(work.session, nets)
    return UndoResult(target.title, tuple(kept))


def _net_changes(session: Session, operation_id: int) -> list[_Net]:
    """What an operation came to for each record, first before against last after."""
    nets: dict[tuple[str, int], _Net] = {}
    query = select(Change).where(Change.operation_id == operation_id).order_by(Change.id)
    for change in session.scalars(query):
        key = (change.record, change.record_id)
        old = nets.get(key)
        nets[key] = _joined(old, change) if old else _Net(*key, change.before, change.after)
    return [net for net in nets.values() if net.before is not None or net.after is not None]


def _joined(old: _Net, change: Change) -> _Net:
    before = None if old.before is None else {**(change.before or {}), **old.before}
    after = None if change.after is None else {**(old.after or {}), **change.after}
    return _Net(old.record, old.record_id, before, after)


def _put_back(session: Session, nets: list[_Net]) -> list[str]:
    """Reverse net changes: lost records first (parents before children), new ones last."""
    kept: list[str] = []
    ordered = sorted(nets, key=lambda net: _ORDER[net.record])
    for net in ordered:
        if net.after is None and net.before is not None:
            _bring_back(session, net)
    session.flush()
    for net in ordered:
        if net.before is not None and net.after is not None:
            kept += _change_back(session, net)
    session.flush()
    kept += _take_out(session, [net for net in ordered if net.before is None])
    return kept


def _bring_back(session: Session, net: _Net) -> None:
    mapped = RECORDS[net.record]
    if session.get(mapped, net.record_id) is None:
        session.add(mapped(**restored(_table(mapped), net.before or {})))


def _change_back(session: Session, net: _Net) -> list[str]:
    mapped = RECORDS[net.record]
    row = session.get(mapped, net.record_id)
    if row is None:
        return []
    kept: list[str] = []
    old = restored(_table(mapped), net.before or {})
    for key, after in (net.after or {}).items():
        if to_plain(getattr(row, key)) == after:
            setattr(row, key, old.get(key))
        else:
            kept.append(f"{describe_kind(row)}：之后又改过，保留现在的内容")
    return kept[:1]


def _take_out(session: Session, nets: list[_Net]) -> list[str]:
    """Remove records again, but those used since, what they rest on and what belongs to them."""
    made = {(net.record, net.record_id): net.after or {} for net in nets}
    rows = rows_of(session, made)
    used = used_since(session, made, rows)
    stays = staying(session, made, used)
    with session.no_autoflush:
        for key in reversed(made):
            if key in rows and key not in stays:
                session.delete(rows[key])
    session.flush()
    kept = (rows[key] for key in made if key in used and key in rows)
    return [f"{describe_kind(row)}：之后又用过，没有删除" for row in kept]


def _table(mapped: type[Base]) -> Table:
    return Base.metadata.tables[mapped.__tablename__]
