"""What is handed up: a period's return, frozen when it is filed, the forms it takes."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, seal
from app.models.cleansing import VERBATIM


class Return(Base):
    """A filed return: its frozen content, the files as written, and who filed it.

    ``state`` is filed, returned (退回, with the day and the district's reason) or superseded;
    drafts are not stored, they are the ledger itself. ``list_id`` is empty where a register was
    filed of a ledger without a task list.
    """

    __tablename__ = "filed_return"

    list_id: Mapped[int | None] = mapped_column(ForeignKey("task_list.id"), index=True)
    format_key: Mapped[str] = mapped_column(String(60))
    format_name: Mapped[str]
    period: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="filed")
    filed_on: Mapped[date]
    filed_by: Mapped[str]
    content: Mapped[dict[str, Any]]
    files: Mapped[dict[str, str]]
    returned_on: Mapped[date | None]
    returned_why: Mapped[str] = mapped_column(default="")


class BlankForm(Base):
    """A district's own blank form, kept under its hash, with what the clerk said about it.

    ``key`` is the format key its returns are filed under; ``kind`` the period it is for;
    ``choices`` the corrected columns and rows.
    """

    __tablename__ = "blank_form"

    list_id: Mapped[int] = mapped_column(ForeignKey("task_list.id"), index=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(10), default="quarter")
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict, info={VERBATIM: True})


class OwnFormat(Base):
    """A town's own format of returns, as the text of a format's file (docs/formats.md).

    ``retired`` ones are no longer offered, but filed returns were made by them.
    """

    __tablename__ = "own_format"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    design: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class ReportText(Base):
    """A section of a period's work report (工作进展情况报告) as the clerk wrote it.

    ``draft`` is what the program had drafted from the ledger when it was written; where the
    draft is another one now, the numbers have moved on since.
    """

    __tablename__ = "report_text"
    __table_args__ = (
        UniqueConstraint("list_id", "period", "section"),
        {"sqlite_autoincrement": True},
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("task_list.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    section: Mapped[str]
    text: Mapped[str]
    draft: Mapped[str]


SEALS = (
    "CREATE TRIGGER filed_return_update BEFORE UPDATE OF list_id, format_key, format_name, period, "
    "version, filed_on, filed_by, content, files ON filed_return "
    "BEGIN SELECT RAISE(ABORT, 'a filed return never changes'); END",
    "CREATE TRIGGER filed_return_delete BEFORE DELETE ON filed_return "
    "BEGIN SELECT RAISE(ABORT, 'a filed return never changes'); END",
)
"""Only its state may turn, and what the district said when it sent it back be added."""

seal(SEALS)
