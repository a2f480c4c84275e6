"""How cells are drawn and edited: lights, bars, ticks, long text in a grown cell, offered words."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.ui.itemmodels.columns import Bar, Role
from app.ui.style import Ink, paint_mark, px
from app.ui.typinglimits import TextBox

if TYPE_CHECKING:
    from app.ui.itemmodels.columns import Column
    from app.ui.style import LightMark

Index = QModelIndex | QPersistentModelIndex
_PAD = 11
_GROWN_LINES = 5
_TABS: dict[int, str] = {Qt.Key.Key_Tab: "right", Qt.Key.Key_Backtab: "left"}
_BREAKING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CellDelegate(QStyledItemDelegate):
    """Draws a cell by what its column is: a light, a bar, a tick box or words.

    Signals:
        stepped: what was typed is saved, and the cursor goes down, up, left or right.
        entered_for_all: Ctrl+Enter in an editor: its text is meant for all that is selected.
    """

    stepped = Signal(str)
    entered_for_all = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = False
        """Enter and Tab in an editor go on to the next cell."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        mark, bar = index.data(Role.MARK), index.data(Role.BAR)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if mark is None and bar is None and ticked is None:
            super().paint(painter, option, index)
            return
        paint_ground(painter, option)
        box = QRectF(option.rect).adjusted(px(_PAD), 0, -px(_PAD), 0)
        if mark is not None:
            paint_light(painter, option, box, mark)
        elif bar is not None:
            paint_bar(painter, option, box, bar)
        else:
            paint_tick(painter, box, ticked=ticked == Qt.CheckState.Checked)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        mark, bar = index.data(Role.MARK), index.data(Role.BAR)
        if mark is not None:
            width = QFontMetrics(option.font).horizontalAdvance(mark.word) + px(14 + 6 + 2 * _PAD)
            return QSize(width, hint.height())
        if bar is not None:
            return QSize(px(150), hint.height())
        return hint

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = column_at(index)
        if column and column.long:
            return LongEditor(parent)
        choices = column.choices(index.data(Role.ROW)) if column and column.choices else ()
        if column and column.closed:
            box = QComboBox(parent)
            box.addItems(list(choices))
            box.activated.connect(lambda _: self._finish(box))
            return box
        editor = QLineEdit(parent)
        if choices:
            offer(editor, choices)
        return editor

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click anywhere in a tick cell ticks it."""
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is None or event.type() != QEvent.Type.MouseButtonRelease:
            return super().editorEvent(event, model, option, index) if ticked is None else False
        other = (
            Qt.CheckState.Unchecked if ticked == Qt.CheckState.Checked else Qt.CheckState.Checked
        )
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentText(text)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        text = editor.toPlainText() if isinstance(editor, QPlainTextEdit) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        elif isinstance(editor, QComboBox):
            text = editor.currentText()
        model.setData(index, text, Qt.ItemDataRole.EditRole)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        box = option.rect
        parent = editor.parentWidget()
        if isinstance(editor, LongEditor) and parent:
            box.setHeight(max(box.height(), editor.grown_height()))
            box.setWidth(max(box.width(), min(px(360), parent.width() - box.left())))
            if box.bottom() > parent.height():
                box.moveBottom(max(parent.height(), box.height()))
        editor.setGeometry(box)

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter saves; in a grown cell Shift+Enter breaks the line, Ctrl+Enter fills all."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(editor, event) or super().eventFilter(editor, event)
        return super().eventFilter(editor, event)

    def _take_key(self, editor: QObject, event: QKeyEvent) -> bool:
        """Carry out what a key in an editor means to the table; False leaves it to the editor."""
        if not isinstance(editor, QLineEdit | QPlainTextEdit):
            return False
        key, modifiers = event.key(), event.modifiers()
        if key in _ENTER and modifiers & Qt.KeyboardModifier.ControlModifier:
            return self._finish_for_all(editor)
        if isinstance(editor, LongEditor) and key in _ENTER and modifiers & _BREAKING:
            editor.insertPlainText("\n")
            return True
        if key in _ENTER and (self.steps or isinstance(editor, LongEditor)):
            up = modifiers & Qt.KeyboardModifier.ShiftModifier
            return self._finish_and_step(editor, "up" if up else "down")
        if self.steps and key in _TABS:
            return self._finish_and_step(editor, _TABS[key])
        return False

    def _finish_for_all(self, editor: QLineEdit | QPlainTextEdit) -> bool:
        text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        self.entered_for_all.emit(text.strip())
        return True

    def _finish_and_step(self, editor: QWidget, way: str) -> bool:
        self._finish(editor)
        if self.steps:
            self.stepped.emit(way)
        return True

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class LongEditor(TextBox):
    """A cell that grows over its neighbours while a long text is edited."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def grown_height(self) -> int:
        """The height the cell grows to."""
        return self.fontMetrics().lineSpacing() * _GROWN_LINES + px(16)


def column_at(index: Index) -> Column[object] | None:
    """The column an index stands in, through any proxies."""
    model = index.model()
    while hasattr(model, "mapToSource"):
        index = model.mapToSource(index)
        model = index.model()
    columns = getattr(model, "columns", ())
    return columns[index.column()] if index.column() < len(columns) else None


def offer(editor: QLineEdit, words: tuple[str, ...]) -> None:
    """Offer words while typing; any part of a word finds it."""
    completer = QCompleter(list(words), editor)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    editor.setCompleter(completer)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a cell, with its selection and focus, and nothing on it."""
    bare = QStyleOptionViewItem(option)
    bare.text = ""
    bare.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    style = option.widget.style() if option.widget else None
    if style:
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)


def paint_light(
    painter: QPainter, option: QStyleOptionViewItem, box: QRectF, mark: LightMark
) -> None:
    """Draw shape and word of a light."""
    side = px(12)
    paint_mark(painter, mark, QRectF(box.left(), box.center().y() - side / 2, side, side))
    painter.save()
    painter.setFont(option.font)
    painter.setPen(QColor(mark.colour))
    words = box.adjusted(side + px(6), 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.word)
    painter.restore()


def paint_bar(painter: QPainter, option: QStyleOptionViewItem, box: QRectF, bar: Bar) -> None:
    """Draw the words at the right end of their column and a thin bar after them."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(option.font)
    painter.setPen(QColor(Ink.TEXT.value))
    metrics = painter.fontMetrics()
    least = max(metrics.averageCharWidth() * 8, metrics.horizontalAdvance(bar.text) + 1)
    room = min(box.width(), max(box.width() * 0.45, least))  # no number is ever cut
    words = QRectF(box.left(), box.top(), room, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.text)
    track = QRectF(words.right() + px(8), box.center().y() - px(3), 0, px(6))
    track.setRight(box.right())
    if bar.share is not None and track.width() > px(16):
        draw_track(painter, track, bar.share, bar.expected)
    painter.restore()


def draw_track(painter: QPainter, track: QRectF, share: float, expected: float | None) -> None:
    """Draw how far (filled) and how far it should be (an upright stroke)."""
    radius = track.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(Ink.HAIRLINE.value))
    painter.drawRoundedRect(track, radius, radius)
    filled = QRectF(track)
    filled.setWidth(track.width() * min(max(share, 0.0), 1.0))
    if filled.width() > 0:
        painter.setBrush(QColor(Ink.ACCENT.value))
        painter.drawRoundedRect(filled, radius, radius)
    if expected is not None and 0 < expected < 1:
        place = track.left() + track.width() * expected
        reach = px(3)
        painter.setPen(QPen(QColor(Ink.SURFACE.value), px(4)))
        painter.drawLine(round(place), round(track.top()), round(place), round(track.bottom()))
        painter.setPen(QPen(QColor(Ink.TEXT.value), max(1, px(1.5))))
        top, bottom = round(track.top()) - reach, round(track.bottom()) + reach
        painter.drawLine(round(place), top, round(place), bottom)


def paint_tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    """Draw a tick box in the middle of a cell."""
    side = px(16)
    square = QRectF(0, 0, side, side)
    square.moveCenter(box.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor((Ink.ACCENT if ticked else Ink.FAINT).value), 1))
    painter.setBrush(QColor((Ink.ACCENT if ticked else Ink.SURFACE).value))
    painter.drawRoundedRect(square, px(3), px(3))
    if ticked:
        painter.setPen(QPen(QColor(Ink.SURFACE.value), side / 8, c=Qt.PenCapStyle.RoundCap))
        left, top = square.left(), square.top()
        points = [(0.22, 0.54), (0.42, 0.74), (0.79, 0.28)]
        at = [(left + side * x, top + side * y) for x, y in points]
        for (x0, y0), (x1, y1) in itertools.pairwise(at):
            painter.drawLine(round(x0), round(y0), round(x1), round(y1))
    painter.restore()
