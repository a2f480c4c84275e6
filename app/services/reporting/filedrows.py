"""Filed returns among all: one by its number, those of a task list, all versions of one return."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.returns import Return


def filed_row(session: Session, filed_id: int) -> Return:
    """One filed return.

    Raises:
        UserError: ``not_found``, it is gone.
    """
    row = session.get(Return, filed_id)
    if row is None:
        raise UserError("not_found", "找不到这份定稿的报表；请刷新后再试。")
    return row


def of_list(list_id: int | None) -> ColumnElement[bool]:
    """Filed of a list; a register filed before there was any list belongs to every one."""
    without = Return.list_id.is_(None)
    return without if list_id is None else or_(Return.list_id == list_id, without)


def of_return(list_id: int | None, format_key: str, period: str) -> ColumnElement[bool]:
    """Every version of one return of a period."""
    same = (Return.format_key == format_key, Return.period == period)
    return and_(of_list(list_id), *same)
