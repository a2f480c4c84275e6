"""How a draft row becomes a task of the ledger, and how a task looks to a revised list."""

import re
from collections.abc import Mapping

from app.importing.comparing.pairs import HeldTask
from app.importing.drafts import DraftTask
from app.models.rules.quantities import read_quantities
from app.models.tasks import Checkpoint, Task
from app.services.work.targets import revised_targets, targets_among, targets_from

_PLAIN_FIELDS = ("serial", "text", "acceptance", "score", "scoring_method")
_UNIT_FIELDS = ("lead", "responsible", "assist", "main_responsible")
PLANS = ("quarters", "months", "years", "towns")
_BLANK = re.compile(r"[\s/\\—–\-－]*")


def new_task(draft: DraftTask, *, position: int, year: int) -> Task:
    """A task of the ledger as the district printed it."""
    task = Task(position=position)
    take_over(task, draft)
    task.targets = targets_from(draft.targets)
    task.checkpoints = checkpoints_of(draft, year)
    return task


def take_over(task: Task, draft: DraftTask) -> None:
    """Set a task's printed fields to those of a row; progress, items and proof stay."""
    for name in _PLAIN_FIELDS:
        _set(task, name, getattr(draft, name))
    for name in _UNIT_FIELDS:
        _set(task, name, list(getattr(draft, name)))
    _set(task, "groups", list(draft.groups))
    _set(task, "plans", {name: dict(getattr(draft, name)) for name in PLANS})
    _set(task, "values", dict(draft.values))
    deadline = draft.deadline
    _set(task, "deadline_text", draft.deadline_text)
    _set(task, "deadline_kind", deadline.kind)
    _set(task, "start", deadline.start)
    _set(task, "due", deadline.due)
    _set(task, "precision", deadline.precision or "")
    _set(task, "source_sheet", draft.sheet)
    _set(task, "source_row", draft.source_row)


def checkpoints_of(draft: DraftTask, year: int) -> list[Checkpoint]:
    """The 形象进度 by quarter and month; a dash or nothing asks for nothing."""
    unit = next((quantity.unit for quantity in draft.targets), "")
    written = _written(draft.quarters, draft.months, year)
    return [checkpoint_from(period, text, unit) for period, text in written.items()]


def _written(quarters: Mapping[str, str], months: Mapping[str, str], year: int) -> dict[str, str]:
    """What the plan writes for each period.

    A text that stands the same in every quarter is the task's manner of work, not a checkpoint.
    """
    written = {f"{year}Q{number}": text for number, text in quarters.items()}
    if len(set(written.values())) == 1 and len(written) == 4:
        written = {}
    written |= {f"{year}-{int(number):02d}": text for number, text in months.items()}
    return {period: text for period, text in written.items() if not _BLANK.fullmatch(text)}


def checkpoint_from(period: str, text: str, unit: str) -> Checkpoint:
    """A checkpoint's number counts only when it is the one thing the wording asks for."""
    found = targets_among(read_quantities(text))
    checkpoint = Checkpoint(period=period, text=text)
    if len(found) != 1:
        return checkpoint
    quantity = found[0]
    if quantity.comparator == "all":
        checkpoint.amount, checkpoint.unit = quantity.number, "%"
    elif quantity.unit in {unit, "%"} and quantity.change is None:
        checkpoint.amount, checkpoint.unit = quantity.number, quantity.unit
    return checkpoint


def _set(row: Task | Checkpoint, name: str, value: object) -> None:
    """Set a field only when it differs, so that the journal shows real changes."""
    if getattr(row, name, None) != value:
        setattr(row, name, value)


def held_task(task: Task) -> HeldTask:
    """A task of the ledger as the comparison with a revised list sees it."""
    return HeldTask(
        id=task.id,
        serial=task.serial,
        groups=tuple(task.groups),
        text=task.text,
        deadline_text=task.deadline_text,
        deadline_due=task.due,
        lead=tuple(task.lead),
        responsible=tuple(task.responsible),
        assist=tuple(task.assist),
        main_responsible=tuple(task.main_responsible),
        acceptance=task.acceptance,
        score=task.score,
        scoring_method=task.scoring_method,
        **{name: task.plans.get(name, {}) for name in PLANS},
    )


def revise(task: Task, draft: DraftTask, *, year: int) -> None:
    """Let a revised row replace what was printed; targets and checkpoints only if they changed."""
    words_changed = task.text != draft.text
    plans = {name: task.plans.get(name, {}) for name in PLANS}
    take_over(task, draft)
    if words_changed:
        task.targets = revised_targets(task.targets, draft.targets)
    before = _written(plans["quarters"], plans["months"], year)
    _revise_checkpoints(task, before, checkpoints_of(draft, year))


def _revise_checkpoints(task: Task, before: Mapping[str, str], drafted: list[Checkpoint]) -> None:
    """What the plan words otherwise now changes, its mark stays; the clerk's own are left alone."""
    held = {row.period: row for row in task.checkpoints}
    for row in drafted:
        kept = held.get(row.period)
        if before.get(row.period) == row.text:
            continue
        if kept is None:
            task.checkpoints.append(row)
            continue
        for name, value in (("text", row.text), ("amount", row.amount), ("unit", row.unit or "")):
            _set(kept, name, value)
    dropped = before.keys() - {row.period for row in drafted}
    for period in dropped & held.keys():
        task.checkpoints.remove(held[period])
