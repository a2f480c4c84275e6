"""Beats: every month, by quarter, one inspection a month, daily clearing."""

import re
from dataclasses import dataclass

from app.models.rules.numerals import chinese_number


@dataclass(frozen=True, slots=True)
class Beat:
    """How often something recurs.

    Attributes:
        every: ``day``, ``week``, ``month``, ``quarter``, ``half``, ``year`` or ``unspecified``.
        interval: the number of such units from one turn to the next.
    """

    every: str
    interval: int = 1


_UNITS = {
    "半年": "half",
    "年度": "year",
    "年": "year",
    "季度": "quarter",
    "季": "quarter",
    "月": "month",
    "旬": "month",
    "周": "week",
    "星期": "week",
    "日": "day",
    "天": "day",
    "小时": "day",
}
_NAMES = "半年|年度|年|季度|季|月|旬|周|星期|日|天|小时"
_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})?"
_EVERY = re.compile(rf"(?:每隔?|逐|按){_COUNT}个?(?P<unit>{_NAMES})(?!期|照|时|报告期)")
_ONE_EACH = re.compile(
    r"(?P<half>半年)一(?!年)|(?:一|每)个?(?P<unit>年|季|月|周|日|天)[一二两三](?![日号月季年])"
)
_REPORT = re.compile(
    r"^(?P<unit>半年|年|季|月|周|日)(?:报|报告)(?:制|制度)?$|^(?P<plain>季|月)度$"
    r"|(?P<degree>年|季|月)度(?:会商|调度|例会|考评|考核|通报|督查|点评|检查|巡查|抽查)"
)
_TIMES = re.compile(
    rf"(?P<count>\d{{1,4}}|[一二两三四五六七八九十]{{1,3}})个?(?P<unit>{_NAMES})(?:一|1)次"
    rf"|\d{{1,4}}次/(?P<per>{_NAMES})"
)
_DAILY = re.compile(r"日产日清|日清|当日|即产即清|全天|昼夜")
_LOOSE = re.compile(r"定期|不定期|适时组织|轮流|逐步推进")


def read_recurrence(words: str) -> Beat | None:
    """The first beat a prepared text names, or None."""
    found = _EVERY.search(words)
    if found and not _names_an_object(words, found):
        return Beat(_UNITS[found["unit"]], _interval(found["count"]))
    one_each = _ONE_EACH.search(words)
    if one_each:
        return Beat("half" if one_each["half"] else _UNITS[one_each["unit"]])
    times = _TIMES.search(words)
    if times:
        return Beat(_UNITS[times["unit"] or times["per"]], _interval(times["count"]))
    report = _REPORT.search(words)
    if report:
        return Beat(_UNITS[report["unit"] or report["plain"] or report["degree"]])
    return _named_beat(words)


def _named_beat(words: str) -> Beat | None:
    """Beats with a name of their own: 隔月, 日产日清, 定期."""
    if "隔月" in words:
        return Beat("month", 2)
    if _DAILY.search(words) and "全天候" not in words:
        return Beat("day")
    return Beat("unspecified") if _LOOSE.search(words) else None


def _names_an_object(words: str, found: re.Match[str]) -> bool:
    """按年度计划, 按月报要求: 按 with a unit of time need not be a beat."""
    return found.group().startswith("按") and words[found.end() :].startswith(
        ("计划", "目标", "任务")
    )


def _interval(count: str | None) -> int:
    if not count:
        return 1
    number = int(count) if count.isdigit() else chinese_number(count)
    return max(1, min(number or 1, 1000))
