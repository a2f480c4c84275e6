"""The clerk's verbs on checkpoints (形象进度): write, reword, remove, spread a target."""

import itertools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.models.rules.spreading import by_time, evenly, periods_to
from app.models.tasks import Checkpoint, Task
from app.models.views import TaskView
from app.services.wording import shorten
from app.services.work.drafting import checkpoint_from
from app.services.work.tasks import tasks_of


def write_checkpoint(ledger: Ledger, task_id: int, period: str, text: str) -> int:
    """Write what must stand at a period's end; the one held for the period is reworded.

    Raises:
        UserError: ``empty_text``.
    """
    words, span = _filled(text), Period.parse(period)
    with ledger.transaction("write_checkpoint", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        row = _write(task, span.key, words)
        work.entitle(f"填写{span.label}节点“{shorten(words)}”")
        work.session.flush()
        return row.id


def change_checkpoint(
    ledger: Ledger, checkpoint_id: int, *, text: str | None = None, period: str | None = None
) -> None:
    """Reword a checkpoint (its number is read again) or put it to another period.

    Raises:
        UserError: ``empty_text``; ``period_taken`` when the other period has one already.
    """
    with ledger.transaction("change_checkpoint", "") as work:
        row, task = _held(work.session, checkpoint_id)
        if text is not None:
            _reword(row, _filled(text), _unit_of(task))
        if period is not None and period != row.period:
            span = Period.parse(period)
            if any(other.period == span.key for other in task.checkpoints):
                raise UserError("period_taken", f"{span.label}已有节点；请改写那一行。")
            row.period = span.key
        work.entitle(f"修改节点“{shorten(row.text)}”")


def remove_checkpoint(ledger: Ledger, checkpoint_id: int) -> None:
    """Take a checkpoint out; undo brings it back."""
    with ledger.transaction("remove_checkpoint", "") as work:
        row, task = _held(work.session, checkpoint_id)
        work.entitle(f"删除节点“{shorten(row.text)}”")
        task.checkpoints.remove(row)


def spread_target(ledger: Ledger, task_id: int, amounts: Mapping[str, Decimal]) -> None:
    """Write cumulative amounts as checkpoints, all periods in one step; marks stay.

    Raises:
        UserError: ``amounts_fall`` when a later period asks for less than an earlier one.
    """
    ordered = sorted((Period.parse(key).end, key, amount) for key, amount in amounts.items())
    values = [amount for _, _, amount in ordered]
    if any(later < earlier for earlier, later in itertools.pairwise(values)):
        raise UserError("amounts_fall", "各期完成数是累计数，后一期不能少于前一期；请改正后再试。")
    with ledger.transaction("spread_target", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        unit = _unit_of(task)
        for _, key, amount in ordered:
            _write(task, key, f"累计完成{plain(amount)}{unit}")
        work.entitle(f"分解到{len(ordered)}期“{shorten(task.text)}”")


def spread_amounts(
    task: TaskView, *, way: str, kind: str = "quarter"
) -> tuple[tuple[Period, Decimal], ...]:
    """What a task's target comes to by each period's end, ``way`` being ``time`` or ``even``.

    Empty where the task has no number or no deadline.
    """
    target, due = task.target, task.due
    if target is None or target.number is None or target.number <= 0 or due is None:
        return ()
    start = date(due.year, 1, 1)
    periods = periods_to(start, due, kind)
    if way == "time":
        amounts = by_time(target.number, target.unit, periods, start=start, due=due)
    else:
        amounts = evenly(target.number, target.unit, periods)
    return tuple(zip(periods, amounts, strict=True))


def _held(session: Session, checkpoint_id: int) -> tuple[Checkpoint, Task]:
    row = session.get(Checkpoint, checkpoint_id)
    if row is None:
        raise UserError("not_found", "这个节点已被删除；请刷新后再试。")
    return row, tasks_of(session, [row.task_id])[0]


def _write(task: Task, period: str, words: str) -> Checkpoint:
    row = next((one for one in task.checkpoints if one.period == period), None)
    if row is None:
        row = Checkpoint(period=period, text=words)
        task.checkpoints.append(row)
    _reword(row, words, _unit_of(task))
    return row


def _reword(row: Checkpoint, words: str, unit: str) -> None:
    read = checkpoint_from(row.period, words, unit)
    for name, value in (("text", words), ("amount", read.amount), ("unit", read.unit or "")):
        if getattr(row, name) != value:
            setattr(row, name, value)


def _unit_of(task: Task) -> str:
    return next((target.unit for target in task.targets if target.unit), "")


def _filled(text: str) -> str:
    words = text.strip()
    if not words:
        raise UserError("empty_text", "节点要写明到期末做到什么；要去掉它，请按 Delete。")
    return words
