"""The clerk's verbs on what units answer: record feedback, accept it, or send it back (退回)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.handing import ACCEPTED, RETURNED, LineState, Round, stand
from app.models.rules.periods import Period
from app.models.supervision import Assignment, AssignmentLine, Feedback
from app.models.tasks import Task
from app.models.tracking import Item, Progress
from app.services.supervision.assignments import counted_lines, lines_of
from app.services.wording import shorten
from app.services.work.progress import entry_day, entry_of, put


@dataclass(frozen=True, slots=True)
class Reported:
    """What units' accepted feedback comes to for one task, beside what its entry says now.

    ``amount`` is the sum over the task's lines, ``units`` how many have reported of how many.
    """

    task_id: int
    text: str
    amount: Decimal
    held: Decimal | None
    units: int
    of_units: int


def record_feedback(
    ledger: Ledger,
    line_ids: Sequence[int],
    *,
    text: str = "",
    amount: Decimal | None = None,
    on: date,
) -> tuple[int, ...]:
    """Write down what a unit answered on one or several lines; each answer is a round of its own.

    Raises:
        UserError: ``empty_feedback``, ``line_settled``, ``line_withdrawn``, ``bad_amount``, or a
            line is gone.
    """
    if not text.strip() and amount is None:
        raise UserError("empty_feedback", "反馈内容和完成数都是空的；请至少填一项。")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise UserError("bad_amount", "反馈的完成数应是 0 或正数；请重新填写。")
    with ledger.transaction("record_feedback", "") as work:
        lines = lines_of(work.session, line_ids)
        _refuse_ended(work.session, lines)
        for line in lines:
            line.feedback.append(Feedback(given_on=on, text=text.strip(), amount=amount))
        work.session.flush()
        work.entitle(f"登记反馈{counted_lines(lines)}")
        return tuple(line.feedback[-1].id for line in lines)


def accept(
    ledger: Ledger, line_ids: Sequence[int], *, on: date, tick: bool = False, why: str = ""
) -> None:
    """Accept the last answer: the line is settled. Without any answer it is settled as seen.

    Args:
        ledger: the open ledger.
        line_ids: the lines.
        on: the day of the verdict.
        tick: tick the lines' items as done on that day too.
        why: a word on it (审核意见).

    Raises:
        UserError: ``line_settled``, ``line_withdrawn``, or a line is gone.
    """
    with ledger.transaction("accept_feedback", "") as work:
        lines = lines_of(work.session, line_ids)
        _refuse_ended(work.session, lines)
        for line in lines:
            _judge(line, ACCEPTED, on, why)
            if tick and line.item is not None and line.item.done_on is None:
                line.item.done_on = on
        work.entitle(f"办结交办事项{counted_lines(lines)}{'并勾选清单' if tick else ''}")


def return_back(
    ledger: Ledger, line_ids: Sequence[int], why: str, *, on: date, due: date | None = None
) -> None:
    """Send the last answer back with a reason; the line waits again, to a new day if one is set.

    Raises:
        UserError: ``empty_reason``, ``no_feedback``, ``line_settled``, ``line_withdrawn``, or a
            line is gone.
    """
    if not why.strip():
        raise UserError("empty_reason", "请写明退回的原因，单位才知道要补什么。")
    with ledger.transaction("return_feedback", "") as work:
        lines = lines_of(work.session, line_ids)
        _refuse_ended(work.session, lines)
        for line in lines:
            if not line.feedback:
                message = f"“{shorten(line.text)}”还没有反馈，不能退回；请先登记反馈。"
                raise UserError("no_feedback", message)
            _judge(line, RETURNED, on, why)
            if due is not None:
                line.due = due
        work.entitle(f"退回反馈{counted_lines(lines)}")


def take_back_verdict(ledger: Ledger, line_ids: Sequence[int]) -> None:
    """Take the last verdict back: the answer waits for review again.

    Raises:
        UserError: ``no_verdict``, or a line is gone.
    """
    with ledger.transaction("take_back_verdict", "") as work:
        lines = lines_of(work.session, line_ids)
        for line in lines:
            last = line.feedback[-1] if line.feedback else None
            if last is None or not last.verdict:
                message = f"“{shorten(line.text)}”还没有审核过，没有可以取消的审核。"
                raise UserError("no_verdict", message)
            if last.text or last.amount is not None:
                last.verdict, last.verdict_on, last.verdict_why = "", None, ""
            else:  # settled as seen: there was no answer to go back to
                line.feedback.remove(last)
        work.entitle(f"取消审核{counted_lines(lines)}")


def change_feedback(
    ledger: Ledger,
    feedback_id: int,
    *,
    text: str,
    amount: Decimal | None,
    on: date,
) -> None:
    """Mend an answer that was written down wrongly.

    Raises:
        UserError: it is gone.
    """
    with ledger.transaction("change_feedback", "修改反馈") as work:
        row = work.session.get(Feedback, feedback_id)
        if row is None:
            raise UserError("not_found", "这条反馈已被删除；请刷新后再试。")
        row.text, row.amount, row.given_on = text.strip(), amount, on


def remove_feedback(ledger: Ledger, feedback_id: int) -> None:
    """Take an answer out again; undo brings it back."""
    with ledger.transaction("remove_feedback", "") as work:
        row = work.session.get(Feedback, feedback_id)
        if row is None:
            raise UserError("not_found", "这条反馈已被删除；请刷新后再试。")
        line = work.session.get_one(AssignmentLine, row.line_id)
        line.feedback.remove(row)
        work.entitle(f"删除反馈{counted_lines([line])}")


def reported_amounts(
    ledger: Ledger, line_ids: Sequence[int], *, period: str, as_of: date
) -> tuple[Reported, ...]:
    """What accepted feedback comes to for the tasks of some lines, where the entry says less.

    For the window to offer: the task's progress may take the sum over.
    """
    with ledger.reading() as session:
        lines = lines_of(session, line_ids)
        task_ids = {line.task_id for line in lines if line.task_id and line.item_id is None}
        found = (_reported(session, number, period, as_of) for number in sorted(task_ids))
        return tuple(one for one in found if one is not None)


def take_over_amount(
    ledger: Ledger, task_id: int, *, period: str, as_of: date, amount: Decimal
) -> None:
    """Write what units reported into the task's progress of a period, as the clerk agreed."""
    span = Period.parse(period)
    day = entry_day(span, as_of)
    with ledger.transaction("take_over_amount", "") as work:
        row = entry_of(work.session, task_id, period)
        if row is None:
            row = Progress(task_id=task_id, period=span.key, dated=day)
            work.session.add(row)
        put(row, "amount", amount, day)
        task = work.session.get_one(Task, task_id)
        work.entitle(f"按反馈填写完成数“{shorten(task.text)}”")


def rounds_of(line: AssignmentLine) -> tuple[Round, ...]:
    """The rounds of a line as the rule sees them."""
    return tuple(Round(one.given_on, one.verdict, one.verdict_on) for one in line.feedback)


def _judge(line: AssignmentLine, verdict: str, on: date, why: str) -> None:
    last = line.feedback[-1] if line.feedback else None
    if last is None or last.verdict == RETURNED:
        last = Feedback(given_on=on)
        line.feedback.append(last)
    last.verdict, last.verdict_on, last.verdict_why = verdict, on, why.strip()


def _refuse_ended(session: Session, lines: Sequence[AssignmentLine]) -> None:
    """Settled and withdrawn lines take no more answers."""
    for line in lines:
        order = session.get_one(Assignment, line.assignment_id)
        state = stand(rounds_of(line), withdrawn_on=order.withdrawn_on, as_of=date.max)
        if state is LineState.SETTLED:
            message = f"“{shorten(line.text)}”已办结；要重新办理，请先取消审核。"
            raise UserError("line_settled", message)
        if state is LineState.WITHDRAWN:
            message = f"“{shorten(line.text)}”所在的交办单已撤回；要继续办理，请先恢复交办单。"
            raise UserError("line_withdrawn", message)


def _reported(session: Session, task_id: int, period: str, as_of: date) -> Reported | None:
    if session.scalar(select(Item.id).where(Item.task_id == task_id).limit(1)) is not None:
        return None  # its amount comes from the ticks
    query = select(AssignmentLine, Assignment.unit_id, Assignment.withdrawn_on)
    query = query.join(Assignment, Assignment.id == AssignmentLine.assignment_id)
    query = query.where(AssignmentLine.task_id == task_id, AssignmentLine.item_id.is_(None))
    sums: dict[int, Decimal | None] = defaultdict(lambda: None)
    for line, unit_id, withdrawn_on in session.execute(query.order_by(AssignmentLine.id)):
        if withdrawn_on is not None and withdrawn_on <= as_of:
            continue
        given = [
            one.amount
            for one in line.feedback
            if one.verdict == ACCEPTED and one.amount is not None and one.given_on <= as_of
        ]
        sums[unit_id] = (sums[unit_id] or Decimal(0)) + given[-1] if given else sums[unit_id]
    amounts = [amount for amount in sums.values() if amount is not None]
    entry = entry_of(session, task_id, period)
    held = entry.amount if entry else None
    if not amounts or held == sum(amounts):
        return None
    task = session.get_one(Task, task_id)
    return Reported(task_id, task.text, sum(amounts, Decimal(0)), held, len(amounts), len(sums))
