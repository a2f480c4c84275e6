"""How targets stand divided over units: the rows of the matrix, and what contradicts in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.registers import ShareView, SplitRow
from app.models.rules.measure import is_counted
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.splitting import added, can_be_split, difference_words, reported_by
from app.models.tasks import Target, Task
from app.models.tracking import Item
from app.models.units import Unit
from app.services.history.staying import portions
from app.services.standing import task_views

BY_ITEMS = "按清单"
"""The name of a row whose parts are the task's items by unit."""


@dataclass(slots=True)
class _Ticks:
    """The items of one task by unit: how many, and how many of them are ticked by a day."""

    all: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))
    done: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> Decimal | None:
        return Decimal(sum(self.all.values())) or None


def rows_in(
    session: Session, where: Sequence[ColumnElement[bool]], period: Period | None
) -> tuple[SplitRow, ...]:
    """The rows of the tasks that fulfil some conditions, in the list's order."""
    query = select(Task.id, Task.serial, Task.text).where(*where)
    tasks = session.execute(query.order_by(Task.list_id, Task.position)).all()
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    shares = _shares_by_target(session, where, units)
    targets = _targets_by_task(session, where, shares)
    ticks = _ticks_by_task(session, where, period.end if period else None)
    rows: list[SplitRow] = []
    for task in tasks:
        counted = ticks.get(task.id, _Ticks())
        own = [
            _target_row(task.id, task.serial, task.text, target, shares, counted)
            for target in targets.get(task.id, ())
        ]
        if not own and counted.all:
            own = [_items_row(task.id, task.serial, task.text, counted, units, period)]
        rows += own
    return tuple(rows)


def share_doubts(ledger: Ledger, task_id: int, period: str) -> tuple[str, ...]:
    """What contradicts between a task's amount, its ticks and what its units carry and report."""
    span = Period.parse(period)
    with ledger.reading() as session:
        views = task_views(
            session, as_of=span.end, period=span, task_ids=[task_id], ours=("yes", "ask", "no")
        )
        found = shared_among(session, {view.id: view.amount for view in views}, span)
    return found.get(task_id, ())


def shared_among(
    session: Session, amounts: Mapping[int, Decimal | None], span: Period
) -> dict[int, tuple[str, ...]]:
    """As :func:`share_doubts`, of several tasks with the amounts they have or are to have."""
    split = _split_tasks(session, amounts)
    if not split:
        return {}
    where = [Task.id.in_(split)]
    ticks = _ticks_by_task(session, where, span.end)
    firsts: dict[int, int] = {}
    query = select(Target.task_id, Target.id).where(Target.task_id.in_(split))
    for task_id, target_id in session.execute(query.order_by(Target.position, Target.id)):
        firsts.setdefault(task_id, target_id)
    doubts: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in rows_in(session, where, span):
        if row.target_id and row.shares:
            is_first = firsts.get(row.task_id) == row.target_id
            amount = amounts[row.task_id] if is_first else None
            counted = ticks.get(row.task_id) if is_first and is_counted(row.measure) else None
            doubts[row.task_id] += tuple(_doubts_of_row(row, amount, span, counted))
    return doubts


def _split_tasks(session: Session, task_ids: Iterable[int]) -> list[int]:
    """Those of some tasks that units share."""
    found: list[int] = []
    for some in portions(list(task_ids)):
        query = select(Target.task_id).join(Share, Share.target_id == Target.id)
        found += session.scalars(query.where(Target.task_id.in_(some)).distinct())
    return found


def _doubts_of_row(
    row: SplitRow, amount: Decimal | None, span: Period, counted: _Ticks | None
) -> Iterable[str]:
    yield from _doubts_of_plan(row)
    yield from _doubts_of_amount(row, amount, span)
    for share in row.shares:
        yield from _doubts_of_unit(share, row.measure, span, counted)


def reported_total(row: SplitRow, period: Period) -> Decimal | None:
    """What all units of a row report up to a period's end, each with its newest number."""
    return added(reported_by(share.reports, period) for share in row.shares)


def _doubts_of_plan(row: SplitRow) -> Iterable[str]:
    shared = added(share.amount for share in row.shares)
    words = difference_words(row.total, shared, row.measure)
    if words and row.total is not None and shared is not None:
        yield f"各村（社区）计划数合计 {plain(shared)}，目标 {plain(row.total)}，{words}。"


def _doubts_of_amount(row: SplitRow, amount: Decimal | None, span: Period) -> Iterable[str]:
    told = reported_total(row, span)
    words = difference_words(amount, told, row.measure)
    if words and told is not None and amount is not None:
        yield f"各村（社区）上报合计 {plain(told)}，任务完成数 {plain(amount)}，{words}。"


def _doubts_of_unit(
    share: ShareView, measure: str, span: Period, ticks: _Ticks | None
) -> Iterable[str]:
    told = reported_by(share.reports, span)
    if told is None:
        return
    if share.amount is not None and told > share.amount:
        planned = plain(share.amount)
        yield f"{share.unit}上报 {plain(told)} {measure}，超过计划 {planned} {measure}。"
    before = reported_by(share.reports, span.previous)
    if before is not None and told < before:
        yield f"{share.unit}上报 {plain(told)} {measure}，比上期的 {plain(before)} {measure}少。"
    if ticks and ticks.all.get(share.unit_id) and told != ticks.done.get(share.unit_id, 0):
        ticked = ticks.done.get(share.unit_id, 0)
        yield f"{share.unit}上报 {plain(told)} {measure}，清单中勾选 {ticked} 项。"


def _shares_by_target(
    session: Session, where: Sequence[ColumnElement[bool]], units: Mapping[int, Unit]
) -> dict[int, tuple[ShareView, ...]]:
    """Plain rows instead of records: a matrix of 60 villages and 120 tasks is read at each edit."""
    reports: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    told = select(ShareReport.share_id, ShareReport.period, ShareReport.amount)
    for share_id, period, amount in session.execute(_of_tasks(told.join(Share), where)):
        reports[share_id][period] = amount
    query = select(Share.id, Share.target_id, Share.unit_id, Share.amount)
    found: dict[int, list[ShareView]] = defaultdict(list)
    for number, target, unit, amount in session.execute(_of_tasks(query, where)):
        told_by = reports.get(number, {})
        view = ShareView(number, target, unit, units[unit].name, amount, told_by)
        found[target].append(view)
    order = {number: (unit.position, number) for number, unit in units.items()}
    return {
        target: tuple(sorted(held, key=lambda one: order[one.unit_id]))
        for target, held in found.items()
    }


def _of_tasks(
    query: Select[*tuple[Any, ...]], where: Sequence[ColumnElement[bool]]
) -> Select[*tuple[Any, ...]]:
    query = query.join(Target, Target.id == Share.target_id)
    return query.join(Task, Task.id == Target.task_id).where(*where)


def _targets_by_task(
    session: Session, where: Sequence[ColumnElement[bool]], shares: Mapping[int, object]
) -> dict[int, list[Target]]:
    """The targets that can be split, and those that are split already."""
    query = select(Target).join(Task, Task.id == Target.task_id).where(*where)
    found: dict[int, list[Target]] = defaultdict(list)
    for target in session.scalars(query.order_by(Target.position, Target.id)):
        numbered = target.number is not None or target.comparator == "all"
        if target.id in shares or (
            numbered and can_be_split(target.unit, target.comparator, target.change)
        ):
            found[target.task_id].append(target)
    return found


def _ticks_by_task(
    session: Session, where: Sequence[ColumnElement[bool]], day: date | None
) -> dict[int, _Ticks]:
    query = select(Item.task_id, Item.unit_id, Item.done_on).join(Task, Task.id == Item.task_id)
    found: dict[int, _Ticks] = defaultdict(_Ticks)
    for task_id, unit_id, done_on in session.execute(query.where(*where)):
        found[task_id].all[unit_id] += 1
        found[task_id].done[unit_id] += done_on is not None and (day is None or done_on <= day)
    return found


def _target_row(
    task_id: int,
    serial: str,
    text: str,
    target: Target,
    shares: Mapping[int, tuple[ShareView, ...]],
    ticks: _Ticks,
) -> SplitRow:
    held = shares.get(target.id, ())
    total = target.number if target.number is not None else ticks.total
    return SplitRow(
        task_id=task_id,
        target_id=target.id,
        serial=serial,
        text=text,
        name=target.name,
        measure=target.unit,
        total=total,
        shares=held,
        left=None if total is None else total - (added(one.amount for one in held) or 0),
    )


def _items_row(
    task_id: int,
    serial: str,
    text: str,
    ticks: _Ticks,
    units: Mapping[int, Unit],
    period: Period | None,
) -> SplitRow:
    shares = tuple(
        ShareView(
            0, 0, number, unit.name, Decimal(ticks.all[number]),
            {period.key: Decimal(ticks.done[number])} if period else {},
        )
        for number, unit in units.items()
        if number in ticks.all
    )  # fmt: skip
    left = Decimal(ticks.all.get(None, 0))
    return SplitRow(task_id, 0, serial, text, BY_ITEMS, "项", ticks.total, shares, left)
