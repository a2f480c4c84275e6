"""Pages sent to a printer: which of them, how often, on which paper."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle
from app.reports.pagesetup import PageSetup
from app.reports.rendering.pdf import render_pdfs
from app.ui.paper.pages import PdfPages, pdf_file
from app.ui.paper.printing import make_printer, paint_pages, paper_for

_Id = QPageSize.PageSizeId
_A3, _A4, _A5 = (QPageSize(one) for one in (_Id.A3, _Id.A4, _Id.A5))
_POINT = QPageSize.Unit.Point


def _sheet(paper: str, *, landscape: bool) -> Grid:
    setup = PageSetup(paper=paper, landscape=landscape)
    cell = GridCell(1, 1, "打印试页", style=CellStyle(border=THIN_BORDER, fill="808080"))
    return Grid("试页", (cell,), (setup.block_width,), (60.0,), page=setup)


@pytest.fixture(scope="module")
def pages(qapp: QApplication) -> PdfPages:
    """An upright A4, a lying A3, an upright A3 and a lying A4 page."""
    kinds = (("A4", False), ("A3", True), ("A3", False), ("A4", True))
    return PdfPages(render_pdfs([_sheet(paper, landscape=way) for paper, way in kinds]))


@pytest.fixture
def printer(pages: PdfPages, tmp_path: Path) -> QPrinter:
    made = make_printer(pages, title="试页")
    made.setResolution(96)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "out.pdf"))
    return made


def _boxes(printer: QPrinter) -> list[tuple[int, int]]:
    boxes = [page.mediabox for page in pypdf.PdfReader(printer.outputFileName()).pages]
    return [(round(float(box.width)), round(float(box.height))) for box in boxes]


def test_each_page_lies_on_its_own_paper(pages: PdfPages, printer: QPrinter) -> None:
    assert paint_pages(pages, printer) == ()
    wanted = [(595, 842), (1191, 842), (842, 1191), (842, 595)]
    for (wide, high), (width, height) in zip(_boxes(printer), wanted, strict=True):
        assert abs(wide - width) <= 2
        assert abs(high - height) <= 2


def test_ranges_are_kept_to(pages: PdfPages, printer: QPrinter) -> None:
    printer.setPageRanges(QPageRanges.fromString("1,3-4"))
    paint_pages(pages, printer)
    assert [wide > high for wide, high in _boxes(printer)] == [False, False, True]


def test_large_pages_are_drawn_smaller_where_the_paper_is_smaller(
    pages: PdfPages, printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "supportedPageSizes", lambda _: [_A5, _A4])
    assert paint_pages(pages, printer) == (1, 2)
    assert [wide > high for wide, high in _boxes(printer)] == [False, True, False, True]
    assert all(max(box) <= 844 for box in _boxes(printer))
    # Reduced, not cut: the cell still begins and ends inside the paper.
    shown = pdf_file(Path(printer.outputFileName())).image(1, 400)
    grey = _grey_columns(shown)
    assert 0 < min(grey) < 30
    assert 370 < max(grey) < 399


def _grey_columns(shown: QImage) -> list[int]:
    row = shown.height() // 7
    return [at for at in range(shown.width()) if shown.pixelColor(at, row).lightness() < 200]


@pytest.mark.parametrize(
    ("wanted", "papers", "found"),
    [
        (_A3, [], _A3),
        (_A3, [_A3, _A4], _A3),
        (_A3, [_A4, _A5], _A4),
        (_A5, [_A4, _A3], _A4),
    ],
)
def test_the_paper_for_a_page(wanted: QPageSize, papers: list[QPageSize], found: QPageSize) -> None:
    chosen = paper_for(QSizeF(wanted.size(_POINT)), papers)
    assert chosen.isEquivalentTo(found) or chosen.sizePoints() == found.sizePoints()
