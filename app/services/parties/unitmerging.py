"""Two units that are one: everything in the name of the one goes over to the other."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.supervision import Assignment, Problem
from app.models.tracking import Item
from app.models.units import Unit


def merge_units(ledger: Ledger, unit_id: int, into_id: int) -> None:
    """Put a unit into another: items, problems, orders and shares move, its names become aliases.

    Tasks keep the names as written; the alias makes them count for the unit that stays. Shares
    of both in one target are added up.

    Raises:
        UserError: ``same_unit``, ``office_needed`` for the office itself, or a unit is gone.
    """
    if unit_id == into_id:
        raise UserError("same_unit", "不能并入自己；请另选一家单位。")
    with ledger.transaction("merge_units", "") as work:
        session = work.session
        unit, into = session.get(Unit, unit_id), session.get(Unit, into_id)
        if unit is None or into is None:
            raise UserError("not_found", "这个单位已被删除；请刷新后再试。")
        if unit.kind == "office":
            raise UserError("office_needed", "本单位不能并入别的单位；可以把别的单位并入本单位。")
        work.entitle(f"将“{unit.name}”并入“{into.name}”")
        for row in (
            *session.scalars(select(Item).where(Item.unit_id == unit_id)),
            *session.scalars(select(Problem).where(Problem.unit_id == unit_id)),
            *session.scalars(select(Assignment).where(Assignment.unit_id == unit_id)),
        ):
            row.unit_id = into_id
        _move_shares(session, unit_id, into_id)
        _take_names(unit, into)
        session.flush()
        session.expire(unit)
        session.delete(unit)


def _move_shares(session: Session, unit_id: int, into_id: int) -> None:
    held = _by_target(session.scalars(select(Share).where(Share.unit_id == into_id)))
    for share in session.scalars(select(Share).where(Share.unit_id == unit_id)).all():
        other = held.get(share.target_id)
        if other is None:
            share.unit_id = into_id
            continue
        if share.amount is not None:
            other.amount = share.amount + (other.amount or 0)
        _add_reports(share, other)
        session.delete(share)


def _add_reports(share: Share, other: Share) -> None:
    held = {report.period: report for report in other.reports}
    for report in share.reports:
        same = held.get(report.period)
        if same is None:
            other.reports.append(
                ShareReport(period=report.period, amount=report.amount, notes=report.notes)
            )
        else:
            if report.amount is not None:
                same.amount = report.amount + (same.amount or 0)
            same.notes = "；".join(part for part in (same.notes, report.notes) if part)


def _by_target(shares: Iterable[Share]) -> dict[int, Share]:
    return {share.target_id: share for share in shares}


def _take_names(unit: Unit, into: Unit) -> None:
    """Every name of the one becomes an alias of the other; blanks are filled from it."""
    names = dict.fromkeys((*into.aliases, unit.name, *unit.aliases))
    into.aliases = [name for name in names if name != into.name]
    into.contact, into.phone = into.contact or unit.contact, into.phone or unit.phone
    into.notes = "；".join(part for part in (into.notes, unit.notes) if part)
