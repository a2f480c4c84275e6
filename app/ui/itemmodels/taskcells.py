"""How cells of the task page are drawn: group rows, text on two lines, the cursor's frame."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyleOptionViewItem,
)
from typing_extensions import override

from app.models.views import TaskView
from app.ui.itemmodels.cells import CellDelegate, Index, column_at, paint_ground
from app.ui.itemmodels.columns import Role
from app.ui.itemmodels.grouping import Group
from app.ui.style import Ink, LightMark, light_mark, paint_mark, px, sized_font, text_width
from app.ui.targets import one_line

_PAD = 11
_VERDICTS = {"ask": "待确认", "no": "非本镇"}


class TaskDelegate(CellDelegate):
    """Draws group rows across the table, and long text on up to two lines."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Role.ROW)
        if isinstance(row, Group):
            paint_group(painter, option, row, folded=self._is_folded(index))
            return
        column = column_at(index)
        mark = index.data(Role.MARK)
        if mark and option.rect.width() < text_width(mark.word) + px(18 + 2 * _PAD):
            paint_ground(painter, option)
            side = px(12)
            shape = QRectF(0, 0, side, side)
            shape.moveCenter(QRectF(option.rect).center())
            paint_mark(painter, mark, shape)
        elif column is None or column.mark or column.bar or column.ticked:
            super().paint(painter, option, index)
        else:
            self.initStyleOption(option, index)
            tag = _VERDICTS.get(row.ours, "") if isinstance(row, TaskView) else ""
            paint_words(
                painter, option, lines=2 if column.long else 1, tag=tag if column.long else ""
            )
        paint_rule(painter, option)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_frame(painter, option)

    @staticmethod
    def _is_folded(index: Index) -> bool:
        below = index.sibling(index.row() + 1, 0).data(Role.ROW)
        return not isinstance(below, TaskView)


def paint_rule(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """A hairline under the cell, instead of a grid."""
    painter.save()
    painter.setPen(QPen(QColor(Ink.HAIRLINE.value), 1))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    painter.restore()


def paint_frame(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The frame round the cell the keyboard acts on."""
    painter.save()
    painter.setPen(QPen(QColor(Ink.ACCENT.value), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
    painter.restore()


def paint_words(
    painter: QPainter, option: QStyleOptionViewItem, *, lines: int, tag: str = ""
) -> None:
    """Text on one line or two, the rest of it as …, with a small tag at the right end."""
    paint_ground(painter, option)
    box = QRectF(option.rect).adjusted(px(_PAD), 0, -px(_PAD), 0)
    painter.save()
    if tag:
        box.setRight(_paint_tag(painter, box, tag) - px(_PAD))
    painter.setFont(option.font)
    painter.setPen(option.palette.text().color())
    width = round(box.width())
    if lines == 2:
        words = two_lines(option.text, option.font.toString(), width)
    else:
        words = (option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, width),)
    step = QFontMetricsF(option.font).lineSpacing()
    line = QRectF(box.left(), box.center().y() - step * len(words) / 2, box.width(), step)
    for part in words:
        painter.drawText(line, option.displayAlignment, part)
        line.translate(0, step)
    painter.restore()


@lru_cache(maxsize=2048)
def two_lines(text: str, font_name: str, width: int) -> tuple[str, ...]:
    """A text broken into one or two lines of a width in pixels."""
    font = QFont()
    font.fromString(font_name)
    flat = one_line(text)
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(flat) <= width:
        return (flat,)
    layout = QTextLayout(flat, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    layout.endLayout()
    units = flat.encode("utf-16-le")  # Qt counts UTF-16 units, Python characters
    cut = 2 * first.textLength()
    head = units[:cut].decode("utf-16-le", "ignore")
    tail = units[cut:].decode("utf-16-le", "ignore").lstrip()
    return (head, metrics.elidedText(tail, Qt.TextElideMode.ElideRight, width))


def paint_group(
    painter: QPainter, option: QStyleOptionViewItem, group: Group, *, folded: bool
) -> None:
    """A group row: arrow, title, how many, and how many in each state."""
    box = QRectF(option.rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(box, QColor(Ink.RAISED.value))
    painter.setPen(QPen(QColor(Ink.HAIRLINE.value), 1))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    _paint_arrow(painter, QPointF(box.left() + px(14), box.center().y()), folded=folded)
    bold = sized_font(10.5, bold=True)
    counts = f"{len(group.tasks)} 项"
    room = box.width() - px(24 + 16) - text_width(counts) - _counts_width(group) - px(_PAD)
    title = QFontMetricsF(bold).elidedText(group.title, Qt.TextElideMode.ElideRight, room)
    left = _write(painter, box, box.left() + px(28), title, bold, Ink.TEXT.value)
    left = _write(painter, box, left + px(12), counts, sized_font(10.5), Ink.MUTED.value)
    left += px(16)
    for state, count in group.counts:
        left = _paint_count(painter, box, left, light_mark(state), count)
    if option.state & QStyle.StateFlag.State_HasFocus:
        paint_frame(painter, option)
    painter.restore()


def _counts_width(group: Group) -> int:
    return sum(px(12 + 4 + 12) + text_width(str(count)) for _, count in group.counts) + px(28)


def _paint_count(painter: QPainter, box: QRectF, left: float, mark: LightMark, count: int) -> float:
    side = px(11)
    paint_mark(painter, mark, QRectF(left, box.center().y() - side / 2, side, side))
    right = _write(painter, box, left + side + px(4), str(count), sized_font(10.5), mark.colour)
    return right + px(12)


def _write(
    painter: QPainter, box: QRectF, left: float, text: str, font: QFont, colour: str
) -> float:
    """Write words at a place of a row and say where they end."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    place = QRectF(left, box.top(), max(box.right() - left, 0), box.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    return left + QFontMetricsF(font).horizontalAdvance(text)


def _paint_arrow(painter: QPainter, centre: QPointF, *, folded: bool) -> None:
    reach = px(4)
    path = QPainterPath()
    if folded:
        points = [(-0.5, -1.0), (0.5, 0.0), (-0.5, 1.0)]
    else:
        points = [(-1.0, -0.5), (0.0, 0.5), (1.0, -0.5)]
    at = [QPointF(centre.x() + x * reach, centre.y() + y * reach) for x, y in points]
    path.moveTo(at[0])
    for point in at[1:]:
        path.lineTo(point)
    painter.setPen(QPen(QColor(Ink.MUTED.value), max(1.4, px(1.5)), c=Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _paint_tag(painter: QPainter, box: QRectF, tag: str) -> float:
    """A small word in a hairline round it; gives its left edge."""
    font = sized_font(9)
    width = text_width(tag, font) + px(12)
    frame = QRectF(box.right() - width, box.center().y() - px(10), width, px(20))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(Ink.EDGE.value), 1))
    painter.setBrush(QColor(Ink.SURFACE.value))
    painter.drawRoundedRect(frame, px(3), px(3))
    painter.setFont(font)
    painter.setPen(QColor(Ink.MUTED.value))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, tag)
    return frame.left()
