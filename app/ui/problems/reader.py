"""The problems of the page as the ledger holds them; after an edit only those touched are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.history.changes import newest_step
from app.services.supervision.problemchanges import problems_touched_since
from app.services.supervision.problems import list_problems
from app.ui.paper.latest import Latest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.models.registers import ProblemView
    from app.monitor import Monitor
    from app.ui.workspace import Workspace

    Rows = tuple[ProblemView, ...]

_AT_ONCE = 50


class ProblemReader:
    """Reads what the journal says has changed; the whole register in the background.

    Args:
        page: whose register it is; it stays as it is and in use while all is read.
        workspace: the ledger, and the day states are judged on.
        show: gets the problems as they are now, in the register's order.
    """

    def __init__(self, page: QWidget, workspace: Workspace, show: Callable[[Rows], object]) -> None:
        self._workspace, self._show = workspace, show
        self._whole = Latest(page, workspace, self._reading, self._take)
        self._seen = 0
        self._day: date | None = None
        self._rows: Rows = ()

    @property
    def is_reading(self) -> bool:
        """The whole register is being read."""
        return self._whole.is_busy

    def ask(self) -> None:
        """Have the problems shown as they are now; at once where only few have changed."""
        ledger, day = self._workspace.ledger, self._workspace.as_of
        if self.is_reading or day != self._day:
            self._whole.ask()
            return
        found = problems_touched_since(ledger, self._seen)
        if found.problems is None or len(found.problems) > _AT_ONCE:
            self._whole.ask()
            return
        if found.problems:
            fresh = list_problems(ledger, as_of=day, problem_ids=sorted(found.problems))
            self._rows = _with(self._rows, fresh, found.problems)
        self._seen = found.up_to
        self._show(self._rows)

    def _reading(self) -> Callable[[Monitor], tuple[int, date, Rows]]:
        ledger, day = self._workspace.ledger, self._workspace.as_of
        # The journal is looked at first: what comes meanwhile is read once more.
        return lambda _monitor: (newest_step(ledger), day, list_problems(ledger, as_of=day))

    def _take(self, read: tuple[int, date, Rows]) -> None:
        self._seen, self._day, self._rows = read
        self._show(self._rows)


def _with(rows: Rows, fresh: Rows, touched: frozenset[int]) -> Rows:
    """The register with some of it read again: others in its order, or come and gone."""
    kept = (row for row in rows if row.id not in touched)
    return tuple(sorted((*kept, *fresh), key=lambda row: (row.position, row.id)))
