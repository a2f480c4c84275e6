"""The clerk's verbs on units: departments, villages and enterprises with all their names."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.breakdown import Share
from app.models.database import Ledger
from app.models.supervision import Assignment
from app.models.tasks import Task
from app.models.tracking import Item
from app.models.units import Unit
from app.models.views import UnitView

KINDS = {
    "office": "本单位",
    "superior": "上级部门",
    "department": "本镇部门",
    "village": "村（社区）",
    "town": "其他区镇",
    "enterprise": "企业",
    "other": "其他",
}
_EDITABLE = frozenset({"name", "kind", "aliases", "contact", "phone", "notes"})


def unit_names(ledger: Ledger) -> tuple[str, ...]:
    """The names of all units, without looking at what each has."""
    with ledger.reading() as session:
        return tuple(session.scalars(select(Unit.name).order_by(Unit.position, Unit.id)))


def list_units(ledger: Ledger, *, as_of: date | None = None) -> tuple[UnitView, ...]:
    """All units with the open tasks that name them and the open items they carry."""
    with ledger.reading() as session:
        units = session.scalars(select(Unit).order_by(Unit.position, Unit.id)).all()
        named: Counter[str] = Counter()
        roles = select(Task.lead, Task.responsible, Task.assist, Task.main_responsible)
        for row in session.execute(roles.where(Task.ours != "no", Task.removed_in.is_(None))):
            named.update({name for names in row for name in names})
        open_items = select(Item.unit_id, func.count()).join(Task, Task.id == Item.task_id)
        open_items = open_items.where(Item.done_on.is_(None))
        items = {row[0]: row[1] for row in session.execute(open_items.group_by(Item.unit_id))}
        late_items = open_items.where(func.coalesce(Item.due, Task.due) < (as_of or date.min))
        late = {row[0]: row[1] for row in session.execute(late_items.group_by(Item.unit_id))}
        return tuple(
            UnitView(
                id=unit.id,
                name=unit.name,
                kind=unit.kind,
                aliases=tuple(unit.aliases),
                contact=unit.contact,
                phone=unit.phone,
                notes=unit.notes,
                tasks=sum(named[name] for name in (unit.name, *unit.aliases)),
                items=items.get(unit.id, 0),
                overdue_items=late.get(unit.id, 0),
            )
            for unit in units
        )


def add_unit(
    ledger: Ledger,
    name: str,
    *,
    kind: str,
    aliases: Sequence[str] = (),
    contact: str = "",
    phone: str = "",
    notes: str = "",
) -> int:
    """Add a unit.

    Raises:
        UserError: ``empty_name`` or ``unit_exists``.
    """
    _refuse_blank(name)
    try:
        with ledger.transaction("add_unit", f"新增单位“{name}”") as work:
            last = work.session.scalar(select(func.max(Unit.position)))
            unit = Unit(
                name=name.strip(),
                kind=kind,
                aliases=list(aliases),
                contact=contact,
                phone=phone,
                notes=notes,
                position=(last or 0) + 1,
            )
            work.session.add(unit)
            work.session.flush()
            return unit.id
    except IntegrityError as error:
        raise _exists(name) from error


def change_unit(ledger: Ledger, unit_id: int, **fields: Any) -> None:
    """Change a unit's name, kind, aliases, contact, phone or notes.

    Raises:
        UserError: ``empty_name`` or ``unit_exists``.
    """
    if set(fields) - _EDITABLE:
        raise TypeError(f"no such unit fields: {sorted(fields)}")
    if "name" in fields:
        _refuse_blank(fields["name"])
    try:
        with ledger.transaction("change_unit", "") as work:
            unit = work.session.get(Unit, unit_id)
            if unit is None:
                raise UserError("not_found", "这个单位已被删除；请刷新后再试。")
            for key, value in fields.items():
                setattr(unit, key, list(value) if key == "aliases" else value)
            work.entitle(f"修改单位“{unit.name}”")
            work.session.flush()
    except IntegrityError as error:
        raise _exists(str(fields.get("name", ""))) from error


def remove_unit(ledger: Ledger, unit_id: int) -> None:
    """Take a unit out; its items and problems stay, without a unit.

    Raises:
        UserError: ``office_needed`` for the office itself, ``unit_in_use`` while orders or shares
            are in its name.
    """
    with ledger.transaction("remove_unit", "") as work:
        unit = work.session.get(Unit, unit_id)
        if unit is None:
            return
        if unit.kind == "office":
            raise UserError("office_needed", "本单位不能删除；可以在设置里改名。")
        _refuse_in_use(work.session, unit)
        for item in work.session.scalars(select(Item).where(Item.unit_id == unit_id)):
            item.unit_id = None
        work.session.flush()
        work.entitle(f"删除单位“{unit.name}”")
        work.session.delete(unit)


def _refuse_in_use(session: Session, unit: Unit) -> None:
    """What stands in a unit's name must not lose it silently."""
    orders = select(func.count()).where(Assignment.unit_id == unit.id)
    shares = select(func.count()).where(Share.unit_id == unit.id)
    found = ((session.scalar(orders), "份交办单"), (session.scalar(shares), "项分解数"))
    told = "、".join(f" {count} {word}" for count, word in found if count)
    if told:
        message = f"“{unit.name}”名下有{told}，不能删除；可以并入另一单位，或先删除这些。"
        raise UserError("unit_in_use", message)


def _refuse_blank(name: str) -> None:
    if not name.strip():
        raise UserError("empty_name", "单位名称不能为空；请填写名称。")


def _exists(name: str) -> UserError:
    return UserError("unit_exists", f"已有名为“{name}”的单位；请换一个名称，或在原单位里加别名。")
