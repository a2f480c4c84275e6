"""The preview with its bar: page x/y, back and forth, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QToolButton, QVBoxLayout

from app.ui.controls import ElidedLabel, hairline, label, row
from app.ui.icons import icon
from app.ui.paper.paperview import FIT_PAGE, FIT_WIDTH, ZOOMS, PaperView
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.paper.pages import Pages


class PaperPane(QFrame):
    """Pages under a quiet bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.view = PaperView()
        self._page = label()
        self._page.setMinimumWidth(px(72))
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = ElidedLabel("muted")
        self._back = _button("left", "上一页", lambda: self.view.show_page(self.view.page - 1))
        self._forth = _button("right", "下一页", lambda: self.view.show_page(self.view.page + 1))
        self._zoom = QComboBox()
        self._zoom.setProperty("role", "quiet")
        self._zoom.setAccessibleName("缩放")
        self._zoom.addItem("适合宽度", FIT_WIDTH)
        self._zoom.addItem("整页", FIT_PAGE)
        for zoom in ZOOMS:
            self._zoom.addItem(f"{zoom} %", zoom)
        self._zoom.activated.connect(lambda: self.view.set_zoom(self._zoom.currentData()))
        self.view.moved.connect(self._show_place)
        self._lay_out()
        self._show_place()

    def show_pages(self, pages: Pages, *, keep_place: bool = False) -> None:
        """Show a document."""
        self.view.show_pages(pages, keep_place=keep_place)

    def say(self, text: str) -> None:
        """A few quiet words at the left of the bar, such as 正在排版…."""
        self._words.setText(text)

    def _lay_out(self) -> None:
        parts = (self._words, None, self._back, self._page, self._forth, None, self._zoom)
        bar = row(*parts, spacing=4)
        bar.setContentsMargins(px(12), px(4), px(4), px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(hairline())
        column.addWidget(self.view, 1)

    def _show_place(self) -> None:
        count = self.view.page_count
        self._page.setText(f"第 {self.view.page + 1}/{count} 页" if count else "")
        for button, possible in (
            (self._back, self.view.page > 0),
            (self._forth, self.view.page + 1 < count),
        ):
            button.setEnabled(possible)
            button.setVisible(count > 1)
        self._zoom.setEnabled(bool(count))
        place = self._zoom.findData(self.view.zoom)
        self._zoom.setCurrentIndex(max(place, 0))


def _button(name: str, tip: str, run: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(px(16), px(16)))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: run())
    return button
