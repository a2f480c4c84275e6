"""Rises and falls: which way a number moves, from which year, and how it binds."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.models.rules.bounds import Context, comparator_of, is_ceiling
from app.models.rules.measure_units import is_share

_FALL = r"下降|降低|减少|削减|消减|压减|减排|递减|缩减|压降|降幅|减幅|下调|减轻|少"
_RISE = r"增长|提高|提升|增加|上升|增幅|升幅|递增|升高|扩大|上涨|改善"
_LINK = (
    r"(?:率|幅度?|比例|比率|了|均|各|分别|再|约|近|的|以|在|为|力争|确保|至少|达到?|超过|大于|高于|"
    r"不(?:得)?[低少小]于)*"
)
_DIRECT = re.compile(
    rf"(?P<fall>{_FALL})(?!到|至)(?:{_LINK})$|(?P<rise>{_RISE})(?!到|至)(?:{_LINK})$"
)
_THROUGH = re.compile(
    rf"(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))(?!到|至)(?P<noun>[^,。;、达到至为不超低高于]{{1,16}})$"
)
_NOT_CHANGED = re.compile(
    r"不再?(?:增加|新增|上升|升高|提高|扩大|反弹|增长)|零增长|只减不增|(?P<negative>负增长)|"
    r"(?P<held>不(?:降低|下降|减少|退化|倒退|恶化))"
)
_DOUBLED = re.compile(r"翻(?P<times>[一两二三1-3])番")
_BASE_YEAR = re.compile(
    r"(?:比|较|与|以|在|相比于?|相较于?|对比|同)((?:19|20)\d\d)年?(?!.{0,2}[月底])|"
    r"((?:19|20)\d\d)年(?:为基数|相比|为基准|的?基础上|水平)"
)
_BASE_WORDS = re.compile(r"同比|(?:比|较)(?:上年|去年|上一年)度?(?:同期)?|上年同期|去年同期")
# The end of the eleventh plan was 2010, and so on.
_BASE_PLAN = re.compile(r"(?:比|较|与)[“\"]?十([一二三四五六七八九])五[”\"]?末")
_BOUND = re.compile(r"不(?:得)?[低少小]于|至少|超过|大于|高于|约|不高于")
_RISING_UNITS = {"%", "‰", "百分点", "倍", "名次", "位"}


@dataclass(frozen=True, slots=True)
class Change:
    """A movement the wording wants.

    Attributes:
        sign: -1 for a fall, 1 for a rise, 0 for no change.
        comparator: how the size of the change binds.
        year: the baseline year, or None.
        baseline: the baseline in words, or empty.
    """

    sign: int
    comparator: str = "="
    year: int | None = None
    baseline: str = ""


def change_of(context: Context, unit: str) -> Change | None:
    """The change a number measures, or None when it is a level or a count."""
    year, baseline = _base(context.sentence if unit else context.clause)
    still = _NOT_CHANGED.search(context.before) if not unit else None
    if still:
        sign = ">=" if still["held"] else "<" if still["negative"] else "<="
        return Change(0, sign, year, baseline)
    moved = _DIRECT.search(context.before) or _THROUGH.search(context.before)
    if moved is None or not _fits(moved, unit, based=bool(year or baseline)):
        return None
    better = moved["rise"] == "改善" and is_ceiling(context.before, unit)
    return Change(-1 if moved["fall"] or better else 1, _binds(context, unit), year, baseline)


def doubling(text: str) -> tuple[Decimal, int | None] | None:
    """翻一番 as a rise of 100 %, with the baseline year; None when the text has none."""
    found = _DOUBLED.search(text)
    if found is None:
        return None
    times = {"一": 1, "两": 2, "二": 2, "三": 3}.get(found["times"]) or int(found["times"])
    return Decimal(2**times * 100 - 100), _base(text)[0]


def _fits(moved: re.Match[str], unit: str, *, based: bool) -> bool:
    """提升改造企业20家 and 新增5个 count things; only shares, and what has a baseline, rise."""
    if moved["fall"] == "少" and not re.search(r"比|较|少$", moved.string):
        return False
    if "noun" in moved.groupdict() and re.search(r"率$|比例$", moved.string) and is_share(unit):
        # 提高利用率80% says the level.
        return False
    if unit in _RISING_UNITS or based:
        return True
    return bool(moved["fall"]) and moved["fall"] != "少"


def _binds(context: Context, unit: str) -> str:
    sign = comparator_of(context, unit)
    bounded = context.suffix() or _BOUND.search(context.before)
    return sign if bounded else "="


def _base(text: str) -> tuple[int | None, str]:
    years = _BASE_YEAR.findall(text)
    if years:
        return int(years[-1][0] or years[-1][1]), ""
    plan = _BASE_PLAN.search(text)
    if plan:
        return 2010 + 5 * "一二三四五六七八九".index(plan[1]), ""
    return None, "上年同期" if _BASE_WORDS.search(text) else ""
