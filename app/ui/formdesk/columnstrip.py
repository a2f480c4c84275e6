"""What the chosen columns print and how: the lines below the table of columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.reports.formats.fieldwords import field_word
from app.ui.controls import ChoiceBox, ElidedLabel, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.formdesk.columntable import ColumnRow

NUMBERS = {
    "": "文字",
    "general": "数，照原样",
    "0": "整数",
    "0.0": "1 位小数",
    "0.00": "2 位小数",
    "#,##0": "千分位",
    "0%": "百分数",
    "0.0%": "百分数，1 位小数",
}
_FLAGS = {
    "total": ("合计", "在最后一行加起来"),
    "merge": ("相同合并", "上下相同的合成一格，换页时再印一次"),
    "repeats": ("跨页重印", "一行跨页时再印一次，如序号"),
}


class ColumnStrip(QWidget):
    """The chosen columns' content, form of numbers and three marks.

    Signals:
        changed: the columns as they are now, by their places.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ColumnRow, ...] = ()
        self._told = ElidedLabel("muted")
        self.number = ChoiceBox("数字格式", widest=140)
        for code, word in NUMBERS.items():
            self.number.addItem(word, code)
        self.number.activated.connect(lambda _at: self._set(number=self.number.currentData()))
        self.flags = {name: QCheckBox(word) for name, (word, _tip) in _FLAGS.items()}
        for name, box in self.flags.items():
            box.setToolTip(_FLAGS[name][1])
            box.clicked.connect(lambda on, name=name: self._set(**{name: on}))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(row(label("印", "muted"), self._told, None, self.number))
        layout.addLayout(row(*self.flags.values(), None, spacing=12))

    def show_rows(self, rows: Sequence[ColumnRow]) -> None:
        """Show what the chosen columns have; the first speaks for all."""
        self._rows = tuple(rows)
        first = rows[0] if rows else None
        words = field_word(first.rows, first.column.field) if first else ""
        printed = f"，印出 {first.millimetres:.0f} 毫米宽" if first and first.millimetres else ""
        more = f"等 {len(rows)} 栏" if len(rows) > 1 else ""
        self._told.setText(f"{words}{more}{printed}" if first else "没有选中栏目")
        if first is None:
            return
        code = first.column.number
        if self.number.findData(code) < 0:
            self.number.addItem(code, code)
        self.number.setCurrentIndex(self.number.findData(code))
        for name, box in self.flags.items():
            box.setChecked(bool(getattr(first.column, name)))

    def _set(self, **changes: Any) -> None:
        if self._rows:
            self.changed.emit({row.at: replace(row.column, **changes) for row in self._rows})
