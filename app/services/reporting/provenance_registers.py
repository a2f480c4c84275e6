"""What a cell of a register is made of: an object's tick, a problem's steps, a unit's answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.origins import How, Lead, Part
from app.models.registerlines import AssignedLine, ItemLine, ProblemLine
from app.models.rules.pace import plain
from app.models.tracking import Evidence
from app.services.reporting.provenance_writers import written
from app.services.wording import shorten

_NAME = 40
_TICKED = frozenset({"is_done", "done_on", "state"})
_STEPPED = frozenset(
    {"is_closed", "is_rectified", "closed_on", "state", "state_why", "step", "steps", "steps_done"}
)
_ANSWERED = frozenset({"feedback", "feedback_on", "feedback_amount", "verdict", "state"})
_COLUMNS: Mapping[str, str] = {
    "unit": "unit_id", "deadline": "deadline_text", "is_done": "done_on", "state": "done_on",
    "amount_with_unit": "amount", "measure": "amount",
}  # fmt: skip
"""The record's own column, where what is printed is called otherwise."""
_MADE_WORDS: Mapping[type, frozenset[str]] = {
    ItemLine: _TICKED,
    ProblemLine: _STEPPED,
    AssignedLine: _ANSWERED,
}
_OF_ORDER = frozenset({"number", "unit", "contact", "issued_on"})
NUMBERS: Mapping[type, frozenset[str]] = {
    ItemLine: frozenset({"evidence"}),
    ProblemLine: frozenset({"evidence", "days_left"}),
    AssignedLine: frozenset(
        {"evidence", "days_left", "feedback_amount", "amount", "amount_with_unit"}
    ),
}
"""What such a line prints that is a number made of something."""


def is_made(line: object, field: str) -> bool:
    """Whether the words a line prints are made of more than themselves: steps, a tick, answers."""
    family = field.partition(".")[0]
    made = _MADE_WORDS.get(type(line), frozenset())
    return family in made


def register_part(session: Session, line: object, field: str, shown: str = "") -> Part | None:
    """What a cell of a register's line is made of; None for a line of another kind.

    Args:
        session: the open session.
        line: an object, a problem, or a thing handed to a unit.
        field: what the cell prints of it.
        shown: how it is printed.
    """
    family = field.partition(".")[0]
    match line:
        case ItemLine():
            return _of_item(session, line, family, shown)
        case ProblemLine():
            return _of_problem(session, line, family, shown)
        case AssignedLine():
            return _of_assigned(session, line, family, shown)
    return None


def _of_item(session: Session, line: ItemLine, field: str, shown: str) -> Part:
    item = line.item
    lead = Lead("item", item.task_id, item_id=item.id)
    if field == "evidence":
        return _proof(session, Evidence.item_id == item.id, lead)
    part = _signed(session, "item", item.id, field, Part("", shown, lead=lead))
    if field in _TICKED and item.done_on is not None and item.done_on <= line.as_of:
        return replace(part, note=f"{_day(item.done_on)}完成")
    return part


def _of_problem(session: Session, line: ProblemLine, field: str, shown: str) -> Part:
    problem = line.problem
    lead = Lead("problem", problem.task_id, problem_id=problem.id)
    if field == "evidence":
        return _proof_of_steps(session, line, lead)
    if field == "days_left":
        return _days(problem.due, line.as_of, lead)
    if field in _STEPPED:
        steps = tuple(_step(session, one.id, one.name, one.done_on, line, lead)
                      for one in problem.steps)  # fmt: skip
        return Part("", shown, parts=steps, note=problem.why, lead=lead)
    return _signed(session, "problem", problem.id, field, Part("", shown, lead=lead))


def _step(
    session: Session, number: int, name: str, day: date | None, line: ProblemLine, lead: Lead
) -> Part:
    """One step with its day and who noted it."""
    done = day if day is not None and day <= line.as_of else None
    part = Part(name, _day(done) if done else "未完成", lead=lead, counts=False)
    return _signed(session, "problem_step", number, "done_on", part) if done else part


def _of_assigned(session: Session, line: AssignedLine, field: str, shown: str) -> Part:
    order, thing = line.assignment, line.assigned
    lead = Lead("assignment", thing.task_id, assignment_id=order.id)
    if field == "evidence":
        return _proof(session, Evidence.line_id == thing.id, lead)
    if field in {"days_left", "light"}:
        return replace(_days(line.due, line.as_of, lead), value=shown)
    if field in _ANSWERED:
        return _answers(line, field, shown, lead)
    if field in {"amount", "amount_with_unit"}:
        part = Part("", shown, thing.amount, lead=lead)
        return _signed(session, "assignment_line", thing.id, field, part)
    record, number = (
        ("assignment", order.id) if field in _OF_ORDER else ("assignment_line", thing.id)
    )
    return _signed(session, record, number, field, Part("", shown, lead=lead))


def _answers(line: AssignedLine, field: str, shown: str, lead: Lead) -> Part:
    """The answers by the day; the newest counts."""
    given = [one for one in line.assigned.feedback if one.given_on <= line.as_of]
    is_amount = field == "feedback_amount"
    told = [one for one in given if one.amount is not None] if is_amount else given
    parts = tuple(
        Part(
            f"{one.given_on:%Y-%m-%d} 反馈", "" if one.amount is None else plain(one.amount),
            one.amount, note=shorten(one.text, _NAME), lead=lead, counts=is_amount,
        )
        for one in told
    )  # fmt: skip
    if not is_amount:
        return Part("", shown, parts=parts, note=line.assignment.unit, lead=lead)
    last = given[-1].amount if given else None
    how = How.STATED if last is None else How.LATEST
    value = "未报" if last is None else f"{plain(last)} {line.assigned.measure}".rstrip()
    return Part("反馈完成数", value, last, how, parts, line.assignment.unit, lead=lead)


def _days(due: date | None, as_of: date, lead: Lead) -> Part:
    """How many days are left: from the register's day to the one that must be kept."""
    left = None if due is None else Decimal((due - as_of).days)
    note = f"时限 {_day(due)}，截至 {_day(as_of)}" if due else "没有时限"
    return Part("剩余天数", "" if left is None else f"{left} 天", left, note=note, lead=lead)


def _proof(session: Session, where: ColumnElement[bool], lead: Lead) -> Part:
    """Every proof file counts one."""
    rows = session.scalars(select(Evidence).where(where).order_by(Evidence.id)).all()
    parts = tuple(
        _signed(
            session, "evidence", row.id, "sha256", Part(row.file_name, "1", Decimal(1), lead=lead)
        )
        for row in rows
    )
    return Part("佐证", f"{len(rows)} 件", Decimal(len(rows)), How.SUM, parts, lead=lead)


def _proof_of_steps(session: Session, line: ProblemLine, lead: Lead) -> Part:
    parts = []
    for step in line.problem.steps:
        of_step = _proof(session, Evidence.step_id == step.id, lead)
        parts.append(replace(of_step, label=step.name))
    whole = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    return Part("佐证", f"{whole} 件", whole, How.SUM, tuple(parts), lead=lead)


def _signed(session: Session, record: str, number: int, field: str, part: Part) -> Part:
    """The part with who wrote the record's column last."""
    found = written(session, record, number, _COLUMNS.get(field, field))
    return part if found is None else replace(part, by=found.who, at=found.at)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
