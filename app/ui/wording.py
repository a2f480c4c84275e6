"""How the window words days and periods, and reads days as a clerk types them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from app.models.rules.deadlines import read_deadline
from app.models.rules.moments import YEARS
from app.models.rules.periods import Period

_TIP_LINE = 44
_NOT_FIRST = frozenset("，。；：、！？）》〉」』】〕”’％%)],.;:!?")


def period_label(period: str) -> str:
    """A period in words: 2020Q2 is 2020年第二季度."""
    return Period.parse(period).label


def short_period(period: str) -> str:
    """A period without its year: 第二季度."""
    return period_label(period).partition("年")[2] or "全年"


def this_period(period: str) -> str:
    """The period as the clerk calls it: 本月, 本季, 本半年, 本年."""
    return {"month": "本月", "quarter": "本季", "half": "本半年"}.get(
        Period.parse(period).kind, "本年"
    )


def day_in_prose(day: date) -> str:
    """2020年6月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_in_year(day: date) -> str:
    """6月20日."""
    return f"{day.month}月{day.day}日"


def moment(at: datetime, now: datetime) -> str:
    """When something happened, as short as it is clear: 今天 08:02, 昨天 17:30, 6月20日 08:02."""
    local = at.astimezone(now.tzinfo)
    clock = f"{local:%H:%M}"
    if local.date() == now.date():
        return f"今天 {clock}"
    if local.date() == now.date() - timedelta(days=1):
        return f"昨天 {clock}"
    if local.year == now.year:
        return f"{day_in_year(local.date())} {clock}"
    return day_in_prose(local.date())


def stamp(at: datetime) -> str:
    """When something was written down; the ledger keeps UTC without a zone mark."""
    return moment(at.replace(tzinfo=at.tzinfo or UTC), now())


_LONGEST_DAY = 40  # letters; a pasted page is no day


def read_day(text: str, year: int) -> date | None:
    """A day as a clerk types it (2020-6-20, 2020年6月20日, 20.6.20, 6.20, 0620).

    None when it is none, or of a year no plan can mean: a slip such as 2202 or 9999 would
    otherwise stand as a day that never comes.
    """
    if len(text) > _LONGEST_DAY:
        return None
    parts = re.findall(r"\d+", text)
    numbers = list(map(int, parts))
    digits = "".join(re.findall(r"\d", text))
    if len(numbers) == 1 and len(digits) in (4, 8):
        head = [int(digits[:-4])] if len(digits) == 8 else []
        numbers = [*head, int(digits[-4:-2]), int(digits[-2:])]
    if len(numbers) == 2:
        numbers = [year, *numbers]
    if len(numbers) != 3:
        return None
    if len(parts[0]) <= 2 and numbers[0] < 100:
        numbers[0] += 2000
    if numbers[0] not in YEARS:
        return None
    try:
        return date(numbers[0], numbers[1], numbers[2])
    except ValueError:
        return None


def read_due(text: str, year: int) -> date | None:
    """A day something is due, as a clerk types it or a plan words it: 6.20, 2020年9月底前."""
    day = read_day(text, year)
    if day is not None or len(text) > _LONGEST_DAY:
        return day
    read = read_deadline(text, year=year)
    is_plain = read.kind == "due" and not read.ambiguous and not read.start
    return read.due if is_plain and read.due and read.due.year in YEARS else None


def in_lines(text: str) -> str:
    """A tooltip in lines a screen can hold: the desktop does not wrap plain words by itself."""
    return "\n".join(part for line in text.split("\n") for part in _cut(line))


def _cut(line: str) -> Iterator[str]:
    """Pieces of a line; none begins with a sign that must not begin one."""
    while True:
        end = _TIP_LINE
        while line[end : end + 1] and line[end] in _NOT_FIRST:
            end += 1
        yield line[:end]
        line = line[end:]
        if not line:
            return


def no_day(text: str) -> str:
    """What is said where a day was asked for and something else was typed."""
    return f"看不懂日期“{text.strip()}”；请写成 2020-6-20 或 6.20。"


def now() -> datetime:
    """The hour where the clerk sits."""
    return datetime.now().astimezone()


def today() -> date:
    """Today where the clerk sits."""
    return now().date()
