"""How cells of the task page are drawn: group rows, text on two lines, the cursor's frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

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
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem
from typing_extensions import override

from app.models.views import TaskView
from app.ui.itemmodels.cells import (
    CellDelegate,
    Index,
    column_at,
    paint_bar,
    paint_light,
    paint_tick,
)
from app.ui.itemmodels.columns import Role
from app.ui.itemmodels.grouping import Group
from app.ui.style import (
    Ink,
    LightMark,
    contrast,
    light_mark,
    paint_mark,
    px,
    sized_font,
    text_scale,
    text_width,
)
from app.ui.targets import one_line

if TYPE_CHECKING:
    from app.ui.contrast import Contrast

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
        kit, column = _kit(contrast(), text_scale()), column_at(index)
        self._paint_ground(painter, option, index, kit)
        if column is None or not (column.mark or column.bar or column.ticked):
            self._paint_words(painter, option, index, kit)
        else:
            _paint_sign(painter, option, index)
        painter.setPen(kit.rule)
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_frame(painter, option)

    @staticmethod
    def _paint_ground(
        painter: QPainter, option: QStyleOptionViewItem, index: Index, kit: _Kit
    ) -> None:
        """What is selected is tinted, and very lightly the row of the cursor."""
        view = option.widget
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, kit.chosen)
        elif isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row():
            painter.fillRect(option.rect, kit.current)

    @staticmethod
    def _paint_words(
        painter: QPainter, option: QStyleOptionViewItem, index: Index, kit: _Kit
    ) -> None:
        """Text on one line or two, the rest of it as …, with a small tag at the right end."""
        column, row = column_at(index), index.data(Role.ROW)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        long = column is not None and column.long
        told = column is not None and column.stretch and isinstance(row, TaskView)
        tag = _VERDICTS.get(row.ours, "") if told else ""
        box = QRectF(option.rect).adjusted(kit.pad, 0, -kit.pad, 0)
        if tag:
            painter.save()
            box.setRight(_paint_tag(painter, box, tag) - kit.pad)
            painter.restore()
        bold = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(bold or kit.font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or kit.ink)
        width = round(box.width())
        words = two_lines(text, kit.name, width) if long else (one_cut(text, kit.name, width),)
        line = QRectF(
            box.left(), box.center().y() - kit.step * len(words) / 2, box.width(), kit.step
        )
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        for part in words:
            painter.drawText(line, align, part)
            line.translate(0, kit.step)

    @staticmethod
    def _is_folded(index: Index) -> bool:
        below = index.sibling(index.row() + 1, 0).data(Role.ROW)
        return not isinstance(below, TaskView)


@dataclass(frozen=True, slots=True)
class _Kit:
    """What every cell is drawn with, looked up once for a text size and a set of colours."""

    pad: int
    font: QFont
    name: str
    step: float
    ink: QColor
    chosen: QColor
    current: QColor
    rule: QPen


@lru_cache(maxsize=4)
def _kit(_worn: Contrast, _scale: float) -> _Kit:
    font = sized_font(10.5)
    return _Kit(
        pad=px(_PAD),
        font=font,
        name=font.toString(),
        step=QFontMetricsF(font).lineSpacing(),
        ink=QColor(Ink.TEXT.value),
        chosen=QColor(Ink.ACCENT_TINT.value),
        current=QColor(Ink.GROUND.value),
        rule=QPen(QColor(Ink.HAIRLINE.value), 1),
    )


def _paint_sign(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """A light, as its shape alone where there is no room for the word; a bar; a tick box."""
    mark, bar = index.data(Role.MARK), index.data(Role.BAR)
    box = QRectF(option.rect).adjusted(px(_PAD), 0, -px(_PAD), 0)
    if mark and option.rect.width() < text_width(mark.word) + px(18 + 2 * _PAD):
        shape = QRectF(0, 0, px(12), px(12))
        shape.moveCenter(QRectF(option.rect).center())
        paint_mark(painter, mark, shape)
    elif mark:
        paint_light(painter, option, box, mark)
    elif bar:
        paint_bar(painter, option, box, bar)
    else:
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            paint_tick(painter, box, ticked=ticked == Qt.CheckState.Checked)


def paint_frame(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The frame round the cell the keyboard acts on."""
    painter.save()
    painter.setPen(QPen(QColor(Ink.ACCENT.value), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
    painter.restore()


@lru_cache(maxsize=4096)
def one_cut(text: str, font_name: str, width: int) -> str:
    """A text on one line of a width in pixels, the rest of it as …."""
    font = QFont()
    font.fromString(font_name)
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


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
