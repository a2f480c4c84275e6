"""交办单 on paper: shown as they will be printed, printed, or saved as PDF and workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from app.reports.rendering.pdf import render_pdfs
from app.services.supervision.assignments_paper import assignment_pages, write_assignments
from app.ui.controls import button, label, row
from app.ui.filing.notice import WrittenNotice
from app.ui.operations import act, run_service
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import HAS_PDF, PdfPages
from app.ui.paper.pane import PaperPane
from app.ui.paper.printing import print_pages
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QImage

    from app.reports.grid import Grid
    from app.ui.paper.pages import Pages
    from app.ui.workspace import Workspace

_FOLDER = "assignments/folder"
_ZOOM = 100


class OrderPaper(QWidget):
    """One or several orders, one after the other, with 打印 and 导出.

    Attributes:
        orders: the orders in view, by record number.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.orders: tuple[int, ...] = ()
        self._pages: Pages | None = None
        self.words = label("", "heading")
        self.print_button = button("打印…", self.print, icon_name="print")
        self.export_button = button("导出…", self.export, icon_name="export")
        self.export_button.setToolTip("存为 PDF 和 Excel")
        self.apart = QCheckBox("每家单位一个文件")
        self.notice = WrittenNotice()
        self.pane = PaperPane()
        self.pane.view.setAccessibleName("交办单预览")
        self.pane.view.set_zoom(_ZOOM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(row(self.words, None, self.apart, self.export_button, self.print_button))
        column.addWidget(self.notice)
        column.addWidget(self.pane, 1)

    def show_orders(self, orders: tuple[int, ...], words: str = "") -> None:
        """Set the orders in the background and show them."""
        self.orders, self._pages = orders, None
        self.notice.hide()
        self.words.setText(words or f"交办单 {len(orders)} 份")
        self.apart.setVisible(len(orders) > 1)
        self.print_button.setEnabled(False)
        self.pane.say("正在排版…")
        ledger, day = self._workspace.ledger, self._workspace.as_of
        run_service(
            self,
            self._workspace,
            lambda _monitor: _set(assignment_pages(ledger, orders, as_of=day)),
            done=lambda made: self._on_set(orders, made),
            title="正在排版交办单…",
            changes=False,
        )

    def print(self) -> bool:
        """Print what is shown; without a printer the clerk is told what to do instead."""
        pages = self._pages
        if pages is None:
            return False
        done = act(
            self,
            self._workspace,
            lambda: print_pages(pages, title="交办单", parent=self),
            say="",
            changes=False,
        )
        if done:
            self._workspace.say("交办单已送打印机。")
        return True

    def export(self) -> None:
        """Write the orders into a folder the clerk picks, and say where they are."""
        start = self._workspace.memory.text(_FOLDER, str(Path.home()))
        name = QFileDialog.getExistingDirectory(self, "导出到哪个文件夹", start)
        if name:
            self._workspace.memory.keep(_FOLDER, name)
            self.write_to(Path(name))

    def write_to(self, folder: Path) -> None:
        """Write the orders into a folder, together or a file each."""
        ledger, day = self._workspace.ledger, self._workspace.as_of
        orders, apart = self.orders, self.apart.isChecked() and self.apart.isVisibleTo(self)
        run_service(
            self,
            self._workspace,
            lambda _monitor: write_assignments(ledger, orders, folder, as_of=day, apart=apart),
            done=self._on_written,
            title="正在写交办单…",
            say="",
            changes=False,
        )

    def _on_set(self, orders: tuple[int, ...], made: tuple[bytes, tuple[Grid, ...]]) -> None:
        if orders != self.orders:
            return  # others were asked for meanwhile
        content, grids = made
        self._pages = PdfPages(content) if HAS_PDF else JoinedPages(grids)
        self.pane.say("")
        self.pane.show_pages(self._pages)
        self.print_button.setEnabled(True)

    def _on_written(self, paths: tuple[Path, ...]) -> None:
        folder = paths[0].parent
        names = "，".join(path.name for path in paths[:2])
        more = f" 等 {len(paths)} 个文件" if len(paths) > 2 else ""
        self.notice.tell(f"已导出到 {folder}：{names}{more}", folder)


class JoinedPages:
    """The pages of several grids as one document, where no PDF part is installed."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        parts = [GridPages(grid) for grid in grids]
        self._places = [(part, page) for part in parts for page in range(part.count)]

    @property
    def count(self) -> int:
        """How many pages there are in all."""
        return len(self._places)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        part, place = self._places[page]
        return part.size(place)

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture."""
        part, place = self._places[page]
        return part.image(place, width)


def _set(grids: tuple[Grid, ...]) -> tuple[bytes, tuple[Grid, ...]]:
    """The orders as one PDF for the preview, and their grids where there is no PDF to show."""
    return render_pdfs(grids) if HAS_PDF else b"", grids
