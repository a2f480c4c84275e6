"""The table of tasks with the side panel beside it, which is made when it is first wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.errors import Bug
from app.ui.pages.sidepanels.sidepanel import SidePanel
from app.ui.pages.sidepanels.sidepanel_files import FilesTab
from app.ui.pages.sidepanels.sidepanel_items import ItemsTab
from app.ui.pages.slices import Slices
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.models.views import TaskView
    from app.ui.taskverbs import TaskVerbs
    from app.ui.workspace import Destination, Workspace

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
        self._making: Slices | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(12))
        self.setProperty("role", "clear")
        self.left = QWidget(self)
        self.setStretchFactor(0, 1)
        self.splitterMoved.connect(self._keep_width)

    @property
    def panel(self) -> SidePanel:
        """The panel, made at once where it is not yet there."""
        self._slices().finish()
        if self._panel is None:
            raise Bug("the panel was not made")
        return self._panel

    @property
    def is_open(self) -> bool:
        """The panel stands beside the table, and nothing else in their place."""
        return self._panel is not None and not (self.isHidden() or self._panel.isHidden())

    def begin(self, task_id: int) -> None:
        """Open the panel on a task, and put the keyboard into it."""
        self._show_task(task_id, lambda panel: panel.begin())

    def lead(self, destination: Destination, task_id: int) -> None:
        """To the part of the panel, or the very item, that a destination is about."""

        def go(panel: SidePanel) -> None:
            panel.show_part(destination.part if item is None else ItemsTab.key)
            if item is not None:
                panel.items.select_item(item)
            if destination.part:
                panel.begin()

        item = destination.item_id
        self._show_task(task_id, go)

    def attach(self, task_id: int, paths: Sequence[Path]) -> None:
        """Keep files as proof of a task, and show them in the panel."""

        def go(panel: SidePanel) -> None:
            panel.show_part(FilesTab.key)
            panel.files.attach(paths)

        self._show_task(task_id, go)

    def follow(self, task: TaskView | None) -> None:
        """Show the task the cursor went to, where the panel is open."""
        if task and self.is_open and task.id != self.panel.record_id:
            self.panel.show_record(task.id)

    def _show_task(self, task_id: int, then: Callable[[SidePanel], object]) -> None:
        """Open the panel on a task, and do with it what comes then.

        Its many fields are not made with the page, for most days begin without them: the first
        time they come in slices, and what is done with them waits.
        """
        slices = self._slices()
        for work in (self._open, partial(self._read, task_id), lambda: then(self.panel)):
            slices.then(work)

    def _slices(self) -> Slices:
        if self._making is None:
            self._making = Slices(self, self._make())
        return self._making

    def _make(self) -> Iterator[None]:
        """First the frame, then the part that will be in view; the others when looked at."""
        self._panel = panel = SidePanel(self._workspace, self._verbs)
        panel.hide()
        panel.closed.connect(self.closed)
        self.addWidget(panel)
        yield
        panel.make_part()

    def _open(self) -> None:
        if self._panel is None or self.is_open:
            return
        width = self._workspace.memory.number(_WIDTH, _USUAL_WIDTH)
        self._panel.show()
        room = self.width() - self.handleWidth()
        wide = min(px(width), max(self._panel.minimumWidth(), room * 2 // 3))
        self.setSizes([room - wide, wide])

    def _read(self, task_id: int) -> None:
        if self._panel is not None:
            self._panel.show_record(task_id, at_once=True)

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
