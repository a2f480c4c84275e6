"""What a number of the village matrix is made of: a unit's part, its report, its items."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.breakdown import Share, ShareReport
from app.models.origins import How, Lead, Part
from app.models.registers import ShareView, SplitRow
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.splitting import added, reported_by
from app.models.tracking import Item
from app.services.reporting.provenance_writers import Written, writers


def share_part(session: Session, row: SplitRow, share: ShareView, span: Period) -> Part:
    """The part one unit carries: as it was set, or its items one by one."""
    if not row.target_id:
        return _item_part(session, row, share, span, done=False)
    wrote = writers(session, "share", select(Share.id).where(Share.id == share.id), "amount")
    by, at = _writer(wrote.get(share.id))
    value = _words(share.amount, row)
    return Part(share.unit, value, share.amount, by=by, at=at, lead=_lead(row))


def report_part(session: Session, row: SplitRow, share: ShareView, span: Period) -> Part:
    """What one unit reports up to the period's end: its newest report, or its ticked items."""
    if not row.target_id:
        return _item_part(session, row, share, span, done=True)
    amount = reported_by(share.reports, span)
    of_share = ShareReport.share_id == share.id
    held = session.scalars(select(ShareReport).where(of_share)).all()
    wrote = writers(session, "share_report", select(ShareReport.id).where(of_share), "amount")
    parts = []
    for report in sorted(held, key=lambda one: _ends(one.period)):
        if report.amount is not None and Period.parse(report.period).end <= span.end:
            by, at = _writer(wrote.get(report.id))
            label, told = Period.parse(report.period).label, _words(report.amount, row)
            parts.append(Part(label, told, report.amount, How.STATED, (), report.notes, by, at))
    how = How.LATEST if amount is not None else How.STATED
    return Part(share.unit, _words(amount, row), amount, how, tuple(parts), lead=_lead(row))


def allotted_part(session: Session, row: SplitRow, span: Period) -> Part:
    """All parts of a target together."""
    parts = tuple(share_part(session, row, share, span) for share in row.shares)
    return _together("已分解", row, parts)


def reported_part(session: Session, row: SplitRow, span: Period) -> Part:
    """All that the units report of a target, together."""
    parts = tuple(report_part(session, row, share, span) for share in row.shares)
    return _together("上报合计", row, parts)


def left_part(session: Session, row: SplitRow, span: Period) -> Part:
    """What the parts don't cover: the whole less what is allotted."""
    allotted = allotted_part(session, row, span)
    if row.left is None or row.total is None or allotted.amount is None:
        return Part("未分解", _words(row.left, row), row.left, lead=_lead(row))
    whole = Part("目标总数", _words(row.total, row), row.total, lead=_lead(row))
    less = Part(
        "减：已分解", f"-{allotted.value}", -allotted.amount, parts=allotted.parts, lead=_lead(row)
    )
    return Part("未分解", _words(row.left, row), row.left, How.SUM, (whole, less), lead=_lead(row))


def rate_part(session: Session, row: SplitRow, span: Period) -> Part:
    """How much of what is allotted the units report as done."""
    told, whole = reported_part(session, row, span), allotted_part(session, row, span)
    if told.amount is None or not whole.amount:
        return Part("完成率", "无法计算", parts=(told, whole), lead=_lead(row))
    rate = told.amount / whole.amount
    value = f"{plain((rate * 100).quantize(Decimal('0.1')))}%"
    return Part("完成率", value, rate, How.RATIO, (told, whole), lead=_lead(row))


def _together(label: str, row: SplitRow, parts: tuple[Part, ...]) -> Part:
    amount = added(part.amount for part in parts)
    how = How.STATED if amount is None else How.SUM
    return Part(label, _words(amount, row), amount, how, parts, lead=_lead(row))


def _item_part(
    session: Session, row: SplitRow, share: ShareView, span: Period, *, done: bool
) -> Part:
    query = select(Item).where(Item.task_id == row.task_id, Item.unit_id == share.unit_id)
    parts = tuple(
        Part(
            item.name,
            "1",
            Decimal(1),
            note=f"{item.done_on:%Y-%m-%d} 完成" if done and item.done_on else "",
            lead=Lead("item", row.task_id, item_id=item.id),
        )
        for item in session.scalars(query.order_by(Item.position))
        if not done or (item.done_on is not None and item.done_on <= span.end)
    )
    amount = reported_by(share.reports, span) if done else share.amount
    how = How.SUM if amount is not None else How.STATED
    return Part(share.unit, _words(amount, row), amount, how, parts, "按清单计", lead=_lead(row))


def _writer(written: Written | None) -> tuple[str, datetime | None]:
    return (written.who, written.at) if written else ("", None)


def _ends(period: str) -> tuple[date, int]:
    span = Period.parse(period)
    return span.end, -span.start.toordinal()


def _words(amount: Decimal | None, row: SplitRow) -> str:
    return "未填" if amount is None else f"{plain(amount)} {row.measure}".rstrip()


def _lead(row: SplitRow) -> Lead:
    return Lead("split", row.task_id)
