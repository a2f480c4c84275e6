"""Three columns of which the middle one, the paper, takes the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_LEFT, _RIGHT, _ROOMY = 204, 288, 1000
_LEAST_LEFT, _LEAST_RIGHT = 164, 236


class ThreeColumns(QSplitter):
    """Lists at both sides of the paper; where there is little room they give way first."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._moved = False
        self.setHandleWidth(px(12))
        self.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_moved)

    def add_left(self, left: QWidget) -> None:
        """The column that comes first."""
        left.setMinimumWidth(px(_LEAST_LEFT))
        self.addWidget(left)

    def add_middle(self, middle: QWidget) -> None:
        """The column that takes the room, after the left one."""
        self.addWidget(middle)
        self.setStretchFactor(1, 1)

    def add_right(self, right: QWidget) -> None:
        """The column that comes last; now the room is shared out."""
        right.setMinimumWidth(px(_LEAST_RIGHT))
        self.addWidget(right)
        self._share_out()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            self._share_out()

    def _share_out(self) -> None:
        roomy = self.width() >= px(_ROOMY)
        left, right = (_LEFT, _RIGHT) if roomy else (_LEAST_LEFT, _LEAST_RIGHT)
        self.setSizes([px(left), self.width() - px(left + right + 24), px(right)])

    def _on_moved(self, _place: int, _handle: int) -> None:
        self._moved = True
