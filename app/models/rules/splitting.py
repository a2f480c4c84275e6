"""How a target is divided over villages: even parts, what is missing, how far each has come."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from app.models.rules.measure import is_counted
from app.models.rules.measure_units import is_concentration, is_share
from app.models.rules.pace import CEILINGS, plain
from app.models.rules.periods import Period

_HUNDREDTH = Decimal("0.01")
_ONE = Decimal(1)
# What every village has for itself and can't carry a part of: rates, days, ranks.
_UNDIVIDED = ("%", "％", "百分点", "天", "倍", "度", "级", "名次", "个月", "年")


def can_be_split(unit: str, comparator: str, change: Decimal | None) -> bool:
    """Whether parts of a target add up to it: 23台 and 4.5公里 do, 90% and 35微克 don't."""
    return not (
        change is not None
        or comparator in CEILINGS
        or is_share(unit)
        or is_concentration(unit)
        or unit.endswith(_UNDIVIDED)
    )


def is_whole(total: Decimal | None, unit: str) -> bool:
    """Whether only whole numbers make sense: of boilers, not of kilometres."""
    return is_counted(unit) and (total is None or total == total.to_integral_value())


def even_parts(total: Decimal, count: int, *, whole: bool) -> tuple[Decimal, ...]:
    """A total in ``count`` parts as even as can be; what is left over goes to the first ones."""
    digits = min(int(total.normalize().as_tuple().exponent), 0)
    step = _ONE if whole else min(_HUNDREDTH, Decimal(1).scaleb(digits))
    each, rest = divmod(int(total / step), count)
    return tuple((each + (place < rest)) * step for place in range(count))


def added(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def reported_by(reports: Mapping[str, Decimal | None], period: Period) -> Decimal | None:
    """The newest cumulative amount reported up to the end of a period."""
    if not reports:
        return None
    spans = ((_span(key), amount) for key, amount in reports.items())
    told = [
        (span.end, -span.start.toordinal(), amount)
        for span, amount in spans
        if amount is not None and span.end <= period.end
    ]
    return max(told)[2] if told else None


@lru_cache(maxsize=256)
def _span(key: str) -> Period:
    """A period by its key; a matrix asks for the same few thousands of times."""
    return Period.parse(key)


def difference_words(total: Decimal | None, shared: Decimal | None, unit: str) -> str:
    """How the parts differ from the whole: 差 2 台, 多 1 台; empty when they agree."""
    if total is None or shared is None or total == shared:
        return ""
    word = "差" if shared < total else "多"
    return f"{word} {plain(abs(total - shared))} {unit}".rstrip()
