"""分解到村: a target divided over villages and departments, and what each of them reports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.errors import UserError
from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.registers import SplitRow
from app.models.rules.cleaning import clean_line
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.splitting import added, even_parts, is_whole, reported_by
from app.models.tasks import Target, Task
from app.models.tracking import Item
from app.models.units import Unit
from app.models.views import UnitView
from app.services.pasting import refuse_flood
from app.services.wording import shorten
from app.services.work.progress import Entry, record_progress
from app.services.work.sharing import rows_in

Amounts = Mapping[tuple[int, int], Decimal | None]
"""Amounts by (target id, unit id); None takes one out."""

_AT_ONCE = 400


def split_rows(
    ledger: Ledger,
    *,
    list_id: int | None = None,
    period: str = "",
    task_ids: Sequence[int] | None = None,
) -> tuple[SplitRow, ...]:
    """Every target of our tasks that can be split, with the parts units carry and report.

    A task with items and no such target stands with target id 0: its parts are its items by
    unit, and with a ``period`` their ticks up to its end stand as what the units report.
    """
    with ledger.reading() as session:
        where = [Task.removed_in.is_(None), Task.ours != "no"]
        if list_id is not None:
            where.append(Task.list_id == list_id)
        if task_ids is not None:
            where.append(Task.id.in_(task_ids))
        return rows_in(session, where, Period.parse(period) if period else None)


def split_units(ledger: Ledger) -> tuple[UnitView, ...]:
    """The units a target may be split over, villages first; what each has is not looked at."""
    kinds = ("village", "department", "other", "enterprise")
    query = select(Unit.id, Unit.name, Unit.kind).where(Unit.kind.in_(kinds))
    with ledger.reading() as session:
        found = session.execute(query.order_by(Unit.position, Unit.id)).all()
    held = (UnitView(row.id, row.name, row.kind) for row in found)
    return tuple(sorted(held, key=lambda unit: kinds.index(unit.kind)))


def set_share(ledger: Ledger, target_id: int, unit_id: int, amount: Decimal | None) -> int:
    """Set the part one unit carries of a target; None takes it out."""
    return set_shares(ledger, {(target_id, unit_id): amount})


def set_shares(ledger: Ledger, amounts: Amounts) -> int:
    """Set the parts several units carry, in one step.

    Returns:
        How many parts are others now.

    Raises:
        UserError: ``bad_amount``, or a target or unit is gone.
    """
    with ledger.transaction("set_shares", "") as work:
        targets = _targets_of(work.session, amounts)
        _refuse_strange(targets, amounts)
        changed = _write_shares(work.session, amounts)
        work.entitle(_title("分解", targets, amounts))
        return changed


def split_evenly(ledger: Ledger, target_id: int, unit_ids: Sequence[int]) -> int:
    """Divide what other units don't carry evenly over these; objects in whole numbers.

    Raises:
        UserError: ``no_units``, ``no_total`` or ``nothing_left``.
    """
    chosen = list(dict.fromkeys(unit_ids))
    if not chosen:
        raise UserError("no_units", "还没有选单位；请先选中要分给哪些村（社区）。")
    with ledger.reading() as session:
        (target,) = _targets_of(session, {(target_id, unit): None for unit in chosen}).values()
        total = _total_of(session, target)
        others = added(share.amount for share in target.shares if share.unit_id not in chosen)
    if total is None:
        raise UserError("no_total", "这项任务没有可以分解的目标数；请先填写目标。")
    left = total - (others or 0)
    if left <= 0:
        raise UserError("nothing_left", "目标数已全部分给其他单位；请先减少它们的数。")
    parts = even_parts(left, len(chosen), whole=is_whole(left, target.unit))
    return set_shares(
        ledger, {(target_id, unit): part for unit, part in zip(chosen, parts, strict=True)}
    )


def split_by_items(ledger: Ledger, target_id: int) -> int:
    """Let every unit carry as many as the items it answers for.

    Returns:
        How many items have no unit and stand in nobody's part.

    Raises:
        UserError: ``no_items`` when none has a unit.
    """
    with ledger.reading() as session:
        (target,) = _targets_of(session, {(target_id, 0): None}, units=False).values()
        query = select(Item.unit_id).where(Item.task_id == target.task_id)
        counts = Counter(session.scalars(query))
        held = [share.unit_id for share in target.shares]
    homeless = counts.pop(None, 0)
    by_unit = {unit: count for unit, count in counts.items() if unit is not None}
    if not by_unit:
        raise UserError("no_items", "清单里还没有填责任单位；请先在清单里填上村（社区）。")
    amounts: dict[tuple[int, int], Decimal | None] = dict.fromkeys(
        ((target_id, unit) for unit in held), None
    )
    amounts |= {(target_id, unit): Decimal(count) for unit, count in by_unit.items()}
    set_shares(ledger, amounts)
    return homeless


def report_share(
    ledger: Ledger, period: str, target_id: int, unit_id: int, amount: Decimal | None
) -> int:
    """Write down what one unit reports of its part up to a period's end; None takes it out."""
    return report_shares(ledger, period, {(target_id, unit_id): amount})


def report_shares(ledger: Ledger, period: str, amounts: Amounts) -> int:
    """Write down what units report for a period, cumulative, in one step.

    Returns:
        How many reports are others now.

    Raises:
        UserError: ``bad_amount``, or a target or unit is gone.
    """
    span = Period.parse(period)
    with ledger.transaction("report_shares", "") as work:
        targets = _targets_of(work.session, amounts)
        _refuse_strange(targets, amounts)
        changed = _write_reports(work.session, span.key, amounts)
        work.entitle(_title(f"填写{span.label}分解进展", targets, amounts))
        return changed


def take_reports(
    ledger: Ledger, target_id: int, period: str, *, as_of: date | None = None
) -> Decimal:
    """Take the sum of what the units report as the task's own amount of a period.

    Returns:
        The amount written.

    Raises:
        UserError: ``not_first_target`` or ``nothing_reported``.
    """
    span = Period.parse(period)
    with ledger.reading() as session:
        target = session.get(Target, target_id)
        if target is None:
            raise _gone()
        first = select(Target.id).where(Target.task_id == target.task_id)
        main = session.scalar(first.order_by(Target.position, Target.id).limit(1))
        reports = [{row.period: row.amount for row in one.reports} for one in target.shares]
        task_id = target.task_id
    if main != target_id:
        raise UserError(
            "not_first_target", "任务的完成数只记第一个目标；这一行请在任务的进展里用文字说明。"
        )
    whole = added(reported_by(one, span) for one in reports)
    if whole is None:
        raise UserError("nothing_reported", f"各村（社区）还没有报{span.label}的完成数；请先填写。")
    record_progress(ledger, task_id, span.key, Entry(amount=whole), as_of=as_of)
    return whole


def drop_unit_shares(ledger: Ledger, unit_id: int) -> int:
    """Take all parts of a unit out, with what it reported; undo brings them back."""
    with ledger.transaction("drop_unit_shares", "") as work:
        unit = work.session.get(Unit, unit_id)
        shares = work.session.scalars(select(Share).where(Share.unit_id == unit_id)).all()
        for share in shares:
            work.session.delete(share)
        work.entitle(f"删除“{unit.name if unit else ''}”的分解数 {len(shares)} 处")
        return len(shares)


def add_villages(ledger: Ledger, names: Sequence[str]) -> int:
    """Add villages by name in one step; known ones are passed over.

    Returns:
        How many were added, or known under another kind and are villages now.
    """
    refuse_flood(len(names))
    wanted = dict.fromkeys(filter(None, map(clean_line, names)))
    with ledger.transaction("add_villages", "") as work:
        known = _units_by_name(work.session)
        last = work.session.scalar(select(func.max(Unit.position))) or 0
        fresh = [name for name in wanted if name not in known]
        for place, name in enumerate(fresh, last + 1):
            work.session.add(Unit(name=name, kind="village", position=place))
        others = {known[name] for name in wanted if name in known and known[name].kind == "other"}
        for unit in others:
            unit.kind = "village"
        work.entitle(f"新增村（社区） {len(fresh) + len(others)} 个")
        return len(fresh) + len(others)


def _units_by_name(session: Session) -> dict[str, Unit]:
    units = session.scalars(select(Unit)).all()
    return {name: unit for unit in units for name in (*unit.aliases, unit.name)}


def _targets_of(session: Session, amounts: Amounts, *, units: bool = True) -> dict[int, Target]:
    """The targets an edit speaks of, each with its shares."""
    wanted = sorted({target_id for target_id, _ in amounts})
    found: dict[int, Target] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        some = select(Target).where(Target.id.in_(wanted[at : at + _AT_ONCE]))
        query = some.options(selectinload(Target.shares).selectinload(Share.reports))
        found |= {target.id: target for target in session.scalars(query)}
    known = set(session.scalars(select(Unit.id))) if units else set()
    strangers = {unit for _, unit in amounts} - known if units else set()
    if len(found) != len(wanted) or strangers:
        raise _gone()
    return found


def _gone() -> UserError:
    return UserError("not_found", "任务的目标或单位已被删除；请刷新后再试。")


def _total_of(session: Session, target: Target) -> Decimal | None:
    """The number to be split; 全部 is as many as there are items."""
    if target.number is not None:
        return target.number
    query = select(func.count()).select_from(Item).where(Item.task_id == target.task_id)
    return Decimal(session.scalar(query) or 0) or None


def _refuse_strange(targets: Mapping[int, Target], amounts: Amounts) -> None:
    for (target_id, _), amount in amounts.items():
        if amount is None:
            continue
        if not amount.is_finite() or amount < 0:
            raise UserError("bad_amount", "分解数应是 0 或正数；请重新填写。")
        target = targets[target_id]
        if is_whole(target.number, target.unit) and amount != amount.to_integral_value():
            unit = target.unit or "项"
            raise UserError("bad_amount", f"{plain(amount)} {unit}不是整数；请填整数。")


def _shares_of(session: Session, amounts: Amounts) -> dict[tuple[int, int], Share]:
    targets = sorted({target_id for target_id, _ in amounts})
    found: dict[tuple[int, int], Share] = {}
    for at in range(0, len(targets), _AT_ONCE):
        some = select(Share).where(Share.target_id.in_(targets[at : at + _AT_ONCE]))
        query = some.options(selectinload(Share.reports))
        found |= {(share.target_id, share.unit_id): share for share in session.scalars(query)}
    return found


def _write_shares(session: Session, amounts: Amounts) -> int:
    held, changed = _shares_of(session, amounts), 0
    for key, amount in amounts.items():
        share = held.get(key)
        if (share.amount if share else None) == amount:
            continue
        changed += 1
        if share is None:
            session.add(Share(target_id=key[0], unit_id=key[1], amount=amount))
        elif amount is None and not share.reports:
            session.delete(share)  # as it was: the journal keeps its amount
        else:
            share.amount = amount
    return changed


def _write_reports(session: Session, period: str, amounts: Amounts) -> int:
    held, changed = _shares_of(session, amounts), 0
    for key, amount in amounts.items():
        share = held.get(key)
        report = _report_of(share, period)
        if (report.amount if report else None) == amount:
            continue
        changed += 1
        if share is None:
            share = Share(target_id=key[0], unit_id=key[1], amount=None)
            session.add(share)
        if report is None:
            share.reports.append(ShareReport(period=period, amount=amount))
        elif amount is None and not report.notes:
            share.reports.remove(report)
            if share.amount is None and not share.reports:
                session.delete(share)
        else:
            report.amount = amount
    return changed


def _report_of(share: Share | None, period: str) -> ShareReport | None:
    reports = share.reports if share else ()
    return next((row for row in reports if row.period == period), None)


def _title(verb: str, targets: Mapping[int, Target], amounts: Amounts) -> str:
    """分解 3 处 for several targets, else with what the target is of."""
    if len(targets) != 1:
        return f"{verb} {len(amounts)} 处"
    (target,) = targets.values()
    number = plain(target.number) if target.number is not None else ""
    name = target.name or f"目标 {number}{target.unit}".strip()
    return f"{verb}“{shorten(name)}” {len(amounts)} 处"
