"""A change set as lines for the screen: one a task, with its fields old and new; no Qt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.ui.importwizard.words import part_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.importing.comparing.diff import AskedPair, ChangeSet, FieldChange, Value
    from app.importing.comparing.pairs import HeldTask
    from app.importing.drafts import DraftTask
    from app.models.views import TaskView
    from app.services.intake.joining import Join

KINDS = {"ask": "需确认", "added": "新增", "changed": "修改", "removed": "取消", "same": "不变"}
SIGNS = {"ask": "?", "added": "＋", "changed": "～", "removed": "－", "same": "＝"}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field, old beside new; an empty side was not there."""

    name: str
    old: str
    new: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One task of the comparison.

    Attributes:
        key: its place in the comparison.
        kind: a key of KINDS.
        serial: the serial, or old → new.
        text: what must be done.
        told: which fields changed, or why it is asked.
        fields: the fields to look at.
        pair: the doubtful pair, for ``ask``.
        join: the joined task that something hangs on, for ``ask``.
    """

    key: str
    kind: str
    serial: str
    text: str
    told: str
    fields: tuple[FieldLine, ...]
    pair: AskedPair | None = None
    join: Join | None = None


def diff_lines(
    changes: ChangeSet,
    tasks: Sequence[DraftTask],
    held: Mapping[int, TaskView],
    *,
    joins: Sequence[Join] = (),
) -> tuple[DiffLine, ...]:
    """Every task of the comparison, those to ask first, then in the order of the new edition.

    Args:
        changes: the comparison.
        tasks: the new edition.
        held: the tasks held that a doubtful pair speaks of, by id.
        joins: dropped tasks of which the clerk has to say where what hangs on them goes.
    """
    by_row = {task.row: task for task in tasks}
    changed: dict[int, list[FieldChange]] = defaultdict(list)
    for change in changes.changed:
        changed[change.row].append(change)
    asked = [_asked(pair, by_row[pair.row], held) for pair in changes.asked]
    open_joins = {one.held_id: one for one in joins}
    split = {one.row: one.old_serial for one in changes.related if one.kind == "split"}
    joined = {one.held_id: one.serial for one in changes.related if one.kind == "joined"}
    added = {task.row: _added(task, split.get(task.row)) for task in changes.added}
    altered = {row: _changed(by_row[row], found) for row, found in changed.items()}
    same = {row: _same(by_row[row], row) for _, row in changes.same if row in by_row}
    told = added | altered | same
    ordered = [told[row] for row in by_row if row in told]
    gone: list[DiffLine] = []
    for task in changes.removed:
        line, join = _removed(task, joined.get(task.id)), open_joins.get(task.id)
        if join is None:
            gone.append(line)
        else:
            asked.append(_join(line, join, by_row[join.row]))
    return (*asked, *ordered, *gone)


def _join(line: DiffLine, join: Join, into: DraftTask) -> DiffLine:
    """A dropped task beside the row it seems to have gone into."""
    told = f"这一项可能并入第 {join.serial} 项，已有{join.holds}"
    fields = (FieldLine("任务", line.text, into.text),)
    return replace(line, kind="ask", told=told, fields=fields, join=join)


def _asked(pair: AskedPair, task: DraftTask, held: Mapping[int, TaskView]) -> DiffLine:
    old = held.get(pair.held_id)
    fields = [FieldLine("任务", old.text if old else "", task.text)]
    if old:
        fields.append(FieldLine("完成时限", old.deadline_text, task.deadline_text))
        fields.append(
            FieldLine("责任单位", "、".join(old.responsible), "、".join(task.responsible))
        )
    serial = _moved(pair.old_serial, pair.serial)
    told = f"可能是同一项（{round(pair.score * 100)} %）：{'、'.join(pair.why)}"
    key = f"ask {pair.held_id} {pair.row}"
    return DiffLine(key, "ask", serial, _line(task.text), told, _kept(fields), pair)


def _added(task: DraftTask, split_from: str | None) -> DiffLine:
    fields = [
        FieldLine("主题", "", " / ".join(task.groups)),
        FieldLine("任务", "", task.text),
        FieldLine("完成时限", "", task.deadline_text),
        FieldLine("牵头单位", "", "、".join(task.lead)),
        FieldLine("责任单位", "", "、".join(task.responsible)),
        FieldLine("认定标准", "", task.acceptance),
        FieldLine("分值", "", task.score),
    ]
    told = task.deadline_text if split_from is None else f"可能由原第 {split_from} 项拆出"
    return DiffLine(
        f"row {task.row}", "added", task.serial, _line(task.text), _line(told), _kept(fields)
    )


def _changed(task: DraftTask, changes: Sequence[FieldChange]) -> DiffLine:
    fields = tuple(
        FieldLine(part_word(one.field), _words(one.old), _words(one.new), one.soft)
        for one in changes
    )
    names = dict.fromkeys(
        f"{field.name}（仅换名称）" if field.soft else field.name for field in fields
    )
    serial = _moved(changes[0].old_serial, changes[0].serial)
    return DiffLine(
        f"row {task.row}", "changed", serial, _line(task.text), "、".join(names), fields
    )


def _same(task: DraftTask, row: int) -> DiffLine:
    return DiffLine(f"row {row}", "same", task.serial, _line(task.text), "", ())


def _removed(task: HeldTask, joined_into: str | None) -> DiffLine:
    fields = [
        FieldLine("任务", task.text, ""),
        FieldLine("完成时限", task.deadline_text, ""),
        FieldLine("责任单位", "、".join(task.responsible), ""),
    ]
    told = "新表中没有这一项"
    if joined_into is not None:
        told = f"可能并入第 {joined_into} 项"
    return DiffLine(
        f"held {task.id}", "removed", task.serial, _line(task.text), told, _kept(fields)
    )


def _kept(fields: Sequence[FieldLine]) -> tuple[FieldLine, ...]:
    return tuple(field for field in fields if field.old.strip() or field.new.strip())


def _words(value: Value) -> str:
    return value if isinstance(value, str) else "、".join(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def _moved(old: str, new: str) -> str:
    return new if old == new else f"{old or '无'} → {new or '无'}"
