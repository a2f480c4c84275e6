"""A line for a day that may be empty: typed as a clerk writes it, saved when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from typing_extensions import override

from app.ui.dayfield import WIDEST, TypedDay
from app.ui.style import px, text_width
from app.ui.wording import read_day, today

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent


class DayLine(TypedDay):
    """A day or nothing; Ctrl+; is today.

    Attributes:
        year: whose days are meant where none stands there and no year is typed.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._day: date | None = None
        self.year = today().year
        self.setProperty("role", "quiet")
        self.setPlaceholderText(name)

    def show_day(self, day: date | None) -> None:
        """Show a day without telling of it; what is being typed stays."""
        if self.hasFocus() and self.text() != self.shown():
            return
        self._day = day
        self.show_shown()

    def day(self) -> date | None:
        """The day shown."""
        return self._day

    @override
    def shown(self) -> str:
        return self._day.isoformat() if self._day else ""

    @override
    def read(self, text: str) -> date | None:
        return read_day(text, self._day.year if self._day else self.year)

    @override
    def take(self, day: date | None) -> None:
        self.picked.emit(day)

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_width(WIDEST) + px(22), super().sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Semicolon and ctrl and not self.isReadOnly():
            self.setText(today().isoformat())
            self._take_typed()
        else:
            super().keyPressEvent(event)
