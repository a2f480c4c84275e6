"""A task of several targets on a form: what a column or a row in another unit speaks of."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from app.models.rules.measure_units import canonical
from app.models.rules.periods import Period
from app.models.targetlines import TargetLine
from app.models.views import ProgressView, TargetView
from app.services.formfilling.formvalues import TaskFacts


def aimed(unit: str, facts: TaskFacts, *, is_paired: bool) -> TaskFacts | None:
    """The task as a column of a unit asks for it: with the target that is counted so.

    Args:
        unit: what the column's head counts in; empty where it does not say.
        facts: the task.
        is_paired: whether another column asks for the same in another unit; then a column that
            fits none of the targets is left blank, None.
    """
    line = facts.line
    own = canonical(line.target.unit) if line.target else ""
    if not unit or unit == own:
        return facts
    one = next((one for one in line.more if canonical(one.unit) == unit), None)
    if one is None:
        return None if is_paired else facts
    return of_further(facts, one)


def number_said(text: str) -> Decimal | None:
    """The number a cell of the form holds by itself; None where it holds words, or nothing."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def of_further(facts: TaskFacts, one: TargetLine) -> TaskFacts:
    """The task with one of its further targets as the counted one."""
    target = TargetView(one.number, one.unit, one.comparator, one.change, id=one.id)
    # As of a task with objects, whose amount is no entry's: it is told for the own period alone.
    line = replace(facts.line, target=target, amount=one.amount, items=1, more=())
    period = facts.period
    told = {period.key: one.amount, period.previous.key: one.before}
    # What a level is now is no sum of what the periods brought.
    entries = {
        key: _entry(facts, key, None if one.is_level else amount) for key, amount in told.items()
    }
    return replace(facts, line=line, entries=entries)


def _entry(facts: TaskFacts, period: str, amount: Decimal | None) -> ProgressView:
    """What is told of a period, with another target's amount."""
    held = facts.entry_of(Period.parse(period))
    blank = ProgressView(0, facts.line.task_id, period, facts.head.as_of)
    return replace(held or blank, amount=amount)


def target_of(facts: TaskFacts, seen: TaskFacts) -> int:
    """The number of the further target a cell speaks of; 0 for the counted one."""
    target = seen.line.target
    return target.id or 0 if seen is not facts and target is not None else 0
