"""How every task stands as of a day: its amount, share and light, for many tasks at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Mapped, Session

from app.models.breakdown import Reading
from app.models.rules.forecast import Outlook, forecast, forecast_level
from app.models.rules.measure import Aim, Known, Measured, measure
from app.models.rules.pace import Judgement, PaceFacts, State, Thresholds, judge
from app.models.rules.periods import Period
from app.models.tasks import Checkpoint, Target, Task, TaskList
from app.models.tracking import Evidence, Item, Progress
from app.models.views import TargetView, TaskView
from app.services.settings import thresholds_in

AnyRow = Row[*tuple[Any, ...]]
Narrowed = TypeVar("Narrowed", bound=Select[*tuple[Any, ...]])

_STANDING = frozenset({"standing", "recurring"})
_OVER = frozenset({State.DONE, State.DONE_LATE, State.OVERDUE})
_A_DAY = timedelta(days=1)
_PORTION = 2_000  # rows read at a time: all at once are held twice
_UNSEEN = frozenset({"values", "plans", "item_columns"})
_TARGET = (
    Target.number, Target.unit, Target.comparator, Target.change, Target.baseline_year,
    Target.id, Target.name, Target.base, Target.gathering,
)  # fmt: skip
_COLUMNS = tuple(column for column in Task.__table__.columns if column.key not in _UNSEEN)


@dataclass(slots=True)
class Facts:
    """What the ledger knows of one task up to a day."""

    ticks: list[date | None] = field(default_factory=list)
    reported: list[tuple[date, Decimal]] = field(default_factory=list)
    readings: list[tuple[str, Decimal]] = field(default_factory=list)
    entries: int = 0
    entry_in_period: bool = False
    target: TargetView | None = None
    checkpoint: Checkpoint | None = None
    asked_before: Checkpoint | None = None
    evidence: int = 0

    def suppose(self, day: date, amount: Decimal | None) -> None:
        """Count an entry that is not written yet."""
        self.entries += 1
        if amount is not None:
            self.reported.append((day, amount))


def task_views(
    session: Session,
    *,
    as_of: date,
    period: Period,
    list_id: int | None = None,
    task_ids: Sequence[int] | None = None,
    ours: Sequence[str] = ("yes", "ask"),
    supposed: Mapping[int, Decimal | None] | None = None,
) -> tuple[TaskView, ...]:
    """The tasks of a list (or some of them) in the list's order, each with its light.

    ``supposed`` holds entries not yet written, a task to its amount (None for one without a
    number), so that the window can say what a light will become.
    """
    query = select(*_COLUMNS, TaskList.year).join(TaskList).where(Task.removed_in.is_(None))
    query = query.where(Task.ours.in_(ours)).order_by(Task.list_id, Task.position)
    if list_id is not None:
        query = query.where(Task.list_id == list_id)
    if task_ids is not None:
        query = query.where(Task.id.in_(task_ids))
    facts = collect_facts(session, as_of=as_of, period=period, task_ids=task_ids)
    for task_id, amount in (supposed or {}).items():
        facts[task_id].suppose(as_of, amount)
    limits = thresholds_in(session)
    nothing = Facts()
    said: dict[tuple[str, ...], tuple[str, ...]] = {}
    return tuple(
        _view(row, facts.get(row.id, nothing), as_of, limits, period, said)
        for row in session.execute(query.execution_options(yield_per=_PORTION))
    )


def collect_facts(
    session: Session, *, as_of: date, period: Period, task_ids: Sequence[int] | None = None
) -> dict[int, Facts]:
    """Ticks, entries, targets and checkpoints by task, a handful of queries for all of them."""
    facts: dict[int, Facts] = defaultdict(Facts)
    ticks = _of(select(Item.task_id, Item.done_on), Item.task_id, task_ids)
    for task_id, done_on in session.execute(ticks.execution_options(yield_per=_PORTION)):
        facts[task_id].ticks.append(done_on if done_on and done_on <= as_of else None)
    _collect_entries(session, facts, as_of, period, task_ids)
    _collect_targets(session, facts, task_ids)
    _collect_checkpoints(session, facts, as_of, period, task_ids)
    counts = select(Evidence.task_id, func.count()).group_by(Evidence.task_id)
    for held in session.execute(_of(counts, Evidence.task_id, task_ids)):
        if held[0] is not None:
            facts[held[0]].evidence = held[1]
    return facts


def _collect_targets(
    session: Session, facts: Mapping[int, Facts], task_ids: Sequence[int] | None
) -> None:
    """The first target of each task, which is the counted one, with its readings."""
    query = select(Target.task_id, *_TARGET).order_by(Target.position.desc(), Target.id.desc())
    for task_id, *held in session.execute(_of(query, Target.task_id, task_ids)):
        facts[task_id].target = TargetView(*held)
    readings = select(Target.task_id, Target.id, Reading.period, Reading.amount).join(
        Target, Target.id == Reading.target_id
    )
    for row in session.execute(_of(readings, Target.task_id, task_ids)):
        known = facts[row[0]]
        if known.target is not None and known.target.id == row[1]:
            known.readings.append((row[2], row[3]))


def _collect_checkpoints(
    session: Session,
    facts: Mapping[int, Facts],
    as_of: date,
    period: Period,
    task_ids: Sequence[int] | None,
) -> None:
    """The checkpoint of the period, or of another kind of period that ends on the same day.

    While the period goes on, also the last one before it: what is asked grows from there.
    """
    rank = {one.key: place for place, one in enumerate(period.ending_together)}
    query = select(Checkpoint).where(Checkpoint.period.in_(rank))
    found = session.scalars(_of(query, Checkpoint.task_id, task_ids))
    for checkpoint in sorted(found, key=lambda row: -rank[row.period]):
        facts[checkpoint.task_id].checkpoint = checkpoint
    if as_of >= period.end:
        return
    query = select(Checkpoint).where(Checkpoint.amount.is_not(None))
    earlier = session.scalars(_of(query, Checkpoint.task_id, task_ids))
    for end, checkpoint in sorted(
        ((Period.parse(row.period).end, row) for row in earlier), key=lambda pair: pair[0]
    ):
        known = facts[checkpoint.task_id]
        if known.checkpoint and end < Period.parse(known.checkpoint.period).start:
            known.asked_before = checkpoint


def _collect_entries(
    session: Session,
    facts: Mapping[int, Facts],
    as_of: date,
    period: Period,
    task_ids: Sequence[int] | None,
) -> None:
    filling = {one.key for one in period.ending_together}
    query = select(Progress.task_id, Progress.period, Progress.dated, Progress.amount)
    query = query.where(Progress.dated <= as_of).order_by(Progress.dated, Progress.id)
    for row in session.execute(_of(query, Progress.task_id, task_ids)):
        known = facts[row.task_id]
        known.entries += 1
        known.entry_in_period = known.entry_in_period or row.period in filling
        if row.amount is not None:
            known.reported.append((row.dated, row.amount))


def measured(
    facts: Facts, done_on: date | None, *, as_of: date | None = None, due: date | None = None
) -> Measured:
    """How much of a task is done."""
    known = Known(facts.ticks, facts.reported, facts.readings, done_on)
    return measure(aim_of(facts.target), known, as_of=as_of, due=due)


def aim_of(target: TargetView | None) -> Aim:
    """A target as the rules measure it."""
    if target is None:
        return Aim()
    return Aim(
        target.number, target.unit, target.comparator, target.change, target.base, target.gathering
    )


def judged(
    task: AnyRow, facts: Facts, as_of: date, limits: Thresholds
) -> tuple[Measured, Judgement, str]:
    """What is done, the light that follows, and where it is heading in words."""
    done = measured(facts, task.done_on, as_of=as_of, due=task.due)
    pace = _pace_facts(task, facts, done, as_of)
    judgement = judge(pace, limits)
    return done, judgement, _outlook(done, judgement, pace)


def _outlook(done: Measured, judgement: Judgement, facts: PaceFacts) -> str:
    if judgement.state in _OVER:
        return ""
    if done.is_level:
        how = done.gathered.how if done.gathered else None
        return forecast_level(done.goal, how, done.leeway) if how else ""
    if facts.start is None:
        return ""
    return forecast(
        Outlook(facts.as_of, facts.start, facts.due, done.target, done.unit, done.amount)
    )


def _view(
    task: AnyRow,
    facts: Facts,
    as_of: date,
    limits: Thresholds,
    period: Period,
    said: dict[tuple[str, ...], tuple[str, ...]],
) -> TaskView:
    """One task; what many of them say alike (their theme, their unit) is held once, in ``said``."""
    done, judgement, heading = judged(task, facts, as_of, limits)
    groups, lead, responsible, assist, main = (
        said.setdefault(held, held)
        for held in map(
            tuple,
            (task.groups, task.lead, task.responsible, task.assist, task.main_responsible),
        )
    )
    return TaskView(
        id=task.id, list_id=task.list_id, position=task.position, serial=task.serial,
        groups=groups, text=task.text, acceptance=task.acceptance, score=task.score,
        scoring_method=task.scoring_method, deadline_text=task.deadline_text, due=task.due,
        lead=lead, responsible=responsible, assist=assist, main_responsible=main,
        ours=task.ours, ours_why=task.ours_why, notes=task.notes, own=task.own,
        is_own=task.source_row is None,
        done_on=done.done_on, target=_counted_target(facts.target, done), amount=done.amount,
        gathered=done.gathered.words if done.gathered else "",
        items=len(facts.ticks), items_done=len(facts.ticks) - facts.ticks.count(None),
        evidence=facts.evidence, has_progress=facts.entry_in_period,
        judgement=judgement, forecast=heading, before=_before(facts, period),
    )  # fmt: skip


def _before(facts: Facts, period: Period) -> Decimal | None:
    """What was done on the day before a period begins; most tasks only ever reported it."""
    reported = [pair for pair in facts.reported if pair[0] < period.start]
    if not facts.ticks and not facts.readings:
        return reported[-1][1] if reported else None
    ticks = [day if day and day < period.start else None for day in facts.ticks]
    known = Known(ticks, reported, facts.readings)
    held = measure(aim_of(facts.target), known, as_of=period.start - _A_DAY)
    return held.amount if reported or any(ticks) or held.gathered else None


def _counted_target(listed: TargetView | None, done: Measured) -> TargetView | None:
    """The target as it is counted: 全部 is as many as there are items, 下降20% the line itself."""
    if done.target is None:
        return listed
    if listed is None:
        return TargetView(done.target, done.unit, done.comparator)
    if listed.change is not None:
        return replace(
            listed, number=done.target, unit=done.unit, comparator=done.comparator, change=None
        )
    comparator = done.comparator if done.is_level else listed.comparator
    if (listed.number, listed.unit, listed.comparator) == (done.target, done.unit, comparator):
        return listed
    return replace(listed, number=done.target, unit=done.unit, comparator=comparator)


def _pace_facts(task: AnyRow, facts: Facts, done: Measured, as_of: date) -> PaceFacts:
    checkpoint = facts.checkpoint
    span = Period.parse(checkpoint.period) if checkpoint else None
    line = _counted_target(facts.target, done)
    reached = bool(
        checkpoint and checkpoint.reached_on is not None and checkpoint.reached_on <= as_of
    )
    return PaceFacts(
        as_of=as_of,
        start=task.start or date(task.year, 1, 1),
        due=task.due,
        standing=task.deadline_kind in _STANDING,
        target=done.target,
        unit=done.unit,
        comparator=done.comparator,
        amount=done.amount,
        done_on=done.done_on,
        checkpoint_text=checkpoint.text if checkpoint else "",
        checkpoint_share=_asked(checkpoint, line),
        checkpoint_reached=reached,
        checkpoint_from=span.start if span else None,
        checkpoint_due=span.end if span else None,
        checkpoint_before=_asked(facts.asked_before, line),
        reported=facts.entries > 0 or any(facts.ticks) or done.gathered is not None,
        level=done.is_level,
        gathered=done.gathered.words if done.gathered else "",
        hopeless=done.is_level and done.leeway is not None and not done.leeway.possible,
    )


def _asked(checkpoint: Checkpoint | None, target: TargetView | None) -> Decimal | None:
    if checkpoint is None or checkpoint.amount is None:
        return None
    return checkpoint_share(checkpoint.amount, checkpoint.unit, target)


def checkpoint_share(amount: Decimal, unit: str, target: TargetView | None) -> Decimal | None:
    """The part of the target a checkpoint asks for: 12台 of 23台, 10% of 25%, 50% of anything."""
    if target is not None and target.number and unit == target.unit:
        return amount / target.number
    return amount / 100 if unit in {"%", "％"} else None


def _of(
    query: Narrowed, column: Mapped[int] | Mapped[int | None], task_ids: Sequence[int] | None
) -> Narrowed:
    """Narrow a query to some tasks, when some are named."""
    return query if task_ids is None else query.where(column.in_(task_ids))
