"""What is drawn by hand on the 工作台: light tiles and the bars of completion by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from app.models.rules.pace import State, points
from app.ui.itemmodels.cells import draw_track
from app.ui.style import Ink, light_mark, paint_mark, px, sized_font, text_width
from app.ui.targets import one_line

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QResizeEvent

    from app.models.rules.pace import Thresholds
    from app.models.views import GroupProgress

_SIDES, _TOP, _BOTTOM, _SIGN, _FIGURE = 18, 8, 10, 18, 30  # of a tile, in pixels at 100 %
_ANY_HEIGHT = 10_000
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
_V, _L, _R = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class LightTile(QAbstractButton):
    """How many tasks show one light; pressing it shows them."""

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._mark = light_mark(state)
        self._count = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_count(self, count: int) -> None:
        """Show how many tasks there are."""
        self._count = count
        self.setAccessibleName(f"{self._mark.word} {count} 项")
        self.setToolTip(f"查看{self._mark.word}的 {count} 项任务" if count else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_width(self._mark.word) + px(44), px(72))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(64), px(56))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """A word that has no room in one line stands in two."""
        words = self._word_height(width - px(_SIDES) - px(_SIGN))
        return max(px(72), px(_FIGURE) + words + px(_TOP + _BOTTOM))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that scrolls goes by least heights alone."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame_box(painter, self, ground=self._mark.tint if self.underMouse() else Ink.SURFACE.value)
        faint = self._count == 0
        inner = QRectF(self.rect()).adjusted(px(_SIDES - 4), px(_TOP), -px(4), -px(_BOTTOM))
        painter.setPen(QColor(Ink.FAINT.value if faint else self._mark.colour))
        painter.setFont(sized_font(18, bold=True))
        words = self._word_height(round(inner.width()) - px(_SIGN))
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() - words)
        painter.drawText(upper, _V | _L, str(self._count))
        painter.setFont(sized_font(10.5))
        side, line = px(12), painter.fontMetrics().height()
        middle = upper.bottom() + line / 2
        paint_mark(painter, self._mark, QRectF(inner.left(), middle - side / 2, side, side))
        painter.setPen(QColor(Ink.FAINT.value if faint else Ink.TEXT.value))
        room = QRectF(inner.left() + px(_SIGN), upper.bottom(), inner.width() - px(_SIGN), words)
        painter.drawText(room, _WRAPPED, self._mark.word)

    def _word_height(self, room: int) -> int:
        """How high the light's word is, in a room so wide."""
        metrics = QFontMetrics(sized_font(10.5))
        box = QRect(0, 0, max(room, 1), _ANY_HEIGHT)
        return metrics.boundingRect(box, _WRAPPED, self._mark.word).height()


class GroupBar(QAbstractButton):
    """One top group: its name, a bar with the mark it should have reached, and the numbers."""

    def __init__(
        self, group: GroupProgress, limits: Thresholds, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._completion = group
        self._state = lag_of(group, limits)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name = one_line(group.name)
        words = f"{self._name}：实达 {percent(group.actual)}，应达 {percent(group.expected)}"
        self.setToolTip(f"{words}，按能折算比例的 {group.tasks} 项任务平均")
        self.setAccessibleName(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(480), px(32))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            frame_box(painter, self, ground=Ink.RAISED.value, line=None)
        font = sized_font(10.5)
        painter.setFont(font)
        box = QRectF(self.rect()).adjusted(px(8), 0, -px(8), 0)
        name_room = min(box.width() * 0.36, px(220))
        expected = f"应达 {percent(self._completion.expected)}"
        tail, figure = text_width("应达 100%", font) + px(24), text_width("100%", font)
        track = QRectF(box.left() + name_room + px(12), box.center().y() - px(5), 0, px(10))
        track.setRight(box.right() - tail - figure - px(24))
        name = painter.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, round(name_room)
        )
        painter.setPen(QColor(Ink.TEXT.value))
        painter.drawText(QRectF(box.left(), 0, name_room, self.height()), _V | _L, name)
        draw_track(painter, track, float(self._completion.actual), float(self._completion.expected))
        painter.setPen(QColor(Ink.TEXT.value))
        place = QRectF(track.right() + px(12), 0, figure, self.height())
        painter.drawText(place, _V | _R, percent(self._completion.actual))
        painter.setPen(QColor(Ink.MUTED.value))
        rest = QRectF(place.right() + px(12), 0, tail, self.height())
        painter.drawText(rest, _V | _L, expected)
        if self._state:
            side = px(12)
            sign = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
            paint_mark(painter, light_mark(self._state), sign)


def frame_box(
    painter: QPainter, widget: QWidget, *, ground: str, line: str | None = Ink.HAIRLINE.value
) -> None:
    """The ground of something that can be pressed, with a visible focus."""
    focus = widget.hasFocus()
    pen = QPen(QColor(Ink.ACCENT.value), 2) if focus else QPen(QColor(line or ground), 1)
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    inset = 1.0 if focus else 0.5
    painter.drawRoundedRect(
        QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), px(4), px(4)
    )


def lag_of(group: GroupProgress, limits: Thresholds) -> State | None:
    """The light a group's lag calls for, by the thresholds of the tasks; None when on pace."""
    gap = (group.expected - group.actual) * 100
    if gap > limits.yellow:
        return State.FAR_BEHIND
    return State.BEHIND if gap > limits.green else None


def percent(share: Decimal) -> str:
    """A share as a whole percentage: 62%."""
    return f"{points(round(share, 2))}%"
