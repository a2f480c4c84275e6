"""How the window words days, periods and numbers."""

import re
from datetime import date, datetime, timedelta

_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|H([12])|-?M?(\d{2}))?$")


def period_label(period: str) -> str:
    """A period in words: 2020Q2 is 2020年第二季度."""
    match = _PERIOD.match(period)
    if not match:
        return period
    year, quarter, half, month = match.groups()
    if quarter:
        return f"{year}年{_QUARTERS[int(quarter) - 1]}"
    if half:
        return f"{year}年{'上' if half == '1' else '下'}半年"
    return f"{year}年{int(month)}月" if month else f"{year}年度"


def short_period(period: str) -> str:
    """A period without its year: 第二季度."""
    label = period_label(period)
    return label.partition("年")[2] or label


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
    return f"{day_in_prose(local.date())}"


def read_day(text: str, year: int) -> date | None:
    """A day as a clerk types it (2020-6-20, 2020年6月20日, 6.20, 0620); None when it is none."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    digits = re.sub(r"\D", "", text)
    if len(numbers) == 1 and len(digits) in (4, 8):
        head = digits[:-4]
        numbers = [int(head)] if head else []
        numbers += [int(digits[-4:-2]), int(digits[-2:])]
    if len(numbers) == 2:
        numbers = [year, *numbers]
    if len(numbers) != 3:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None
