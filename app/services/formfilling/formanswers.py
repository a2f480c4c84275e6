"""Answers in the words a form offers: yes and no, states and lights, boxes to tick."""

import re
from collections.abc import Mapping, Sequence

from app.importing.headings import squash
from app.models.rules.pace import State

_WORDS: Mapping[str, tuple[str, ...]] = {
    "是": (
        "是", "√", "达到", "已达到", "达到序时进度", "已达到序时进度", "达序时进度", "已完成",
        "完成", "已办结", "办结", "已销号", "已落实", "达标", "有",
    ),
    "否": (
        "否", "×", "未达到", "未达到序时进度", "未达序时进度", "滞后", "未完成", "正在推进",
        "推进中", "整改中", "未办结", "未销号", "未落实", "未达标", "无",
    ),
}  # fmt: skip
_GREEN = ("绿灯", "绿色", "绿牌", "绿", "正常")
_YELLOW = ("黄灯", "黄色", "黄牌", "黄", "预警")
_RED = ("红灯", "红色", "红牌", "红")
_GOING = ("达到序时进度", "达序时进度", "正常", "正常推进", "按序时推进", "序时推进", "有序推进",
          "正在推进", "推进中", "进行中", "实施中")  # fmt: skip
_LATE = ("滞后", "未达序时进度", "未达到序时进度", "进度滞后", "进展滞后", "落后", "偏慢")
_FINISHED = ("已完成", "完成", "已办结", "办结", "已完工")
_STATES: Mapping[State, tuple[str, ...]] = {
    State.NOT_STARTED: ("未启动", "尚未启动", "未开工", "未开始", "未到期"),
    State.ON_PACE: (*_GOING, *_GREEN),
    State.AHEAD: ("超序时", "超序时进度", "超前", *_GOING, *_GREEN),
    State.BEHIND: (*_LATE, *_YELLOW),
    State.FAR_BEHIND: ("严重滞后", "严重落后", *_RED, *_LATE),
    State.OVERDUE: (
        "超期",
        "超期未完成",
        "逾期",
        "逾期未完成",
        "已过期",
        *_RED,
        "严重滞后",
        *_LATE,
    ),
    State.DONE: (*_FINISHED, *_GREEN),
    State.DONE_LATE: ("逾期后补齐", "逾期完成", *_FINISHED, *_GREEN),
}
_LIGHTS = frozenset({"绿灯", "黄灯", "红灯"})
_BOX = re.compile(r"[□☐○◯]")
_BOXED = re.compile(r"[□☐○◯]\s*([^□☐○◯☑√■●\s,，、;；/|（）()]+)")
_TICKED = "☑"


def answer_word(answer: str, head: str, choices: Sequence[str]) -> str | None:
    """是 or 否 as the cell's list says it; a head that names √ and × is answered with them."""
    words = _WORDS[answer]
    if choices:
        return next((word for word in words if word in choices), None)
    return words[1] if "√" in head and "×" in head else words[0]


def state_word(label: str, choices: Sequence[str], *, light: bool) -> str | None:
    """A task's state in the words of the cell's list; by itself as its label, or as a light."""
    state = next((one for one in State if label in {one.label, one.value}), None)
    words = (label, *(_STATES[state] if state else ()))
    offered = choices or (_LIGHTS if light else (label,))
    return next((word for word in words if word in offered), None)


def has_boxes(text: str) -> bool:
    """Whether a cell offers boxes to tick, none of them ticked."""
    return bool(_BOX.search(text)) and len(_BOXED.findall(text)) > 1


def tick_boxes(text: str, answer: str) -> str | None:
    """The text with the box of the answer ticked; None when no box says it."""
    words = _WORDS[answer]
    for match in _BOXED.finditer(text):
        if squash(match[1]) in words:
            return text[: match.start()] + _TICKED + text[match.start() + 1 :]
    return None
