"""A sheet as a Qt table: the district's own cells, tinted by what was understood of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from app.ui.importwizard.picture import RowMark
from app.ui.style import Ink

if TYPE_CHECKING:
    from app.ui.importwizard.picture import SheetPicture

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_TASK = RowMark("task")
_NO_ROW = RowMark("skipped")
HERE = Ink.DOUBT_TINT
"""The ground of the row looked for."""
_GROUNDS = {
    "head": Ink.ACCENT_TINT,
    "group": Ink.RAISED,
    "task": Ink.SURFACE,
    "here": HERE,
}


class SheetModel(QAbstractTableModel):
    """Cells of one sheet with their addresses; nothing is copied."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: SheetPicture | None = None
        self._size = (0, 0)

    @property
    def picture(self) -> SheetPicture | None:
        """The sheet shown."""
        return self._picture

    def show_picture(self, picture: SheetPicture) -> bool:
        """Show a sheet; False when only its marks and tags changed."""
        held = self._picture
        if held is not None and held.sheet is picture.sheet:
            self._picture = picture
            last = self.index(self._size[0] - 1, self._size[1] - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return False
        self.beginResetModel()
        self._picture = picture
        self._size = (picture.sheet.row_count, picture.sheet.column_count)
        self.endResetModel()
        return True

    def mark(self, row: int) -> RowMark:
        """What became of a row, counted from 1."""
        if self._picture is None:
            return _TASK
        return self._picture.rows.get(row, _TASK if self._picture.plain else _NO_ROW)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._size[0]

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._size[1]

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if self._picture is None or not index.isValid():
            return None
        row, column = index.row() + 1, index.column() + 1
        match role:
            case _Role.DisplayRole | _Role.EditRole:
                return self._picture.sheet.text(row, column)
            case _Role.BackgroundRole:
                return QColor(_GROUNDS.get(self.mark(row).part, Ink.GROUND).value)
            case _Role.ForegroundRole:
                muted = self.mark(row).part == "skipped"
                return QColor((Ink.FAINT if muted else Ink.TEXT).value)
            case _Role.ToolTipRole:
                return self._tip(row, column)
        return None

    def _tip(self, row: int, column: int) -> str:
        why = self.mark(row).why
        text = self._picture.sheet.text(row, column) if self._picture else ""
        return "\n".join(part for part in (why, text) if part)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if self._picture is None or role not in {_Role.DisplayRole, _Role.ToolTipRole}:
            return None
        if orientation == Qt.Orientation.Vertical:
            mark = self.mark(section + 1)
            return mark.why if role == _Role.ToolTipRole else f"{section + 1} {mark.word}".strip()
        tag = self._picture.tags.get(section + 1)
        if tag is None:
            return column_letters(section + 1) if self._picture.plain else ""
        return tag.why if role == _Role.ToolTipRole else f"{tag.sign} {tag.part}"


def column_letters(column: int) -> str:
    """A column's letters as spreadsheets show them: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
