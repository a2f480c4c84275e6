"""A cell for one month's reading, in the side panel and where progress is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.models.rules.pace import plain
from app.ui.style import px

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QKeyEvent


class ReadingCell(QLineEdit):
    """One month. Enter goes on to the next; several cells pasted fill the months that follow.

    Signals:
        typed: another value was typed and left.
        pasted: several cells from the clipboard, as texts.
    """

    typed = Signal()
    pasted = Signal(tuple)

    def __init__(self, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = month
        self._held = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(f"{month}月数据")
        self.setMinimumWidth(px(40))
        self.setTextMargins(0, 0, 0, 0)
        self.editingFinished.connect(self.leave)
        self.returnPressed.connect(lambda: self.focusNextChild())

    def show_amount(self, amount: Decimal | None) -> None:
        """Show what is held, unless something else is being typed."""
        text = "" if amount is None else plain(amount)
        if self.text() in {self._held, text} or not self.hasFocus():
            self.setText(text)
            self.setCursorPosition(0)
        self._held = text

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            texts = _cells(QGuiApplication.clipboard().text())
            if len(texts) > 1:
                self.pasted.emit(texts)
                return
        super().keyPressEvent(event)

    def leave(self) -> None:
        """Tell of what was typed."""
        if self.text().strip() != self._held:
            self._held = self.text().strip()
            self.typed.emit()


def _cells(text: str) -> tuple[str, ...]:
    """A row or a column copied from a spreadsheet."""
    lines = text.strip("\r\n").splitlines()
    return tuple(cell for line in lines for cell in line.split("\t"))
