"""The comparison of a revised list on paper: printed, or written as workbook and PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.reports.rendering.pdf import render_pdf
from app.services.intake.comparison import comparison_grid, write_comparison
from app.ui.controls import button, fill
from app.ui.filing.notice import WrittenNotice
from app.ui.operations import act, run_service
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import HAS_PDF, PdfPages
from app.ui.paper.printing import print_pages
from app.ui.style import px
from app.ui.wording import today

if TYPE_CHECKING:
    from app.services.intake.imports import ImportPlan
    from app.ui.paper.pages import Pages
    from app.ui.workspace import Workspace

_FOLDER = "import/comparison"
_TITLE = "修订对照表"


class ComparisonBar(QWidget):
    """打印对照表 and 导出对照表, for a list that revises one held.

    Attributes:
        notice: says where the files went; placed by the step.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._plan: ImportPlan | None = None
        self.notice = WrittenNotice()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        self.print_button = button("打印对照表…", self.print, icon_name="print")
        self.export_button = button("导出对照表…", self.export, icon_name="export")
        self.print_button.setToolTip("逐项列出新增、修改、取消的任务，原文与新文对照")
        self.export_button.setToolTip("存为Excel和PDF各一份")
        fill(layout, self.print_button, self.export_button)

    def show_plan(self, plan: ImportPlan) -> None:
        """Offer the comparison of a plan; a new list has nothing to be compared with."""
        if self._plan is None or self._plan.draft_list is not plan.draft_list:
            self.notice.hide()
        self._plan = plan
        self.setVisible(plan.list_id is not None)

    def export(self) -> None:
        """Write workbook and PDF into a folder the clerk picks, and say where they are."""
        plan = self._plan
        start = self._workspace.memory.text(_FOLDER, str(Path.home()))
        name = ask_folder(self, start) if plan else ""
        if plan is None or not name:
            return
        self._workspace.memory.keep(_FOLDER, name)
        run_service(
            self,
            self._workspace,
            lambda _monitor: write_comparison(plan, Path(name), on=today()),
            done=self._on_written,
            title="正在写修订对照表…",
            changes=False,
        )

    def print(self) -> None:
        """Print it; on a machine without a printer the clerk is told what to do instead."""
        plan = self._plan
        if plan is None:
            return

        def carry_out() -> str:
            return print_pages(_pages(plan), title=_TITLE, parent=self)

        if act(self, self._workspace, carry_out, say="", changes=False):
            self._workspace.say("修订对照表已送打印机。")

    def _on_written(self, paths: tuple[Path, Path]) -> None:
        folder = paths[0].parent
        self.notice.tell(f"已导出到 {folder}：{paths[0].name}，{paths[1].name}", folder)
        self._workspace.say("已导出修订对照表（Excel 和 PDF）。")


def ask_folder(parent: QWidget, start: str) -> str:
    """The folder to export to, empty when the clerk thought better of it."""
    return QFileDialog.getExistingDirectory(parent, "导出到哪个文件夹", start)


def _pages(plan: ImportPlan) -> Pages:
    grid = comparison_grid(plan, on=today())
    return PdfPages(render_pdf(grid)) if HAS_PDF else GridPages(grid)
