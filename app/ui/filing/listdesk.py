"""What stands on a page that reports on one list: the desk, or what there is to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services import queries
from app.ui.controls import EmptyState
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from app.models.views import ListView
    from app.ui.workspace import Workspace


class ListDesk(QStackedWidget):
    """The desk while one list is reported on; otherwise a sentence on what to do first."""

    def __init__(self, workspace: Workspace, desk: QWidget, *, empty: str, pick: str) -> None:
        super().__init__()
        self._workspace, self._desk = workspace, desk
        self._empty = EmptyState(
            "returns",
            empty,
            action="导入任务分解表",
            run=lambda: workspace.go(Destination("import")),
        )
        self._pick = EmptyState("returns", pick)
        for widget in (desk, self._empty, self._pick):
            self.addWidget(widget)

    @property
    def is_open(self) -> bool:
        """The desk is in view."""
        return self.currentWidget() is self._desk

    def choose(self, *, without_ours: bool = False, without_list: bool = False) -> ListView | None:
        """The list in view or the only one, and the desk for it; None when there is none.

        Args:
            without_ours: also a list that holds no task of ours, to look at what was filed.
            without_list: also no list at all, for what belongs to none.
        """
        workspace = self._workspace
        lists = queries.list_lists(workspace.ledger)
        chosen = [one for one in lists if one.id == workspace.list_id]
        found = next(iter(chosen or (lists if len(lists) == 1 else ())), None)
        if found and not found.ours and not without_ours:
            found, lists = None, ()
        opened = bool(found) or (without_list and not lists)
        self.setCurrentWidget(self._desk if opened else self._pick if lists else self._empty)
        return found
