"""A wide table whose first columns stay in view: two views of the same lines, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.itemmodels.cells import CellDelegate
from app.ui.itemmodels.order import TableOrder
from app.ui.itemmodels.table import TableModel
from app.ui.pages.splitting.splitlines import frozen_columns, narrow_task
from app.ui.style import ROW_HEIGHT, Ink, px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from app.ui.itemmodels.cells import Index
    from app.ui.memory import Memory
    from app.ui.pages.splitting.splitlines import SplitLine


class SplitTable(QWidget):
    """The matrix: task, target, sum and difference frozen at the left, the units to scroll.

    Attributes:
        model: the lines under the units' columns.
        table: the scrolling part, which has the keyboard.
        frozen: the part that stays.
    """

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[SplitLine] = TableModel((), key=lambda line: line.key, parent=self)
        self.head: TableModel[SplitLine] = TableModel(
            frozen_columns(True), key=lambda line: line.key, parent=self
        )
        self.table = Table(self.model, memory, "split", sortable=False, cells=True)
        self.table.setAccessibleName("各村（社区）的数")
        self.table.setItemDelegate(_RuledDelegate(self.table))
        self.frozen = QTableView()
        self._head_order = TableOrder(self.head, self)
        self._set_up_frozen()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.frozen, 1)
        self._foot = QWidget()
        left.addWidget(self._foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addWidget(self.table, 1)
        self._follow_each_other()

    def show_columns(self, columns: Sequence[Any], *, plan: bool) -> None:
        """Show other units, or the other kind of numbers; the cursor stays on its task."""
        line: SplitLine | None = self.table.current_row()
        self.model.set_columns(columns)
        self.head.set_columns(frozen_columns(plan))
        self._fit()
        if line is not None and columns:
            self.table.select_key(line.key)

    def show_lines(self, lines: Sequence[SplitLine]) -> None:
        """Show lines; the cursor stays where it is."""
        self.head.set_rows(lines)
        self.model.set_rows(lines)
        if lines and not self.table.currentIndex().isValid() and self.model.columns:
            self.table.setCurrentIndex(self.table.order.index(0, 0))
        self._mark_row()

    def keep(self, keeps: Callable[[SplitLine], bool] | None) -> None:
        """Show only some of the lines."""
        self._head_order.keep(keeps)
        self.table.order.keep(keeps)
        self._mark_row()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_up_frozen(self) -> None:
        view = self.frozen
        view.setModel(self._head_order)
        view.setItemDelegate(_RuledDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setAccessibleName("任务、目标、合计、差额")
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(self.table.verticalScrollMode())
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        view.verticalHeader().setMinimumSectionSize(px(ROW_HEIGHT))
        view.horizontalHeader().setFixedHeight(px(ROW_HEIGHT))
        view.horizontalHeader().setHighlightSections(False)
        view.clicked.connect(self._go_to_row)

    def _follow_each_other(self) -> None:
        ours, theirs = self.table.verticalScrollBar(), self.frozen.verticalScrollBar()
        ours.valueChanged.connect(theirs.setValue)
        theirs.valueChanged.connect(ours.setValue)
        self.table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit_foot())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._mark_row())

    def _go_to_row(self, index: Any) -> None:
        at = max(self.table.currentIndex().column(), 0)
        self.table.setCurrentIndex(self.table.order.index(index.row(), at))
        self.table.setFocus()

    def _mark_row(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.frozen.selectRow(row)
        else:
            self.frozen.clearSelection()

    def _fit(self) -> None:
        width = 2
        for place, column in enumerate(self.head.columns):
            wide = narrow_task(self.width()) if column.key == "task" else px(column.width)
            self.frozen.setColumnWidth(place, wide)
            width += wide
        self.frozen.setFixedWidth(width)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """The frozen part ends above the scroll bar of the other."""
        bar = self.table.horizontalScrollBar()
        self._foot.setFixedHeight(bar.sizeHint().height() if bar.maximum() > 0 else 0)


class _RuledDelegate(CellDelegate):
    """Cells with a hairline at their right: columns of numbers are told apart."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(Ink.HAIRLINE.value))
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        painter.restore()
