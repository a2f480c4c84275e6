"""The clerk's verbs on named items: make them, paste them, tick them off."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.deadlines import read_deadline
from app.models.rules.names import names_in, numbered_names
from app.models.tasks import Task, TaskList
from app.models.tracking import Item
from app.models.units import Unit
from app.services.tasks import tasks_of
from app.services.wording import shorten

_MOST = 5000
_HEADS: Mapping[str, frozenset[str]] = {
    part: frozenset(words.split())
    for part, words in {
        "name": "名称 项目名称 企业名称 单位名称 点位 点位名称 河道名称 河道 清单项",
        "unit": "责任单位 村（社区） 村 社区 所在村 属地 单位",
        "due": "完成时限 时限 计划完成时间 完成时间",
        "done_on": "完成日期 实际完成时间 已完成",
        "number": "序号 编号",
        "notes": "备注",
    }.items()
}
_SPACE = re.compile(r"\s+")


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
    return _add(ledger, task_id, [{"name": name} for name in names if name.strip()])


def paste_items(ledger: Ledger, task_id: int, rows: Sequence[Sequence[str]]) -> list[int]:
    """Add items from pasted rows; a first row of headings names the columns.

    Columns that play no known part become the task's own item columns (吨位, 氮氧化物浓度).

    Raises:
        UserError: ``nothing_pasted``.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    heads = _headings(rows[0]) if rows else None
    if heads is not None:
        rows = rows[1:]
    if not rows:
        raise UserError("nothing_pasted", "剪贴板里没有可用的行；请在表格里选中后再复制。")
    heads = heads or ["name", *(f"列{place}" for place in range(2, 1 + max(map(len, rows))))]
    records = [dict(zip(heads, (cell.strip() for cell in row), strict=False)) for row in rows]
    return _add(ledger, task_id, [record for record in records if record.get("name")])


def propose_items(ledger: Ledger, task_id: int) -> tuple[str, ...]:
    """The names that the task's own text lists, to be confirmed by the clerk."""
    with ledger.reading() as session:
        (task,) = tasks_of(session, [task_id])
        return names_in(task.text) or names_in(task.acceptance)


def change_items(ledger: Ledger, item_ids: Sequence[int], **fields: Any) -> None:
    """Set name, unit (by name), due, notes or own fields of one or several items."""
    with ledger.transaction("change_items", "") as work:
        items = _items_of(work.session, item_ids)
        for item in items:
            _set_fields(work.session, item, fields)
        work.entitle(f"修改清单{_counted(items)}")


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


def add_item_column(ledger: Ledger, task_id: int, name: str) -> None:
    """Give the items of a task one more column of their own."""
    with ledger.transaction("add_item_column", f"增加清单列“{name}”") as work:
        (task,) = tasks_of(work.session, [task_id])
        if name.strip() and name not in task.item_columns:
            task.item_columns = [*task.item_columns, name.strip()]


def unit_named(session: Session, name: str) -> int | None:
    """The number of a unit by name or alias; a name not met before becomes a new unit."""
    name = name.strip()
    if not name:
        return None
    for unit in session.scalars(select(Unit)):
        if name == unit.name or name in unit.aliases:
            return unit.id
    kind = "village" if name.endswith(("村", "社区", "居委会")) else "other"
    unit = Unit(name=name, kind=kind)
    session.add(unit)
    session.flush()
    return unit.id


def _add(ledger: Ledger, task_id: int, records: Sequence[Mapping[str, str]]) -> list[int]:
    with ledger.transaction("add_items", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        year = work.session.scalar(select(TaskList.year).where(TaskList.id == task.list_id)) or 0
        last = work.session.scalar(select(func.max(Item.position)).where(Item.task_id == task_id))
        known: dict[str, int | None] = {}
        items = []
        for place, record in enumerate(records, (last or 0) + 1):
            unit = record.get("unit", "")
            if unit not in known:
                known[unit] = unit_named(work.session, unit)
            items.append(_new_item(task, place, record, known[unit], year))
        work.session.add_all(items)
        _widen(task, records)
        work.session.flush()
        work.entitle(f"新增清单 {len(items)} 项：{shorten(task.text)}")
        return [item.id for item in items]


def _new_item(
    task: Task, place: int, record: Mapping[str, str], unit_id: int | None, year: int
) -> Item:
    return Item(
        task_id=task.id,
        position=place,
        name=record["name"],
        unit_id=unit_id,
        due=read_deadline(record.get("due", ""), year=year).due,
        done_on=read_deadline(record.get("done_on", ""), year=year).due,
        notes=record.get("notes", ""),
        fields={key: value for key, value in record.items() if key not in _HEADS and value},
    )


def _widen(task: Task, records: Sequence[Mapping[str, str]]) -> None:
    """Show every own column that came with the records."""
    fresh = {key: None for record in records for key in record if key not in _HEADS}
    missing = [key for key in fresh if key not in task.item_columns]
    if missing:
        task.item_columns = [*task.item_columns, *missing]


def _headings(row: Sequence[str]) -> list[str] | None:
    """The parts of the columns when the row is one of headings, else None."""
    words = [_SPACE.sub("", cell) for cell in row]
    parts = [
        next((part for part, names in _HEADS.items() if word in names), word) for word in words
    ]
    if "name" not in parts:
        return None
    return [part or f"列{place}" for place, part in enumerate(parts, 1)]


def _items_of(session: Session, item_ids: Sequence[int]) -> list[Item]:
    items = list(session.scalars(select(Item).where(Item.id.in_(item_ids)).order_by(Item.position)))
    if len(items) != len(set(item_ids)):
        raise UserError("not_found", "清单项已被删除；请刷新后再试。")
    return items


def _set_fields(session: Session, item: Item, fields: Mapping[str, Any]) -> None:
    for key, value in fields.items():
        if key == "unit":
            item.unit_id = unit_named(session, value)
        elif key == "fields":
            item.fields = {**item.fields, **value}
        elif key in {"name", "due", "done_on", "notes", "position"}:
            setattr(item, key, value)
        else:
            raise TypeError(f"no such item field: {key}")


def _counted(items: Sequence[Item]) -> str:
    return f"“{shorten(items[0].name)}”" if len(items) == 1 else f" {len(items)} 项"
