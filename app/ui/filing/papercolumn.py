"""The middle of the returns page: the very paper; under it what was written, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.filing.notice import WrittenNotice
from app.ui.filing.periodbar import PeriodBar
from app.ui.paper.pane import PaperPane
from app.ui.style import px

if TYPE_CHECKING:
    from app.ui.workspace import Workspace


class PaperColumn(QWidget):
    """The paper takes the room; the lines under it come when there is something to say."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = PaperPane()
        self.notice = WrittenNotice()
        self.period_bar = PeriodBar(workspace, self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.paper, 1)
        column.addWidget(self.notice)
        column.addWidget(self.period_bar)
