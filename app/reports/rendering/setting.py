"""Sets the cells of a Page grid: which lines each text makes in its cell, how high rows must be."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle, Font
from app.reports.rendering.fitting import break_lines, clean, is_number
from app.reports.rendering.richlines import break_rich, cut, rich_width, spans

POINTS_PER_MM = 72 / 25.4
# White space between a cell's border and its text, and the pitch of lines, by the type size.
PAD_X = 3.0
PAD_Y = 3.0
PITCH = 1.3
# In a form's row of a set height lines and white space give way before the type does.
TIGHT_PITCH, TIGHT_PAD = 1.15, 0.5
# Office programs set lines and white space of a sheet about so.
CLOSE_PITCH, CLOSE_PAD, CLOSE_PAD_X = 1.17, 0.4, 1.5
# The part of the type size that characters blacken: what a line needs not to be cut.
_INK = 0.93
# The value of CellStyle.turn that sets characters below each other.
STACKED = 255
# A line set to the whole width of its cell, or beginning there: characters give way, not the type.
SPACED = frozenset({"fill", "start"})
# A line that would have to be set smaller than this part of its size is broken instead.
_LEAST_SHARE = 0.6
_LEAST_SIZE = 4.0
_STEP = 0.5

WidthOf = Callable[[str, Font], float]


@dataclass(frozen=True, slots=True)
class SetText:
    """A text broken into lines at a size, in points.

    Attributes:
        tight: with little room around it, since its row keeps its height.
        close: with the room office programs leave.
        reach: how high a turned text stands; None for one that is not turned.
    """

    lines: tuple[str, ...]
    size: float
    tight: bool = False
    close: bool = False
    reach: float | None = None

    @property
    def pitch(self) -> float:
        """From one line to the next, in points."""
        if self.tight:
            return self.size * TIGHT_PITCH
        return self.size * (CLOSE_PITCH if self.close else PITCH)

    @property
    def pad(self) -> float:
        """The white space above the first and below the last line, in points."""
        if self.close:
            return CLOSE_PAD
        return TIGHT_PAD if self.tight else PAD_Y

    @property
    def height(self) -> float:
        """The room all lines take with the white space around them, in points."""
        if self.reach is not None:
            return self.reach
        if self.close and self.lines:
            return (len(self.lines) - 1) * self.pitch + self.size * _INK
        return len(self.lines) * self.pitch + 2 * self.pad if self.lines else 0.0

    @property
    def room(self) -> float:
        """The height of a row that grows for the text: no line touches the rules, in points."""
        if self.reach is not None or not self.lines:
            return self.height
        return max(self.height, len(self.lines) * self.pitch + 2 * self.pad)

    def part(self, start: int, end: int | None = None) -> "SetText":
        """Some of the lines, set the same way."""
        return replace(self, lines=self.lines[start:end])

    def lines_in(self, height: float) -> int:
        """How many of the lines a room of that height holds."""
        room = height - self.size * _INK + self.pitch if self.close else height - 2 * self.pad
        return min(len(self.lines), max(0, int((room + 0.01) / self.pitch)))


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its text set to its width."""

    cell: GridCell
    width: float
    text: SetText


class Setter:
    """Sets texts with a given measure of characters; equal texts are set once."""

    def __init__(self, width_of: WidthOf) -> None:
        self._width_of = width_of
        self._known: dict[tuple[str, Font, float, float, bool], SetText] = {}

    def set_cell(self, cell: GridCell, width: float, height: float = 0.0) -> SetCell:
        """The cell's text at its own size; without wrap, small enough for one line each.

        Args:
            cell: the cell.
            width: of its columns together, in points.
            height: of its rows together, as far as it is set.
        """
        text, style = clean(cell.text), cell.style
        if style.turn:
            return SetCell(cell, width, self._turn(text, style, style.size, height))
        if style.wrap and (style.close or not is_number(text)):
            return SetCell(cell, width, self._set(cell, style.size, width))
        lines = tuple(text.split("\n")) if text else ()
        widest = self._widest(cell, lines)
        room = max(1.0, width - 2 * pad_x(style) - style.indent + cell.spill * POINTS_PER_MM)
        size = (
            min(style.size, room / widest) if widest and style.align not in SPACED else style.size
        )
        breaks = (style.close or style.wrap) and cell.number is None
        if breaks and size < style.size * _LEAST_SHARE:
            return SetCell(cell, width, self._set(cell, style.size, width))
        return SetCell(cell, width, SetText(lines, size, close=style.close))

    def _widest(self, cell: GridCell, lines: Sequence[str]) -> float:
        """The widest line in parts of the cell's type size."""
        if cell.runs:
            found = (cut(cell.runs, *span) for span in spans(clean(cell.text), lines))
            widths = (rich_width(runs, self._width_of) / cell.style.size for runs in found)
            return max(widths, default=0.0)
        return max((self._width_of(line, cell.style.font) for line in lines), default=0.0)

    def _set(self, cell: GridCell, size: float, width: float) -> SetText:
        """The cell's text at that size, broken to a width."""
        style = cell.style
        if not cell.runs:
            return self.set_text(clean(cell.text), style, size, width)
        room = width - 2 * pad_x(style) - style.indent
        lines = break_rich(cell.runs, room, self._width_of, size / style.size)
        return SetText(lines, size, close=style.close)

    def set_text(self, text: str, style: CellStyle, size: float, width: float) -> SetText:
        """The text at that size, broken to the width of a cell."""
        inner = width - 2 * pad_x(style) - style.indent
        key = (text, style.font, size, inner, style.close)
        if key not in self._known:
            lines = break_lines(text, inner / size, lambda piece: self._width_of(piece, style.font))
            self._known[key] = SetText(lines, size, close=style.close)
        return self._known[key]

    def shrink(self, set_cell: SetCell, fits: Callable[[SetText], bool]) -> SetText:
        """The cell's text at the largest size that fits, or at the least one there is."""
        size, best = set_cell.text.size, set_cell.text
        while not fits(best) and size - _STEP >= _LEAST_SIZE:
            size -= _STEP
            best = self._set(set_cell.cell, size, set_cell.width)
        return best

    def turned_to_fit(self, each: SetCell, height: float) -> SetCell:
        """A turned text small enough for its cell, or at the least size there is."""
        text, style = clean(each.cell.text), each.cell.style
        size, best = each.text.size, each.text
        while not self._is_inside(best, style, each.width, height) and size - _STEP >= _LEAST_SIZE:
            size -= _STEP
            best = self._turn(text, style, size, height)
        return replace(each, text=best)

    def _turn(self, text: str, style: CellStyle, size: float, height: float) -> SetText:
        """The lines of a turned text, broken where they go up or down the whole cell."""
        if style.turn == STACKED:
            lines = tuple(char for char in text if not char.isspace())
            return SetText(lines, size, close=style.close)
        lines = tuple(text.split("\n")) if text else ()
        if style.wrap and abs(style.turn) == 90 and height > 2 * size:
            room = (height - 2 * CLOSE_PAD) / size
            lines = break_lines(text, room, lambda piece: self._width_of(piece, style.font))
        flat = SetText(lines, size, close=style.close)
        return replace(flat, reach=self.bounds(flat, style)[1] + 2 * CLOSE_PAD if lines else 0.0)

    def _is_inside(self, text: SetText, style: CellStyle, width: float, height: float) -> bool:
        if style.turn == STACKED:
            return text.height <= height
        across, up = self.bounds(text, style)
        return across <= width and up <= height

    def bounds(self, text: SetText, style: CellStyle) -> tuple[float, float]:
        """How wide and how high a turned text stands, in points."""
        long = max((self._width_of(line, style.font) for line in text.lines), default=0.0)
        long, thick = long * text.size, len(text.lines) * text.pitch
        angle = math.radians(style.turn)
        cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
        return long * cos + thick * sin, long * sin + thick * cos


def pad_x(style: CellStyle) -> float:
    """The white space between a cell's side and its text, in points."""
    return CLOSE_PAD_X if style.close else PAD_X


def set_cells(grid: Grid, setter: Setter) -> tuple[SetCell, ...]:
    """Every cell of the grid, set to the width of the columns it covers."""
    edges = column_edges(grid.column_widths)
    return tuple(_set(grid, setter, cell, edges) for cell in grid.cells)


def _set(grid: Grid, setter: Setter, cell: GridCell, edges: Sequence[float]) -> SetCell:
    width = edges[cell.last_column] - edges[cell.column - 1]
    if not cell.style.close:
        return _within_fixed_rows(grid, setter, setter.set_cell(cell, width))
    rows = range(cell.row, cell.last_row + 1)
    height = sum(grid.row_heights[row - 1] or 0.0 for row in rows) * POINTS_PER_MM
    return _within_fixed_rows(grid, setter, setter.set_cell(cell, width, height))


def _within_fixed_rows(grid: Grid, setter: Setter, each: SetCell) -> SetCell:
    """A text in rows that keep their height: set tighter, then smaller, until it fits."""
    rows = range(each.cell.row, each.cell.last_row + 1)
    if not each.text.lines or not grid.fixed_rows.issuperset(rows):
        return each
    room = sum(grid.row_heights[row - 1] or 0.0 for row in rows) * POINTS_PER_MM
    if each.cell.style.turn:
        return setter.turned_to_fit(each, room)
    if each.text.height <= room:
        return each
    text = setter.shrink(each, lambda text: replace(text, tight=True).height <= room)
    return replace(each, text=replace(text, tight=True))


def column_edges(widths: Sequence[float]) -> list[float]:
    """Where each column begins, and the last one ends, in points from the left."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width * POINTS_PER_MM)
    return edges


def row_heights(grid: Grid, cells: Sequence[SetCell]) -> tuple[list[float], list[float]]:
    """What each row needs for its own cells, and its height with its share of merged areas.

    Both in points, by row from 0. A merged area that needs more than its rows have gets the rest
    from the last of them.
    """
    own = [(height or 0.0) * POINTS_PER_MM for height in grid.row_heights]
    for each in cells:
        row = each.cell.row - 1
        if each.cell.row_span == 1 and each.text.height > own[row]:
            own[row] = max(own[row], each.text.room)
    heights = list(own)
    for each in sorted(cells, key=lambda one: one.cell.row_span):
        first, last = each.cell.row - 1, each.cell.last_row
        missing = each.text.height - sum(heights[first:last])
        if each.cell.row_span > 1 and missing > 0:
            heights[last - 1] += missing
    return own, heights


def by_row(cells: Sequence[SetCell]) -> Mapping[int, list[SetCell]]:
    """The cells of one row each, by row from 1, in the order of their columns."""
    rows: dict[int, list[SetCell]] = {}
    for each in sorted(cells, key=lambda one: one.cell.column):
        if each.cell.row_span == 1:
            rows.setdefault(each.cell.row, []).append(each)
    return rows
