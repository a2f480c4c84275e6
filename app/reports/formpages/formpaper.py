"""The paper a form's sheet is printed on: its size, margins and scale, what each page repeats."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.reports.formpages.formheadings import HEADING_HEIGHT, HEADING_WIDTH
from app.reports.formpages.formsize import Sizes, title_rows
from app.reports.pagesetup import Margins, PageSetup
from app.reports.rendering.pageheads import HeadWords, heads_of

_MM_PER_INCH = 25.4
_LEAST_SCALE = 0.1
_SAVING = 0.98
# A sheet wider than its page is drawn whole while its type can still be read, else divided.
_LEAST_WHOLE = 0.6
_PAPERS = {
    1: "Letter", 5: "Legal", 8: "A3", 9: "A4", 11: "A5", 12: "B4", 13: "B5", 93: "16K",
}  # fmt: skip


class SheetPaper:
    """The paper for some rows and columns of a sheet.

    Args:
        sheet: the sheet.
        sizes: how large its rows and columns are.
        rows: those shown.
        columns: those shown.
    """

    def __init__(
        self, sheet: Any, sizes: Sizes, rows: Sequence[int], columns: Sequence[int]
    ) -> None:
        self._sheet, self._sizes, self._rows, self._columns = sheet, sizes, rows, columns
        is_headed = bool(sheet.print_options.headings)
        self._beside, self._above = (HEADING_WIDTH, HEADING_HEIGHT) if is_headed else (0.0, 0.0)

    @property
    def _wide(self) -> float:
        """How wide all is that a page shows."""
        return self._beside + sum(self._sizes.width(column) for column in self._columns)

    def repeats(self) -> tuple[int, int] | None:
        """The first and last of the shown rows that are printed again, counted from 1."""
        told = title_rows(self._sheet)
        rows = [at for at, row in enumerate(self._rows, 1) if row in told]
        return (rows[0], rows[-1]) if rows else None

    def setup(self, words: HeadWords) -> PageSetup:
        """The page as the sheet sets it up.

        Args:
            words: what headers name that stands on no sheet.
        """
        setup, margins = self._sheet.page_setup, self._sheet.page_margins
        sides = (margins.top, margins.right, margins.bottom, margins.left)
        heads, first, even = heads_of(self._sheet, words)
        page = PageSetup(
            paper=_PAPERS.get(int(setup.paperSize or 9), "A4"),
            landscape=setup.orientation == "landscape",
            margins=Margins(*(float(side) * _MM_PER_INCH for side in sides)),
            mode="bare",
            centred=bool(self._sheet.print_options.horizontalCentered),
            middle=bool(self._sheet.print_options.verticalCentered),
            header=heads.header,
            footer=heads.footer,
            edges=(
                float(margins.header or 0) * _MM_PER_INCH,
                float(margins.footer or 0) * _MM_PER_INCH,
            ),
            first_heads=first,
            even_heads=even,
            first_number=int(setup.firstPageNumber or 0) if setup.useFirstPageNumber else 0,
        )
        return replace(page, scale=self._scale(page))

    def _scale(self, page: PageSetup) -> float:
        """How large the sheet is drawn, in whole per cent, as office programs reckon it."""
        setup = self._sheet.page_setup
        margins = page.margins
        width, height = page.block_width, page.size[1] - margins.top - margins.bottom
        across = width / max(1.0, self._wide)
        if not self._sheet.sheet_properties.pageSetUpPr.fitToPage:
            # A sheet too wide for its page would go on beside it: rather smaller, and whole.
            return min(float(setup.scale or 100) / 100, across)
        fits = [1.0]
        if _pages(setup.fitToWidth):
            fits.append(across * _pages(setup.fitToWidth))
        if _pages(setup.fitToHeight):
            high = self._above + sum(self._sizes.height(row) for row in self._rows)
            down = height / max(1.0, high)
            fits.append(down * _pages(setup.fitToHeight))
        scale = max(_LEAST_SCALE, math.floor(min(fits) * 100) / 100)
        if _pages(setup.fitToHeight) == 0:
            # An almost empty last page is saved by a slightly smaller scale.
            smaller = math.floor(scale * _SAVING * 100) / 100
            if self._page_count(height / smaller) < self._page_count(height / scale):
                return smaller
        return scale

    def _page_count(self, height: float) -> int:
        """How many pages of a height the rows take, with the heads that are printed again."""
        repeat = self.repeats() or (0, -1)
        heights = [self._sizes.height(row) for row in self._rows]
        head = sum(heights[repeat[0] - 1 : repeat[1]]) if repeat[0] else 0.0
        height -= self._above
        pages, left = 1, height
        for at, row in enumerate(heights, 1):
            if row > left and left < height:
                pages, left = pages + 1, height - (head if at > repeat[1] else 0.0)
            left -= row
        return pages

    def room_across(self, page: PageSetup) -> float:
        """The width of sheet one page takes, or no end when it is drawn whole."""
        if self._sheet.sheet_properties.pageSetUpPr.fitToPage:
            return math.inf
        wanted = float(self._sheet.page_setup.scale or 100) / 100
        if page.block_width / max(1.0, self._wide) >= wanted * _LEAST_WHOLE:
            return math.inf
        return page.block_width / wanted - self._beside


def _pages(count: object) -> int:
    """How many pages a sheet is to fit; 0 for as many as it takes, one when nothing is said."""
    return 1 if count is None else int(str(count))
