"""A target spread over the periods up to its deadline, as cumulative amounts for checkpoints."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from app.models.rules.measure import is_counted
from app.models.rules.pace import elapsed_share
from app.models.rules.periods import Period, periods_of_year


def periods_to(start: date, due: date, kind: str) -> tuple[Period, ...]:
    """The periods of a kind from a start up to the one a deadline lies in, of the deadline's year.

    A span that began in an earlier year is spread over the deadline's own year.
    """
    return tuple(
        span for span in periods_of_year(due.year, kind) if span.end >= start and span.start <= due
    )


def by_time(
    number: Decimal, unit: str, periods: Sequence[Period], *, start: date, due: date
) -> tuple[Decimal, ...]:
    """As much by each period's end as the time that is gone by then."""
    shares = [elapsed_share(start, due, min(span.end, due)) for span in periods]
    return tuple(_whole(number * share, unit) for share in shares)


def evenly(number: Decimal, unit: str, periods: Sequence[Period]) -> tuple[Decimal, ...]:
    """The same step in each period; whole things are never cut."""
    count = len(periods)
    return tuple(_whole(number * place / count, unit) for place in range(1, count + 1))


def _whole(amount: Decimal, unit: str) -> Decimal:
    if is_counted(unit):
        return amount.to_integral_value(ROUND_CEILING)
    rounded = amount.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
