"""Which of many copies stay: ten recent, eight weekly, twelve monthly, and the last good one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

RECENT, WEEKLY, MONTHLY = 10, 8, 12
_CLOCK_DOUBT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the database and the moment it was written."""

    path: Path
    at: datetime


def superfluous(
    copies: Sequence[Copy], *, now: datetime, is_sound: Callable[[Copy], bool]
) -> tuple[Copy, ...]:
    """The copies that may go; of those that stay at least one is sound.

    When a copy is dated after ``now`` the clock was wrong once or is wrong now: then all stay.

    Args:
        copies: every copy there is.
        now: the present moment.
        is_sound: opens a copy and tells whether it is whole; asked of as few as possible.
    """
    newest_first = sorted(copies, key=lambda one: (one.at, one.path.name), reverse=True)
    if newest_first and newest_first[0].at > now + _CLOCK_DOUBT:
        return ()
    stay = set(newest_first[:RECENT])
    stay |= set(_newest_of_each(newest_first, lambda at: tuple(at.isocalendar())[:2], WEEKLY))
    stay |= set(_newest_of_each(newest_first, lambda at: (at.year, at.month), MONTHLY))
    doomed = [one for one in newest_first if one not in stay]
    if not doomed:
        return ()
    staying = [one for one in newest_first if one in stay]
    last_good = next((one for one in (*staying, *doomed) if is_sound(one)), None)
    return tuple(one for one in doomed if one != last_good)


def _newest_of_each(
    newest_first: Sequence[Copy], span_of: Callable[[datetime], tuple[int, ...]], spans: int
) -> list[Copy]:
    newest: dict[tuple[int, ...], Copy] = {}
    for one in newest_first:
        newest.setdefault(span_of(one.at), one)
    return list(newest.values())[:spans]
