"""Which filed returns belong to a task list, and to one return of it in all its versions."""

from sqlalchemy import ColumnElement, and_, or_

from app.models.returns import Return


def of_list(list_id: int | None) -> ColumnElement[bool]:
    """Filed of a list; a register filed before there was any list belongs to every one."""
    without = Return.list_id.is_(None)
    return without if list_id is None else or_(Return.list_id == list_id, without)


def of_return(list_id: int | None, format_key: str, period: str) -> ColumnElement[bool]:
    """Every version of one return of a period."""
    same = (Return.format_key == format_key, Return.period == period)
    return and_(of_list(list_id), *same)
