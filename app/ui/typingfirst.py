"""Ctrl+Z in a text being typed undoes the typing first; only then the ledger's last step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit)


class TypingFirst(QObject):
    """Watches the one text that has the keyboard: a filter on everything would cost every event."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the window where the text has nothing of its own to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo and not _can(watched, redo=False)) or (redo and not _can(watched, redo=True)):
                event.ignore()
                return True
        return False

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, _TEXTS):
            old.removeEventFilter(self)
        if isinstance(now, _TEXTS):
            now.installEventFilter(self)


def _can(text: QObject, *, redo: bool) -> bool:
    if isinstance(text, QLineEdit):
        return text.isRedoAvailable() if redo else text.isUndoAvailable()
    if isinstance(text, QPlainTextEdit | QTextEdit) and not text.isReadOnly():
        document = text.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    return False
