"""The table view of all pages: keys as in a spreadsheet, remembered widths, quiet lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from app.ui.itemmodels.cells import CellDelegate
from app.ui.itemmodels.columns import Column, Role, shown
from app.ui.itemmodels.order import TableOrder
from app.ui.style import ROW_HEIGHT, px
from app.ui.wording import today

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from app.ui.itemmodels.table import TableModel
    from app.ui.memory import Memory

_SAVE_AFTER_MS = 400
_LEAST_WIDTH = 40


class Table(QTableView):
    """A table over a TableModel, sorted and filtered by its TableOrder.

    Keys: F2 or typing edits, Space ticks all selected rows, Ctrl+D fills down, Ctrl+; fills in
    today, Ctrl+C copies rows for a spreadsheet, Ctrl+V hands pasted cells to the page, Enter
    opens a row.

    Signals:
        opened: Enter or a double click on a cell that can't be edited; carries the row.
        pasted: cells from the clipboard, as a list of rows of texts.
        selection_changed: other rows are selected.
        delete_asked: Delete was pressed; carries the selected rows.
    """

    opened = Signal(object)
    pasted = Signal(object)
    selection_changed = Signal()
    delete_asked = Signal(object)

    def __init__(
        self,
        model: TableModel[Any],
        memory: Memory,
        name: str,
        *,
        sortable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.order = TableOrder(model, self)
        self._columns = model.columns
        self._memory, self._place = memory, f"tables/{name}"
        self._keys = self._key_map()
        self._fitting = False
        self._save_later = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_later.timeout.connect(self._save_layout)
        self._set_up(sortable=sortable)
        self.setModel(self.order)
        self._lay_out()
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.doubleClicked.connect(self._on_double_clicked)
        self.horizontalHeader().sectionResized.connect(self._keep_fitting)
        self.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._save_later.start())

    def selected_rows(self) -> tuple[Any, ...]:
        """The rows selected, from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(self.order.row_at(index) for index in indexes)

    def current_row(self) -> Any | None:
        """The row the cursor stands on, or None."""
        index = self.currentIndex()
        return self.order.row_at(index) if index.isValid() else None

    def select_key(self, key: Hashable, *, column: str = "") -> bool:
        """Put the cursor on the row with a key, and into a column; False when it isn't shown."""
        model: TableModel[Any] = self.order.sourceModel()  # type: ignore[assignment]
        place = model.row_of(key)
        if place is None:
            return False
        at = model.column_of(column) if column else 0
        index = self.order.mapFromSource(model.index(place, at))
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def tick_selected(self) -> bool:
        """Tick all selected rows; when all are ticked already, take the ticks away."""
        column = next((column for column in self._columns if column.tick), None)
        rows = self.selected_rows()
        if column is None or column.ticked is None or not rows:
            return False
        column.tick_all(rows, on=not all(column.ticked(row) for row in rows))
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._handle(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        pressed = (event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        run = self._keys.get(pressed)
        return run() if run else False

    def _ask_delete(self) -> bool:
        rows = self.selected_rows()
        if rows:
            self.delete_asked.emit(rows)
        return bool(rows)

    def _open_current(self) -> bool:
        row = self.current_row()
        if row is None or self.state() == QAbstractItemView.State.EditingState:
            return False
        self.opened.emit(row)
        return True

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable):
            self.opened.emit(self.order.row_at(index))

    def fill_down(self) -> bool:
        """Fill the first selected row's text of the current column into the rows below."""
        column, rows = self._current_column(), self.selected_rows()
        if column is None or len(rows) < 2:
            return False
        column.save(rows[1:], shown(column.value(rows[0])))
        return True

    def _fill_today(self) -> bool:
        column = self._current_column()
        if column is None or not column.dated:
            return False
        column.save(self.selected_rows(), f"{today():%Y-%m-%d}")
        return True

    def _current_column(self) -> Column[Any] | None:
        index = self.currentIndex()
        return self._columns[index.column()] if index.isValid() else None

    def _copy(self) -> bool:
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        lines = ["\t".join(self._cell_text(row, n) for n in self._shown_columns()) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        return True

    def _paste(self) -> bool:
        text = QGuiApplication.clipboard().text()
        rows = [line.split("\t") for line in text.rstrip("\r\n").splitlines()]
        if rows:
            self.pasted.emit(rows)
        return bool(rows)

    def _shown_columns(self) -> list[int]:
        header = self.horizontalHeader()
        places = range(len(self._columns))
        return sorted((n for n in places if not self.isColumnHidden(n)), key=header.visualIndex)

    def _cell_text(self, row: int, column: int) -> str:
        index = self.order.index(row, column)
        mark = index.data(Role.MARK)
        text = mark.word if mark else index.data(Qt.ItemDataRole.EditRole) or ""
        return " ".join(str(text).split())

    def _key_map(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], bool]]:
        plain, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        return {
            (Qt.Key.Key_Space, plain): self.tick_selected,
            (Qt.Key.Key_Return, plain): self._open_current,
            (Qt.Key.Key_Enter, plain): self._open_current,
            (Qt.Key.Key_Delete, plain): self._ask_delete,
            (Qt.Key.Key_D, ctrl): self.fill_down,
            (Qt.Key.Key_Semicolon, ctrl): self._fill_today,
            (Qt.Key.Key_C, ctrl): self._copy,
            (Qt.Key.Key_V, ctrl): self._paste,
        }

    def _set_up(self, *, sortable: bool) -> None:
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(px(_LEAST_WIDTH))
        header.setFixedHeight(px(ROW_HEIGHT))
        self.setSortingEnabled(sortable)
        header.setSortIndicatorClearable(True)

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        kept = self._kept_layout()
        widths = kept.get("widths", {})
        for place, column in enumerate(self._columns):
            self.setColumnWidth(place, px(widths.get(column.key, column.width)))
        keys = [column.key for column in self._columns]
        if kept.get("sort") in keys:
            order = Qt.SortOrder(kept.get("order", 0))
            header.setSortIndicator(keys.index(kept["sort"]), order)
        else:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _fit(self) -> None:
        """Hide spare columns where room is short, and give the stretching one what is left."""
        if self._fitting or self.model() is None:
            return
        self._fitting = True
        room = self.viewport().width()
        spare = sorted(
            (n for n, column in enumerate(self._columns) if column.spare),
            key=lambda n: self._columns[n].spare,
        )
        for place in spare:
            self.setColumnHidden(place, False)
        while spare and self._width_wanted() > room:
            self.setColumnHidden(spare.pop(), True)
        for place, column in enumerate(self._columns):
            if column.stretch:
                least = px(column.width)
                others = self._width_wanted() - least
                self.setColumnWidth(place, max(room - others, least))
        self._fitting = False

    def _width_wanted(self) -> int:
        """The width of all columns shown, the stretching one at its least."""
        return sum(
            px(column.width) if column.stretch else self.columnWidth(place)
            for place, column in enumerate(self._columns)
            if not self.isColumnHidden(place)
        )

    def _keep_fitting(self, _at: int, _old: int, _new: int) -> None:
        if not self._fitting:
            self._fit()
            self._save_later.start()

    def _kept_layout(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._memory.text(self._place, "{}"))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _save_layout(self) -> None:
        header = self.horizontalHeader()
        scale = max(px(100), 1) / 100
        seen = {
            column.key: round(self.columnWidth(place) / scale)
            for place, column in enumerate(self._columns)
            if not column.stretch and not self.isColumnHidden(place)
        }
        # Only what the clerk changed: a width of ours may be set better by a later version.
        usual = {column.key: column.width for column in self._columns}
        held = self._kept_layout().get("widths", {}) | seen
        widths = {key: width for key, width in held.items() if usual.get(key) != width}
        at = header.sortIndicatorSection()
        layout: dict[str, Any] = {"widths": widths}
        if 0 <= at < len(self._columns):
            layout |= {"sort": self._columns[at].key, "order": header.sortIndicatorOrder().value}
        self._memory.keep(self._place, json.dumps(layout))


def select_only(table: Table, row: int) -> None:
    """Select one row of a table by its place."""
    index = table.order.index(row, 0)
    table.selectionModel().setCurrentIndex(
        index,
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
