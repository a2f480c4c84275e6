"""The line over the task table that says how many tasks wait for a decision, and takes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.controls import ElidedLabel, button, row
from app.ui.style import px


class AskedNotice(QFrame):
    """How many tasks may or may not be ours; while they are shown, the two answers.

    Signals:
        look_wanted: the clerk wants to see them.
        decided: ``yes`` or ``no`` for the rows selected.
    """

    look_wanted = Signal()
    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.words = ElidedLabel()
        self.look = button("逐项确认", self.look_wanted.emit, role="link")
        self.yes = button("所选是本镇任务", lambda: self.decided.emit("yes"))
        self.no = button("所选不是", lambda: self.decided.emit("no"))
        bar = row(self.words, self.look, None, self.yes, self.no)
        bar.setContentsMargins(px(12), px(6), px(12), px(6))
        self.setLayout(bar)
        self.hide()

    def show_count(self, asked: int, *, deciding: bool) -> None:
        """Say how many wait; nothing at all when none does.

        Args:
            asked: how many.
            deciding: they are the ones in view.
        """
        words = f"{asked} 项任务待确认是否属于本镇。"
        self.words.setText(f"{words}选中后确认，可多选。" if deciding else words)
        self.look.setVisible(not deciding)
        self.yes.setVisible(deciding)
        self.no.setVisible(deciding)
        self.setVisible(asked > 0)

    def show_chosen(self, *, chosen: bool) -> None:
        """The answers need rows to go with."""
        self.yes.setEnabled(chosen)
        self.no.setEnabled(chosen)
