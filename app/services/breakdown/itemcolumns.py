"""The own columns of a task's items (吨位, 蒸吨(t/h)): added, renamed, removed, taken over."""

from collections.abc import Sequence

from sqlalchemy import select

from app.errors import UserError
from app.models.database import Ledger
from app.models.tasks import Task
from app.models.tracking import Item
from app.services.wording import shorten
from app.services.work.tasks import tasks_of

FIXED = frozenset(
    ("完成", "名称", "责任单位", "村（社区）", "时限", "完成日期", "佐证", "备注", "序号")
)


def widen(task: Task, names: Sequence[str]) -> None:
    """Let a task's items have more columns, after those there are."""
    fresh = [name for name in dict.fromkeys(names) if name not in task.item_columns]
    if fresh:
        task.item_columns = [*task.item_columns, *fresh]


def add_item_column(ledger: Ledger, task_id: int, name: str) -> None:
    """Give the items of a task one more column of their own.

    Raises:
        UserError: ``bad_column``.
    """
    with ledger.transaction("add_item_column", f"增加清单列“{name.strip()}”") as work:
        (task,) = tasks_of(work.session, [task_id])
        widen(task, [_new_name(task, name)])


def rename_item_column(ledger: Ledger, task_id: int, old: str, new: str) -> None:
    """Give an own column another name; what stands in it stays.

    Raises:
        UserError: ``bad_column`` or ``no_column``.
    """
    if old == new.strip():
        return
    with ledger.transaction("rename_item_column", f"清单列“{old}”改名为“{new.strip()}”") as work:
        (task,) = tasks_of(work.session, [task_id])
        _refuse_unknown(task, old)
        name = _new_name(task, new)
        task.item_columns = [name if one == old else one for one in task.item_columns]
        for item in work.session.scalars(select(Item).where(Item.task_id == task_id)):
            if old in item.fields:
                item.fields = {
                    name if key == old else key: value for key, value in item.fields.items()
                }


def remove_item_column(ledger: Ledger, task_id: int, name: str) -> int:
    """Take an own column out with what stands in it; undo brings it back.

    Returns:
        How many items had something in it.

    Raises:
        UserError: ``no_column``.
    """
    with ledger.transaction("remove_item_column", f"删除清单列“{name}”") as work:
        (task,) = tasks_of(work.session, [task_id])
        _refuse_unknown(task, name)
        task.item_columns = [one for one in task.item_columns if one != name]
        filled = 0
        for item in work.session.scalars(select(Item).where(Item.task_id == task_id)):
            if name in item.fields:
                filled += bool(item.fields[name])
                item.fields = {key: value for key, value in item.fields.items() if key != name}
        return filled


def take_over_columns(ledger: Ledger, task_id: int, other_id: int) -> int:
    """Let a task's items have the columns of another task's.

    Returns:
        How many columns came new.
    """
    with ledger.transaction("take_over_columns", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        (other,) = tasks_of(work.session, [other_id])
        before = len(task.item_columns)
        widen(task, other.item_columns)
        work.entitle(f"沿用“{shorten(other.text)}”的清单列")
        return len(task.item_columns) - before


def column_sets(ledger: Ledger, *, but: int = 0) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Our tasks whose items have own columns: number, text and the columns' names."""
    query = select(Task.id, Task.text, Task.item_columns).where(Task.removed_in.is_(None))
    query = query.where(Task.ours != "no", Task.id != but).order_by(Task.list_id, Task.position)
    with ledger.reading() as session:
        rows = session.execute(query).all()
    return tuple((row[0], row[1], tuple(row[2])) for row in rows if row[2])


def _new_name(task: Task, name: str) -> str:
    """A column's name as it is kept; one that is taken or blank is refused."""
    name = name.strip()
    if not name:
        raise UserError("bad_column", "列名不能为空；请填写列名，如 吨位。")
    if name in FIXED or name in task.item_columns:
        raise UserError("bad_column", f"清单里已有“{name}”这一列；请换一个列名。")
    return name


def _refuse_unknown(task: Task, name: str) -> None:
    if name not in task.item_columns:
        raise UserError("no_column", f"清单里没有“{name}”这一列；请刷新后再试。")
