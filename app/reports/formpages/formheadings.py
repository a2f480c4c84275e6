"""A sheet's own row numbers and column letters, where they are to be printed with it."""

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle, Font

HEADING_WIDTH, HEADING_HEIGHT = 10.6, 4.5
"""How wide the numbers' column and how high the letters' row is, in millimetres."""
_STYLE = CellStyle(
    font=Font.SONG, size=10, align="center", border=THIN_BORDER, wrap=False, close=True
)


def with_headings(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Grid:
    """The grid with its sheet's row numbers at the left and column letters on every page.

    Args:
        grid: the page as it is without them.
        rows: the sheet's row of each of the grid's rows.
        columns: likewise of its columns.
    """
    letters = [_heading(1, at, get_column_letter(one)) for at, one in enumerate(columns, 2)]
    numbers = [_heading(at, 1, str(row)) for at, row in enumerate(rows, 2)]
    cells = (replace(one, row=one.row + 1, column=one.column + 1) for one in grid.cells)
    repeat = grid.repeat_rows
    return replace(
        grid,
        cells=(_heading(1, 1, ""), *letters, *numbers, *cells),
        column_widths=(HEADING_WIDTH, *grid.column_widths),
        row_heights=(HEADING_HEIGHT, *grid.row_heights),
        repeat_rows=(repeat[0] + 1, repeat[1] + 1) if repeat else None,
        fixed_rows=frozenset({1, *(row + 1 for row in grid.fixed_rows)}),
        breaks=frozenset(row + 1 for row in grid.breaks),
        pictures=tuple(
            replace(one, row=one.row + 1, left=one.left + HEADING_WIDTH) for one in grid.pictures
        ),
        headed=True,
    )


def _heading(row: int, column: int, text: str) -> GridCell:
    return GridCell(row, column, text, style=_STYLE)
