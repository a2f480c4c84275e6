"""What every part of the side panel is: a body that shows one task's detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.operations import act
from app.ui.pages.sidepanels.detailpanel import PanelPart
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

T = TypeVar("T")


class PanelTab(PanelPart):
    """One part of the side panel; ``key`` is the name destinations use."""

    key: ClassVar[str] = ""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.detail: TaskDetail | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, px(12), 0, 0)
        self.body.setSpacing(px(8))

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task; the same task again after a change."""
        self.detail = detail

    @staticmethod
    def count(detail: TaskDetail, period: str) -> str:
        """What stands after the word on the tab, such as 17/23, in the period looked at."""
        del detail, period
        return ""

    def act(self, work: Callable[[], T], *, say: str = "") -> T | None:
        """Carry out a quick edit and say so at the foot of the window."""
        return act(self, self.workspace, work, say=say)

    def task_id(self) -> int:
        """The number of the task shown; 0 before there is one."""
        return self.detail.task.id if self.detail else 0
