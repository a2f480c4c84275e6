"""The unit a name stands for; in a room of its own, for many ask and most want nothing else."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.rules.cleaning import clean_line
from app.models.units import Unit


class NamedUnits:
    """Units by name or alias, for many names of one step.

    Args:
        session: of the step.
        key: what two names have in common that mean one unit.

    Attributes:
        fresh: the names that were not met before; each became a unit, after all others.
    """

    def __init__(self, session: Session, key: Callable[[str], str] = clean_line) -> None:
        self._session, self._key = session, key
        self._numbers: dict[str, int] | None = None
        self.fresh: list[str] = []

    def number(self, name: str) -> int | None:
        """The number of a unit; a name not met before becomes a new unit."""
        key = self._key(name)
        if not key:
            return None
        if self._numbers is None:
            units = self._session.scalars(select(Unit).order_by(Unit.id.desc())).all()
            self._numbers = {
                self._key(known): unit.id for unit in units for known in (*unit.aliases, unit.name)
            }
        if key not in self._numbers:
            self._numbers[key] = self._add(clean_line(name))
        return self._numbers[key]

    def _add(self, name: str) -> int:
        kind = "village" if name.endswith(("村", "社区", "居委会")) else "other"
        last = self._session.scalar(select(func.max(Unit.position))) or 0
        unit = Unit(name=name, kind=kind, position=last + 1)
        self._session.add(unit)
        self._session.flush()
        self.fresh.append(name)
        return unit.id


def unit_named(session: Session, name: str) -> int | None:
    """The number of a unit by name or alias; a name not met before becomes a new unit."""
    return NamedUnits(session).number(name)
