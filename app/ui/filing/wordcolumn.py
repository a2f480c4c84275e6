"""A column of words that scrolls, laid out when it is looked at: many lines take a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.controls import clear
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class WordColumn(QScrollArea):
    """What is in ``column`` is built anew when it is stale and in view."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        inner = QWidget()
        inner.setProperty("role", "clear")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(px(16), px(12), px(16), px(16))
        self.column = QVBoxLayout()
        whole.addLayout(self.column)
        whole.addStretch(1)  # an alignment would give wrapped words the height of wider ones
        self.setWidget(inner)
        self._stale = True

    def build(self) -> None:
        """Fill the empty column."""
        raise NotImplementedError

    def renew(self) -> None:
        """Something else is to be shown: at once when it is looked at, later otherwise."""
        self._stale = True
        if self.isVisible():
            self._rebuild()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        clear(self.column)
        self.build()
