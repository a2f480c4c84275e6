"""Under which name and year a list is imported: said in words, changed only when wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.ui.controls import button, fill, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class Naming(QWidget):
    """The list's name, and whether it is new or revises one that is held.

    Signals:
        changed: the clerk wrote another name or year, or chose a list held.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = label("", "muted", wrap=True)
        self._words = label("", wrap=True, selectable=True)
        self._open = button("改名，或并入已有任务表…", self.open_fields, role="link")
        self.title = QComboBox()
        self._line = QLineEdit()
        self.year = QSpinBox()
        self._fields = QWidget()
        self._set_up_fields()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        fill(layout, self.held, self._words)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._fields)

    @property
    def wanted(self) -> tuple[str, int]:
        """Title and year as they stand in the fields."""
        return self.title.currentText().strip(), self.year.value()

    def show_naming(self, title: str, year: int, *, held: Sequence[str], told: str) -> None:
        """Show title and year; offer the titles held already; ``told`` says new or revised."""
        for widget, shown in ((self._words, True), (self._open, True), (self._fields, False)):
            widget.setVisible(shown)
        self.held.setText(told)
        self._words.setText(title if str(year) in title else f"{title}（{year}年）")
        self.title.clear()
        self.title.addItems(list(dict.fromkeys((title, *held))))
        self.title.setCurrentIndex(0)
        self.title.setToolTip(title)
        self._line.setCursorPosition(0)
        self.year.setValue(year)

    def open_fields(self) -> None:
        """Show the fields in which name and year are changed, and begin there."""
        self.unfold()
        self.title.setFocus()

    def unfold(self) -> None:
        """Show the fields; the keyboard stays where it is."""
        self._fields.show()
        self._words.hide()
        self._open.hide()

    def _set_up_fields(self) -> None:
        self.title.setEditable(True)
        self.title.setLineEdit(self._line)
        self.title.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.title.setSizeAdjustPolicy(SHORT)
        self.title.setAccessibleName("清单名称")
        self._line.editingFinished.connect(self.changed)
        self.title.activated.connect(lambda _place: self.changed.emit())
        self.year.setRange(2000, 2099)
        self.year.setSuffix(" 年")
        self.year.setFixedWidth(px(88))
        self.year.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.year.setAccessibleName("年度")
        self.year.editingFinished.connect(self.changed)
        layout = QVBoxLayout(self._fields)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, self.title, row(label("年度", "muted"), self.year, None, spacing=8))
        self._fields.hide()
