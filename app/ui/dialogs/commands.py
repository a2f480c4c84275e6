"""Ctrl+K: everything that can be done now, found by a few letters, done by Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.pinyin import Finder
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

_ROW, _WIDTH, _MOST_ROWS, _TOP = 32, 520, 10, 64


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: what it is called, where it belongs, its keys, and the action behind it."""

    name: str
    place: str
    keys: str
    action: QAction


def window_commands(window: QWidget, page: QWidget, menu: QMenu) -> tuple[Command, ...]:
    """What the page, the window and the ledger's menu offer now, each once."""
    found: dict[str, Command] = {}
    for place, actions in (
        ("本页", page.actions()),
        ("台账", menu.actions()),
        ("窗口", window.actions()),
    ):
        for command in _commands(place, actions):
            found.setdefault(command.name, command)
    return tuple(found.values())


def _commands(place: str, actions: Sequence[QAction]) -> Iterator[Command]:
    for action in actions:
        words, _, keys = action.text().partition("\t")
        name = words.partition("(&")[0].rstrip("…")
        if name and action.isEnabled() and action.isVisible() and not action.isSeparator():
            shortcut = keys or action.shortcut().toString()
            yield Command(name, place, shortcut, action)


class CommandBox(QDialog):
    """A field over a list that narrows as one types."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("找命令")
        self._over, self._commands = parent, tuple(commands)
        self._finder = Finder((n, one.name) for n, one in enumerate(self._commands))
        self.field = QLineEdit()
        self.field.setPlaceholderText("要做什么：写几个字，或拼音首字母")
        self.field.setAccessibleName("要做什么")
        self.list = QListWidget()
        self.list.setProperty("role", "topics")
        self.list.setAccessibleName("可以做的")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self._carry_out)
        self.list.itemClicked.connect(lambda _item: self._carry_out())
        self._show("")

    def open_box(self) -> None:
        """Show it under the top of the window, the keyboard in the field."""
        self.resize(px(_WIDTH), px(_ROW * (_MOST_ROWS + 2)))
        middle = (self._over.width() - self.width()) // 2
        self.move(self._over.mapToGlobal(QPoint(max(middle, 0), px(_TOP))))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk through the list while the keyboard stays in the field."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(event.key()) if event.type() == event.Type.KeyPress else None  # type: ignore[attr-defined]
        if step is None:
            return super().eventFilter(watched, event)
        last = self.list.count() - 1
        self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))
        return True

    def _show(self, words: str) -> None:
        found = self._finder.find(words.strip()) if words.strip() else None
        self.list.clear()
        for place, one in enumerate(self._commands):
            if found is None or place in found:
                keys = f"　{one.keys}" if one.keys else ""
                item = QListWidgetItem(f"{one.name}　　{one.place}{keys}", self.list)
                item.setData(Qt.ItemDataRole.UserRole, place)
        self.list.setCurrentRow(0)

    def _carry_out(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        action = self._commands[item.data(Qt.ItemDataRole.UserRole)].action
        self.close()
        action.trigger()
