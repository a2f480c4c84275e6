"""What is handed to units and how it stands on a day: whole orders, and the lines that press."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import AssignedView, AssignmentView, FeedbackView, LineDue
from app.models.rules.handing import LineState, Round, is_late, stand
from app.models.supervision import Assignment, AssignmentLine
from app.models.tracking import Evidence


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
    """The same within a transaction that runs."""
    parts = selectinload(Assignment.lines)
    query = select(Assignment).options(
        selectinload(Assignment.unit),
        parts.selectinload(AssignmentLine.feedback),
        parts.selectinload(AssignmentLine.task),
        parts.selectinload(AssignmentLine.item),
    )
    if ids is None:
        query = query.where(Assignment.issued_on <= as_of)
    else:
        query = query.where(Assignment.id.in_(ids))
    if unit_id is not None:
        query = query.where(Assignment.unit_id == unit_id)
    rows = session.scalars(query.order_by(Assignment.issued_on.desc(), Assignment.id.desc())).all()
    if ids is not None:
        place = {number: at for at, number in enumerate(ids)}
        rows = sorted(rows, key=lambda row: place[row.id])
    proofs = _proofs(session)
    return tuple(_view(row, as_of, proofs) for row in rows)


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


def _view(row: Assignment, as_of: date, proofs: dict[int, int]) -> AssignmentView:
    withdrawn = row.withdrawn_on if row.withdrawn_on and row.withdrawn_on <= as_of else None
    return AssignmentView(
        id=row.id,
        number=row.number,
        unit_id=row.unit_id,
        unit=row.unit.name,
        issued_on=row.issued_on,
        due=row.due,
        demands=row.demands,
        contact=row.contact,
        withdrawn_on=withdrawn,
        lines=tuple(_line(line, row, as_of, proofs.get(line.id, 0)) for line in row.lines),
    )


def _line(line: AssignmentLine, order: Assignment, as_of: date, proofs: int) -> AssignedView:
    rounds = [Round(one.given_on, one.verdict, one.verdict_on) for one in line.feedback]
    state = stand(rounds, withdrawn_on=order.withdrawn_on, as_of=as_of)
    due, item, task = line.due or order.due, line.item, line.task
    return AssignedView(
        id=line.id,
        assignment_id=order.id,
        text=line.text,
        state=state.value,
        state_label=state.label,
        task_id=line.task_id,
        item_id=line.item_id,
        problem_id=line.problem_id,
        serial=task.serial if task else "",
        amount=line.amount,
        measure=line.measure,
        due=due,
        late=is_late(state, due, as_of),
        evidence=proofs,
        feedback=_feedback(line, as_of),
        demand=task.acceptance if task else "",
        task=task.text if task else "",
        item_open=item is not None and (item.done_on is None or item.done_on > as_of),
    )


def _feedback(line: AssignmentLine, as_of: date) -> tuple[FeedbackView, ...]:
    """The answers given by a day; a verdict of a later day is not there yet."""
    seen = []
    for one in line.feedback:
        if one.given_on > as_of:
            continue
        judged = bool(one.verdict) and (one.verdict_on or one.given_on) <= as_of
        verdict = (one.verdict, one.verdict_on, one.verdict_why) if judged else ("", None, "")
        seen.append(FeedbackView(one.id, one.given_on, one.text, one.amount, *verdict))
    return tuple(seen)
