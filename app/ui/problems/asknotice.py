"""A question in place: what stands in the way of a step, and the ways to go on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.controls import button, clear, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class AskNotice(QFrame):
    """One sentence and a few buttons; the first has the keyboard, Esc closes it."""

    def __init__(self) -> None:
        super().__init__()
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
        clear(self._buttons)
        self._words.setText(words)
        made = [button(word, partial(self._choose, run)) for word, run in ways]
        for one in made:
            self._buttons.addWidget(one)
        self._buttons.addWidget(button("取消", self.hide))
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
        self.hide()
        return was_open

    def _choose(self, run: Callable[[], object]) -> None:
        self.hide()
        run()
