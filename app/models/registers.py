"""The plain values of what is kept beside the tasks: problems, 交办单, shares and readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.rules.closing import ProblemState
from app.models.rules.handing import LineState
from app.models.rules.pace import Judgement
from app.models.rules.readings import Gathered, Gathering
from app.models.views import EvidenceView, TargetView


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as it is laid out; ``id`` is None for a step that is new."""

    name: str
    needs_proof: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a problem on its way to 销号; ``evidence`` counts its proof files.

    ``done_on`` is None while the day in view lies before it; ``later`` then holds the day.
    """

    id: int
    name: str
    needs_proof: bool = False
    due: date | None = None
    done_on: date | None = None
    notes: str = ""
    evidence: int = 0
    later: date | None = None

    @property
    def lacks_proof(self) -> bool:
        """Proof is asked for, and there is none."""
        return self.needs_proof and not self.evidence


@dataclass(frozen=True, slots=True)
class LinkView:
    """Where else the like was looked for (举一反三), with the words to show."""

    id: int
    text: str
    task_id: int | None = None
    item_id: int | None = None
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem to be put right, with its state on a day and the sentence that says why."""

    id: int
    position: int
    number: str
    text: str
    source: str
    found_on: date | None
    task_id: int | None
    task: str
    unit_id: int | None
    unit: str
    person: str
    goal: str
    measures: str
    progress: str
    deadline_text: str
    due: date | None
    notes: str
    fields: Mapping[str, str]
    steps: tuple[StepView, ...]
    links: tuple[LinkView, ...]
    state: ProblemState
    why: str
    closed_on: date | None = None

    @property
    def step(self) -> StepView | None:
        """The step it stands at: the first not yet done, None when it is closed."""
        return next((step for step in self.steps if step.done_on is None), None)


@dataclass(frozen=True, slots=True)
class ProblemDetail:
    """A problem in full: with the proof of each step, by the step's number."""

    problem: ProblemView
    proofs: Mapping[int, tuple[EvidenceView, ...]]


@dataclass(frozen=True, slots=True)
class NearProblem:
    """An open problem with a day to keep soon, or past it; ``step`` is the one at hand."""

    problem_id: int
    due: date
    text: str
    unit: str
    step: str
    overdue: bool
    state: ProblemState
    why: str


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Something a problem may be linked to, with the words to choose it by."""

    text: str
    task_id: int | None = None
    item_id: int | None = None
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """One answer of a unit; ``verdict`` is empty, accepted or returned."""

    id: int
    given_on: date
    text: str
    amount: Decimal | None = None
    verdict: str = ""
    verdict_on: date | None = None
    verdict_why: str = ""


@dataclass(frozen=True, slots=True)
class AssignedView:
    """One thing handed to a unit; ``state`` is a key of rules.handing.LineState."""

    id: int
    assignment_id: int
    text: str
    state: str
    state_label: str
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    serial: str = ""
    amount: Decimal | None = None
    measure: str = ""
    demands: str = ""
    due: date | None = None
    late: bool = False
    evidence: int = 0
    feedback: tuple[FeedbackView, ...] = ()
    task: str = ""
    item_open: bool = False

    @property
    def is_open(self) -> bool:
        """An answer or our word on it is still to come."""
        return LineState(self.state).is_open


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One 交办单 with what stands on it."""

    id: int
    number: str
    unit_id: int
    unit: str
    issued_on: date
    due: date | None
    demands: str
    contact: str
    withdrawn_on: date | None
    lines: tuple[AssignedView, ...]

    @property
    def open(self) -> int:
        """How many lines are not settled."""
        return sum(line.is_open for line in self.lines)

    @property
    def late(self) -> int:
        """How many lines are past their day."""
        return sum(line.late for line in self.lines)


@dataclass(frozen=True, slots=True)
class LineDue:
    """One line of a 交办单 that wants attention: late, or answered and waiting for our word."""

    line_id: int
    assignment_id: int
    unit_id: int
    unit: str
    number: str
    text: str
    due: date | None
    state: str
    state_label: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a unit owes; ``kind`` is task, item, line, problem or share.

    ``role`` says how it came to the unit (牵头, 责任, 清单, 交办单 …), ``state`` stands in the
    field's word; the ids lead to the very cell. ``due_with_task`` marks an item that has no day
    of its own.
    """

    kind: str
    id: int
    text: str
    role: str
    state: str
    due: date | None = None
    is_open: bool = True
    late: bool = False
    serial: str = ""
    amount: str = ""
    task_id: int | None = None
    item_id: int | None = None
    assignment_id: int | None = None
    line_id: int | None = None
    problem_id: int | None = None
    due_with_task: bool = False


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """How much a unit has in hand on a day.

    ``tasks`` are the unfinished ones that name it in whatever role; ``open`` and ``late`` count
    all that it owes: tasks, items, assigned lines, problems and shares, each thing once.
    """

    id: int
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    notes: str = ""
    tasks: int = 0
    tasks_late: int = 0
    items_open: int = 0
    items_done: int = 0
    items_late: int = 0
    lines_open: int = 0
    lines_late: int = 0
    lines_returned: int = 0
    lines_answered: int = 0
    orders: int = 0
    open: int = 0
    late: int = 0
    last_feedback: date | None = None


@dataclass(frozen=True, slots=True)
class ShareView:
    """The part one unit carries of a target; ``reports`` are cumulative amounts by period."""

    id: int
    target_id: int
    unit_id: int
    unit: str
    amount: Decimal | None
    reports: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One target of a task, split over units; ``left`` is what the shares don't cover."""

    task_id: int
    target_id: int
    serial: str
    text: str
    name: str
    measure: str
    total: Decimal | None
    shares: tuple[ShareView, ...]
    left: Decimal | None


@dataclass(frozen=True, slots=True)
class ReadingView:
    """An indicator's value for one month."""

    id: int
    period: str
    amount: Decimal
    notes: str = ""


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """One target of a task with what is done of it and its light on a day.

    ``goal`` is the line itself (of 下降20% the level that means), ``gathered`` what the monthly
    readings come to, ``how`` the way they are put together.
    """

    target: TargetView
    goal: TargetView
    amount: Decimal | None
    judgement: Judgement
    forecast: str
    how: Gathering
    gathered: Gathered | None = None
    readings: tuple[ReadingView, ...] = ()
