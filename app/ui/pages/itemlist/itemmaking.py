"""Small forms that open inside the 清单 part: numbered blanks, proposed names, one more column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.rules.names import numbered_names, numbered_stem, stem_of
from app.ui.controls import button, clear, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from app.models.views import TaskDetail

_NO_NAMES = "任务文字里没有列出可提取的名称，可以粘贴或逐项输入。"
_ALL_HELD = "任务文字里的名称都已在清单里。"
_MOST = 5000
_SHOWN = 8


class InlineForm(QFrame):
    """A form that opens where it is needed; Esc closes it.

    Signals:
        shown: it opened or closed.
    """

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(12), px(10), px(12), px(10))
        self.body.setSpacing(px(8))

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.shown.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            event.accept()
            return
        super().keyPressEvent(event)


class BlanksForm(InlineForm):
    """N numbered blanks: 燃气锅炉01 … 燃气锅炉23."""

    def __init__(self, make: Callable[[Sequence[str]], object]) -> None:
        super().__init__()
        self._make = make
        self._held: tuple[str, ...] = ()
        self.count = QSpinBox()
        self.count.setRange(1, _MOST)
        self.count.setFixedWidth(px(72))
        self.stem = QLineEdit()
        self.stem.setMinimumWidth(px(96))
        self.example = label("", "muted")
        self.make = button("生成", self._finish)
        for field in (self.count.lineEdit(), self.stem):
            field.returnPressed.connect(self._finish)
        self.count.valueChanged.connect(self._show_example)
        self.stem.textChanged.connect(self._show_example)
        first = row(label("生成"), self.count, label("项，名称"), self.stem, spacing=8)
        self.body.addLayout(first)
        self.body.addWidget(self.example)
        self.body.addLayout(row(None, self.make, button("取消", self.hide)))

    def begin(self, detail: TaskDetail) -> None:
        """Open with the number and the word the task suggests."""
        target = detail.task.target
        left = 0
        if target and target.number and target.comparator != "all":
            left = int(target.number) - len(detail.items)
        self.count.setValue(left if 0 < left <= _MOST else 10)
        self._held = tuple(item.name for item in detail.items)
        self.stem.setText(numbered_stem(self._held) or stem_of(detail.task.text))
        self._show_example()
        self.show()
        self.count.setFocus()
        self.count.selectAll()

    def names(self) -> list[str]:
        """The names to be made; the numbers go on after those there are."""
        return numbered_names(self.stem.text().strip(), self.count.value(), held=self._held)

    def _show_example(self) -> None:
        names = self.names()
        self.example.setText(names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}")
        self.make.setEnabled(bool(self.stem.text().strip()))

    def _finish(self) -> None:
        if self.stem.text().strip():
            self.hide()
            self._make(self.names())


class ProposalForm(InlineForm):
    """Names found in the task's text, to be ticked before they become items."""

    def __init__(self, add: Callable[[Sequence[str]], object]) -> None:
        super().__init__()
        self._add = add
        self.head = label("", wrap=True)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)
        self.boxes: list[QCheckBox] = []
        self.add = button("添加所选", self._finish)
        self.body.addWidget(self.head)
        self.body.addWidget(self._scroll)
        self.body.addLayout(row(None, self.add, button("关闭", self.hide)))

    def begin(self, names: Sequence[str], *, held: bool = False) -> None:
        """Open with names, all ticked; ``held`` when the text names some that are items already."""
        clear(self._list)
        self.boxes = [QCheckBox(name) for name in names]
        for box in self.boxes:
            box.setChecked(True)
            box.toggled.connect(self._count)
            self._list.addWidget(box)
        self._list.addStretch(1)
        found = f"任务文字里有 {len(names)} 个名称，去掉不要的：" if names else ""
        self.head.setText(found or (_ALL_HELD if held else _NO_NAMES))
        self._scroll.setVisible(bool(names))
        self._scroll.setFixedHeight(px(28 * min(len(names), _SHOWN)))
        self.add.setVisible(bool(names))
        self._count()
        self.show()
        if self.boxes:
            self.boxes[0].setFocus()

    def _chosen(self) -> list[str]:
        return [box.text() for box in self.boxes if box.isChecked()]

    def _count(self) -> None:
        self.add.setText(f"添加所选 {len(self._chosen())} 项")
        self.add.setEnabled(bool(self._chosen()))

    def _finish(self) -> None:
        chosen = self._chosen()
        self.hide()
        if chosen:
            self._add(chosen)


class ColumnForm(InlineForm):
    """One more column of the task's own."""

    def __init__(self, add: Callable[[str], object]) -> None:
        super().__init__()
        self._add = add
        self.name = QLineEdit()
        self.name.setPlaceholderText("如 吨位、氮氧化物浓度")
        self.name.returnPressed.connect(self._finish)
        add_button = button("加列", self._finish)
        self.body.addLayout(row(label("列名"), self.name, add_button, button("取消", self.hide)))

    def begin(self) -> None:
        """Open, empty."""
        self.name.clear()
        self.show()
        self.name.setFocus()

    def _finish(self) -> None:
        name = self.name.text().strip()
        if name:
            self.hide()
            self._add(name)
