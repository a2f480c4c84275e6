"""How a part of a number is drawn: its value, and below it what is said of it, all wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView
from typing_extensions import override

from app.ui.itemmodels.columns import Role
from app.ui.style import Ink, px, sized_font
from app.ui.wording import stamp

if TYPE_CHECKING:
    from app.models.origins import Part

_HEAD, _TOP, _SMALL = 10.5, 12.0, 9.5
_PAD = 5
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
_TALL = 10_000
Index = QModelIndex | QPersistentModelIndex


def words_of(part: Part) -> tuple[str, str]:
    """The first line, and what stands quietly below it."""
    head = f"{part.label}　{part.value}".strip("　 ")
    signed = f"{part.by} {stamp(part.at)}登记" if part.at else ""
    return head, "\n".join(line for line in (part.note, signed) if line)


class PartCell(QStyledItemDelegate):
    """Draws a part over as many lines as its words need."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._width(index)
        height = sum(area.height() for area, _font, _text in self._lines(index, width))
        return QSize(width, height + 2 * px(_PAD))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(Ink.ACCENT_TINT.value))
        part: Part | None = index.data(Role.ROW)
        quiet = part is None or not part.counts
        top = rect.top() + px(_PAD)
        for place, (area, font, text) in enumerate(self._lines(index, rect.width())):
            ink = Ink.MUTED if place or quiet else Ink.TEXT
            painter.setFont(font)
            painter.setPen(QColor(ink.value))
            room = QRect(rect.left() + px(4), top, rect.width() - px(12), area.height())
            painter.drawText(room, _WRAP, text)
            top += area.height()
        painter.restore()

    def _lines(self, index: Index, width: int) -> list[tuple[QRect, QFont, str]]:
        """The texts with their faces and the room each needs."""
        part: Part | None = index.data(Role.ROW)
        head, below = (str(index.data()), "") if part is None else words_of(part)
        top = not index.parent().isValid()
        texts = [(head, sized_font(_TOP if top else _HEAD, bold=top)), (below, sized_font(_SMALL))]
        room = QRect(0, 0, max(width - px(12), px(60)), _TALL)
        return [
            (QFontMetrics(font).boundingRect(room, _WRAP, text), font, text)
            for text, font in texts
            if text
        ]

    def _width(self, index: Index) -> int:
        """The room beside the indentation."""
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return self._tree.viewport().width() - depth * self._tree.indentation()
