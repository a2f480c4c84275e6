"""Rows of a list of objects against the items held: what differs, and the writing of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.importing.registers.itemdrafts import ItemDraft
from app.importing.registers.itemmatching import ItemMatch, name_key
from app.models.tasks import Task
from app.models.tracking import Item
from app.monitor import SILENT, Monitor
from app.services.breakdown.itemcolumns import widen
from app.services.breakdown.itemplans import ItemLine, ItemPlan, Wanted
from app.services.unitnames import NamedUnits
from app.services.work.tasks import tasks_of

Held = tuple[Item, str]
"""An item with its unit's name."""

_STEP = 200
_WORDS = {"name": "名称", "unit": "责任单位", "due": "时限", "done_on": "完成日期", "notes": "备注"}


def lines_of(
    task_id: int,
    drafts: Sequence[ItemDraft],
    matches: Sequence[ItemMatch],
    held: Sequence[Held],
    as_of: date,
) -> list[ItemLine]:
    """What becomes of each row of one task."""
    items = {item.id: (item, unit) for item, unit in held}
    lines = []
    for draft, match in zip(drafts, matches, strict=True):
        known = items.get(match.held_id or 0)
        changes = _changes(draft, *known, as_of) if known else ()
        kind = "fill" if match.fills else "update" if changes else "same" if known else "add"
        lines.append(
            ItemLine(
                draft=draft,
                task_id=task_id,
                kind="twin" if match.left_out else kind,
                item_id=match.held_id,
                held=known[0].name if known else "",
                asked=match.asked,
                twin=match.twin,
                alike=match.alike,
                changes=changes,
            )
        )
    return lines


def _changes(
    draft: ItemDraft, item: Item, unit: str, as_of: date
) -> tuple[tuple[str, str, str], ...]:
    """What the row has otherwise: what it leaves blank stays as it is held."""
    old = {"name": item.name, "unit": unit, "due": item.due, "done_on": item.done_on,
           "notes": item.notes}  # fmt: skip
    new = wanted_values(draft, item, as_of)
    found = [
        (_WORDS[key], str(old[key] or ""), str(value))
        for key, value in new.items()
        if value and value != old[key] and not _is_same_name(key, value, old[key])
    ]
    found += [
        (name, item.fields.get(name, ""), value)
        for name, value in draft.fields.items()
        if item.fields.get(name, "") != value
    ]
    return tuple(found)


def _is_same_name(key: str, new: Any, old: Any) -> bool:
    return key == "unit" and name_key(str(new)) == name_key(str(old))


def wanted_values(draft: ItemDraft, item: Item | None, as_of: date) -> dict[str, Any]:
    """The values a row gives an item; done without a day is done on the day in view."""
    done = draft.done_on
    if draft.is_done and (item is None or item.done_on is None):
        done = as_of
    return {"name": draft.name, "unit": draft.unit, "due": draft.due, "done_on": done,
            "notes": draft.notes}  # fmt: skip


def last_place(session: Session, task_id: int) -> int:
    """The place of the last item of a task; 0 without any."""
    return session.scalar(select(func.max(Item.position)).where(Item.task_id == task_id)) or 0


def write_items(
    session: Session, plan: ItemPlan, wanted: Wanted, monitor: Monitor = SILENT
) -> list[Item]:
    """Carry out a plan: every row becomes or changes its item.

    Returns:
        The items that were added or changed.
    """
    units = NamedUnits(session, name_key)
    written: list[Item] = []
    by_task = sorted(plan.lines, key=lambda line: line.task_id)
    for task_id, lines in groupby(by_task, key=lambda line: line.task_id):
        (task,) = tasks_of(session, [task_id])
        writer = _Writer(session, task, units, wanted.as_of)
        for line in lines:
            writer.write(line)
            if line.draft.row % _STEP == 0:
                monitor.report(len(written) + len(writer.written), len(plan.lines), "正在写入清单")
        writer.widen(plan.drafts.own_columns)
        written += writer.written
    session.flush()
    return written


class _Writer:
    """The writing of one task's rows."""

    def __init__(self, session: Session, task: Task, units: NamedUnits, as_of: date) -> None:
        self._session, self._task, self._units, self._as_of = session, task, units, as_of
        self._place = last_place(session, task.id)
        self.written: list[Item] = []
        held = session.scalars(select(Item).where(Item.task_id == task.id))
        self._held: Mapping[int, Item] = {item.id: item for item in held}
        self._own: dict[str, None] = {}

    def write(self, line: ItemLine) -> None:
        """One row; a twin is left out, an item held keeps what the row leaves blank."""
        if line.kind == "twin":
            return
        self._own |= dict.fromkeys(line.draft.fields)
        item = self._held.get(line.item_id or 0)
        values = wanted_values(line.draft, item, self._as_of)
        unit = self._units.number(values.pop("unit"))
        if item is None:
            self._place += 1
            fields = dict(line.draft.fields)
            item = Item(
                task_id=self._task.id, position=self._place, unit_id=unit, fields=fields, **values
            )
            self._session.add(item)
            self.written.append(item)
            return
        values["unit_id"] = unit
        values["fields"] = {**item.fields, **line.draft.fields}
        changed = {key: value for key, value in values.items() if value}
        changed = {key: value for key, value in changed.items() if value != getattr(item, key)}
        for key, value in changed.items():
            setattr(item, key, value)
        if changed:
            self.written.append(item)

    def widen(self, columns: Iterable[str]) -> None:
        """Show the own columns that came, in the order of the list."""
        widen(self._task, [name for name in columns if name in self._own])
