"""The left side of the returns page: the list of formats and filings, and the way to a new form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.services.reporting.narrative import KEY as WORK_REPORT
from app.ui import keys
from app.ui.controls import button, hairline, row
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.filing.returnlist import ReturnList
    from app.ui.workspace import Workspace


class LeftPanel(QFrame):
    """A list, and under it the ways to its format, the work report and a district's blank form."""

    def __init__(
        self,
        choices: QWidget,
        design: Callable[[], object],
        use_blank: Callable[[], object],
        workspace: Workspace,
    ) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.blank = button("用区里的空表…", use_blank, role="link")
        self.blank.setToolTip(
            "选一份上级发的空白表，也可把文件拖到本页；自动填好，以后每期可直接用"
        )
        self.design = button("改格式…", design, role="link")
        self.design.setToolTip(
            keys.DESIGN.tip("改这张表的栏目、标题、纸张、字体；区里的空表，改每栏每行填什么")
        )
        self.report = button(
            "写工作报告…", lambda: workspace.go(Destination("narrative")), role="link"
        )
        self.report.setToolTip("按台账起草本期工作进展情况报告，可改，导出 Word 和 PDF")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(choices, 1)
        layout.addWidget(hairline())
        layout.addLayout(row(8, self.design, None))
        layout.addLayout(row(8, self.report, None))
        layout.addLayout(row(8, self.blank, None))


def show_draft(choices: ReturnList, workspace: Workspace, key: str) -> None:
    """The draft of a return: its format in the list, or the page of the work report."""
    if key == WORK_REPORT:
        workspace.go(Destination("narrative"))
    else:
        choices.choose_format(key)
