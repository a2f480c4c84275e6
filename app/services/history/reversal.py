"""Putting records back as a step of the journal found them; what was edited since is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.journal import Change
from app.models.migrations import RECORDS
from app.models.recording import restored, to_plain
from app.monitor import SILENT, Monitor
from app.services.history.journalwords import describe_kind
from app.services.history.returning import bring_back
from app.services.history.staying import Key, rows_of, staying, used_since

ORDER: dict[str, int] = {
    table.name: place for place, table in enumerate(Base.metadata.sorted_tables)
}
"""Owners before what belongs to them."""
_PLACES = ("task", "problem", "assignment", "item", "unit")
_LONGEST_WAY = 4


@dataclass(frozen=True, slots=True)
class Net:
    """All changes of one operation to one record, as one."""

    record: str
    record_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def key(self) -> Key:
        """Which record it is about."""
        return self.record, self.record_id

    def turned(self) -> "Net":
        """The same change the other way round."""
        return Net(self.record, self.record_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reversed step can be looked at: a task, item, problem, assignment or unit."""

    record: str
    record_id: int
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reversed:
    """What became of a reversal: what stays as it was edited since, what came back, and where.

    ``missing`` tells line by line what could not come back, for what it belonged to is gone.
    """

    kept: tuple[str, ...]
    missing: tuple[str, ...]
    back: str
    place: Place | None


def net_changes(session: Session, operation_id: int, *, monitor: Monitor = SILENT) -> list[Net]:
    """What an operation came to for each record, first before against last after."""
    nets: dict[Key, Net] = {}
    columns = (Change.record, Change.record_id, Change.before, Change.after)
    query = select(*columns).where(Change.operation_id == operation_id).order_by(Change.id)
    for place, row in enumerate(session.execute(query)):
        if place % 1000 == 0:
            monitor.report(0, 0, "正在读取这一步…")
        fresh = Net(row[0], row[1], row[2], row[3])
        old = nets.get(fresh.key)
        nets[fresh.key] = _joined(old, fresh) if old else fresh
    return [net for net in nets.values() if net.before is not None or net.after is not None]


def put_back(session: Session, nets: Iterable[Net], *, monitor: Monitor = SILENT) -> Reversed:
    """Reverse net changes: lost records first (owners before parts), new ones last."""
    ordered = sorted(nets, key=lambda net: ORDER[net.record])
    lost = [net for net in ordered if net.after is None]
    changed = [net for net in ordered if net.before is not None and net.after is not None]
    made = [net for net in ordered if net.before is None]
    monitor.report(0, len(ordered), "正在恢复…")
    came = bring_back(session, [(net.record, net.record_id, net.before or {}) for net in lost])
    monitor.report(len(lost), len(ordered), "正在改回…")
    kept = _change_back(session, changed)
    monitor.report(len(lost) + len(changed), len(ordered), "正在核对之后的改动…")
    places = _places(session, [*lost, *changed, *made])
    kept += _take_out(session, made)
    monitor.report(len(ordered), len(ordered), "正在保存…")
    there = next((one for one in places if _is_there(session, one)), None)
    return Reversed(tuple(kept), came.missing, came.back, there)


def _joined(old: Net, change: Net) -> Net:
    before = None if old.before is None else {**(change.before or {}), **old.before}
    after = None if change.after is None else {**(old.after or {}), **change.after}
    return Net(old.record, old.record_id, before, after)


def _change_back(session: Session, nets: Sequence[Net]) -> list[str]:
    """Change records back field by field; a field edited since stays, and is told."""
    rows = rows_of(session, [net.key for net in nets], alone=True)
    kept: list[str] = []
    for net in nets:
        row = rows.get(net.key)
        if row is None:
            continue
        old, stays = restored(_table(type(row)), net.before or {}), False
        for name, after in (net.after or {}).items():
            if to_plain(getattr(row, name)) == after:
                setattr(row, name, old.get(name))
            else:
                stays = True
        if stays:
            kept.append(f"{describe_kind(row)}：之后又改过，保留现在的内容")
    session.flush()
    return kept


def _take_out(session: Session, nets: Sequence[Net]) -> list[str]:
    """Remove records again, but those used since, what they rest on and what belongs to them."""
    made = {net.key: net.after or {} for net in nets}
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


def place_in(session: Session, nets: Sequence[Net]) -> Place | None:
    """Where the first of some changes can be looked at."""
    return next((one for one in _places(session, nets) if _is_there(session, one)), None)


def _is_there(session: Session, place: Place) -> bool:
    return session.get(RECORDS[place.record], place.record_id) is not None


def _places(session: Session, nets: Sequence[Net]) -> tuple[Place, ...]:
    """Where the first few of the changes can be looked at; a lost owner is no place."""
    found = (_place(session, net) for net in nets[:20])
    return tuple(dict.fromkeys(place for place in found if place))


def _place(session: Session, net: Net) -> Place | None:
    """The record itself, or what it belongs to, that a page of the window can show."""
    record, number, values = net.record, net.record_id, dict(net.before or net.after or {})
    for _ in range(_LONGEST_WAY):
        row = session.get(RECORDS[record], number)
        if row is not None:
            values = {column.name: getattr(row, column.key) for column in _table(type(row)).columns}
            if record in _PLACES:
                return Place(record, number, number if record == "task" else values.get("task_id"))
        owner = _owner(record, values)
        if owner is None:
            return None
        (record, number), values = owner, {}
    return None


def _owner(record: str, values: dict[str, Any]) -> Key | None:
    """What a record belongs to: the first record it points at."""
    for column in Base.metadata.tables[record].columns:
        for key in column.foreign_keys:
            if values.get(column.name) is not None:
                return key.column.table.name, values[column.name]
    return None


def _table(mapped: type[Base]) -> Table:
    return Base.metadata.tables[mapped.__tablename__]
