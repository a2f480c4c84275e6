"""Monthly readings of an indicator: the line they are held against, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from app.models.rules.measure_units import is_concentration, is_share
from app.models.rules.pace import CEILINGS
from app.models.rules.periods import Period

_FALLS = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_SUMMED = ("天", "吨", "千瓦时", "度", "立方米", "元")


class Gathering(StrEnum):
    """How the months make the year's value; the value is the stable key."""

    AVERAGE = "average"
    SUM = "sum"
    LATEST = "latest"

    @property
    def label(self) -> str:
        """The word for it."""
        return {"average": "平均", "sum": "合计", "latest": "最新"}[self.value]


@dataclass(frozen=True, slots=True)
class Goal:
    """The line a value is held against, in the value's own unit; no number when unknown."""

    number: Decimal | None
    unit: str
    comparator: str

    @property
    def is_ceiling(self) -> bool:
        """Less is better."""
        return self.comparator in CEILINGS

    def admits(self, amount: Decimal) -> bool:
        """Whether a value lies on the good side of the line."""
        if self.number is None:
            return False
        if self.comparator in {"<", ">"} and amount == self.number:
            return False
        return amount <= self.number if self.is_ceiling else amount >= self.number


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the months of a year come to; ``days`` are their ends with the value up to each."""

    value: Decimal
    how: Gathering
    year: int
    months: tuple[int, ...]
    total: Decimal
    days: tuple[tuple[date, Decimal], ...]

    @property
    def words(self) -> str:
        """1—6月平均; the months that are missing are named."""
        first, last = self.months[0], self.months[-1]
        if self.how is Gathering.LATEST:
            return f"{last}月"
        missing = sorted(set(range(first, last + 1)) - set(self.months))
        gaps = f"（缺{'、'.join(map(str, missing))}月）" if missing else ""
        span = f"{first}月" if first == last else f"{first}—{last}月"
        return f"{span}{self.how.label}{gaps}"


@dataclass(frozen=True, slots=True)
class Leeway:
    """What the months still to come may average (or add up to) for the line to be held."""

    months: int
    each: Decimal
    whole: Decimal
    possible: bool


def goal_of(
    number: Decimal | None,
    unit: str,
    comparator: str,
    change: Decimal | None = None,
    base: Decimal | None = None,
) -> Goal:
    """The line itself: 下降20% of a base of 50 is at most 40; without the base it is unknown."""
    if change is None:
        bound = "<=" if comparator == "=" and is_concentration(unit) else comparator
        return Goal(number, unit, bound)
    own = "%" if unit == "百分点" else "" if is_share(unit) else unit
    if change < 0:
        bound = _FALLS.get(comparator, "<=")
    else:
        plain = ">=" if change > 0 else "<="
        bound = comparator if comparator in _FALLS else plain
    if base is None:
        return Goal(None, own, bound)
    line = base * (1 + change / 100) if is_share(unit) else base + change
    return Goal(_trimmed(line), own, bound)


def gathering_of(unit: str, chosen: str = "") -> Gathering:
    """How readings are put together: as chosen, else by the unit.

    Concentrations and rates average, days and weights add up, of anything else the latest counts.
    """
    if chosen:
        return Gathering(chosen)
    if is_share(unit) or is_concentration(unit) or unit in {"", "百分点"}:
        return Gathering.AVERAGE
    return Gathering.SUM if unit in _SUMMED else Gathering.LATEST


def gather(readings: Sequence[tuple[str, Decimal]], how: Gathering, as_of: date) -> Gathered | None:
    """The value of the newest year that has readings, from the months over by ``as_of``."""
    known = [(Period.parse(key), amount) for key, amount in readings]
    known = sorted((span, amount) for span, amount in known if span.end <= as_of)
    if not known:
        return None
    year = known[-1][0].year
    held = [(span, amount) for span, amount in known if span.year == year]
    days = []
    for place, (span, _) in enumerate(held):
        days.append((span.end, _value([amount for _, amount in held[: place + 1]], how)))
    return Gathered(
        value=days[-1][1],
        how=how,
        year=year,
        months=tuple(span.end.month for span, _ in held),
        total=sum((amount for _, amount in held), Decimal(0)),
        days=tuple(days),
    )


def leeway(gathered: Gathered, goal: Goal, *, as_of: date, due: date | None) -> Leeway | None:
    """What the rest of the year leaves; None where nothing is to come, or only the latest counts.

    A rate can't pass 100, an amount not fall below 0: then the line can't be held any more.
    """
    last = due.month if due and due.year == gathered.year else 12
    months = last - max(gathered.months[-1], _months_over(as_of, gathered.year))
    if as_of.year != gathered.year or months <= 0 or goal.number is None:
        return None
    if gathered.how is Gathering.LATEST:
        return None
    weight = len(gathered.months) + months if gathered.how is Gathering.AVERAGE else 1
    whole = goal.number * weight - gathered.total
    each = whole / months
    possible = each >= 0 if goal.is_ceiling else not (goal.unit == "%" and each > 100)
    return Leeway(months, each, whole, possible)


def _months_over(day: date, year: int) -> int:
    """How many months of a year are over at the end of a day."""
    if day.year != year:
        return 0
    return day.month if day == Period.of(day, "month").end else day.month - 1


def _value(amounts: Sequence[Decimal], how: Gathering) -> Decimal:
    """Averages keep one figure more than the readings, rounded as measurements are: to even."""
    if how is Gathering.LATEST:
        return amounts[-1]
    total = sum(amounts, Decimal(0))
    if how is Gathering.SUM:
        return total
    places = max(max(-_exponent(amount), 0) for amount in amounts) + 1
    mean = (total / len(amounts)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return _trimmed(mean)


def _trimmed(amount: Decimal) -> Decimal:
    """Without needless zeros, and never as 4E+1."""
    whole = amount == amount.to_integral_value()
    return amount.quantize(Decimal(1)) if whole else amount.normalize()


def _exponent(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
