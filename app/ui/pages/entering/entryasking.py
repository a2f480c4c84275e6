"""What a progress form asks: a draft, what doesn't add up, how a task would stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.services import queries
from app.services.work.doubts import doubts_of
from app.services.work.progress import Unset, draft_text
from app.ui.operations import act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models.rules.doubts import Doubt
    from app.models.views import TaskView
    from app.services.work.progress import Entry
    from app.ui.workspace import Workspace

Amount = Decimal | Unset | None


class EntryAsking:
    """The questions of one form about the period looked at; nothing is written."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace

    def draft(self, task_id: int, amount: Amount) -> str | None:
        """A sentence from the ledger's facts, with an amount typed but not written yet."""
        ledger, period = self._workspace.ledger, self._workspace.period
        return act(
            self._parent,
            self._workspace,
            lambda: draft_text(ledger, task_id, period, amount=amount),
            changes=False,
        )

    def doubts(self, task_id: int, entry: Entry) -> tuple[Doubt, ...] | None:
        """What doesn't add up in an entry about to be written."""
        ledger, period = self._workspace.ledger, self._workspace.period
        return act(
            self._parent,
            self._workspace,
            lambda: doubts_of(ledger, task_id, period, entry),
            changes=False,
        )

    def foresee(self, task_id: int, amount: Decimal | None) -> TaskView | None:
        """The task as it would stand with an amount."""
        workspace = self._workspace
        return act(
            self._parent,
            workspace,
            lambda: queries.foresee(
                workspace.ledger,
                task_id,
                as_of=workspace.as_of,
                period=workspace.period,
                amount=amount,
            ),
            changes=False,
        )
