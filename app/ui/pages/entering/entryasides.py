"""What stands quietly beside a progress entry: last period's words, its questions, its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.models.rules.pace import plain
from app.services.proof import evidence
from app.ui.controls import button, fill, label
from app.ui.operations import run_service
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.models.rules.doubts import Doubt
    from app.models.views import ProgressView, TaskDetail
    from app.ui.workspace import Workspace


class LastWords(QHBoxLayout):
    """What was written for the period before, with the verb that takes it over."""

    def __init__(self, take_over: Callable[[], None]) -> None:
        super().__init__()
        self.setSpacing(px(8))
        self.shown = label("", wrap=True, selectable=True)
        self.reuse = button("沿用", take_over, role="link")
        self.reuse.setToolTip("把上期的文字填到本期，再修改（Ctrl+D）")
        fill(self, label("上期", "muted"), self.shown, self.reuse)
        self.setStretch(1, 1)
        self.text = ""

    def show_entry(self, before: ProgressView | None) -> None:
        """Show the words of an entry, its amount where it has none."""
        self.text = (before.text or "") if before else ""
        words = self.text
        if before and before.amount is not None and not words:
            words = f"完成数 {plain(before.amount)}"
        self.shown.setText(words or "没有填报")
        self.reuse.setVisible(bool(self.text))


class DoubtNote(QLabel):
    """Questions, one a line; empty and away when there are none. They never block."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "doubt")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName("请核对")
        self._seen: frozenset[str] = frozenset()
        self.hide()

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Show these questions in place of the ones before."""
        self._seen = frozenset(doubt.message for doubt in doubts)
        self.setText("\n".join(f"？{doubt.message}" for doubt in doubts))
        self.setAccessibleDescription(self.text())
        self.setVisible(bool(doubts))

    def holds(self, doubts: Sequence[Doubt]) -> bool:
        """All of these are in view already."""
        return all(doubt.message in self._seen for doubt in doubts)


class ProofNote(QLabel):
    """How many files prove the entry in hand, and the verb that keeps more of them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setProperty("role", "small")
        self.setToolTip("把文件或照片拖进这一页，就是本期这一项的佐证")

    def show_held(self, detail: TaskDetail) -> None:
        """Count the proof of the period looked at."""
        held = sum(file.period == self._workspace.period for file in detail.evidence)
        self.setText(f"本期佐证 {held} 件" if held else "佐证可拖入")

    def attach(self, task_id: int | None, paths: Sequence[Path]) -> None:
        """Keep files as proof of a task's entry of the period looked at."""
        ledger = self._workspace.ledger
        owner = evidence.Owner(task_id, period=self._workspace.period)
        run_service(
            self,
            self._workspace,
            lambda monitor: evidence.attach(ledger, owner, paths, monitor=monitor),
            title="正在添加佐证…",
            say=lambda attached: attached.words,
        )
