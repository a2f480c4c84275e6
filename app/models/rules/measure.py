"""What counts as done: ticks, a reported amount, or the clerk's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.rules.pace import CEILINGS

_MEASURES = (
    "%", "％", "百分点", "公里", "千米", "米", "km", "亩", "公顷", "吨", "千瓦", "元", "天", "毫克",
    "微克", "mg", "倍", "度", "立方", "平方", "级", "年",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of a task is done; ``done_on`` is the day the whole was reached, if it was."""

    target: Decimal | None
    unit: str
    comparator: str
    amount: Decimal | None
    done_on: date | None


def measure(
    *,
    target: Decimal | None,
    unit: str,
    comparator: str,
    change: Decimal | None,
    ticks: Sequence[date | None],
    reported: Sequence[tuple[date, Decimal]],
    done_on: date | None,
) -> Measured:
    """What is done, from the ticks where objects are counted, else from what was reported.

    Args:
        target: the number to reach; None when the list states none.
        unit: its unit as written (台, 公里, %).
        comparator: ``=``, ``>=``, ``<=`` … or ``all``.
        change: set when the number is a fall or rise against a base year.
        ticks: for every item the day it was done, or None.
        reported: cumulative amounts by day, oldest first.
        done_on: the day the clerk marked the task itself done.
    """
    if ticks and comparator == "all":
        return _from_ticks(None, "项", ticks, reported, done_on)
    if ticks and (target is None or is_counted(unit)):
        return _from_ticks(target, unit or "项", ticks, reported, done_on)
    amount = reported[-1][1] if reported else None
    whole = None if change is not None else target
    reached = _reached_on(whole, comparator, unit, reported)
    if ticks and amount is None:
        return _from_ticks(None, "项", ticks, (), done_on)
    return Measured(whole, unit, comparator, amount, done_on or reached)


def is_counted(unit: str) -> bool:
    """True for units that count objects (台, 条, 座), False for measures (公里, %, 吨)."""
    return not (unit.startswith(_MEASURES) or unit.endswith(_MEASURES))


def _from_ticks(
    target: Decimal | None,
    unit: str,
    ticks: Sequence[date | None],
    reported: Sequence[tuple[date, Decimal]],
    done_on: date | None,
) -> Measured:
    """Ticks decide once there are any; before that a reported amount still counts."""
    days = sorted(day for day in ticks if day is not None)
    whole = target if target is not None and target > 0 else Decimal(len(ticks))
    amount: Decimal | None = Decimal(len(days))
    if not days:
        amount = reported[-1][1] if reported else None
    reached = days[int(whole) - 1] if 0 < whole <= len(days) else None
    return Measured(whole, unit, ">=", amount, done_on or reached)


def _reached_on(
    target: Decimal | None,
    comparator: str,
    unit: str,
    reported: Sequence[tuple[date, Decimal]],
) -> date | None:
    """The first day a reported amount met the target; a rate or a ceiling may yet turn."""
    if target is None or comparator in CEILINGS or unit.startswith(("%", "％")):
        return None
    return next((day for day, amount in reported if amount >= target > 0), None)
