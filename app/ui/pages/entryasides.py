"""What stands quietly beside a progress entry: the questions it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.rules.doubts import Doubt


class DoubtNote(QLabel):
    """Questions, one a line; empty and away when there are none. They never block."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "doubt")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName("请核对")
        self._seen: frozenset[str] = frozenset()
        self.hide()

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Show these questions in place of the ones before."""
        self._seen = frozenset(doubt.message for doubt in doubts)
        self.setText("\n".join(f"？{doubt.message}" for doubt in doubts))
        self.setAccessibleDescription(self.text())
        self.setVisible(bool(doubts))

    def holds(self, doubts: Sequence[Doubt]) -> bool:
        """All of these are in view already."""
        return all(doubt.message in self._seen for doubt in doubts)
