"""A light as a label, and a text field of a few lines that says when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.style import light_mark, paint_mark, px, text_width
from app.ui.typinglimits import TextBox

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from app.models.rules.pace import State
    from app.ui.style import LightMark


class LightLabel(QWidget):
    """A light as shape and word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: LightMark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: State | None) -> None:
        """Show a state; nothing when None."""
        self.show_mark(light_mark(state) if state else None)

    def show_mark(self, mark: LightMark | None) -> None:
        """Show a mark; nothing when None."""
        self._mark = mark
        self.setAccessibleName(mark.word if mark else "")
        self.updateGeometry()
        self.update()

    def word(self) -> str:
        """The word shown."""
        return self._mark.word if self._mark else ""

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self.word()) + px(20) if self._mark else 0
        return QSize(width, self.fontMetrics().lineSpacing() + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        mark, side = self._mark, px(12)
        if mark is None:
            return
        painter = QPainter(self)
        middle = self.height() / 2
        paint_mark(painter, mark, QRectF(0, middle - side / 2, side, side))
        painter.setPen(QColor(mark.colour))
        words = QRectF(px(18), 0, self.width() - px(18), self.height())
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.word
        )


class NoteEdit(TextBox):
    """A text of a few lines; Tab goes on to the next field.

    Signals:
        left: the keyboard went elsewhere.
    """

    left = Signal()

    def __init__(self, lines: int, *, grows: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._lines = lines
        down = QSizePolicy.Policy.Preferred if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, down)
        self.setMinimumHeight(self._height(lines))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(160), self._height(self._lines))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + px(20)
