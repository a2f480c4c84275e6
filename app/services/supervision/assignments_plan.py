"""What an order about to be issued would be: who gets what, and what speaks against it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models.breakdown import Share
from app.models.database import Ledger
from app.models.rules.handing import names_unit, stand
from app.models.rules.pace import plain
from app.models.supervision import Assignment, AssignmentLine, Problem
from app.models.tasks import Target, Task
from app.models.tracking import Item
from app.models.units import Unit
from app.services.supervision.assignments import Order, Thing, own_due
from app.services.supervision.assignments_feedback import rounds_of
from app.services.wording import shorten

_HANDED_KINDS = frozenset({"village", "department", "enterprise", "other"})
Amounts = Mapping[int, Decimal | None]
_About = tuple[str, int | None, int | str]


@dataclass(frozen=True, slots=True)
class PlannedThing:
    """A thing with the words, day and units the ledger knows for it.

    Attributes:
        thing: as it would be handed.
        due: its own day, None when it has none.
        units: the units that carry it (责任单位), by number.
        target: what its task must reach in all, with its measure; None without one.
        done: it is done already.
    """

    thing: Thing
    due: date | None
    units: tuple[int, ...]
    target: Decimal | None = None
    measure: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Handing:
    """What would be issued.

    Attributes:
        orders: one a unit.
        left: how many things go to nobody.
        doubts: sentences on what the clerk may want to look at first.
    """

    orders: tuple[Order, ...]
    left: int
    doubts: tuple[str, ...]

    @property
    def words(self) -> str:
        """What will be made: 3 家单位，共 12 项."""
        if not self.orders:
            return "还没有选交办给哪家单位"
        count = sum(len(order.things) for order in self.orders)
        left = f"，另有 {self.left} 项没有责任单位，未列入" if self.left else ""
        return f"{len(self.orders)} 家单位，共 {count} 项{left}"


def look_up_things(
    ledger: Ledger, things: Sequence[Thing], *, as_of: date
) -> tuple[PlannedThing, ...]:
    """The things with all that is known of them; those gone meanwhile are left out."""
    with ledger.reading() as session:
        units = list(session.scalars(select(Unit).where(Unit.kind.in_(_HANDED_KINDS))))
        held = _read_at_once(session, things)
        found = (_look_up(session, thing, units, as_of) for thing in things)
        looked_up = tuple(one for one in found if one is not None)
        del held
        return looked_up


def plan_handing(
    ledger: Ledger,
    things: Sequence[PlannedThing],
    *,
    units: Sequence[int],
    apart: bool,
    on: date,
    due: date | None = None,
    amounts: Amounts | None = None,
) -> Handing:
    """Who would get what.

    Args:
        ledger: the open ledger.
        things: what is to be handed over.
        units: the units chosen; with ``apart``, they get the things that have no unit.
        apart: each thing goes to the units that carry it (按责任单位分别交办).
        on: the day of the orders.
        due: one day for all things, None for each its own.
        amounts: how much of the task each unit is to do, by unit.
    """
    given: dict[int, list[Thing]] = defaultdict(list)
    left = 0
    for planned in things:
        receivers = planned.units if apart and planned.units else tuple(units)
        left += not receivers
        for unit in receivers:
            given[unit].append(_as_handed(planned, due, (amounts or {}).get(unit)))
    ordered = [*(unit for unit in units if unit in given), *(u for u in given if u not in units)]
    orders = tuple(Order(unit, tuple(given[unit])) for unit in ordered)
    with ledger.reading() as session:
        doubts = (
            *_left_out(session, units, given, things),
            *_unmet_sums(session, things, orders),
            *_handed_before(session, orders, on),
            *_done_already(things),
            *_past(things, orders, on),
            *_without_contact(session, orders),
        )
    return Handing(orders, left, doubts)


def shares_of(ledger: Ledger, task_id: int) -> dict[int, Decimal]:
    """What each unit carries of a task's target, as it was broken down."""
    with ledger.reading() as session:
        query = select(Share.unit_id, Share.amount).join(Target, Target.id == Share.target_id)
        query = query.where(Target.task_id == task_id, Share.amount.is_not(None))
        found: dict[int, Decimal] = {}
        for unit_id, amount in session.execute(query.order_by(Target.position)):
            if amount is not None:
                found.setdefault(unit_id, amount)
        return found


def _read_at_once(session: Session, things: Sequence[Thing]) -> list[object]:
    """What the things point at, in three queries; who holds the list keeps it in the session."""
    items = [thing.item_id for thing in things if thing.item_id]
    tasks = [thing.task_id for thing in things if thing.task_id]
    of_items = select(Item.task_id).where(Item.id.in_(items))
    query = select(Task).where(Task.id.in_(tasks) | Task.id.in_(of_items))
    return [
        *session.scalars(select(Item).where(Item.id.in_(items))),
        *session.scalars(query.options(selectinload(Task.targets))),
    ]


def _look_up(
    session: Session, thing: Thing, units: Sequence[Unit], as_of: date
) -> PlannedThing | None:
    item = session.get(Item, thing.item_id) if thing.item_id else None
    problem = session.get(Problem, thing.problem_id) if thing.problem_id else None
    task = session.get(Task, item.task_id if item else thing.task_id or 0)
    wanted = (thing.item_id, thing.problem_id, thing.task_id)
    if any(wanted) and not (item or problem or task):
        return None
    named = item.name if item else problem.text if problem else task.text if task else ""
    target = task.targets[0] if task and not item and task.targets else None
    done_on = item.done_on if item else task.done_on if task else None
    return PlannedThing(
        thing=replace(thing, text=thing.text or named.strip()),
        due=thing.due or own_due(item, problem, task),
        units=_carriers(item, problem, task, units),
        target=target.number if target and target.comparator in {"=", ">="} else None,
        measure=target.unit if target else "",
        done=done_on is not None and done_on <= as_of,
    )


def _carriers(
    item: Item | None, problem: Problem | None, task: Task | None, units: Sequence[Unit]
) -> tuple[int, ...]:
    """The units that carry a thing: its own, else those that its task names as responsible."""
    own = item.unit_id if item else problem.unit_id if problem else None
    if own is not None:
        return (own,)
    if item or problem or task is None:
        return ()
    return tuple(
        unit.id
        for unit in units
        if names_unit(task.responsible, frozenset({unit.name, *unit.aliases}), unit.kind)
    )


def _as_handed(planned: PlannedThing, due: date | None, amount: Decimal | None) -> Thing:
    thing = planned.thing
    measured = amount is not None and planned.thing.item_id is None and bool(planned.measure)
    return replace(
        thing,
        due=due or planned.due,
        amount=amount if measured else thing.amount,
        measure=planned.measure if measured else thing.measure,
    )


def _unmet_sums(
    session: Session, things: Sequence[PlannedThing], orders: Sequence[Order]
) -> list[str]:
    """Amounts of a task that don't add up to its target, with what was handed before."""
    found = []
    for planned in things:
        task_id = planned.thing.task_id
        if planned.target is None or task_id is None or planned.thing.item_id is not None:
            continue
        now = [
            thing.amount
            for order in orders
            for thing in order.things
            if thing.task_id == task_id and thing.amount is not None
        ]
        if not now:
            continue
        before = _handed_amount(session, task_id)
        gap = planned.target - sum(now, before)
        if gap:
            so_far = f"（含以前交办的 {plain(before)}）" if before else ""
            found.append(
                f"“{shorten(planned.thing.text)}”交办数合计 {plain(sum(now, before))}"
                f" {planned.measure}{so_far}，目标 {plain(planned.target)} {planned.measure}，"
                f"{'还差' if gap > 0 else '多出'} {plain(abs(gap))} {planned.measure}。"
            )
    return found


def _handed_amount(session: Session, task_id: int) -> Decimal:
    query = select(AssignmentLine.amount).join(Assignment)
    query = query.where(AssignmentLine.task_id == task_id, AssignmentLine.item_id.is_(None))
    amounts = session.scalars(query.where(Assignment.withdrawn_on.is_(None)))
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _handed_before(session: Session, orders: Sequence[Order], on: date) -> list[str]:
    """Things that are in some unit's hands already: items in anyone's, tasks in the same one's."""
    held = _open_lines(session, orders, on)
    twice: dict[_About, str] = {}
    for order in orders:
        for thing in order.things:
            about = _about(thing.item_id, thing.problem_id, thing.task_id, order.unit)
            if about in held:
                twice.setdefault(about, f"“{shorten(thing.text, 14)}”已交办给{held[about]}")
    if not twice:
        return []
    first = next(iter(twice.values()))
    more = f"，这样的共 {len(twice)} 项" if len(twice) > 1 else ""
    return [f"{first}，还没有办结{more}；再交办就重复了。"]


def _about(
    item_id: int | None, problem_id: int | None, task_id: int | None, unit: int | str
) -> _About:
    """What a line is about; a task counts once a unit, an item or problem once in all."""
    if item_id is not None:
        return ("item", item_id, 0)
    if problem_id is not None:
        return ("problem", problem_id, 0)
    return ("task", task_id, unit)


def _open_lines(session: Session, orders: Sequence[Order], on: date) -> dict[_About, str]:
    """Open lines on the same things by what they are about: 漕溪村（交办〔2020〕1号）."""
    things = [thing for order in orders for thing in order.things]
    query = select(AssignmentLine, Assignment, Unit.name)
    query = query.join(Assignment, Assignment.id == AssignmentLine.assignment_id)
    query = query.join(Unit, Unit.id == Assignment.unit_id).where(
        AssignmentLine.item_id.in_({thing.item_id for thing in things})
        | AssignmentLine.problem_id.in_({thing.problem_id for thing in things})
        | AssignmentLine.task_id.in_({thing.task_id for thing in things})
    )
    held: dict[_About, str] = {}
    for line, order, name in session.execute(query.options(selectinload(AssignmentLine.feedback))):
        state = stand(rounds_of(line), withdrawn_on=order.withdrawn_on, as_of=on)
        if state.is_open:
            about = _about(line.item_id, line.problem_id, line.task_id, order.unit_id)
            held[about] = f"{name}（{order.number}）" if order.number else name
    return held


def _done_already(things: Sequence[PlannedThing]) -> list[str]:
    done = [one for one in things if one.done]
    if not done:
        return []
    if len(done) == 1:
        return [f"“{shorten(done[0].thing.text, 14)}”已经完成。"]
    return [f"“{shorten(done[0].thing.text, 14)}”等 {len(done)} 项已经完成。"]


def _left_out(
    session: Session, units: Sequence[int], given: Collection[int], things: Sequence[PlannedThing]
) -> list[str]:
    """Units chosen by hand that get nothing, because each thing goes to its own unit."""
    idle = [unit for unit in units if unit not in given] if things else []
    if not idle:
        return []
    query = select(Unit.name).where(Unit.id.in_(idle)).order_by(Unit.position, Unit.id)
    names = "、".join(session.scalars(query))
    return [f"{names}没有分到事项；要交办给所选单位，请取消勾选“按责任单位分别交办”。"]


def _past(things: Sequence[PlannedThing], orders: Sequence[Order], on: date) -> list[str]:
    if not things:
        return []
    lines = [thing for order in orders for thing in order.things]
    past = sum(thing.due is not None and thing.due < on for thing in lines)
    open_ = sum(thing.due is None for thing in lines)
    words = [f"{past} 项的时限已过；可以统一定一个新时限。"] if past else []
    return [*words, f"{open_} 项没有时限，到期不会提醒。"] if open_ else words


def _without_contact(session: Session, orders: Sequence[Order]) -> list[str]:
    numbers = [order.unit for order in orders if isinstance(order.unit, int)]
    query = select(Unit.name).where(Unit.id.in_(numbers), Unit.contact == "", Unit.phone == "")
    names = list(session.scalars(query.order_by(Unit.position, Unit.id)))
    if not names:
        return []
    told = "、".join(names[:3]) + (f"等 {len(names)} 家" if len(names) > 3 else "")
    return [f"{told}没有登记联系人，可在单位的“资料”里补上。"]
