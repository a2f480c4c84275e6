"""What the ledger has for a form: tasks with their entries, what was filed before, its labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.comparing.pairs import HeldTask
from app.models.database import Ledger
from app.models.returns import Return
from app.models.returnviews import ReturnView
from app.models.rules.periods import Period
from app.models.tasks import Task
from app.models.tracking import Progress
from app.models.views import ProgressView
from app.services.formfilling.formlabels import LabelFacts, facts_of
from app.services.formfilling.formtowns import Town
from app.services.formfilling.formvalues import TaskFacts
from app.services.reporting.registers import register_lines
from app.services.reporting.returns import Wanted, draft_return
from app.services.settings import office_in
from app.services.work.drafting import held_task

_EVERYONE = ("yes", "ask", "no")


class Registers:
    """The lines of the registers, read when a form asks for them."""

    def __init__(self, ledger: Ledger, wanted: Wanted) -> None:
        self._ledger, self._wanted = ledger, wanted
        self._held: dict[str, tuple[Any, ...]] = {}

    def of(self, rows: str) -> tuple[Any, ...]:
        """The lines of one kind: ``problems``, ``items``, ``villages``, ``groups``."""
        if rows not in self._held:
            wanted = self._wanted
            self._held[rows] = register_lines(
                self._ledger, rows, list_id=wanted.list_id, span=Period.parse(wanted.period)
            )
        return self._held[rows]


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the ledger has for the form."""

    view: ReturnView
    tasks: Mapping[int, TaskFacts]
    held: tuple[HeldTask, ...]
    ours: frozenset[int]
    labels: LabelFacts
    kept: frozenset[str]
    town: Town
    registers: Registers


def form_facts(ledger: Ledger, wanted: Wanted) -> FormFacts:
    """Everything a form on a list may ask for, for a period; earlier periods as they were filed."""
    view = draft_return(ledger, wanted, ours=_EVERYONE)
    with ledger.reading() as session:
        query = select(Task).where(Task.list_id == wanted.list_id, Task.removed_in.is_(None))
        tasks = session.scalars(query.order_by(Task.position)).all()
        office = office_in(session)
        entries = _entries(session, [task.id for task in tasks])
        for period, filed in _filed_before(session, wanted).items():
            for task_id, entry in filed.items():
                entries.setdefault(task_id, {})[period] = entry
    facts = {
        line.task_id: TaskFacts(line, entries.get(line.task_id, {}), view.head)
        for line in view.lines
    }
    return FormFacts(
        view,
        facts,
        tuple(held_task(task) for task in tasks),
        frozenset(task.id for task in tasks if task.ours == "yes"),
        facts_of(view.head),
        frozenset(name for line in view.lines for name in line.values),
        Town.called(office.name, *office.aliases),
        Registers(ledger, wanted),
    )


def _entries(session: Session, task_ids: Sequence[int]) -> dict[int, dict[str, ProgressView]]:
    entries: dict[int, dict[str, ProgressView]] = {}
    for row in session.scalars(select(Progress).where(Progress.task_id.in_(task_ids))):
        entries.setdefault(row.task_id, {})[row.period] = ProgressView(
            row.id, row.task_id, row.period, row.dated, row.amount, row.text, row.problems,
            row.next_steps, row.nil_report,
        )  # fmt: skip
    return entries


def _filed_before(session: Session, wanted: Wanted) -> dict[str, dict[int, ProgressView]]:
    """What was handed up for earlier periods, whatever was written into the ledger since."""
    end = Period.parse(wanted.period).end
    filed = (Return.list_id == wanted.list_id, Return.state == "filed")
    kept = session.execute(select(Return.id, Return.period).where(*filed).order_by(Return.id))
    found: dict[str, dict[int, ProgressView]] = {}
    for row in kept:
        span = Period.parse(row.period)
        if span.end < end:
            # The lines alone: a filed return holds its pages and its origins too.
            lines = session.scalar(select(Return.content["lines"]).where(Return.id == row.id)) or ()
            held = found.setdefault(row.period, {})
            held |= {line["task_id"]: _as_filed(line, span) for line in lines if "task_id" in line}
    return found


def _as_filed(line: Mapping[str, Any], span: Period) -> ProgressView:
    amount = line.get("amount")
    return ProgressView(
        id=0,
        task_id=line["task_id"],
        period=span.key,
        dated=span.end,
        amount=None if amount is None else Decimal(amount),
        text=line.get("progress_text"),
        problems=line.get("problems"),
        next_steps=line.get("next_steps"),
        nil_report=bool(line.get("nil_report")),
    )
