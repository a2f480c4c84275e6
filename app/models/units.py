"""Who is who: the office itself, the units it deals with, and the office's settings."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Unit(Base):
    """A department, village or enterprise, with every name it goes by.

    ``kind`` is office (本单位), superior (上级部门), department (本镇部门), village (村、社区),
    town (其他区镇), enterprise (企业) or other.
    """

    __tablename__ = "unit"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Setting(Base):
    """One setting of the ledger, such as the thresholds of the lights."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(100), unique=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LearnedMapping(Base):
    """Which column plays which part under one table head, as the clerk confirmed it."""

    __tablename__ = "learned_mapping"

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
