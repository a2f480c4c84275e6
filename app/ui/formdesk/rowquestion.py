"""One row of a form that no task is sure for: its words, and a field to say which task it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.controls import button, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent

    from app.services.formfilling.formchoices import FormRow

_LEAVE = "这一行不填"
_ASK = "选任务…"
_WORDS = 208


@dataclass(frozen=True, slots=True)
class TaskName:
    """A task as the clerk picks it."""

    id: int
    words: str


class RowQuestion(QWidget):
    """Asks which task a row is about.

    Signals:
        told: the task's number, or None to leave the row blank.
        looked_at: the row's words were clicked.
    """

    told = Signal(object)
    looked_at = Signal()

    def __init__(
        self, form_row: FormRow, tasks: Sequence[TaskName], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        words = " ".join(form_row.text.split())
        whole = f"第{form_row.row}行 {words}"
        link = button("", self.looked_at.emit, role="link")
        # Shown as wide as the panel is: a wider line would push the choices out of sight.
        link.setText(link.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, px(_WORDS)))
        link.setAccessibleName(whole)
        link.setToolTip(words)
        self.choice = _TaskBox(f"第{form_row.row}行是哪一项任务", tasks)
        self.choice.activated.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(px(2))
        column.addLayout(row(link, None))
        column.addWidget(self.choice)

    def _tell(self, place: int) -> None:
        if place > 0:
            self.told.emit(self.choice.itemData(place))


class _TaskBox(QComboBox):
    """All tasks, found by any of their words."""

    def __init__(self, name: str, tasks: Sequence[TaskName]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem(_ASK, None)
        self.addItem(_LEAVE, None)
        for task in tasks:
            self.addItem(task.words, task.id)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing begins anew, so that a word finds its tasks at once."""
        super().focusInEvent(event)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()
