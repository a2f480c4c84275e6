"""What every column of a form's table wants: heads, blank cells and neighbours taken together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.importing.tables.columns import ColumnMapping
from app.importing.tables.headings import sense_of, squash
from app.importing.tables.layout import Table
from app.models.rules.periods import Period
from app.services.formfilling.formanswers import kind_of_choice
from app.services.formfilling.formcolumns import PLAN, BoundColumn, bound_column, measure_of
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formneighbours import (
    PERCENT_CELLS,
    RECKONED,
    beside_each_other,
    under_one_head,
)
from app.services.formfilling.formtowns import Town
from app.services.formfilling.formwords import asks_for_number, is_ignored

_OF_TOWN_HALL = re.compile(
    r"^(?:本|各)?(?:镇|街道|乡|镇级|镇村|乡镇|村)(?:级)?(?:责任|牵头|分管|具体|承办)"
    r"|(?:科室|股室|站所|办公室|中队|条线|网格|班组|村居|村组|社区|村)(?:\(.*\))?$"
)
_ROLES = frozenset({"lead", "responsible", "assist", "main_responsible"})
_WORDY = re.compile(r"进展|说明|推进|落实|描述|做法")
_RATE = re.compile(r"进度|率$|比例?$|百分比")
_WRITTEN = frozenset({"progress_text", "problems", "next_steps", "problems+next_steps"})
_CHOSEN = frozenset({"", "acceptance", "done", "on_pace", "state", "light", "progress_text"})
_REPEATED = frozenset({"groups", "share", "state", "light", "done", "on_pace"})
_TARGETED = frozenset({"target", "amount", "amount_added", "left"})
_MEASURES = frozenset({"", "%", "元", "万元", "亿元"})
_PLAIN_LOOKS = BlankLooks()


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
    plans = not mapping.has("text")
    bound = [
        _by_look_and_town(
            replace(
                bound_column(column, period, plans=plans, town=town),
                unit=measure_of(column.path, table),
            ),
            column.path,
            looks,
            town,
        )
        for column in mapping.columns
    ]
    bound = under_one_head(bound, mapping)
    bound = _with_kept(_with_wording(bound, mapping), frozenset(kept))
    bound = beside_each_other(bound, mapping, period, looks)
    return _single(bound)


def _by_look_and_town(
    one: BoundColumn, path: Sequence[str], looks: BlankLooks, town: Town | None
) -> BoundColumn:
    """A column as its cells have it, unless the form reckons it or it is not ours to fill."""
    if one.index in looks.reckoned:
        return replace(one, field="", why=RECKONED)
    if town is not None and any(town.is_other(part) for part in path):
        return replace(one, field="", why="其他镇的栏目")
    if one.field in _ROLES and _OF_TOWN_HALL.search(one.leaf):
        return replace(one, field="", why="问的是镇内部门，台账里没有")
    if town is not None and not one.field and _is_own_town(path, town):
        return replace(one, field="amount", confidence=0.8, why="本镇的栏目")
    return _by_looks(one, looks)


def _by_looks(one: BoundColumn, looks: BlankLooks) -> BoundColumn:
    """A column as its blank cells have it: with a list of answers, or made for numbers."""
    words = looks.offered.get(one.index, ())
    ignored = is_ignored(squash(one.name)) or "problems" in one.field
    if (
        words
        and not ignored
        and one.field in _CHOSEN
        and (kind := kind_of_choice(words, squash(one.name)))
    ):
        return replace(one, field=kind, confidence=0.9, why="按单元格的下拉选项")
    if words and one.field in _WRITTEN:
        return replace(one, field="", why="下拉选项里没有台账的内容")
    return _by_format(one, looks)


def _by_format(one: BoundColumn, looks: BlankLooks) -> BoundColumn:
    """A column whose blank cells are made for a number: by a gap, a format, or its own words."""
    if one.field in {"progress_text", ""} and one.index in looks.gapped:
        return replace(one, field="amount", confidence=0.95, why="格子里留了填数的空")
    rated = one.field == "progress_text" or (not one.field and _RATE.search(squash(one.name)))
    if rated and one.index in looks.percent:
        return replace(one, field="share", why=PERCENT_CELLS)
    wordy = _WORDY.search(one.leaf)
    if one.field == "progress_text" and one.index in looks.counted and not wordy:
        return replace(one, field="amount", why="单元格是数字格式")
    counted = one.index in looks.counted or bool(one.unit)
    leaf = squash(one.head)
    if one.field in {"acceptance", ""} and asks_for_number(leaf, counted=counted):
        return replace(one, field="target", confidence=0.9, why=f"“{leaf}”要填数字")
    return one


def _is_own_town(path: Sequence[str], town: Town) -> bool:
    """Whether a column is headed with our own name, and with nothing that was planned for us."""
    return bool(path) and town.is_ours(path[-1]) and not any(PLAN.search(one) for one in path)


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
        name = names.get(squash(one.name)) or names.get(squash(one.head))
        free = one.field in {"", "groups"} and not is_ignored(squash(one.name))
        if name and free and one.why != RECKONED:
            why = f"与任务表的“{name}”栏相同"
            one = replace(one, field=f"values.{name}", confidence=0.8, why=why)
        found.append(one)
    return found


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
    # Each of several targets has a column in its own unit, 台 and 户; 万元 and % are measures.
    unit = one.unit if counts_target(one.field, one.unit) else ""
    return one.field, one.period, one.answer, unit


def counts_target(field: str, unit: str) -> bool:
    """Whether a column counts a target in a unit of its own."""
    return field in _TARGETED and unit not in _MEASURES
