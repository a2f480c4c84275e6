"""Villages added by their names: pasted or typed, one a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.controls import button, label
from app.ui.style import px
from app.ui.typinglimits import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SEPARATORS = re.compile(r"[\n\t、，,;；]+")


class VillagesForm(QWidget):
    """A field for names and a button; Ctrl+Enter adds them."""

    def __init__(self, add: Callable[[Sequence[str]], object]) -> None:
        super().__init__()
        self._add = add
        words = label("把各村（社区）的名称粘贴到这里，一行一个，就可以把任务分解到村。", "large")
        self.names = TextBox()
        self.names.setAccessibleName("村（社区）名称")
        self.names.setPlaceholderText("漕溪村\n塘口村\n人民社区")
        self.names.setTabChangesFocus(True)
        self.names.setFixedSize(px(360), px(220))
        self.add_button = button("添加", self.finish, role="primary")
        self.add_button.setToolTip("添加这些村（社区）（Ctrl+Enter）")
        self.names.textChanged.connect(self._show_count)
        QShortcut(QKeySequence("Ctrl+Return"), self.names, self.finish)
        layout = QVBoxLayout(self)
        layout.setSpacing(px(16))
        layout.addStretch(1)
        for part in (words, self.names, self.add_button):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self._show_count()

    def begin(self) -> None:
        """Take the keyboard, empty."""
        self.names.clear()
        self.names.setFocus()

    def finish(self) -> None:
        """Add what is written."""
        names = split_lines(self.names.toPlainText())
        if names:
            self.names.clear()
            self._add(names)

    def _show_count(self) -> None:
        count = len(split_lines(self.names.toPlainText()))
        self.add_button.setText(f"添加 {count} 个" if count else "添加")
        self.add_button.setEnabled(count > 0)


def split_lines(text: str) -> tuple[str, ...]:
    """Names on lines, or divided by the usual signs; each once."""
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
