"""The pages of a grid laid out, each drawn as a PDF when it is first looked at and then let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF

from app.reports.rendering.pdf import render_page
from app.reports.rendering.setting import POINTS_PER_MM
from app.ui.paper.pages import PdfPages

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from app.reports.grid import Grid
    from app.reports.rendering.placing import Layout


class LaidPages:
    """Pages as they will be printed, without the whole PDF: a large return has hundreds.

    Args:
        grid: what is printed.
        layout: where it stands on its pages.
        first: the first page as a PDF, if it has been drawn beside the window.
    """

    def __init__(self, grid: Grid, layout: Layout, first: bytes = b"") -> None:
        self._grid, self._layout, self._first = grid, layout, first

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._layout.pages)

    def size(self, page: int) -> QSizeF:
        """Width and height of the paper in points; all pages have the same."""
        width, height = self._grid.page.size
        return QSizeF(width * POINTS_PER_MM, height * POINTS_PER_MM)

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture ``width`` pixels wide."""
        drawn = self._first if page == 0 else b""
        return PdfPages(drawn or render_page(self._grid, self._layout, page)).image(0, width)
