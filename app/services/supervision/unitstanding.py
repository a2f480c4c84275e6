"""Who has what: everything a unit owes on a day, and how much that is for each unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session, selectinload

from app.errors import UserError
from app.models.breakdown import Share
from app.models.database import Ledger
from app.models.registers import AssignmentView, Duty, UnitStanding
from app.models.rules.closing import ProblemState, StepFacts, judge_problem
from app.models.rules.handing import LineState, means_all
from app.models.rules.itemdue import is_item_late, item_due
from app.models.rules.pace import State, plain
from app.models.rules.periods import Period
from app.models.supervision import AssignmentLine, Problem
from app.models.tasks import Target, Task
from app.models.tracking import Item
from app.models.units import Unit
from app.models.views import TaskView
from app.services.standing import task_views
from app.services.supervision.assignments_reading import assignment_views

_ROLES = (
    ("lead", "牵头"), ("responsible", "责任"), ("main_responsible", "主体责任"), ("assist", "配合"),
)  # fmt: skip
_FINISHED = frozenset({State.DONE, State.DONE_LATE})
_ENDED = frozenset({ProblemState.RECTIFIED, ProblemState.CLOSED, ProblemState.CLOSED_LATE})
_FAR = date.max


def unit_standing(
    ledger: Ledger, *, as_of: date, period: str = "", list_id: int | None = None
) -> tuple[UnitStanding, ...]:
    """Every unit with how much it has in hand on a day, in the units' order.

    Args:
        ledger: the open ledger.
        as_of: the day everything is judged on.
        period: the period tasks are judged for; the day's quarter when empty.
        list_id: tasks and items of one list, None for all; orders and problems are of all lists.
    """
    with ledger.reading() as session:
        units = session.scalars(select(Unit).order_by(Unit.position, Unit.id)).all()
        duties = _Duties(session, as_of, period, list_id)
        items = _ItemCounts(session, as_of, ours_in(list_id))
        return tuple(_standing(unit, duties, items) for unit in units)


def unit_duties(
    ledger: Ledger,
    unit_id: int,
    *,
    as_of: date,
    period: str = "",
    list_id: int | None = None,
) -> tuple[Duty, ...]:
    """Everything one unit owes on a day: late first, then by date, what is done last.

    Raises:
        UserError: the unit is gone.
    """
    with ledger.reading() as session:
        unit = session.get(Unit, unit_id)
        if unit is None:
            raise UserError("not_found", "这个单位已被删除；请刷新后再试。")
        found = _Duties(session, as_of, period, list_id, unit_id=unit_id).of(unit)
    return tuple(sorted(found, key=_urgency))


def _urgency(duty: Duty) -> tuple[bool, bool, date, str, int]:
    return (not duty.is_open, not duty.late, duty.due or _FAR, duty.kind, duty.id)


def _standing(unit: Unit, read: "_Duties", items: "_ItemCounts") -> UnitStanding:
    duties = [duty for duty in read.of(unit) if duty.is_open]
    kinds = Counter(duty.kind for duty in duties)
    late = Counter(duty.kind for duty in duties if duty.late)
    orders = read.orders.get(unit.id, ())
    lines = [line for order in orders for line in order.lines]
    states = [line.state for line in lines]
    given = [one.given_on for line in lines for one in line.feedback]
    counts = items.of(unit.id, {duty.item_id for duty in duties if duty.kind == "line"})
    return UnitStanding(
        id=unit.id,
        name=unit.name,
        kind=unit.kind,
        aliases=tuple(unit.aliases),
        contact=unit.contact,
        phone=unit.phone,
        notes=unit.notes,
        tasks=kinds["task"],
        tasks_late=late["task"],
        items_open=items.open[unit.id],
        items_done=items.done[unit.id],
        items_late=items.late[unit.id],
        lines_open=kinds["line"],
        lines_late=late["line"],
        lines_returned=states.count(LineState.RETURNED.value),
        lines_answered=states.count(LineState.ANSWERED.value),
        orders=len(orders),
        open=len(duties) + counts[0],
        late=late.total() + counts[1],
        last_feedback=max(given, default=None),
    )


class _ItemCounts:
    """How many items of each unit are open, late and done by a day; counted by the database."""

    def __init__(self, session: Session, as_of: date, ours: ColumnElement[bool]) -> None:
        is_open = Item.done_on.is_(None) | (Item.done_on > as_of)
        is_late = and_(is_open, func.coalesce(Item.due, Task.due) < as_of)  # as rules.itemdue
        base = select(Item.unit_id, func.count()).join(Task, Task.id == Item.task_id)
        base = base.where(ours, Item.unit_id.is_not(None)).group_by(Item.unit_id)
        self.open, self.late, self.done = (
            Counter({unit: count for unit, count in session.execute(base.where(which)) if unit})
            for which in (is_open, is_late, not_(is_open))
        )
        handed = select(Item.id, Item.unit_id, is_late).join(Task, Task.id == Item.task_id)
        handed = handed.join(AssignmentLine, AssignmentLine.item_id == Item.id)
        rows = session.execute(handed.where(ours, is_open).distinct())
        self._handed = {row[0]: (row[1], bool(row[2])) for row in rows}

    def of(self, unit_id: int, handed: set[int | None]) -> tuple[int, int]:
        """Open and late items of a unit, without those that its open orders hold."""
        known = (self._handed.get(item) for item in handed if item is not None)
        own = [one[1] for one in known if one is not None and one[0] == unit_id]
        return self.open[unit_id] - len(own), self.late[unit_id] - sum(own)


def ours_in(list_id: int | None) -> ColumnElement[bool]:
    """Tasks of ours that still stand, of one list or of all."""
    ours = and_(Task.removed_in.is_(None), Task.ours != "no")
    return ours if list_id is None else and_(ours, Task.list_id == list_id)


class _Duties:
    """All that units owe, read once: for one unit in full, or for all without done ones and items.

    For all units the items are only counted, which the database does quicker.
    """

    def __init__(
        self,
        session: Session,
        as_of: date,
        period: str,
        list_id: int | None,
        *,
        unit_id: int | None = None,
    ) -> None:
        self._session, self._as_of, self._ours = session, as_of, ours_in(list_id)
        self._unit_id, self._finished = unit_id, unit_id is not None
        span = Period.parse(period) if period else Period.of(as_of)
        self._named: dict[str, list[tuple[TaskView, str]]] = defaultdict(list)
        for task in task_views(session, as_of=as_of, period=span, list_id=list_id):
            if self._finished or task.judgement.state not in _FINISHED:
                self._index(task)
        self.orders: dict[int, list[AssignmentView]] = defaultdict(list)
        for order in assignment_views(session, as_of=as_of, unit_id=unit_id):
            self.orders[order.unit_id].append(order)
        self._items = self._read_items() if self._finished else {}
        self._problems = self._read_problems()
        self._shares = self._read_shares()

    def of(self, unit: Unit) -> list[Duty]:
        """What one unit owes."""
        lines = list(self._lines(unit.id))
        handed = {duty.item_id for duty in lines if duty.is_open}
        return [
            *self._named_tasks(unit),
            *(duty for duty in self._items.get(unit.id, ()) if duty.item_id not in handed),
            *lines,
            *self._problems.get(unit.id, ()),
            *self._shares.get(unit.id, ()),
        ]

    def _index(self, task: TaskView) -> None:
        for field, word in _ROLES:
            for name in getattr(task, field):
                self._named[name].append((task, word))

    def _named_tasks(self, unit: Unit) -> Iterable[Duty]:
        own = {unit.name, *unit.aliases}
        names = own | {name for name in self._named if means_all(name, unit.kind)}
        roles: dict[int, tuple[TaskView, list[str]]] = {}
        for name in names:
            for task, word in self._named.get(name, ()):
                roles.setdefault(task.id, (task, []))[1].append(word)
        for task, words in sorted(roles.values(), key=lambda pair: pair[0].id):
            ordered = (word for _, word in _ROLES if word in words)
            is_open = task.judgement.state not in _FINISHED
            yield _task_duty(task, "、".join(ordered), is_open, self._as_of)

    def _lines(self, unit_id: int) -> Iterable[Duty]:
        for order in self.orders.get(unit_id, ()):
            for line in order.lines:
                if line.is_open or self._finished:
                    yield Duty(
                        kind="line",
                        id=line.id,
                        text=line.text,
                        role=order.number or "交办单",
                        state=line.state_label,
                        due=line.due,
                        is_open=line.is_open,
                        late=line.late,
                        serial=line.serial,
                        amount="" if line.amount is None else f"{plain(line.amount)}{line.measure}",
                        task_id=line.task_id,
                        item_id=line.item_id,
                        assignment_id=order.id,
                        line_id=line.id,
                        problem_id=line.problem_id,
                    )

    def _read_items(self) -> dict[int, list[Duty]]:
        query = select(
            Item.id, Item.name, Item.due, Item.done_on, Item.task_id, Task.serial,
            Task.due.label("task_due"),
        )  # fmt: skip
        query = query.join(Task, Task.id == Item.task_id)
        query = query.where(self._ours, Item.unit_id == self._unit_id)
        found: list[Duty] = []
        for number, name, own, done_on, task_id, serial, task_due in self._session.execute(query):
            is_open, due = done_on is None or done_on > self._as_of, item_due(own, task_due)
            late = is_item_late(due, done_on, self._as_of)
            found.append(
                Duty(
                    kind="item",
                    id=number,
                    text=name,
                    role="清单",
                    state="已超期" if late else "未完成" if is_open else "已完成",
                    due=due,
                    due_with_task=own is None and due is not None,
                    is_open=is_open,
                    late=late,
                    serial=serial,
                    task_id=task_id,
                    item_id=number,
                )
            )
        return {self._unit_id or 0: found}

    def _read_problems(self) -> dict[int, list[Duty]]:
        query = select(Problem).options(selectinload(Problem.steps))
        query = query.where(Problem.unit_id.is_not(None))
        if self._unit_id is not None:
            query = query.where(Problem.unit_id == self._unit_id)
        found: dict[int, list[Duty]] = defaultdict(list)
        for row in self._session.scalars(query):
            duty = _problem_duty(row, self._as_of)
            if row.unit_id is not None and (duty.is_open or self._finished):
                found[row.unit_id].append(duty)
        return found

    def _read_shares(self) -> dict[int, list[Duty]]:
        """The parts of targets that units carry, with the newest report by the day."""
        query = select(Share, Target, Task.serial, Task.text, Task.due)
        query = query.join(Target, Target.id == Share.target_id)
        query = query.join(Task, Task.id == Target.task_id).where(self._ours)
        if self._unit_id is not None:
            query = query.where(Share.unit_id == self._unit_id)
        found: dict[int, list[Duty]] = defaultdict(list)
        rows = self._session.execute(query.options(selectinload(Share.reports)))
        for share, target, serial, text, due in rows:
            duty = _share_duty(share, target, text, due, self._as_of)
            if duty.is_open or self._finished:
                found[share.unit_id].append(replace(duty, serial=serial))
        return found


def _task_duty(task: TaskView, role: str, is_open: bool, as_of: date) -> Duty:
    state = task.judgement.state
    return Duty(
        kind="task",
        id=task.id,
        text=task.text,
        role=role,
        state=state.label,
        due=task.due,
        is_open=is_open,
        late=is_open and task.due is not None and task.due < as_of,
        serial=task.serial,
        task_id=task.id,
    )


def _problem_duty(row: Problem, as_of: date) -> Duty:
    steps = [StepFacts(step.name, step.done_on, step.due) for step in row.steps]
    state = judge_problem(steps, due=row.due, as_of=as_of).state
    return Duty(
        kind="problem",
        id=row.id,
        text=row.text,
        role="问题整改",
        state=state.label,
        due=row.due,
        is_open=state not in _ENDED,
        late=state is ProblemState.OVERDUE,
        serial=row.number,
        task_id=row.task_id,
        problem_id=row.id,
    )


def _share_duty(share: Share, target: Target, text: str, due: date | None, as_of: date) -> Duty:
    ended = [one for one in share.reports if Period.parse(one.period).start <= as_of]
    newest = max(ended, key=lambda one: Period.parse(one.period).end, default=None)
    done = (newest.amount if newest else None) or Decimal(0)
    whole = share.amount
    is_open = whole is None or done < whole
    told = f"{plain(done)}/{plain(whole)}" if whole is not None else plain(done)
    return Duty(
        kind="share",
        id=share.id,
        text=text,
        role="分解数",
        state="未完成" if is_open else "已完成",
        due=due,
        is_open=is_open,
        late=is_open and due is not None and due < as_of,
        amount=f"{told}{target.unit}",
        task_id=target.task_id,
    )
