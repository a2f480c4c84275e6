"""Deadlines that hang on something the wording does not date: a notice, a plan, a node, at once."""

import re
from dataclasses import dataclass

from app.models.rules.numerals import CLASS, chinese_number
from app.models.rules.seasons import MOVING_FEASTS


@dataclass(frozen=True, slots=True)
class Relative:
    """What a deadline hangs on.

    Attributes:
        reference: the words that say so.
        days: the days allowed, when counted in days, weeks, months or years; else None.
    """

    reference: str
    days: int | None = None


_LENGTHS = {"日": 1, "天": 1, "工作日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_WITHIN = re.compile(
    rf"(?P<count>\d{{1,4}}|[{CLASS}]{{1,4}}|半)个?(?P<unit>工作日|小时|分钟|日|天|周|星期|礼拜|月|年)"
    r"(?:之|以)?(?:内|后|前)"
)
_LATER = re.compile(r"待.{1,12}(?:部署|通知|下达|明确|安排|批复|确定)|另行(?:通知|安排|部署)")
_COUNTED = re.compile(
    r"\d{1,4}个?[\"“”']{0,2}\d{0,4}(?:工作日|日|天|小时|个月|周|h)|^(?:\d{1,4}|[一二两三五十]+)年(?:时间)?$"
)
_FEAST = re.compile("|".join((*MOVING_FEASTS, "国庆", "五一", "元旦")))
_AT_ONCE = re.compile(
    r"及时|立即|即时|立行立改|即知即改|即查即改|立改|马上|尽快|尽早|随时|第一时间|限时"
)
_BY = re.compile(
    r"(?:按|依|根据|依据|参照|以|视|随|同步|结合|遵照).{0,16}?(?:进度|节点|部署|安排|要求|计划|时限|"
    r"期限|时间|规定|方案|情况|目标|任务|通知|为准|推进|序时|调控|实际|需要|标准|文件|实施|完成)"
    r"|[时序]序?时?进度|时间节点|按[期时]|如期|到期|限期|逾期|适时|视情|同步"
)
_EVENT = re.compile(
    r"(?:收到|接到|自|从|在|待|发现|下达|印发|发布|交办|批复|签订|验收|完成|竣工|投产|投运|结束|"
    r"通知|启动|开工).{0,20}?(?:之?后|之?前|时|起|之日|当[天日]|期间)|(?:期间|以前|之前|完成前|前)$"
)


def read_relative(words: str) -> Relative | None:
    """The condition a folded text names, or None."""
    within = _WITHIN.search(words)
    if within:
        # 10日前 without a month is the tenth of some month, not a span of ten days.
        counted = not within.group().endswith("前")
        return Relative(words, _days(within["count"], within["unit"]) if counted else None)
    for pattern in (_AT_ONCE, _BY, _EVENT, _LATER, _COUNTED, _FEAST):
        if pattern.search(words):
            return Relative(words)
    return None


def _days(count: str, unit: str) -> int | None:
    length = _LENGTHS.get(unit)
    if length is None:
        return None
    if count == "半":
        return length // 2 or None
    number = int(count) if count.isdecimal() else chinese_number(count)
    return None if number is None else min(number, 100_000) * length
