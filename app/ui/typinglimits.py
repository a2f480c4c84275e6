"""How much a text field takes: what is too long is not put in, and a sentence says so at the field.

A field that took a megabyte in one line would stand still for a minute laying it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolTip, QWidget
from typing_extensions import override

from app.models.rules.cleaning import LONGEST, clean

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_STAYS_MS = 10_000


class TextBox(QPlainTextEdit):
    """A text of several lines; what is pasted or dropped is cleaned, and refused when too long."""

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        chosen = len(self.textCursor().selectedText())
        if self.document().characterCount() - chosen + len(text) > LONGEST:
            tell_too_long(self, len(text), LONGEST)
        else:
            self.insertPlainText(clean(text))


class LineLimits(QObject):
    """Watches the one line that has the keyboard: a line cuts off silently what it can't hold."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QLineEdit):
            old.inputRejected.disconnect(self._on_rejected)
        if isinstance(now, QLineEdit):
            now.inputRejected.connect(self._on_rejected)

    def _on_rejected(self) -> None:
        """Take back what was cut off; a key too many is just not taken."""
        line = self.sender()
        pasted = len(QGuiApplication.clipboard().text())
        if isinstance(line, QLineEdit) and pasted > line.maxLength():
            QTimer.singleShot(0, line, line.undo)
            tell_too_long(line, pasted, line.maxLength())


def tell_too_long(field: QWidget, length: int, most: int) -> None:
    """Say at the field itself why nothing was put in."""
    words = f"要粘贴的有 {length} 字，这里最多 {most} 字；没有粘贴，原来的内容没有动。"
    QToolTip.showText(
        field.mapToGlobal(QPoint(0, field.height())), words, field, field.rect(), _STAYS_MS
    )
