"""Counting what a clerk's hands do: every key and every click that reaches the window."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_HELD = {0x01000020, 0x01000021, 0x01000022, 0x01000023}  # Shift, Ctrl, Meta, Alt
_CLICKS = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class Hands(QObject):
    """Counts keys and clicks; a chord such as Ctrl+F is one key.

    A key that was not taken goes on to the parents: it is counted where it came first. Committed
    Chinese counts one key a character, here as in the spreadsheet it is compared with.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.keys = self.clicks = 0
        self._came_first: QObject | None = None
        application.installEventFilter(self)

    @property
    def total(self) -> int:
        """Keys and clicks together."""
        return self.keys + self.clicks

    def elsewhere(self, *, keys: int = 0, clicks: int = 0) -> None:
        """Count what is done outside the window: in a folder, in the system's dialog."""
        self.keys += keys
        self.clicks += clicks

    def rest(self) -> None:
        """Stop counting."""
        application = QApplication.instance()
        if application:
            application.removeEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QInputMethodEvent):
            self.keys += len(event.commitString()) if isinstance(watched, QWidget) else 0
        elif kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() not in _HELD and self._is_first(watched):
                self.keys += 1
        elif kind in _CLICKS and isinstance(watched, QWidget):
            self.clicks += self._is_first(watched)
        elif kind in {QEvent.Type.KeyRelease, QEvent.Type.MouseButtonRelease}:
            self._came_first = None
        return False

    def _is_first(self, watched: QObject) -> bool:
        first = self._came_first is None
        self._came_first = watched
        return first
