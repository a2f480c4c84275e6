"""The Page grid drawn straight onto the screen, where no PDF part is installed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.reports.grid import Border, CellStyle, Font, Grid, GridCell, Line
from app.ui.style import body_font

_POINTS = 72 / 25.4
_PAD = 2.0
_LINE_WIDTHS = {Line.HAIR: 0.25, Line.THIN: 0.5, Line.MEDIUM: 1.0, Line.THICK: 1.6}
_FACES = {
    Font.FANGSONG: ("FangSong", "仿宋", "仿宋_GB2312", "FandolFang"),
    Font.SONG: ("SimSun", "宋体", "Noto Serif CJK SC", "Noto Serif SC", "AR PL UMing CN"),
    Font.HEI: ("SimHei", "黑体", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    Font.KAI: ("KaiTi", "楷体", "LXGW WenKai"),
    Font.TITLE: ("方正小标宋简体", "SimSun", "Noto Serif CJK SC", "AR PL UMing CN"),
}
_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
    "top": Qt.AlignmentFlag.AlignTop,
    "middle": Qt.AlignmentFlag.AlignVCenter,
    "bottom": Qt.AlignmentFlag.AlignBottom,
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page: the rows on it, from top to bottom, head rows first."""

    rows: tuple[int, ...]


class GridPages:
    """The pages of a Page grid, as they are shown; the file itself is drawn by the PDF renderer."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._scale = _fitting_scale(grid)
        self._widths = [width * _POINTS * self._scale for width in grid.column_widths]
        self._heights = self._measure()
        self._sheets = self._break()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sheets)

    def size(self, page: int) -> QSizeF:
        """Width and height of the paper in points."""
        width, height = self._grid.page.size
        return QSizeF(width * _POINTS, height * _POINTS)

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
        self._draw(painter, page)
        painter.end()
        return paper

    def _measure(self) -> list[float]:
        """The height of each row in points, so that no text is cut."""
        least = [max((height or 0) * _POINTS, 0.0) for height in self._grid.row_heights]
        heights = [height * self._scale for height in least]
        for cell in sorted(self._grid.cells, key=lambda cell: cell.row_span):
            if not cell.text:
                continue
            needed = self._text_height(cell) + 2 * _PAD
            have = sum(heights[cell.row - 1 : cell.last_row])
            if needed > have:
                heights[cell.last_row - 1] += needed - have
        return [height or 14 * self._scale for height in heights]

    def _text_height(self, cell: GridCell) -> float:
        metrics = QFontMetricsF(_font(cell.style, self._scale))
        width = sum(self._widths[cell.column - 1 : cell.last_column]) - 2 * _PAD
        if not cell.style.wrap:
            return metrics.height()
        box = QRectF(0, 0, max(width, 4), 1e6)
        return metrics.boundingRect(box, int(Qt.TextFlag.TextWrapAnywhere), cell.text).height()

    def _break(self) -> list[_Sheet]:
        """Fill page after page; head rows come again on each."""
        margins = self._grid.page.margins_of(1)
        block = (self._grid.page.size[1] - margins.top - margins.bottom) * _POINTS
        first, last = self._grid.repeat_rows or (1, 0)
        head = tuple(range(first, last + 1))
        sheets: list[_Sheet] = []
        rows: list[int] = []
        used = 0.0
        for row in range(1, len(self._heights) + 1):
            height = self._heights[row - 1]
            if rows and used + height > block:
                carried = self._carried(rows, len(head) if sheets else 0)
                sheets.append(_Sheet(tuple(rows[: len(rows) - len(carried)])))
                rows = [*head, *carried]
                used = sum(self._heights[n - 1] for n in rows)
            rows.append(row)
            used += height
        return [*sheets, _Sheet(tuple(rows))] if rows else sheets

    def _carried(self, rows: list[int], head: int) -> list[int]:
        """Rows at the foot that must go over with the next one."""
        carried: list[int] = []
        while len(rows) - len(carried) > head + 1 and (
            rows[-1 - len(carried)] in self._grid.keep_with_next
        ):
            carried.insert(0, rows[-1 - len(carried)])
        return carried

    def _draw(self, painter: QPainter, page: int) -> None:
        margins = self._grid.page.margins_of(page + 1)
        painter.translate(margins.left * _POINTS, margins.top * _POINTS)
        rows = self._sheets[page].rows
        tops, top = {}, 0.0
        for row in rows:
            tops[row] = top
            top += self._heights[row - 1]
        for cell in self._grid.cells:
            here = [row for row in range(cell.row, cell.last_row + 1) if row in tops]
            if here:
                self._draw_cell(painter, cell, tops[here[0]], here)

    def _draw_cell(self, painter: QPainter, cell: GridCell, top: float, rows: list[int]) -> None:
        left = sum(self._widths[: cell.column - 1])
        width = sum(self._widths[cell.column - 1 : cell.last_column])
        box = QRectF(left, top, width, sum(self._heights[row - 1] for row in rows))
        if cell.style.fill:
            painter.fillRect(box, QColor(f"#{cell.style.fill}"))
        _draw_border(painter, box, cell.style.border)
        if not cell.text:
            return
        painter.setFont(_font(cell.style, self._scale))
        painter.setPen(Qt.GlobalColor.black)
        wrap = Qt.TextFlag.TextWrapAnywhere if cell.style.wrap else Qt.TextFlag.TextSingleLine
        flags = _FLAGS[cell.style.align] | _FLAGS[cell.style.valign]
        painter.drawText(box.adjusted(_PAD, _PAD, -_PAD, -_PAD), int(flags) | int(wrap), cell.text)


def _fitting_scale(grid: Grid) -> float:
    whole = sum(grid.column_widths)
    return min(1.0, grid.page.block_width / whole) if whole else 1.0


def _font(style: CellStyle, scale: float) -> QFont:
    font = body_font(1.0)
    font.setFamilies([*_FACES[style.font], font.family()])
    font.setPixelSize(max(1, round(style.size * scale)))
    font.setBold(style.bold)
    return font


def _draw_border(painter: QPainter, box: QRectF, border: Border) -> None:
    sides = (
        (border.left, box.topLeft(), box.bottomLeft()),
        (border.top, box.topLeft(), box.topRight()),
        (border.right, box.topRight(), box.bottomRight()),
        (border.bottom, box.bottomLeft(), box.bottomRight()),
    )
    for line, start, end in sides:
        if line is not Line.NONE:
            painter.setPen(QPen(QColor("black"), _LINE_WIDTHS[line]))
            painter.drawLine(start, end)
