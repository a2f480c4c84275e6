"""The table view of all pages: cells or rows are selected, keys as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget
from typing_extensions import override

from app.ui.blocks import block_text, read_block, too_many_cells
from app.ui.cellsteps import CellSteps
from app.ui.cellwork import CellTable, CellWork, rectangle
from app.ui.itemmodels.cells import CellDelegate
from app.ui.rowhandle import RowHandle
from app.ui.style import ROW_HEIGHT, px
from app.ui.tablelayout import TableLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from app.ui.itemmodels.table import TableModel
    from app.ui.memory import Memory

_LEAST_WIDTH = 40
_Flag = QItemSelectionModel.SelectionFlag
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class Table(CellTable):
    """A table over a TableModel, sorted and filtered by its TableOrder.

    Keys: F2 or typing edits, Space ticks all selected rows, Ctrl+D fills down, Ctrl+; fills in
    today, Ctrl+C copies for a spreadsheet, Ctrl+V pastes, Enter opens a row.

    Rows and cells. In a plain table whole rows are selected, and pasted cells are handed to the
    page. With ``cells`` a rectangle of cells is selected as in a spreadsheet, and what is done to
    rows (tick, open, 交办) is done to every row that has a selected cell, so that nobody has to
    think of rows. Only Delete must tell them apart: whole rows, taken by the handle at the left
    or by Shift+Space, are removed; cells are emptied. After typing, Enter goes down and Tab to
    the right; Enter on a cell that isn't being edited opens the row.

    Signals:
        opened: Enter or a double click on a cell that can't be edited; carries the row.
        pasted: cells from the clipboard, as a list of rows of texts, in a table of rows.
        refused: a sentence that says why a block was not written.
        selection_changed: other cells or rows are selected.
        delete_asked: Delete was pressed on whole rows; carries them.
    """

    opened = Signal(object)
    pasted = Signal(object)
    refused = Signal(str)
    selection_changed = Signal()
    delete_asked = Signal(object)

    def __init__(
        self,
        model: TableModel[Any],
        memory: Memory,
        name: str,
        *,
        sortable: bool = True,
        cells: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cells=cells, parent=parent)
        self._run_from: int | None = None
        self.work = CellWork(self)
        self.work.refused.connect(self.refused)
        self.layout_of_columns = TableLayout(self, model, memory, name)
        self._keys = self._key_map()
        self._set_up(sortable=sortable)
        self.setModel(self.order)
        # Whatever is selected, Qt would ask every row of it at each painting of the head.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.order, self))
        self.layout_of_columns.begin()
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(self._on_double_clicked)
        if cells and not model.sorts_itself:
            self._stood: tuple[Hashable, int, int] | None = None
            self.order.modelAboutToBeReset.connect(self._remember_cursor)
            self.order.modelReset.connect(self._find_cursor)

    def selected_rows(self) -> tuple[Any, ...]:
        """The rows that have a selected cell, from top to bottom."""
        rows = self._model.rows
        order = self.order
        return tuple(rows[order.source_place(place)] for place in self.work.rows())

    def current_row(self) -> Any | None:
        """The row the cursor stands on, or None."""
        index = self.currentIndex()
        return self.order.row_at(index) if index.isValid() else None

    def is_on(self, key: Hashable) -> bool:
        """Whether the cursor stands on the row with a key."""
        index = self.currentIndex()
        return index.isValid() and self.order.mapToSource(index).row() == self._model.row_of(key)

    def select_key(self, key: Hashable, *, column: str = "") -> bool:
        """Put the cursor on the row with a key, and into a column; False when it isn't shown.

        Without a column named, a cursor among cells stays in the one it stands in.
        """
        place = self._model.row_of(key)
        if place is None:
            return False
        stands = max(self.currentIndex().column(), 0) if self.cells else 0
        at = self._model.column_of(column) if column else stands
        index = self.order.mapFromSource(self._model.index(place, at))
        if not index.isValid():
            return False
        self.go_to(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def select_whole_rows(self) -> bool:
        """Take the whole rows of the selected cells."""
        self._only_cells = False
        chosen = self.selectionModel()
        chosen.select(chosen.selection(), _Flag.Select | _Flag.Rows)
        self.selection_changed.emit()
        return True

    def tick_selected(self) -> bool:
        """Tick all selected rows; when all are ticked already, take the ticks away."""
        column = next((column for column in self.columns if column.tick), None)
        rows = self.selected_rows()
        if column is None or column.ticked is None or not rows:
            return False
        column.tick_all(rows, on=not all(column.ticked(row) for row in rows))
        return True

    def fill_down(self) -> bool:
        """Fill the first selected row's text into the rows below."""
        return self.work.fill_down()

    def step(self, way: str) -> bool:
        """Go to the next cell down, up, right or left; inside the selected block, if there is one.

        After a run of cells to the right, down goes back below the first of them.
        """
        down, across = _STEPS[way]
        if self.cells and self.work.count() > 1 and not self.whole_rows():
            return self._step_inside(down, across)
        index, shown = self.currentIndex(), self.shown_columns()
        if not index.isValid() or index.column() not in shown:
            return False
        at = shown.index(index.column())
        if across:
            self._run_from = at if self._run_from is None else self._run_from
            if not 0 <= at + across < len(shown):
                return False
            self.go_to(index.siblingAtColumn(shown[at + across]))
            return True
        at, self._run_from = (at if self._run_from is None else self._run_from), None
        row = index.row() + down
        while 0 <= row < self.order.rowCount() and not self.may_select(row):
            row += down
        if not 0 <= row < self.order.rowCount():
            return False
        self.go_to(self.order.index(row, shown[min(at, len(shown) - 1)]))
        return True

    @override
    def selectAll(self) -> None:
        if not self.cells:
            super().selectAll()
            return
        last = self.order.rowCount() - 1, self.horizontalHeader().count() - 1
        if last[0] >= 0:
            self.select_block(rectangle(self, (0, last[0]), (0, last[1])))

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """A rectangle of cells; heads of groups inside it don't widen it to whole rows."""
        if not self.cells:
            super().setSelection(rect, command)
            return
        rows = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        columns = self.columnAt(rect.left()), self.columnAt(rect.right())
        if -1 in rows or -1 in columns:
            super().setSelection(rect, command)
            self._only_cells = True
        else:
            header = self.horizontalHeader()
            left, right = (header.visualIndex(place) for place in columns)
            self.select_block(rectangle(self, rows, (left, right)), how=command)

    @override
    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Tab goes from cell to cell, and out of the table at the end of a row."""
        if self.cells and self.currentIndex().isValid() and self.step("right" if ahead else "left"):
            return True
        return super().focusNextPrevChild(ahead)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layout_of_columns.fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._run_from = None
        if self._handle(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        pressed = (event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        run = self._keys.get(pressed)
        return run() if run else False

    def _delete(self) -> bool:
        if not self.whole_rows():
            return self.work.clear()
        return self._ask_delete()

    def _begin_empty(self) -> bool:
        """Begin to type into a cell that is emptied first."""
        index = self.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.edit(index)
        self._type("")
        return True

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

    def _on_selection(self, *_ranges: object) -> None:
        self._only_cells = self._taking_cells
        self.selection_changed.emit()

    def _remember_cursor(self) -> None:
        index = self.currentIndex()
        self._stood = None
        if index.isValid() and index.row() < self.order.rowCount():
            key = self._model.key_of(self.order.row_at(index))
            self._stood = key, index.row(), index.column()

    def _find_cursor(self) -> None:
        """Other rows came in: the cursor stays on its row, or where that stood before it went."""
        rows = self.order.rowCount()
        if self._stood is None or not rows or self.currentIndex().isValid():
            return
        key, row, column = self._stood
        place = self._model.row_of(key)
        source = self._model.index(-1 if place is None else place, column)
        index = self.order.mapFromSource(source)
        if not index.isValid():
            index = self.order.index(min(row, rows - 1), column)
        scrolled = self.verticalScrollBar().value()
        self.go_to(index)
        self.verticalScrollBar().setValue(scrolled)

    def _step_inside(self, down: int, across: int) -> bool:
        """Go round inside the selected block, which stays selected."""
        rows, columns = self.work.rows(), self.work.columns()
        index = self.currentIndex()
        if index.row() not in rows or index.column() not in columns:
            row, column = rows[0], columns[0]
        else:
            tall, wide = len(rows), len(columns)
            at = rows.index(index.row()), columns.index(index.column())
            place = (at[1] * tall + at[0] + down) if down else (at[0] * wide + at[1] + across)
            place %= tall * wide
            at = (place % tall, place // tall) if down else (place // wide, place % wide)
            row, column = rows[at[0]], columns[at[1]]
        self.selectionModel().setCurrentIndex(self.order.index(row, column), _Flag.NoUpdate)
        return True

    def _paste(self) -> bool:
        if self.cells:
            return self.work.paste()
        text = block_text(QGuiApplication.clipboard().mimeData())
        if words := too_many_cells(text):
            self.refused.emit(words)
            return True
        rows = read_block(text)
        if rows:
            self.pasted.emit(rows)
        return bool(rows)

    def _key_map(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], bool]]:
        plain, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        shift = Qt.KeyboardModifier.ShiftModifier
        keys: dict[tuple[int, Qt.KeyboardModifier], Callable[[], bool]] = {
            (Qt.Key.Key_Space, plain): lambda: self.tick_selected(),
            (Qt.Key.Key_Return, plain): self._open_current,
            (Qt.Key.Key_Enter, plain): self._open_current,
            (Qt.Key.Key_Delete, plain): self._delete,
            (Qt.Key.Key_D, ctrl): self.work.fill_down,
            (Qt.Key.Key_Semicolon, ctrl): self.work.fill_today,
            (Qt.Key.Key_C, ctrl): self.work.copy,
            (Qt.Key.Key_Backspace, plain): self._begin_empty,
            (Qt.Key.Key_V, ctrl): self._paste,
        }
        if self.cells:
            keys |= {
                (Qt.Key.Key_Space, shift): self.select_whole_rows,
                (Qt.Key.Key_Minus, ctrl): self._ask_delete,
                (Qt.Key.Key_X, ctrl): self.work.cut,
                (Qt.Key.Key_R, ctrl): self.work.fill_right,
            }
        return keys | CellSteps(self, self.work).keys()

    def _set_up(self, *, sortable: bool) -> None:
        self.setItemDelegate(CellDelegate(self))
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if self.cells else behaviour.SelectRows)
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
        self.setVerticalHeader(RowHandle(self))
        self.verticalHeader().setVisible(self.cells)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(px(_LEAST_WIDTH))
        header.setFixedHeight(px(ROW_HEIGHT))
        self.setSortingEnabled(sortable)
        header.setSortIndicatorClearable(True)

    @override
    def setItemDelegate(self, delegate: QAbstractItemDelegate) -> None:
        if isinstance(delegate, CellDelegate):
            delegate.steps = self.cells
            delegate.stepped.connect(self.step)
            delegate.entered_for_all.connect(self.work.fill)
        super().setItemDelegate(delegate)


def select_only(table: Table, row: int) -> None:
    """Select one row of a table by its place."""
    index = table.order.index(row, 0)
    table.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
