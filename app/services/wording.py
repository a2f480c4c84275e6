"""Small turns of phrase that the services' sentences share."""

from collections.abc import Mapping

_UNITS = ("B", "KB", "MB", "GB")
_RECORDS = {
    "task_list": "任务表",
    "task": "任务",
    "item": "清单项",
    "progress": "进展",
    "problem": "问题",
    "assignment": "交办单",
    "share": "分解数",
    "evidence": "佐证",
    "filed_return": "已定稿报表",
    "blank_form": "空白表",
    "own_format": "报表格式",
    "operation": "操作记录",
}


def shorten(text: str, length: int = 20) -> str:
    """A text on one line, cut to ``length`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def size_words(size: int) -> str:
    """A size in bytes as a clerk reads it: 482 KB."""
    amount, place = float(size), 0
    while amount >= 1024 and place < len(_UNITS) - 1:
        amount, place = amount / 1024, place + 1
    digits = 1 if 0 < amount < 10 and place else 0
    return f"{amount:.{digits}f} {_UNITS[place]}"


def counted_records(counts: Mapping[str, int]) -> str:
    """Counts in words: 任务 66，清单项 214."""
    return "，".join(f"{words} {counts[key]}" for key, words in _RECORDS.items() if counts.get(key))
