"""A line of text with places that fill themselves, and the menu to put such a place in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from app.ui.formdesk.templates import PLACES, shown_place, typed
from app.ui.style import px

_LONGEST = 400
_HIDDEN = frozenset({"period"})


class TemplateLine(QWidget):
    """A line edit with 插入 beside it.

    Signals:
        typed: the text while it is typed.
        left: the text when the keyboard goes elsewhere, or at Enter.
    """

    typed = Signal(str)
    left = Signal(str)

    def __init__(self, name: str, *, plain: bool = False) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMaxLength(_LONGEST)
        self.line.textEdited.connect(lambda text: self.typed.emit(typed(text)))
        self.line.editingFinished.connect(lambda: self.left.emit(self.text()))
        self.insert = QToolButton()
        self.insert.setText("插入")
        self.insert.setToolTip("插入自动填的内容（Alt+↓）")
        self.insert.setAccessibleName(f"在{name}里插入")
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.insert.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.insert.setMenu(self._menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.line, 1)
        layout.addWidget(self.insert)
        self.insert.setVisible(not plain)

    def text(self) -> str:
        """What stands in the line."""
        return typed(self.line.text())

    def show_text(self, text: str) -> None:
        """Show a text, unless one is being typed just so."""
        if not (self.line.hasFocus() and self.line.isModified()) and self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def put(self, field: str) -> None:
        """Put a place in where the cursor stands."""
        self.line.insert(shown_place(field))
        self.line.setModified(True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typed.emit(self.text())

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for field, word in PLACES.items():
            if field not in _HIDDEN:
                menu.addAction(word, partial(self.put, field))
        return menu
