"""Pages leave the window: as files, and on a printer page by page."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from app.errors import UserError
from app.models.database import Ledger
from app.ui.filing import desk
from app.ui.pages.returns import ReturnsPage
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import pdf_file
from app.ui.paper.printing import make_printer, paint_pages, print_pages
from app.ui.workspace import Saying
from tests.ledgers import a_task
from tests.ui.returns.hands import darkness


def test_export_writes_both_files_and_remembers_the_folder(
    page: ReturnsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    asked: list[str] = []

    def ask(_parent: object, _caption: str, start: str) -> str:
        asked.append(start)
        return str(folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    page.export()
    page.export()
    assert {path.suffix for path in folder.iterdir()} == {".xlsx", ".pdf"}
    assert asked[1] == str(folder)
    assert str(folder) in page.notice.words


def test_without_a_printer_it_says_so(page: ReturnsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    assert page.print_page()
    assert told == [
        Saying("这台电脑没有可用的打印机；请先导出 PDF，再到连有打印机的电脑上打印。", fault=True)
    ]
    with pytest.raises(UserError, match="没有可用的打印机"):
        print_pages(page.pages, title="报表", parent=page)


def test_what_is_printed_fills_its_own_paper(page: ReturnsPage, tmp_path: Path) -> None:
    printer = make_printer(page.pages, title="报表")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paint_pages(page.pages, printer)
    read = pypdf.PdfReader(tmp_path / "out.pdf")
    assert len(read.pages) == page.pages.count
    box = read.pages[0].mediabox
    size = page.pages.size(0)
    assert abs(float(box.width) - size.width()) < 2
    assert abs(float(box.height) - size.height()) < 2
    assert darkness(pdf_file(tmp_path / "out.pdf").image(0, 600)) > 20


def test_a_range_and_copies_are_printed(page: ReturnsPage, ledger: Ledger, tmp_path: Path) -> None:
    for number in range(40):
        a_task(ledger, 1, f"任务{number}：" + "完成整治并通过验收。" * 6, serial=str(100 + number))
    page.workspace.tell_changed()
    assert page.pages.count > 3
    for place, (first, last, copies, sheets) in enumerate(
        ((2, 3, 1, 2), (2, 3, 2, 4), (0, 0, 1, page.pages.count), (3, 999, 1, page.pages.count - 2))
    ):
        printer = make_printer(page.pages, title="报表")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        out = tmp_path / f"{place}.pdf"
        printer.setOutputFileName(str(out))
        printer.setResolution(72)  # which pages come out is asked here, not how they look
        printer.setFromTo(first, last)
        printer.setCopyCount(copies)
        paint_pages(page.pages, printer)
        assert len(pypdf.PdfReader(out).pages) == sheets


def test_without_the_pdf_part_the_grid_is_drawn(
    page: ReturnsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "HAS_PDF", False)
    page.refresh()
    assert isinstance(page.pages, GridPages)
    assert page.pages.count >= 1
    assert darkness(page.pages.image(0, 600)) > 20
