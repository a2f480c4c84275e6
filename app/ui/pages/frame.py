"""The frame a page stands in; with large type in a small window it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget
from typing_extensions import override

if TYPE_CHECKING:
    from app.ui.pages.page import Page


class PageFrame(QScrollArea):
    """A page that is too large scrolls, rather than be cut or push the window.

    The frame stands in its place before the page comes in: Qt dresses a page and all it holds
    anew with each move.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        stack.addWidget(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hold(self, page: Page) -> None:
        """Take the page in."""
        self.setWidget(page)
        page.setProperty("role", "clear")

    @override
    def focusNextPrevChild(self, ahead: bool) -> bool:
        """A page that goes out of view passes the keyboard on, but is not scrolled by it.

        Else it would come back with its head out of sight.
        """
        bar = self.verticalScrollBar()
        was, is_leaving = bar.value(), not self.isVisible()
        passed = super().focusNextPrevChild(ahead)
        if is_leaving:
            bar.setValue(was)
        return passed
