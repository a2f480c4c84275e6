"""Which column of a district's form wants which part of the ledger, with the reason."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.importing.columns import ColumnMapping, MappedColumn
from app.importing.headings import is_measure, sense_of, squash, trailing_bracket
from app.importing.layout import Table
from app.models.rules.measure_units import canonical
from app.models.rules.periods import Period
from app.services.formfilling.formanswers import kind_of_choice
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formperiods import is_one_part, period_of
from app.services.formfilling.formtowns import Town
from app.services.formfilling.formwords import answer_of, asks_for_number, field_of, is_ignored

_PLAN = re.compile(r"计划|目标|要求|节点|安排表|序时$|任务安排|进度安排|形象进度安排")
_MEASURE_LINE = re.compile(r"单位[:：]([^\s:：]{1,8})$")
_RECKONED = "表中公式自动计算"
_NEXT_PLAN = re.compile(r"(?:计划|打算|安排|任务|举措|思路)$")
_DONE = re.compile(r"完成(?:情况|进度)?(?:\(.*\))?$|实绩$|进度$")
_FIRM = 0.7
_COUNTED = frozenset({"target", "target_unit", "amount", "left", "share"})
_WRITTEN = frozenset({"progress_text", "problems", "next_steps", "problems+next_steps"})
_CHOSEN = frozenset({"", "acceptance", "done", "on_pace", "state", "light", "progress_text"})
_PLAIN_LOOKS = BlankLooks()
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


_Bound = list[BoundColumn]


def bind_columns(
    table: Table,
    mapping: ColumnMapping,
    period: Period,
    *,
    looks: BlankLooks = _PLAIN_LOOKS,
    kept: Iterable[str] = (),
    town: Town | None = None,
) -> tuple[BoundColumn, ...]:
    """What every column of a form's table wants, for a return of a period.

    Args:
        table: the form's table.
        mapping: its columns as the way in reads them.
        period: the return's period.
        looks: what the blank cells below its heads look like.
        kept: names of the columns that the ledger keeps verbatim with its tasks.
        town: our own town; a column headed with another one's name is not ours.
    """
    bound = []
    for column in mapping.columns:
        one = _bound_column(column, period, plans=not mapping.has("text"))
        one = replace(one, unit=_measure_of(column.path, table))
        if column.index in looks.reckoned:
            one = replace(one, field="", why=_RECKONED)
        elif town is not None and any(town.is_other(part) for part in column.path):
            one = replace(one, field="", why="其他镇的栏目")
        else:
            one = _by_looks(one, looks)
        bound.append(one)
    bound = _with_kept(_with_wording(bound, mapping), frozenset(kept))
    for step in (_with_next_plan(mapping, period), _with_numbers, _with_parts, _without_plan_words):
        bound = step(bound)
    return _single(bound)


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
    if one.field in ANSWERED and len(path) > 1 and (answer := answer_of(path)):
        return replace(one, answer=answer, why=f"在“{answer}”栏打勾")
    if plans and family in {"quarters", "months"} and one.field in {"", "progress_text"}:
        kind = "quarter" if family == "quarters" else "month"
        planned = Period(period.year, kind, int(part))
        return replace(one, field="checkpoint", period=planned, why="表头是分期安排")
    return one


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
        free = one.field in {"", "groups"} and not is_ignored(squash(one.name))
        if name and free and one.why != _RECKONED:
            why = f"与任务表的“{name}”栏相同"
            one = replace(one, field=f"values.{name}", confidence=0.8, why=why)
        found.append(one)
    return found


def _bind(path: Sequence[str], period: Period, known: str) -> tuple[str, Period | None, float, str]:
    """The field of a head path, the period if it is another, how sure, and why."""
    words = [squash(part) for part in path]
    whole = "/".join(words)
    other = period_of(words, period)
    field, confidence, word = field_of(words, known)
    if known and confidence < 0.9:
        return known, None, 0.9, "按表头认定为任务表的栏目"
    if not field:
        return "", None, 0.0, "表头没有对应的台账内容"
    if field == "next_steps" and other and other.start > period.end and word in words[-1]:
        other = None  # 下半年打算: what is to come is told now
    if field == "progress_text" and _PLAN.search(words[0]) and "形象进度" in whole:
        field = "checkpoint"
    return field, other, confidence, f"表头含“{word}”"


def _by_looks(one: BoundColumn, looks: BlankLooks) -> BoundColumn:
    """A column as its blank cells have it: with a list of answers, or made for numbers."""
    words = looks.offered.get(one.index, ())
    ignored = is_ignored(squash(one.name)) or "problems" in one.field
    if words and not ignored and one.field in _CHOSEN and (kind := kind_of_choice(words, squash(one.name))):
        return replace(one, field=kind, confidence=0.9, why="按单元格的下拉选项")
    if words and one.field in _WRITTEN:
        return replace(one, field="", why="下拉选项里没有台账的内容")
    counted = one.index in looks.counted or bool(one.unit)
    if one.field == "progress_text" and one.index in looks.percent:
        return replace(one, field="share", why="单元格是百分比格式")
    if one.field == "progress_text" and one.index in looks.counted:
        return replace(one, field="amount", why="单元格是数字格式")
    leaf = squash(one.name.rpartition("/")[2])
    if one.field in {"acceptance", ""} and asks_for_number(leaf, counted=counted):
        return replace(one, field="target", confidence=0.9, why=f"“{leaf}”要填数字")
    return one


def _with_next_plan(mapping: ColumnMapping, period: Period) -> Callable[[_Bound], _Bound]:
    """三季度计划, alone among the columns, is what comes after a return of the second quarter."""
    plans = {
        column.index
        for family in ("quarters", "months")
        for column in mapping.in_family(family).values()
        if _NEXT_PLAN.search(squash(column.path[-1]))
    }

    def step(bound: _Bound) -> _Bound:
        told = any("next_steps" in one.field for one in bound)
        if told or len(plans) != 1:
            return bound
        return [
            replace(one, field="next_steps", period=None, confidence=0.8, why="下一期的安排")
            if one.index in plans and _is_next(one, period)
            else one
            for one in bound
        ]

    return step


def _is_next(one: BoundColumn, period: Period) -> bool:
    """Whether a head speaks of the period that begins when the return's ends."""
    other = period_of([squash(one.name)], period)
    return one.field in {"", "checkpoint"} and other is not None and (
        other.start - period.end
    ).days == 1


def _with_numbers(bound: _Bound) -> _Bound:
    """完成情况 beside a goal, with the words in another column, is the number reached.

    本季度完成 without a measure is a number only in a table that counts.
    """
    texts = sum(1 for one in bound if one.field == "progress_text")
    counts = any(one.field in _COUNTED or one.unit for one in bound)
    found: _Bound = []
    for one in bound:
        beside = bool(found) and found[-1].field == "target"
        if one.field == "progress_text" and beside and texts > 1 and _DONE.search(squash(one.name)):
            one, texts = replace(one, field="amount", why="目标数旁的完成数"), texts - 1
        elif one.field == "amount_added" and one.confidence < _FIRM and not counts:
            one = replace(one, field="progress_text")
        found.append(one)
    return found


def _with_parts(bound: _Bound) -> _Bound:
    """一季度完成数 beside 累计完成数 is what that quarter alone has brought."""
    amounts = [one for one in bound if one.field == "amount"]
    parts = {one.index for one in amounts if is_one_part(squash(one.name.rpartition("/")[2]))}
    if not parts or all(one.index in parts for one in amounts):
        return bound
    return [replace(one, field="amount_added") if one.index in parts else one for one in bound]


def _without_plan_words(bound: _Bound) -> _Bound:
    """形象进度 beside a column of its own for progress is what was planned for the period."""
    plain = [one for one in bound if one.field == "progress_text"]
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
