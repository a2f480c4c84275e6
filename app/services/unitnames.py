"""The unit a name stands for; in a room of its own, for many ask and most want nothing else."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.rules.cleaning import clean_line
from app.models.units import Unit


def unit_named(session: Session, name: str) -> int | None:
    """The number of a unit by name or alias; a name not met before becomes a new unit."""
    name = clean_line(name)
    if not name:
        return None
    for unit in session.scalars(select(Unit)):
        if name == unit.name or name in unit.aliases:
            return unit.id
    kind = "village" if name.endswith(("村", "社区", "居委会")) else "other"
    unit = Unit(name=name, kind=kind)
    session.add(unit)
    session.flush()
    return unit.id
