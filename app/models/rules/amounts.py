"""Where a wording holds amounts, once dates, slogans, numberings and codes are blanked out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.models.rules.measure_units import SPELLED_COUNTERS, UNIT, is_count
from app.models.rules.normalise import fold
from app.models.rules.numerals import CLASS, chinese_number, power

_MASK = "\x00"
_YEAR = r"(?:19|20)\d\d"
_HIDDEN = (
    re.compile(r"[“\"‘「『][^”\"’」』\n]{1,14}[”\"’」』]"),
    re.compile(rf"[〔\[(【]{_YEAR}[〕\])】](?:第?\d+号)?|第?\d+号"),
    re.compile(r"[A-Z]{2,}(?:/[A-Z])?\s?\d+(?:\.\d+)*-(?:19|20)?\d\d(?!\d)"),
    re.compile(r"PM\s?(?:2\.?5|10)|(?<![A-Za-z])(?:NO2|SO2|O3|CO2|NH3|BOD5|H2S|CH4|N2O|GB\d+)"),
    re.compile(
        rf"(?:\d{{1,9}}|[{CLASS}]{{1,9}})个(?:100%|百分之百|一[批律]|必须|确保|到位|不(?!少|低))"
    ),
    re.compile(r"\d+(?:\+(?:\d+|N|X))+"),
    re.compile(
        rf"{_YEAR}年?[-~至到]{_YEAR}年度?|{_YEAR}年度?(?:\d{{1,2}}月份?)?(?:\d{{1,2}}[日号])?"
    ),
    re.compile(r"(?:\d{1,2}[-~至到])?\d{1,2}月份?(?:\d{1,2}(?:[-~至]\d{1,2})?[日号])?"),
    re.compile(rf"(?<![\d.]){_YEAR}[-./](?:0?[1-9]|1[0-2])(?:[-./]\d{{1,2}})?(?![\d%万亿])"),
    re.compile(r"\d{1,2}[日号](?=前|起|之|至|-)|\d{1,2}(?:时|点)(?=至|-|~|前|后)|\d{1,2}:\d\d"),
    re.compile(
        rf"(?<!控制在)(?<!\d)(?:\d{{1,9}}|[{CLASS}]{{1,9}})(?:个)?(?:工作日|小时|日|天|月|年|周)(?:之|以)?(?:内|前)"
    ),
    re.compile(r"24小时|365天|(?:\d|[一二三四])季度"),
    re.compile(rf"第[{CLASS}\d]{{1,9}}"),
    re.compile(r"^\s*(?:\(\d{1,2}\)|\d{1,2}(?:[.、)](?!\d)))", re.M),
    re.compile(r"\(\d{1,2}\)|(?<=[。;])\d{1,2}[.、](?!\d)"),
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,9})?)"
_POWER = r"(?:[百千]?[万亿]{1,2}|百(?!分)|千(?![瓦克米伏焦卡]))"
_NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两半双倍成]")
_FIGURES = re.compile(
    rf"(?<!\d)(?P<low>{_NUMBER})(?P<lowpower>{_POWER})?(?P<odd>[余多几])?\s?(?P<unit>{UNIT.pattern})"
)
_RANGE = re.compile(
    rf"(?<!\d)(?P<low>{_NUMBER})(?P<lowpower>{_POWER})?(?:{UNIT.pattern})?\s?[-~至到]\s?"
    rf"(?P<high>{_NUMBER})(?P<highpower>{_POWER})?\s?(?P<unit>{UNIT.pattern})"
)
# 70、35微克/立方米: the unit after the last holds for all.
_SHARED = re.compile(
    rf"(?<![\d.\n])(?<!^)(?P<low>{_NUMBER})(?P<lowpower>{_POWER})?"
    rf"(?=[、和](?:{_NUMBER}(?:{_POWER})?[、和])*{_NUMBER}(?:{_POWER})?\s?(?P<unit>{UNIT.pattern}))"
)
_PERCENT_WORDS = re.compile(rf"百分之(?P<share>{_NUMBER}|[{CLASS}]{{1,9}})")
_FRACTION = re.compile(
    rf"(?P<below>[{CLASS}]{{1,9}})分之(?P<above>[{CLASS}]{{1,9}})|(?P<half>(?<!一)一半|过半|半数)"
)
_SPELLED = re.compile(
    rf"(?P<spelled>[{CLASS}万亿]{{1,12}})(?P<odd>[余多几])?(?P<unit>{SPELLED_COUNTERS.pattern})"
)
_NOT_SPELLED_AFTER = tuple("第每逐同统唯专其单另这某任各前后进万几数")
_NOT_SPELLED_BEFORE = re.compile(
    rf"[{CLASS}]|百分之|全覆盖|责任|确保|维护|意识|坚持|体系建|月|性|季度|工作日|年"
)
_VERB_BEFORE_ONE = re.compile(
    r"(?:建|成|设|增|造|办|开|开展|组织|召|行|于|少|完成|淘汰|关停|立|置|选|争取|力争|达到?|改)[^,。;]{0,6}$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as found.

    Attributes:
        number: the amount or a range's lower end, powers multiplied out.
        high: a range's upper end, or None.
        unit: the unit as matched.
        about: 余, 多 or 几 stand by it.
        begin: where it begins in the plain text.
        end: where its unit ends.
    """

    number: Decimal
    high: Decimal | None
    unit: str
    about: bool
    begin: int
    end: int


def plain(text: str) -> str:
    """Folded text without stray spaces; only the line breaks before a numbering stay."""
    folded = fold(text)
    folded = re.sub(
        r"\n(?=\s*(?:\(?\d{1,2}[)、.](?!\d)|[一二三四五六七八九十]+、))", "\x02", folded
    )
    closed = re.sub(r"(?<![0-9A-Za-z.])\s+|\s+(?![0-9A-Za-z.])", "", folded)
    closed = re.sub(r"(?<=\d)\s+(?=[A-Za-z])", "", closed)
    closed = re.sub(r"(?<![\d.])(\d{1,3})\s(?=\d{3}(?![\d.年]))", r"\1", closed)
    return _numbering(closed.replace("\x02", "\n"))


def _numbering(text: str) -> str:
    """1.23台 at a line's start is clause 1, 23台: things that are counted have no fractions."""
    found = re.match(r"\s*(\d{1,2})\.(\d+)(?=(" + UNIT.pattern + "))", text)
    if found and is_count(found[3]):
        return " " * (found.end(1) + 1) + text[found.end(1) + 1 :]
    return text


def masked(text: str) -> str:
    """The plain text with everything blanked that holds figures but no amount."""
    for pattern in _HIDDEN:
        text = pattern.sub(lambda found: _MASK * len(found.group()), text)
    return text


def amounts(text: str) -> list[Amount]:
    """Every amount of a masked text, in order."""
    found: list[Amount] = []
    if not _NUMERAL.search(text):
        return found  # most clauses name no number: six patterns need not look
    for amount in sorted(_all(text), key=lambda one: (one.begin, -one.end)):
        if not found or amount.begin >= found[-1].end:
            found.append(amount)
    return found


def _all(text: str) -> Iterator[Amount]:
    for match in _FIGURES.finditer(text):
        if not _in_a_code(text, match):
            yield _amount(match, bool(match["odd"]))
    for match in _SHARED.finditer(text):
        yield _amount(match, about=False)
    yield from filter(None, map(_range, _RANGE.finditer(text)))
    for match in _PERCENT_WORDS.finditer(text):
        share = _value(match["share"])
        if share is not None:
            yield Amount(share, None, "%", about=False, begin=match.start(), end=match.end())
    for match in _FRACTION.finditer(text):
        part = _fraction(match)
        if part is not None:
            yield Amount(part, None, "%", about=False, begin=match.start(), end=match.end())
    for match in _SPELLED.finditer(text):
        count = chinese_number(match["spelled"])
        if count and _counts(text, match):
            about = bool(match["odd"])
            yield _tidy(
                Amount(Decimal(count), None, match["unit"], about, match.start(), match.end())
            )


def _in_a_code(text: str, match: re.Match[str]) -> bool:
    """Whether the figures belong to a code (DN300毫米), not to a count after one (APU10个)."""
    before = text[match.start() - 1 : match.start()]
    if before and re.match(r"[A-Za-z]", before):
        return not is_count(match["unit"])
    return before in {"/", "."} and match.start() > 0


def _amount(match: re.Match[str], about: bool) -> Amount:
    number = _decimal(match["low"]) * power(match["lowpower"] or "")
    return _tidy(Amount(number, None, match["unit"], about, match.start(), match.end()))


def _tidy(amount: Amount) -> Amount:
    """No noughts that the multiplying left (80000.0), and tenths (八成) as per cent."""
    tenths = 10 if amount.unit == "成" else 1
    number = _shortest(amount.number * tenths)
    high = None if amount.high is None else _shortest(amount.high * tenths)
    return replace(amount, number=number, high=high, unit="%" if tenths == 10 else amount.unit)


def _shortest(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _range(match: re.Match[str]) -> Amount | None:
    """1-2个, 10%-15%, 3至4万吨: the later power holds for both ends; 45-7次 is no range."""
    factor = power(match["highpower"] or "")
    low = _decimal(match["low"]) * (power(match["lowpower"]) if match["lowpower"] else factor)
    high = _decimal(match["high"]) * factor
    if low >= high:
        return None
    return _tidy(Amount(low, high, match["unit"], False, match.start(), match.end()))


def _decimal(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


def _value(words: str) -> Decimal | None:
    if words[0] in CLASS:
        spelled = 100 if words == "百" else chinese_number(words)
        return None if spelled is None else Decimal(spelled)
    return _decimal(words)


def _fraction(match: re.Match[str]) -> Decimal | None:
    """三分之二 as a percentage to two places."""
    if match["half"]:
        return Decimal(50)
    below, above = chinese_number(match["below"]), chinese_number(match["above"])
    if not below or not above or below == 100 or above > below:
        return None
    return (Decimal(above) * 100 / below).quantize(Decimal("0.01")).normalize()


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral counts here, and is no part of a word or slogan."""
    before, after = text[: match.start()], text[match.end() :]
    if before.endswith(_NOT_SPELLED_AFTER) or _NOT_SPELLED_BEFORE.match(after):
        return before.endswith("每年") and not _NOT_SPELLED_BEFORE.match(after)
    if match["spelled"] == "一":
        return bool(_VERB_BEFORE_ONE.search(before))
    return True
