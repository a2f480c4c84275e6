"""The place of a part of the task's side panel: a task is shown in it when it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.ui.pages.sidepanels.detailpanel import LatePanelPart
from app.ui.pages.sidepanels.paneltab import PanelTab

if TYPE_CHECKING:
    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

T = TypeVar("T", bound=PanelTab)


class LateTab(LatePanelPart[T]):
    """The place of one kind of part."""

    def __init__(self, kind: type[T], workspace: Workspace) -> None:
        super().__init__(kind.title, lambda place: kind(workspace, place))
        self.kind, self.key = kind, kind.key

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task; the same task again after a change."""
        self.tell(lambda tab: tab.show_detail(detail))
