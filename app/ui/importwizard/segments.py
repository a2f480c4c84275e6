"""A row of words of which one is on: 待确认 25　本镇 41　其他 23."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.ui.style import Ink, px

if TYPE_CHECKING:
    from collections.abc import Sequence


class SegmentBar(QWidget):
    """Chooses which part of a table is shown.

    Signals:
        chosen: the key of the segment that is on now.
    """

    chosen = Signal(str)

    def __init__(self, segments: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = dict(segments)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        last = len(segments) - 1
        for place, (key, word) in enumerate(segments):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setStyleSheet(_style(last=place == last))
            button.clicked.connect(partial(self._on_clicked, key))
            group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)

    @property
    def current(self) -> str:
        """The key of the segment that is on."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Turn a segment on."""
        self._buttons[key].setChecked(True)
        self.chosen.emit(key)

    def show_counts(self, counts: dict[str, int], *, hide_empty: frozenset[str]) -> None:
        """Show how many each holds; some are hidden when they hold none."""
        for key, button in self._buttons.items():
            count = counts.get(key, 0)
            button.setText(f"{self._words[key]} {count}")
            button.setVisible(bool(count) or key not in hide_empty)

    def _on_clicked(self, key: str, _checked: bool = True) -> None:
        self.chosen.emit(key)


def _style(*, last: bool) -> str:
    joined = "" if last else "margin-right: -1px;"
    return (
        f"QPushButton {{ border-radius: 0; {joined} padding: 0 {px(14)}px; }}"
        f" QPushButton:checked {{ background: {Ink.ACCENT_TINT}; color: {Ink.ACCENT};"
        f" font-weight: 600; }}"
        f" QPushButton:focus {{ background: {Ink.RAISED}; border: 1px solid {Ink.EDGE};"
        f" padding: 0 {px(14)}px; text-decoration: underline; }}"
        f" QPushButton:checked:focus {{ background: {Ink.ACCENT_TINT}; }}"
    )
