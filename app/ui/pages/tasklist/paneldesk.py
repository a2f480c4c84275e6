"""The table of tasks with the side panel beside it, which is made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.pages.sidepanels.sidepanel import SidePanel
from app.ui.style import px

if TYPE_CHECKING:
    from app.models.views import TaskView
    from app.ui.taskverbs import TaskVerbs
    from app.ui.workspace import Workspace

_USUAL_WIDTH = 440
_WIDTH = "tasks/panel-width"


class PanelDesk(QSplitter):
    """Two thirds of the room at most go to the panel; it opens as wide as it was left.

    Attributes:
        left: the frame of the table and what belongs to it.

    Signals:
        closed: the clerk closed the panel, or its task is gone.
    """

    closed = Signal()

    def __init__(
        self, workspace: Workspace, verbs: TaskVerbs, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._workspace, self._verbs = workspace, verbs
        self._panel: SidePanel | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(12))
        self.setProperty("role", "clear")
        self.left = QWidget(self)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._keep_width)

    @property
    def panel(self) -> SidePanel:
        """The panel; its many fields are not made with the page, for most days begin without."""
        if self._panel is None:
            self._panel = SidePanel(self._workspace, self._verbs, self)
            self._panel.hide()
            self._panel.closed.connect(self.closed)
        return self._panel

    @property
    def is_open(self) -> bool:
        """The panel stands beside the table, and nothing else in their place."""
        return self._panel is not None and not (self.isHidden() or self._panel.isHidden())

    def show_task(self, task_id: int, *, at_once: bool = False) -> None:
        """Open the panel on a task."""
        if not self.is_open:
            width, panel = self._workspace.memory.number(_WIDTH, _USUAL_WIDTH), self.panel
            panel.show()
            room = self.width() - self.handleWidth()
            wide = min(px(width), max(panel.minimumWidth(), room * 2 // 3))
            self.setSizes([room - wide, wide])
        self.panel.show_record(task_id, at_once=at_once)

    def follow(self, task: TaskView | None) -> None:
        """Show the task the cursor went to, where the panel is open."""
        if task and self.is_open and task.id != self.panel.record_id:
            self.panel.show_record(task.id)

    def leave(self) -> None:
        """Save what was typed in the panel."""
        if self._panel is not None:
            self._panel.leave()

    def close_panel(self) -> None:
        """Save what was typed and put the panel away."""
        self.leave()
        if self._panel is not None:
            self._panel.hide()

    def _keep_width(self) -> None:
        self._workspace.memory.keep(_WIDTH, round(self.panel.width() / (px(100) / 100)))
