"""Where Ctrl and the arrows go in a table, and how a selection grows by keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt

from app.ui.cellwork import rectangle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.cellwork import CellTable, CellWork

    Pressed = tuple[int, Qt.KeyboardModifier]

_Flag = QItemSelectionModel.SelectionFlag
_NOTHING: tuple[object, ...] = (None, "", ())


class CellSteps:
    """Steps over many cells at once; the selection always goes where the cursor goes.

    Left to itself Qt moves the cursor alone: what is cleared or filled next would be elsewhere.
    """

    def __init__(self, table: CellTable, work: CellWork) -> None:
        self._table, self._work = table, work

    def keys(self) -> dict[Pressed, Callable[[], bool]]:
        """What is done by which keys."""
        ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        keys: dict[Pressed, Callable[[], bool]] = {
            (Qt.Key.Key_Home, ctrl): partial(self.to_corner, first=True),
            (Qt.Key.Key_End, ctrl): partial(self.to_corner, first=False),
            (Qt.Key.Key_Down, ctrl): partial(self.leap_rows, 1),
            (Qt.Key.Key_Up, ctrl): partial(self.leap_rows, -1),
        }
        if not self._table.cells:
            return keys
        return keys | {
            (Qt.Key.Key_Right, ctrl): partial(self.leap_columns, 1),
            (Qt.Key.Key_Left, ctrl): partial(self.leap_columns, -1),
            (Qt.Key.Key_Down, ctrl | shift): partial(self.grow_rows, 1),
            (Qt.Key.Key_Up, ctrl | shift): partial(self.grow_rows, -1),
            (Qt.Key.Key_Right, ctrl | shift): partial(self.grow_columns, 1),
            (Qt.Key.Key_Left, ctrl | shift): partial(self.grow_columns, -1),
            (Qt.Key.Key_End, ctrl | shift): partial(self.grow_to_corner, 1),
            (Qt.Key.Key_Home, ctrl | shift): partial(self.grow_to_corner, -1),
            (Qt.Key.Key_Down, shift): partial(self.add_row, 1),
            (Qt.Key.Key_Up, shift): partial(self.add_row, -1),
            (Qt.Key.Key_Space, ctrl): self.whole_columns,
        }

    def to_corner(self, *, first: bool) -> bool:
        """Go to the first cell of all, or the last."""
        rows, columns = self._rows(), self._table.shown_columns()
        if not rows or not columns:
            return False
        end = 0 if first else -1
        return self._go(rows[end], columns[end])

    def leap_rows(self, way: int) -> bool:
        """Go up or down to the edge of what is filled, or to the next filled cell."""
        at = self._table.currentIndex()
        if not at.isValid():
            return False
        ahead = self._ahead_of(at.row(), way) or [at.row()]
        if not self._table.cells:
            return self._go(ahead[-1], at.column())
        if not self._table.may_select(at.row()):  # from the head of a group
            return self._go(ahead[0], at.column())
        column, rows = self._table.columns[at.column()], self._table.order.rows()

        def is_filled(place: int) -> bool:
            return column.value(rows[place]) not in _NOTHING

        return self._go(_edge(at.row(), ahead, is_filled), at.column())

    def leap_columns(self, way: int) -> bool:
        """Go left or right to the edge of what is filled, or to the next filled cell."""
        at = self._table.currentIndex()
        if not at.isValid() or not self._table.may_select(at.row()):
            return False
        row, columns = self._table.order.row_at(at), self._table.columns

        def is_filled(place: int) -> bool:
            return columns[place].value(row) not in _NOTHING

        return self._go(at.row(), _edge(at.column(), self._beside(at.column(), way), is_filled))

    def grow_rows(self, way: int) -> bool:
        """Select from the cursor to the last row, or the first."""
        rows = self._rows()
        return bool(rows) and self._grow(rows[-1 if way > 0 else 0], None)

    def grow_columns(self, way: int) -> bool:
        """Select from the cursor to the last column, or the first."""
        columns = self._table.shown_columns()
        return bool(columns) and self._grow(None, columns[-1 if way > 0 else 0])

    def grow_to_corner(self, way: int) -> bool:
        """Select from the cursor to the last cell of all, or the first."""
        end = -1 if way > 0 else 0
        rows, columns = self._rows(), self._table.shown_columns()
        return bool(rows and columns) and self._grow(rows[end], columns[end])

    def add_row(self, way: int) -> bool:
        """While whole rows are selected, one more of them; else the arrows go by cells."""
        table, at, rows = self._table, self._table.currentIndex(), self._work.rows()
        if not rows or not table.whole_rows() or at.row() not in {rows[0], rows[-1]}:
            return False
        ahead = self._ahead_of(at.row(), way)
        if not ahead:
            return True
        start = _other_end(rows, at.row())
        block = rectangle(table, (start, ahead[0]), (0, len(table.columns) - 1))
        chosen = table.selectionModel()
        chosen.select(block, _Flag.ClearAndSelect | _Flag.Rows)
        chosen.setCurrentIndex(table.order.index(ahead[0], at.column()), _Flag.NoUpdate)
        return True

    def whole_columns(self) -> bool:
        """Select the columns of the selected cells from the first row to the last."""
        table, rows = self._table, self._rows()
        columns = [table.horizontalHeader().visualIndex(place) for place in self._work.columns()]
        if not rows or not columns:
            return False
        table.select_block(rectangle(table, (rows[0], rows[-1]), (min(columns), max(columns))))
        return True

    def _grow(self, row: int | None, column: int | None) -> bool:
        """Let the block reach to a row, or a column, from the end where the cursor isn't."""
        table, at = self._table, self._table.currentIndex()
        rows, columns = self._work.rows(), self._work.columns()
        if not at.isValid() or not rows or not columns:
            return False
        visual = table.horizontalHeader().visualIndex
        row = at.row() if row is None else row
        column = at.column() if column is None else column
        start = _other_end(rows, at.row()), _other_end(columns, at.column())
        block = rectangle(table, (start[0], row), (visual(start[1]), visual(column)))
        table.select_block(block, cursor=table.order.index(row, column))
        return True

    def _go(self, row: int, column: int) -> bool:
        index = self._table.order.index(row, column)
        self._table.go_to(index)
        self._table.scrollTo(index)
        return True

    def _rows(self) -> list[int]:
        """The places of all rows that can be selected."""
        picks = self._table.may_select
        return [place for place in range(self._table.order.rowCount()) if picks(place)]

    def _ahead_of(self, row: int, way: int) -> list[int]:
        count, picks = self._table.order.rowCount(), self._table.may_select
        places = range(row + 1, count) if way > 0 else range(row - 1, -1, -1)
        return [place for place in places if picks(place)]

    def _beside(self, column: int, way: int) -> list[int]:
        shown = self._table.shown_columns()
        if column not in shown:
            return []
        at = shown.index(column)
        return shown[at + 1 :] if way > 0 else shown[:at][::-1]


def _edge(at: int, ahead: Sequence[int], is_filled: Callable[[int], bool]) -> int:
    """Where a leap ends: at the last filled cell of a run, or at the next that is filled."""
    if not ahead:
        return at
    runs = is_filled(at) and is_filled(ahead[0])
    last = at
    for place in ahead:
        if is_filled(place) != runs:
            return last if runs else place
        last = place
    return last


def _other_end(places: Sequence[int], at: int) -> int:
    """The end of a block that stays while the other one moves."""
    return places[0] if at == places[-1] else places[-1]
