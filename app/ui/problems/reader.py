"""The problems of the page as the ledger holds them; after an edit only those touched are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.supervision import problems
from app.services.supervision.problemchanges import problems_touched_since

if TYPE_CHECKING:
    from datetime import date

    from app.models.registers import ProblemView
    from app.ui.workspace import Workspace


class ProblemReader:
    """Reads all problems, or only what the journal says has changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen = 0
        self._day: date | None = None
        self._rows: tuple[ProblemView, ...] = ()

    def read(self) -> tuple[ProblemView, ...]:
        """The problems as they are now, in the register's order."""
        ledger, day = self._workspace.ledger, self._workspace.as_of
        touched = problems_touched_since(ledger, self._seen)
        if day != self._day or touched.problems is None:
            self._rows = problems.list_problems(ledger, as_of=day)
        elif touched.problems:
            wanted = sorted(touched.problems)
            fresh = problems.list_problems(ledger, as_of=day, problem_ids=wanted)
            held = {row.id: row for row in fresh}
            self._rows = tuple(held.get(row.id, row) for row in self._rows)
        self._seen, self._day = touched.up_to, day
        return self._rows
