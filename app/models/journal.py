"""The journal: every change of every record, who made it and when; records are only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, now


class Operation(Base):
    """One verb of the clerk, carried out in one transaction.

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

    changes: Mapped[list["Change"]] = relationship(order_by="Change.id")


class Change(Base):
    """One record before and after; only the fields that differ, or all of a new or gone one."""

    __tablename__ = "change"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), index=True)
    record: Mapped[str] = mapped_column(String(40), index=True)
    record_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
