"""One step of the journal in full: what, when, who, from what to what, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.controls import button, clear, fill, hairline, label, row
from app.ui.style import px
from app.ui.undoing import tasks_first
from app.ui.wording import stamp

if TYPE_CHECKING:
    from app.models.views import OperationView
    from app.services.journal import UndoResult

_MOST_KEPT = 30


class OperationPanel(QFrame):
    """A step to look at.

    Signals:
        undo_asked: the step shown is to be taken back; carries its number.
    """

    undo_asked = Signal(int)

    def __init__(self, *, readonly: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._readonly = readonly
        self._step: OperationView | None = None
        self._kept: dict[int, UndoResult] = {}
        self.undo_button = button("撤销这一步", self._undo, icon_name="undo")
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(px(16), px(12), px(16), px(12))
        self._lines.setSpacing(px(8))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        foot = row(self.undo_button, None)
        foot.setContentsMargins(px(16), px(4), px(16), px(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def show_step(self, step: OperationView | None) -> None:
        """Show a step; None for nothing."""
        self._step = step
        clear(self._lines)
        self.undo_button.setEnabled(can_undo(step) and not self._readonly)
        self.undo_button.setToolTip(why_no_undo(step))
        if step:
            self._fill(step)
        self._lines.addStretch(1)

    def keep(self, operation_id: int, result: UndoResult) -> None:
        """Remember what an undo kept, to tell it with the step."""
        self._kept[operation_id] = result
        if self._step and self._step.id == operation_id:
            self.show_step(self._step)

    def _fill(self, step: OperationView) -> None:
        self._lines.addWidget(label(step.title, "heading", wrap=True, selectable=True))
        self._lines.addWidget(label("　".join(_facts(step)), "muted", wrap=True))
        result = self._kept.get(step.id)
        if result and result.kept:
            self._add_kept(result.kept)
        if step.details:
            self._lines.addWidget(hairline())
        for line in step.details:
            self._lines.addWidget(label(line, wrap=True, selectable=True))
        if step.more:
            self._lines.addWidget(label(f"其余 {step.more} 处从略", "muted"))

    def _add_kept(self, kept: tuple[str, ...]) -> None:
        """What an undo kept, line by line, for the clerk to go and look."""
        fill(self._lines, hairline(), label(f"撤销时保留了之后改过的 {len(kept)} 项：", wrap=True))
        for line in tasks_first(kept)[:_MOST_KEPT]:
            self._lines.addWidget(label(line, wrap=True, selectable=True))
        if len(kept) > _MOST_KEPT:
            self._lines.addWidget(label(f"其余 {len(kept) - _MOST_KEPT} 项从略", "muted"))

    def _undo(self) -> None:
        if self._step:
            self.undo_asked.emit(self._step.id)


def what_words(step: OperationView) -> str:
    """A step's title, and whether it still stands."""
    return f"{step.title}（已撤销）" if step.undone else step.title


def _facts(step: OperationView) -> tuple[str, ...]:
    facts = (stamp(step.at), step.who, "已撤销" if step.undone else "")
    return tuple(fact for fact in facts if fact)


def can_undo(step: OperationView | None) -> bool:
    """Whether a step can be taken back."""
    return step is not None and step.kind == "do" and step.undoable and not step.undone


def why_no_undo(step: OperationView | None) -> str:
    """What taking a step back does, or why it can't be done."""
    if step is None:
        return ""
    if step.kind != "do":
        return "这一行本身就是撤销或重做；用 Ctrl+Z、Ctrl+Y 继续"
    if step.undone:
        return "这一步已经撤销"
    return "只撤销这一步，之后改过的内容保留" if step.undoable else "这一步不能撤销"
