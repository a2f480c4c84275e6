"""The questions an entry raises before it is saved, from all the ledger knows of its task."""

from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.doubts import Doubt, EntryFacts, entry_doubts
from app.models.rules.measure import is_counted
from app.models.rules.pace import CEILINGS
from app.models.rules.periods import Period
from app.models.tracking import Item, Progress
from app.models.views import TaskView
from app.services.progress import Entry, Unset, entry_of
from app.services.sharing import share_doubts
from app.services.standing import task_views

T = TypeVar("T")


def doubts_of(ledger: Ledger, task_id: int, period: str, entry: Entry) -> tuple[Doubt, ...]:
    """What doesn't add up in an entry that is about to be written; nothing is changed.

    What ``entry`` leaves as it is (UNSET) is taken from the entry held.
    """
    span = Period.parse(period)
    with ledger.reading() as session:
        held = entry_of(session, task_id, span.key)
        amount = _or_held(entry.amount, held.amount if held else None)
        views = task_views(
            session,
            as_of=span.end,
            period=span,
            task_ids=[task_id],
            ours=("yes", "ask", "no"),
            supposed={task_id: amount} if amount is not None else None,
        )
        if not views:
            return ()
        text = _or_held(entry.text, held.text if held else None)
        nil = _or_held(entry.nil_report, bool(held and held.nil_report))
        facts = _facts(session, views[0], span, (amount, text or "", bool(nil)))
    villages = (Doubt("village", words) for words in share_doubts(ledger, task_id, span.key))
    return (*entry_doubts(facts), *villages)


def _facts(
    session: Session, task: TaskView, span: Period, typed: tuple[Decimal | None, str, bool]
) -> EntryFacts:
    amount, text, nil = typed
    before = entry_of(session, task.id, span.previous.key)
    target = task.target
    unit = target.unit if target else ""
    done = task.done_on
    counted = bool(task.items) and target is not None and is_counted(unit)
    return EntryFacts(
        period=span,
        amount=amount,
        counted=task.amount,
        text=text,
        nil_report=nil,
        before=_amount_before(session, task.id, span),
        before_text=(before.text or "") if before else "",
        target=target.number if target else None,
        unit=unit,
        comparator=target.comparator if target else "=",
        is_level=bool(task.gathered) or (target is not None and target.comparator in CEILINGS),
        ticked=task.items_done if counted and task.items_done else None,
        ticked_now=_ticked_in(session, task.id, span),
        done_on=done if done and done <= span.end else None,
    )


def _amount_before(session: Session, task_id: int, span: Period) -> Decimal | None:
    """What was reported last before the period."""
    query = select(Progress.amount).where(
        Progress.task_id == task_id, Progress.amount.is_not(None), Progress.dated < span.start
    )
    return session.scalar(query.order_by(Progress.dated.desc(), Progress.id.desc()).limit(1))


def _ticked_in(session: Session, task_id: int, span: Period) -> int:
    query = select(Item.id).where(
        Item.task_id == task_id, Item.done_on >= span.start, Item.done_on <= span.end
    )
    return len(session.scalars(query).all())


def _or_held(value: T | Unset, held: T) -> T:
    return held if isinstance(value, Unset) else value
