"""The window's outline, painted at once while the rest of the program loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.ui.style import Ink, px, sized_font

if TYPE_CHECKING:
    from app.ui.memory import Memory

NAV_WIDTH, NAV_NARROW, NARROW_BELOW = 168, 52, 1060
_TOP, _FOOT = 49, 37
_SIZE = QSize(1366, 768)


class Outline(QWidget):
    """Navigation, top bar and foot as empty surfaces, where the real ones will stand.

    Signals:
        painted: it was painted for the first time.
    """

    painted = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.setWindowTitle("攻坚台账")
        self._told = False
        restore_place(self, memory)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Ink.GROUND.value))
        left = px(NAV_NARROW if self.width() < px(NARROW_BELOW) else NAV_WIDTH)
        nav = QRect(0, 0, left, self.height())
        top = QRect(left, 0, self.width() - left, px(_TOP))
        foot = QRect(left, self.height() - px(_FOOT), self.width() - left, px(_FOOT))
        for surface in (nav, top, foot):
            painter.fillRect(surface, QColor(Ink.SURFACE.value))
        painter.setPen(QColor(Ink.HAIRLINE.value))
        painter.drawLine(nav.topRight(), nav.bottomRight())
        painter.drawLine(top.bottomLeft(), top.bottomRight())
        painter.drawLine(foot.topLeft(), foot.topRight())
        painter.setPen(QColor(Ink.FAINT.value))
        painter.setFont(sized_font(10.5))
        page = self.rect().adjusted(left, top.height(), 0, -foot.height())
        painter.drawText(page, Qt.AlignmentFlag.AlignCenter, "正在打开…")
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)


def restore_place(window: QWidget, memory: Memory) -> None:
    """Put a window where it was last; the first time 1366x768 or what the screen has."""
    place = memory.state("window/place")
    if not place.isEmpty() and window.restoreGeometry(place):
        return
    screen = QApplication.primaryScreen()
    window.resize(_SIZE.boundedTo(screen.availableSize()) if screen else _SIZE)
