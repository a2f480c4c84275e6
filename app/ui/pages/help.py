"""帮助: the short manual and the keys, as texts that ship with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser
from typing_extensions import override

from app.files import resource_path
from app.ui.pages.page import Page
from app.ui.style import px

if TYPE_CHECKING:
    from app.ui.workspace import Workspace


class HelpPage(Page):
    """Topics on the left, the text on the right; searching goes from hit to hit."""

    title: ClassVar[str] = "帮助"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._texts = help_texts()
        self.topics = QListWidget()
        self.topics.setProperty("role", "topics")
        self.topics.setFixedWidth(px(200))
        self.topics.setAccessibleName("帮助目录")
        self.topics.addItems(list(self._texts))
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QHBoxLayout()
        layout.setSpacing(px(16))
        layout.addWidget(self.topics)
        layout.addWidget(self.text, 1)
        self.body.addLayout(layout)
        self.topics.currentTextChanged.connect(self._show)
        self.topics.setCurrentRow(0)
        self.setFocusProxy(self.topics)

    @override
    def search(self, words: str) -> None:
        if not words:
            return
        names = [name for name, text in self._texts.items() if words in text]
        if names and self.topics.currentItem().text() not in names:
            self.topics.setCurrentRow(list(self._texts).index(names[0]))
        if not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(words)

    def _show(self, name: str) -> None:
        body = self._texts.get(name, "")
        document = self.text.document()
        document.setDocumentMargin(px(8))
        self.text.setMarkdown(body)


def help_texts() -> dict[str, str]:
    """Title to text, in the order of the files' names."""
    files = sorted(resource_path("help").glob("*.md"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {text.splitlines()[0].lstrip("# ").strip(): text for text in texts}
