"""Where a wording names a time, and which first and last day that time has."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.models.rules.normalise import compact
from app.models.rules.numerals import CLASS, chinese_number, years_to_digits

YEARS = range(1950, 2101)
_NAMED_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?:(?P<cy>(?:19|20)\d\d)年)?(?P<cm>\d{1,2})月(?P<cd>\d{1,2})[日号]"
    r"|^(?P<sm>\d{1,2})[-./](?P<sd>\d{1,2})$"
)
_RELATIVE_YEARS = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_NEXT_YEAR = ("次年", "翌年", "第二年", "来年")
_HALVES = {"上": (1, 6), "下": (7, 12)}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_TENS_OF_MONTH = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}
_TENS_OF_MONTH["上中旬"] = (1, 20)

_YEAR = (
    r"(?:(?P<y>(?<!\d)(?:19|20)\d\d)年度?"
    r"|(?P<ry>今年|本年|当年|明年|后年|去年|上年|前年|次年|翌年|第二年|来年)度?)"
)
_MONTH = r"(?P<m>(?<!\d)(?:1[0-2]|0?[1-9]))月"
_PATTERNS = (
    r"(?P<iy>(?<!\d)(?:19|20)\d\d)(?P<sep>[-./])(?P<im>1[0-2]|0?[1-9])(?!\d)"
    r"(?:(?P=sep)(?P<id>[12]\d|3[01]|0?[1-9])(?!\d)日?|月)?(?:T?[\s]?\d\d:\d\d(?::\d\d)?)?"
    r"(?P<ipart>[底末])?",
    r"(?P<cy>(?<!\d)20\d\d)(?P<cm>0[1-9]|1[0-2])(?P<cd>[0-3]\d)?(?!\d)",
    rf"{_YEAR}?的?{_MONTH}份?(?:(?P<d>\d{{1,2}})(?:[日号]|(?=$|[-~至到前,)]))|(?P<part>上旬|上中旬|中旬|中下旬|下旬|月?底|末|初|中(?!间|心|央)))?",
    r"^(?P<md_m>1[0-2]|0?[1-9])[./](?P<md_d>[12]\d|3[01]|0?[1-9])(?![\d./])日?",
    rf"(?:{_YEAR}|(?P<qy>(?<!\d)20\d\d))?的?(?:第?(?P<q>[1-4一二三四])季度|第(?P<q2>[1-4一二三四])季)(?P<qpart>[底末])?",
    rf"{_YEAR}?的?(?P<h>[上下])半年(?P<hpart>[底末])?",
    r"[\"“”'‘’「『]*十(?P<plan>[一二三四五六七八九])五[\"“”'‘’」』]*(?:规划)?(?P<span>期间|时期|期)?(?P<pend>末|底|期末|期末年)?",
    rf"(?:{_YEAR}|(?<![\d一二两三四五六七八九十百几多常半每全往])年度?)(?:的|年)?(?P<point>底|末|终|内|中(?![央国心小型])|初)",
    rf"{_YEAR}?(?P<whole>全年)",
    r"(?P<by>(?<!\d)(?:19|20)\d\d)(?:年(?!\d+月)度?|(?=-(?:19|20)\d\d(?!\d))|(?<=-\d\d\d\d))",
    r"(?P<rby>今年|本年|当年|明年|后年|去年|上年|次年|翌年)度?",
)
_MOMENT = tuple(re.compile(pattern) for pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named in a text.

    Attributes:
        first: its first day.
        last: its last day.
        precision: ``day``, ``month``, ``quarter``, ``half`` or ``year``.
        begin: where its words begin in the (prepared) text.
        end: where they end.
        year_named: the words name the year.
        ended: the words say its end (底, 末) or a single day, so that 前 leaves no doubt.
        open_span: the words mean its whole length (全年, 期间, 4月份).
        doubtful: read with a guess (6月31日, 2020.1).
        literal: the other possible last day, if doubtful.
    """

    first: date
    last: date
    precision: str
    begin: int
    end: int
    year_named: bool = True
    ended: bool = False
    open_span: bool = False
    doubtful: bool = False
    literal: date | None = None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def prepare(text: str) -> str:
    """Spell out what a folded text shortens: 6-9月, 2018-2020年, 6月1-10日, 七月, OCR dashes."""
    text = years_to_digits(text)
    text = re.sub(
        rf"([{CLASS}]{{1,4}})(?=[月日号](?![产清报均常一两次1]))",
        lambda found: str(chinese_number(found[1]) or found[1]),
        _without_beats(text),
    )
    for pattern, written in _SHORTHAND:
        text = pattern.sub(written, text)
    return text


def _without_beats(text: str) -> str:
    """Keep 一月一督察 and the OCR dash of 7月一8月 from being read as numerals."""
    text = re.sub(r"(?<=[月年日])一(?=\d)", "-", text)
    return re.sub(rf"(?<![{CLASS}年])([一每])月([一二两])(?![日号\d月十])", r"每个月\2", text)


_TO = r"(?:-+|~|至|到)"
_SHORTHAND = (
    (re.compile(rf"(?<![\d./-])((?:19|20)\d\d){_TO}((?:19|20)\d\d)(?!\d)年?"), r"\1年-\2年"),
    (re.compile(rf"(?<![\d./-])(\d{{1,2}}){_TO}(\d{{1,2}})月"), r"\1月-\2月"),
    (re.compile(rf"(\d{{1,2}})月(\d{{1,2}})日?{_TO}(\d{{1,2}})([日号])"), r"\1月\2日-\1月\3日"),
    (re.compile(rf"((?:19|20)\d\d)([./])(\d\d?){_TO}(\d\d?)(?![\d./])"), r"\1\2\3-\1\2\4"),
    (re.compile(rf"第?([1-4一二三四]){_TO}第?([1-4一二三四])季度"), r"\1季度-\2季度"),
    (re.compile(r"第?([1-4一二三四])、(?=第?[1-4一二三四]季度)"), r"\1季度、"),
    (re.compile(r"(?<=[年前在于])(\d{1,2})、(?=(?:\d{1,2}、)*\d{1,2}月)"), r"\1月、"),
    (re.compile(r"(?<![A-Za-z])[Qq]([1-4])(?!\d)"), r"\1季度"),
    (re.compile(r"(?<=[年月])[lI|](?=\d[月日])"), "1"),
    (re.compile(r"(?<![\d./-])(20\d\d)(?=[底末])"), r"\1年"),
    (re.compile(r"前三季度"), "1季度-3季度"),
    (
        re.compile(r"(?<![\d年])([12]\d)(?=年(?:底|末|\d{1,2}月|[一二三四]季度|[上下]半年))"),
        r"20\1",
    ),
)


def moments(text: str, *, year: int) -> list[Moment]:
    """Every time named in a prepared text, in order; a year not named is the one named before."""
    found: list[Moment] = []
    current = year
    for match in _matches(text):
        moment = _moment(match, current)
        if moment is None:
            continue
        found.append(moment)
        if moment.year_named:
            current = moment.first.year
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The leftmost match of any pattern, the longest where several begin, and so on."""
    position = 0
    while position < len(text):
        matches = [found for pattern in _MOMENT if (found := pattern.search(text, position))]
        matches = [found for found in matches if found.end() > found.start()]
        if not matches:
            return
        best = min(matches, key=lambda found: (found.start(), -found.end()))
        yield best
        position = best.end()


def _moment(match: re.Match[str], current: int) -> Moment | None:
    part = {key: value for key, value in match.groupdict().items() if value is not None}
    year = _year(part, current)
    if year not in YEARS:
        return None
    reader = next((read for key, read in _READERS if key in part), None)
    moment = reader(part, year) if reader else None
    if moment is None:
        return None
    named = bool(part.keys() & {"y", "ry", "iy", "cy", "by", "qy", "rby", "plan"})
    return replace(moment, begin=match.start(), end=match.end(), year_named=named)


def missing_day(text: str, *, year: int) -> str:
    """The first day a wording names that no calendar has (2020-02-30, 6月31日); empty for none.

    A plan that came in keeps such a wording and is read near to it; what is typed is asked again.
    """
    for found in _NAMED_DAY.finditer(compact(text)):
        month = int(found["m"] or found["cm"] or found["sm"])
        day = int(found["d"] or found["cd"] or found["sd"])
        try:
            date(int(found["y"] or found["cy"] or year), month, day)
        except ValueError:
            return found[0]
    return ""


def _year(part: dict[str, str], current: int) -> int:
    for key in ("iy", "cy", "y", "by", "qy"):
        if key in part:
            return int(part[key])
    word = part.get("ry") or part.get("rby") or ""
    return current + (1 if word in _NEXT_YEAR else _RELATIVE_YEARS.get(word, 0))


def _day(year: int, month: int, day: int) -> Moment | None:
    if not 1 <= day <= 31:
        return None
    last = month_end(year, month)
    if day > last.day:
        return Moment(last, last, "day", 0, 0, ended=True, doubtful=True)
    exact = date(year, month, day)
    return Moment(exact, exact, "day", 0, 0, ended=True)


def _months(year: int, first: int, last: int, precision: str, *, ended: bool = False) -> Moment:
    return Moment(date(year, first, 1), month_end(year, last), precision, 0, 0, ended=ended)


def _iso(part: dict[str, str], year: int) -> Moment | None:
    month = int(part["im"])
    if "id" in part:
        return _day(year, month, int(part["id"]))
    moment = _months(year, month, month, "month", ended="ipart" in part)
    if part["sep"] == "." and part["im"] == "1":
        # A sheet drops the last nought of the number 2020.10; January is written 2020.01.
        october = _months(year, 10, 10, "month")
        return replace(october, doubtful=True, literal=moment.last)
    return moment


def _compact(part: dict[str, str], year: int) -> Moment | None:
    month = int(part["cm"])
    if "cd" in part:
        return _day(year, month, int(part["cd"]))
    return _months(year, month, month, "month")


def _month(part: dict[str, str], year: int) -> Moment | None:
    month = int(part["m"])
    if "d" in part:
        return _day(year, month, int(part["d"]))
    tens = part.get("part", "")
    if tens in _TENS_OF_MONTH:
        first, last = _TENS_OF_MONTH[tens]
        return Moment(date(year, month, first), date(year, month, last), "day", 0, 0)
    if tens in {"下旬", "中下旬"}:
        return Moment(
            date(year, month, 21 if tens == "下旬" else 11), month_end(year, month), "day", 0, 0
        )
    return _months(year, month, month, "month", ended=bool(tens))


def _month_day(part: dict[str, str], year: int) -> Moment | None:
    """6.30: a month and a day without their words."""
    return _day(year, int(part["md_m"]), int(part["md_d"]))


def _quarter(part: dict[str, str], year: int) -> Moment:
    written = part.get("q") or part["q2"]
    quarter = _QUARTERS.get(written) or int(written)
    return _months(year, quarter * 3 - 2, quarter * 3, "quarter", ended="qpart" in part)


def _half(part: dict[str, str], year: int) -> Moment:
    first, last = _HALVES[part["h"]]
    moment = _months(year, first, last, "half", ended="hpart" in part)
    return replace(moment, open_span=part["h"] == "下" and "hpart" not in part)


def _plan(part: dict[str, str], _: int) -> Moment:
    first = 2001 + 5 * (chinese_number(part["plan"]) or 0)
    whole = Moment(date(first, 1, 1), date(first + 4, 12, 31), "year", 0, 0)
    return replace(whole, ended="pend" in part, open_span="pend" not in part)


def _point(part: dict[str, str], year: int) -> Moment:
    if part["point"] == "初":
        return replace(_months(year, 1, 3, "quarter"), doubtful=True)
    if part["point"] == "中":
        return _months(year, 1, 6, "half", ended=True)
    return _months(year, 1, 12, "year", ended=True)


def _whole(_: dict[str, str], year: int) -> Moment:
    return replace(_months(year, 1, 12, "year"), open_span=True)


def _bare(_: dict[str, str], year: int) -> Moment:
    return _months(year, 1, 12, "year")


_READERS = (
    ("im", _iso),
    ("cm", _compact),
    ("m", _month),
    ("md_m", _month_day),
    ("q", _quarter),
    ("q2", _quarter),
    ("h", _half),
    ("plan", _plan),
    ("point", _point),
    ("whole", _whole),
    ("by", _bare),
    ("rby", _bare),
)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
