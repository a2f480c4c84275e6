"""The plain values of what is kept beside the tasks: problems, 交办单, shares and readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.rules.closing import ProblemState


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a problem on its way to 销号; ``evidence`` counts its proof files."""

    id: int
    name: str
    needs_proof: bool = False
    due: date | None = None
    done_on: date | None = None
    notes: str = ""
    evidence: int = 0


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
    due: date | None = None
    late: bool = False
    evidence: int = 0
    feedback: tuple[FeedbackView, ...] = ()


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
