"""What a task's files may prove, one below the other: a filter, and where files are dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)
from typing_extensions import override

from app.ui.dropped import dropped_paths
from app.ui.evidence.grid import dragged_proof
from app.ui.style import Ink, px, sized_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from app.services.proof.evidence import Owner

_ROW = 26
_PLACE = Qt.ItemDataRole.UserRole + 9
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Place:
    """One line: a name, what it stands for (None for everything), how many files it has.

    Attributes:
        lacks: it is done, must be proved, and has no file.
    """

    name: str
    owner: Owner | None
    count: int = 0
    lacks: bool = False

    @property
    def tail(self) -> str:
        """What stands at the line's end: how many files, or 缺 where proof is missing."""
        return "缺" if self.lacks else str(self.count) if self.count else ""


class PlaceDelegate(QStyledItemDelegate):
    """A line: the name, cut in its middle where room is short, and what stands at its end."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, px(_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: Place = index.data(_PLACE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(Ink.ACCENT_TINT.value))
        line = option.rect.adjusted(px(8), 0, -px(8), 0)
        painter.setFont(sized_font(9.5))
        metrics = painter.fontMetrics()
        ink = Ink.FAULT if place.lacks else Ink.MUTED
        painter.setPen(QColor(ink.value))
        painter.drawText(line, _RIGHT, place.tail)
        line.setRight(line.right() - metrics.horizontalAdvance(place.tail) - px(4))
        painter.setPen(QColor((Ink.TEXT if place.count or chosen else Ink.MUTED).value))
        words = metrics.elidedText(place.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, _LEFT, words)
        painter.restore()


class PlaceList(QListWidget):
    """The places. Files from outside and cards from the grid are dropped on a line.

    Signals:
        chosen: a Place to look at.
        files_dropped: paths, and the Owner they prove (None for the task).
        proof_dropped: numbers of proofs, and the Owner they go to.
    """

    chosen = Signal(object)
    files_dropped = Signal(object, object)
    proof_dropped = Signal(object, object)

    def __init__(self, *, readonly: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[Place, ...] = ()
        self.setItemDelegate(PlaceDelegate(self))
        self.setAccessibleName("佐证归属")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(not readonly)
        self.currentRowChanged.connect(self._tell)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places as last set."""
        return self._places

    def current_place(self) -> Place | None:
        """The place looked at."""
        row = self.currentRow()
        return self._places[row] if 0 <= row < len(self._places) else None

    def show_places(self, places: Sequence[Place]) -> None:
        """Show places; the one looked at stays, where it is still there."""
        before = self.current_place()
        self._places = tuple(places)
        self.blockSignals(True)  # one telling at the end is enough
        self.clear()
        for place in self._places:
            line = QListWidgetItem(place.name)
            line.setData(_PLACE, place)
            told = "：已完成，还缺佐证" if place.lacks else f"：佐证 {place.count} 件"
            line.setToolTip(place.name + told)
            line.setData(Qt.ItemDataRole.AccessibleTextRole, place.name + told)
            self.addItem(line)
        owners = [place.owner for place in self._places]
        self.setCurrentRow(owners.index(before.owner) if before and before.owner in owners else 0)
        self.blockSignals(False)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()) or dragged_proof(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._scroll_near_edge(event.position().toPoint().y())
        place = self._place_at(event)
        fits = place is not None and (
            place.owner is not None or not dragged_proof(event.mimeData())
        )
        if fits:
            event.acceptProposedAction()
        else:
            event.ignore()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        place, mime = self._place_at(event), event.mimeData()
        if place is None:
            return
        event.acceptProposedAction()
        if numbers := dragged_proof(mime):
            if place.owner is not None:
                self.proof_dropped.emit(numbers, place.owner)
        elif paths := dropped_paths(mime):
            self.files_dropped.emit(paths, place.owner)

    def _scroll_near_edge(self, y: int) -> None:
        """What is dragged to the edge brings the next lines into view."""
        bar, edge = self.verticalScrollBar(), px(_ROW)
        if y < edge:
            bar.setValue(bar.value() - 1)
        elif y > self.viewport().height() - edge:
            bar.setValue(bar.value() + 1)

    def _place_at(self, event: QDropEvent) -> Place | None:
        index = self.indexAt(event.position().toPoint())
        return self._places[index.row()] if index.isValid() else None

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._places):
            self.chosen.emit(self._places[row])
