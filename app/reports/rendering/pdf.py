"""Draws a Page grid as a PDF with embedded typefaces, the same bytes for the same grid."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from app.reports.grid import Grid
from app.reports.looks import Font, TextRun
from app.reports.pagesetup import HeadPicture
from app.reports.rendering.drawing import draw_boxes
from app.reports.rendering.fonts import FontSet, installed_fonts
from app.reports.rendering.lettering import ASCENT, Letters, registered
from app.reports.rendering.pageheads import head_lines
from app.reports.rendering.placing import Layout, lay_out
from app.reports.rendering.setting import POINTS_PER_MM
from app.reports.rendering.sketching import draw_over
from app.reports.sketches import Picture

_FOOTER_SIZE = 10.5
_HEAD_SIZE, _HEAD_PITCH = 10.5, 1.17
_ANNEX_FOOTER_SIZE = 14.0
_ANNEX_FOOTER_GAP_MM = 7.0
_PRODUCER = "攻坚台账"


def render_pdf(grid: Grid, fonts: FontSet | None = None) -> bytes:
    """The grid as a PDF.

    Args:
        grid: what to print.
        fonts: the typefaces to use, those of this machine by default.

    Raises:
        UserError: no Chinese typeface that can be embedded was found.
    """
    return render_pdfs((grid,), fonts)


def render_pdfs(grids: Sequence[Grid], fonts: FontSet | None = None) -> bytes:
    """Several grids as one PDF, each beginning a page of its own paper and numbering.

    Raises:
        UserError: no Chinese typeface that can be embedded was found.
    """
    fonts = fonts or installed_fonts()
    layouts = [lay_out(grid, fonts.width) for grid in grids]
    stream = BytesIO()
    canvas = _canvas(stream, grids[0], fonts)
    count, through = sum(len(layout.pages) for layout in layouts), 0
    for grid, layout, number in _in_order(grids, layouts):
        canvas.setPageSize(_paper(grid))
        if number == 1 and grid.page.first_number:
            through = grid.page.first_number - 1
        through += 1
        page = _Page(canvas, grid, fonts, layout, number)
        page.draw()
        page.write_around(through, count)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _in_order(
    grids: Sequence[Grid], layouts: Sequence[Layout]
) -> Iterator[tuple[Grid, Layout, int]]:
    """Every page by its number in its grid: grids after each other, those beside in turn."""
    groups: list[list[tuple[Grid, Layout]]] = []
    for grid, layout in zip(grids, layouts, strict=True):
        if not (groups and grid.is_beside):
            groups.append([])
        groups[-1].append((grid, layout))
    for group in groups:
        for number in range(1, max(len(layout.pages) for _, layout in group) + 1):
            for grid, layout in group:
                if number <= len(layout.pages):
                    yield grid, layout, number


def render_page(grid: Grid, layout: Layout, page: int) -> bytes:
    """One page of a grid that is laid out already, counted from 0, as a PDF of its own.

    Raises:
        UserError: no Chinese typeface that can be embedded was found.
    """
    fonts, stream = installed_fonts(), BytesIO()
    canvas = _canvas(stream, grid, fonts)
    drawn = _Page(canvas, grid, fonts, layout, page + 1)
    drawn.draw()
    drawn.write_around(page + 1, len(layout.pages))
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _canvas(stream: BytesIO, grid: Grid, fonts: FontSet) -> Canvas:
    # Without a first font of our own every page would name Helvetica, which is not embedded.
    first: Any = registered(fonts.typeface(Font.SONG))
    canvas = Canvas(
        stream, pagesize=_paper(grid), pageCompression=1, invariant=1, initialFontName=first
    )
    _describe(canvas, grid)
    return canvas


def _paper(grid: Grid) -> tuple[float, float]:
    """The page's width and height in points."""
    width, height = grid.page.size
    return width * POINTS_PER_MM, height * POINTS_PER_MM


def _describe(canvas: Canvas, grid: Grid) -> None:
    """The document's properties: its title and the program, nothing of the clerk or the machine."""
    canvas.setTitle(grid.title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator(_PRODUCER)
    canvas.setProducer(_PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")


class _Page:
    """Draws one page."""

    def __init__(
        self, canvas: Canvas, grid: Grid, fonts: FontSet, layout: Layout, number: int
    ) -> None:
        self._canvas: Any = canvas
        self._grid = grid
        self._fonts = fonts
        self._layout = layout
        self._number = number
        self._letters = Letters(canvas, fonts)
        self._margins = grid.page.margins_of(number)

    def draw(self) -> None:
        """The boxes first, then the page number outside their frame."""
        canvas = self._canvas
        boxes = self._layout.pages[self._number - 1]
        height = self._grid.page.size[1]
        canvas.saveState()
        canvas.translate(
            self._margins.left * POINTS_PER_MM, (height - self._margins.top) * POINTS_PER_MM
        )
        canvas.scale(self._layout.scale, self._layout.scale)
        canvas.translate(self._layout.indent, -self._layout.drops[self._number - 1])
        draw_boxes(canvas, boxes, self._letters)
        draw_over(canvas, self._layout.pictures[self._number - 1], self._letters)
        canvas.restoreState()
        if self._grid.page.mode == "annex":
            self._number_annex()
        elif self._grid.page.mode == "report":
            self._number_report()

    def write_around(self, page: int, count: int) -> None:
        """A form's own header and footer; they number the pages of all sheets through.

        Args:
            page: the page's number in the document.
            count: how many pages it has.
        """
        heads = self._grid.page.heads_of(self._number, page)
        for picture in heads.pictures:
            self._draw_head_picture(picture)
        for texts, below in ((heads.header, False), (heads.footer, True)):
            parts = [[*head_lines(text, page, count)] if text else [] for text in texts]
            self._write_parts(parts, below=below)

    def _draw_head_picture(self, picture: HeadPicture) -> None:
        """A picture hangs from the header's edge or stands on the footer's."""
        page, margins = self._grid.page, self._margins
        spare = page.size[0] - margins.left - margins.right - picture.width
        left = margins.left + (0.0, spare / 2, spare)[picture.part]
        edge = page.edges[picture.is_below]
        top = page.size[1] - edge - picture.height if picture.is_below else edge
        shown = Picture(1, left, top, picture.width, picture.height, picture.content)
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(0, page.size[1] * POINTS_PER_MM)
        draw_over(canvas, [(left * POINTS_PER_MM, top * POINTS_PER_MM, shown)], self._letters)
        canvas.restoreState()

    def _write_parts(self, parts: Sequence[Sequence[Sequence[TextRun]]], *, below: bool) -> None:
        page, margins = self._grid.page, self._margins
        left, right = margins.left * POINTS_PER_MM, (page.size[0] - margins.right) * POINTS_PER_MM
        edge = page.edges[below] * POINTS_PER_MM
        for place, lines in enumerate(parts):
            heights = [max((run.size for run in line), default=_HEAD_SIZE) for line in lines]
            top = page.size[1] * POINTS_PER_MM - edge - sum(heights[:1])
            y = edge + sum(heights[1:]) * _HEAD_PITCH if below else top
            for line, height in zip(lines, heights, strict=True):
                spare = right - left - self._letters.width(line)
                x = left + (0.0, spare / 2, spare)[place]
                self._letters.write_runs(line, x, y)
                y -= height * _HEAD_PITCH

    def _number_report(self) -> None:
        """第1页 共2页, in the middle of the bottom margin."""
        words = f"第{self._number}页 共{len(self._layout.pages)}页"
        width = self._fonts.width(words, Font.SONG) * _FOOTER_SIZE
        margins = self._margins
        middle = (self._grid.page.size[0] + margins.left - margins.right) / 2 * POINTS_PER_MM
        y = margins.bottom / 2 * POINTS_PER_MM - _FOOTER_SIZE / 2
        self._letters.write(words, middle - width / 2, y, Font.SONG, _FOOTER_SIZE, bold=False)

    def _number_annex(self) -> None:
        """— 1 — in 四号 at the outer side, 7 mm below the block (GB/T 9704-2012, 7.5).

        On a landscape page it stands where the portrait page has it: at the left, turned.
        """
        words = f"— {self._number} —"
        size, margins = _ANNEX_FOOTER_SIZE, self._margins
        width = self._fonts.width(words, Font.SONG) * size
        page_width, page_height = (side * POINTS_PER_MM for side in self._grid.page.size)
        gap = _ANNEX_FOOTER_GAP_MM * POINTS_PER_MM + size * ASCENT
        is_odd = self._number % 2 == 1
        canvas = self._canvas
        canvas.saveState()
        if self._grid.page.landscape:
            canvas.translate(0, page_height)
            canvas.rotate(-90)
            across, before, after, below = page_height, margins.top, margins.bottom, margins.left
        else:
            across, before, after, below = page_width, margins.left, margins.right, margins.bottom
        right = across - after * POINTS_PER_MM - size - width
        x = right if is_odd else before * POINTS_PER_MM + size
        self._letters.write(words, x, below * POINTS_PER_MM - gap, Font.SONG, size, bold=False)
        canvas.restoreState()
