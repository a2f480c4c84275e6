"""A plan in prose as it came: numbered paragraphs, the clauses taken as tasks tinted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextBrowser, QWidget
from typing_extensions import override

from app.ui.style import Ink, px, sized_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QTextBlock

    from app.ui.importwizard.prosepicture import ShownParagraph, Stretch

_LINE_HEIGHT = 145
# Neighbours take turns, so that each clause is seen as one.
_TINTS = (Ink.ACCENT_TINT, Ink.ACCENT_DEEP_TINT)
_HERE = Ink.DOUBT_TINT
_LINE_BREAK = "\u2028"


class ProseView(QTextBrowser):
    """Paragraphs to look at; the margin counts them and says what each one is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[ShownParagraph, ...] = ()
        self.setOpenLinks(False)
        self.setAccessibleName("原文")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.viewport().update())

    @property
    def paragraphs(self) -> tuple[ShownParagraph, ...]:
        """What is shown."""
        return self._shown

    def show_paragraphs(self, paragraphs: Sequence[ShownParagraph]) -> None:
        """Show a text."""
        fresh = [one.text for one in paragraphs] != [one.text for one in self._shown]
        at = self.verticalScrollBar().value()
        self._shown = tuple(paragraphs)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for place, paragraph in enumerate(paragraphs):
            if place:
                cursor.insertBlock()
            cursor.setBlockFormat(self._block_format())
            self._insert(cursor, paragraph)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0 if fresh else at)

    def show_row(self, number: int) -> None:
        """Bring a paragraph into view by its number."""
        places = (place for place, one in enumerate(self._shown) if one.number == number)
        place = next(places, None)
        if place is None:
            return
        block = self.document().findBlockByNumber(place)
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) - self.viewport().height() // 3)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(sized_font(9))
        layout, block = self.document().documentLayout(), self.document().begin()
        scrolled, height = self.verticalScrollBar().value(), self.viewport().height()
        for paragraph in self._shown:
            place = layout.blockBoundingRect(block).translated(0, -scrolled)
            if place.top() > height:
                break
            if place.bottom() >= 0:
                self._paint_margin(painter, place, block, paragraph)
            block = block.next()
        painter.end()

    def _paint_margin(
        self, painter: QPainter, place: QRectF, block: QTextBlock, paragraph: ShownParagraph
    ) -> None:
        lines = block.layout()
        line = lines.lineAt(0).height() if lines.lineCount() else px(20)
        box = QRectF(px(8), place.top(), self._margin() - px(24), line)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor((Ink.ACCENT if paragraph.tasks else Ink.MUTED).value))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, paragraph.word)
        painter.setPen(QColor(Ink.FAINT.value))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, str(paragraph.number))

    def _margin(self) -> int:
        """Room for a word and a number."""
        metrics = QFontMetrics(sized_font(9))
        words = max((metrics.horizontalAdvance(one.word) for one in self._shown), default=0)
        return words + metrics.horizontalAdvance("0000") + px(40 if words else 24)

    def _block_format(self) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setLeftMargin(self._margin())
        form.setRightMargin(px(16))
        form.setBottomMargin(px(6))
        return form

    @staticmethod
    def _insert(cursor: QTextCursor, paragraph: ShownParagraph) -> None:
        text, at, turn = paragraph.text.replace("\n", _LINE_BREAK), 0, 0
        for stretch in paragraph.stretches:
            cursor.insertText(text[at : stretch.begin], _format(None, 0))
            cursor.insertText(text[stretch.begin : stretch.end], _format(stretch, turn))
            at, turn = stretch.end, turn + (stretch.part == "task")
        cursor.insertText(text[at:], _format(None, 0))


def _format(stretch: Stretch | None, turn: int) -> QTextCharFormat:
    """How a part is set: context quietly, headings bold, clauses on a tint."""
    form = QTextCharFormat()
    form.setForeground(QColor((Ink.TEXT if stretch else Ink.MUTED).value))
    if stretch is None:
        return form
    form.setToolTip(stretch.tip)
    if stretch.part == "group":
        form.setFontWeight(QFont.Weight.Bold)
    else:
        tint = _HERE if stretch.part == "here" else _TINTS[turn % len(_TINTS)]
        form.setBackground(QColor(tint.value))
    return form
