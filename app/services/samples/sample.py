"""The sample ledger: the sample list imported and half a year of work played into it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.files import telling_disk_faults
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.models.tasks import Checkpoint, Task
from app.models.tracking import Item, Progress
from app.models.units import Unit
from app.services.intake.imports import commit_import, plan_import, read_file
from app.services.keeping.ledgers import create_ledger
from app.services.samples.sample_data import Sample, SampleTask, load_sample
from app.services.samples.sample_proof import play_proof
from app.services.samples.sample_registers import play_registers
from app.services.samples.sample_workbook import write_sample_workbook
from app.services.settings import Office, change_as_of, change_office
from app.services.unitnames import unit_named

_PLAYED_TO = date(2020, 6, 30)
WORKBOOK = "附件1 任务分解表（示例）.xlsx"


def create_sample(folder: Path) -> Ledger:
    """Lay out the sample ledger: import its own workbook, then tick and report to 2020-06-30.

    Raises:
        UserError: the folder holds a ledger already, or can't be written.
    """
    sample = load_sample()
    ledger = create_ledger(folder, office=sample.office)
    try:
        workbook = folder / WORKBOOK
        with telling_disk_faults(workbook):
            write_sample_workbook(workbook)
        change_office(ledger, Office(sample.office, sample.aliases, filled_by="（示例）"))
        _import_units(ledger, sample)
        draft_list = read_file(workbook, year=sample.task_list.year).lists[0]
        commit_import(ledger, plan_import(ledger, draft_list, year=sample.task_list.year), workbook)
        _play(ledger, sample.tasks)
        play_registers(ledger, sample.task_list.year)
        play_proof(ledger, as_of=_PLAYED_TO, period=Period.of(_PLAYED_TO).key)
        change_as_of(ledger, sample.as_of)
        change_as_of(ledger, _PLAYED_TO)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _import_units(ledger: Ledger, sample: Sample) -> None:
    with ledger.transaction("add_units", f"登记单位 {len(sample.units)} 个") as work:
        work.session.add_all(
            Unit(name=unit.name, kind=unit.kind, aliases=list(unit.aliases), position=place)
            for place, unit in enumerate(sample.units, 1)
        )


def _play(ledger: Ledger, played: Mapping[str, SampleTask]) -> None:
    """Enter what the office did, as one step of the journal for each task."""
    for serial, task in played.items():
        with ledger.transaction("sample", f"录入示例任务 {serial}") as work:
            row = work.session.scalar(select(Task).where(Task.serial == serial).limit(1))
            if row is None:
                raise LookupError(serial)
            row.done_on = task.done_on
            row.item_columns = list(task.item_columns)
            row.items = [
                Item(
                    position=place,
                    name=item.name,
                    done_on=item.done_on,
                    unit_id=unit_named(work.session, item.unit),
                    fields=dict(item.fields),
                )
                for place, item in enumerate(task.items, 1)
            ]
            row.progress = [
                Progress(
                    period=entry.period,
                    dated=entry.dated,
                    amount=entry.amount,
                    text=entry.text,
                    problems=entry.problems,
                    next_steps=entry.next_steps,
                )
                for entry in task.progress
            ]
            for entry in task.progress:
                if entry.reached:
                    _reach(row.checkpoints, entry.period)


def _reach(checkpoints: list[Checkpoint], period: str) -> None:
    """Mark a period's checkpoint as reached on its last day."""
    for checkpoint in checkpoints:
        if checkpoint.period == period:
            checkpoint.reached_on = Period.parse(period).end
