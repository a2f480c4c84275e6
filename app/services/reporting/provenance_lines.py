"""数字来源 of any line a return prints: a task, a theme, a village, a problem, a total."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.origins import How, Lead, Part
from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.models.registers import ShareView, SplitRow
from app.models.rules.pace import State, plain, points
from app.models.rules.periods import Period
from app.models.tasks import Target, Task
from app.models.views import ReturnLine, TaskView
from app.services.queries import list_tasks
from app.services.reporting.provenance import provenance
from app.services.reporting.provenance_context import target_part
from app.services.reporting.provenance_shares import (
    allotted_part,
    left_part,
    rate_part,
    report_part,
    reported_part,
    share_part,
)
from app.services.reporting.registers import TOTAL, UNGROUPED
from app.services.wording import shorten
from app.services.work.goals import view_of

_TASK_FIELDS = {
    "amount": "amount", "amount_with_unit": "amount", "invested": "amount", "share": "share",
    "self_score": "self_score", "self_score_why": "self_score", "target": "target",
    "target_number": "target", "goal": "target", "evidence": "evidence", "ticks": "items_done",
    "state": "state", "state_why": "state", "is_done": "state", "is_on_pace": "state",
    "warning": "state",
}  # fmt: skip
_SHARE_FIELDS = frozenset({"total", "allotted", "left", "reported", "reported_share"})
_GROUP_FIELDS = frozenset({"tasks", "actual", "expected", "gap"})
_NAME = 30


def is_traced(line: object, field: str) -> bool:
    """Whether the number a line prints under a field has a tree of its own."""
    family = field.partition(".")[0]
    match line:
        case ReturnLine():
            return field in _TASK_FIELDS
        case GroupLine():
            return field in _GROUP_FIELDS or family == "states"
        case ShareLine():
            return field in _SHARE_FIELDS or family in {"shares", "reports"}
        case ProblemLine():
            return field == "evidence"
        case AssignedLine():
            return field == "feedback_amount"
    return False


def trace(
    ledger: Ledger, line: object, field: str, *, list_id: int | None, period: str
) -> Part | None:
    """What a line's number is made of; None for what is no such number.

    Args:
        ledger: the open ledger.
        line: a line of a draft.
        field: the field its column prints, such as ``amount`` or ``shares.张村``.
        list_id: the list of the return.
        period: the period of the return.

    Raises:
        UserError: what the line tells of is gone.
    """
    if not is_traced(line, field):
        return None
    span = Period.parse(period)
    found: Part | None = None
    match line:
        case ReturnLine():
            found = provenance(ledger, line.task_id, period, _TASK_FIELDS[field])
        case GroupLine():
            found = _of_group(ledger, line, field, list_id, span)
        case ShareLine():
            found = _of_share(ledger, line, field, span)
        case ProblemLine():
            found = _of_problem(line)
        case AssignedLine():
            found = _of_answer(line)
    return found


def lead_of(line: object) -> Lead | None:
    """Where a line stands in the ledger."""
    match line:
        case GroupLine():
            return Lead("tasks", group=line.name)
        case ShareLine():
            return Lead("split", line.task_id)
        case ProblemLine():
            return Lead("problem", problem_id=line.problem.id)
        case AssignedLine():
            return Lead("assignment", assignment_id=line.assignment.id)
        case ItemLine():
            return Lead("item", line.task_id, item_id=line.item.id)
    return Lead("task", line.task_id, part="progress") if isinstance(line, ReturnLine) else None


def total_part(label: str, told: Sequence[tuple[str, Lead | None, Decimal | None, str]]) -> Part:
    """A total row's number: every line's own number added up.

    Args:
        label: what the total is called.
        told: each line's name, where it stands, its number and how it is printed.
    """
    parts = tuple(
        Part(shorten(name, _NAME), text, number, lead=lead)
        for name, lead, number, text in told
        if number is not None
    )
    whole = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    return Part(label, plain(whole), whole, How.SUM, parts)


def _of_group(
    ledger: Ledger, line: GroupLine, field: str, list_id: int | None, span: Period
) -> Part:
    views = [
        view
        for view in list_tasks(
            ledger, as_of=span.end, period=span.key, list_id=list_id, ours=("yes",)
        )
        if line.name == TOTAL or (view.groups[0] if view.groups else UNGROUPED) == line.name
    ]
    family, _, key = field.partition(".")
    if family == "states":
        views = [view for view in views if view.judgement.state.value == key]
        return _counted(State(key).label, line.name, views)
    if field == "tasks":
        return _counted("任务数", line.name, views)
    actual = _mean("实际完成率", line.name, views, _actual)
    expected = _mean("应达完成率", line.name, views, _expected)
    if field == "gap":
        return _gap(actual, expected)
    return actual if field == "actual" else expected


def _counted(label: str, group: str, views: Sequence[TaskView]) -> Part:
    parts = tuple(_task_part(view, "1", Decimal(1), view.judgement.why) for view in views)
    count = Decimal(len(parts))
    lead = Lead("tasks", group=group)
    return Part(label, f"{count} 项", count, How.SUM, parts, group, lead=lead)


def _mean(
    label: str, group: str, views: Sequence[TaskView], share_of: Callable[[TaskView], Decimal]
) -> Part:
    counted = [view for view in views if view.judgement.expected is not None]
    shares = [(view, share_of(view)) for view in counted]
    parts = tuple(_task_part(view, f"{points(share)}%", share, "") for view, share in shares)
    note = f"{group}　{len(counted)} 项可计算的任务平均"
    lead = Lead("tasks", group=group)
    if not shares:
        return Part(label, "无法计算", note=note, lead=lead)
    mean = sum((share for _view, share in shares), Decimal(0)) / len(shares)
    return Part(label, f"{points(mean)}%", mean, How.MEAN, parts, note, lead=lead)


def _gap(actual: Part, expected: Part) -> Part:
    if actual.amount is None or expected.amount is None:
        return Part("差距", "无法计算", parts=(actual, expected))
    less = Part(
        "减：应达完成率", f"-{expected.value}", -expected.amount, parts=expected.parts,
        lead=expected.lead,
    )  # fmt: skip
    gap = actual.amount - expected.amount
    return Part("差距", f"{points(gap)}%", gap, How.SUM, (actual, less))


def _actual(view: TaskView) -> Decimal:
    return min(view.judgement.actual or Decimal(0), Decimal(1))


def _expected(view: TaskView) -> Decimal:
    return view.judgement.expected or Decimal(0)


def _task_part(view: TaskView, value: str, amount: Decimal, note: str) -> Part:
    name = shorten(f"{view.serial}　{view.text}".strip(), _NAME)
    return Part(name, value, amount, note=note, lead=Lead("task", view.id, part="progress"))


def _of_share(ledger: Ledger, line: ShareLine, field: str, span: Period) -> Part | None:
    row = line.split
    family, _, unit = field.partition(".")
    if field == "total" and not row.target_id:
        return provenance(ledger, row.task_id, span.key, "items")
    with ledger.reading() as session:
        if family in {"shares", "reports"}:
            share = _share_of(row, unit)
            part_of = share_part if family == "shares" else report_part
            return part_of(session, row, share, span) if share else None
        return _WHOLES[field](session, row, span)


def _share_of(row: SplitRow, unit: str) -> ShareView | None:
    return next((share for share in row.shares if share.unit == unit), None)


def _of_problem(line: ProblemLine) -> Part:
    """The proof of each step."""
    lead = Lead("problem", problem_id=line.problem.id)
    parts = tuple(
        Part(step.name, str(step.evidence), Decimal(step.evidence), lead=lead)
        for step in line.problem.steps
    )
    count = sum(step.evidence for step in line.problem.steps)
    return Part("佐证", f"{count} 件", Decimal(count), How.SUM, parts, lead=lead)


def _of_answer(line: AssignedLine) -> Part:
    """The newest answer by the day."""
    lead = Lead("assignment", assignment_id=line.assignment.id)
    given = [one for one in line.assigned.feedback if one.given_on <= line.as_of]
    parts = tuple(
        Part(
            f"{one.given_on:%Y-%m-%d} 反馈", plain(one.amount), one.amount,
            note=shorten(one.text, _NAME), lead=lead,
        )
        for one in given
        if one.amount is not None
    )  # fmt: skip
    last = given[-1].amount if given else None
    how = How.STATED if last is None else How.LATEST
    value = "未报" if last is None else f"{plain(last)} {line.assigned.measure}".rstrip()
    return Part("反馈完成数", value, last, how, parts, line.assignment.unit, lead=lead)


def _whole(session: Session, row: SplitRow, _span: Period) -> Part:
    """The target itself, which need not be the task's first."""
    task, target = session.get(Task, row.task_id), session.get(Target, row.target_id)
    if task is None or target is None:
        raise UserError("not_found", "任务或目标已被删除；请刷新后再试。")
    return target_part(session, task, view_of(target), int(row.total or 0))


_WHOLES: Mapping[str, Callable[[Any, SplitRow, Period], Part]] = {
    "total": _whole,
    "allotted": allotted_part,
    "left": left_part,
    "reported": reported_part,
    "reported_share": rate_part,
}
