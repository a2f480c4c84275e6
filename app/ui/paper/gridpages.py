"""The Page grid drawn straight onto the screen, where no PDF part is installed.

Pages, lines and boxes are those of the PDF renderer; only the letters are drawn by the desktop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.reports.looks import Font, Line
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.placing import lay_out
from app.reports.rendering.setting import PAD_X, PAD_Y, POINTS_PER_MM, SPACED
from app.ui.style import body_font

if TYPE_CHECKING:
    from app.reports.grid import Grid
    from app.reports.rendering.placing import Box, Layout

_FOOTER_SIZE = 10.5
_ASCENT = 0.86
_LINE_WIDTHS = {Line.HAIR: 0.25, Line.THIN: 0.5, Line.MEDIUM: 1.0, Line.THICK: 1.5}
_FACES = {
    Font.FANGSONG: ("FangSong", "仿宋", "仿宋_GB2312", "FandolFang"),
    Font.SONG: ("SimSun", "宋体", "Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN"),
    Font.HEI: ("SimHei", "黑体", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    Font.KAI: ("KaiTi", "楷体", "LXGW WenKai"),
    Font.TITLE: ("方正小标宋简体", "SimSun", "Noto Serif CJK SC", "AR PL UMing CN"),
}


class GridPages:
    """The pages of a Page grid.

    Raises:
        UserError: no Chinese typeface was found to measure the text with.
    """

    def __init__(self, grid: Grid, layout: Layout | None = None) -> None:
        self._grid = grid
        self._fonts = installed_fonts()
        self._layout = layout or lay_out(grid, self._fonts.width)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._layout.pages)

    def size(self, page: int) -> QSizeF:
        """Width and height of the paper in points."""
        width, height = self._grid.page.size
        return QSizeF(width * POINTS_PER_MM, height * POINTS_PER_MM)

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture ``width`` pixels wide."""
        size = self.size(page)
        scale = width / size.width()
        paper = QImage(width, round(size.height() * scale), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        self._number(painter, page)
        margins = self._grid.page.margins_of(page + 1)
        painter.translate(margins.left * POINTS_PER_MM, margins.top * POINTS_PER_MM)
        painter.scale(self._layout.scale, self._layout.scale)
        painter.translate(self._layout.indent, 0)
        for box in self._layout.pages[page]:
            _draw_frame(painter, box)
        for box in self._layout.pages[page]:
            self._write(painter, box)
        painter.end()
        return paper

    def _write(self, painter: QPainter, box: Box) -> None:
        text = box.text
        block = len(text.lines) * text.pitch
        lead = {"top": PAD_Y, "bottom": box.height - block - PAD_Y}
        top = box.y + lead.get(box.valign, (box.height - block) / 2)
        font = _font(box.style.font, bold=box.style.bold)
        for place, line in enumerate(text.lines):
            width = self._fonts.width(line, box.style.font) * text.size
            if box.style.align == "fill" or (box.style.align in SPACED and width > box.width):
                width = box.width
            spare = box.width - width
            begins = {"left": PAD_X, "center": spare / 2, "start": 0.0, "fill": 0.0}
            left = begins.get(box.style.align, spare - PAD_X)
            middle = top + (place + 0.5) * text.pitch
            baseline = middle - text.size / 2 + _ASCENT * text.size
            _draw_line(painter, line, QPointF(box.x + left, baseline), (width, text.size), font)

    def _number(self, painter: QPainter, page: int) -> None:
        """The page's number, in the middle of the bottom margin."""
        words = f"第{page + 1}页 共{self.count}页"
        size, width = self.size(page), self._fonts.width(words, Font.SONG) * _FOOTER_SIZE
        margin = self._grid.page.margins_of(page + 1).bottom * POINTS_PER_MM
        place = QPointF((size.width() - width) / 2, size.height() - margin / 2)
        _draw_line(painter, words, place, (width, _FOOTER_SIZE), _font(Font.SONG, bold=False))


def _draw_frame(painter: QPainter, box: Box) -> None:
    rect = QRectF(box.x, box.y, box.width, box.height)
    if box.style.fill:
        painter.fillRect(rect, QColor(f"#{box.style.fill}"))
    border = box.style.border
    for line, start, end in (
        (border.left, rect.topLeft(), rect.bottomLeft()),
        (border.top, rect.topLeft(), rect.topRight()),
        (border.right, rect.topRight(), rect.bottomRight()),
        (border.bottom, rect.bottomLeft(), rect.bottomRight()),
    ):
        if line is not Line.NONE:
            painter.setPen(QPen(QColor("black"), _LINE_WIDTHS.get(line, 0.5)))
            painter.drawLine(start, end)


def _draw_line(
    painter: QPainter, line: str, at: QPointF, room: tuple[float, float], font: QFont
) -> None:
    """Draw a line exactly as wide as the PDF has it, whatever face the desktop has."""
    width, size = room
    drawn = QFontMetricsF(font).horizontalAdvance(line) / font.pixelSize()
    if not drawn:
        return
    painter.save()
    painter.translate(at)
    painter.scale(width / drawn / font.pixelSize(), size / font.pixelSize())
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    painter.drawText(QPointF(0, 0), line)
    painter.restore()


def _font(role: Font, *, bold: bool) -> QFont:
    font = body_font(1.0)
    font.setFamilies([*_FACES[role], font.family()])
    font.setPixelSize(20)
    font.setBold(bold)
    return font
