"""What counts as done: ticks, monthly readings, a reported amount, or the clerk's word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.models.rules.pace import CEILINGS
from app.models.rules.readings import (
    Gathered,
    Gathering,
    Goal,
    Leeway,
    gather,
    gathering_of,
    goal_of,
    leeway,
)

_MEASURES = (
    "%", "％", "百分点", "公里", "千米", "米", "km", "亩", "公顷", "吨", "千瓦", "元", "天", "毫克",
    "微克", "mg", "倍", "度", "立方", "平方", "级", "年",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached.

    Attributes:
        number: the number to reach; None when the list states none.
        unit: its unit as written (台, 公里, %).
        comparator: ``=``, ``>=``, ``<=`` … or ``all``.
        change: set when the number is a fall or rise against a base year.
        base: the base year's value of a change; with it the line itself is known.
        gathering: how readings make the year's value; empty to go by the unit.
    """

    number: Decimal | None = None
    unit: str = ""
    comparator: str = "="
    change: Decimal | None = None
    base: Decimal | None = None
    gathering: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of it up to a day.

    Attributes:
        ticks: for every item the day it was done, or None.
        reported: cumulative amounts by day, oldest first.
        readings: an indicator's values by month (2020-06).
        done_on: the day the clerk marked the task itself done.
    """

    ticks: Sequence[date | None] = ()
    reported: Sequence[tuple[date, Decimal]] = ()
    readings: Sequence[tuple[str, Decimal]] = ()
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of a task is done; ``done_on`` is the day the whole was reached, if it was.

    ``gathered`` and ``leeway`` are set where monthly readings make the amount; ``made_of`` says
    what does: ticks, readings or reports.
    """

    target: Decimal | None
    unit: str
    comparator: str
    amount: Decimal | None
    done_on: date | None
    gathered: Gathered | None = None
    leeway: Leeway | None = None
    made_of: str = "reports"

    @property
    def is_level(self) -> bool:
        """The amount doesn't grow towards the target: an average, or what must stay below."""
        if self.comparator in CEILINGS:
            return True
        return self.gathered is not None and self.gathered.how is Gathering.AVERAGE

    @property
    def goal(self) -> Goal:
        """The line the amount is held against."""
        return Goal(self.target, self.unit, self.comparator)


def measure(
    aim: Aim, known: Known, *, as_of: date | None = None, due: date | None = None
) -> Measured:
    """What is done, from the ticks where objects are counted, else from readings or reports.

    Args:
        aim: what is to be reached.
        known: what is known of it.
        as_of: the day looked at, for readings and for what is decided at the deadline.
        due: the deadline, at which a rate or a ceiling is decided.
    """
    ticks, reported, done_on = known.ticks, known.reported, known.done_on
    if ticks and not known.readings:
        if aim.comparator == "all":
            return _from_ticks(None, "项", ticks, reported, done_on)
        if aim.number is None or is_counted(aim.unit):
            return _from_ticks(aim.number, aim.unit or "项", ticks, reported, done_on)
    goal = goal_of(aim.number, aim.unit, aim.comparator, aim.change, aim.base)
    if known.readings and as_of and (aim.change is None or aim.base is not None):
        held = gather(known.readings, gathering_of(goal.unit, aim.gathering), as_of)
        if held is not None:
            return _from_readings(goal, held, as_of, due, done_on)
    amount = reported[-1][1] if reported else None
    if ticks and amount is None:
        return _from_ticks(None, "项", ticks, (), done_on)
    reached = done_on or _reached_on(goal, reported, _past(due, as_of))
    # The line a change draws is in the base's unit, not in the change's: 958, not 958 %.
    unit = goal.unit if aim.change is not None and aim.base is not None else goal.unit or aim.unit
    return Measured(goal.number, unit, goal.comparator, amount, reached)


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
    made_of = "ticks" if days or amount is None else "reports"
    return Measured(whole, unit, ">=", amount, done_on or reached, made_of=made_of)


def _from_readings(
    goal: Goal, held: Gathered, as_of: date, due: date | None, done_on: date | None
) -> Measured:
    left = leeway(held, goal, as_of=as_of, due=due)
    found = Measured(
        goal.number, goal.unit, goal.comparator, held.value, None, held, left, "readings"
    )
    over = _past(due, as_of)
    reached = _settled_on(goal, held.days, over) if found.is_level else _first_met(goal, held.days)
    return replace(found, done_on=done_on or reached)


def _reached_on(
    goal: Goal, reported: Sequence[tuple[date, Decimal]], due: date | None
) -> date | None:
    """The first day a reported amount met the target; a rate or a ceiling may yet turn."""
    if goal.is_ceiling or goal.unit.startswith(("%", "％")):
        return _settled_on(goal, reported, due)
    return _first_met(goal, reported)


def _first_met(goal: Goal, values: Sequence[tuple[date, Decimal]]) -> date | None:
    line = goal.number
    if line is None:
        return None
    return next((day for day, amount in values if amount >= line > 0), None)


def _settled_on(
    goal: Goal, values: Sequence[tuple[date, Decimal]], due: date | None
) -> date | None:
    """A rate or a ceiling is decided at the deadline, by what is known for its last quarter.

    What comes later can only make it good late.
    """
    if due is None:
        return None
    window = date(due.year, (due.month - 1) // 3 * 3 + 1, 1)
    at_due = [amount for day, amount in values if window <= day <= due]
    if at_due:
        return due if goal.admits(at_due[-1]) else _late(goal, values, due)
    return _late(goal, values, due)


def _past(due: date | None, as_of: date | None) -> date | None:
    """A deadline that has come."""
    return due if due and as_of and due <= as_of else None


def _late(goal: Goal, values: Sequence[tuple[date, Decimal]], due: date) -> date | None:
    return next((day for day, amount in values if day > due and goal.admits(amount)), None)
