"""The clerk's verbs on 交办单: hand things to units, change, withdraw and remove orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.handing import next_number
from app.models.supervision import Assignment, AssignmentLine, Problem
from app.models.tasks import Task
from app.models.tracking import Item
from app.models.units import Unit
from app.services.unitnames import unit_named
from app.services.wording import shorten

Row = TypeVar("Row", Assignment, AssignmentLine)
_EDITABLE = frozenset({"number", "issued_on", "due", "demands", "contact"})
_LINE_EDITABLE = frozenset({"text", "amount", "measure", "demands", "due"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to hand over: a task, an item, a problem, or words alone.

    ``text`` empty takes the wording of what it points at. ``due`` None goes by the order's day,
    and by the date of what it points at where the order has none. ``demands`` are this thing's
    own, beside those of the whole order.
    """

    text: str = ""
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    amount: Decimal | None = None
    measure: str = ""
    demands: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What one unit is to get; a unit by name that isn't known yet is made."""

    unit: int | str
    things: tuple[Thing, ...]


def same_to_each(units: Sequence[int | str], things: Sequence[Thing]) -> list[Order]:
    """The orders that hand the same things to every one of the units."""
    return [Order(unit, tuple(things)) for unit in units]


def issue_assignments(
    ledger: Ledger,
    orders: Sequence[Order],
    *,
    on: date,
    due: date | None = None,
    demands: str = "",
    contact: str = "",
    number: str = "",
) -> tuple[int, ...]:
    """Hand things over, each unit its own, one 交办单 a unit, in one step.

    Args:
        ledger: the open ledger.
        orders: what each unit gets.
        on: the day the orders are dated.
        due: the day of all things that bring none of their own.
        demands: what is asked of the units (办理要求).
        contact: whom to ask and where to answer.
        number: of the first order; the others are counted on. Empty counts on from the last.

    Returns:
        The numbers of the new records, in the order given.

    Raises:
        UserError: ``no_unit``, ``nothing_to_hand``, ``bad_due``, ``number_taken``, or a thing
            is gone.
    """
    _refuse_empty(orders, on, due)
    with ledger.transaction("issue_assignments", "") as work:
        session, numbers = work.session, _Numbers(work.session, on.year, number.strip())
        made = [
            Assignment(
                number=numbers.next(),
                unit_id=_unit_of(session, order.unit),
                issued_on=on,
                due=due,
                demands=demands.strip(),
                contact=contact.strip(),
                lines=_lines_of(session, order.things, due),
            )
            for order in orders
        ]
        session.add_all(made)
        session.flush()
        work.entitle(_issued_words(session, made))
        return tuple(row.id for row in made)


def change_assignment(ledger: Ledger, assignment_id: int, **fields: Any) -> None:
    """Change an order's number, issued_on, due, demands or contact.

    Raises:
        UserError: ``number_taken``, ``bad_due``, or the order is gone.
    """
    if set(fields) - _EDITABLE:
        raise TypeError(f"no such fields of an order: {sorted(fields)}")
    with ledger.transaction("change_assignment", "") as work:
        (row,) = orders_of(work.session, [assignment_id])
        for key, value in fields.items():
            setattr(row, key, value.strip() if isinstance(value, str) else value)
        if row.due is not None and row.due < row.issued_on:
            raise _bad_due()
        _refuse_taken(work.session, row.number, row.issued_on.year, but=row.id)
        work.entitle(f"修改交办单{_named([row])}")


def add_lines(ledger: Ledger, assignment_id: int, things: Sequence[Thing]) -> tuple[int, ...]:
    """Put more things on an order.

    Raises:
        UserError: ``nothing_to_hand``, or the order or a thing is gone.
    """
    if not things:
        raise _nothing()
    with ledger.transaction("add_lines", "") as work:
        (row,) = orders_of(work.session, [assignment_id])
        lines = _lines_of(work.session, things, row.due, after=len(row.lines))
        row.lines.extend(lines)
        work.session.flush()
        work.entitle(f"交办单{_named([row])}增加 {len(lines)} 项")
        return tuple(line.id for line in lines)


def change_lines(ledger: Ledger, line_ids: Sequence[int], **fields: Any) -> None:
    """Set the text, amount, measure, demands or due of one or several lines.

    Raises:
        UserError: ``empty_text``, ``bad_amount``, or a line is gone.
    """
    if set(fields) - _LINE_EDITABLE:
        raise TypeError(f"no such fields of a line: {sorted(fields)}")
    if "text" in fields and not fields["text"].strip():
        raise UserError("empty_text", "交办事项不能为空；要去掉这一项，请按 Delete。")
    amount = fields.get("amount")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise UserError("bad_amount", "交办的数量应是 0 或正数；请重新填写。")
    with ledger.transaction("change_lines", "") as work:
        lines = lines_of(work.session, line_ids)
        for line in lines:
            for key, value in fields.items():
                setattr(line, key, value)
        work.entitle(f"修改交办事项{counted_lines(lines)}")


def remove_lines(ledger: Ledger, line_ids: Sequence[int]) -> None:
    """Take lines off their orders with their feedback; an order left empty goes too."""
    with ledger.transaction("remove_lines", "") as work:
        lines = lines_of(work.session, line_ids)
        work.entitle(f"删除交办事项{counted_lines(lines)}")
        for order in orders_of(work.session, {line.assignment_id for line in lines}):
            order.lines = [line for line in order.lines if line not in lines]
            if not order.lines:
                work.session.delete(order)


def withdraw_assignments(ledger: Ledger, assignment_ids: Sequence[int], on: date | None) -> None:
    """Withdraw orders as of a day, or take that back with None.

    What was settled stays settled, and all feedback is kept.
    """
    with ledger.transaction("withdraw_assignments", "") as work:
        rows = orders_of(work.session, assignment_ids)
        for row in rows:
            row.withdrawn_on = on
        work.entitle(f"{'撤回' if on else '恢复'}交办单{_named(rows)}")


def remove_assignments(ledger: Ledger, assignment_ids: Sequence[int]) -> None:
    """Take orders out of the ledger with their lines and feedback; undo brings all back."""
    with ledger.transaction("remove_assignments", "") as work:
        rows = orders_of(work.session, assignment_ids)
        work.entitle(f"删除交办单{_named(rows)}")
        for row in rows:
            work.session.delete(row)


def orders_of(session: Session, assignment_ids: Iterable[int]) -> list[Assignment]:
    """The orders by record number.

    Raises:
        UserError: one of them is gone.
    """
    return _all_of(session, Assignment, assignment_ids, "这份交办单已被删除；请刷新后再试。")


def lines_of(session: Session, line_ids: Iterable[int]) -> list[AssignmentLine]:
    """The lines by record number.

    Raises:
        UserError: one of them is gone.
    """
    return _all_of(session, AssignmentLine, line_ids, "交办事项已被删除；请刷新后再试。")


def _all_of(session: Session, record: type[Row], numbers: Iterable[int], gone: str) -> list[Row]:
    wanted = set(numbers)
    query = select(record).where(record.id.in_(wanted)).order_by(record.id)
    rows = list(session.scalars(query))
    if len(rows) != len(wanted):
        raise UserError("not_found", gone)
    return rows


def counted_lines(lines: Sequence[AssignmentLine]) -> str:
    """One line by its words, several by their number."""
    return f"“{shorten(lines[0].text)}”" if len(lines) == 1 else f" {len(lines)} 项"


class _Numbers:
    """Gives out the numbers of one year's orders, none twice."""

    def __init__(self, session: Session, year: int, first: str) -> None:
        self._session, self._year, self._first = session, year, first
        query = select(Assignment.number, Assignment.issued_on).order_by(Assignment.id)
        rows = [(row[0], row[1]) for row in session.execute(query) if row[0]]
        self._held = [number for number, day in rows if day.year == year]
        self._older = [number for number, day in rows if day.year != year]

    def next(self) -> str:
        number = self._first or next_number(self._held, self._year, self._older)
        self._first = ""
        _refuse_taken(self._session, number, self._year)
        self._held.append(number)
        return number


def suggest_number(ledger: Ledger, on: date) -> str:
    """The number the next order of a year would get."""
    with ledger.reading() as session:
        return _Numbers(session, on.year, "").next()


def _refuse_taken(session: Session, number: str, year: int, *, but: int | None = None) -> None:
    if not number:
        return
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(Unit.name).join(Assignment, Assignment.unit_id == Unit.id)
    query = query.where(Assignment.number == number, Assignment.issued_on.between(first, last))
    with session.no_autoflush:
        holder = session.scalar(query.where(Assignment.id != (but or 0)))
    if holder is not None:
        message = f"{year}年已有编号“{number}”的交办单（{holder}）；请换一个编号。"
        raise UserError("number_taken", message)


def _refuse_empty(orders: Sequence[Order], on: date, due: date | None) -> None:
    if not orders:
        raise UserError("no_unit", "还没有选交办给哪家单位；请勾选单位。")
    if not all(order.things for order in orders):
        raise _nothing()
    if due is not None and due < on:
        raise _bad_due()


def _nothing() -> UserError:
    return UserError("nothing_to_hand", "没有要交办的事项；请先选中任务或清单项。")


def _bad_due() -> UserError:
    return UserError("bad_due", "完成时限早于交办日期；请改一个时限。")


def _unit_of(session: Session, unit: int | str) -> int:
    if isinstance(unit, str):
        found = unit_named(session, unit)
    else:
        found = session.scalar(select(Unit.id).where(Unit.id == unit))
    if found is None:
        raise UserError("not_found", "这家单位已被删除；请重新选择单位。")
    return found


def _lines_of(
    session: Session, things: Sequence[Thing], due: date | None, *, after: int = 0
) -> list[AssignmentLine]:
    return [_line_of(session, thing, place, due) for place, thing in enumerate(things, after + 1)]


def _line_of(session: Session, thing: Thing, position: int, due: date | None) -> AssignmentLine:
    """A line with the wording of its thing; an item's line keeps the item's task too."""
    item = _held(session, Item, thing.item_id)
    problem = _held(session, Problem, thing.problem_id)
    task = _held(session, Task, item.task_id if item else thing.task_id)
    named = item.name if item else problem.text if problem else task.text if task else ""
    text = thing.text.strip() or named.strip()
    if not text:
        raise UserError("empty_text", "交办事项不能为空；请写明要办的事。")
    return AssignmentLine(
        position=position,
        text=text,
        task_id=task.id if task else None,
        item_id=item.id if item else None,
        problem_id=problem.id if problem else None,
        amount=thing.amount,
        measure=thing.measure,
        demands=thing.demands.strip(),
        due=thing.due or (None if due else own_due(item, problem, task)),
    )


def own_due(item: Item | None, problem: Problem | None, task: Task | None) -> date | None:
    """The day that belongs to a thing itself: the item's, the problem's, else the task's."""
    dues = (one.due for one in (item, problem, task) if one is not None)
    return next((due for due in dues if due is not None), None)


def _held(session: Session, record: type[Any], number: int | None) -> Any:
    if number is None:
        return None
    found = session.get(record, number)
    if found is None:
        raise UserError("not_found", "要交办的事项已被删除；请刷新后再选。")
    return found


def _named(rows: Sequence[Assignment]) -> str:
    if len(rows) > 1:
        return f" {len(rows)} 份"
    return f"“{rows[0].number}”" if rows[0].number else ""


def _issued_words(session: Session, made: Sequence[Assignment]) -> str:
    count = sum(len(row.lines) for row in made)
    if len(made) > 1:
        return f"交办 {len(made)} 家单位，共 {count} 项"
    name = session.scalar(select(Unit.name).where(Unit.id == made[0].unit_id))
    return f"交办“{name}” {count} 项"
