"""What a task reports for a period: entries, and a sentence drafted from the ledger's facts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.rules.readings import goal_of
from app.models.rules.telling import Beside, Told, sentence, topic
from app.models.tasks import Checkpoint, Target
from app.models.tracking import Item, Progress
from app.models.views import ProgressView, TaskView
from app.services.standing import Facts, measured, task_views
from app.services.wording import shorten
from app.services.work.goals import view_of
from app.services.work.tasks import tasks_of


class Unset(Enum):
    """The mark of a field that is left as it is, which differs from blank."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
_FINISHED = (State.DONE, State.DONE_LATE)
_LONGEST = 30
NIL_TEXT = "本期无新增进展。"


@dataclass(frozen=True, slots=True)
class Entry:
    """What to write into a progress entry; blank is None, left alone is UNSET."""

    amount: Decimal | Unset | None = UNSET
    text: str | Unset | None = UNSET
    problems: str | Unset | None = UNSET
    next_steps: str | Unset | None = UNSET
    nil_report: bool | Unset = UNSET


def record_progress(
    ledger: Ledger, task_id: int, period: str, entry: Entry, *, as_of: date | None = None
) -> None:
    """Write what a task reports for a period; an entry that has been emptied is none any more.

    Args:
        ledger: the open ledger.
        task_id: the task.
        period: the period reported on.
        entry: what is written.
        as_of: the day in view (截至), which dates the entry; see ``entry_day``.

    Raises:
        UserError: ``bad_amount`` for a negative amount, or the task is gone.
    """
    if isinstance(entry.amount, Decimal) and not (entry.amount.is_finite() and entry.amount >= 0):
        raise UserError("bad_amount", "完成数应是 0 或正数；请重新填写。")
    span = Period.parse(period)
    day = entry_day(span, as_of)
    with ledger.transaction("record_progress", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        row = entry_of(work.session, task_id, span.key)
        if row is None:
            row = Progress(task_id=task_id, period=span.key, dated=day)
            work.session.add(row)
        for key in Entry.__slots__:
            value = getattr(entry, key)
            if value is not UNSET:
                put(row, key, value, day)
        word = "填写"
        if is_empty(row):
            take_out(work.session, row)
            word = "清空"
        work.entitle(f"{word}{span.label}进展“{shorten(task.text)}”")


def is_empty(entry: Progress | ProgressView) -> bool:
    """Nothing is reported: no number, no word, and no 零报告 either."""
    nothing = entry.amount is None and not entry.nil_report
    return nothing and not (entry.text or entry.problems or entry.next_steps)


def take_out(session: Session, row: Progress) -> None:
    """Take an entry out of which nothing is left."""
    if row in session.new:
        session.expunge(row)
        return
    session.expire(row)  # undo brings back what stood there, not the blanks
    session.delete(row)


def remove_progress(ledger: Ledger, task_id: int, period: str) -> None:
    """Take an entry out again; undo brings it back."""
    with ledger.transaction("remove_progress", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        row = entry_of(work.session, task_id, period)
        if row is not None:
            work.session.delete(row)
        work.entitle(f"删除{Period.parse(period).label}进展“{shorten(task.text)}”")


def draft_text(
    ledger: Ledger, task_id: int, period: str, *, amount: Decimal | Unset | None = UNSET
) -> str:
    """A sentence on where the task stands at the period's end, from the ledger's own facts.

    Args:
        ledger: the open ledger.
        task_id: the task.
        period: the period told of.
        amount: an amount that is typed but not written yet.

    Raises:
        UserError: the task is gone.
    """
    span = Period.parse(period)
    supposed = None if isinstance(amount, Unset) or amount is None else {task_id: amount}
    with ledger.reading() as session:
        views = task_views(
            session,
            as_of=span.end,
            period=span,
            task_ids=[task_id],
            ours=("yes", "ask", "no"),
            supposed=supposed,
        )
        if not views:
            raise UserError("not_found", "任务已被删除；请刷新后再试。")
        return sentence(_told(session, views[0], span))


def entry_day(span: Period, as_of: date | None = None) -> date:
    """The day an entry is dated: the day in view (截至), or the nearest day of its period.

    What is written under a 截至 counts under it at once, and not under an earlier one; another
    amount dates the entry anew. Where no day is in view (the command line), it is today.
    """
    return min(max(as_of or _today(), span.start), span.end)


def put(row: Progress, field: str, value: object, day: date) -> None:
    """Set a field of an entry; another amount is what was reached by ``day``."""
    if getattr(row, field) != value:
        setattr(row, field, value)
        if field == "amount":
            row.dated = day


def entry_of(session: Session, task_id: int, period: str) -> Progress | None:
    """The entry of a task for a period, if there is one."""
    query = select(Progress).where(Progress.task_id == task_id, Progress.period == period)
    return session.scalar(query)


def _told(session: Session, task: TaskView, span: Period) -> Told:
    target, judgement = task.target, task.judgement
    point = _checkpoint(session, task.id, span)
    return Told(
        period=span,
        text=shorten(topic(task.text), _LONGEST),
        state=judgement.state,
        expected=judgement.expected,
        actual=judgement.actual,
        amount=task.amount,
        target=target.number if target else None,
        unit=target.unit if target else "",
        comparator=target.comparator if target else "=",
        gathered=task.gathered,
        forecast=task.forecast,
        checkpoint=shorten(point.text.rstrip("。；;. "), _LONGEST) if point else "",
        reached=bool(point and point.reached_on and point.reached_on <= span.end),
        due=task.due,
        left_by=_last_due(session, task.id) or task.due,
        done_on=task.done_on if judgement.state in _FINISHED else None,
        ticked=_ticked(session, task.id, span),
        beside=_beside(session, task.id, span.end),
    )


def _beside(session: Session, task_id: int, day: date) -> tuple[Beside, ...]:
    """The targets after the first that anything is known of."""
    query = select(Target).where(Target.task_id == task_id)
    found: list[Beside] = []
    for target in session.scalars(query.order_by(Target.position, Target.id)).all()[1:]:
        view = view_of(target)
        facts = Facts(readings=[(one.period, one.amount) for one in target.readings], target=view)
        amount = measured(facts, None, as_of=day).amount
        if amount is not None:
            goal = goal_of(view.number, view.unit, view.comparator, view.change, view.base)
            found.append(Beside(view.name, goal.number, goal.unit, amount))
    return tuple(found)


def _checkpoint(session: Session, task_id: int, span: Period) -> Checkpoint | None:
    """The checkpoint of the period, or of one that ends on the same day."""
    for period in span.ending_together:
        query = select(Checkpoint).where(
            Checkpoint.task_id == task_id, Checkpoint.period == period.key
        )
        found = session.scalar(query)
        if found is not None:
            return found
    return None


def _ticked(session: Session, task_id: int, span: Period) -> tuple[str, ...]:
    """The names of what was ticked in a period."""
    query = select(Item.name).where(
        Item.task_id == task_id, Item.done_on >= span.start, Item.done_on <= span.end
    )
    return tuple(session.scalars(query.order_by(Item.done_on, Item.position)))


def _last_due(session: Session, task_id: int) -> date | None:
    query = select(Item.due).where(Item.task_id == task_id, Item.done_on.is_(None))
    return max((due for due in session.scalars(query) if due), default=None)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
