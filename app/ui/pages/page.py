"""What every page of the window is: a head with its actions, a body, and how it is told to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.controls import ElidedLabel, EmptyState
from app.ui.dropped import FORMS
from app.ui.icons import icon
from app.ui.keys import MORE
from app.ui.pages.slices import Slices
from app.ui.style import px
from app.ui.tables import Table
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.ui.workspace import Workspace


class Page(QWidget):
    """A page of the window.

    A page is made when it is first shown. The window calls ``refresh`` when it comes into view
    and something changed since, and while it is in view at every change. One of many widgets is
    made in slices (``make_in_slices``, see ``slices``).

    Attributes:
        title: the page's name in the head.
        searchable: the page can filter itself by the words of the search field.
        drops_to: the page that takes a file dropped while this one is in view.
        home: the widget that takes the keyboard when the page comes into view. (A focus proxy
            would cut the other widgets off from Tab.)
        rows: the table the page is about, by the numbers of its records; ``home`` when it is one.
    """

    title: ClassVar[str] = ""
    searchable: ClassVar[bool] = False
    drops_to: ClassVar[str] = "import"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.primary_action: QAction | None = None
        self.home: QWidget | None = None
        self.rows: Table | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(16), px(24), px(16))
        outer.setSpacing(px(16))
        self._head = QHBoxLayout()
        self._head.setSpacing(px(8))
        self._title = QLabel(self.title)
        self._title.setProperty("role", "title")
        self._note = ElidedLabel("muted")
        self.head_tools = QHBoxLayout()
        self.head_tools.setSpacing(px(8))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(8))
        self._head.addWidget(self._title)
        self._head.addSpacing(px(4))
        self._head.addWidget(self._note)
        self._head.addSpacing(px(8))
        self._head.addLayout(self.head_tools)
        self._head.addStretch(1)
        self._head.addLayout(self._buttons)
        self._more: QToolButton | None = None
        outer.addLayout(self._head)
        self._frame = QWidget(self)
        self.body = QVBoxLayout(self._frame)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(16))
        outer.addWidget(self._frame, 1)
        self._slices: Slices | None = None

    @property
    def is_whole(self) -> bool:
        """All that the page holds is made, and done what it was asked meanwhile."""
        return self._slices is None or self._slices.is_through

    def make_in_slices(self, parts: Iterator[object]) -> None:
        """Let what the page holds be made part after part, once the page is in view."""
        self._slices = Slices(self, parts, body=self._frame)

    def complete(self) -> None:
        """Make at once what is still to be made."""
        if self._slices:
            self._slices.finish()

    def when_whole(self, work: Callable[[], object]) -> None:
        """Do a work at once, or when the page is whole."""
        if self._slices:
            self._slices.then(work)
        else:
            work()

    def enter(self) -> None:
        """Take the keyboard as soon as the page is whole; until then it stays with the page."""
        if self.is_whole:
            self.take_focus()
        else:
            QWidget.setFocus(self, Qt.FocusReason.OtherFocusReason)
            self.when_whole(self._take_focus_unless_left)

    def refresh(self) -> None:
        """Read again what the page shows."""

    def take_focus(self) -> None:
        """Take the keyboard, where one most likely goes on: ``home``.

        While the page is empty and teaches, that is its one button.
        """
        teaching = (one for one in self.findChildren(EmptyState) if one.isVisibleTo(self))
        button = next((one.button for one in teaching if one.button), None)
        shown = button if button and button.isVisibleTo(self) else None
        (shown or self.home or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_focus_unless_left(self) -> None:
        """Not from the search box or another page, where the clerk may have gone meanwhile."""
        if self.window().focusWidget() is self:
            self.take_focus()

    def destination_of_drop(self, file: Path) -> Destination:
        """Where a file dropped on the window goes; only a workbook can be a form to fill."""
        is_form = self.drops_to == "form" and file.suffix.lower() in FORMS
        return Destination("form" if is_form else "import", file=file)

    def go_to(self, destination: Destination) -> None:
        """Show what a destination asks for: select a task, set a filter."""

    def reveal(self, number: int) -> bool:
        """Put the cursor on a record; False when the page does not show it.

        Where something else stands in the table's place (填写本季进展), the page stays as it is.
        """
        table = self.rows or (self.home if isinstance(self.home, Table) else None)
        if table is None:
            return False
        if not table.isVisibleTo(self) or table.is_on(number):
            return True  # in the middle of something else, or there already: the cell stays
        return table.select_key(number)

    def is_about(self, task_id: int) -> bool:
        """Whether the page shows what belongs to a task, so that an undo need not leave it."""
        del task_id
        return False

    def open_more(self) -> None:
        """Open the ⋯ menu, where there is one."""
        if self._more and self._more.isVisibleTo(self):
            self._more.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._more.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def search(self, words: str) -> None:
        """Keep only what matches the words of the search field; all when empty."""

    def go_back(self) -> bool:
        """Esc: close what is open on the page; False when there was nothing to close."""
        return False

    def print_page(self) -> bool:
        """Ctrl+P: print what the page shows; False when there is nothing to print."""
        return False

    def note(self, text: str) -> None:
        """A few quiet words beside the title, such as 66 项."""
        self._note.setText(text)

    def set_primary(
        self, text: str, run: Callable[[], object], *, shortcut: str = "", tip: str = ""
    ) -> QAction:
        """Give the page its one primary button, top right."""
        action = self._action(text, run, shortcut, tip)
        button = QPushButton(text)
        button.setProperty("role", "primary")
        _follow(button, action)
        self._buttons.addWidget(button)
        self.primary_action = action
        return action

    def add_action(
        self, text: str, run: Callable[[], object], *, shortcut: str = "", tip: str = ""
    ) -> QAction:
        """Add a secondary button, to the left of the primary one."""
        action = self._action(text, run, shortcut, tip)
        button = QPushButton(text)
        _follow(button, action)
        place = self._buttons.count() - (1 if self.primary_action else 0)
        self._buttons.insertWidget(max(place, 0), button)
        return action

    def add_rare(
        self, text: str, run: Callable[[], object], *, shortcut: str = "", tip: str = ""
    ) -> QAction:
        """Add an action to the ⋯ menu."""
        action = self._action(text, run, shortcut, tip)
        if self._more is None:
            self._more = _more_button(self)
            self._buttons.insertWidget(0, self._more)
        self._more.menu().addAction(action)
        return action

    def _action(self, text: str, run: Callable[[], object], shortcut: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: self._run(run))
        if shortcut:
            action.setShortcut(shortcut)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        hint = tip or text
        action.setToolTip(f"{hint}（{shortcut}）" if shortcut else hint)
        self.addAction(action)
        return action

    def _run(self, run: Callable[[], object]) -> None:
        self.complete()
        run()


def _follow(button: QPushButton, action: QAction) -> None:
    """Let a button show and carry out an action."""

    def take_over() -> None:
        button.setText(action.text())
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())
        button.setToolTip(action.toolTip())

    button.clicked.connect(lambda: action.trigger())
    action.changed.connect(take_over)
    button.setToolTip(action.toolTip())


def _more_button(parent: QWidget) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon("more"))
    button.setToolTip(MORE.tip("更多"))
    button.setAccessibleName("更多")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setIconSize(QSize(px(18), px(18)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMenu(QMenu(parent))
    return button
