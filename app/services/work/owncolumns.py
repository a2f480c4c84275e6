"""The office's own columns of a task list: added, renamed and taken away, each undoable."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.tasks import Task, TaskList

_LOOKED_AT = 60


def own_columns(ledger: Ledger, list_id: int | None) -> tuple[str, ...]:
    """The names of a list's own columns, of all lists with None, in the order they were added."""
    with ledger.reading() as session:
        query = select(TaskList.own_columns).order_by(TaskList.id)
        if list_id is not None:
            query = query.where(TaskList.id == list_id)
        return tuple(dict.fromkeys(name for names in session.scalars(query) for name in names))


def listed_names(ledger: Ledger, list_id: int | None) -> tuple[str, ...]:
    """The heads of the district's columns, as the first tasks of a list hold them."""
    with ledger.reading() as session:
        query = select(Task.values).where(Task.source_row.is_not(None)).limit(_LOOKED_AT)
        if list_id is not None:
            query = query.where(Task.list_id == list_id)
        return tuple(dict.fromkeys(name for values in session.scalars(query) for name in values))


def list_verbatim(ledger: Ledger, list_id: int | None) -> dict[int, dict[str, str]]:
    """For each task the columns of the district's list as they were written, by their heads."""
    with ledger.reading() as session:
        query = select(Task.id, Task.values).where(Task.removed_in.is_(None))
        if list_id is not None:
            query = query.where(Task.list_id == list_id)
        return {row[0]: row[1] for row in session.execute(query) if row[1]}


def add_own_column(ledger: Ledger, list_id: int, name: str) -> None:
    """Give a list one more column of the office's own.

    Raises:
        UserError: ``empty_name`` or ``column_exists``.
    """
    name = name.strip()
    with ledger.transaction("add_own_column", f"增加自有列“{name}”") as work:
        task_list = _list(work.session, list_id)
        _refuse(name, task_list.own_columns)
        task_list.own_columns = [*task_list.own_columns, name]


def rename_own_column(ledger: Ledger, list_id: int, old: str, new: str) -> None:
    """Give an own column another name; what it holds goes along.

    Raises:
        UserError: ``empty_name``, ``column_exists`` or ``not_found``.
    """
    new = new.strip()
    if new == old:
        return
    with ledger.transaction("rename_own_column", f"自有列“{old}”改名为“{new}”") as work:
        task_list = _held(work.session, list_id, old)
        _refuse(new, task_list.own_columns)
        names = task_list.own_columns
        task_list.own_columns = [new if name == old else name for name in names]
        for task in _holding(work.session, list_id, old):
            task.own = {new if key == old else key: text for key, text in task.own.items()}


def remove_own_column(ledger: Ledger, list_id: int, name: str) -> None:
    """Take an own column away with what it holds; undo brings both back.

    Raises:
        UserError: ``not_found``.
    """
    with ledger.transaction("remove_own_column", f"删除自有列“{name}”") as work:
        task_list = _held(work.session, list_id, name)
        task_list.own_columns = [one for one in task_list.own_columns if one != name]
        for task in _holding(work.session, list_id, name):
            task.own = {key: text for key, text in task.own.items() if key != name}


def _list(session: Session, list_id: int) -> TaskList:
    found = session.get(TaskList, list_id)
    if found is None:
        raise UserError("not_found", "这份任务分解表已被删除；请刷新后再试。")
    return found


def _held(session: Session, list_id: int, name: str) -> TaskList:
    task_list = _list(session, list_id)
    if name not in task_list.own_columns:
        raise UserError("not_found", f"没有名为“{name}”的自有列；请刷新后再试。")
    return task_list


def _holding(session: Session, list_id: int, name: str) -> list[Task]:
    tasks = session.scalars(select(Task).where(Task.list_id == list_id))
    return [task for task in tasks if name in task.own]


def _refuse(name: str, taken: list[str]) -> None:
    if not name:
        raise UserError("empty_name", "列名不能为空；请填写列名，如联系人。")
    if name in taken:
        raise UserError("column_exists", f"已有名为“{name}”的自有列；请换一个列名。")
