"""The task a list belongs to: chosen from ours, found by a few of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_COLUMN = "按表中“所属任务”一列"
_CHOOSE = "选任务…"


class TaskBox(QComboBox):
    """A choice of tasks that can be typed into."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[int | None] = []
        self.setAccessibleName("所属任务")
        self.setToolTip("这份名单属于哪项任务；输入几个字可以查找")
        self.setEditable(True)
        typed = self.lineEdit()
        if typed is not None:
            typed.setAccessibleName(self.accessibleName())
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setMaximumWidth(px(420))
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.activated.connect(lambda _: self._show_start())

    @property
    def task_id(self) -> int | None:
        """The task chosen; None when the list says it row by row, or nothing is chosen."""
        place = self.currentIndex()
        return self._numbers[place] if 0 <= place < len(self._numbers) else None

    def offer(
        self, tasks: Mapping[int, tuple[str, str]], chosen: int | None, *, by_column: bool
    ) -> None:
        """Offer tasks by serial and text, one of them chosen."""
        self._numbers = [None, *tasks]
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem(_BY_COLUMN if by_column else _CHOOSE)
        self.addItems([f"{serial}　{' '.join(text.split())}" for serial, text in tasks.values()])
        self.setCurrentIndex(self._numbers.index(chosen) if chosen in self._numbers else 0)
        self.blockSignals(blocked)
        self._show_start()

    def _show_start(self) -> None:
        """A long text shows its beginning, where its serial stands."""
        field = self.lineEdit()
        if field is not None:
            field.setCursorPosition(0)
