"""A table over frozen views: rows are values from services, columns are data."""

from __future__ import annotations

from itertools import compress
from operator import eq, is_not
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from typing_extensions import override

from app.ui.itemmodels.columns import Column, Role, shown
from app.ui.style import Ink, sized_font
from app.ui.wording import in_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
_Item = Qt.ItemDataRole
_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one view under columns that are data.

    Args:
        columns: from left to right.
        key: what identifies a row when it is read again, such as its id.

    Signals:
        columns_changed: there are other columns now.
    """

    columns_changed = Signal()
    sorts_itself = False
    """The rows come sorted: some of them, such as heads, stay where they are."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: tuple[Row, ...] = ()
        self._places: dict[Hashable, int] | None = None

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, from left to right."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they were last set."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the same rows with other values keep selection and scrolling."""
        fresh, key, held = tuple(rows), self._key, self._rows
        if fresh and len(fresh) == len(held):
            differ = list(compress(range(len(held)), map(is_not, held, fresh)))
            old, new = (map(key, map(rows.__getitem__, differ)) for rows in (held, fresh))
            if all(map(eq, old, new)):
                self._take(fresh, differ)
                return
        self.beginResetModel()
        self._rows, self._places = fresh, None
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show the same rows under other columns."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()
        self.columns_changed.emit()

    def _take(self, fresh: tuple[Row, ...], differ: Sequence[int]) -> None:
        """The same rows with other values: say from which row to which they differ."""
        self._rows = fresh
        if differ:
            last = self.index(differ[-1], len(self._columns) - 1)
            self.dataChanged.emit(self.index(differ[0], 0), last)

    def row_at(self, index: Index) -> Row:
        """The row an index stands on."""
        return self._rows[index.row()]

    def row_of(self, key: Hashable) -> int | None:
        """Where the row with a key stands, or None."""
        if self._places is None:
            self._places = {self._key(row): place for place, row in enumerate(self._rows)}
        return self._places.get(key)

    def key_of(self, row: Row) -> Hashable:
        """What identifies a row."""
        return self._key(row)

    def column_of(self, key: str) -> int:
        """Where a column stands, by its key."""
        return next(n for n, column in enumerate(self._columns) if column.key == key)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Item.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == _Item.DisplayRole:
            return column.title
        if role == _Item.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = _Item.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self.answer(index.row(), index.column(), role)

    def answer(self, row: int, column: int, role: int) -> Any:
        """What a cell answers under a role, by its place."""
        answer = _ANSWERS.get(role)
        return answer(self._columns[column], self._rows[row]) if answer else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        inside = index.isValid() and index.row() < len(self._rows)
        return self.flags_of(index.row(), index.column()) if inside else Qt.ItemFlag.NoItemFlags

    def flags_of(self, row: int, column: int) -> Qt.ItemFlag:
        """What can be done with a cell, by its place."""
        held, flags = self._columns[column], _PLAIN
        if held.is_editable(self._rows[row]):
            flags |= Qt.ItemFlag.ItemIsEditable
        if held.tick:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def setData(self, index: Index, value: Any, role: int = _Item.EditRole) -> bool:
        if not index.isValid():
            return False
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == _Item.CheckStateRole and column.tick:
            column.tick(row, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != _Item.EditRole or column.edit is None or not column.is_editable(row):
            return False
        text = str(value).strip()
        if text != shown(column.value(row)):
            column.edit(row, text)
        return True


def _display(column: Column[Any], row: Any) -> object:
    if column.mark or column.bar:
        return None
    return shown(column.value(row)) or (column.stand_in(row) if column.stand_in else "")


def _check(column: Column[Any], row: Any) -> object:
    if column.ticked is None:
        return None
    return Qt.CheckState.Checked if column.ticked(row) else Qt.CheckState.Unchecked


def _colour(column: Column[Any], row: Any) -> object:
    own = column.colour(row) if column.colour else None
    if own:
        return QColor(own)
    stands_in = column.stand_in and not shown(column.value(row))
    return QColor(Ink.MUTED.value) if column.muted or stands_in else None


def _font(column: Column[Any], row: Any) -> object:
    return sized_font(10.5, bold=True) if column.bold and column.bold(row) else None


def _tip(column: Column[Any], row: Any) -> object:
    return in_lines(column.tip(row)) if column.tip else None


def _spoken(column: Column[Any], row: Any) -> object:
    mark = column.mark(row) if column.mark else None
    bar = column.bar(row) if column.bar else None
    return mark.word if mark else bar.text if bar else shown(column.value(row))


_ANSWERS: dict[int, Callable[[Column[Any], Any], object]] = {
    _Item.DisplayRole: _display,
    _Item.EditRole: lambda column, row: shown(column.value(row)),
    _Item.CheckStateRole: _check,
    _Item.TextAlignmentRole: lambda column, _row: (
        _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
    ),
    _Item.ForegroundRole: _colour,
    _Item.FontRole: _font,
    _Item.ToolTipRole: _tip,
    _Item.AccessibleTextRole: _spoken,
    Role.ROW: lambda _column, row: row,
    Role.SORT: lambda column, row: column.sorted_by(row),
    Role.MARK: lambda column, row: column.mark(row) if column.mark else None,
    Role.BAR: lambda column, row: column.bar(row) if column.bar else None,
}
