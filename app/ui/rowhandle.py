"""The narrow strip before the rows of a table: a click there takes the whole row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from app.ui.style import ROW_HEIGHT, px

_WIDTH = 18


class RowHandle(QHeaderView):
    """Of one width, without numbers: Qt's own measures hundreds of rows at every resizing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setFixedWidth(px(_WIDTH))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(px(ROW_HEIGHT))
        self.setMinimumSectionSize(px(ROW_HEIGHT))
        self.setToolTip("单击选中整行，拖动选中多行")

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_WIDTH), 0)
