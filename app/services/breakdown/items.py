"""The clerk's verbs on named items: make them, paste them, tick them off."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.names import names_in, numbered_names
from app.models.tracking import Item
from app.services.breakdown.itemcolumns import widen
from app.services.breakdown.itemimport import paste_rows
from app.services.breakdown.itemwriting import last_place
from app.services.history.staying import portions
from app.services.pasting import refuse_flood
from app.services.unitnames import NamedUnits
from app.services.wording import shorten
from app.services.work.tasks import tasks_of

_MOST = 5000


def create_blanks(ledger: Ledger, task_id: int, count: int, *, stem: str) -> list[int]:
    """Create numbered blanks such as 燃气锅炉01 … 燃气锅炉23, after those there are.

    Raises:
        UserError: ``bad_count``.
    """
    if not 1 <= count <= _MOST:
        raise UserError("bad_count", f"清单项数应在 1 到 {_MOST} 之间；请重新填写。")
    with ledger.reading() as session:
        held = session.scalars(select(Item.name).where(Item.task_id == task_id)).all()
    return add_items(ledger, task_id, numbered_names(stem, count, held=held))


def add_items(ledger: Ledger, task_id: int, names: Sequence[str]) -> list[int]:
    """Add items by name at the end of a task's list."""
    return _add(ledger, task_id, [name for name in names if name.strip()])


def paste_items(ledger: Ledger, task_id: int, rows: Sequence[Sequence[str]]) -> list[int]:
    """Add items from pasted rows, read as a list of objects is; those held by name are updated.

    Columns that play no known part become the task's own item columns (吨位, 氮氧化物浓度).

    Raises:
        UserError: ``nothing_pasted``, ``too_many_rows``.
    """
    refuse_flood(len(rows))
    return paste_rows(ledger, task_id, rows)


def propose_items(ledger: Ledger, task_id: int) -> tuple[str, ...]:
    """The names that the task's own text lists, to be confirmed by the clerk."""
    with ledger.reading() as session:
        (task,) = tasks_of(session, [task_id])
        return names_in(task.text) or names_in(task.acceptance)


def change_items(ledger: Ledger, item_ids: Sequence[int], **fields: Any) -> None:
    """Set name, unit (by name), due, notes or own fields of one or several items."""
    with ledger.transaction("change_items", "") as work:
        items, units = _items_of(work.session, item_ids), NamedUnits(work.session)
        for item in items:
            _set_fields(units, item, fields)
        work.entitle(f"修改清单{_counted(items)}")


def change_each(ledger: Ledger, changes: Mapping[int, Mapping[str, Any]]) -> tuple[str, ...]:
    """Set fields of several items, each its own, in one step: a pasted block.

    A name can't be blank.

    Returns:
        The names of units that were not known before, and are now.

    Raises:
        UserError: ``empty_name``, or an item is gone.
    """
    if any("name" in fields and not fields["name"].strip() for fields in changes.values()):
        raise UserError("empty_name", "名称不能为空；要去掉某一项，请选中整行按 Delete。")
    with ledger.transaction("change_items", "") as work:
        items, units = _items_of(work.session, list(changes)), NamedUnits(work.session)
        for item in items:
            _set_fields(units, item, changes[item.id])
        work.entitle(f"修改清单{_counted(items)}")
        return tuple(units.fresh)


def tick_items(ledger: Ledger, item_ids: Sequence[int], on: date | None) -> None:
    """Tick items off as done on a day, or take the ticks back with None."""
    with ledger.transaction("tick_items", "") as work:
        items = _items_of(work.session, item_ids)
        for item in items:
            item.done_on = on
        work.entitle(f"{'勾选' if on else '取消勾选'}{_counted(items)}")


def list_open_items(
    ledger: Ledger, task_id: int, *, name: str | None = None, count: int | None = None
) -> list[int]:
    """The items of a task not yet ticked: the one of that name, or the first few.

    Raises:
        UserError: ``no_such_item`` or ``too_few_items``.
    """
    query = select(Item.id).where(Item.task_id == task_id, Item.done_on.is_(None))
    if name is not None:
        query = query.where(Item.name == name)
    with ledger.reading() as session:
        found = list(session.scalars(query.order_by(Item.position)))
    if name is not None and not found:
        raise UserError("no_such_item", f"没有名为“{name}”的未完成清单项；请核对名称。")
    if count is not None and not 1 <= count <= len(found):
        raise UserError(
            "too_few_items", f"未完成的清单项只有 {len(found)} 项，不能勾选 {count} 项。"
        )
    return found[:count] if count is not None else found


def remove_items(ledger: Ledger, item_ids: Sequence[int]) -> None:
    """Take items out of the ledger; undo brings them back."""
    with ledger.transaction("remove_items", "") as work:
        items = _items_of(work.session, item_ids)
        work.entitle(f"删除清单{_counted(items)}")
        for item in items:
            work.session.delete(item)


def move_items(ledger: Ledger, item_ids: Sequence[int], task_id: int) -> None:
    """Let items stand under another task, after those it has, with their proof and columns."""
    with ledger.transaction("move_items", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        items = [one for one in _items_of(work.session, item_ids) if one.task_id != task_id]
        last = last_place(work.session, task_id)
        for place, item in enumerate(items, last + 1):
            item.task_id, item.position = task_id, place
            for proof in item.evidence:
                proof.task_id = task_id
        fresh = dict.fromkeys(name for item in items for name in item.fields)
        widen(task, list(fresh))
        if items:
            work.entitle(f"移动清单{_counted(items)}到“{shorten(task.text)}”")


def _add(ledger: Ledger, task_id: int, names: Sequence[str]) -> list[int]:
    with ledger.transaction("add_items", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        last = last_place(work.session, task_id)
        items = [
            Item(task_id=task_id, position=place, name=name)
            for place, name in enumerate(names, last + 1)
        ]
        work.session.add_all(items)
        work.session.flush()
        work.entitle(f"新增清单 {len(items)} 项：{shorten(task.text)}")
        return [item.id for item in items]


def _items_of(session: Session, item_ids: Sequence[int]) -> list[Item]:
    items: list[Item] = []
    for some in portions(list(dict.fromkeys(item_ids))):
        items += session.scalars(select(Item).where(Item.id.in_(some)))
    items.sort(key=lambda item: (item.position, item.id))
    if len(items) != len(set(item_ids)):
        raise UserError("not_found", "清单项已被删除；请刷新后再试。")
    return items


def _set_fields(units: NamedUnits, item: Item, fields: Mapping[str, Any]) -> None:
    for key, value in fields.items():
        if key == "unit":
            item.unit_id = units.number(value)
        elif key == "fields":
            item.fields = {**item.fields, **value}
        elif key in {"name", "due", "done_on", "notes", "position"}:
            setattr(item, key, value)
        else:
            raise TypeError(f"no such item field: {key}")


def _counted(items: Sequence[Item]) -> str:
    return f"“{shorten(items[0].name)}”" if len(items) == 1 else f" {len(items)} 项"
