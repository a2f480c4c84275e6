"""Wordings of a list as the window shows them: targets (23 台, ≥ 90 %, 下降8%), texts."""

import re

from app.models.rules.pace import plain
from app.models.views import TargetView, TaskView

_SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 "}
_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")


def target_words(target: TargetView | None) -> str:
    """A target as a table shows it: 23 台, ≥ 90 %, 全部; empty for none."""
    if target is None:
        return ""
    if target.comparator == "all":
        return "全部"
    if target.change is not None:
        verb = "下降" if target.change < 0 else "提高"
        return f"{verb}{plain(abs(target.change))}{_measure(target)}"
    if target.number is None:
        return ""
    return f"{_SIGNS.get(target.comparator, '')}{plain(target.number)} {target.unit}".strip()


def opening(text: str, most: int) -> str:
    """The beginning of a text on one line, with an ellipsis where it goes on."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def one_line(text: str) -> str:
    """A text without its line breaks; between Chinese characters nothing takes their place."""
    return " ".join(_BREAK.sub("", text).split())


def typed_target(target: TargetView) -> str:
    """A target in words that are read back as the same: 3公里, ≥83.3%, 比2015年下降20%, 全部."""
    if target.comparator == "all":
        return "全部"
    if target.number is None:
        return ""
    size = f"{plain(target.number)}{_measure(target)}"
    sign = _SIGNS.get(target.comparator, "").strip()
    if target.change is None:
        return f"{sign}{size}"
    since = f"比{target.baseline_year}年" if target.baseline_year else ""
    verb = "下降" if target.change < 0 else "提高"
    bound = {">=": "以上", "<=": "以内"}.get(target.comparator, "")
    return f"{since}{verb}{size}{bound}"


def _measure(target: TargetView) -> str:
    return "个百分点" if target.unit == "百分点" else target.unit


def named_target(target: TargetView) -> str:
    """A target with its name, read back as the same: 新建管网 3公里."""
    return f"{target.name} {typed_target(target)}".strip()


def explained(task: TaskView) -> str:
    """The sentence that explains a light, and where the task is heading."""
    return f"{task.judgement.why}{f'{task.forecast}。' if task.forecast else ''}"
