"""What the return says otherwise than one filed before, line by line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from app.ui.controls import button, label
from app.ui.filing.wordcolumn import WordColumn
from app.ui.style import px
from app.ui.wording import day_in_prose, period_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from app.services.reporting.returncomparison import LineChange, ReturnComparison

_STEP = 20  # lines laid out at a time: more would hold the window up
_NOTHING = "还没有可以相比的定稿；定稿以后，这里列出与上一版、上一期相比改了什么。"


class ChangesPanel(WordColumn):
    """New, gone and changed lines against the last version, or against the period before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("与以前的定稿相比", parent)
        self.column.setSpacing(px(4))
        self._words: list[str] = []
        self._all: tuple[ReturnComparison, ...] = ()
        self._at = 0

    def show_comparisons(self, found: Sequence[ReturnComparison]) -> None:
        """Show what changed; a sentence when there is nothing to compare with."""
        self._at = self._at if len(found) == len(self._all) else 0
        self._all = tuple(found)
        self.renew()

    @property
    def _found(self) -> ReturnComparison | None:
        return self._all[self._at] if self._all else None

    @override
    def build(self) -> None:
        self._words = []
        self._say(_head(self._found) if self._found else _NOTHING, "muted")
        for at, other in enumerate(self._all):
            if at != self._at:
                link = button(f"改与{_base(other)}相比", partial(self._choose, at), role="link")
                self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_from(0)

    def _choose(self, at: int) -> None:
        self._at = at
        self.renew()

    @property
    def words(self) -> tuple[str, ...]:
        """All that is said, from top to bottom."""
        return tuple(self._words)

    def _add_from(self, first: int) -> None:
        lines = self._found.lines if self._found else ()
        for line in lines[first : first + _STEP]:
            self._add(line)
        rest = len(lines) - first - _STEP
        if rest > 0:
            more = button(
                f"其余 {rest} 行", lambda: self._show_more(more, first + _STEP), role="link"
            )
            self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_more(self, more: QPushButton, first: int) -> None:
        more.hide()
        more.deleteLater()
        self._add_from(first)

    def _add(self, line: LineChange) -> None:
        self.column.addSpacing(px(8))
        self._say(f"{line.kind}　{line.label}", "heading")
        for head, old, new in line.cells:
            self._say(f"{head.rpartition('/')[2]}：{old or '空'} → {new or '空'}", "")

    def _say(self, text: str, role: str) -> None:
        self._words.append(text)
        self.column.addWidget(label(text, role, wrap=True, selectable=True))


def _base(found: ReturnComparison) -> str:
    return f"{period_label(found.period)}第{found.version}版"


def _head(found: ReturnComparison) -> str:
    base = f"与{_base(found)}（{day_in_prose(found.filed_on)}）相比"
    if not found.lines:
        return f"{base}，没有变化。"
    return f"{base}：{len(found.lines)} 行不同，{found.same} 行相同。"
