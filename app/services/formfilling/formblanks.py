"""The blanks left inside a form's lines of words: the period, the last day of it, the town."""

import re
from collections.abc import Callable

from app.models.rules.periods import Period

GAP = r"[ \u3000\u00a0\t_＿]"
"""A sign that leaves room for something to be written."""

_ROOM = " \u3000\u00a0\t_＿"
_NUMBER = rf"(?:{GAP}+|(?P<open>[(（]){GAP}*(?P<shut>[)）]))"
_UNTIL = re.compile(
    rf"(截[至止]{GAP}*)(?P<year>20\d\d|{GAP}*)年{GAP}*月(?:{GAP}*日|{GAP}*底)?(?!\d)"
)
_QUARTER = re.compile(
    rf"(?P<year>20\d\d|{GAP}+)(?P<sign>年度?{GAP}*)(?P<which>第?){_NUMBER}{GAP}*季(?P<rest>度?)"
)
_HALF = re.compile(rf"(?P<year>20\d\d|{GAP}+)年{_NUMBER}半年")
_MONTH = re.compile(rf"(?P<year>20\d\d|{GAP}+)年{_NUMBER}月(?!{GAP}*日)")
_BARE_QUARTER = re.compile(
    rf"(?:第{GAP}+|第?(?P<open>[(（]){GAP}*(?P<shut>[)）])){GAP}*季(?P<rest>度?)"
)
_BARE_MONTH = re.compile(rf"(?<![年\d])(?P<open>[(（]){GAP}*(?P<shut>[)）])月份(?!{GAP}*日)")
_TO_MONTH = re.compile(rf"(?<!\d)(?P<since>1月?[-—－~～至到]){_NUMBER}月")
_YEAR = re.compile(rf"(?:[_＿]{GAP}*){{2,}}年(?=度|[\u4e00-\u9fff])(?!{GAP}*[第上下]?[季半月])")
_TOWN = re.compile(
    rf"(?:(?:[_＿]{GAP}*){{2,}}|^{GAP}{{2,}}|(?P<open>[(（]){GAP}*(?P<shut>[)）]))(?P<kind>镇|乡|街道|区镇|园区)"
    r"(?P<others>(?:[(（、/](?:镇|乡|街道|园区|开发区|区)+[)）]?)*)"
)
_OF_TOWN = re.compile(r"(镇|乡|街道|园区|区)(?:人民政府|办事处|党委政府)?$")


def fill_blanks(text: str, period: Period, office: str) -> str:
    """A line of words with its blanks filled; the rest of it stays as it is."""
    for pattern, tell in _PERIODS:
        text = pattern.sub(lambda match, tell=tell: tell(match, period), text)  # type: ignore[misc]
    return _TOWN.sub(lambda match: _town(match, office), text)


def _year(match: re.Match[str], period: Period) -> str | None:
    """The year, unless another one is written."""
    written = match["year"].strip(_ROOM)
    return str(period.year) if not written or int(written) == period.year else None


def _told(number: str, match: re.Match[str]) -> str:
    """A number, in the brackets its blank stood in."""
    return f"{match['open'] or ''}{number}{match['shut'] or ''}"


def _numeral(period: Period) -> str:
    return "一二三四"[period.number - 1]


def _until(match: re.Match[str], period: Period) -> str:
    end = period.end
    day = f"{end.year}年{end.month}月{end.day}日"
    return f"{match[1].strip()}{day}" if _year(match, period) else match[0]


def _quarter(match: re.Match[str], period: Period) -> str:
    year = _year(match, period)
    if year is None or period.kind != "quarter":
        return match[0]
    which = "第" if match["which"] or match["rest"] else ""
    told = _told(_numeral(period), match)
    return f"{year}{match['sign'].strip()}{which}{told}季{match['rest']}"


def _bare_quarter(match: re.Match[str], period: Period) -> str:
    if period.kind != "quarter":
        return match[0]
    which = "第" if match[0].startswith("第") else ""
    return f"{which}{_told(_numeral(period), match)}季{match['rest']}"


def _half(match: re.Match[str], period: Period) -> str:
    year = _year(match, period) if period.kind == "half" else None
    told = _told("上" if period.number == 1 else "下", match)
    return f"{year}年{told}半年" if year else match[0]


def _month(match: re.Match[str], period: Period) -> str:
    year = _year(match, period) if period.kind == "month" else None
    return f"{year}年{_told(str(period.number), match)}月" if year else match[0]


def _bare_month(match: re.Match[str], period: Period) -> str:
    return f"{_told(str(period.number), match)}月份" if period.kind == "month" else match[0]


def _to_month(match: re.Match[str], period: Period) -> str:
    return f"{match['since']}{_told(str(period.end.month), match)}月"


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Period], str]], ...] = (
    (_UNTIL, _until),
    (_TO_MONTH, _to_month),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_MONTH, _month),
    (_BARE_QUARTER, _bare_quarter),
    (_BARE_MONTH, _bare_month),
    (_YEAR, lambda match, period: f"{period.year}年"),
)


def _town(match: re.Match[str], office: str) -> str:
    """The blank before 镇: the office's own name, whose last word it may be."""
    kind = _OF_TOWN.search(office)
    if kind is None or not office[: kind.start()]:
        return match[0]
    offered = any(kind[1] in one for one in (match["kind"], match["others"]))
    return f"{_told(office[: kind.start()], match)}{kind[1]}" if offered else match[0]
