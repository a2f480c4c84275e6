"""A line to write problems down one after the other: what, from where, whose, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.ui.controls import button, row
from app.ui.itemmodels.cells import offer
from app.ui.pages.itemlist.itemmaking import InlineForm
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence


class AddForm(InlineForm):
    """Enter in any field adds; the source stays for the next one.

    Signals:
        added: text, source, unit and deadline as typed.
    """

    added = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.text = _line("存在什么问题", 0)
        self.source = _line("来源", 96)
        self.unit = _line("责任单位", 112)
        self.deadline = _line("整改时限", 112)
        self.fields = (self.text, self.source, self.unit, self.deadline)
        for field in self.fields:
            field.returnPressed.connect(self._finish)
        add = button("添加", self._finish)
        line = row(*self.fields, add, button("关闭", self.hide), spacing=8)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.hide()

    def begin(self, units: Sequence[str], sources: Sequence[str]) -> None:
        """Open, with words to be offered while typing."""
        offer(self.source, tuple(sources))
        offer(self.unit, tuple(units))
        self.show()
        self.text.setFocus()

    def clear_for_next(self) -> None:
        """Ready for the next problem."""
        for field in (self.text, self.unit, self.deadline):
            field.clear()
        self.text.setFocus()

    def _finish(self) -> None:
        if not self.text.text().strip():
            self.text.setFocus()
        self.added.emit(*(field.text().strip() for field in self.fields))


def _line(name: str, width: int) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(name)
    line.setAccessibleName(name)
    if width:
        line.setFixedWidth(px(width))
    else:
        line.setMinimumWidth(px(120))
    return line
