"""What must be done: the district's list, its tasks, their targets and checkpoints."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, now
from app.models.breakdown import Reading, Share
from app.models.tracking import Evidence, Item, Progress

_OWNED = "all, delete-orphan"


class TaskList(Base):
    """One plan document's 任务分解表; revised lists raise its edition."""

    __tablename__ = "task_list"

    title: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    own_columns: Mapped[list[str]] = mapped_column(default=list)

    sources: Mapped[list["ListSource"]] = relationship(
        back_populates="task_list", cascade=_OWNED, order_by="ListSource.edition"
    )
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="task_list", cascade=_OWNED, order_by="Task.position"
    )


class ListSource(Base):
    """The file that one edition of a list came from, kept under its hash."""

    __tablename__ = "list_source"

    list_id: Mapped[int] = mapped_column(ForeignKey("task_list.id"), index=True)
    edition: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(default=now)

    task_list: Mapped[TaskList] = relationship(back_populates="sources")


class Task(Base):
    """A row of the list, as printed, and what the office has decided about it.

    ``ours`` is yes, no or ask; ``removed_in`` is the edition that dropped the row, if any.
    ``plans`` holds the wordings by quarters, months, years and towns, ``values`` all columns
    verbatim, ``own`` the office's own columns. ``proof`` is yes or no where the clerk has said
    whether proof is required, empty where the acceptance wording says so.
    """

    __tablename__ = "task"

    list_id: Mapped[int] = mapped_column(ForeignKey("task_list.id"), index=True)
    position: Mapped[int]
    serial: Mapped[str] = mapped_column(default="")
    groups: Mapped[list[str]] = mapped_column(default=list)
    text: Mapped[str]
    acceptance: Mapped[str] = mapped_column(default="")
    score: Mapped[str] = mapped_column(default="")
    scoring_method: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")

    deadline_text: Mapped[str] = mapped_column(default="")
    deadline_kind: Mapped[str] = mapped_column(String(12), default="none")
    start: Mapped[date | None]
    due: Mapped[date | None]
    precision: Mapped[str] = mapped_column(String(10), default="")

    lead: Mapped[list[str]] = mapped_column(default=list)
    responsible: Mapped[list[str]] = mapped_column(default=list)
    assist: Mapped[list[str]] = mapped_column(default=list)
    main_responsible: Mapped[list[str]] = mapped_column(default=list)

    ours: Mapped[str] = mapped_column(String(4), default="yes")
    ours_why: Mapped[str] = mapped_column(default="")
    ours_decided: Mapped[bool] = mapped_column(default=False)

    plans: Mapped[dict[str, Any]] = mapped_column(default=dict)
    values: Mapped[dict[str, str]] = mapped_column(default=dict)
    own: Mapped[dict[str, str]] = mapped_column(default=dict)
    proof: Mapped[str] = mapped_column(String(4), default="")
    item_columns: Mapped[list[str]] = mapped_column(default=list)
    done_on: Mapped[date | None]

    source_sheet: Mapped[str] = mapped_column(default="")
    source_row: Mapped[int | None]
    removed_in: Mapped[int | None]

    task_list: Mapped[TaskList] = relationship(back_populates="tasks")
    targets: Mapped[list["Target"]] = relationship(cascade=_OWNED, order_by="Target.position")
    checkpoints: Mapped[list["Checkpoint"]] = relationship(
        cascade=_OWNED, order_by="Checkpoint.period"
    )
    items: Mapped[list[Item]] = relationship(cascade=_OWNED, order_by=Item.position)
    progress: Mapped[list[Progress]] = relationship(cascade=_OWNED, order_by=Progress.period)
    evidence: Mapped[list[Evidence]] = relationship(cascade=_OWNED, order_by=Evidence.id)


class Target(Base):
    """What a task must reach: an amount with its unit and which side of it is good.

    ``name`` tells several targets of a task apart; ``base`` is the base year's value where the
    number is a change; ``gathering`` says how monthly readings make the year's value: average,
    sum or latest, empty to go by the unit.
    """

    __tablename__ = "target"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    comparator: Mapped[str] = mapped_column(String(4), default="=")
    change: Mapped[Decimal | None]
    baseline_year: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100), default="")
    base: Mapped[Decimal | None]
    gathering: Mapped[str] = mapped_column(String(10), default="")

    shares: Mapped[list[Share]] = relationship(cascade=_OWNED, order_by=Share.id)
    readings: Mapped[list[Reading]] = relationship(cascade=_OWNED, order_by=Reading.period)


class Checkpoint(Base):
    """The 形象进度 written for one period, e.g. ``2020Q2``."""

    __tablename__ = "checkpoint"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    amount: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    reached_on: Mapped[date | None]
