"""Undo and redo by the journal: they survive a restart, and keep what was edited since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.errors import UserError
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.views import OperationView, UndoState
from app.monitor import SILENT, Monitor
from app.services.history.journalwords import in_words
from app.services.history.reversal import Net, Place, net_changes, place_in, put_back
from app.services.history.staying import rows_of

_SHOWN = 12
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was taken back.

    Attributes:
        title: the step's title.
        kept: what was kept because it was edited since, line by line.
        missing: what could not come back, for what it belonged to is gone.
        back: what came back, by kind and number: 任务 1、清单项 23.
        place: where it can be looked at, if anywhere.
    """

    title: str
    kept: tuple[str, ...]
    missing: tuple[str, ...] = ()
    back: str = ""
    place: Place | None = None


def undo(ledger: Ledger, *, monitor: Monitor = SILENT) -> UndoResult:
    """Take back the newest operation that still stands.

    Raises:
        UserError: ``nothing_to_undo``.
    """
    target = _top(ledger, redo=False)
    if target is None:
        raise UserError("nothing_to_undo", "没有可以撤销的操作。")
    return _reverse(ledger, target, "undo", monitor)


def redo(ledger: Ledger, *, monitor: Monitor = SILENT) -> UndoResult:
    """Carry out again what was undone last.

    Raises:
        UserError: ``nothing_to_redo``.
    """
    target = _top(ledger, redo=True)
    if target is None:
        raise UserError("nothing_to_redo", "没有可以重做的操作。")
    return _reverse(ledger, target, "redo", monitor)


def undo_operation(ledger: Ledger, operation_id: int, *, monitor: Monitor = SILENT) -> UndoResult:
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
    return _reverse(ledger, operation, "undo", monitor)


def redo_operation(ledger: Ledger, operation_id: int, *, monitor: Monitor = SILENT) -> UndoResult:
    """Carry out again one operation that was taken back; what was edited since is kept and named.

    Raises:
        UserError: it stands, or there is none.
    """
    with ledger.reading() as session:
        operation = session.get(Operation, operation_id)
        if operation is None or operation_id not in undone_steps(session):
            raise UserError("not_undone", "这一步没有撤销过，不用重做。")
        session.expunge(operation)
    return _reverse(ledger, operation, "redo", monitor)


def place_of(ledger: Ledger, operation_id: int) -> Place | None:
    """Where what a step changed can be looked at now; None when nothing of it is there."""
    query = select(Change).where(Change.operation_id == operation_id).order_by(Change.id)
    with ledger.reading() as session:
        changes = session.scalars(query.limit(_SHOWN)).all()
        return place_in(
            session, [Net(row.record, row.record_id, row.before, row.after) for row in changes]
        )


def step_size(ledger: Ledger, *, redo: bool = False) -> int:
    """How many changes undo (or redo) would reverse now."""
    target = _top(ledger, redo=redo)
    if target is None:
        return 0
    with ledger.reading() as session:
        return count_changes(session, target.id)


def undo_state(ledger: Ledger) -> UndoState:
    """What undo and redo would do now."""
    with ledger.reading() as session:
        links = _links(session)
        gone = _undone(links)
        undoing, redoing = _undoable(session, gone), _redoable(session, links, gone)
        return UndoState(undoing.title if undoing else "", redoing.title if redoing else "")


def recent_operations(ledger: Ledger, limit: int = 200) -> tuple[OperationView, ...]:
    """The journal, newest first, each line with its first changes in words."""
    with ledger.reading() as session:
        rows = session.scalars(select(Operation).order_by(Operation.id.desc()).limit(limit)).all()
        return _views(session, rows)


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
    return _views(session, session.scalars(query.limit(_LONGEST)).all())


def undone_steps(session: Session) -> frozenset[int]:
    """The numbers of the steps that are taken back now."""
    return frozenset(_undone(_links(session)))


def _views(session: Session, rows: Sequence[Operation]) -> tuple[OperationView, ...]:
    """Journal lines with their first changes, read in a few queries however many there are."""
    numbers = [row.id for row in rows]
    counts = _counts(session, numbers)
    changes = _first_changes(session, numbers)
    _held = rows_of(session, {(one.record, one.record_id) for one in changes}, alone=True)
    details: dict[int, list[str]] = defaultdict(list)
    for change in changes:
        if line := in_words(session, change):
            details[change.operation_id].append(line)
    gone = undone_steps(session)
    return tuple(
        replace(
            step_view(row, gone),
            details=tuple(details[row.id]),
            more=max(counts.get(row.id, 0) - _SHOWN, 0),
        )
        for row in rows
    )


def step_view(row: Operation, gone: frozenset[int]) -> OperationView:
    """A step without its changes; ``gone`` are the numbers of those taken back."""
    return OperationView(
        id=row.id,
        at=row.at,
        who=row.who,
        verb=row.verb,
        title=row.title,
        kind=row.kind,
        undone=row.id in gone,
        undoable=row.undoable,
    )


def _counts(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many changes each step made."""
    query = select(Change.operation_id, func.count()).where(Change.operation_id.in_(numbers))
    rows = session.execute(query.group_by(Change.operation_id))
    return {row[0]: row[1] for row in rows}


def _first_changes(session: Session, numbers: Sequence[int]) -> Sequence[Change]:
    """A few of each step, straight from the index: an import makes tens of thousands."""
    one = aliased(Change)
    first = select(one.id).where(one.operation_id == Operation.id).order_by(one.id).limit(_SHOWN)
    query = select(Change).join(Operation, Change.id.in_(first.correlate(Operation)))
    query = query.where(Operation.id.in_(numbers))
    return session.scalars(query.order_by(Change.id)).all()


def count_changes(session: Session, operation_id: int) -> int:
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
    query = select(Operation.id).where(Operation.kind == "do", Operation.undoable)
    rows = session.scalars(query.order_by(Operation.id.desc()).execution_options(yield_per=50))
    newest = next((number for number in rows if number not in gone), None)
    return None if newest is None else session.get(Operation, newest)


def _redoable(
    session: Session, links: list[tuple[int, str, int | None]], gone: set[int]
) -> Operation | None:
    """What was undone last, unless something new was done after it."""
    query = select(Operation.id).where(Operation.kind == "do", Operation.undoable)
    newest = session.scalar(query.order_by(Operation.id.desc()).limit(1))
    for number, kind, target in reversed(links):
        if newest is not None and number < newest:
            return None
        if kind == "undo" and target in gone:
            return session.get(Operation, target)
    return None


def _reverse(ledger: Ledger, target: Operation, kind: str, monitor: Monitor) -> UndoResult:
    word = "撤销" if kind == "undo" else "重做"
    with ledger.transaction(
        target.verb, f"{word}：{target.title}", kind=kind, target_id=target.id
    ) as work:
        nets = net_changes(work.session, target.id, monitor=monitor)
        if kind == "redo":
            nets = [net.turned() for net in nets]
        done = put_back(work.session, nets, monitor=monitor)
    return UndoResult(target.title, done.kept, done.missing, done.back, done.place)
