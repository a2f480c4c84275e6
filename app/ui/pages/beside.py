"""A table with a side panel beside it, as wide as the clerk last made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from app.ui.pages.slices import Slices
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from app.ui.memory import Memory

_USUAL_WIDTH = 440


class Beside(QSplitter):
    """The panel opens at its remembered width and leaves the table its share of the room.

    Args:
        table: what stands at the left.
        panel: what is opened beside it; closed at first.
        memory: keeps the panel's width.
        name: under what name.
        most: how much of the room the panel takes at most when it opens.
        leave: saves what was typed in the panel; called before the window closes.
    """

    def __init__(
        self,
        table: QWidget,
        panel: QWidget,
        memory: Memory,
        name: str,
        *,
        most: float,
        leave: Callable[[], object],
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._panel, self._memory, self._name, self._most = panel, memory, name, most
        self._leave = leave
        self._opening: Slices | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(12))
        self.setProperty("role", "clear")
        self.addWidget(table)
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        panel.hide()
        self.splitterMoved.connect(self._keep_width)

    def with_panel(self, *works: Callable[[], object]) -> None:
        """Open the panel and do something with it; the first time each in a turn of its own."""
        if self._opening is None:
            self._opening = Slices(self, iter(()), body=self._panel)
        for work in (self.open_panel, *works):
            self._opening.then(work)

    def open_panel(self) -> None:
        """Open the panel, unless it is open."""
        if self._panel.isVisibleTo(self):
            return
        width = self._memory.number(self._name, _USUAL_WIDTH)
        self._panel.show()
        room = self.width() - self.handleWidth()
        wide = min(px(width), max(self._panel.minimumWidth(), int(room * self._most)))
        self.setSizes([room - wide, wide])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to close, the ledger still open: what was typed is saved."""
        if event.type() == QEvent.Type.Close and watched is self.window():
            self._leave()
        return super().eventFilter(watched, event)

    def _keep_width(self) -> None:
        scale = px(100) / 100
        self._memory.keep(self._name, round(self._panel.width() / scale))
