"""How a target is broken down: shares of villages with what they report, and monthly readings."""

from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.units import Unit


class Share(Base):
    """The part of a target that one village or department carries (分解到村)."""

    __tablename__ = "share"
    __table_args__ = (
        UniqueConstraint("target_id", "unit_id"),
        {"sqlite_autoincrement": True},
    )

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    amount: Mapped[Decimal | None]

    reports: Mapped[list["ShareReport"]] = relationship(
        cascade="all, delete-orphan", order_by="ShareReport.period"
    )
    unit: Mapped[Unit] = relationship()


class ShareReport(Base):
    """What a village reports of its share for a period; ``amount`` is cumulative."""

    __tablename__ = "share_report"
    __table_args__ = (
        UniqueConstraint("share_id", "period"),
        {"sqlite_autoincrement": True},
    )

    share_id: Mapped[int] = mapped_column(ForeignKey("share.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Decimal | None]
    notes: Mapped[str] = mapped_column(default="")


class Reading(Base):
    """An indicator's value for one month (PM2.5, 优良天数比率), in the target's unit."""

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("target_id", "period"),
        {"sqlite_autoincrement": True},
    )

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Decimal]
    notes: Mapped[str] = mapped_column(default="")
