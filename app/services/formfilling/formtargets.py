"""A task of several targets on a form: a column in another unit speaks of another target."""

from dataclasses import replace

from app.models.rules.measure_units import canonical
from app.models.views import TargetView
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
    target = TargetView(one.number, one.unit, one.comparator, one.change, id=one.id)
    # As of a task with objects, whose amount is no entry's: it is told for the own period alone.
    told = replace(line, target=target, amount=one.amount, items=1, more=())
    return replace(facts, line=told, entries={})


def target_of(facts: TaskFacts, seen: TaskFacts) -> int:
    """The number of the further target a column speaks of; 0 for the counted one."""
    target = seen.line.target
    return target.id or 0 if seen is not facts and target is not None else 0
