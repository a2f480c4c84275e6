"""A question in place: what stands in the way of a step, and the ways to go on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout
from shiboken6 import isValid

from app.ui.controls import button, clear, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


class AskNotice(QFrame):
    """One sentence and a few buttons; the first has the keyboard, Esc closes it.

    Closed, it gives the keyboard back to where it was before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._before: QWidget | None = None
        self.setProperty("role", "notice")
        self._words = label("", wrap=True)
        self._buttons = row()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self._words)
        layout.addLayout(self._buttons)
        self.hide()

    def ask(self, words: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Ask; each way is a word and what it does."""
        holder = QApplication.focusWidget()
        if holder and not self.isAncestorOf(holder):
            self._before = holder
        clear(self._buttons)
        self._words.setText(words)
        made = [button(word, partial(self._choose, run)) for word, run in ways]
        for one in made:
            self._buttons.addWidget(one)
        self._buttons.addWidget(button("取消", self.go_back))
        self._buttons.addStretch(1)
        self.show()
        if made:
            made[0].setFocus()

    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def go_back(self) -> bool:
        """Close it; False when it was not open."""
        was_open = not self.isHidden()
        self._give_back()
        self.hide()
        return was_open

    def _choose(self, run: Callable[[], object]) -> None:
        self._give_back()
        self.hide()
        run()

    def _give_back(self) -> None:
        """The keyboard goes back before the button that has it goes away."""
        holder = QApplication.focusWidget()
        if holder and self.isAncestorOf(holder) and self._before and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
