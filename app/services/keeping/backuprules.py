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


def newest_first(copies: Sequence[Copy], *, now: datetime) -> tuple[Copy, ...]:
    """Copies by their moment, the newest first; those dated after ``now`` last.

    Their clock was wrong, or is wrong now: either way they are older than what was written by the
    clock as it stands, and must not be taken for the newest until their day comes.
    """

    def rank(one: Copy) -> tuple[bool, datetime, str]:
        return (not _is_doubtful(one, now), one.at, one.path.name)

    return tuple(sorted(copies, key=rank, reverse=True))


def _is_doubtful(copy: Copy, now: datetime) -> bool:
    return copy.at > now + _CLOCK_DOUBT


def superfluous(
    copies: Sequence[Copy], *, now: datetime, is_sound: Callable[[Copy], bool]
) -> tuple[Copy, ...]:
    """The copies that may go; of those that stay at least one is sound.

    Those dated after ``now`` stay too: the clock was wrong once, or is wrong now. They take no
    other's place.

    Args:
        copies: every copy there is.
        now: the present moment.
        is_sound: opens a copy and tells whether it is whole; asked of as few as possible.
    """
    known = [one for one in newest_first(copies, now=now) if not _is_doubtful(one, now)]
    stay = set(known[:RECENT])
    stay |= set(_newest_of_each(known, lambda at: tuple(at.isocalendar())[:2], WEEKLY))
    stay |= set(_newest_of_each(known, lambda at: (at.year, at.month), MONTHLY))
    doomed = [one for one in known if one not in stay]
    if not doomed:
        return ()
    staying = [one for one in known if one in stay]
    last_good = next((one for one in (*staying, *doomed) if is_sound(one)), None)
    return tuple(one for one in doomed if one != last_good)


def _newest_of_each(
    known: Sequence[Copy], span_of: Callable[[datetime], tuple[int, ...]], spans: int
) -> list[Copy]:
    newest: dict[tuple[int, ...], Copy] = {}
    for one in known:
        newest.setdefault(span_of(one.at), one)
    return list(newest.values())[:spans]
