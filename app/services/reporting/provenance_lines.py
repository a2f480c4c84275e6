"""数字来源 of any line a return prints: a task, a theme, a village, a problem, a total."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.origins import How, Lead, Part, adds_up
from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.models.registers import ShareView, SplitRow
from app.models.returnviews import ReturnHead, ReturnLine, ReturnView
from app.models.rules.pace import State, plain, points
from app.models.rules.periods import Period
from app.models.tasks import Target, Task
from app.models.views import TaskView, theme_of
from app.reports.formats.catalogue import Catalogue
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.values import Value
from app.services.queries import list_tasks
from app.services.reporting.provenance import TaskTrees
from app.services.reporting.provenance_context import target_part
from app.services.reporting.provenance_registers import NUMBERS, register_part
from app.services.reporting.provenance_shares import (
    allotted_part,
    left_part,
    rate_part,
    report_part,
    reported_part,
    share_part,
)
from app.services.reporting.provenance_words import column_part, entry_part
from app.services.reporting.registers import TOTAL
from app.services.wording import shorten
from app.services.work.goals import view_of

_TASK_FIELDS = {
    "amount": "amount", "amount_with_unit": "amount", "invested": "amount", "share": "share",
    "self_score": "self_score", "self_score_why": "self_score", "target": "target",
    "target_number": "target", "goal": "target", "evidence": "evidence", "ticks": "items_done",
    "state": "state", "state_why": "state", "is_done": "state", "is_on_pace": "state",
    "warning": "state",
}  # fmt: skip
_PARTS: Mapping[str, str] = {
    "target": "targets", "target_unit": "targets", "checkpoint": "checkpoints",
    "checkpoints": "checkpoints", "evidence": "evidence", "ticks": "items",
}  # fmt: skip
_SHARE_FIELDS = frozenset({"total", "allotted", "left", "reported", "reported_share"})
_GROUP_FIELDS = frozenset({"tasks", "actual", "expected", "gap"})
_ROWS: Mapping[type, str] = {
    ReturnLine: "tasks", ItemLine: "items", ProblemLine: "problems", AssignedLine: "assignments",
    ShareLine: "villages", GroupLine: "groups",
}  # fmt: skip
_MONEY = frozenset({"元", "万元"})
_NAME = 30


def is_traced(line: object, field: str) -> bool:
    """Whether the number a line prints under a field has a tree of its own."""
    family = field.partition(".")[0]
    match line:
        case ReturnLine():
            return field in _TASK_FIELDS and (field != "invested" or _counts_money(line))
        case GroupLine():
            return field in _GROUP_FIELDS or family == "states"
        case ShareLine():
            return field in _SHARE_FIELDS or family in {"shares", "reports"}
    return field in NUMBERS.get(type(line), ())


def _counts_money(line: ReturnLine) -> bool:
    """Its amount is what was invested; of others that stands in a column of the list."""
    return line.target is not None and line.target.unit in _MONEY and line.amount is not None


class Tracer:
    """Opens the cells of one return; what many of them rest on is read once.

    Args:
        ledger: the open ledger, which does not change meanwhile.
        list_id: the list of the return.
        period: the period of the return.
        task_ids: the tasks that will be asked for.
    """

    def __init__(
        self, ledger: Ledger, list_id: int | None, period: str, task_ids: Iterable[int] = ()
    ) -> None:
        self.ledger, self.list_id, self.period = ledger, list_id, Period.parse(period)
        self.tasks = TaskTrees(ledger, task_ids)
        self._views: tuple[TaskView, ...] | None = None

    def number(self, line: object, field: str, period: Period | None = None) -> Part | None:
        """What a line's number is made of; None for what is no such number.

        Raises:
            UserError: what the line tells of is gone.
        """
        if not is_traced(line, field):
            return None
        span = period or self.period
        match line:
            case ReturnLine():
                return self.tasks.part(line.task_id, span.key, _TASK_FIELDS[field])
            case GroupLine():
                return _of_group(self._all(), line, field)
            case ShareLine():
                return self._of_share(line, field, span)
        with self.ledger.reading() as session:
            return register_part(session, line, field)

    def words(
        self, line: object, field: str, shown: str = "", *, period: Period | None = None
    ) -> Part:
        """Where the words a line prints under a field were written, by whom and when.

        ``shown`` is how they are printed, where that is otherwise than usual.
        """
        value = self._read(line, field)
        shown = shown or value.text
        with self.ledger.reading() as session:
            if isinstance(line, ReturnLine):
                span = period or self.period
                entry = entry_part(session, line.task_id, span, field)
                if entry is not None:
                    return entry
                found = column_part(session, line, field, shown)
                part = found or Part("", shown, lead=_task_lead(line, field))
            else:
                found = register_part(session, line, field, shown)
                part = found or Part("", shown, lead=lead_of(line))
        return part if part.amount is not None else replace(part, amount=value.number)

    def _read(self, line: object, field: str) -> Value:
        """What a line prints, a number where it is one."""
        span = self.period
        head = ReturnHead(
            "", "", "", span.year, span.key, span.label, as_of=span.end, filled_on=span.end
        )
        rows, _identity = identity_of(line)
        return CATALOGUES[rows].read(line, field, head, number="general")

    def _all(self) -> tuple[TaskView, ...]:
        """All our tasks of the list at the end of the period."""
        if self._views is None:
            span = self.period
            self._views = list_tasks(
                self.ledger, as_of=span.end, period=span.key, list_id=self.list_id, ours=("yes",)
            )
        return self._views

    def _of_share(self, line: ShareLine, field: str, span: Period) -> Part | None:
        row = line.split
        family, _, unit = field.partition(".")
        if field == "total" and not row.target_id:
            return self.tasks.part(row.task_id, span.key, "items")
        with self.ledger.reading() as session:
            if family in {"shares", "reports"}:
                share = _share_of(row, unit)
                part_of = share_part if family == "shares" else report_part
                return part_of(session, row, share, span) if share else None
            return _WHOLES[field](session, row, span)


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
    return Tracer(ledger, list_id, period).number(line, field)


def _task_lead(line: ReturnLine, field: str) -> Lead:
    return Lead("task", line.task_id, part=_PARTS.get(field.partition(".")[0], "progress"))


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


def identity_of(line: Any) -> tuple[str, str]:
    """The kind of a line, and what tells it again."""
    rows = next(rows for kind, rows in _ROWS.items() if isinstance(line, kind))
    return rows, CATALOGUES[rows].identity(line)


def in_measure(found: Part, label: str, shown: str, number: Decimal) -> Part | None:
    """A number in the measure it is printed in, above the ledger's own; None where it is none."""
    note = "按表上的单位换算"
    scaled = Part(label, shown, number, How.SCALED, (found,), note, lead=found.lead)
    return scaled if found.amount is not None and adds_up(scaled) else None


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


def lines_total(view: ReturnView[Any], kind: Catalogue[Any], field: str, label: str) -> Part:
    """A total row's number: of all lines, or of those of the measure its label names.

    Args:
        view: the return.
        kind: the fields of its lines.
        field: the column.
        label: 合计, or 合计（台） for one measure.
    """
    measure = label.removeprefix(TOTAL).strip("（）")
    alike = len({kind.measure(line) for line in view.lines}) == 1
    told = []
    for line in view.lines:
        if alike or kind.measure(line) == measure:
            value = kind.read(line, field, view.head, number="general")
            told.append((kind.label(line), lead_of(line), value.number, value.text))
    return total_part(label, told)


def _of_group(tasks: Sequence[TaskView], line: GroupLine, field: str) -> Part:
    views = [view for view in tasks if line.name == TOTAL or theme_of(view.groups) == line.name]
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
    counted = [view for view in views if view.judgement.has_share]
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
    return view.judgement.reached


def _expected(view: TaskView) -> Decimal:
    return view.judgement.expected or Decimal(0)


def _task_part(view: TaskView, value: str, amount: Decimal, note: str) -> Part:
    name = shorten(f"{view.serial}　{view.text}".strip(), _NAME)
    return Part(name, value, amount, note=note, lead=Lead("task", view.id, part="progress"))


def _share_of(row: SplitRow, unit: str) -> ShareView | None:
    return next((share for share in row.shares if share.unit == unit), None)


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
