"""The four steps at the head of the wizard; those already reached can be gone back to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.controls import label
from app.ui.style import Ink, px

STEPS = ("文件", "识别", "本镇任务", "差异")


class StepBar(QWidget):
    """1 文件  2 识别  3 本镇任务  4 差异.

    Signals:
        chosen: a step was clicked, from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        for place, word in enumerate(STEPS):
            if place:
                layout.addWidget(label("›", "muted"))
            button = QPushButton(f"{place + 1} {word}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(partial(self.chosen.emit, place))
            self._buttons.append(button)
            layout.addWidget(button)
        self.show_step(0, reached=0)

    def show_step(self, current: int, *, reached: int) -> None:
        """Mark the step in view; steps up to ``reached`` can be clicked."""
        for place, button in enumerate(self._buttons):
            button.setEnabled(place <= reached)
            button.setStyleSheet(_style(current=place == current, reached=place <= reached))
            button.setAccessibleDescription("当前步骤" if place == current else "")


def _style(*, current: bool, reached: bool) -> str:
    ink = Ink.ACCENT if current else Ink.TEXT if reached else Ink.FAINT
    line = Ink.ACCENT.value if current else "transparent"
    weight = 600 if current else 400
    return (
        f"QPushButton {{ background: transparent; border: none; border-radius: 0; color: {ink};"
        f" font-weight: {weight}; padding: 0 {px(6)}px; min-height: {px(28)}px;"
        f" border-bottom: 2px solid {line}; }}"
        f" QPushButton:focus {{ background: {Ink.ACCENT_TINT}; }}"
    )
