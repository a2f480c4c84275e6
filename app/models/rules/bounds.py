"""How a number binds: floor, ceiling, about, exactly; told from the words around it."""

import re
from dataclasses import dataclass

from app.models.rules.measure_units import is_concentration, is_share

_UP_TO_HERE = r"[^,。;]{0,3}$"
_FLOOR = (
    r"不(?:得|应|能|宜)?(?:低|少|小|短|下)于|[大高]于(?:或|或者)?等于|至少|最少|[≥≧]|>=|(?:保持|稳定|维持|巩固)(?:在|到)?|"
    r"(?:提高|提升|增加|增长|扩大|上升|恢复)(?:到|至)|增至|升至|确保"
)
_CEILING = (
    r"不(?:得|应|能|宜)?(?:高|大|多|长)于|不(?:得|应|能)?(?:超过|突破|超|逾)|[小低]于(?:或|或者)?等于|最多|至多|[≤≦]|<=|"
    r"控制(?:在|到|目标)|(?:下降|降低|减少|削减|压减|压降|缩短|缩减|压缩)(?:到|至)|降[到至]"
)
_BELOW = r"(?<!不)(?<!不得)(?:低于|小于|少于|短于|<)|不足|未满|不到"
_ABOVE = r"(?<!不)(?<!不得)(?:高于|大于|多于|超过|突破|优于|逾|>)|(?<!不)超(?=\s*$)"
_ABOUT = r"大约|约为?|接近|将近|(?<![附最])近"
_WORDS = (
    (">=", _FLOOR),
    ("<=", _CEILING),
    ("<", _BELOW),
    (">", _ABOVE),
    ("~", _ABOUT),
)
_BEFORE = tuple((sign, re.compile(f"(?:{words})")) for sign, words in _WORDS)
_SUFFIX = re.compile(
    r"\s?\(?(?P<with>(?:及|或)(?:其)?|含\)?)?\)?(?P<way>以上|以下|以内|之内|左右|上下|内)(?!的?河)"
)
_REACHES = re.compile(rf"(?:达到?|达标|在){_UP_TO_HERE}")
_LESS_IS_BETTER = re.compile(
    r"浓度|降尘|劣\s?[VⅤ五]|超标|重污染|排放量|排放强度|[能水煤电物]耗|用水量|用量|使用量|消费量|"
    r"产生量|漏损|损耗|流失|发生率|死亡|事故|投诉|信访|违法率|赤潮|蓝藻"
)
_MORE_AFTER_ALL = re.compile(
    r"进水|(?:达标|合格|优良|处置|处理|去除|削减|下降|减排|利用|收集|完成|办结|满意|回复|查处)率|降幅|比例达"
)
_SIZE = re.compile(r"蒸吨|吨级|^(?:平方米|立方米|米|吨|千瓦|床|头|户|块/年|吨/[年日天])$")
_EXCLUSIVE = re.compile(r"蒸吨")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a number.

    Attributes:
        before: from the previous number or stop to this one.
        after: from its unit to the next number.
        clause: from the clause's beginning to the number.
        sentence: from the sentence's beginning to the number.
        linked: it continues an enumeration (、, 和).
    """

    before: str
    after: str
    clause: str
    sentence: str
    linked: bool = False

    def suffix(self) -> str:
        """The bounding word right after the unit, or empty."""
        found = _SUFFIX.match(self.after)
        return found["way"] if found else ""

    def inclusive(self) -> bool:
        """Whether the bounding word says that the number itself is meant too (及以上)."""
        found = _SUFFIX.match(self.after)
        return bool(found and found["with"])

    def shared_suffix(self) -> bool:
        """Whether it has no bounding word of its own, so that the enumeration's holds."""
        return not self.suffix() and bool(re.fullmatch(r"[、和及与,]+", self.after))

    def threshold(self, unit: str) -> bool:
        """Whether the number tells which objects are meant (4蒸吨/小时及以上), not how many."""
        if not _SIZE.search(unit):
            return False
        ceiling_word = re.search(r"(?<!不)(?<!不得)(?:大于|小于)", self.before)
        sized = self.suffix() in {"以上", "以下"} and not _prefix(self)
        counted = (
            unit in {"米", "户", "头", "吨"} and self.suffix() == "以上" and not self.inclusive()
        )
        produced = re.search(r"年产|日处理|设计", self.before)
        describing = re.match(r"及?以[上下]的", self.after)
        picked = self.after == "的" and re.search(r"(?<!不)(?<!不得)超过", self.before)
        return bool(ceiling_word or picked or (sized and (produced or describing or not counted)))


def comparator_of(context: Context, unit: str, *, ranged: bool = False, about: bool = False) -> str:
    """The comparator a number binds with.

    以上 and 以下 include the number (as in law), save for a boiler's rating, where 及以上 is what
    includes it, and for a size 以下.
    """
    if unit in {"名", "位"} and context.before.endswith("前"):
        return "<="
    prefix = _prefix(context)
    bounded = _by_suffix(context, unit, prefixed=bool(prefix)) or prefix
    if bounded:
        return bounded
    return ">=" if ranged else "~" if about else _unmarked(context, unit)


def _by_suffix(context: Context, unit: str, *, prefixed: bool) -> str:
    """What 以上, 以下, 以内 or 左右 say, or empty."""
    suffix = context.suffix()
    loose = not context.inclusive() and not prefixed
    if suffix in {"左右", "上下"}:
        return "~"
    if suffix == "以上":
        return ">" if loose and _EXCLUSIVE.search(unit) else ">="
    if suffix == "以下":
        return "<" if loose and _SIZE.search(unit) else "<="
    return "<=" if suffix else ""


def _unmarked(context: Context, unit: str) -> str:
    """Without a bounding word: 达 is a ceiling for pollutants, a floor for shares."""
    reaches = bool(_REACHES.search(context.before))
    if is_ceiling(context.before, unit) and (reaches or is_share(unit) or is_concentration(unit)):
        return "<="
    return ">=" if reaches or is_share(unit) else "="


def is_ceiling(metric: str, unit: str) -> bool:
    """Whether less of what is measured is better."""
    if _MORE_AFTER_ALL.search(metric):
        return False
    return is_concentration(unit) or bool(_LESS_IS_BETTER.search(metric))


def _prefix(context: Context) -> str:
    """The bounding word nearest before the number, or empty."""
    best, at = "", -1
    for sign, pattern in _BEFORE:
        for found in pattern.finditer(context.before):
            if found.end() > at and len(context.before) - found.end() <= 14:
                best, at = sign, found.end()
    if best and re.search(r"确保|保持|稳定|维持|巩固", context.before[:at][-4:]):
        # 确保 and 保持 only lean: what less is better of stays a ceiling.
        return "" if at < len(context.before) - 3 else best
    return best
