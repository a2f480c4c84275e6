"""A line for a day that may be empty: typed as a clerk writes it, saved when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy
from typing_extensions import override

from app.ui.style import px, text_width
from app.ui.wording import read_day, today

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

_WIDEST = "2020-00-00"


class DayLine(QLineEdit):
    """A day or nothing. Enter or leaving takes it, Esc brings back what stood, Ctrl+; is today.

    Signals:
        picked: another day, or None when it was emptied.
        refused: what was typed is no day; carries a sentence that says so.
    """

    picked = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._day: date | None = None
        self.year = today().year
        self.setProperty("role", "quiet")
        self.setPlaceholderText(name)
        self.setMaxLength(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._take_typed)

    def show_day(self, day: date | None) -> None:
        """Show a day without telling of it; what is being typed stays."""
        if self.hasFocus() and self.text() != self._shown():
            return
        self._day = day
        self.setText(self._shown())
        self.setCursorPosition(0)

    def day(self) -> date | None:
        """The day shown."""
        return self._day

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_width(_WIDEST) + px(22), super().sizeHint().height())

    @override
    def event(self, event: QEvent) -> bool:
        """Esc belongs to the line while something is typed in it."""
        if event.type() == QEvent.Type.ShortcutOverride and self.text() != self._shown():
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown())
        elif event.key() == Qt.Key.Key_Semicolon and ctrl and not self.isReadOnly():
            self.setText(today().isoformat())
            self._take_typed()
        else:
            super().keyPressEvent(event)

    def _shown(self) -> str:
        return self._day.isoformat() if self._day else ""

    def _take_typed(self) -> None:
        text = self.text().strip()
        if text == self._shown():
            return
        day = read_day(text, self._day.year if self._day else self.year)
        self.setText(self._shown())
        if text and day is None:
            self.refused.emit(f"看不懂日期“{text}”；请写成 2020-6-20 或 6.20。")
        else:
            self.picked.emit(day)
