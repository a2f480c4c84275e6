"""Writes lines of text on a PDF page: typefaces, bold, slant, colour, lines under and through."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.pdfbase.pdfmetrics import registerFont

from app.reports.looks import CellStyle, Font, TextRun
from app.reports.rendering.fonts import FontSet, Typeface
from app.reports.rendering.richlines import rich_width, run_size

# The part of the type size that a Chinese character stands above its baseline.
ASCENT = 0.86
# The stroke that makes a light typeface pass for a bold one, by the type size.
_BOLD_STROKE = 0.028
_SLANT = 0.21
_UNDER, _SECOND_UNDER, _THROUGH, _RULE = -0.13, -0.2, 0.3, 0.05
_RISES = {"super": 0.4, "sub": -0.15}


def registered(face: Typeface) -> str:
    """The name under which reportlab finds the face."""
    registerFont(face.font)
    return face.font.fontName


class Letters:
    """Writes on a canvas with a set of typefaces."""

    def __init__(self, canvas: Any, fonts: FontSet) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._names: dict[Typeface, str] = {}

    def width(self, runs: Sequence[TextRun]) -> float:
        """How wide a line of runs is, in points."""
        return rich_width(runs, self._fonts.width)

    def width_of(self, text: str, font: Font) -> float:
        """A text's width in parts of the type size."""
        return self._fonts.width(text, font)

    def write(
        self,
        line: str,
        x: float,
        y: float,
        font: Font,
        size: float,
        *,
        bold: bool,
        italic: bool = False,
        spread: float = 0.0,
    ) -> None:
        """A line of one look from its baseline's left end, ``spread`` points between characters."""
        text = self._canvas.beginText(x, y)
        if italic:
            text.setTextTransform(1, 0, _SLANT, 1, x, y)
        if bold:
            text.setTextRenderMode(2)
            self._canvas.setLineWidth(size * _BOLD_STROKE)
        if spread:
            text.setCharSpace(spread)
        for face, piece in self._fonts.runs(line, font):
            name = self._names.get(face)
            if name is None:
                name = self._names[face] = registered(face)
            text.setFont(name, size)
            text.textOut(piece)
        if spread:
            text.setCharSpace(0)
        if bold:
            text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def write_runs(
        self, runs: Sequence[TextRun], x: float, y: float, *, spread: float = 0.0
    ) -> None:
        """A line of several looks, from its baseline's left end."""
        if len(runs) == 1 and _is_plain(runs[0]):
            (run,) = runs
            bold = run.bold or self._fonts.is_emboldened(run.font)
            self.write(run.text, x, y, run.font, run.size, bold=bold, spread=spread)
            return
        for run in runs:
            size = run_size(run)
            long = self._fonts.width(run.text, run.font) * size + spread * len(run.text)
            self._dip(run.color)
            base = y + _RISES.get(run.rise, 0.0) * run.size
            bold = run.bold or self._fonts.is_emboldened(run.font)
            self.write(
                run.text, x, base, run.font, size, bold=bold, italic=run.italic, spread=spread
            )
            self._underline(run, x, y, long - spread)
            self._dip("", undo=bool(run.color))
            x += long

    def _dip(self, color: str, *, undo: bool = False) -> None:
        """Goes on in a colour, or in black again."""
        if color or undo:
            ink = HexColor(f"#{color}") if color else black
            self._canvas.setFillColor(ink)
            self._canvas.setStrokeColor(ink)

    def _underline(self, run: TextRun, x: float, y: float, long: float) -> None:
        heights = {"": (), "single": (_UNDER,), "double": (_UNDER, _SECOND_UNDER)}[run.underline]
        for height in (*heights, *((_THROUGH,) if run.strike else ())):
            self._canvas.setLineWidth(run.size * _RULE)
            self._canvas.line(x, y + height * run.size, x + long, y + height * run.size)


def _is_plain(run: TextRun) -> bool:
    return not (run.color or run.italic or run.underline or run.strike or run.rise)


def as_run(text: str, style: CellStyle, size: float) -> TextRun:
    """A line of a cell that has one look."""
    return TextRun(
        text,
        style.font,
        size,
        style.bold,
        style.italic,
        style.underline,
        style.strike,
        style.color,
    )
