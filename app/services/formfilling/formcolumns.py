"""Which column of a district's form wants which part of the ledger, with the reason."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.files import resource_path
from app.importing.columns import ColumnMapping, MappedColumn
from app.importing.headings import is_measure, sense_of, squash, trailing_bracket
from app.importing.layout import Table
from app.models.rules.measure_units import canonical
from app.models.rules.periods import Period
from app.services.formfilling.formperiods import names_period, period_of
from app.services.formfilling.formtowns import Town

_PLAN = re.compile(r"计划|目标|要求|节点|安排表|序时$|任务安排|进度安排|形象进度安排")
_NUMBER = re.compile(
    r"\((?:台|家|座|户|个|公里|千米|km|吨|万吨|亩|万亩|平方米|万平方米|条|处|项|次|辆|艘|株|万元|亿元|蒸吨|只)(?:/.{0,3})?\)$"
)
_THIS_PERIOD = re.compile(r"(?:本|当)(?:季度?|月|期)(?:数|额|值)?(?:\(.*\))?")
_MEASURE_LINE = re.compile(r"单位[:：]([^\s:：]{1,8})$")
_YES = re.compile(r"是|有|√|(?:已|按期|按时)?(?:完成|办结|达到|达标|落实|销号)")
_NO = re.compile(r"否|无|×|未(?:按期|按时)?(?:完成|办结|达到|达标|落实|销号)")
ANSWERED = frozenset({"done", "on_pace"})
"""What is answered with yes or no."""

_LEDGER_FIELDS = {
    "serial": "serial",
    "groups": "groups",
    "content": "groups",
    "text": "text",
    "deadline": "deadline_text",
    "lead": "lead",
    "responsible": "responsible",
    "assist": "assist",
    "main_responsible": "main_responsible",
    "acceptance": "acceptance",
    "score": "score",
    "scoring_method": "scoring_method",
    "unit": "target_unit",
}

_REPEATED = frozenset({"groups", "share"})
_TEXTS = frozenset({"progress_text", "problems", "next_steps"})


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


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of the form with what it wants.

    Attributes:
        index: the sheet's column number.
        name: its head path joined with ``/``.
        field: the part of the ledger it takes, or empty: then it is left to the clerk.
        period: the period it speaks of, when that is another than the return's own.
        confidence: 0 to 1.
        why: the reason, a Chinese phrase.
        answer: 是 or 否, where the column is ticked for one answer only.
        unit: the measure its head or the line above the table counts in: 万元, %.
    """

    index: int
    name: str
    field: str
    period: Period | None
    confidence: float
    why: str
    answer: str = ""
    unit: str = ""


def bind_columns(
    table: Table,
    mapping: ColumnMapping,
    period: Period,
    *,
    reckoned: Iterable[int] = (),
    kept: Iterable[str] = (),
    town: Town | None = None,
) -> tuple[BoundColumn, ...]:
    """What every column of a form's table wants, for a return of a period.

    Args:
        table: the form's table.
        mapping: its columns as the way in reads them.
        period: the return's period.
        reckoned: columns that the form reckons itself.
        kept: names of the columns that the ledger keeps verbatim with its tasks.
        town: our own town; a column headed with another one's name is not ours.
    """
    formulas = frozenset(reckoned)
    bound = []
    for column in mapping.columns:
        one = _bound_column(column, period, plans=not mapping.has("text"))
        if column.index in formulas:
            one = replace(one, field="", why="表中公式自动计算")
        elif town is not None and any(town.is_other(part) for part in column.path):
            one = replace(one, field="", why="其他镇的栏目")
        bound.append(replace(one, unit=_measure_of(column.path, table)))
    bound = _with_kept(_with_wording(bound, mapping), frozenset(kept))
    plain = [one for one in bound if one.field == "progress_text"]
    return _single(_without_plan_words(bound, plain))


def bind_label(index: int, text: str, period: Period) -> BoundColumn:
    """What a label with a blank beside it asks for, by its words alone."""
    sense = sense_of(text)
    known = _LEDGER_FIELDS.get(sense.field, "") if sense else ""
    one = BoundColumn(index, text, *_bind((text,), period, known))
    return replace(one, unit=_bracketed((text,)))


def _bound_column(column: MappedColumn, period: Period, *, plans: bool) -> BoundColumn:
    """A column by its head alone; ``plans`` where a period by itself heads what was planned."""
    family, _, part = (column.field or "").partition(".")
    path = column.path[:-1] if family == "towns" and len(column.path) > 1 else column.path
    one = BoundColumn(column.index, column.name, *_bind(path, period, _known(column)))
    if one.field in ANSWERED and len(path) > 1 and (answer := _answer_of(path)):
        return replace(one, answer=answer, why=f"在“{answer}”栏打勾")
    if plans and family in {"quarters", "months"} and one.field in {"", "progress_text"}:
        kind = "quarter" if family == "quarters" else "month"
        planned = Period(period.year, kind, int(part))
        return replace(one, field="checkpoint", period=planned, why="表头是分期安排")
    return one


def _answer_of(path: Sequence[str]) -> str:
    """是 or 否, where a column stands for one of the two answers."""
    leaf = squash(path[-1])
    return "是" if _YES.fullmatch(leaf) else "否" if _NO.fullmatch(leaf) else ""


def _measure_of(path: Sequence[str], table: Table) -> str:
    """The measure in the bracket of a head, the innermost first, else of the line above."""
    if told := _bracketed(path):
        return told
    line = _MEASURE_LINE.search(table.unit_line.strip())
    return canonical(squash(line[1])) if line and is_measure(squash(line[1])) else ""


def _bracketed(path: Sequence[str]) -> str:
    """The measure in the bracket of a head, the innermost first."""
    measures = (trailing_bracket(squash(part)) for part in reversed(path))
    return next((canonical(one) for one in measures if one and is_measure(one)), "")


def _known(column: MappedColumn) -> str:
    return _LEDGER_FIELDS.get(column.field or "", "")


def _with_wording(bound: list[BoundColumn], mapping: ColumnMapping) -> list[BoundColumn]:
    """In a table without rows the most specific wording is the task, the others are its groups."""
    senses = {column.index: sense_of(column.path[-1]) for column in mapping.columns if column.path}
    ranks = {
        one.index: sense.rank
        for one in bound
        if not one.field and (sense := senses.get(one.index)) and sense.field == "wording"
        and sense.kind != "measure"
    }  # fmt: skip
    if not ranks or mapping.has("text"):
        return bound
    best = max(ranks, key=lambda index: (ranks[index], -index))
    return [
        replace(one, field="text", confidence=0.9, why="对任务最具体的表述")
        if one.index == best
        else replace(one, field="groups", confidence=0.7, why="任务之上的类别")
        if one.index in ranks
        else one
        for one in bound
    ]


def _with_kept(bound: list[BoundColumn], kept: frozenset[str]) -> list[BoundColumn]:
    """Columns that the list has under the very same head are taken from there."""
    names = {squash(name): name for name in kept}
    found = []
    for one in bound:
        name = names.get(squash(one.name)) or names.get(squash(one.name.rpartition("/")[2]))
        free = one.field in {"", "groups"} and not _words().ignored.search(squash(one.name))
        if name and free and one.why != "表中公式自动计算":
            why = f"与任务表的“{name}”栏相同"
            one = replace(one, field=f"values.{name}", confidence=0.8, why=why)
        found.append(one)
    return found


def _bind(path: Sequence[str], period: Period, known: str) -> tuple[str, Period | None, float, str]:
    """The field of a head path, the period if it is another, how sure, and why."""
    words = [squash(part) for part in path]
    whole = "/".join(words)
    other = period_of(words, period)
    field, confidence, word = _field_of(words, known)
    if known and confidence < 0.9:
        return known, None, 0.9, "按表头认定为任务表的栏目"
    if not field:
        return "", None, 0.0, "表头没有对应的台账内容"
    if field == "next_steps" and other and other.start > period.end and word in words[-1]:
        other = None  # 下半年打算: what is to come is told now
    if field == "progress_text" and _PLAN.search(words[0]) and "形象进度" in whole:
        field = "checkpoint"
    return field, other, confidence, f"表头含“{word}”"


def _field_of(words: Sequence[str], known: str) -> tuple[str, float, str]:
    """The field that the innermost telling head names."""
    if len(words) > 1 and (part := _part_of(words[-1], words[-2])):
        return part, 0.9, words[-1]
    if len(words) > 1 and _answer_of(words):
        words = words[:-1]
    for level, text in enumerate(reversed(words)):
        if level == 0 and (joined := _joined(text)):
            return joined, 0.9, text
        if level == 0 and _words().ignored.search(text):
            return "", 0.0, ""
        bare = re.sub(r"[(（][^)）]*[)）]", "", text) or text
        for rule in _words().rules:
            found = rule.pattern.search(text) or rule.pattern.search(bare)
            if found:
                field = _counted(rule.field, text, words[-1], level)
                return field, rule.confidence - 0.05 * level, found[0]
        if known or not names_period(text):
            break
    return "", 0.0, ""


def _counted(field: str, text: str, leaf: str, level: int) -> str:
    """What a head asks for in numbers: 完成情况(万元), and 本月 below 完成投资."""
    if field == "progress_text" and _NUMBER.search(text):
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


def _without_plan_words(
    bound: Sequence[BoundColumn], plain: Sequence[BoundColumn]
) -> list[BoundColumn]:
    """形象进度 beside a column of its own for progress is what was planned for the period."""
    rivals = [one for one in plain if "形象进度" not in squash(one.name)]
    return [
        replace(one, field="checkpoint", why="另有进展栏，形象进度按计划填")
        if one.field == "progress_text" and rivals and "形象进度" in squash(one.name)
        else one
        for one in bound
    ]


def _single(bound: Sequence[BoundColumn]) -> tuple[BoundColumn, ...]:
    """Each part of an entry goes into one column: the surest, the first of equals."""
    best: dict[tuple[object, ...], BoundColumn] = {}
    for one in bound:
        key = _wanted(one)
        if one.field and (key not in best or one.confidence > best[key].confidence):
            best[key] = one
    return tuple(
        one
        if not one.field or one.field in _REPEATED or best[_wanted(one)] is one
        else replace(one, field="", why=f"已填入“{best[_wanted(one)].name}”一栏")
        for one in bound
    )


def _wanted(one: BoundColumn) -> tuple[object, ...]:
    return one.field, one.period, one.answer
