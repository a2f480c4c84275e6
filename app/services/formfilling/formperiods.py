"""Which period a column of a form speaks of, by the words of its head."""

import re
from collections.abc import Sequence

from app.models.rules.periods import Period

_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
_QUARTER = re.compile(r"第?([一二三四1-4])季度?(?!末前)")
_MONTHS = re.compile(r"1(?:月份?)?[-—－~～至到](\d{1,2})月")
_SPAN = re.compile(r"\d{1,2}(?:月份?)?[-—－~～至到]\d{1,2}月份?")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|末|底)?")
_YEAR = re.compile(r"(20\d\d)年")
_AGAINST = re.compile(
    r"(?:较|比)(?:上(?:个)?|第?[一二三四1-4]|\d{1,2})(?:季度?|月份?|期)(?:末|底)?"
)
_ANY_PERIOD = re.compile(
    r"(?:自)?(?:今年|本年|年初|当年)(?:度)?(?:以来|至今)|"
    r"(?:截[至止])?(?:20\d\d年?)?(?:第?[一二三四1-4]季度?|1(?:月份?)?[-—－~～至到]\d{1,2}月份?|"
    r"(?<!\d)(?:1[0-2]|[1-9])月份?|[上下]半年|上(?:个)?(?:季度?|月|期)|(?:本|当)(?:季度?|月|期)(?=末|底))"
    r"(?:末|底|止|为止)?|(?:截[至止])?(?:目前|当前)|截[至止]"
)
_TO_DATE = re.compile(r"累计|截[至止]|至今|以来|末|底|目前|1(?:月份?)?[-—－~～至到]")


def names_period(text: str) -> bool:
    """Whether a head says nothing but which period it is about."""
    rest = _MONTHS.sub("", _SPAN.sub("", _YEAR.sub("", text)))
    rest = _MONTH.sub("", _QUARTER.sub("", rest))
    return bool(text) and not re.sub(
        r"[本上下当]?(?:季度?|月份?|期|半?年度?)|其中|截至|末|底|累计|\W", "", rest
    )


def without_period(text: str) -> str:
    """A head without the words that say which period it is about: 上季度末累计 is 累计."""
    return _ANY_PERIOD.sub("", text) or text


def is_one_part(text: str) -> bool:
    """Whether a head speaks of one quarter or month by itself, not of all up to its end."""
    lone = _QUARTER.search(text) or _MONTH.search(text)
    return bool(lone) and not _TO_DATE.search(text)


def period_of(words: Sequence[str], period: Period) -> Period | None:
    """The period a head names, None for the return's own or none at all."""
    for text in reversed(words):
        found = _named(text, period)
        if found is not None:
            return None if found == period else found
    return None


def _named(text: str, period: Period) -> Period | None:
    text = _AGAINST.sub("", text)
    year = _YEAR.search(text)
    number = int(year[1]) if year else period.year
    if re.search(r"上(?:个)?(?:季度?|月|期)", text):
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
    return (
        Period(number, "year")
        if year and (period.kind == "year" or number != period.year)
        else None
    )


def names_own(text: str, period: Period) -> bool:
    """Whether a head names the return's own period outright: 二季度工作计划 in its own return."""
    return _named(text, period) == period


def _ending(year: int, month: int, period: Period) -> Period | None:
    """The period of the return's kind that ends with a month; else the month by itself."""
    if not 1 <= month <= 12:
        return None
    span = {"year": 12, "half": 6, "quarter": 3, "month": 1}[period.kind]
    if month % span == 0:
        return Period(year, period.kind, month // span)
    return Period(year, "month", month)
