"""Adding a column: every field of the ledger, found by a few characters or pinyin."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from app.ui.controls import label
from app.ui.pinyin import Finder
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.reports.formats.fieldwords import FieldChoice

_CHOICE = Qt.ItemDataRole.UserRole + 1
_TOLD = "Enter 加在所选栏之后，可接着加；Esc 收起。"
_STEPS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class FieldPicker(QFrame):
    """A field to type in, and below it what fits; hidden until a column is to be added.

    Signals:
        chosen: the FieldChoice to add.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._offered: tuple[FieldChoice, ...] = ()
        self._finder = Finder(())
        self.words = QLineEdit()
        self.words.setPlaceholderText("找要加的内容，可用拼音首字母，如 zrdw")
        self.words.setAccessibleName("找要加的内容")
        self.words.textChanged.connect(lambda _text: self._fill())
        self.words.returnPressed.connect(self._choose)
        self.words.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("可以加的内容")
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.list.setMinimumHeight(px(96))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        layout.setSpacing(px(8))
        for part in (self.words, self.list, label(_TOLD, "small", wrap=True)):
            layout.addWidget(part)
        self.hide()

    def offer(self, fields: Sequence[FieldChoice]) -> None:
        """The fields there are; what is typed stays."""
        if tuple(fields) != self._offered:
            self._offered = tuple(fields)
            self._finder = Finder(
                (at, f"{one.word} {one.group}") for at, one in enumerate(self._offered)
            )
            self._fill()

    def begin(self) -> None:
        """Come into view with the keyboard."""
        self.words.clear()
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_picker(self) -> bool:
        """Go away; False when it was not in view."""
        was = not self.isHidden()
        self.hide()
        return was

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go through the list while one types."""
        is_step = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _STEPS
        )
        if is_step:
            QApplication.sendEvent(self.list, event)
        return is_step

    def _fill(self) -> None:
        found = self._finder.find(self.words.text())
        shown = [one for at, one in enumerate(self._offered) if found is None or at in found]
        self.list.clear()
        for group, fields in groupby(shown, key=lambda one: one.group):
            heading = QListWidgetItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(heading)
            for field in fields:
                item = QListWidgetItem(f"　{field.word}")
                item.setData(_CHOICE, field)
                self.list.addItem(item)
        self.list.setCurrentRow(1 if shown else -1)

    def _choose(self) -> None:
        item = self.list.currentItem()
        field = item.data(_CHOICE) if item else None
        if field is not None:
            self.chosen.emit(field)
            self.words.selectAll()
