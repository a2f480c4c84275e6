"""Watches a ledger that somebody else holds, and says when it can be opened for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.holding import is_held
from app.ui.operations import run_aside

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_LOOK_EVERY_MS = 20_000


class HolderWatch(QObject):
    """Looks now and then, aside, for a share may be slow.

    Signals:
        freed: nobody holds the ledger any more.
    """

    freed = Signal()

    def __init__(self, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._folder, self._window = folder, window
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look once, in the background."""
        folder = self._folder
        run_aside(self._window, lambda: is_held(folder), done=self._seen)

    def _seen(self, held: bool) -> None:
        if not held and self._timer.isActive():
            self._timer.stop()
            self.freed.emit()
