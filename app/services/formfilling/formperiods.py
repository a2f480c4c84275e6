"""Which period a column of a form speaks of, by the words of its head."""

import re
from collections.abc import Sequence

from app.models.rules.periods import Period

_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
_QUARTER = re.compile(r"第?([一二三四1-4])季度?(?!末前)")
_MONTHS = re.compile(r"1(?:月份?)?[-—－~～至到](\d{1,2})月")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|末|底)?")
_YEAR = re.compile(r"(20\d\d)年")


def names_period(text: str) -> bool:
    """Whether a head says nothing but which period it is about."""
    rest = _MONTHS.sub("", _YEAR.sub("", text))
    rest = _MONTH.sub("", _QUARTER.sub("", rest))
    return not re.sub(r"[本上下当]?(?:季度?|月份?|期|半?年度?)|截至|末|底|累计|\W", "", rest)


def period_of(words: Sequence[str], period: Period) -> Period | None:
    """The period a head names, None for the return's own or none at all."""
    for text in reversed(words):
        found = _named(text, period)
        if found is not None:
            return None if found == period else found
    return None


def _named(text: str, period: Period) -> Period | None:
    year = _YEAR.search(text)
    number = int(year[1]) if year else period.year
    if re.search(r"上(?:个)?(?:季度?|月|期)(?!末)", text):
        return period.previous
    if quarter := _QUARTER.search(text):
        return Period(number, "quarter", _CHINESE.get(quarter[1]) or int(quarter[1]))
    if months := _MONTHS.search(text):
        return _ending(number, int(months[1]), period)
    if month := _MONTH.search(text):
        return _ending(number, int(month[1]), period)
    if "上半年" in text or "下半年" in text:
        last = 6 if "上半年" in text else 12
        return _ending(number, last, period)
    return Period(number, "year") if year and period.kind == "year" else None


def _ending(year: int, month: int, period: Period) -> Period | None:
    """The period of the return's kind that ends with a month; else the month by itself."""
    if not 1 <= month <= 12:
        return None
    span = {"year": 12, "half": 6, "quarter": 3, "month": 1}[period.kind]
    if month % span == 0:
        return Period(year, period.kind, month // span)
    return Period(year, "month", month)
