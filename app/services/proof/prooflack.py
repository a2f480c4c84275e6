"""What is done or reported, must be proved, and has no proof yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.models.rules.proof import ProofWanted, proof_wanted
from app.models.tasks import Task
from app.models.tracking import Evidence, Item, Progress
from app.models.views import TaskView
from app.services.proof.evidence import Owner
from app.services.standing import task_views
from app.services.wording import shorten
from app.services.work.tasks import tasks_of

_FINISHED = (State.DONE, State.DONE_LATE)
_DECISIONS = {"yes": "须有佐证", "no": "不需要佐证", "": "是否须有佐证按认定标准"}
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing without the proof it needs: a task, one of its items, or its entry of a period.

    Attributes:
        what: what has been said of it: 已完成 2020-06-20, or 2020年第二季度已填进展.
        why: the sentence that says why proof is required.
    """

    task_id: int
    item_id: int | None
    period: str
    serial: str
    groups: tuple[str, ...]
    task: str
    item: str
    what: str
    why: str

    @property
    def owner(self) -> Owner:
        """Where proof of it is to be attached."""
        if self.item_id is not None:
            return Owner(item_id=self.item_id)
        return Owner(self.task_id, period=self.period)

    @property
    def name(self) -> str:
        """What it is called: the item, else the task."""
        return self.item or self.task


@dataclass(slots=True)
class _Held:
    """The proof of one task: of itself, of items, of periods."""

    whole: int = 0
    items: set[int] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)


def lacking_proof(
    ledger: Ledger, *, as_of: date, period: str, list_id: int | None = None
) -> tuple[Lacking, ...]:
    """Our tasks, items and entries that are done or reported, need proof and have none.

    A task with items is proved item by item, or as a whole: where the task itself has proof and
    no item has, the whole counts. An entry is proved by files of its period or of the task.
    """
    span = Period.parse(period)
    with ledger.reading() as session:
        views = task_views(session, as_of=as_of, period=span, list_id=list_id, ours=("yes",))
        return lacking_among(session, views, as_of=as_of, period=span)


def lacking_among(
    session: Session, views: Iterable[TaskView], *, as_of: date, period: Period
) -> tuple[Lacking, ...]:
    """As :func:`lacking_proof`, of tasks already judged; those not ours are passed over."""
    ours = [view for view in views if view.ours == "yes"]
    open_ends = [view for view in ours if _is_told_of(view, as_of)]
    wanted = _wanted(session, [view.id for view in open_ends])
    needing = [view for view in open_ends if wanted[view.id].wanted]
    numbers = [view.id for view in needing]
    held = _held(session, numbers)
    done_items = _done_items(session, [view.id for view in needing if view.items], as_of)
    reported = _reported(session, numbers, as_of, period)
    found: list[Lacking] = []
    for view in needing:
        proof, why = held.get(view.id, _Held()), wanted[view.id].why
        if view.items:
            found += _lacking_items(view, done_items[view.id], proof, why)
        elif proof.whole:
            continue
        elif _is_done(view, as_of):
            found += [] if proof.periods else [_line(view, _done_words(view), why)]
        elif view.id in reported and period.key not in proof.periods:
            found.append(_line(view, f"{period.label}已填进展", why, period=period.key))
    return tuple(found)


def unproved(
    ledger: Ledger, tasks: Sequence[TaskView], *, as_of: date, period: str
) -> frozenset[int]:
    """Which of some tasks, as they were read, lack proof they need, themselves or of an item."""
    with ledger.reading() as session:
        found = lacking_among(session, tasks, as_of=as_of, period=Period.parse(period))
    return frozenset(one.task_id for one in found)


def proof_needed(ledger: Ledger, task_id: int) -> ProofWanted:
    """Whether a task must be proved, and why.

    Raises:
        UserError: the task is gone.
    """
    with ledger.reading() as session:
        tasks_of(session, [task_id])
        return _wanted(session, [task_id])[task_id]


def decide_proof(ledger: Ledger, task_ids: Sequence[int], decision: str) -> None:
    """Say whether tasks must be proved: yes, no, or empty to go by the wording.

    Raises:
        UserError: a task is gone.
    """
    if decision not in _DECISIONS:
        raise TypeError(f"no such decision: {decision!r}")
    with ledger.transaction("decide_proof", "") as work:
        tasks = tasks_of(work.session, task_ids)
        for task in tasks:
            task.proof = decision
        named = f"“{shorten(tasks[0].text)}”" if len(tasks) == 1 else f" {len(tasks)} 项"
        work.entitle(f"任务{named}：{_DECISIONS[decision]}")


def _is_done(view: TaskView, as_of: date) -> bool:
    if view.done_on is not None:
        return view.done_on <= as_of
    return view.judgement.state in _FINISHED


def _is_told_of(view: TaskView, as_of: date) -> bool:
    """Something was said to be done, so that it may have to be proved."""
    return bool(view.items_done or view.has_progress) or _is_done(view, as_of)


def _lacking_items(
    view: TaskView, done: Sequence[tuple[int, str, date]], proof: _Held, why: str
) -> list[Lacking]:
    if proof.whole and not proof.items:
        return []
    return [
        _line(view, f"已完成 {day:%Y-%m-%d}", why, item=(number, name))
        for number, name, day in done
        if number not in proof.items
    ]


def _done_words(view: TaskView) -> str:
    return f"已完成 {view.done_on:%Y-%m-%d}" if view.done_on else "已完成"


def _line(
    view: TaskView, what: str, why: str, *, item: tuple[int | None, str] = (None, ""),
    period: str = "",
) -> Lacking:  # fmt: skip
    return Lacking(
        task_id=view.id,
        item_id=item[0],
        period=period,
        serial=view.serial,
        groups=view.groups,
        task=view.text,
        item=item[1],
        what=what,
        why=why,
    )


def _wanted(session: Session, numbers: Sequence[int]) -> dict[int, ProofWanted]:
    found: dict[int, ProofWanted] = {}
    for some in _portions(numbers):
        query = select(Task.id, Task.acceptance, Task.text, Task.values, Task.proof)
        for row in session.execute(query.where(Task.id.in_(some))):
            found[row.id] = proof_wanted(
                row.acceptance, text=row.text, others=row.values, decided=row.proof
            )
    return found


def _held(session: Session, numbers: Sequence[int]) -> Mapping[int, _Held]:
    held: dict[int, _Held] = defaultdict(_Held)
    for some in _portions(numbers):
        query = select(Evidence.task_id, Evidence.item_id, Evidence.period)
        for task_id, item_id, period in session.execute(query.where(Evidence.task_id.in_(some))):
            proof = held[task_id or 0]
            if item_id is not None:
                proof.items.add(item_id)
            elif period:
                proof.periods.add(period)
            else:
                proof.whole += 1
    return held


def _done_items(
    session: Session, numbers: Sequence[int], as_of: date
) -> Mapping[int, list[tuple[int, str, date]]]:
    done: dict[int, list[tuple[int, str, date]]] = defaultdict(list)
    for some in _portions(numbers):
        query = select(Item.task_id, Item.id, Item.name, Item.done_on)
        query = query.where(Item.task_id.in_(some), Item.done_on <= as_of)
        for task_id, number, name, day in session.execute(query.order_by(Item.position)):
            if day is not None:
                done[task_id].append((number, name, day))
    return done


def _reported(
    session: Session, numbers: Sequence[int], as_of: date, period: Period
) -> frozenset[int]:
    """The tasks with an entry in the period that claims something; 零报告 claims nothing."""
    found: set[int] = set()
    for some in _portions(numbers):
        query = select(Progress.task_id, Progress.amount, Progress.text)
        query = query.where(Progress.task_id.in_(some), Progress.period == period.key)
        query = query.where(Progress.dated <= as_of, Progress.nil_report.is_(False))
        found |= {row[0] for row in session.execute(query) if row[1] or (row[2] or "").strip()}
    return frozenset(found)


def _portions(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    """Some at a time, as many as one query may name."""
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
