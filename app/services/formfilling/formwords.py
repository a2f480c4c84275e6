"""Which part of the ledger the words of a form's head ask for."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.files import resource_path
from app.importing.tables.headings import is_measure, squash, trailing_bracket
from app.services.formfilling.formperiods import names_period, without_period

_THIS_PERIOD = re.compile(r"(?:本|当)(?:季度?|月|期)(?:数|额|值|完成)?(?:\(.*\))?")
_CHANGE = re.compile(
    r"(?:较|比|环比).{0,8}(?:新增|增加|增长|净增|增减|变化|变动)|^(?:环比)?(?:净|新)增(?:加)?(?:数|量|额)?$"
)
_YEAR_ON_YEAR = re.compile(r"同比|(?:较|比)(?:上|去|前)一?年|增幅|增速|增长率")
_YES = re.compile(r"是|有|√|(?:已|按期|按时)?(?:完成|办结|达到|达标|落实|销号)")
_NO = re.compile(r"否|无|×|未(?:按期|按时)?(?:完成|办结|达到|达标|落实|销号)")
_GOAL = re.compile(
    r"(?:(?:20\d\d年|本年|当年|今年|全年|年|总体?)度?|工作|任务|计划|考核|序时)*"
    r"(?:目标|任务|计划|指标)(?:任务)?(?:完成)?(?:总)?(?:投资)?(?:值|数|量|数量|个数|台数|额)?"
)
_OF_WHICH = re.compile(r"^其中[:：]?")
_LONGEST_HEAD, _PLAINLY = 14, 0.7
_NUMERIC_END = re.compile(r"(?:值|数|量|额)$")
_TEXTS = frozenset({"progress_text", "problems", "next_steps"})
_PERCENT = frozenset({"%", "％", "百分比"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """A part of the ledger with the headings that ask for it."""

    field: str
    confidence: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Words:
    rules: tuple[_Rule, ...]
    ignored: re.Pattern[str]


@cache
def _words() -> _Words:
    """The headings of district forms, as the resource file lists them."""
    data = tomllib.loads(resource_path("formcolumns.toml").read_text(encoding="utf-8"))
    rules = (
        _Rule(one["field"], one["confidence"], re.compile("|".join(one["words"])))
        for one in data["column"]
    )
    return _Words(tuple(rules), re.compile(data["ignored"]))


def is_ignored(text: str) -> bool:
    """Whether a head is one that the ledger never answers: 备注, 联系电话."""
    return bool(_words().ignored.search(text))


def is_asked(text: str) -> bool:
    """Whether a cell reads like a head of a form: short, and plainly asking for something."""
    words = squash(text)
    if not words or len(words) > _LONGEST_HEAD or is_ignored(words):
        return False
    return field_of((words,), "")[1] >= _PLAINLY


def answer_of(path: Sequence[str]) -> str:
    """是 or 否, where a column stands for one of the two answers."""
    leaf = squash(path[-1])
    return "是" if _YES.fullmatch(leaf) else "否" if _NO.fullmatch(leaf) else ""


def asks_for_number(text: str, *, counted: bool) -> bool:
    """Whether a head for a goal wants its number: it says so, or its cells are ``counted``."""
    bare = without_bracket(text)
    measured = is_measure(trailing_bracket(text)) if trailing_bracket(text) else False
    plain = bool(_GOAL.fullmatch(bare))
    return plain and (counted or measured or bool(_NUMERIC_END.search(bare)))


def without_bracket(text: str) -> str:
    """A head without what stands in brackets."""
    return re.sub(r"[(（][^)）]*[)）]", "", text) or text


def field_of(words: Sequence[str], known: str) -> tuple[str, float, str]:
    """The field that the innermost telling head names, how surely, and the word that told it."""
    if len(words) > 1 and (part := _part_of(words[-1], words[-2])):
        return part, 0.9, words[-1]
    if len(words) > 1 and answer_of(words):
        words = words[:-1]
    for level, text in enumerate(reversed(words)):
        if level == 0 and (joined := _joined(text)):
            return joined, 0.9, text
        if level == 0 and is_ignored(text):
            return "", 0.0, ""
        if found := _told(text, words[-1], level):
            return found
        if known or not names_period(text):
            break
    return "", 0.0, ""


def _told(text: str, leaf: str, level: int) -> tuple[str, float, str] | None:
    """The field one head names by its words, with brackets and periods or without them."""
    bare = without_bracket(text)
    if _YEAR_ON_YEAR.search(bare):
        return "", 0.0, text
    if _CHANGE.search(bare):
        return ("", 0.0, text) if _is_percent(text) else ("amount_added", 0.9, bare)
    alone = _OF_WHICH.sub("", bare)
    for wording in dict.fromkeys((text, bare, alone, without_period(alone))):
        for rule in _rules():
            found = rule.pattern.search(wording)
            if found:
                field = _counted(rule.field, text, leaf, level)
                return field, rule.confidence - 0.05 * level, found[0]
    return None


def _is_percent(text: str) -> bool:
    return trailing_bracket(text) in _PERCENT


def _counted(field: str, text: str, leaf: str, level: int) -> str:
    """What a head asks for in numbers: 完成情况(万元), and 本月 below 完成投资."""
    if field in {"progress_text", "amount"} and _is_percent(text):
        return "share"
    if field == "progress_text" and is_measure(trailing_bracket(text) or "？"):
        field = "amount"
    added = field == "amount" and level > 0 and _THIS_PERIOD.fullmatch(leaf)
    return "amount_added" if added else field


def _part_of(leaf: str, parent: str) -> str:
    """数量 and 文字说明 below a head for progress are its number and its words."""
    told = any(rule.field == "progress_text" and rule.pattern.search(parent) for rule in _rules())
    if not told:
        return ""
    if re.fullmatch(r"(?:完成)?(?:数量|个数|数值|数|量)(?:\(.*\))?", leaf):
        return "amount"
    is_words = re.fullmatch(r"(?:文字|具体|简要|详细)?(?:说明|描述|情况|内容|简述|文字)", leaf)
    return "progress_text" if is_words else ""


def _joined(text: str) -> str:
    """The fields of a head that asks for several texts in one cell, in its order: 问题及措施."""
    fields = []
    for piece in re.split(r"[及和与、,，]|以及", text):
        rule = next((rule for rule in _rules() if rule.pattern.search(piece)), None)
        if rule and rule.field in _TEXTS and rule.field not in fields:
            fields.append(rule.field)
    return "+".join(fields) if len(fields) > 1 else ""


def _rules() -> tuple[_Rule, ...]:
    return _words().rules
