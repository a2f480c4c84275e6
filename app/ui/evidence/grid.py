"""Proof files as a grid of small pictures: name, what each proves, the day; keys as in a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget
from typing_extensions import override

from app.files import hashed_name
from app.services.wording import size_words
from app.ui.evidence.thumbnails import thumbnails
from app.ui.itemmodels.columns import Role
from app.ui.style import Ink, px, sized_font
from app.ui.wording import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QStyleOptionViewItem

    from app.models.views import EvidenceView

MIME = "application/x-gongjian-proof"
_WIDTH, _PICTURE, _GAP = 122, 84, 5
_LINE = 17
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_Item = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class ProofCard:
    """One file of the grid: the proof, the folder its file is kept in, what it proves.

    What is shown of it is worked out when it comes into view: there may be thousands.
    """

    file: EvidenceView
    folder: Path
    place: str

    @property
    def kept(self) -> Path:
        """Where its file is kept."""
        return self.folder / hashed_name(self.file.sha256, self.file.file_name)

    @property
    def day(self) -> str:
        """When it was added, and its size."""
        return f"{stamp(self.file.added_at)}　{size_words(self.file.size)}"

    @property
    def spoken(self) -> str:
        """The whole card for a screen reader and the tooltip."""
        return "，".join(part for part in (self.file.file_name, self.place, self.day) if part)


class ProofModel(QAbstractListModel):
    """The cards; a name typed goes to ``rename``, which must not raise."""

    def __init__(self, rename: Callable[[ProofCard, str], object] | None = None) -> None:
        super().__init__()
        self._rename = rename
        self._cards: tuple[ProofCard, ...] = ()

    @property
    def cards(self) -> tuple[ProofCard, ...]:
        """The cards as last set."""
        return self._cards

    def set_cards(self, cards: Sequence[ProofCard]) -> None:
        """Show these; the same files with other words keep selection and scrolling."""
        fresh = tuple(cards)
        same = [card.file.id for card in fresh] == [card.file.id for card in self._cards]
        if same and fresh:
            self._cards = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._cards = fresh
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    @override
    def data(self, index: Index, role: int = _Item.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        match role:
            case _Item.DisplayRole | _Item.EditRole:
                return card.file.file_name
            case _Item.ToolTipRole | _Item.AccessibleTextRole:
                return card.spoken
            case Role.ROW:
                return card
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self._rename:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return flags

    @override
    def setData(self, index: Index, value: Any, role: int = _Item.EditRole) -> bool:
        if role != _Item.EditRole or self._rename is None or not index.isValid():
            return False
        card, name = self._cards[index.row()], str(value).strip()
        if name and name != card.file.file_name:
            self._rename(card, name)
        return True

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        numbers = [self._cards[index.row()].file.id for index in indexes]
        mime.setData(MIME, json.dumps(numbers).encode())
        return mime


def dragged_proof(mime: QMimeData) -> tuple[int, ...]:
    """The numbers of proofs that are dragged; empty for anything else."""
    if not mime.hasFormat(MIME):
        return ()
    return tuple(json.loads(mime.data(MIME).toStdString()))


class ProofDelegate(QStyledItemDelegate):
    """Paints a card: the picture or the sign of its kind, the name, the place, the day."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(_WIDTH), px(_PICTURE + 3 * _LINE + 2 * _GAP))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(Role.ROW)
        painter.save()
        box = option.rect.adjusted(px(2), px(2), -px(2), -px(2))
        self._paint_ground(painter, option, box)
        inner = box.adjusted(px(_GAP), px(_GAP), -px(_GAP), -px(_GAP))
        frame = QRect(inner.left(), inner.top(), inner.width(), px(_PICTURE - _GAP))
        _paint_picture(painter, card, frame)
        top = frame.bottom() + px(_GAP)
        lines = (
            (card.file.file_name, 9.5, Ink.TEXT, Qt.TextElideMode.ElideMiddle),
            (card.place, 8.5, Ink.MUTED, Qt.TextElideMode.ElideRight),
            (card.day, 8.5, Ink.MUTED, Qt.TextElideMode.ElideRight),
        )
        for number, (text, points, ink, elide) in enumerate(lines):
            line = QRect(inner.left(), top + number * px(_LINE), inner.width(), px(_LINE))
            painter.setFont(sized_font(points))
            painter.setPen(QColor(ink.value))
            words = painter.fontMetrics().elidedText(text, elide, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        top = option.rect.top() + px(_PICTURE + _GAP)
        editor.setGeometry(option.rect.left(), top, option.rect.width(), px(_LINE + 10))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or focused:
            painter.setPen(QColor(Ink.ACCENT.value) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(Ink.ACCENT_TINT.value) if chosen else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(4), px(4))


class ProofGrid(QListView):
    """The grid. Enter opens, F2 renames, Delete removes, dragging moves.

    Signals:
        opened: a card to look at.
        removed: the selected cards, to be taken off.
        selection_changed: other cards are selected.
    """

    opened = Signal(object)
    removed = Signal(object)
    selection_changed = Signal()

    def __init__(self, model: ProofModel, *, readonly: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self.cards = model
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(ProofDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setUniformItemSizes(True)
        self.setSpacing(px(2))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragEnabled(not readonly)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.NoDragDrop
            if readonly
            else QAbstractItemView.DragDropMode.DragOnly
        )
        self.setAccessibleName("佐证文件")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.ROW)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        thumbnails().made.connect(self._show_made)

    def selected_cards(self) -> tuple[ProofCard, ...]:
        """The cards selected, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.cards.cards[row] for row in rows)

    def select_file(self, evidence_id: int) -> bool:
        """Put the cursor on a file; False when it isn't shown."""
        for row, card in enumerate(self.cards.cards):
            if card.file.id == evidence_id:
                # Said outright: Ctrl may still be down from pasting, which would only toggle.
                chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self.cards.index(row), chosen)
                return True
        return False

    def rename_current(self) -> None:
        """Let the clerk type another name."""
        if self.currentIndex().isValid() and not self._readonly:
            self.edit(self.currentIndex())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        cards = self.selected_cards()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if entered and cards and self.state() != QAbstractItemView.State.EditingState:
            self.opened.emit(self.currentIndex().data(Role.ROW) or cards[0])
            return
        if event.matches(QKeySequence.StandardKey.Delete) and cards and not self._readonly:
            self.removed.emit(cards)
            return
        super().keyPressEvent(event)

    def _show_made(self, sha256: str) -> None:
        for row, card in enumerate(self.cards.cards):
            if card.file.sha256 == sha256:
                self.update(self.cards.index(row))


def _paint_picture(painter: QPainter, card: ProofCard, frame: QRect) -> None:
    picture = thumbnails().picture(card.kept, card.file.sha256)
    if picture is None:
        _paint_kind(painter, card.file.file_name, frame)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(frame.center())
    painter.drawPixmap(place, picture)


def _paint_kind(painter: QPainter, name: str, frame: QRect) -> None:
    """A sheet with the ending on it: DOCX."""
    ending = name.rpartition(".")[2].upper()[:5] if "." in name else "文件"
    sheet = QRect(0, 0, px(54), px(68))
    sheet.moveCenter(frame.center())
    painter.setPen(QColor(Ink.EDGE.value))
    painter.setBrush(QColor(Ink.RAISED.value))
    painter.drawRoundedRect(sheet, px(3), px(3))
    painter.setPen(QColor(Ink.MUTED.value))
    painter.setFont(sized_font(9.5, bold=True))
    painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, ending)
