"""Draws a Page grid as a PDF with embedded typefaces, the same bytes for the same grid."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import FontSet, Typeface, installed_fonts
from app.reports.grid import Border, Font, Grid, Line
from app.reports.placing import Box, Layout, lay_out
from app.reports.setting import PAD_X, POINTS_PER_MM

_WEIGHTS = {Line.HAIR: 0.25, Line.THIN: 0.5, Line.MEDIUM: 1.0, Line.THICK: 1.5}
# The part of the type size that a Chinese character stands above its baseline.
_ASCENT = 0.86
# The stroke that makes a light typeface pass for a bold one, by the type size.
_BOLD_STROKE = 0.028
_FOOTER_SIZE = 10.5
_ANNEX_FOOTER_SIZE = 14.0
_ANNEX_FOOTER_GAP_MM = 7.0
_PRODUCER = "攻坚台账"
# reportlab's font objects read their file as they are written out: one document at a time.
_drawing = Lock()


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
    with _drawing:
        # Without a first font of our own every page would name Helvetica, which is not embedded.
        first: Any = _registered(fonts.typeface(Font.SONG))
        canvas = Canvas(
            stream,
            pagesize=_paper(grids[0]),
            pageCompression=1,
            invariant=1,
            initialFontName=first,
        )
        _describe(canvas, grids[0])
        for grid, layout in zip(grids, layouts, strict=True):
            canvas.setPageSize(_paper(grid))
            for number in range(1, len(layout.pages) + 1):
                _Page(canvas, grid, fonts, layout, number).draw()
                canvas.showPage()
        canvas.save()
    return stream.getvalue()


def _paper(grid: Grid) -> tuple[float, float]:
    """The page's width and height in points."""
    width, height = grid.page.size
    return width * POINTS_PER_MM, height * POINTS_PER_MM


def _registered(face: Typeface) -> str:
    """The name under which reportlab finds the face."""
    registerFont(face.font)
    return face.font.fontName


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
        self._fill(boxes)
        self._rule(boxes)
        for box in boxes:
            self._write(box)
        canvas.restoreState()
        self._write_around(self._grid.page.header, below=False)
        self._write_around(self._grid.page.footer, below=True)
        if self._grid.page.mode == "annex":
            self._number_annex()
        elif self._grid.page.mode == "report":
            self._number_report()

    def _fill(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            if box.style.fill:
                self._canvas.setFillColor(HexColor(f"#{box.style.fill}"))
                bottom = -box.y - box.height
                self._canvas.rect(box.x, bottom, box.width, box.height, stroke=0, fill=1)
        self._canvas.setFillColor(black)

    def _rule(self, boxes: Iterable[Box]) -> None:
        self._canvas.setLineCap(2)
        weight = 0.0
        for box in boxes:
            for line, start, end in _sides(box, box.style.border):
                if _WEIGHTS[line] != weight:
                    weight = _WEIGHTS[line]
                    self._canvas.setLineWidth(weight)
                self._canvas.line(*start, *end)

    def _write(self, box: Box) -> None:
        text, style = box.text, box.style
        block = len(text.lines) * text.pitch
        lead = {"top": text.pad, "bottom": box.height - block - text.pad}
        top = box.y + lead.get(box.valign, (box.height - block) / 2)
        bold = style.bold or self._fonts.is_emboldened(style.font)
        for index, line in enumerate(text.lines):
            middle = top + (index + 0.5) * text.pitch
            baseline = -(middle - text.size / 2 + _ASCENT * text.size)
            self._write_line(line, self._start(box, line), baseline, style.font, text.size, bold)

    def _start(self, box: Box, line: str) -> float:
        if box.style.align == "left":
            return box.x + PAD_X
        spare = box.width - self._fonts.width(line, box.style.font) * box.text.size
        return box.x + (spare / 2 if box.style.align == "center" else spare - PAD_X)

    def _write_line(
        self, line: str, x: float, y: float, font: Font, size: float, bold: bool
    ) -> None:
        text = self._canvas.beginText(x, y)
        if bold:
            text.setTextRenderMode(2)
            self._canvas.setLineWidth(size * _BOLD_STROKE)
        for face, piece in self._fonts.runs(line, font):
            text.setFont(_registered(face), size)
            text.textOut(piece)
        if bold:
            text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def _write_around(self, texts: tuple[str, str, str], *, below: bool) -> None:
        """A form's own header or footer: left, middle and right."""
        page, margins = self._grid.page, self._margins
        count = str(len(self._layout.pages))
        left, right = margins.left, page.size[0] - margins.right
        for place, text in enumerate(texts):
            words = text.replace("&P", str(self._number)).replace("&N", count)
            width = self._fonts.width(words, Font.SONG) * _FOOTER_SIZE / POINTS_PER_MM
            x = (left, (left + right - width) / 2, right - width)[place]
            edge = page.edges[below] * POINTS_PER_MM
            y = edge if below else page.size[1] * POINTS_PER_MM - edge - _FOOTER_SIZE
            if words:
                self._write_line(words, x * POINTS_PER_MM, y, Font.SONG, _FOOTER_SIZE, bold=False)

    def _number_report(self) -> None:
        """第1页 共2页, in the middle of the bottom margin."""
        words = f"第{self._number}页 共{len(self._layout.pages)}页"
        width = self._fonts.width(words, Font.SONG) * _FOOTER_SIZE
        margins = self._margins
        middle = (self._grid.page.size[0] + margins.left - margins.right) / 2 * POINTS_PER_MM
        y = margins.bottom / 2 * POINTS_PER_MM - _FOOTER_SIZE / 2
        self._write_line(words, middle - width / 2, y, Font.SONG, _FOOTER_SIZE, bold=False)

    def _number_annex(self) -> None:
        """— 1 — in 四号 at the outer side, 7 mm below the block (GB/T 9704-2012, 7.5).

        On a landscape page it stands where the portrait page has it: at the left, turned.
        """
        words = f"— {self._number} —"
        size, margins = _ANNEX_FOOTER_SIZE, self._margins
        width = self._fonts.width(words, Font.SONG) * size
        page_width, page_height = (side * POINTS_PER_MM for side in self._grid.page.size)
        gap = _ANNEX_FOOTER_GAP_MM * POINTS_PER_MM + size * _ASCENT
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
        self._write_line(words, x, below * POINTS_PER_MM - gap, Font.SONG, size, bold=False)
        canvas.restoreState()


def _sides(
    box: Box, border: Border
) -> Iterable[tuple[Line, tuple[float, float], tuple[float, float]]]:
    left, right, top, bottom = box.x, box.x + box.width, -box.y, -box.y - box.height
    sides = (
        (border.left, (left, top), (left, bottom)),
        (border.top, (left, top), (right, top)),
        (border.right, (right, top), (right, bottom)),
        (border.bottom, (left, bottom), (right, bottom)),
    )
    return [side for side in sides if side[0]]
