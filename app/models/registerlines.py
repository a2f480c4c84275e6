"""The lines of the registers that are printed: items, problems, 交办 lines, shares, groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.registers import AssignedView, AssignmentView, ProblemView, SplitRow
from app.models.views import ItemView


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One named object on an item register; it stands under its task."""

    ordinal: int
    item: ItemView
    serial: str
    task: str
    as_of: date

    @property
    def groups(self) -> tuple[str, ...]:
        """The task it belongs to."""
        return (f"{self.serial}　{self.task}".strip(),)

    @property
    def task_id(self) -> int | None:
        """The task it belongs to."""
        return self.item.task_id


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem on a 销号台账; it stands under its source."""

    ordinal: int
    problem: ProblemView
    as_of: date

    @property
    def groups(self) -> tuple[str, ...]:
        """Who found it."""
        return (self.problem.source,) if self.problem.source else ()

    @property
    def task_id(self) -> int | None:
        """The task it hangs on."""
        return self.problem.task_id


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """One thing handed to a unit on a 督办台账; it stands under the unit."""

    ordinal: int
    assignment: AssignmentView
    assigned: AssignedView
    as_of: date

    @property
    def groups(self) -> tuple[str, ...]:
        """The unit that has it."""
        return (self.assignment.unit,)

    @property
    def task_id(self) -> int | None:
        """The task that was handed over."""
        return self.assigned.task_id

    @property
    def due(self) -> date | None:
        """Its own day, else the day of the whole 交办单."""
        return self.assigned.due or self.assignment.due


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One target split over villages; it stands under its task's theme.

    ``units`` are all that carry a part of any line, in their order: the columns of the matrix.
    """

    ordinal: int
    split: SplitRow
    groups: tuple[str, ...]
    units: tuple[str, ...]
    period: str

    @property
    def task_id(self) -> int | None:
        """The task the target belongs to."""
        return self.split.task_id


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One theme on a summary: how many tasks stand where; shares as the 工作台 shows them.

    ``counted`` is how many of the tasks the shares are the mean of.
    """

    ordinal: int
    name: str
    tasks: int
    states: Mapping[str, int]
    counted: int
    actual: Decimal | None
    expected: Decimal | None
    lagging: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def task_id(self) -> int | None:
        """A theme is no task."""
        return None
