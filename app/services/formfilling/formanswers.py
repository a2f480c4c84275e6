"""Answers in the words a form offers: yes and no, states and lights, boxes to tick."""

import re
from collections.abc import Mapping, Sequence

from app.importing.tables.headings import squash
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
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("yes", "是|√|对|Y|有"),
        ("no", "否|不是|×|X|N|无|没有"),
        ("far", "严重(?:滞后|落后).*"),
        ("late_done", "(?:逾期|超期|延期)(?:后)?(?:完成|补齐|办结).*"),
        ("overdue", ".*(?:超期|逾期|过期|到期未).*"),
        (
            "not_started",
            ".*(?:未|没有|没)(?:启动|开工|开展|开始|实施|动工).*|未到期|待(?:启动|开工)",
        ),
        ("late", ".*(?:滞后|落后|偏慢|缓慢|延期).*|.*(?:未|不|没有)(?:达|按|符合|到达).*"),
        ("undone", ".*(?:未|没有|没|不)(?:完成|办结|销号|完工|落实|整改).*"),
        ("ahead", "超(?:前|序时|进度|额).*|快于.*"),
        (
            "normal",
            ".*(?:达到?|按|符合|快于)(?:序时|时序|进度|节点|计划|期).*|.*(?:正常|顺利|有序|稳步).*|达到|已达到|达标|已达标|符合|序时推进",
        ),
        ("done", ".*(?:完成|办结|销号|完工|竣工|落实|结束|到位).*"),
        (
            "going",
            ".*(?:推进|进行|实施|在建|整改|办理|开展|处理|建设)(?:中|之中)?|正在.+|在(?:办|建)",
        ),
    )
)
"""What a word of a list says of a task."""
_NUMBERED = re.compile(r"^(?:[A-Za-z\d①-⑩]{1,2}|[一二三四五])[.、:：)）\-—]?(?=[\u4e00-\u9fff])")
_YES_KINDS = ("yes", "done", "normal", "ahead")
_NO_KINDS = ("no", "undone", "late", "going", "not_started", "far", "overdue")
_STATE_KINDS: Mapping[State, tuple[str, ...]] = {
    State.NOT_STARTED: ("not_started", "undone"),
    State.ON_PACE: ("normal", "going", "undone"),
    State.AHEAD: ("ahead", "normal", "going", "undone"),
    State.BEHIND: ("late", "going", "undone"),
    State.FAR_BEHIND: ("far", "late", "going", "undone"),
    State.OVERDUE: ("overdue", "far", "late", "undone", "going"),
    State.DONE: ("done",),
    State.DONE_LATE: ("late_done", "done"),
}
_COLORED = re.compile(r".*[绿黄红蓝橙](?:灯|色|牌)?")
_OF_PACE = re.compile(r"序时|时序|进度|节点|达标")
_LIGHTS = frozenset({"绿灯", "黄灯", "红灯"})
_BOX = re.compile(r"[□☐○◯]")
_BOXED = re.compile(r"[□☐○◯]\s*([^□☐○◯☑√■●\s,，、;；/|（）()]+)")
_GAP = re.compile(
    r"(?:(?<=[\u4e00-\u9fff：:])|(?<=[\u4e00-\u9fff：:][(（]))(?:[_＿]{2,}|[ \u3000]{3,})"
    r"(?=[)）]?[\u4e00-\u9fff%％a-zA-Z])"
)
_TICKED = "☑"


def answer_word(answer: str, head: str, choices: Sequence[str]) -> str | None:
    """是 or 否 as the cell's list says it; a head that names √ and × is answered with them."""
    words = _WORDS[answer]
    if choices:
        kinds = _YES_KINDS if answer == "是" else _NO_KINDS
        said = next((word for word in words if word in choices), None)
        return said or _of_kinds(kinds, choices)
    return words[1] if "√" in head and "×" in head else words[0]


def state_word(label: str, choices: Sequence[str], *, light: bool) -> str | None:
    """A task's state in the words of the cell's list; by itself as its label, or as a light."""
    state = next((one for one in State if label in {one.label, one.value}), None)
    words = (label, *(_STATES[state] if state else ()))
    offered = choices or (_LIGHTS if light else (label,))
    said = next((word for word in words if word in offered), None)
    return said or (_of_kinds(_STATE_KINDS[state], choices) if state and not light else None)


def _kind_of(word: str) -> str:
    """What a word of a list says of a task, empty for any other."""
    bare = _NUMBERED.sub("", squash(word))
    return next((kind for kind, words in _KINDS if words.fullmatch(bare)), "")


def _of_kinds(kinds: Sequence[str], choices: Sequence[str]) -> str | None:
    """The first word of a list that says what is meant, the plainest meaning first."""
    said = {kind: word for word in reversed(choices) if (kind := _kind_of(word))}
    return next((said[kind] for kind in kinds if kind in said), None)


def kind_of_choice(choices: Sequence[str], head: str) -> str:
    """The field that a list of words answers: on_pace, done, state, light; empty for none."""
    if all(_COLORED.fullmatch(squash(word)) for word in choices):
        return "light"
    kinds = {_kind_of(word) for word in choices}
    if "" in kinds or len(kinds) < 2:
        return ""
    if kinds == {"yes", "no"}:
        return "on_pace" if _OF_PACE.search(head) else "done" if "完成" in head else ""
    if len(kinds) == 2 and kinds & set(_YES_KINDS) and kinds & {"no", "undone", "late"}:
        return "done" if "done" in kinds else "on_pace"
    return "state"


def fitting_word(text: str, choices: Sequence[str]) -> str | None:
    """The word of a cell's list that says a text; None when the list has none."""
    words = squash(text)
    plain = {squash(word): word for word in choices}
    if words in plain:
        return plain[words]
    held = [word for bare, word in plain.items() if bare and (bare in words or words in bare)]
    return held[0] if len(held) == 1 else None


def has_boxes(text: str) -> bool:
    """Whether a cell offers boxes to tick, none of them ticked."""
    return bool(_BOX.search(text)) and len(_BOXED.findall(text)) > 1


def has_gap(text: str) -> bool:
    """Whether a cell's words leave a gap for a number: 累计完成____户."""
    return bool(_GAP.search(text))


def fill_gap(text: str, told: str, share: str) -> str:
    """The words with the number in their first gap, and the share in one before a % sign."""
    place = iter([told])

    def one(gap: re.Match[str]) -> str:
        if text[gap.end() :].lstrip().startswith(("%", "％")):
            return share or gap[0]
        return next(place, gap[0])

    return _GAP.sub(one, text)


def boxed_words(text: str) -> tuple[str, ...]:
    """The words beside the boxes of a cell; empty where there are none to tick."""
    return tuple(squash(word) for word in _BOXED.findall(text)) if has_boxes(text) else ()


def tick_word(text: str, word: str) -> str | None:
    """The text with the box beside a word ticked; None when there is none."""
    for match in _BOXED.finditer(text):
        if squash(match[1]) == squash(word):
            return text[: match.start()] + _TICKED + text[match.start() + 1 :]
    return None


def tick_boxes(text: str, answer: str) -> str | None:
    """The text with the box of the answer ticked; None when no box says it."""
    boxed = boxed_words(text)
    meant = next((word for word in _WORDS[answer] if word in boxed), None)
    meant = meant or answer_word(answer, "", boxed)
    return tick_word(text, meant) if meant else None
