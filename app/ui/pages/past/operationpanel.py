"""One step of the journal in full: what, when, who, from what to what, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from app.services.history import chronicle
from app.ui.controls import button, hairline, label, row
from app.ui.pages.past.changetext import changes_as_html
from app.ui.style import px
from app.ui.undoing import tasks_first
from app.ui.wording import stamp

if TYPE_CHECKING:
    from app.models.views import OperationView
    from app.services.history.journal import UndoResult
    from app.ui.workspace import Workspace

_PORTION = 50


class OperationPanel(QFrame):
    """A step to look at, its changes in portions.

    Signals:
        undo_asked: the step shown is to be taken back; carries its number.
        redo_asked: the step shown is to be carried out again; carries its number.
        look_asked: what the step changed is to be shown; carries its number.
    """

    undo_asked = Signal(int)
    redo_asked = Signal(int)
    look_asked = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._workspace = workspace
        self._step: OperationView | None = None
        self._shown, self._count = 0, 0
        self._kept: dict[int, UndoResult] = {}
        self.title = label("", "heading", wrap=True, selectable=True)
        self.facts = label("", "muted", wrap=True)
        self.text = QTextBrowser()
        self.text.setProperty("role", "plain")
        self.text.setAccessibleName("这一步的改动")
        self.text.setTabChangesFocus(True)
        self.undo_button = button("撤销这一步", self._undo, icon_name="undo")
        self.redo_button = button("重做这一步", self._redo, icon_name="redo")
        self.look_button = button("去看所改的内容", self._look, role="link")
        self.more_button = button("", self._show_more, role="link")
        self._lay_out()
        self.show_step(None)

    def show_step(self, step: OperationView | None) -> None:
        """Show a step; None for nothing."""
        again = step is not None and self._step is not None and step.id == self._step.id
        self._step = step
        readonly = self._workspace.readonly
        self.undo_button.setVisible(not can_redo(step))
        self.undo_button.setEnabled(can_undo(step) and not readonly)
        self.undo_button.setToolTip(why_no_undo(step))
        self.redo_button.setVisible(can_redo(step))
        self.redo_button.setEnabled(not readonly)
        self.look_button.setVisible(step is not None)
        self.title.setText(step.title if step else "")
        self.facts.setText("　".join(_facts(step)) if step else "")
        if not again:
            self._begin_text(step)

    def keep(self, operation_id: int, result: UndoResult) -> None:
        """Remember what an undo kept, to tell it with the step."""
        self._kept[operation_id] = result
        if self._step and self._step.id == operation_id:
            self._begin_text(self._step)

    def _begin_text(self, step: OperationView | None) -> None:
        self.text.clear()
        self._shown = 0
        self._count = chronicle.count_of(self._workspace.ledger, step.id) if step else 0
        if step and step.id in self._kept:
            self._tell_kept(self._kept[step.id])
        if step:
            self._show_more()
        else:
            self.more_button.hide()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _show_more(self) -> None:
        """Add the next portion of the changes."""
        if self._step is None:
            return
        changes = chronicle.changes_of(
            self._workspace.ledger, self._step.id, skip=self._shown, limit=_PORTION
        )
        place = self.text.verticalScrollBar().value()
        self._append(changes_as_html(changes))
        self.text.verticalScrollBar().setValue(place)
        self._shown += len(changes)
        left = self._count - self._shown
        self.more_button.setVisible(left > 0)
        self.more_button.setText(f"再看 {min(left, _PORTION)} 处，还有 {left} 处")

    def _append(self, html: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertHtml(html)

    def _tell_kept(self, result: UndoResult) -> None:
        """What an undo kept or could not bring back, line by line, for the clerk to go and look."""
        for head, lines in (
            ("撤销时保留了之后改过的", tasks_first(result.kept)),
            ("没有恢复的", result.missing),
        ):
            if lines:
                told = "".join(f'<p style="margin-left:16px">{line}</p>' for line in lines)
                self._append(f"<p><b>{head} {len(lines)} 项</b></p>{told}<hr>")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addWidget(hairline())
        layout.addWidget(self.text, 1)
        layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(row(self.undo_button, self.redo_button, self.look_button, None))

    def _undo(self) -> None:
        if self._step:
            self.undo_asked.emit(self._step.id)

    def _redo(self) -> None:
        if self._step:
            self.redo_asked.emit(self._step.id)

    def _look(self) -> None:
        if self._step:
            self.look_asked.emit(self._step.id)


def what_words(step: OperationView) -> str:
    """A step's title, and whether it still stands."""
    return f"{step.title}（已撤销）" if step.undone else step.title


def _facts(step: OperationView) -> tuple[str, ...]:
    facts = (stamp(step.at), step.who, "已撤销" if step.undone else "")
    return tuple(fact for fact in facts if fact)


def can_undo(step: OperationView | None) -> bool:
    """Whether a step can be taken back."""
    return step is not None and step.kind == "do" and step.undoable and not step.undone


def can_redo(step: OperationView | None) -> bool:
    """Whether a step was taken back and can be carried out again."""
    return step is not None and step.kind == "do" and step.undone


def why_no_undo(step: OperationView | None) -> str:
    """What taking a step back does, or why it can't be done."""
    if step is None:
        return ""
    if step.kind != "do":
        return "这一行本身就是撤销或重做；用 Ctrl+Z、Ctrl+Y 继续"
    if step.undone:
        return "这一步已经撤销"
    return "只撤销这一步，之后改过的内容保留" if step.undoable else "这一步不能撤销"
