"""The rows of a table in the order and choice shown: sorted by value, kept by a test.

Qt's own sorting proxy asks Python once a row and once a comparison; over 50,000 rows that is
felt. Here rows are chosen and sorted in one go, and a cell is asked of its row directly.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import eq
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractProxyModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from app.ui.itemmodels.columns import Column
    from app.ui.itemmodels.table import TableModel

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TableOrder(QAbstractProxyModel):
    """Sorts a TableModel by its values and keeps the rows a test lets through."""

    def __init__(self, model: TableModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._keeps: Callable[[Any], bool] | None = None
        self._places: Collection[int] | None = None
        self._sorting: tuple[int, Qt.SortOrder] | None = None
        self._ranked: list[int] | None = None
        self._shown: Sequence[int] = ()
        self._where: dict[int, int] | None = None
        self._moving = False
        self.setSourceModel(model)

    @override
    def setSourceModel(self, model: QAbstractItemModel) -> None:
        super().setSourceModel(model)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_changed)
        model.rowsAboutToBeInserted.connect(self._before_inserting)
        model.rowsInserted.connect(self._after_inserting)
        model.rowsAboutToBeRemoved.connect(self._before_removing)
        model.rowsRemoved.connect(self._after_removing)
        self._shown = self._choose()

    def keep(self, keeps: Callable[[Any], bool] | None) -> None:
        """Keep only rows for which ``keeps`` is true; all when None."""
        self._keeps, self._places = keeps, None
        self._show(self._choose())

    def keep_places(self, places: Collection[int] | None) -> None:
        """Keep only the model's rows at these places, found beforehand; all when None."""
        self._keeps, self._places = None, places
        self._show(self._choose())

    def row_at(self, index: Index) -> Any:
        """The row an index of this order stands on."""
        return self._model.rows[self._shown[index.row()]]

    def source_place(self, place: int) -> int:
        """Where the row shown at a place stands in the model."""
        return self._shown[place]

    def rows(self) -> list[Any]:
        """All rows shown, in their order."""
        rows = self._model.rows
        return [rows[place] for place in self._shown]

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self._model.sorts_itself:
            return
        self._sorting, self._ranked = (column, order) if column >= 0 else None, None
        self._show(self._choose())

    @override
    def mapToSource(self, index: Index) -> QModelIndex:
        if not index.isValid() or index.row() >= len(self._shown):
            return QModelIndex()
        return self._model.index(self._shown[index.row()], index.column())

    @override
    def mapFromSource(self, index: Index) -> QModelIndex:
        place = self._place_of(index.row()) if index.isValid() else None
        return QModelIndex() if place is None else self.index(place, index.column())

    @override
    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        inside = 0 <= row < len(self._shown) and 0 <= column < self._model.columnCount()
        return self.createIndex(row, column) if inside and not parent.isValid() else QModelIndex()

    @override
    def parent(self, _index: Index | None = None) -> Any:
        return QModelIndex() if _index is not None else QObject.parent(self)

    @override
    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and bool(self._shown)

    @override
    def sibling(self, row: int, column: int, _index: Index) -> QModelIndex:
        return self.index(row, column)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._model.columnCount()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        return self._model.answer(self._shown[index.row()], index.column(), role)

    def answer(self, row: int, column: int, role: int) -> Any:
        """What a cell answers under a role, by its place; quicker over many than by an index."""
        return self._model.answer(self._shown[row], column, role)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return self._model.headerData(section, orientation, role)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or index.row() >= len(self._shown):
            return Qt.ItemFlag.NoItemFlags
        return self._model.flags_of(self._shown[index.row()], index.column())

    def _place_of(self, row: int) -> int | None:
        if isinstance(self._shown, range):
            return row if 0 <= row < len(self._shown) else None
        if self._where is None:
            self._where = {held: place for place, held in enumerate(self._shown)}
        return self._where.get(row)

    def _choose(self) -> Sequence[int]:
        rows = self._model.rows
        shown: Sequence[int] = range(len(rows))
        if self._places is not None:
            shown = sorted(self._places)
            del shown[bisect_left(shown, len(rows)) :]
        elif self._keeps is not None:
            keeps = self._keeps
            shown = [place for place, row in enumerate(rows) if keeps(row)]
        if self._sorting and self._sorting[0] < len(self._model.columns):
            shown = self._sorted(shown, *self._sorting)
        return shown

    def _sorted(self, shown: Sequence[int], column: int, order: Qt.SortOrder) -> Sequence[int]:
        """The rows shown by their values; all rows are ranked once, however they are chosen."""
        if self._ranked is None:
            self._ranked = self._rank(column, backwards=order == Qt.SortOrder.DescendingOrder)
        if isinstance(shown, range):
            return self._ranked
        kept = set(shown)
        return [place for place in self._ranked if place in kept]

    def _rank(self, column: int, *, backwards: bool) -> list[int]:
        return ranked(self._model.rows, self._model.columns[column], backwards=backwards)

    def _show(self, shown: Sequence[int]) -> None:
        """Other rows, or the same ones in another order: what is selected stays selected."""
        if _same(shown, self._shown):
            return
        if len(shown) == len(self._shown) and set(shown) == set(self._shown):
            self._reorder(shown)
            return
        self.beginResetModel()
        self._shown, self._where = shown, None
        self.endResetModel()

    def _reorder(self, shown: Sequence[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        rows = [(self._shown[index.row()], index.column()) for index in held]
        self._shown, self._where = shown, None
        fresh = [self.index(self._place_of(row) or 0, column) for row, column in rows]
        self.changePersistentIndexList(held, fresh)
        self.layoutChanged.emit()

    def _on_reset(self) -> None:
        self._ranked = None
        self._shown, self._where = self._choose(), None
        self.endResetModel()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._ranked = None
        if self._keeps is not None or self._sorting:
            self._show(self._choose())
        if not self._shown:
            return
        whole = first.row() == 0 and last.row() >= len(self._model.rows) - 1
        if whole or isinstance(self._shown, range):
            top, bottom = (0, len(self._shown) - 1) if whole else (first.row(), last.row())
            self.dataChanged.emit(
                self.index(top, first.column()), self.index(bottom, last.column())
            )
            return
        for row in range(first.row(), last.row() + 1):
            place = self._place_of(row)
            if place is not None:
                here = self.index(place, first.column())
                self.dataChanged.emit(here, self.index(place, last.column()))

    def _as_it_is(self) -> bool:
        return self._keeps is None and self._places is None and self._sorting is None

    def _before_inserting(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._as_it_is():
            self.beginInsertRows(QModelIndex(), first, last)
        else:
            self.beginResetModel()

    def _after_inserting(self, *_where: object) -> None:
        self._ranked = None
        self._shown, self._where = self._choose(), None
        self.endInsertRows() if self._as_it_is() else self.endResetModel()

    def _before_removing(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._as_it_is():
            self.beginRemoveRows(QModelIndex(), first, last)
        else:
            self.beginResetModel()

    def _after_removing(self, *_where: object) -> None:
        self._ranked = None
        self._shown, self._where = self._choose(), None
        self.endRemoveRows() if self._as_it_is() else self.endResetModel()


def ranked(rows: Sequence[Row], column: Column[Row], *, backwards: bool) -> list[int]:
    """The places of rows in the order of a column's values; blanks come last either way."""
    keys = list(map(column.sorted_by, rows))
    blank = [place for place, key in enumerate(keys) if key[0]]
    filled = [place for place, key in enumerate(keys) if not key[0]]
    try:
        return sorted(filled, key=keys.__getitem__, reverse=backwards) + blank
    except TypeError:  # a column of texts and numbers
        return sorted(filled, key=lambda place: str(keys[place][1]), reverse=backwards) + blank


def _same(one: Sequence[int], other: Sequence[int]) -> bool:
    if isinstance(one, range) and isinstance(other, range):
        return one == other
    return len(one) == len(other) and all(map(eq, one, other))
