"""One section of the work report: its text to write in, and how it stands with the ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from app.reports.narrative.narrativechanges import changes_between
from app.reports.narrative.narrativenumbers import live_numbers
from app.services.reporting.narrative import section_name
from app.ui.controls import button, label, row
from app.ui.fields import NoteEdit
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from app.services.reporting.narrative import ReportSection

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_MOST_TOLD = 3
_HINTS = {
    "to": "主送机关名称（可不填）",
    "annex": "附件名称，一行一个（可不填）",
}
_FOLLOWS, _WRITTEN, _OWN = "随台账更新", "已改写，数字随台账更新", "已改写"


class SectionCard(QFrame):
    """The card of one section.

    Signals:
        entered: the keyboard came to the text; carries the section's key.
        typed: the text on the card is another one.
        left: the keyboard left the text; carries the section's key.
        draft_wanted: the ledger's draft is to take the text's place; carries the key.
        kept: the text stays although the ledger says something else now; carries the key.
    """

    entered = Signal(str)
    typed = Signal()
    left = Signal(str)
    draft_wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, section: ReportSection, *, readonly: bool) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.section = section
        self._readonly = readonly
        self._name = label("", "heading", wrap=True)
        self.state = label("", "small")
        self.back = button("恢复草稿", lambda: self.draft_wanted.emit(section.key), role="link")
        self.edit = _GrowingEdit()
        self.edit.setReadOnly(readonly)
        self.edit.setPlaceholderText(_HINTS.get(section.key, ""))
        self.numbers = _LiveNumbers(self.edit.document())
        self.told = label("", "doubt", wrap=True, selectable=True)
        self._take = button("采用新稿", lambda: self.draft_wanted.emit(section.key), role="link")
        self._keep = button("仍用原文", lambda: self.kept.emit(section.key), role="link")
        self._news = QWidget()
        self._lay_out()
        self.edit.textChanged.connect(self.typed)
        self.edit.entered.connect(lambda: self.entered.emit(section.key))
        self.edit.left.connect(lambda: self.left.emit(section.key))
        self.show_section(section, "")

    @property
    def text(self) -> str:
        """What is typed, written down or not."""
        return self.edit.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Something is typed that is not written down."""
        return not self._readonly and self.text.strip() != self.section.text.strip()

    def show_section(self, section: ReportSection, number: str) -> None:
        """Show how a section stands; what is being typed stays."""
        typing = self.is_changed and self.edit.hasFocus()
        self.section = section
        name = f"{number}{section_name(section)}"
        self._name.setText(name)
        self.edit.setAccessibleName(name)
        self.back.setAccessibleName(f"恢复草稿：{name}")
        self._take.setAccessibleName(f"采用新稿：{name}")
        self._keep.setAccessibleName(f"仍用原文：{name}")
        if not typing and self.text != section.text:
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(section.text)
            self.edit.fit()
        self._show_state(section)

    def _show_state(self, section: ReportSection) -> None:
        live = live_numbers(self.text, section.draft if section.basis is None else section.basis)
        self.numbers.show_live(live)
        drafted = bool(section.draft)
        written = _WRITTEN if live else _OWN
        self.state.setText(written if section.is_written else _FOLLOWS if drafted else "")
        offers = section.is_written and drafted and not self._readonly
        self.back.setVisible(offers and not section.is_stale)
        self._news.setVisible(section.is_stale)
        for one in (self._take, self._keep):
            one.setVisible(section.is_stale and not self._readonly)
        if section.is_stale:
            self.told.setText(f"▲ 台账数字已变：{_told(section)}")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(12))
        layout.setSpacing(px(4))
        head = row(self._name, self.state, self.back)
        head.setStretch(0, 1)
        layout.addLayout(head)
        news = QVBoxLayout(self._news)
        news.setContentsMargins(0, 0, 0, 0)
        news.setSpacing(px(4))
        news.addWidget(self.told)
        news.addLayout(row(self._take, self._keep, None, spacing=16))
        layout.addWidget(self._news)
        layout.addWidget(self.edit)


def _told(section: ReportSection) -> str:
    """What the ledger says now that the clerk's draft did not, its first few passages."""
    found = changes_between(section.basis or "", section.draft)
    words = "；".join(one.words() for one in found[:_MOST_TOLD])
    more = f" 等 {len(found)} 处" if len(found) > _MOST_TOLD else ""
    return f"{words}{more}。" if words else "标点或分段有变化。"


class _GrowingEdit(NoteEdit):
    """A text as high as its lines, so that the page scrolls and not the text in it.

    Signals:
        entered: the keyboard came here.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__(1, grows=False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.fit)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def fit(self) -> None:
        """Take the height of the lines."""
        document = self.document()
        frame = self.height() - self.viewport().height()
        around = frame + 2 * round(document.documentMargin()) + px(4)
        height = max(round(self._text_height()) + around, self._height(1))
        if height != self.height():
            self.setFixedHeight(height)

    def _text_height(self) -> float:
        layout, block, height = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _LiveNumbers(QSyntaxHighlighter):
    """Marks the numbers of a section that follow the ledger."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._live: frozenset[tuple[int, int]] = frozenset()

    def show_live(self, live: frozenset[tuple[int, int]]) -> None:
        """Mark these numbers, by line and place in it."""
        if live != self._live:
            self._live = live
            self.rehighlight()

    @override
    def highlightBlock(self, text: str) -> None:
        line = self.currentBlock().blockNumber()
        mark = QTextCharFormat()
        mark.setForeground(QColor(Ink.ACCENT.value))
        mark.setFontWeight(QFont.Weight.DemiBold)
        for found in _NUMBER.finditer(text):
            if (line, found.start()) in self._live:
                before = len(text[: found.start()].encode("utf-16-le")) // 2
                self.setFormat(before, found.end() - found.start(), mark)
