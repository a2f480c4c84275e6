"""Printing of pages: which printer, which pages, and a clear word when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog

from app.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.paper.pages import Pages

_MOST_DOTS = 300
_Option = QPrintDialog.PrintDialogOption


def print_pages(pages: Pages, *, title: str, parent: QWidget) -> bool:
    """Ask for a printer and print; False when the clerk thought better of it.

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
        return False
    paint_pages(pages, printer)
    return True


def make_printer(pages: Pages, *, title: str) -> QPrinter:
    """A printer set to the pages' own paper, without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(_layout_of(pages, 0))
    return printer


def paint_pages(pages: Pages, printer: QPrinter) -> None:
    """Paint the pages asked for, as often as asked for, each filling its own sheet of paper.

    Raises:
        UserError: ``printing_failed``: the printer did not take the job.
    """
    wanted = _pages_wanted(printer, pages.count)
    painter = QPainter()
    printer.setPageLayout(_layout_of(pages, wanted[0]))
    if not painter.begin(printer):
        message = "打印机没有响应；请检查打印机是否开机、有纸，然后再试。"
        raise UserError("printing_failed", message)
    dots = min(printer.resolution(), _MOST_DOTS)
    for place, page in enumerate(wanted):
        if place:
            printer.setPageLayout(_layout_of(pages, page))
            printer.newPage()
        _paint_page(pages, page, printer, painter, dots)
    painter.end()


def _pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages from 0 in the order they come out; copies too where the printer makes none."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    first = min(max(first, 1), count)
    chosen = list(range(first - 1, max(min(last, count), first)))
    if printer.supportsMultipleCopies() or printer.copyCount() < 2:
        return chosen
    if printer.collateCopies():
        return chosen * printer.copyCount()
    return [page for page in chosen for _ in range(printer.copyCount())]


def _layout_of(pages: Pages, page: int) -> QPageLayout:
    """The paper of a page: its size and which way it lies."""
    size = pages.size(page)
    landscape = size.width() > size.height()
    upright = QPageSize(size.transposed() if landscape else size, QPageSize.Unit.Point)
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(upright, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _paint_page(pages: Pages, page: int, printer: QPrinter, painter: QPainter, dots: int) -> None:
    image = pages.image(page, round(pages.size(page).width() / 72 * dots))
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    paper.moveTo(0, 0)
    size = image.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
