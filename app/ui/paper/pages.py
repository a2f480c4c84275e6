"""Pages that can be shown and printed: of a PDF, or drawn from the Page grid without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from app.errors import UserError

try:
    from PySide6.QtPdf import QPdfDocument
except ImportError:  # the preview is an optional part; the grid is drawn instead
    HAS_PDF = False
else:
    HAS_PDF = True

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Pages(Protocol):
    """A document as pages; sizes are points (1/72 inch)."""

    @property
    def count(self) -> int:
        """How many pages there are."""

    def size(self, page: int) -> QSizeF:
        """Width and height of a page, counted from 0."""

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture ``width`` pixels wide."""


class NoPages:
    """Nothing to show yet."""

    count = 0

    def size(self, page: int) -> QSizeF:
        """No size."""
        return QSizeF()

    def image(self, page: int, width: int) -> QImage:
        """No picture."""
        return QImage()


class RestingPages:
    """Pages let go while out of sight: their sizes stay, and so the place in view."""

    def __init__(self, pages: Pages) -> None:
        self._sizes = tuple(pages.size(page) for page in range(pages.count))

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        return self._sizes[page]

    def image(self, page: int, width: int) -> QImage:
        """White paper, until the pages are laid out again."""
        size = self.size(page)
        paper = QImage(
            width, max(1, round(width * size.height() / size.width())), QImage.Format.Format_RGB32
        )
        paper.fill(Qt.GlobalColor.white)
        return paper


class PdfPages:
    """The pages of a PDF.

    Raises:
        UserError: ``pdf_unreadable``.
    """

    def __init__(self, content: bytes) -> None:
        self._content = QByteArray(content)
        self._buffer = QBuffer(self._content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Ready:
            details = str(self._document.error())
            raise UserError(
                "pdf_unreadable", "这份 PDF 打不开；请重新生成后再看。", details=details
            )

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        return self._document.pagePointSize(page)

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture ``width`` pixels wide, on white."""
        size = self.size(page)
        height = max(1, round(width * size.height() / size.width()))
        drawn = self._document.render(page, QSize(width, height))
        paper = QImage(width, height, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return paper


class JoinedPages:
    """Several papers one behind the other, such as the sheets of a district's form."""

    def __init__(self, papers: Sequence[Pages]) -> None:
        self._pages = [(paper, own) for paper in papers for own in range(paper.count)]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        paper, own = self._pages[page]
        return paper.size(own)

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture ``width`` pixels wide."""
        paper, own = self._pages[page]
        return paper.image(own, width)


def pdf_file(path: Path) -> PdfPages:
    """The pages of a PDF file.

    Raises:
        UserError: ``not_found`` or ``pdf_unreadable``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"找不到“{path}”；请检查台账文件夹是否完整，或从备份恢复。"
        raise UserError("not_found", message, details=repr(error)) from error
    return PdfPages(content)
