"""The questions an entry raises before it is saved, from all the ledger knows of its task."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.doubts import IN_SHORT, Doubt, EntryFacts, entry_doubts
from app.models.rules.measure import is_counted
from app.models.rules.pace import CEILINGS
from app.models.rules.periods import Period
from app.models.tracking import Item, Progress
from app.models.views import TaskView
from app.services.history.staying import portions
from app.services.standing import task_views
from app.services.wording import shorten
from app.services.work.progress import Entry, Unset
from app.services.work.sharing import shared_among

T = TypeVar("T")
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Doubted:
    """A task's entry with the questions it raises."""

    task_id: int
    serial: str
    text: str
    doubts: tuple[Doubt, ...]


def doubts_of(ledger: Ledger, task_id: int, period: str, entry: Entry) -> tuple[Doubt, ...]:
    """What doesn't add up in an entry that is about to be written; nothing is changed.

    What ``entry`` leaves as it is (UNSET) is taken from the entry held.
    """
    found = _look(ledger, [task_id], Period.parse(period), {task_id: entry})
    return found[0].doubts if found else ()


def doubts_among(ledger: Ledger, task_ids: Sequence[int], period: str) -> tuple[Doubted, ...]:
    """The entries of a period, as written, that raise questions; in the list's order."""
    return _look(ledger, task_ids, Period.parse(period), {})


def doubts_told(found: Sequence[Doubted]) -> str:
    """How many entries raise which question, and where (3 项比上期少：7、12、15)."""
    places: dict[str, list[str]] = {}
    for one in found:
        for code in dict.fromkeys(doubt.code for doubt in one.doubts):
            places.setdefault(IN_SHORT[code], []).append(one.serial or shorten(one.text, 8))
    return "；".join(
        f"{len(names)} 项{words}：{'、'.join(names[:_NAMED])}{'…' if len(names) > _NAMED else ''}"
        for words, names in places.items()
    )


@dataclass(slots=True)
class _Known:
    """What some tasks reported in this period, the one before and ever before, and ticked."""

    now: dict[int, Progress] = field(default_factory=dict)
    before: dict[int, Progress] = field(default_factory=dict)
    amounts: dict[int, Decimal] = field(default_factory=dict)
    ticked: Counter[int] = field(default_factory=Counter)


class _Whole(NamedTuple):
    """An entry with nothing left open."""

    amount: Decimal | None
    text: str
    nil_report: bool


def _look(
    ledger: Ledger, task_ids: Sequence[int], span: Period, typed: Mapping[int, Entry]
) -> tuple[Doubted, ...]:
    found: list[Doubted] = []
    with ledger.reading() as session:
        for some in portions(list(dict.fromkeys(task_ids))):
            found += _look_at(session, some, span, typed)
    return tuple(found)


def _look_at(
    session: Session, task_ids: Sequence[int], span: Period, typed: Mapping[int, Entry]
) -> Iterator[Doubted]:
    known = _collect(session, task_ids, span)
    entries = {
        number: _whole(typed.get(number, Entry()), known.now.get(number)) for number in task_ids
    }
    supposed = {
        number: one.amount
        for number, one in entries.items()
        if number in typed and one.amount is not None
    }
    views = task_views(
        session,
        as_of=span.end,
        period=span,
        task_ids=task_ids,
        ours=("yes", "ask", "no"),
        supposed=supposed,
    )
    villages = shared_among(session, {view.id: view.amount for view in views}, span)
    for view in views:
        asked = entry_doubts(_facts(view, span, entries[view.id], known))
        told = tuple(Doubt("village", words) for words in villages.get(view.id, ()))
        if asked or told:
            yield Doubted(view.id, view.serial, view.text, (*asked, *told))


def _facts(task: TaskView, span: Period, entry: _Whole, known: _Known) -> EntryFacts:
    before = known.before.get(task.id)
    target = task.target
    unit = target.unit if target else ""
    done = task.done_on
    counted = bool(task.items) and target is not None and is_counted(unit)
    return EntryFacts(
        period=span,
        amount=entry.amount,
        counted=task.amount,
        text=entry.text,
        nil_report=entry.nil_report,
        before=known.amounts.get(task.id),
        before_text=(before.text or "") if before else "",
        target=target.number if target else None,
        unit=unit,
        comparator=target.comparator if target else "=",
        is_level=bool(task.gathered) or (target is not None and target.comparator in CEILINGS),
        ticked=task.items_done if counted and task.items_done else None,
        ticked_now=known.ticked[task.id],
        done_on=done if done and done <= span.end else None,
    )


def _collect(session: Session, task_ids: Sequence[int], span: Period) -> _Known:
    known = _Known()
    query = select(Progress).where(
        Progress.task_id.in_(task_ids), Progress.period.in_((span.key, span.previous.key))
    )
    for row in session.scalars(query):
        (known.now if row.period == span.key else known.before)[row.task_id] = row
    reported = select(Progress.task_id, Progress.amount).where(
        Progress.task_id.in_(task_ids), Progress.amount.is_not(None), Progress.dated < span.start
    )
    for task_id, amount in session.execute(reported.order_by(Progress.dated, Progress.id)):
        if amount is not None:
            known.amounts[task_id] = amount
    ticks = select(Item.task_id).where(
        Item.task_id.in_(task_ids), Item.done_on >= span.start, Item.done_on <= span.end
    )
    known.ticked.update(session.scalars(ticks))
    return known


def _whole(entry: Entry, held: Progress | None) -> _Whole:
    """What is typed, and of the rest what is held."""
    return _Whole(
        _or_held(entry.amount, held.amount if held else None),
        _or_held(entry.text, held.text if held else None) or "",
        bool(_or_held(entry.nil_report, bool(held and held.nil_report))),
    )


def _or_held(value: T | Unset, held: T) -> T:
    return held if isinstance(value, Unset) else value
