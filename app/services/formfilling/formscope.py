"""Which tasks a sheet, a table or a block of rows is about: a theme's, a department's, or all."""

import re
from collections.abc import Iterable, Sequence

from app.importing.tables.headings import squash
from app.importing.tables.labels import bare_label
from app.models.returnviews import ReturnLine

_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(words))
    for topic, words in (
        ("air", r"蓝天|大气|空气|^气$"),
        ("water", r"碧水|水(?:污染|环境|生态|质|体)|^水$"),
        ("soil", r"净土|土壤|^土$"),
        ("waste", r"固废|固体废物|危废|危险废物"),
    )
)
_CAMPAIGN = re.compile(r"保卫战|攻坚战|污染防治|污染治理|环境治理|专项行动")
_GENERAL = re.compile(
    r"(?:重点|主要|年度|全年|目标|工作|任务|事项|项目|工程|内容|措施|要求|保障|组织|其他|清单|分解|落实)+"
)
_LEAST_NAME = 4


def stands_under(line: ReturnLine, label: str) -> bool:
    """Whether a task stands under a theme by one of its labels, or is led by the unit it names."""
    words = bare_label(label)
    if not words:
        return False
    return any(_is_same(bare_label(group), words) for group in line.groups) or any(
        squash(unit) == words for unit in line.lead
    )


def _is_same(group: str, words: str) -> bool:
    """Whether two labels name one theme: the same words, one in short, or one subject of nature."""
    if group == words:
        return True
    if _GENERAL.fullmatch(group) or _GENERAL.fullmatch(words):
        return False
    shorter, longer = sorted((group.rstrip("。"), words), key=len)
    if len(shorter) >= _LEAST_NAME and shorter in longer:
        return True
    return bool(_topics(words)) and _topics(words) == _topics(group)


def _topics(label: str) -> frozenset[str]:
    return frozenset(topic for topic, words in _TOPICS if words.search(label))


def theme_of(names: Iterable[str], lines: Sequence[ReturnLine]) -> str:
    """The theme or department that a sheet's name or a table's title confines it to, or empty.

    Args:
        names: what the table is called, the nearest name first.
        lines: the tasks it may list.
    """
    for name in names:
        words = squash(name)
        for label in _named_in(words, lines):
            told = sum(1 for line in lines if stands_under(line, label))
            if 0 < told < len(lines):
                return label
    return ""


def _named_in(words: str, lines: Sequence[ReturnLine]) -> list[str]:
    """The labels of tasks that a name holds, the longest first; else its one campaign."""
    labels = {bare_label(group).rstrip("。") for line in lines for group in line.groups}
    plain = {one for one in labels if len(one) > _LEAST_NAME and not _GENERAL.fullmatch(one)}
    held = [one for one in plain if one in words]
    units = {squash(unit) for line in lines for unit in line.lead}
    if words in units:
        return [words]
    alone = len(_topics(words)) == 1 and (len(words) <= _LEAST_NAME or _CAMPAIGN.search(words))
    if len(held) > 1 and len({frozenset(_topics(one)) for one in held}) > 1:
        return []
    return [*sorted(held, key=len, reverse=True), *([words] if alone else [])]
