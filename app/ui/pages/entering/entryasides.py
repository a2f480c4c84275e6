"""What stands quietly beside a progress entry: the questions it raises, the proof it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.services.proof import evidence
from app.ui.operations import run_service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.models.rules.doubts import Doubt
    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace


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
