"""What was deleted, and bringing it back without undoing what came after."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.base import Base
from app.models.database import Ledger
from app.models.journal import Change, Operation
from app.models.recording import restored, to_plain
from app.services.history.journal import UndoResult, undone_steps
from app.services.history.journalwords import kind_word, lost_words, name_in
from app.services.history.returning import bring_back, rows_there
from app.services.history.reversal import Net, Place, net_changes
from app.services.history.staying import Key, portions, rows_of

_LISTED = (
    "task", "item", "problem", "assignment", "unit", "progress", "evidence", "problem_step",
    "assignment_line", "share",
)  # fmt: skip
"""What is worth finding again on its own, when it was not deleted with what it belonged to."""
_PAGE = {"task", "item", "problem", "assignment", "unit"}


@dataclass(frozen=True, slots=True)
class Deleted:
    """One thing that was deleted and is still gone.

    Attributes:
        operation_id: the step that deleted it.
        record: its kind, as the journal calls it; with ``record_id`` it names it.
        record_id: its number.
        kind: its kind in words.
        name: its own name or text.
        at: when, in UTC.
        who: by whom.
        parts: what went with it, in words: 清单项 23、进展 2.
    """

    operation_id: int
    record: str
    record_id: int
    kind: str
    name: str
    at: datetime
    who: str
    parts: str


def list_deleted(
    ledger: Ledger, *, before: int | None = None, steps: int = 100
) -> tuple[Deleted, ...]:
    """What was deleted and is still gone, newest first; a portion of so many steps.

    Args:
        ledger: the open ledger.
        before: only what steps older than this one deleted.
        steps: how many deleting steps at most.
    """
    with ledger.reading() as session:
        gone = undone_steps(session)
        query = select(Operation).where(Operation.kind == "do", Operation.id.in_(_deleting()))
        if before is not None:
            query = query.where(Operation.id < before)
        rows = session.scalars(query.order_by(Operation.id.desc()).limit(steps)).all()
        return tuple(one for row in rows if row.id not in gone for one in _deleted_in(session, row))


def restore(ledger: Ledger, operation_id: int, record: str, record_id: int) -> UndoResult:
    """Bring back one deleted thing with everything that went with it; what came after stays.

    Raises:
        UserError: it is there again, or what it belonged to is gone too.
    """
    with ledger.transaction("restore", "") as work:
        session = work.session
        nets = net_changes(session, operation_id)
        lost = {net.key: net for net in nets if net.after is None and net.before is not None}
        root = lost.get((record, record_id))
        if root is None or list(rows_there(session, [root.key])):
            raise UserError("not_deleted", "这一条已经恢复；请刷新后再看。")
        family = _family(root.key, lost)
        values = root.before or {}
        returned = bring_back(
            session, [(net.record, net.record_id, net.before or {}) for net in family]
        )
        if root.key not in returned.keys:
            raise UserError("owner_gone", _why_not(returned.missing))
        _point_again(session, nets, returned.keys)
        title = f"恢复{lost_words(record, values)}"
        work.entitle(title)
    place = Place(record, record_id, _task_of(record, record_id, values))
    return UndoResult(
        title,
        (),
        returned.missing,
        returned.back,
        place if record in _PAGE or place.task_id else None,
    )


def _deleting() -> Any:
    nothing = Change.after == JSON.NULL
    return select(Change.operation_id).where(nothing, Change.record.in_(_LISTED))


def _deleted_in(session: Session, step: Operation) -> list[Deleted]:
    """The things one step deleted that are still gone, each with the count of what went along."""
    rows = _lost_rows(session, step.id)
    keys = [(row.record, row.record_id) for row in rows]
    there = {*rows_there(session, keys), *_lost_again(session, keys, step.id)}
    lost = {
        (row.record, row.record_id): Net(row.record, row.record_id, row.before, None)
        for row in rows
        if (row.record, row.record_id) not in there
    }
    owners = {key: _owner_in(net, lost) for key, net in lost.items()}
    parts = _parts(owners)
    return [
        Deleted(
            step.id,
            net.record,
            net.record_id,
            kind_word(net.record),
            name_in(net.before),
            step.at,
            step.who,
            "、".join(f"{kind_word(kind)} {count}" for kind, count in parts[key].items()),
        )
        for key, net in lost.items()
        if owners[key] is None and net.record in _LISTED
    ]


def _lost_rows(session: Session, operation_id: int) -> Sequence[Row[Any]]:
    """What a step took away for good: the last word on each record is that it is gone."""
    last = select(func.max(Change.id)).where(Change.operation_id == operation_id)
    last = last.group_by(Change.record, Change.record_id)
    query = select(Change.record, Change.record_id, Change.before)
    query = query.where(Change.id.in_(last), Change.after == JSON.NULL)
    return session.execute(query.where(Change.before != JSON.NULL).order_by(Change.id.desc())).all()


def _lost_again(session: Session, keys: Sequence[Key], operation_id: int) -> set[Key]:
    """Those that came back and went again by a later step: they are listed there."""
    found: set[Key] = set()
    for some in portions([number for _, number in keys]):
        query = select(Change.record, Change.record_id).join(Operation)
        query = query.where(
            Change.record_id.in_(some),
            Change.after == JSON.NULL,
            Change.operation_id > operation_id,
            Operation.kind == "do",
        )
        found |= {(row[0], row[1]) for row in session.execute(query)}
    return found


def _owner_in(net: Net, lost: Mapping[Key, Net]) -> Key | None:
    """What a record belonged to, when that went in the same step."""
    table = Base.metadata.tables[net.record]
    for column in table.columns:
        for key in column.foreign_keys:
            number = (net.before or {}).get(column.name)
            owner = (key.column.table.name, int(number or 0))
            if owner in lost and _owns(owner[0], net.record):
                return owner
    return None


def _owns(owner: str, record: str) -> bool:
    """A unit that is deleted in one step with an item does not own it."""
    return owner != "unit" or record == "share"


def _parts(owners: Mapping[Key, Key | None]) -> dict[Key, Counter[str]]:
    """How many of each kind went with each thing, counted at its outermost owner."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for key in owners:
        top = key
        while (above := owners.get(top)) is not None:
            top = above
        if top != key:
            counts[top][key[0]] += 1
    return counts


def _family(root: Key, lost: Mapping[Key, Net]) -> list[Net]:
    """A lost record with all that went with it, however deep."""
    owners = {key: _owner_in(net, lost) for key, net in lost.items()}
    family = {root}
    for key in lost:
        chain = [key]
        while chain[-1] not in family and (above := owners[chain[-1]]) is not None:
            chain.append(above)
        if chain[-1] in family:
            family |= set(chain)
    return [net for key, net in lost.items() if key in family]


def _point_again(session: Session, nets: Sequence[Net], came: frozenset[Key]) -> None:
    """Let what only pointed at the lost records point at them again, unless it was changed."""
    changed = [net for net in nets if net.before is not None and net.after is not None]
    rows = rows_of(session, [net.key for net in changed], alone=True)
    for net in changed:
        row, table = rows.get(net.key), Base.metadata.tables[net.record]
        old = restored(table, net.before or {})
        for name, after in (net.after or {}).items():
            targets = {key.column.table.name for key in table.columns[name].foreign_keys}
            points = any((target, old.get(name)) in came for target in targets)
            if row is not None and points and to_plain(getattr(row, name)) == after:
                setattr(row, name, old[name])


def _why_not(missing: Sequence[str]) -> str:
    told = missing[0].removesuffix("，没有恢复") if missing else "所属的内容已经删除"
    return f"{told}；请先恢复它所属的内容，或给现在的那一条改名。"


def _task_of(record: str, record_id: int, values: Mapping[str, Any]) -> int | None:
    return record_id if record == "task" else values.get("task_id")
