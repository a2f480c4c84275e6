"""The journal: every change of every record, who made it and when; records are only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, now, seal


class Operation(Base):
    """One verb of the clerk, carried out in one transaction; once sealed it can't be altered.

    ``kind`` is do, undo or redo; the latter two name the operation they act on in ``target_id``.
    """

    __tablename__ = "operation"

    at: Mapped[datetime] = mapped_column(default=now)
    who: Mapped[str]
    verb: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(4), default="do")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    undoable: Mapped[bool] = mapped_column(default=True)
    sealed: Mapped[bool] = mapped_column(default=False)

    changes: Mapped[list["Change"]] = relationship(order_by="Change.id")


class Change(Base):
    """One record before and after; only the fields that differ, or all of a new or gone one."""

    __tablename__ = "change"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), index=True)
    record: Mapped[str] = mapped_column(String(40), index=True)
    record_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


SEALS = (
    "CREATE TRIGGER sealed_operation_update BEFORE UPDATE ON operation WHEN OLD.sealed "
    "BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END",
    "CREATE TRIGGER sealed_operation_delete BEFORE DELETE ON operation WHEN OLD.sealed "
    "BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END",
    "CREATE TRIGGER sealed_change_insert BEFORE INSERT ON change "
    "WHEN (SELECT sealed FROM operation WHERE id = NEW.operation_id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END",
    "CREATE TRIGGER sealed_change_update BEFORE UPDATE ON change "
    "BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END",
    "CREATE TRIGGER sealed_change_delete BEFORE DELETE ON change "
    "BEGIN SELECT RAISE(ABORT, 'the journal is sealed'); END",
)
"""The database itself refuses to alter what was written down, whoever asks."""

seal(SEALS)
