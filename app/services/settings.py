"""The office's own words and thresholds, kept in the ledger so that they travel with it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.registers import StepPlan
from app.models.rules.pace import Thresholds
from app.models.units import Setting, Unit

_REPORTER, _PACE, _AS_OF = "reporter", "pace", "as_of"
_PROBLEM_STEPS = "problem_steps"
PROBLEM_STEPS = tuple(
    StepPlan(name, needs_proof=name in {"完成整改", "验收", "销号"})
    for name in ("交办", "整改方案", "整改中", "完成整改", "验收", "公示", "销号")
)
"""The way to 销号 where the ledger has no other."""
PRESETS = {
    "一般（10/30）": Thresholds(),
    "从严（5/20）": Thresholds(Decimal(5), Decimal(20), Decimal(10)),
    "不容差（0/10）": Thresholds(Decimal(0), Decimal(10), Decimal(10)),
}


@dataclass(frozen=True, slots=True)
class Office:
    """本单位 and the names that stand at the foot of its returns."""

    name: str
    aliases: tuple[str, ...] = ()
    filled_by: str = ""
    checked_by: str = ""
    signed_by: str = ""
    phone: str = ""


def office(ledger: Ledger) -> Office:
    """The office this ledger belongs to."""
    with ledger.reading() as session:
        return office_in(session)


def office_in(session: Session) -> Office:
    """The office, within a transaction that runs."""
    unit = session.scalar(select(Unit).where(Unit.kind == "office"))
    people = _value(session, _REPORTER)
    if unit is None:
        return Office("", (), **people)
    return Office(unit.name, tuple(unit.aliases), **people)


def change_office(ledger: Ledger, changed: Office) -> None:
    """Change the office's name, aliases and the people of its returns."""
    with ledger.transaction("change_office", "修改本单位设置") as work:
        unit = work.session.scalar(select(Unit).where(Unit.kind == "office"))
        if unit is None:
            unit = Unit(kind="office", name=changed.name)
            work.session.add(unit)
        unit.name, unit.aliases = changed.name, list(changed.aliases)
        people = asdict(replace(changed, name="", aliases=()))
        del people["name"], people["aliases"]
        _put(work.session, _REPORTER, people)


def thresholds(ledger: Ledger) -> Thresholds:
    """The points behind at which a light turns yellow and red."""
    with ledger.reading() as session:
        return thresholds_in(session)


def thresholds_in(session: Session) -> Thresholds:
    """The thresholds, within a transaction that runs."""
    return Thresholds(**{key: Decimal(text) for key, text in _value(session, _PACE).items()})


def change_thresholds(ledger: Ledger, changed: Thresholds) -> None:
    """Set the thresholds of the lights."""
    with ledger.transaction("change_thresholds", "修改亮灯标准") as work:
        _put(work.session, _PACE, {key: str(value) for key, value in asdict(changed).items()})


def as_of(ledger: Ledger) -> date | None:
    """The day the ledger is looked at, None for today."""
    with ledger.reading() as session:
        text = _value(session, _AS_OF).get("day", "")
    return date.fromisoformat(text) if text else None


def change_as_of(ledger: Ledger, day: date | None) -> None:
    """Look at the ledger as of a day; None for today."""
    with ledger.transaction("change_as_of", "修改截至日期", undoable=True) as work:
        _put(work.session, _AS_OF, {"day": day.isoformat() if day else ""})


def problem_steps(ledger: Ledger) -> tuple[StepPlan, ...]:
    """The steps a new problem is given."""
    with ledger.reading() as session:
        return problem_steps_in(session)


def problem_steps_in(session: Session) -> tuple[StepPlan, ...]:
    """The steps of a new problem, within a transaction that runs."""
    kept = _value(session, _PROBLEM_STEPS)
    return tuple(StepPlan(name, bool(proof)) for name, proof in kept.items()) or PROBLEM_STEPS


def keep_problem_steps(session: Session, steps: Sequence[StepPlan]) -> None:
    """Set the steps of new problems; those there are stay as they are."""
    _put(
        session, _PROBLEM_STEPS, {one.name: "须佐证" if one.needs_proof else "" for one in steps}
    )  # in words, for the journal shows them as they are kept


def _value(session: Session, key: str) -> dict[str, Any]:
    return dict(session.scalar(select(Setting.value).where(Setting.key == key)) or {})


def _put(session: Session, key: str, value: dict[str, Any]) -> None:
    row = session.scalar(select(Setting).where(Setting.key == key))
    if row is None:
        session.add(Setting(key=key, value=value))
    elif row.value != value:
        row.value = value
