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
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    paint_pages(pages, printer)
    return True


def make_printer(pages: Pages, *, title: str) -> QPrinter:
    """A printer set to the pages' own paper, without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    size = pages.size(0)
    landscape = size.width() > size.height()
    upright = size.transposed() if landscape else size
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(turned)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    return printer


def paint_pages(pages: Pages, printer: QPrinter) -> None:
    """Paint the pages asked for, each filling its sheet of paper.

    Raises:
        UserError: ``printing_failed``: the printer did not take the job.
    """
    first, last = printer.fromPage() or 1, printer.toPage() or pages.count
    painter = QPainter()
    if not painter.begin(printer):
        message = "打印机没有响应；请检查打印机是否开机、有纸，然后再试。"
        raise UserError("printing_failed", message)
    dots = min(printer.resolution(), _MOST_DOTS)
    for page in range(first - 1, min(last, pages.count)):
        if page > first - 1:
            printer.newPage()
        image = pages.image(page, round(pages.size(page).width() / 72 * dots))
        paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        paper.moveTo(0, 0)
        size = image.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    painter.end()
