"""A table over frozen views: rows are values from services, columns are data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor
from typing_extensions import override

from app.ui.itemmodels.columns import Column, Role, shown, sortable
from app.ui.style import Ink, sized_font

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


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one view under columns that are data.

    Args:
        columns: from left to right.
        key: what identifies a row when it is read again, such as its id.
    """

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
        fresh = tuple(rows)
        same = [self._key(row) for row in fresh] == [self._key(row) for row in self._rows]
        if same and fresh:
            self._rows = fresh
            last = self.index(len(fresh) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def row_at(self, index: Index) -> Row:
        """The row an index stands on."""
        return self._rows[index.row()]

    def row_of(self, key: Hashable) -> int | None:
        """Where the row with a key stands, or None."""
        keys = (self._key(row) for row in self._rows)
        return next((place for place, held in enumerate(keys) if held == key), None)

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
        column, row = self._columns[index.column()], self._rows[index.row()]
        answer = _ANSWERS.get(role)
        return answer(column, row) if answer else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        column, row = self._columns[index.column()], self._rows[index.row()]
        if column.is_editable(row):
            flags |= Qt.ItemFlag.ItemIsEditable
        if column.tick:
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


class TableOrder(QSortFilterProxyModel):
    """Sorts a TableModel by its values and keeps the rows a test lets through."""

    def __init__(self, model: TableModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._keeps: Callable[[Any], bool] | None = None
        self.setSourceModel(model)
        self.setSortRole(Role.SORT)
        self.setDynamicSortFilter(True)

    def keep(self, keeps: Callable[[Any], bool] | None) -> None:
        """Keep only rows for which ``keeps`` is true; all when None."""
        if hasattr(self, "endFilterChange"):
            self.beginFilterChange()
            self._keeps = keeps
            self.endFilterChange(QSortFilterProxyModel.Direction.Rows)
        else:  # before Qt 6.10
            self._keeps = keeps
            self.invalidateRowsFilter()

    def row_at(self, index: Index) -> Any:
        """The row an index of this order stands on."""
        return self._model.row_at(self.mapToSource(index))

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return self._keeps is None or self._keeps(self._model.rows[source_row])

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        first, second = left.data(Role.SORT), right.data(Role.SORT)
        return bool(_before(first, second))


def _before(first: tuple[bool, Any], second: tuple[bool, Any]) -> bool:
    try:
        return first < second
    except TypeError:
        return str(first) < str(second)


def _display(column: Column[Any], row: Any) -> object:
    if column.mark or column.bar:
        return None
    return shown(column.value(row))


def _check(column: Column[Any], row: Any) -> object:
    if column.ticked is None:
        return None
    return Qt.CheckState.Checked if column.ticked(row) else Qt.CheckState.Unchecked


def _colour(column: Column[Any], row: Any) -> object:
    own = column.colour(row) if column.colour else None
    if own:
        return QColor(own)
    return QColor(Ink.MUTED.value) if column.muted else None


def _font(column: Column[Any], row: Any) -> object:
    return sized_font(10.5, bold=True) if column.bold and column.bold(row) else None


def _tip(column: Column[Any], row: Any) -> object:
    return column.tip(row) if column.tip else None


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
    Role.SORT: lambda column, row: sortable(column.value(row)),
    Role.MARK: lambda column, row: column.mark(row) if column.mark else None,
    Role.BAR: lambda column, row: column.bar(row) if column.bar else None,
}
