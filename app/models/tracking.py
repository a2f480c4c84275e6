"""What has been done: named items, progress entries and their proof."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, now


class Item(Base):
    """A named object under a task, such as one boiler or one river (一企一档)."""

    __tablename__ = "item"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    fields: Mapped[dict[str, str]] = mapped_column(default=dict)
    notes: Mapped[str] = mapped_column(default="")

    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")


class Progress(Base):
    """What a task reports for one period; ``amount`` is cumulative. Blank and 0 differ."""

    __tablename__ = "progress"
    __table_args__ = (
        UniqueConstraint("task_id", "period"),
        {"sqlite_autoincrement": True},
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    dated: Mapped[date]
    amount: Mapped[Decimal | None]
    text: Mapped[str | None]
    problems: Mapped[str | None]
    next_steps: Mapped[str | None]
    nil_report: Mapped[bool] = mapped_column(default=False)


class Evidence(Base):
    """A proof file, kept under its hash.

    It proves a task, one of its items, its entry of a period, a problem's step, or a unit's
    feedback on a 交办单; the columns that are empty say what it is not.
    """

    __tablename__ = "evidence"

    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    period: Mapped[str] = mapped_column(String(10), default="")
    step_id: Mapped[int | None] = mapped_column(ForeignKey("problem_step.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_line.id"), index=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(default=now)
