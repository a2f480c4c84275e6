"""What each proof proves, in words and in the plan's order, for many files at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.rules.filenames import match_file_name
from app.models.rules.periods import Period
from app.models.supervision import AssignmentLine, Problem, ProblemStep
from app.models.tasks import Task
from app.models.tracking import Evidence, Item
from app.models.views import EvidenceView
from app.services.proof.evidence import evidence_view
from app.services.wording import shorten

_ENDS = "。；;. "
_COLUMNS = (
    Task.list_id, Task.position, Task.serial, Task.groups, Task.text,
    Item.position.label("item_position"), Item.name.label("item"),
    ProblemStep.name.label("step"), Problem.number.label("number"), Problem.text.label("problem"),
    AssignmentLine.text.label("line"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacedProof:
    """A proof with what it proves.

    Attributes:
        list_id: the list of its task; None for a problem's step or a line of a 交办单.
        what: the part of the task: an item's name or a period's; empty for the task itself.
    """

    file: EvidenceView
    list_id: int | None
    serial: str
    groups: tuple[str, ...]
    task: str
    what: str

    @property
    def place(self) -> str:
        """What it proves, in one line: 任务12 天然气锅炉低氮改造，燃气锅炉03."""
        head = f"任务{self.serial} " if self.serial else ""
        return f"{head}{shorten(self.task.rstrip(_ENDS), 24)}" + (
            f"，{self.what}" if self.what else ""
        )

    @property
    def added_on(self) -> date:
        """The day it was added, where the clerk sits; the ledger keeps UTC without a zone mark."""
        return self.file.added_at.replace(tzinfo=UTC).astimezone().date()


def list_proof(
    ledger: Ledger,
    *,
    list_id: int | None = None,
    task_ids: Sequence[int] | None = None,
    period: str = "",
) -> tuple[PlacedProof, ...]:
    """Proof of tasks in the plan's order: the task's own, its items', then its periods'.

    Args:
        ledger: the open ledger.
        list_id: one list, None for all.
        task_ids: only these tasks.
        period: only what proves an entry of this period, or was added in it.
    """
    query = _query().where(Evidence.task_id.is_not(None))
    if list_id is not None:
        query = query.where(Task.list_id == list_id)
    with ledger.reading() as session:
        found = _placed(session, query)
    wanted = None if task_ids is None else frozenset(task_ids)
    span = Period.parse(period) if period else None
    return tuple(
        one
        for one in found
        if (wanted is None or one.file.task_id in wanted) and (span is None or _is_of(one, span))
    )


def all_proof(ledger: Ledger) -> tuple[PlacedProof, ...]:
    """Every proof of the ledger: of tasks first, then of problems and of 交办单."""
    with ledger.reading() as session:
        return _placed(session, _query())


@dataclass(frozen=True, slots=True)
class Placing:
    """A file about to be attached, and the item its name speaks of, if any."""

    path: Path
    item_id: int | None = None
    item: str = ""
    why: str = ""


def propose_places(ledger: Ledger, task_id: int, files: Sequence[Path]) -> tuple[Placing, ...]:
    """Which item of a task each file belongs to by its name; the clerk confirms it."""
    with ledger.reading() as session:
        query = select(Item.id, Item.name).where(Item.task_id == task_id)
        items = session.execute(query.order_by(Item.position)).all()
    names = [item.name for item in items]
    return tuple(
        Placing(file, items[match.place].id, names[match.place], match.why)
        if (match := match_file_name(file.stem, names))
        else Placing(file)
        for file in files
    )


def _query() -> Select[*tuple[object, ...]]:
    joined = (
        select(Evidence, *_COLUMNS)
        .outerjoin(Task, Task.id == Evidence.task_id)
        .outerjoin(Item, Item.id == Evidence.item_id)
        .outerjoin(ProblemStep, ProblemStep.id == Evidence.step_id)
        .outerjoin(Problem, Problem.id == ProblemStep.problem_id)
        .outerjoin(AssignmentLine, AssignmentLine.id == Evidence.line_id)
    )
    return joined.order_by(
        Task.list_id.is_(None), Task.list_id, Task.position, Evidence.period != "",
        Evidence.period, Item.position, Evidence.step_id, Evidence.line_id, Evidence.id,
    )  # fmt: skip


def _placed(session: Session, query: Select[*tuple[object, ...]]) -> tuple[PlacedProof, ...]:
    return tuple(
        PlacedProof(
            file=evidence_view(row.Evidence),
            list_id=row.list_id,
            serial=row.serial or "",
            groups=tuple(row.groups or ()),
            task=row.text or row.problem or row.line or "",
            what=_what(row.Evidence, row.item, row.step),
        )
        for row in session.execute(query)
    )


def _what(row: Evidence, item: str | None, step: str | None) -> str:
    if row.line_id is not None:
        return "交办反馈"
    return item or step or (Period.parse(row.period).label if row.period else "")


def _is_of(one: PlacedProof, span: Period) -> bool:
    if one.file.period:
        own = Period.parse(one.file.period)
        return span.start <= own.start and own.end <= span.end
    return span.contains(one.added_on)
