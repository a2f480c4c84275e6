"""What is handed to units and how it stands on a day: whole orders, and the lines that press."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import AssignedView, AssignmentView, FeedbackView, LineDue
from app.models.rules.handing import LineState, Round, is_late, stand
from app.models.supervision import Assignment, AssignmentLine, Feedback
from app.models.tasks import Task
from app.models.tracking import Evidence, Item
from app.models.units import Unit

AnyRow = Row[*tuple[Any, ...]]


def list_assignments(
    ledger: Ledger,
    *,
    as_of: date,
    unit_id: int | None = None,
    ids: Sequence[int] | None = None,
) -> tuple[AssignmentView, ...]:
    """The orders as they stood on a day, the newest first.

    Args:
        ledger: the open ledger.
        as_of: the day: orders of a later day, later answers and later verdicts are not there.
        unit_id: those of one unit.
        ids: those with these record numbers, in this order, whatever their day.
    """
    with ledger.reading() as session:
        return assignment_views(session, as_of=as_of, unit_id=unit_id, ids=ids)


def assignment_views(
    session: Session,
    *,
    as_of: date,
    unit_id: int | None = None,
    ids: Sequence[int] | None = None,
) -> tuple[AssignmentView, ...]:
    """The same within a transaction that runs: three queries, however many orders there are."""
    where = Assignment.issued_on <= as_of if ids is None else Assignment.id.in_(ids)
    if unit_id is not None:
        where = and_(where, Assignment.unit_id == unit_id)
    query = select(*Assignment.__table__.columns, Unit.name.label("unit"))
    query = query.join(Unit, Unit.id == Assignment.unit_id).where(where)
    newest_first = (Assignment.issued_on.desc(), Assignment.id.desc())
    rows: Sequence[AnyRow] = session.execute(query.order_by(*newest_first)).all()
    if ids is not None:
        place = {number: at for at, number in enumerate(ids)}
        rows = sorted(rows, key=lambda row: place[row.id])
    answers = _answers(session, where)
    lines: dict[int, list[AnyRow]] = defaultdict(list)
    for line in session.execute(_lines(where)):
        lines[line.assignment_id].append(line)
    proofs = _proofs(session)
    return tuple(
        _view(
            row,
            tuple(
                _line(line, row, as_of, answers.get(line.id, ()), proofs.get(line.id, 0))
                for line in lines.get(row.id, ())
            ),
            as_of,
        )
        for row in rows
    )


def assignment_of(ledger: Ledger, assignment_id: int, *, as_of: date) -> AssignmentView:
    """One order as it stood on a day.

    Raises:
        UserError: it is gone.
    """
    found = list_assignments(ledger, as_of=as_of, ids=[assignment_id])
    if not found:
        raise UserError("not_found", "这份交办单已被删除；请刷新后再试。")
    return found[0]


def assignments_late(ledger: Ledger, *, as_of: date) -> tuple[LineDue, ...]:
    """The lines whose day is over and that are not settled, the longest overdue first."""
    late = [one for one in _pressing(ledger, as_of) if one.due is not None and one.due < as_of]
    return tuple(sorted(late, key=lambda one: (-one.days, one.line_id)))


def assignments_answered(ledger: Ledger, *, as_of: date) -> tuple[LineDue, ...]:
    """The lines that were answered and wait for our word."""
    answered = LineState.ANSWERED.value
    return tuple(one for one in _pressing(ledger, as_of) if one.state == answered)


def _pressing(ledger: Ledger, as_of: date) -> list[LineDue]:
    return [
        LineDue(
            line_id=line.id,
            assignment_id=order.id,
            unit_id=order.unit_id,
            unit=order.unit,
            number=order.number,
            text=line.text,
            due=line.due,
            state=line.state,
            state_label=line.state_label,
            days=(as_of - line.due).days if line.due else 0,
        )
        for order in list_assignments(ledger, as_of=as_of)
        for line in order.lines
        if line.is_open
    ]


def _proofs(session: Session) -> dict[int, int]:
    """How many proof files each line has."""
    query = select(Evidence.line_id, func.count()).where(Evidence.line_id.is_not(None))
    rows = session.execute(query.group_by(Evidence.line_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _answers(session: Session, where: ColumnElement[bool]) -> dict[int, list[AnyRow]]:
    """All that was answered on the lines of some orders, by line, in the order given."""
    query = select(*Feedback.__table__.columns)
    query = query.join(AssignmentLine, AssignmentLine.id == Feedback.line_id)
    query = query.join(Assignment, Assignment.id == AssignmentLine.assignment_id).where(where)
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(query.order_by(Feedback.id)):
        found[row.line_id].append(row)
    return found


def _lines(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The lines of some orders with what is shown of their tasks and items."""
    query: Select[*tuple[Any, ...]] = select(
        *AssignmentLine.__table__.columns,
        Task.serial.label("serial"),
        Task.text.label("task"),
        Item.done_on.label("item_done_on"),
    )
    query = query.join(Assignment, Assignment.id == AssignmentLine.assignment_id)
    query = query.outerjoin(Task, Task.id == AssignmentLine.task_id)
    query = query.outerjoin(Item, Item.id == AssignmentLine.item_id).where(where)
    return query.order_by(AssignmentLine.assignment_id, AssignmentLine.position)


def _view(row: AnyRow, lines: tuple[AssignedView, ...], as_of: date) -> AssignmentView:
    withdrawn = row.withdrawn_on if row.withdrawn_on and row.withdrawn_on <= as_of else None
    return AssignmentView(
        id=row.id,
        number=row.number,
        unit_id=row.unit_id,
        unit=row.unit,
        issued_on=row.issued_on,
        due=row.due,
        demands=row.demands,
        contact=row.contact,
        withdrawn_on=withdrawn,
        lines=lines,
    )


def _line(
    line: AnyRow, order: AnyRow, as_of: date, answers: Sequence[AnyRow], proofs: int
) -> AssignedView:
    rounds = [Round(one.given_on, one.verdict, one.verdict_on) for one in answers]
    state = stand(rounds, withdrawn_on=order.withdrawn_on, as_of=as_of)
    due, done_on = line.due or order.due, line.item_done_on
    return AssignedView(
        id=line.id,
        assignment_id=order.id,
        text=line.text,
        state=state.value,
        state_label=state.label,
        task_id=line.task_id,
        item_id=line.item_id,
        problem_id=line.problem_id,
        serial=line.serial or "",
        amount=line.amount,
        measure=line.measure,
        demands=line.demands,
        due=due,
        late=is_late(state, due, as_of),
        evidence=proofs,
        feedback=_feedback(answers, as_of),
        task=line.task or "",
        item_open=line.item_id is not None and (done_on is None or done_on > as_of),
    )


def _feedback(answers: Sequence[AnyRow], as_of: date) -> tuple[FeedbackView, ...]:
    """The answers given by a day; a verdict of a later day is not there yet."""
    seen = []
    for one in answers:
        if one.given_on > as_of:
            continue
        judged = bool(one.verdict) and (one.verdict_on or one.given_on) <= as_of
        verdict = (one.verdict, one.verdict_on, one.verdict_why) if judged else ("", None, "")
        seen.append(FeedbackView(one.id, one.given_on, one.text, one.amount, *verdict))
    return tuple(seen)
