"""Printing of pages: which printer, which pages, and a clear word when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog

from app.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.ui.paper.pages import Pages

_MOST_DOTS = 300
# Points a printer's paper may differ from a page and still be called the same.
_NEAR = 6.0
_AS_LARGE = 0.98
_MOST_NAMED = 6
_Option = QPrintDialog.PrintDialogOption


def print_pages(pages: Pages, *, title: str, parent: QWidget) -> str:
    """Ask for a printer and print: what to say then; empty when the clerk thought better of it.

    Raises:
        UserError: ``no_printer``, or ``printing_failed``.
    """
    if not QPrinterInfo.availablePrinterNames():
        message = "这台电脑没有可用的打印机；请先导出 PDF，再到连有打印机的电脑上打印。"
        raise UserError("no_printer", message)
    printer = make_printer(pages, title=title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, pages.count)
    for option in (_Option.PrintPageRange, _Option.PrintCollateCopies):
        dialog.setOption(option)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return ""
    return _sent(paint_pages(pages, printer))


def _sent(smaller: tuple[int, ...]) -> str:
    """That the pages are on their way, and which came out smaller than they are."""
    if not smaller:
        return "已送打印。"
    pages = "、".join(str(page + 1) for page in smaller[:_MOST_NAMED])
    more = f"等 {len(smaller)} 页" if len(smaller) > _MOST_NAMED else "页"
    return f"已送打印；打印机没有原来的纸张，第 {pages} {more}已缩小到现有纸张。"


def make_printer(pages: Pages, *, title: str) -> QPrinter:
    """A printer set to the pages' own paper, without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(_layout_of(pages, 0, ()))
    return printer


def paint_pages(pages: Pages, printer: QPrinter) -> tuple[int, ...]:
    """Paint the pages asked for, as often as asked for, each on its own sheet of paper.

    A page larger than any paper the printer has is drawn smaller; those pages, from 0, are told.

    Raises:
        UserError: ``printing_failed``: the printer did not take the job.
    """
    wanted = _pages_wanted(printer, pages.count)
    painter, smaller = QPainter(), set[int]()
    papers = QPrinterInfo(printer).supportedPageSizes()
    printer.setPageLayout(_layout_of(pages, wanted[0], papers))
    if not painter.begin(printer):
        message = "打印机没有响应；请检查打印机是否开机、有纸，然后再试。"
        raise UserError("printing_failed", message)
    dots = min(printer.resolution(), _MOST_DOTS)
    for place, page in enumerate(wanted):
        if place:
            printer.setPageLayout(_layout_of(pages, page, papers))
            printer.newPage()
        if _paint_page(pages, page, printer, painter, dots) < _AS_LARGE:
            smaller.add(page)
    painter.end()
    return tuple(sorted(smaller))


def _pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages from 0 in the order they come out; copies too where the printer makes none."""
    ranges = printer.pageRanges()
    chosen = [page for page in range(count) if ranges.isEmpty() or ranges.contains(page + 1)]
    chosen = chosen or [count - 1]
    if printer.supportsMultipleCopies() or printer.copyCount() < 2:
        return chosen
    if printer.collateCopies():
        return chosen * printer.copyCount()
    return [page for page in chosen for _ in range(printer.copyCount())]


def _layout_of(pages: Pages, page: int, papers: Sequence[QPageSize]) -> QPageLayout:
    """The paper of a page: its size, as far as the printer has it, and which way it lies."""
    size = pages.size(page)
    landscape = size.width() > size.height()
    upright = paper_for(size.transposed() if landscape else size, papers)
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(upright, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def paper_for(wanted: QSizeF, papers: Sequence[QPageSize]) -> QPageSize:
    """The paper for an upright page in points.

    Args:
        wanted: the page.
        papers: those the printer has; none when it takes any.

    Returns:
        The page's own size, else the smallest that holds it, else the largest there is.
    """
    own = QPageSize(wanted, QPageSize.Unit.Point)
    if not papers or any(one.isEquivalentTo(own) or _is_as_large(one, wanted) for one in papers):
        return own
    sizes = sorted(papers, key=lambda one: _extent(one.size(QPageSize.Unit.Point)))
    return next((one for one in sizes if _holds(one, wanted)), sizes[-1])


def _extent(size: QSizeF) -> float:
    return size.width() * size.height()


def _is_as_large(paper: QPageSize, wanted: QSizeF) -> bool:
    size = paper.size(QPageSize.Unit.Point)
    aside = (abs(size.width() - wanted.width()), abs(size.height() - wanted.height()))
    return max(aside) <= _NEAR


def _holds(paper: QPageSize, wanted: QSizeF) -> bool:
    size = paper.size(QPageSize.Unit.Point)
    return size.width() >= wanted.width() - _NEAR and size.height() >= wanted.height() - _NEAR


def _paint_page(pages: Pages, page: int, printer: QPrinter, painter: QPainter, dots: int) -> float:
    """Paint a page in the middle of its paper, at most as large as it is; how large that was."""
    own = pages.size(page)
    image = pages.image(page, round(own.width() / 72 * dots))
    paper = printer.paperRect(QPrinter.Unit.DevicePixel).size()
    life = own * (printer.resolution() / 72)
    scale = min(1.0, paper.width() / life.width(), paper.height() / life.height())
    wide, high = life.width() * scale, life.height() * scale
    left, top = (paper.width() - wide) / 2, (paper.height() - high) / 2
    painter.drawImage(QRectF(left, top, wide, high), image)
    return scale
