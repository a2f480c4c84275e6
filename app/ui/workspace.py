"""The open ledger and what the clerk looks at: list, period and day; passed in, never global."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.rules.periods import Period
from app.ui.wording import today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from app.models.database import Ledger
    from app.services.supervision.assignments import Thing
    from app.ui.memory import Memory


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the window: a page and what to show on it.

    Attributes:
        page: the page's key, such as ``tasks``; see app.ui.pages.catalogue.
        task_id: the task to select and open.
        item_id: the item to select.
        problem_id: the problem to select and open.
        assignment_id: the 交办单 to show.
        unit_id: the unit to show.
        things: what is to be handed over, for the page that makes 交办单.
        orders: the 交办单 to show on paper.
        part: the part of the side panel or page, such as ``progress`` or ``items``; ``fill``
            begins filling in one task after the other.
        states: keep only tasks in these states (values of rules.pace.State).
        group: keep only tasks of this top group.
        unit: keep only tasks this unit carries.
        search: words to search for.
        ours: ``ask`` to show the tasks that wait for a decision, ``sure`` those that don't.
        file: a file to bring along, such as one dropped for import.
    """

    page: str
    task_id: int | None = None
    item_id: int | None = None
    problem_id: int | None = None
    assignment_id: int | None = None
    unit_id: int | None = None
    things: tuple[Thing, ...] = ()
    orders: tuple[int, ...] = ()
    part: str = ""
    states: tuple[str, ...] = ()
    group: str = ""
    unit: str = ""
    search: str = ""
    ours: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A line for the foot of the window: what happened, and whether 撤销 fits or it is a fault."""

    text: str
    undoable: bool = False
    fault: bool = False


class Workspace(QObject):
    """What every page is given.

    Signals:
        changed: data of the ledger changed; pages read again.
        focus_changed: list, period or day changed.
        said: a Saying for the foot of the window.
        left_for: a Destination the window should go to.
        text_size_chosen: another text size, in percent.
        contrast_chosen: another set of colours, a value of app.ui.contrast.Contrast.
    """

    changed = Signal()
    focus_changed = Signal()
    said = Signal(object)
    left_for = Signal(object)
    text_size_chosen = Signal(int)
    contrast_chosen = Signal(str)

    def __init__(
        self,
        ledger: Ledger,
        memory: Memory,
        *,
        as_of: date,
        list_id: int | None = None,
        period: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ledger = ledger
        self.memory = memory
        self._as_of = as_of
        self._list_id = list_id
        self._period = period or Period.of(as_of).key

    @property
    def readonly(self) -> bool:
        """The ledger can't be written, because another holds it or the folder forbids it."""
        return bool(self.ledger.readonly)

    @property
    def list_id(self) -> int | None:
        """The task list in view; None shows all of them."""
        return self._list_id

    @property
    def period(self) -> str:
        """The period in view, such as ``2020Q2``."""
        return self._period

    @property
    def as_of(self) -> date:
        """The day lights are judged on: 截至."""
        return self._as_of

    def use_list(self, list_id: int | None) -> None:
        """Look at another task list; None for all."""
        self._focus(list_id, self._period, self._as_of)

    def use_period(self, period: str) -> None:
        """Look at another period; the day moves to its end when it lies outside."""
        span = Period.parse(period)
        day = self._as_of
        if not span.contains(day):
            day = min(span.end, max(today(), span.start))
        self._focus(self._list_id, period, day)

    def use_as_of(self, day: date) -> None:
        """Judge as of another day; the period stays while its return is still to be filed."""
        span = Period.parse(self._period)
        if not span.start <= day <= span.return_due:
            span = Period.of(day)
        self._focus(self._list_id, span.key, day)

    def tell_changed(self) -> None:
        """Say that data of the ledger changed."""
        self.changed.emit()

    def say(self, text: str, *, undoable: bool = False) -> None:
        """Say at the foot of the window what happened, with 撤销 where it can be taken back."""
        self.said.emit(Saying(text, undoable=undoable))

    def complain(self, text: str) -> None:
        """Say at the foot of the window what the clerk has to mend."""
        self.said.emit(Saying(text, fault=True))

    def go(self, destination: Destination) -> None:
        """Ask the window to go somewhere."""
        self.left_for.emit(destination)

    def _focus(self, list_id: int | None, period: str, as_of: date) -> None:
        if (list_id, period, as_of) == (self._list_id, self._period, self._as_of):
            return
        self._list_id, self._period, self._as_of = list_id, period, as_of
        self.focus_changed.emit()
