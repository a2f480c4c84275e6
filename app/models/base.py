"""The ground all mapped records stand on: their base class and the column types they share."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.models.cleansing import watch

_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Amount(TypeDecorator[Decimal]):
    """An exact decimal kept as text, so that 0.10 stays 0.10 on every database."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the number as it is."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Read the number back exactly."""
        return None if value is None else Decimal(value)

    @property
    def python_type(self) -> type[Any]:
        """Decimal, for whoever restores a value from the journal."""
        return Decimal


class Base(DeclarativeBase):
    """A record with a number that is never given out twice."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own spelling
        Decimal: Amount,
        list[str]: JSON,
        dict[str, str]: JSON,
        dict[str, Any]: JSON,
    }
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own spelling

    id: Mapped[int] = mapped_column(primary_key=True)


event.listen(Base, "attribute_instrument", watch)


def now() -> datetime:
    """This moment in UTC, to the second, without a zone mark (every database keeps it so)."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def seal(statements: Sequence[str]) -> None:
    """Lay triggers beside the tables, so that SQLite itself refuses what must not happen."""

    def lay(_target: object, connection: Connection, **_options: object) -> None:
        if connection.dialect.name == "sqlite":
            for statement in statements:
                connection.exec_driver_sql(statement)

    event.listen(Base.metadata, "after_create", lay)
