"""What the columns of a form say of each other: a goal beside what was done, ticks side by side."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from app.importing.tables.columns import ColumnMapping
from app.importing.tables.headings import sense_of, squash
from app.models.rules.periods import Period
from app.services.formfilling.formanswers import kind_of_choice
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formperiods import is_one_part, period_of

RECKONED = "表中公式自动计算"
PERCENT_CELLS = "单元格是百分比格式"
_NEXT_PLAN = re.compile(r"(?:计划|打算|安排|任务|举措|思路)$")
_LISTED = re.compile(r"任务|清单|分解表|原|文件|方案|计划")
_LEFT = re.compile(r"(?:未完成|剩余|尚余|还剩|未完)(?:任务)?(?:数|量|数量)?")
_PART_DONE = re.compile(r"(?:完成)?进度")
_DONE = re.compile(r"完成(?:情况|进度)?(?:\(.*\))?$|实绩$|进度$")
_PAIRED = re.compile(r"(?:累计|实际|已)*(?:完成|实绩)(?:情况)?")
_FIRM = 0.7
_COUNTED = frozenset({"target", "target_unit", "amount", "left", "share"})

Bound = list[BoundColumn]


def beside_each_other(
    bound: Bound, mapping: ColumnMapping, period: Period, looks: BlankLooks
) -> Bound:
    """The columns as their neighbours make them out."""
    for step in (
        _with_next_plan(mapping, period),
        _with_rates(looks),
        _with_numbers,
        _with_parts,
        _without_plan_words,
    ):
        bound = step(bound)
    return bound


def under_one_head(bound: Bound, mapping: ColumnMapping) -> Bound:
    """The columns as what stands beside them under the same head makes them out."""
    return _with_ticks(_with_own_numbers(bound), mapping)


def _with_own_numbers(bound: Bound) -> Bound:
    """序号 beside 任务书序号 counts the form's own rows; the other is the list's number."""
    senses = {one.index: sense_of(one.head) for one in bound}
    numbers = [one.index for one in bound if (told := senses[one.index]) and told.field == "serial"]
    listed = {one.index for one in bound if one.index in numbers and _LISTED.search(one.leaf)}
    if not listed or len(listed) == len(numbers):
        return bound
    return [
        replace(one, field="serial", confidence=0.95, why="任务清单的序号")
        if one.index in listed
        else replace(one, field="ordinal", confidence=0.9, why="本表自己的顺序号")
        if one.index in numbers
        else one
        for one in bound
    ]


def _with_ticks(bound: Bound, mapping: ColumnMapping) -> Bound:
    """已完成, 推进中 and 未启动 side by side under one head are ticked, one of them for a task."""
    leaves: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for column in mapping.columns:
        if len(column.path) > 1:
            leaves[column.path[:-1]][column.index] = squash(column.path[-1])
    ticked = {}
    for path, below in leaves.items():
        options = tuple(below.values())
        kind = kind_of_choice(options, squash("".join(path)))
        if kind in {"state", "light"}:
            ticked.update(dict.fromkeys(below, (kind, options)))
    found = []
    for one in bound:
        kind, options = ticked.get(one.index, ("", ()))
        leaf = squash(one.head)
        if kind and not one.unit and one.why != RECKONED:
            why = f"是“{leaf}”的打勾"
            one = replace(one, field=kind, answer=leaf, options=options, confidence=0.9, why=why)
        found.append(one)
    return found


def _with_next_plan(mapping: ColumnMapping, period: Period) -> Callable[[Bound], Bound]:
    """三季度计划, alone among the columns, is what comes after a return of the second quarter."""
    plans = {
        column.index
        for family in ("quarters", "months")
        for column in mapping.in_family(family).values()
        if _NEXT_PLAN.search(squash(column.path[-1]))
    }

    def step(bound: Bound) -> Bound:
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
    return (
        one.field in {"", "checkpoint"}
        and other is not None
        and (other.start - period.end).days == 1
    )


def _with_rates(looks: BlankLooks) -> Callable[[Bound], Bound]:
    """Percentages beside goals that are percentages are what was reached, no part of a goal."""
    goals = looks.percent

    def step(bound: Bound) -> Bound:
        rated = any(one.field == "target" and one.index in goals for one in bound)
        return [
            replace(one, field="amount") if rated and one.why == PERCENT_CELLS else one
            for one in bound
        ]

    return step


def _with_numbers(bound: Bound) -> Bound:
    """完成情况 beside a goal, with the words in another column, is the number reached.

    本季度完成 without a measure is a number only in a table that counts.
    """
    texts = sum(1 for one in bound if one.field == "progress_text")
    fields = {one.field for one in bound}
    counts = bool(fields & _COUNTED) or any(one.unit for one in bound)
    found: Bound = []
    for one in bound:
        leaf = one.leaf
        beside = bool(found) and found[-1].field == "target"
        paired = beside and _PAIRED.fullmatch(leaf) and _above(found[-1]) == _above(one) != ""
        if one.field == "progress_text" and paired:
            one = replace(one, field="amount", why="目标数旁的完成数")
        elif one.field == "progress_text" and beside and texts > 1 and _DONE.search(leaf):
            one, texts = replace(one, field="amount", why="目标数旁的完成数"), texts - 1
        elif fields >= {"target", "amount"} and _PART_DONE.fullmatch(leaf) and not one.answer:
            one = replace(one, field="share", confidence=0.8, why="目标数和完成数旁的进度")
        elif not one.field and "amount" in fields and _LEFT.fullmatch(leaf):
            one = replace(one, field="left", confidence=0.8, why="完成数旁的未完成数")
        elif one.field == "amount_added" and one.confidence < _FIRM and not counts:
            one = replace(one, field="progress_text")
        found.append(one)
    return found


def _above(one: BoundColumn) -> str:
    """The heads above a column's own."""
    return squash(one.name.rpartition("/")[0])


def _with_parts(bound: Bound) -> Bound:
    """一季度完成数 beside 累计完成数 is what that quarter alone has brought."""
    amounts = [one for one in bound if one.field == "amount"]
    parts = {one.index for one in amounts if is_one_part(squash(one.head))}
    if not parts or all(one.index in parts for one in amounts):
        return bound
    return [replace(one, field="amount_added") if one.index in parts else one for one in bound]


def _without_plan_words(bound: Bound) -> Bound:
    """形象进度 beside a column of its own for progress is what was planned for the period."""
    plain = [one for one in bound if one.field == "progress_text"]
    rivals = [one for one in plain if "形象进度" not in squash(one.name)]
    return [
        replace(one, field="checkpoint", why="另有进展栏，形象进度按计划填")
        if one.field == "progress_text" and rivals and "形象进度" in squash(one.name)
        else one
        for one in bound
    ]
