"""What is pressed and followed: problems up to their 销号, and work handed to units (交办)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from app.models.base import Base
from app.models.tasks import Task
from app.models.tracking import Evidence, Item
from app.models.units import Unit

_OWNED = "all, delete-orphan"
# What a record only points at may go; the backward side then empties the pointer, journalled.


class Problem(Base):
    """A problem to be put right (问题整改), one file each (一案一档), closed by its last step.

    ``number`` is the register's own, as printed. ``source`` is the clerk's word for who found it
    (中央督察, 省督察, 信访, 自查 …).
    """

    __tablename__ = "problem"

    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str]
    source: Mapped[str] = mapped_column(String(60), default="")
    found_on: Mapped[date | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person: Mapped[str] = mapped_column(default="")
    goal: Mapped[str] = mapped_column(default="")
    measures: Mapped[str] = mapped_column(default="")
    progress: Mapped[str] = mapped_column(default="")
    deadline_text: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    notes: Mapped[str] = mapped_column(default="")
    fields: Mapped[dict[str, str]] = mapped_column(default=dict)

    steps: Mapped[list["ProblemStep"]] = relationship(
        cascade=_OWNED, order_by="ProblemStep.position"
    )
    links: Mapped[list["ProblemLink"]] = relationship(
        cascade=_OWNED, order_by="ProblemLink.id", foreign_keys="ProblemLink.problem_id"
    )
    task: Mapped[Task | None] = relationship(backref=backref("problems"))
    unit: Mapped[Unit | None] = relationship(backref=backref("problems"))


class ProblemStep(Base):
    """One step of a problem on its way to 销号, such as 整改方案 or 验收."""

    __tablename__ = "problem_step"

    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    needs_proof: Mapped[bool] = mapped_column(default=False)
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(default="")

    evidence: Mapped[list[Evidence]] = relationship(cascade=_OWNED, order_by=Evidence.id)


class ProblemLink(Base):
    """Where else the like was looked for (举一反三): a task, an item, another problem or words."""

    __tablename__ = "problem_link"

    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    text: Mapped[str] = mapped_column(default="")

    task: Mapped[Task | None] = relationship(backref=backref("problem_links"))
    item: Mapped[Item | None] = relationship(backref=backref("problem_links"))
    other: Mapped[Problem | None] = relationship(
        foreign_keys=other_id, backref=backref("linked_from")
    )


class Assignment(Base):
    """One 交办单: work handed to one unit, with its number, day and demands."""

    __tablename__ = "assignment"

    number: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    issued_on: Mapped[date]
    due: Mapped[date | None]
    demands: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    withdrawn_on: Mapped[date | None]

    lines: Mapped[list["AssignmentLine"]] = relationship(
        cascade=_OWNED, order_by="AssignmentLine.position"
    )
    unit: Mapped[Unit] = relationship()


class AssignmentLine(Base):
    """One thing on a 交办单; ``text`` is the wording as handed over, whatever changes later."""

    __tablename__ = "assignment_line"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    position: Mapped[int]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    text: Mapped[str]
    amount: Mapped[Decimal | None]
    measure: Mapped[str] = mapped_column(String(40), default="")
    demands: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]

    feedback: Mapped[list["Feedback"]] = relationship(cascade=_OWNED, order_by="Feedback.id")
    evidence: Mapped[list[Evidence]] = relationship(cascade=_OWNED, order_by=Evidence.id)
    task: Mapped[Task | None] = relationship(backref=backref("assignment_lines"))
    item: Mapped[Item | None] = relationship(backref=backref("assignment_lines"))
    problem: Mapped[Problem | None] = relationship(backref=backref("assignment_lines"))


class Feedback(Base):
    """One answer of the unit (反馈); ``verdict`` is empty, accepted or returned (退回)."""

    __tablename__ = "feedback"

    line_id: Mapped[int] = mapped_column(ForeignKey("assignment_line.id"), index=True)
    given_on: Mapped[date]
    text: Mapped[str] = mapped_column(default="")
    amount: Mapped[Decimal | None]
    verdict: Mapped[str] = mapped_column(String(10), default="")
    verdict_on: Mapped[date | None]
    verdict_why: Mapped[str] = mapped_column(default="")
