"""A quiet line on the page that says where files went, with the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from app.ui.controls import button, fill, label
from app.ui.icons import icon
from app.ui.style import px

if TYPE_CHECKING:
    from pathlib import Path


class WrittenNotice(QFrame):
    """Says which files were written; hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._folder: Path | None = None
        self._words = label("", wrap=True, selectable=True)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setIconSize(QSize(px(16), px(16)))
        close.setToolTip("收起")
        close.setAccessibleName("收起")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), px(4), px(4), px(4))
        layout.setSpacing(px(8))
        fill(layout, self._words, button("打开文件夹", self.open_folder, role="link"), close)
        layout.setStretch(0, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty when it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, text: str, folder: Path) -> None:
        """Say what was written, and where."""
        self._folder = folder
        self._words.setText(text)
        self.show()

    def open_folder(self) -> None:
        """Show the folder in the desktop's own file window."""
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
