"""The words in a clause that say when: found, told from baselines and titles, and read."""

import re
from dataclasses import dataclass

from app.models.rules.deadlines import Deadline, read_deadline

_YEAR = r"(?<!\d)20\d\d年"
_MONTH = r"(?<!\d)(?:1[0-2]|0?[1-9])月份?(?:[0-3]?\d[日号])?"
_PART = r"(?:[上下]半年|第?[一二三四1-4]季度|[上中下]旬)"
_END = r"(?:年?底|年?末|年?初|中旬|上旬|下旬|中(?=前)|内)?(?:之|以)?(?:前|起|开始|后|期间)?"
_POINT = (
    rf"(?:{_YEAR}(?:度|{_MONTH}|{_PART})?|{_MONTH}|(?<!\d)(?:本|今|明|当)年(?:度|{_MONTH}|{_PART})?|"
    rf"{_PART}|(?<![\d一二两三四五六七八九十常每多半全来去历往])年(?=[底末内])|全年(?!全天候)|[“\"]?十[三四五六]五[”\"]?)"
)
_PHRASE = re.compile(
    rf"(?:力争|争取|确保|计划|原则上)?(?:到|至|于|在|截至|截止|自|从)?{_POINT}{_END}"
    rf"(?:(?:至|到|-|~|—|–)+{_POINT}{_END})?"
)
_SPAN_OF_YEARS = re.compile(r"(?<!\d)20\d\d年?[-~—–至到]+20\d\d年")
_BEAT = re.compile(
    r"(?:每个?(?:年度?|季度?|月|周|半年|旬)|按(?:月|季度?|周)|逐月|逐季|不?定期|日产日清|一月一\S|一季一\S)"
)
_STANDING = re.compile(r"全年全天候|常年|全天候|全时段")
_RELATIVE = re.compile(
    r"(?:按照?|根据)[^,。;]{0,12}?(?:序时进度|时序进度|时间节点|统一部署|时限要求)|按期|限期"
)
_TITLE = re.compile(r"《[^《》]*》|〔\d{4}〕|\[\d{4}\]\d+号|\(20\d\d[-—–~年]\S{0,12}?\)")
_ENDED = re.compile(r"[前底末内]$")
_AFTER_BASE = re.compile(
    r"^(?:同期|相比|为基[数准]|基础|的?基础上|以来|水平|以前|之前建|底?前建[成设]|及以[前后]|度?考核结果|实际|数据)"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When, in words and as read.

    Attributes:
        wording: the words as they stand in the clause, white space left out; empty for none.
        deadline: their reading.
    """

    wording: str
    deadline: Deadline

    @property
    def dated(self) -> bool:
        """Whether it names a last day, which then holds for the rest of the sentence."""
        return self.deadline.due is not None


NO_TIMING = Timing("", Deadline("none"))


def read_timing(words: str, *, year: int) -> Timing:
    """When a clause is due; of several dates the last.

    Dates in titles, baselines (比2015年) and bare years before the plan's own are no deadlines.

    Args:
        words: the clause, tight.
        year: the plan's year.
    """
    clear = _TITLE.sub(lambda found: "\x00" * len(found[0]), words)
    dated = [
        timing
        for found in _PHRASE.finditer(clear)
        if not _is_base(clear, found) and (timing := _read(found[0], year)) is not None
    ]
    if dated:
        return dated[-1]
    for pattern in (_BEAT, _STANDING, _RELATIVE):
        found = pattern.search(clear)
        if found:
            return Timing(found[0], read_deadline(found[0], year=year))
    return NO_TIMING


def _read(phrase: str, year: int) -> Timing | None:
    deadline = read_deadline(phrase, year=year)
    known = deadline.due or deadline.start
    if known is None or (known.year < year and not _ENDED.search(phrase)):
        return None
    return Timing(phrase, deadline)


def _is_base(words: str, found: re.Match[str]) -> bool:
    """Whether a date only says what is compared with, or built upon."""
    before, after = words[: found.start()], words[found.end() :]
    if _SPAN_OF_YEARS.match(found[0]) and after.startswith(("突出", "度")):
        return True
    lead = re.match(r"自|从|在", found[0])
    if before.endswith(("比", "较", "与", "以", "相比", "对比")):
        return True
    return bool(_AFTER_BASE.match(after)) or (bool(lead) and "基础上" in after)
