"""What is done to the selected cells of a table at once: copied, pasted, cleared, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTableView
from typing_extensions import override

from app.ui.blocks import block_text, read_block, spread, too_many_cells, written_block
from app.ui.itemmodels.columns import Role
from app.ui.itemmodels.order import TableOrder
from app.ui.wording import today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.ui.itemmodels.columns import Column
    from app.ui.itemmodels.table import TableModel


_Flag = QItemSelectionModel.SelectionFlag


class Entry(NamedTuple):
    """A text for one cell."""

    row: Any
    column: Column[Any]
    text: str


class CellTable(QTableView):
    """A table whose cells can be worked on in blocks.

    Attributes:
        order: the rows as shown.
        cells: cells are selected; else whole rows.
    """

    def __init__(
        self, model: TableModel[Any], *, cells: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.order = TableOrder(model, self)
        self.cells = cells
        self._model = model
        self._only_cells = self._taking_cells = False

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns of the model, from left to right as they were given."""
        return self._model.columns

    def shown_columns(self) -> list[int]:
        """The columns in view, from left to right as they stand."""
        header = self.horizontalHeader()
        places = range(len(self.columns))
        return sorted((n for n in places if not self.isColumnHidden(n)), key=header.visualIndex)

    def may_select(self, _place: int) -> bool:
        """Whether the row at a place takes part in a selection."""
        return True

    def whole_rows(self) -> bool:
        """Whole rows are selected, not only some of their cells."""
        if not self.cells:
            return True
        chosen, nowhere = self.selectionModel(), QModelIndex()
        if self._only_cells or not chosen.hasSelection():
            return False
        rows = {row for part in chosen.selection().toList() for row in _span(part)}
        return all(chosen.isRowSelected(row, nowhere) for row in rows if self.may_select(row))

    def go_to(self, index: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held down."""
        rows = _Flag.NoUpdate if self.cells else _Flag.Rows
        self._taking_cells = self.cells
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | rows)
        self._taking_cells, self._only_cells = False, self.cells

    def select_block(
        self,
        block: QItemSelection,
        *,
        cursor: QModelIndex | None = None,
        how: QItemSelectionModel.SelectionFlag = QItemSelectionModel.SelectionFlag.ClearAndSelect,
    ) -> None:
        """Select cells as such, though they may come to whole rows; the cursor may go along."""
        self._taking_cells = True
        self.selectionModel().select(block, how)
        self._taking_cells, self._only_cells = False, True
        if cursor is not None:
            self.selectionModel().setCurrentIndex(cursor, _Flag.NoUpdate)
            self.scrollTo(cursor)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Words that come whole (handwriting, dictation, a sign) are written as typed ones are.

        Qt passes on only what is still being composed, and would let these fall silently.
        """
        editing = self.State.EditingState
        words, index = event.commitString(), self.currentIndex()
        was_editing = self.state() == editing
        super().inputMethodEvent(event)
        if not words or was_editing or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        if self.state() != editing:
            self.edit(index)
        self._type(words)
        event.accept()

    @staticmethod
    def _type(words: str) -> None:
        """Write into the cell just opened, over what stands in it."""
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            editor.insert(words)
        elif isinstance(editor, QPlainTextEdit):
            editor.selectAll()
            editor.insertPlainText(words)


class CellWork(QObject):
    """The block verbs of one table.

    Signals:
        refused: a sentence that says why nothing was done.
    """

    refused = Signal(str)

    def __init__(self, table: CellTable) -> None:
        super().__init__(table)
        self._table = table
        self.write: Callable[[Sequence[Entry], int], object] = _column_by_column
        """Writes entries in one step; also gets how many cells were skipped as not editable."""

    def rows(self) -> list[int]:
        """The places of the rows that have a selected cell, from top to bottom."""
        found: set[int] = set()
        for part in self._parts():
            found.update(_span(part))
        return self._selectable(sorted(found))

    def columns(self) -> list[int]:
        """The shown columns that have a selected cell, from left to right as shown."""
        found: set[int] = set()
        for part in self._parts():
            found.update(range(part.left(), part.right() + 1))
        return [place for place in self._table.shown_columns() if place in found]

    def count(self) -> int:
        """How many shown cells are selected."""
        shown_ones = set(self._table.shown_columns())
        return sum(
            len(self._selectable(_span(part)))
            * len(shown_ones.intersection(range(part.left(), part.right() + 1)))
            for part in self._parts()
        )

    def copy(self) -> bool:
        """Copy the selected cells, or whole rows, for a spreadsheet."""
        rows = self.rows()
        columns = self.columns() if self._table.cells else self._table.shown_columns()
        if not rows or not columns:
            return False
        texts = [[self._text(row, column) for column in columns] for row in rows]
        held = self._table.columns
        numbers = [held[column].align == "right" for column in columns]
        QGuiApplication.clipboard().setMimeData(written_block(texts, numbers=numbers))
        return True

    def paste(self) -> bool:
        """Write the cells on the clipboard from the cursor on, or say why they don't fit."""
        text = block_text(QGuiApplication.clipboard().mimeData())
        if (words := too_many_cells(text)) and self._table.currentIndex().isValid():
            self.refused.emit(words)
            return True
        block = read_block(text)
        if not block or not self._table.currentIndex().isValid():
            return False
        rows, columns, selected = self._goal()
        if not rows or not columns:
            return False
        block = self._without_head(block, columns)
        if not block:
            return False
        laid = spread(block, rows, columns, selected=selected)
        if laid.rows_over:
            self.refused.emit(
                f"剪贴板有 {len(block)} 行，从这里往下只有 {len(rows)} 行，"
                f"多出 {laid.rows_over} 行；没有写入，请从更上面的一行粘贴。"
            )
        elif laid.columns_over:
            self.refused.emit(
                f"剪贴板有 {len(block[0])} 列，从这里往右只有 {len(columns)} 列，"
                f"多出 {laid.columns_over} 列；没有写入。"
            )
        else:
            self._put(laid.cells)
        return True

    def cut(self) -> bool:
        """Copy the selected cells and empty them; whole rows can only be copied."""
        if not self._table.whole_rows():
            return self.copy() and self.clear()
        self.copy()
        self.refused.emit("整行只能复制，不能剪切；已复制。")
        return True

    def clear(self) -> bool:
        """Empty the selected cells."""
        self._put([(row, column, "") for row, column in self._selected()])
        return True

    def fill(self, text: str) -> bool:
        """Write one text into all selected cells; into the cursor's column of whole rows."""
        if self._table.whole_rows():
            at = self._table.currentIndex().column()
            self._put([(row, at, text) for row in self.rows()])
        else:
            self._put([(row, column, text) for row, column in self._selected()])
        return True

    def fill_down(self) -> bool:
        """Fill the topmost row's texts into those below; one row alone takes from above it."""
        rows = self.rows()
        columns = self.columns()
        if self._table.whole_rows():
            columns = [self._table.currentIndex().column()]
        if len(rows) == 1 and self._table.cells:
            above = self._selectable(range(rows[0] - 1, -1, -1))[:1]
            rows = above + rows
        if len(rows) < 2:
            return False
        source = {column: self._typed(rows[0], column) for column in columns}
        self._put([(row, column, source[column]) for row in rows[1:] for column in columns])
        return True

    def fill_right(self) -> bool:
        """Fill the leftmost column's texts into those beside; one alone takes from before it."""
        rows, columns = self.rows(), self.columns()
        everything = self._table.shown_columns()
        if len(columns) == 1 and everything.index(columns[0]) > 0:
            columns = [everything[everything.index(columns[0]) - 1], *columns]
        if len(columns) < 2 or not self._table.cells or self._table.whole_rows():
            return False
        self._put([
            (row, column, self._typed(row, columns[0])) for row in rows for column in columns[1:]
        ])  # fmt: skip
        return True

    def fill_today(self) -> bool:
        """Write today's date into the selected cells that hold dates."""
        held = self._table.columns
        at = self._table.currentIndex().column()
        if at < 0 or not held[at].dated:
            return False
        self._put([(row, at, f"{today():%Y-%m-%d}") for row in self.rows()])
        return True

    def _put(self, cells: Iterable[tuple[int, int, str]]) -> None:
        """Write what differs; cells that can't be edited are skipped and counted."""
        entries: list[Entry] = []
        skipped, reason = 0, ""
        for row, column, text in cells:
            line, held = self._line(row), self._table.columns[column]
            if not held.is_editable(line) or (self._table.cells and not held.field):
                skipped += 1
                reason = reason or self.why_not(row, column)
            elif text.strip() != self._typed(row, column):
                entries.append(Entry(line, held, text.strip()))
        if entries:
            self.write(entries, skipped)
        elif skipped:
            self.refused.emit(f"所选 {skipped} 格不能修改{f'：{reason}' if reason else ''}。")

    def why_not(self, row: int, column: int) -> str:
        """Why a cell can't be edited, in words; empty where it can, or nothing is known."""
        held, line = self._table.columns[column], self._line(row)
        return held.why_not(line) if held.edit and held.why_not else ""

    def _goal(self) -> tuple[list[int], list[int], tuple[int, int]]:
        """Rows and columns from the cursor's block on, and how many of them are selected."""
        rows, columns = self.rows(), self.columns()
        if self._table.whole_rows() or not rows:
            current = self._table.currentIndex()
            columns, rows = [current.column()], rows or [current.row()]
        below = self._selectable(range(rows[0], self._table.order.rowCount()))
        everything = self._table.shown_columns()
        first = columns[0] if columns else -1  # the selected ones may be hidden by now
        right = everything[everything.index(first) :] if first in everything else []
        return below, right, (len(rows), len(columns))

    def _without_head(self, block: list[list[str]], columns: Sequence[int]) -> list[list[str]]:
        """Without a first row that only repeats the heads of these columns."""
        titles = [self._table.columns[place].title for place in columns[: len(block[0])]]
        return block[1:] if [text.strip() for text in block[0]] == titles else block

    def _selected(self) -> list[tuple[int, int]]:
        shown_ones = self._table.shown_columns()
        found: dict[tuple[int, int], None] = {}
        for part in self._parts():
            columns = [n for n in shown_ones if part.left() <= n <= part.right()]
            for row in self._selectable(_span(part)):
                found.update(dict.fromkeys((row, column) for column in columns))
        return list(found)

    def _parts(self) -> list[QItemSelectionRange]:
        return self._table.selectionModel().selection().toList()

    def _selectable(self, rows: Iterable[int]) -> list[int]:
        """The rows without those that can't be selected, such as heads of groups."""
        picks = self._table.may_select
        return [row for row in rows if picks(row)]

    def _line(self, row: int) -> Any:
        return self._table.order.row_at(self._table.order.index(row, 0))

    def _typed(self, row: int, column: int) -> str:
        """The words an edit of the cell would begin with."""
        return str(self._table.order.answer(row, column, Qt.ItemDataRole.EditRole) or "")

    def _text(self, row: int, column: int) -> str:
        if self._table.columns[column].mark is None:  # most cells: tens of thousands are copied
            return self._typed(row, column)
        mark = self._table.order.answer(row, column, Role.MARK)
        return mark.word if mark else self._typed(row, column)


def rectangle(table: CellTable, rows: tuple[int, int], columns: tuple[int, int]) -> QItemSelection:
    """The cells between two rows and two columns as they stand side by side on the screen."""
    header, order = table.horizontalHeader(), table.order
    selection = QItemSelection()
    top, bottom = sorted(rows)
    left, right = sorted(columns)
    for visual in range(left, right + 1):
        place = header.logicalIndex(visual)
        if not table.isColumnHidden(place):
            selection.select(order.index(top, place), order.index(bottom, place))
    return selection


def _span(part: QItemSelectionRange) -> range:
    return range(part.top(), part.bottom() + 1)


def _column_by_column(entries: Sequence[Entry], _skipped: int) -> None:
    """One edit for all rows of a column that are to hold the same text."""
    parts: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        parts.setdefault((entry.column.key, entry.text), []).append(entry)
    for held in parts.values():
        held[0].column.save(tuple(entry.row for entry in held), held[0].text)
