"""Sets the cells of a Page grid: which lines each text makes in its cell, how high rows must be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.reports.fitting import break_lines, clean
from app.reports.grid import CellStyle, Font, Grid, GridCell

POINTS_PER_MM = 72 / 25.4
# White space between a cell's border and its text, and the pitch of lines, by the type size.
PAD_X = 3.0
PAD_Y = 3.0
PITCH = 1.3
# In a form's row of a set height lines and white space give way before the type does.
TIGHT_PITCH, TIGHT_PAD = 1.15, 0.5
_LEAST_SIZE = 4.0
_STEP = 0.5

WidthOf = Callable[[str, Font], float]


@dataclass(frozen=True, slots=True)
class SetText:
    """A text broken into lines at a size, in points; ``tight`` with little room around it."""

    lines: tuple[str, ...]
    size: float
    tight: bool = False

    @property
    def pitch(self) -> float:
        """From one line to the next, in points."""
        return self.size * (TIGHT_PITCH if self.tight else PITCH)

    @property
    def pad(self) -> float:
        """The white space above the first and below the last line, in points."""
        return TIGHT_PAD if self.tight else PAD_Y

    @property
    def height(self) -> float:
        """The room all lines take with the white space around them, in points."""
        return len(self.lines) * self.pitch + 2 * self.pad if self.lines else 0.0

    def lines_in(self, height: float) -> int:
        """How many of the lines a room of that height holds."""
        return min(len(self.lines), max(0, int((height - 2 * self.pad + 0.01) / self.pitch)))


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
        self._known: dict[tuple[str, Font, float, float], SetText] = {}

    def set_cell(self, cell: GridCell, width: float) -> SetCell:
        """The cell's text at its own size; without wrap, small enough for one line each."""
        text, style = clean(cell.text), cell.style
        if style.wrap:
            return SetCell(cell, width, self.set_text(text, style, style.size, width))
        lines = tuple(text.split("\n")) if text else ()
        widest = max((self._width_of(line, style.font) for line in lines), default=0.0)
        room = max(1.0, width - 2 * PAD_X)
        size = min(style.size, room / widest) if widest else style.size
        return SetCell(cell, width, SetText(lines, size))

    def set_text(self, text: str, style: CellStyle, size: float, width: float) -> SetText:
        """The text at that size, broken to the width of a cell."""
        key = (text, style.font, size, width)
        if key not in self._known:
            room = (width - 2 * PAD_X) / size
            lines = break_lines(text, room, lambda piece: self._width_of(piece, style.font))
            self._known[key] = SetText(lines, size)
        return self._known[key]

    def shrink(self, set_cell: SetCell, fits: Callable[[SetText], bool]) -> SetText:
        """The cell's text at the largest size that fits, or at the least one there is."""
        text, style = clean(set_cell.cell.text), set_cell.cell.style
        size, best = set_cell.text.size, set_cell.text
        while not fits(best) and size - _STEP >= _LEAST_SIZE:
            size -= _STEP
            best = self.set_text(text, style, size, set_cell.width)
        return best


def set_cells(grid: Grid, setter: Setter) -> tuple[SetCell, ...]:
    """Every cell of the grid, set to the width of the columns it covers."""
    edges = column_edges(grid.column_widths)
    return tuple(
        _within_fixed_rows(
            grid, setter, setter.set_cell(cell, edges[cell.last_column] - edges[cell.column - 1])
        )
        for cell in grid.cells
    )


def _within_fixed_rows(grid: Grid, setter: Setter, each: SetCell) -> SetCell:
    """A text in rows that keep their height: set tighter, then smaller, until it fits."""
    rows = range(each.cell.row, each.cell.last_row + 1)
    if not each.text.lines or not grid.fixed_rows.issuperset(rows):
        return each
    room = sum(grid.row_heights[row - 1] or 0.0 for row in rows) * POINTS_PER_MM
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
        if each.cell.row_span == 1:
            row = each.cell.row - 1
            own[row] = max(own[row], each.text.height)
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
