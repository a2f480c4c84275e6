"""The sheet as the district wrote it: merged cells, wrapped text, tags over the columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from app.ui.importwizard.measures import column_widths, row_heights
from app.ui.importwizard.sheetmodel import HERE, SheetModel, column_letters
from app.ui.operations import run_aside
from app.ui.style import Ink, px, sized_font, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from app.importing.sheet import Sheet
    from app.ui.importwizard.picture import ColumnTag, SheetPicture

Index = QModelIndex | QPersistentModelIndex
_AT_ONCE = 500  # rows


class SheetView(QTableView):
    """A sheet to look at; the tags over its columns open a menu.

    Signals:
        tag_clicked: a column's number from 1, and where on the screen its menu belongs.
    """

    tag_clicked = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_model = SheetModel(self)
        self.setModel(self.sheet_model)
        self.setItemDelegate(_CellDelegate(self))
        self._tags = _TagHeader(self)
        self._margin = _MarginHeader(self)
        self.setHorizontalHeader(self._tags)
        self.setVerticalHeader(self._margin)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("区里发的表")
        self.setStyleSheet("QAbstractScrollArea::corner { background: transparent; border: none; }")

    def show_picture(self, picture: SheetPicture) -> None:
        """Show a sheet, or other marks and tags on the same one."""
        fresh = self.sheet_model.show_picture(picture)
        if fresh:
            self._lay_out(picture)
            self._margin.fit(picture)
        self._tags.viewport().update()
        self._margin.viewport().update()

    def show_row(self, row: int) -> None:
        """Bring a row into view, counted from 1, and put the cursor on it."""
        index = self.sheet_model.index(row - 1, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def scroll_to_top_row(self, row: int) -> None:
        """Bring a row to the top, counted from 1: where a table begins."""
        index = self.sheet_model.index(row - 1, 0)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def open_menu(self, column: int) -> None:
        """Ask for the menu of a column's tag, as a click on it does."""
        self.scrollTo(self.sheet_model.index(0, column - 1))
        left = self._tags.sectionViewportPosition(column - 1)
        place = self._tags.viewport().mapToGlobal(QPoint(left, self._tags.height()))
        self.tag_clicked.emit(column, place)

    def _lay_out(self, picture: SheetPicture) -> None:
        """Set widths, heights and merged areas before anything is drawn."""
        sheet = picture.sheet
        self.setUpdatesEnabled(False)
        self.clearSpans()
        widths = column_widths(sheet, {n: tag.part for n, tag in picture.tags.items()})
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self._fit_rows(sheet, widths)
        last_row, last_column = self.sheet_model.rowCount(), self.sheet_model.columnCount()
        for merge in sheet.merges:
            rows = min(merge.bottom, last_row) - merge.top + 1
            columns = min(merge.right, last_column) - merge.left + 1
            if rows * columns > 1 and rows > 0 and columns > 0:
                self.setSpan(merge.top - 1, merge.left - 1, rows, columns)
        self.setUpdatesEnabled(True)
        self.scrollToTop()

    def _fit_rows(self, sheet: Sheet, widths: list[int]) -> None:
        """Give the rows their heights; those of a long sheet are reckoned beside the window."""
        em = text_width("国")
        if sheet.row_count <= _AT_ONCE:
            self._take_heights(sheet, row_heights(sheet, widths, em))
            return
        run_aside(
            self,
            lambda: row_heights(sheet, widths, em),
            done=lambda heights: self._take_heights(sheet, heights),
        )

    def _take_heights(self, sheet: Sheet, heights: Sequence[int]) -> None:
        """The row that stands at the top stays there."""
        picture = self.sheet_model.picture
        if picture is None or picture.sheet is not sheet:
            return  # another sheet is shown by now
        top = self.rowAt(0)
        for row, height in enumerate(heights):
            self.setRowHeight(row, height)
        if top > 0:
            self.updateGeometries()  # how far it can be scrolled now
            self.scroll_to_top_row(top + 1)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()  # texts of merged areas stay within what is in view


class _CellDelegate(QStyledItemDelegate):
    """Draws a cell's text wrapped, kept within the part of it that is in view."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        here = ground == QColor(HERE.value)
        selected = not here and bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(Ink.ACCENT_TINT.value) if selected else ground)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
            self._draw(painter, option, text, _seen(option, index))
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, option: QStyleOptionViewItem, text: str, seen: QRect) -> None:
        pad = px(8)
        box = seen.adjusted(pad, px(4), -pad, -px(4))
        metrics = QFontMetrics(option.font)
        flags = int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap)

        def fits_in(room: QRect) -> bool:
            endless = QRect(0, 0, room.width(), 100_000)
            return metrics.boundingRect(endless, flags, text).height() <= room.height()

        fits = fits_in(box)
        if not fits and seen.left() > option.rect.left():
            box.setLeft(option.rect.left() + pad)
            fits = fits_in(box)
        painter.setClipRect(option.rect)
        place = Qt.AlignmentFlag.AlignVCenter if fits else Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags | int(Qt.AlignmentFlag.AlignLeft | place), text)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(64), px(32))


def _seen(option: QStyleOptionViewItem, index: Index) -> QRect:
    """The part of a cell its text is kept in: a merged area's top and left stay in view."""
    rect, table = QRect(option.rect), option.widget
    if not isinstance(table, QTableView):
        return rect
    view = table.viewport().rect()
    if table.rowSpan(index.row(), index.column()) > 1:
        rect.setTop(max(rect.top(), view.top()))
        rect.setBottom(min(rect.bottom(), view.bottom()))
    if table.columnSpan(index.row(), index.column()) > 1:
        rect.setLeft(max(rect.left(), view.left()))
    return rect


class _TagHeader(QHeaderView):
    """Over each column its letter and its tag; a click on the tag opens its menu."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(px(40))
        self.setFixedHeight(px(36))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        painter.save()
        painter.fillRect(rect, QColor(Ink.SURFACE.value))
        painter.setPen(QColor(Ink.EDGE.value))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        picture = self._view.sheet_model.picture
        tag = picture.tags.get(logical_index + 1) if picture else None
        if tag:
            paint_tag(painter, rect.adjusted(px(4), px(5), -px(4), -px(5)), tag)
        elif picture and picture.plain:
            painter.setPen(QColor(Ink.MUTED.value))
            painter.setFont(sized_font(9))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, column_letters(logical_index + 1))
        painter.restore()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        picture = self._view.sheet_model.picture
        resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        if picture and section + 1 in picture.tags and not resizing:
            self._view.open_menu(section + 1)


def paint_tag(painter: QPainter, box: QRect, tag: ColumnTag) -> None:
    """Draw a tag: sign and part on a light ground, and the arrow of its menu."""
    doubtful = tag.field is not None and not tag.sure
    ink = (Ink.DOUBT if doubtful else Ink.ACCENT if tag.field else Ink.MUTED).value
    tint = Ink.ACCENT_TINT if tag.field else Ink.GROUND
    ground = (Ink.DOUBT_TINT if doubtful else tint).value
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, px(4), px(4))
    painter.setPen(QColor(ink))
    painter.setFont(sized_font(9.5))
    arrow = px(14)
    words = box.adjusted(px(8), 0, -arrow - px(2), 0)
    text = painter.fontMetrics().elidedText(
        f"{tag.sign} {tag.part}", Qt.TextElideMode.ElideRight, words.width()
    )
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    _paint_arrow(painter, QRect(box.right() - arrow, box.top(), arrow, box.height()), ink)


def _paint_arrow(painter: QPainter, box: QRect, ink: str) -> None:
    middle, reach = box.center(), px(3)
    painter.setPen(QPen(QColor(ink), 1.3))
    points = [
        QPoint(middle.x() - reach, middle.y() - reach // 2),
        QPoint(middle.x(), middle.y() + reach - reach // 2),
        QPoint(middle.x() + reach, middle.y() - reach // 2),
    ]
    for start, end in pairwise(points):
        painter.drawLine(start, end)


class _MarginHeader(QHeaderView):
    """Beside each row its number, and a word for what it is when it is no task."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setDefaultSectionSize(px(32))
        self.setMinimumSectionSize(px(20))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def fit(self, picture: SheetPicture) -> None:
        """Make room for the longest word."""
        metrics = QFontMetrics(sized_font(9))
        words = {mark.word for mark in picture.rows.values()}
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        number = metrics.horizontalAdvance(str(max(picture.sheet.row_count, 100)))
        self.setFixedWidth(number + widest + px(28 if widest else 20))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        mark = self._view.sheet_model.mark(logical_index + 1)
        tinted = mark.part == "head"
        painter.save()
        painter.fillRect(rect, QColor((Ink.ACCENT_TINT if tinted else Ink.RAISED).value))
        painter.setPen(QColor(Ink.HAIRLINE.value))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(Ink.EDGE.value))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(sized_font(9))
        seen = rect.intersected(self.viewport().rect()).adjusted(px(8), 0, -px(8), 0)
        painter.setPen(QColor((Ink.ACCENT if tinted else Ink.MUTED).value))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(seen, int(middle | Qt.AlignmentFlag.AlignLeft), mark.word)
        painter.setPen(QColor(Ink.FAINT.value))
        painter.drawText(seen, int(middle | Qt.AlignmentFlag.AlignRight), str(logical_index + 1))
        painter.restore()
