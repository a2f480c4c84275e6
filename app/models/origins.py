"""来源: what a number is made of, as a tree of plain values whose parts add up."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

_FINEST = -20
_MEASURES = range(-9, 10)  # powers of ten from one measure to another: 元, 万元, 亿元


class How(StrEnum):
    """How the parts make the number; the value is the word shown."""

    SUM = "合计"
    MEAN = "平均"
    RATIO = "相除"
    LATEST = "取最新"
    SCALED = "换算"
    STATED = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a part can be looked at and mended: a record of the ledger, or a whole place.

    ``place`` is task, item, assignment, problem, split, source, scores or settings; ``part``
    the part of it (progress, targets …), ``group`` a theme.
    """

    place: str
    task_id: int | None = None
    item_id: int | None = None
    assignment_id: int | None = None
    problem_id: int | None = None
    part: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A number, or something said of it, with what it is made of.

    Attributes:
        label: what it is: 完成数, 燃气锅炉01.
        value: as it is read: 17 台.
        amount: the number itself; None for words.
        how: how its counted parts make it.
        parts: what it is made of.
        note: a sentence more: a day, a wording.
        by: who wrote it down.
        at: when, in UTC.
        lead: where it stands.
        counts: it is one of the parts that make the number above; False for what explains it.
    """

    label: str
    value: str = ""
    amount: Decimal | None = None
    how: How = How.STATED
    parts: tuple["Part", ...] = ()
    note: str = ""
    by: str = ""
    at: datetime | None = None
    lead: Lead | None = None
    counts: bool = True


def made_up(part: Part) -> Decimal | None:
    """The number its counted parts make; None where it is not made of any."""
    held = [one.amount for one in part.parts if one.counts and one.amount is not None]
    match part.how:
        case How.SUM:
            return sum(held, Decimal(0))
        case How.MEAN:
            return sum(held, Decimal(0)) / len(held) if held else None
        case How.RATIO:
            return held[0] / held[1] if len(held) == 2 and held[1] else None
        case How.LATEST:
            return held[-1] if held else None
        case How.SCALED:
            return _scaled(held, part.amount)
    return None


def _scaled(held: list[Decimal], amount: Decimal | None) -> Decimal | None:
    """One number in another measure: the power of ten that comes nearest to the amount."""
    if len(held) != 1 or amount is None:
        return None
    measures = (held[0].scaleb(power) for power in _MEASURES)
    return min(measures, key=lambda one: abs(one - amount))


def adds_up(part: Part) -> bool:
    """Whether the parts make the number, as far as it is written; all the way down."""
    if not all(adds_up(one) for one in part.parts):
        return False
    if part.how is How.STATED:
        return True
    made = made_up(part)
    if made is None or part.amount is None:
        return made is None and part.amount is None
    exponent = part.amount.normalize().as_tuple().exponent
    finest = min(max(exponent if isinstance(exponent, int) else 0, _FINEST), 0)
    exact = part.how in {How.SUM, How.LATEST}
    return made == part.amount if exact else abs(made - part.amount) <= Decimal(1).scaleb(finest)
