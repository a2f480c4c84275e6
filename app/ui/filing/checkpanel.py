"""The check list before filing: what stops it, what wants a word, what is in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.pace import State
from app.ui.controls import button, clear, fill, hairline, label, row, scrolled
from app.ui.filing.findings import CheckGroup, CheckLine, group_findings, passed_checks
from app.ui.style import LightMark, light_mark, paint_mark, px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from app.models.returnviews import CheckFinding

_SHOWN = 3
_STOCK_WORD = "情况属实"


class MarkSign(QWidget):
    """The shape of a mark, drawn, with its word for screen readers."""

    def __init__(self, mark: LightMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self.setFixedSize(px(14), px(20))
        self.setToolTip(mark.word)
        self.setAccessibleName(mark.word)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = px(12)
        paint_mark(painter, self._mark, QRectF(0, (self.height() - side) / 2, side, side))
        painter.end()


class CheckPanel(QFrame):
    """Findings by kind, each with where to mend it and a line for the clerk's word.

    Signals:
        left_for: a Destination, the very cell of a finding.
        words_changed: a word was written or taken away.
    """

    left_for = Signal(object)
    words_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._rows = "tasks"
        self._findings: tuple[CheckFinding, ...] | None = None
        self._fields: dict[str, QLineEdit] = {}
        self._words: dict[str, str] = {}
        self._open: set[str] = set()
        self._summary = label("", "muted", wrap=True)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(px(16), px(8), px(16), px(16))
        self._list.setSpacing(px(8))
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(12), px(16), px(8))
        head.setSpacing(px(4))
        self._reason = label("", "fault", wrap=True, selectable=True)
        self._reason.hide()
        self._blocked = label("", "muted", wrap=True, selectable=True)
        self._blocked.hide()
        heading = label("定稿前检查", "heading")
        fill(head, heading, self._blocked, self._reason, self._summary)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        fill(outer, head, hairline())
        outer.addWidget(scrolled(inner), 1)

    @property
    def hard(self) -> tuple[CheckFinding, ...]:
        """The findings that stop the filing."""
        return tuple(one for one in self._findings or () if one.hard)

    @property
    def words(self) -> Mapping[str, str]:
        """The clerk's word on each kind of finding, by code."""
        return {code: field.text().strip() for code, field in self._fields.items()}

    def show_findings(self, findings: Sequence[CheckFinding], rows: str = "tasks") -> None:
        """Show what was found in a return of such lines; words already written stay."""
        if (self._findings, self._rows) == (tuple(findings), rows):
            return
        self._findings, self._rows = tuple(findings), rows
        self._rebuild()

    def show_reason(self, why: str) -> None:
        """Show why the district sent the last version back; nothing when it did not."""
        self._reason.setText(f"上级退回：{why}" if why else "")
        self._reason.setVisible(bool(why))

    def show_blocked(self, why: str) -> None:
        """Show why nothing can be filed here at all; nothing when it can."""
        self._blocked.setText(why)
        self._blocked.setVisible(bool(why))
        if self._findings is not None:
            self._rebuild()  # a word is asked for only where one can file

    def focus_unexplained(self) -> bool:
        """Put the cursor into the first line that still lacks its word; False when none does."""
        for field in self._fields.values():
            if not field.text().strip():
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _rebuild(self) -> None:
        self._words |= self.words
        self._fields = {}
        clear(self._list)
        findings = self._findings or ()
        groups = group_findings(findings)
        for group in groups:
            self._add_group(group)
        for words in passed_checks(findings, self._rows):
            passed = label(words, "muted", wrap=True)
            line = row(MarkSign(_mark("✓", "通过", State.DONE)), passed, spacing=8)
            line.setStretch(1, 1)
            self._list.addLayout(line)
        self._list.addStretch(1)
        self._on_words_changed()

    def _add_group(self, group: CheckGroup) -> None:
        title = label(group.title, "heading", wrap=True)
        lead = button(
            group.action, lambda: self.left_for.emit(group.lines(1)[0].destination), role="link"
        )
        head = row(MarkSign(_group_mark(group.hard)), title, lead, spacing=8)
        head.setStretch(1, 1)
        self._list.addLayout(head)
        whole = group.code in self._open
        if group.tells_more:
            for line in group.lines(None if whole else _SHOWN):
                self._list.addWidget(self._line(line))
        if group.count > _SHOWN:
            more = "收起" if whole else f"其余 {group.count - _SHOWN} 项"
            self._list.addLayout(row(18, button(more, lambda: self._fold(group.code), role="link")))
        if not group.hard and self._blocked.isHidden():
            self._list.addLayout(self._word_line(group.code))
        self._list.addSpacing(px(8))

    def _line(self, line: CheckLine) -> QPushButton:
        found = _ElidedLink(line.words)
        found.setToolTip(line.whole)
        found.clicked.connect(lambda: self.left_for.emit(line.destination))
        return found

    def _word_line(self, code: str) -> QVBoxLayout:
        field = QLineEdit(self._words.get(code, ""))
        field.setPlaceholderText("说明")
        field.setAccessibleName("说明")
        field.textChanged.connect(lambda _text: self._on_words_changed())
        self._fields[code] = field
        stock = button(_STOCK_WORD, lambda: field.setText(_STOCK_WORD), role="link")
        stock.setToolTip(f"填入“{_STOCK_WORD}”")
        layout = QVBoxLayout()
        layout.setSpacing(0)
        line = row(22, field, stock, spacing=4)
        line.setStretch(1, 1)
        layout.addLayout(line)
        return layout

    def _on_words_changed(self) -> None:
        silent = sum(1 for words in self.words.values() if not words)
        kinds = len({finding.code for finding in self.hard})
        self._summary.setText(_summary(kinds, silent))
        self._summary.setVisible(self._blocked.isHidden())
        self.words_changed.emit()

    def _fold(self, code: str) -> None:
        self._open ^= {code}
        self._rebuild()


class _ElidedLink(QPushButton):
    """A link that gives way to the room there is, with an ellipsis."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = text
        self.setProperty("role", "link")
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(px(40))
        self.setStyleSheet(f"margin-left: {px(18)}px; text-align: left;")
        self._fit()

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        room = max(px(40), self.width() - px(18) - px(10))
        end = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, end, room))


def _summary(hard: int, silent: int) -> str:
    if hard:
        return f"{hard} 处必须先处理，才能定稿。"
    return f"{silent} 处写明说明后可以定稿。" if silent else "可以定稿。"


def _group_mark(hard: bool) -> LightMark:
    """The sign of a group of findings: those that stop the filing, and those to explain."""
    if hard:
        return _mark("■", "必须先处理", State.OVERDUE)
    return _mark("▲", "需要说明", State.BEHIND)


def _mark(shape: str, word: str, like: State) -> LightMark:
    """A sign in the colours of a light."""
    return replace(light_mark(like), shape=shape, word=word)
