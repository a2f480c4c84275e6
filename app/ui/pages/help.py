"""帮助: the short manual and the keys, as texts that ship with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser
from typing_extensions import override

from app.files import resource_path
from app.ui.keys import keys_page
from app.ui.pages.catalogue import PAGES
from app.ui.pages.page import Page
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.ui.workspace import Destination, Workspace

_LINE_HEIGHT = 140
_HEAD_STEP = 1  # one step above the body: 12.6 pt
_READING_WIDTH = 800
CHAPTERS = {
    "tasks": "改任务", "items": "清单和分解到村", "split": "清单和分解到村",
    "problems": "问题整改", "returns": "报表和定稿", "units": "单位和交办",
    "handing": "单位和交办", "proof": "佐证材料", "history": "撤销、历史和恢复",
    "import": "导入任务分解表", "itemimport": "清单和分解到村", "form": "用区里的空表",
    "settings": "看得清楚，用得顺手", "narrative": "工作报告", "scores": "计分",
}  # fmt: skip
"""Which chapter tells of a page."""


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
        for name in self._texts:
            item = QListWidgetItem(name, self.topics)
            item.setSizeHint(QSize(0, px(36)))
        self.text = ReadingText()
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName("帮助正文")
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
        self.home = self.topics

    @override
    def go_to(self, destination: Destination) -> None:
        chapter = CHAPTERS.get(destination.part)
        if chapter is not None:
            self.topics.setCurrentRow(list(self._texts).index(chapter))

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
        self.text.setMarkdown(body)
        _set_type(self.text.document())


class ReadingText(QTextBrowser):
    """A text whose lines are no longer than can be read with ease."""

    def __init__(self) -> None:
        super().__init__()
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(min(px(_READING_WIDTH), self.viewport().width() - px(8)))


def _set_type(document: QTextDocument) -> None:
    """Set the text as the rest of the window is set: calm heads, open lines.

    In one edit: after each of several the whole text would be laid out anew.
    """
    edit = QTextCursor(document)
    edit.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _set_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame)
    edit.endEditBlock()


def _set_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    form = QTextBlockFormat()
    form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    in_table = cursor.currentTable() is not None
    form.setBottomMargin(px(0 if in_table else 8))
    cursor.mergeBlockFormat(form)
    if block.blockFormat().headingLevel():
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setProperty(QTextFormat.Property.FontSizeAdjustment, _HEAD_STEP)
        cursor.mergeCharFormat(letters)


def _set_table(frame: QTextTable) -> None:
    table = frame.format().toTableFormat()
    table.setCellPadding(px(6))
    table.setBorder(0.5)
    table.setBorderCollapse(True)
    table.setBorderBrush(QColor(Ink.HAIRLINE.value))
    frame.setFormat(table)


def help_texts() -> dict[str, str]:
    """Title to text, in the order of the files' names; the keys stand second, in sight on F1."""
    files = sorted(resource_path("help").glob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    texts.insert(1, keys_page(tuple(spec.label for spec in PAGES)))
    return {text.splitlines()[0].lstrip("# ").strip(): text for text in texts}
