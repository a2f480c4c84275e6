"""What a table's projects invest in sum, held against tables of the very same projects."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\s")
_OF_A_MONTH = re.compile(r"本月|当月|本期|当期|上月")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_TO_DATE = re.compile(r"累计|本?年度?完成")


def sums_invested(
    lines: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, str, Decimal, bool]]:
    """Each column about 投资 with its sum: of which tasks, its name, how much, if it only grows.

    A month's own column holds what the clerk typed last, whatever the period: it is left out. So
    is a column in which one project states words or two columns of a project share the name. What
    the list states changes with the list alone, in either direction.
    """
    stated: dict[str, dict[int, Decimal | None]] = defaultdict(dict)
    listed: set[str] = set()
    for line in lines:
        for head, text in {**(line.get("values") or {}), **(line.get("own") or {})}.items():
            name = _BRACKETS.sub("", head.rpartition("/")[2])
            if "投资" in name and not _OF_A_MONTH.search(name) and text not in (None, ""):
                held, task_id = stated[name], line["task_id"]
                held[task_id] = _number(str(text)) if task_id not in held else None
                listed |= {name} if head in (line.get("values") or {}) else set()
    for name, numbers in stated.items():
        told = [one for one in numbers.values() if one is not None]
        if len(told) == len(numbers):
            ids = ",".join(str(one) for one in sorted(numbers))
            grows = bool(_TO_DATE.search(name)) and "计划" not in name and name not in listed
            yield ids, name, sum(told, Decimal(0)), grows


def _number(text: str) -> Decimal | None:
    bare = text.replace(",", "").replace("，", "").strip()
    return Decimal(bare) if _NUMBER.fullmatch(bare) else None
