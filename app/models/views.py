"""The plain values that leave services: what the window, the command line and reports see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.models.rules.itemdue import item_due
from app.models.rules.pace import Judgement

NO_THEME = "未分组"


def theme_of(groups: Sequence[str]) -> str:
    """The outermost group of a task, by which tasks are summed; 未分组 where it has none."""
    return groups[0] if groups else NO_THEME


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit; ``tasks`` counts the open tasks that name it, ``items`` the open items it carries."""

    id: int
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    notes: str = ""
    tasks: int = 0
    items: int = 0
    overdue_items: int = 0


@dataclass(frozen=True, slots=True)
class ListView:
    """A task list and how much of it is ours."""

    id: int
    title: str
    document_number: str
    year: int
    edition: int
    ours: int
    ask: int
    others: int


@dataclass(frozen=True, slots=True)
class TargetView:
    """What must be reached."""

    number: Decimal | None
    unit: str
    comparator: str = "="
    change: Decimal | None = None
    baseline_year: int | None = None
    id: int | None = None
    name: str = ""
    base: Decimal | None = None
    gathering: str = ""


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """The 形象进度 written for one period."""

    id: int
    period: str
    text: str
    amount: Decimal | None = None
    unit: str = ""
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A named object under a task; ``due`` is its own day, ``task_due`` that of its task."""

    id: int
    task_id: int
    position: int
    name: str
    unit: str = ""
    unit_id: int | None = None
    due: date | None = None
    done_on: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    evidence: int = 0
    task_due: date | None = None

    @property
    def falls_due(self) -> date | None:
        """The day that counts: its own, else its task's."""
        return item_due(self.due, self.task_due)


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What a task reports for one period."""

    id: int
    task_id: int
    period: str
    dated: date
    amount: Decimal | None = None
    text: str | None = None
    problems: str | None = None
    next_steps: str | None = None
    nil_report: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A proof file; ``period`` is set when it proves the entry of one; see tracking.Evidence."""

    id: int
    task_id: int | None
    item_id: int | None
    file_name: str
    sha256: str
    size: int
    added_at: datetime
    period: str = ""
    step_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as one line of the task page, with its light as of a day.

    ``amount`` is what is done so far, from the ticks where the task has items, else from the
    newest progress entry; ``share`` is the part of the target reached, 0 to 1 and beyond.
    ``own`` holds the office's own columns; ``is_own`` says that the office added the task itself.
    ``forecast`` says where it is heading, empty where nothing sensible can be said; ``gathered``
    how an indicator's months make the amount (1—6月平均), empty where there are no readings;
    ``before`` what was done when the period began.
    """

    id: int
    list_id: int
    position: int
    serial: str
    groups: tuple[str, ...]
    text: str
    acceptance: str
    score: str
    scoring_method: str
    deadline_text: str
    due: date | None
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    assist: tuple[str, ...]
    main_responsible: tuple[str, ...]
    ours: str
    ours_why: str
    done_on: date | None
    target: TargetView | None
    amount: Decimal | None
    items: int
    items_done: int
    evidence: int
    has_progress: bool
    judgement: Judgement
    notes: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False
    forecast: str = ""
    gathered: str = ""
    before: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """The part of the target reached."""
        return self.judgement.actual

    @property
    def carriers(self) -> tuple[str, ...]:
        """Who carries the task: the responsible units, or the lead where none is written."""
        return self.responsible or self.main_responsible or self.lead


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task with everything the side panel shows."""

    task: TaskView
    notes: str
    values: Mapping[str, str]
    item_columns: tuple[str, ...]
    targets: tuple[TargetView, ...]
    checkpoints: tuple[CheckpointView, ...]
    items: tuple[ItemView, ...]
    progress: tuple[ProgressView, ...]
    evidence: tuple[EvidenceView, ...]
    source: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One line of the journal.

    Attributes:
        kind: ``do``, ``undo`` or ``redo``.
        undone: it was taken back since.
        details: its first changes in words.
        undoable: False for what stays, such as a filed return.
        more: how many changes there are beside those in ``details``.
    """

    id: int
    at: datetime
    who: str
    verb: str
    title: str
    kind: str = "do"
    undone: bool = False
    details: tuple[str, ...] = ()
    undoable: bool = True
    more: int = 0


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Ctrl+Z and Ctrl+Y would do now; empty when there is nothing."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """Completion of one theme or unit for the chart of the 工作台."""

    name: str
    tasks: int
    actual: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do next, and the record whose cell it leads to.

    Attributes:
        action: ``confirm``, ``fill``, ``tick``, ``problem``, ``assignment``, ``proof`` or
            ``keep`` (backups, in 设置).
        text: what it is about.
        note: why it is to be done: 滞后, 本期未填, 超期3天.
    """

    action: str
    text: str
    note: str = ""
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A task, item, problem or handed thing whose date is near."""

    due: date
    text: str
    unit: str
    overdue: bool
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the 工作台 shows as of a day.

    ``upcoming`` reaches to the end of the quarter, at least 45 days ahead.
    """

    as_of: date
    period: str
    return_due: date
    missing_progress: int
    counts: Mapping[str, int]
    groups: tuple[GroupProgress, ...]
    todos: tuple[Todo, ...]
    upcoming: tuple[Upcoming, ...]
