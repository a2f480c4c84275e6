"""A small line through the months of an indicator, with the line it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.models.rules.pace import State, plain
from app.ui.style import Ink, light_mark, paint_mark, px, sized_font, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from app.models.rules.readings import Goal

_MONTHS = 12
_C = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Months:
    """What is drawn: values by month, the goal, and what it is called."""

    values: Mapping[int, Decimal]
    goal: Goal
    name: str = ""


class LineChart(QWidget):
    """Values by month: a round mark on the good side of the goal, a triangle on the other.

    The goal is a dashed line with its number, so that all of it can be told in grey.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: Months | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_months(self, months: Months) -> None:
        """Draw these months."""
        self._months = months
        told = "，".join(f"{at}月{plain(value)}" for at, value in sorted(months.values.items()))
        line = "" if months.goal.number is None else f"，目标{plain(months.goal.number)}"
        self.setAccessibleName(f"{months.name}各月数据{line}")
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(128))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(112))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        months = self._months
        if months is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized_font(8.5))
        words = "" if months.goal.number is None else plain(months.goal.number)
        side = max(text_width(words, painter.font()) + px(8), px(20))
        box = QRectF(self.rect()).adjusted(px(12), px(18), -side, -px(20))
        self._paint_axis(painter, box)
        self._paint_goal(painter, box, months, words)
        self._paint_values(painter, box, months)

    def _paint_axis(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(QColor(Ink.EDGE.value), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(QColor(Ink.MUTED.value))
        wide = box.width() / _MONTHS > text_width("12月", painter.font()) + px(4)
        for month in range(1, _MONTHS + 1):
            words = f"{month}月" if wide else str(month)
            place = QRectF(_across(box, month) - px(20), box.bottom() + px(3), px(40), px(16))
            painter.drawText(place, _C, words)

    def _paint_goal(self, painter: QPainter, box: QRectF, months: Months, words: str) -> None:
        if months.goal.number is None:
            return
        down = _down(box, months, months.goal.number)
        painter.setPen(QPen(QColor(Ink.TEXT.value), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left(), down), QPointF(box.right(), down))
        painter.setPen(QColor(Ink.TEXT.value))
        place = QRectF(box.right() + px(4), down - px(9), px(80), px(18))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_values(self, painter: QPainter, box: QRectF, months: Months) -> None:
        at = {
            month: QPointF(_across(box, month), _down(box, months, value))
            for month, value in sorted(months.values.items())
        }
        painter.setPen(QPen(QColor(Ink.ACCENT.value), max(1.5, px(1.5))))
        for month, point in at.items():
            if month + 1 in at:
                painter.drawLine(point, at[month + 1])
        for month, point in at.items():
            value = months.values[month]
            holds = months.goal.number is None or months.goal.admits(value)
            mark = light_mark(State.ON_PACE if holds else State.BEHIND)
            size = px(9)
            paint_mark(
                painter, mark, QRectF(point.x() - size / 2, point.y() - size / 2, size, size)
            )
            painter.setPen(QColor(Ink.TEXT.value))
            down = px(5) if _is_dip(at, month) else -px(20)
            place = QRectF(point.x() - px(24), point.y() + down, px(48), px(15))
            painter.drawText(place, _C, plain(value))


def _is_dip(at: Mapping[int, QPointF], month: int) -> bool:
    """The line comes down to a month and goes up again: its number stands below."""
    beside = [at[other].y() for other in (month - 1, month + 1) if other in at]
    return bool(beside) and all(y < at[month].y() for y in beside)


def _across(box: QRectF, month: int) -> float:
    return box.left() + box.width() * (month - 0.5) / _MONTHS


def _down(box: QRectF, months: Months, value: Decimal) -> float:
    """Where a value lies: the room between the least and the greatest, with some air."""
    held = [float(one) for one in months.values.values()]
    if months.goal.number is not None:
        held.append(float(months.goal.number))
    least, most = min(held), max(held)
    air = (most - least) * 0.15 or max(abs(most) * 0.1, 1.0)
    share = (float(value) - least + air) / (most - least + 2 * air)
    return box.bottom() - box.height() * share
